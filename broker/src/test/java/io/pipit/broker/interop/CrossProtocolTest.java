package io.pipit.broker.interop;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.interop.DoorClient.Kind;
import io.pipit.broker.interop.DoorClient.Seen;
import io.pipit.broker.interop.DoorClient.Sent;
import io.pipit.broker.mqtt.RawMqttClient;
import io.pipit.xmpp.xml.XmlDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who publishes by one protocol is heard by every other: each item once, in order, with its id, its
 * time, its publisher, its headers and its bytes. And who may not read hears nothing by any.
 */
@Timeout(120)
class CrossProtocolTest {

  /** When the subscriber is there. */
  private enum When {
    LIVE,
    /** It comes later, for the newest item. */
    LAST,
    /** It was there, and returns for all that it has missed: from the archive, or its session. */
    OFFLINE
  }

  private static final int ITEMS = 3;
  private static final String END = "the end";

  private static TestNode node;
  private static XmppDoor owner;
  private static final Map<Protocol, DoorClient> publishers = new EnumMap<>(Protocol.class);

  /** What all cells of one publisher look at is done once. */
  private static final Map<String, Run> runs = new HashMap<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    node = TestNode.startPlain(folder);
    for (String name : List.of("owner", "juliet", "benvolio", "mercutio", "romeo", "tybalt")) {
      node.account(name, "secret");
    }
    owner = new XmppDoor(node, "owner", "o");
    for (Protocol protocol : Protocol.values()) {
      publishers.put(protocol, protocol.connect(node, protocol.publisher, "p"));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (DoorClient publisher : publishers.values()) {
      publisher.close();
    }
    if (owner != null) {
      owner.close();
    }
    node.close();
  }

  private static void subscribeAndLeave(String user, String name, String filter) throws Exception {
    try (Doors doors = Doors.durable(node, user, name)) {
      assertTrue(doors.subscribe(filter));
    }
  }

  // ---- what arrives

  static Stream<Arguments> cells() {
    List<Arguments> cells = new ArrayList<>();
    for (Protocol from : Protocol.values()) {
      for (Protocol to : Protocol.values()) {
        for (Kind kind : Kind.values()) {
          for (When when : When.values()) {
            cells.add(Arguments.of(from, to, kind, when));
          }
        }
      }
    }
    return cells.stream();
  }

  /** What the subscribers of each protocol have seen of what one publisher has sent. */
  private record Run(Map<Protocol, List<Seen>> seen) {

    List<Seen> of(Protocol protocol, String name) {
      return seen.getOrDefault(protocol, List.of()).stream()
          .filter(item -> item.node().equals(name))
          .toList();
    }
  }

  @ParameterizedTest(name = "{0} to {1}, {2}, {3}")
  @MethodSource("cells")
  void itemsArriveOnceInOrderAndAsTheyWere(Protocol from, Protocol to, Kind kind, When when)
      throws Exception {
    String at = from + "/" + when;
    Run run = runs.get(at);
    if (run == null) {
      run = run(at, from, when);
      runs.put(at, run);
    }
    List<Seen> seen = run.of(to, at + "/" + kind);
    int first = when == When.LAST ? ITEMS - 1 : 0;
    List<Seen> truth = truth(at + "/" + kind, from);
    assertEquals(ITEMS - first, seen.size());
    for (int i = first; i < ITEMS; i++) {
      assertSame(from, sent(kind, i), truth.get(i), seen.get(i - first));
    }
  }

  private static Run run(String at, Protocol from, When when) throws Exception {
    DoorClient publisher = publishers.get(from);
    return new Run(
        switch (when) {
          case LIVE -> live(at, publisher);
          case LAST -> last(at, publisher);
          case OFFLINE -> offline(at, publisher);
        });
  }

  private static void publish(String at, DoorClient publisher) throws Exception {
    for (int i = 0; i < ITEMS; i++) {
      for (Kind kind : Kind.values()) {
        assertTrue(publisher.publish(at + "/" + kind, sent(kind, i)));
      }
    }
  }

  private static Map<Protocol, List<Seen>> live(String at, DoorClient publisher) throws Exception {
    try (Doors subscribers = Doors.connect(node, "romeo")) {
      assertTrue(subscribers.subscribe(at + "/+"));
      publish(at, publisher);
      return untilEnd(at, publisher, subscribers);
    }
  }

  private static Map<Protocol, List<Seen>> last(String at, DoorClient publisher) throws Exception {
    for (int i = 0; i < ITEMS; i++) {
      for (Kind kind : Kind.values()) {
        assertTrue(publisher.retain(at + "/" + kind, sent(kind, i)));
      }
    }
    Map<Protocol, List<Seen>> seen = new EnumMap<>(Protocol.class);
    try (Doors subscribers = Doors.connect(node, "romeo")) {
      List<Seen> newest = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        newest.addAll(subscribers.xmpp().newest(at + "/" + kind).orElseThrow());
      }
      assertTrue(subscribers.subscribe(at + "/+"));
      for (Protocol mqtt : Protocol.MQTT) {
        List<Seen> retained = new ArrayList<>();
        while (retained.size() < Kind.values().length) {
          retained.add(subscribers.of(mqtt).next());
        }
        retained.forEach(item -> assertTrue(item.retained()));
        seen.put(mqtt, retained);
      }
      untilEnd(at, publisher, subscribers).values().forEach(more -> assertEquals(List.of(), more));
      seen.put(Protocol.XMPP, newest);
      return seen;
    }
  }

  private static Map<Protocol, List<Seen>> offline(String at, DoorClient publisher)
      throws Exception {
    try (XmppDoor before = new XmppDoor(node, "romeo", "before")) {
      assertTrue(before.subscribe(at + "/+"));
    }
    subscribeAndLeave("romeo", at, at + "/+");
    publish(at, publisher);
    Map<Protocol, List<Seen>> seen = new EnumMap<>(Protocol.class);
    try (XmppDoor after = new XmppDoor(node, "romeo", "after")) {
      List<Seen> missed = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        missed.addAll(after.archive(at + "/" + kind).orElseThrow());
      }
      seen.put(Protocol.XMPP, missed);
    }
    try (Doors returned = Doors.durable(node, "romeo", at)) {
      seen.putAll(untilEnd(at, publisher, returned));
      return seen;
    }
  }

  /** What came until what is published now, which is not retained for who was there. */
  private static Map<Protocol, List<Seen>> untilEnd(
      String at, DoorClient publisher, Doors subscribers) throws Exception {
    String end = at + "/end";
    assertTrue(publisher.publish(end, new Sent(Kind.TEXT, END.getBytes(UTF_8), "")));
    Map<Protocol, List<Seen>> all = new EnumMap<>(Protocol.class);
    for (Protocol protocol : subscribers.protocols()) {
      List<Seen> seen = new ArrayList<>();
      Seen next = subscribers.of(protocol).next();
      while (!next.node().equals(end)) {
        assertFalse(next.retained());
        seen.add(next);
        next = subscribers.of(protocol).next();
      }
      assertFalse(next.retained());
      all.put(protocol, seen);
    }
    return all;
  }

  private static Sent sent(Kind kind, int number) {
    String text =
        switch (kind) {
          case JSON -> "{ \"n\" : " + number + ",\t\"s\":\"\u00E9 \\u0041 \uD83D\uDC26\" }\r\n";
          case TEXT -> " " + number + "\r\n\t<&>'\"]]> \u00E9\uD83D\uDC26 ";
          case XML ->
              "<reading xmlns='urn:example:reading' n='"
                  + number
                  + "'><value unit='\u00B0C'>21.5</value> <x:note xmlns:x='urn:x' x:a='&lt;'>"
                  + "a &lt; b &amp; \uD83D\uDC26</x:note></reading>";
          case BINARY -> "";
        };
    return new Sent(
        kind, kind == Kind.BINARY ? binary(number) : text.getBytes(UTF_8), "u" + number);
  }

  private static byte[] binary(int number) {
    byte[] bytes = new byte[257];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (255 - i - number);
    }
    return bytes;
  }

  /** What the node has of the items, as its owner sees them. */
  private static List<Seen> truth(String name, Protocol from) throws Exception {
    List<Seen> archive = owner.archive(name).orElseThrow();
    assertEquals(
        archive.stream().map(Seen::id).toList(),
        owner.items(name).orElseThrow().stream().map(Seen::id).toList());
    for (int i = 0; i < ITEMS; i++) {
      Seen each = archive.get(i);
      assertEquals(from.publisher + "@localhost", each.publisher());
      assertEquals(from == Protocol.MQTT311 ? "" : "u" + i, each.unit());
      assertTrue(each.published() != null);
    }
    return archive;
  }

  private static void assertSame(Protocol from, Sent sent, Seen truth, Seen seen) {
    assertEquals(truth.node(), seen.node());
    assertPayload(sent, truth);
    assertPayload(sent, seen);
    // MQTT 3.1.1 has no word for what bytes are: those of XML are text then.
    Kind stored = from == Protocol.MQTT311 && sent.kind() == Kind.XML ? Kind.TEXT : sent.kind();
    assertEquals(stored, truth.kind());
    assertEquals(stored, Optional.ofNullable(seen.kind()).orElse(stored));
    assertEquals(truth.id(), Optional.ofNullable(seen.id()).orElse(truth.id()));
    assertEquals(
        truth.publisher(), Optional.ofNullable(seen.publisher()).orElse(truth.publisher()));
    if (seen.published() != null) {
      assertEquals(truth.published(), seen.published());
    }
    if (seen.contentType() != null) {
      boolean isSaid = stored == Kind.JSON || stored == Kind.XML;
      if (isSaid || (stored == Kind.BINARY && from != Protocol.MQTT311)) {
        assertEquals(stored.contentType, seen.contentType());
      }
      assertEquals(truth.unit(), seen.unit());
    }
  }

  /** Who is no account has an address too. */
  @Test
  void guestIsAPublisherLikeOthers() throws Exception {
    try (Doors subscribers = Doors.connect(node, "romeo");
        RawMqttClient guest = new RawMqttClient(node.mqttPort())) {
      assertTrue(subscribers.subscribe("demo/#"));
      guest.send(packet(0x10, "MQTT", 4, 2, 0, 60, "guest")).expectConnack(0);
      guest.send(packet(0x32, "demo/guest", bytes(0, 1), "hello".getBytes(UTF_8))).next();
      for (DoorClient subscriber : subscribers.all()) {
        Seen seen = subscriber.next();
        assertEquals("demo/guest", seen.node());
        assertEquals(
            "guest@localhost", Optional.ofNullable(seen.publisher()).orElse("guest@localhost"));
      }
    }
  }

  private static void assertPayload(Sent sent, Seen seen) {
    if (sent.kind() == Kind.XML) {
      assertEquals(XmlDocument.parse(sent.payload()), XmlDocument.parse(seen.payload()));
    } else {
      assertArrayEquals(sent.payload(), seen.payload());
    }
  }

  // ---- who may

  private static final Sent SECRET = new Sent(Kind.TEXT, "secret".getBytes(UTF_8), "u");

  /** Whatever it has asked for, this is the first item that comes to it. */
  private static void assertHearsNothingBefore(String marker, Doors clients) throws Exception {
    owner.create(marker, "open");
    assertTrue(clients.subscribe(marker));
    assertTrue(owner.publish(marker, new Sent(Kind.TEXT, END.getBytes(UTF_8), "")));
    for (DoorClient client : clients.all()) {
      assertEquals(marker, client.next().node());
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void whoMayNotReadHearsNothing(Protocol from) throws Exception {
    String name = "closed/" + from;
    owner.create(name, "open");
    owner.close(name);
    owner.affiliate(name, from.publisher, "publisher");
    owner.affiliate(name, "romeo", "member");
    try (Doors members = Doors.connect(node, "romeo");
        Doors strangers = Doors.connect(node, "tybalt")) {
      assertFalse(strangers.xmpp().subscribe(name));
      assertTrue(strangers.subscribe("closed/#")); // a filter names no node
      for (Protocol mqtt : Protocol.MQTT) {
        strangers.of(mqtt).subscribe(name);
        strangers.of(mqtt).subscribe("+/" + from);
      }
      assertTrue(members.subscribe(name));
      assertTrue(publishers.get(from).retain(name, SECRET));
      for (DoorClient member : members.all()) {
        assertEquals(name, member.next().node());
      }
      assertEquals(Optional.empty(), strangers.xmpp().items(name));
      assertEquals(Optional.empty(), strangers.xmpp().archive(name));
      for (Protocol mqtt : Protocol.MQTT) {
        strangers.of(mqtt).subscribe(name); // what is retained would come now
      }
      assertHearsNothingBefore("marker/closed/" + from, strangers);
      // Who loses the right hears no more.
      owner.affiliate(name, "romeo", "outcast");
      assertTrue(publishers.get(from).publish(name, SECRET));
      assertHearsNothingBefore("marker/outcast/" + from, members);
    }
  }

  @Test
  void whoMayNotReadFindsNothingAtItsReturn() throws Exception {
    subscribeAndLeave("romeo", "away", "away/+");
    subscribeAndLeave("tybalt", "away", "away/+");
    for (Protocol from : Protocol.values()) {
      String name = "away/" + from;
      owner.create(name, "open");
      owner.close(name);
      owner.affiliate(name, from.publisher, "publisher");
      owner.affiliate(name, "romeo", "member");
      assertTrue(publishers.get(from).publish(name, SECRET));
      // What waits already is judged again when it would be delivered.
      owner.affiliate(name, "romeo", "outcast");
      assertTrue(publishers.get(from).publish(name, SECRET));
    }
    owner.create("away/open", "open");
    assertTrue(owner.publish("away/open", SECRET));
    try (Doors lost = Doors.durable(node, "romeo", "away");
        Doors strangers = Doors.durable(node, "tybalt", "away")) {
      for (Doors doors : List.of(lost, strangers)) {
        for (DoorClient client : doors.all()) {
          assertEquals("away/open", client.next().node());
        }
      }
      assertHearsNothingBefore("marker/lost", lost);
      assertHearsNothingBefore("marker/strange", strangers);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void whoMayNotPublishIsHeardByNobody(Protocol from) throws Exception {
    String name = "owned/" + from;
    owner.create(name, "publishers");
    try (Doors subscribers = Doors.connect(node, "romeo")) {
      assertTrue(subscribers.subscribe(name));
      boolean isNotTold = from == Protocol.MQTT311; // by default
      assertEquals(isNotTold, publishers.get(from).publish(name, SECRET));
      assertEquals(isNotTold, publishers.get(from).retain(name, SECRET));
      assertHearsNothingBefore("marker/owned/" + from, subscribers);
      assertEquals(Optional.of(List.of()), owner.archive(name));
    }
  }
}
