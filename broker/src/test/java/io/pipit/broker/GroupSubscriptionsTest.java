package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option pipit#group over the wire: each item goes to one of the resources of an account. */
class GroupSubscriptionsTest {

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final String END = "the last item";

  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node =
        TestNode.startPlain(folder)
            .account("juliet", "j")
            .account("romeo", "r")
            .account("mercutio", "m");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static WireClient juliet() throws IOException {
    return WireClient.login(node, "juliet", "j", "desk");
  }

  private static WireClient romeo(String resource) throws IOException {
    return WireClient.login(node, "romeo", "r", resource);
  }

  private static WireClient mercutio(String resource) throws IOException {
    return WireClient.login(node, "mercutio", "m", resource);
  }

  /** Sends available presence and awaits that it has come back. */
  private static void available(WireClient client) throws IOException {
    client.send("<presence/>");
    presence(client, client.address(), "");
  }

  private static void presence(WireClient client, String from, String type) throws IOException {
    Element stanza = client.next();
    while (!stanza.name().equals("presence")
        || !stanza.attribute("from", "").equals(from)
        || !stanza.attribute("type", "").equals(type)) {
      stanza = client.next();
    }
  }

  private static String form(String group) {
    return "<options><x xmlns='jabber:x:data' type='submit'>"
        + "<field var='{urn:pipit:pubsub:0}group'><value>"
        + group
        + "</value></field></x></options>";
  }

  private static void subscribe(WireClient client, String target, String jid, String group)
      throws IOException {
    request(
        client,
        TestNode.SERVICE,
        "<subscribe node='" + target + "' jid='" + jid + "'/>" + form(group));
  }

  /** A request and its answer, which must be a result; presence may come before. */
  private static void request(WireClient client, String to, String content) throws IOException {
    client.send(
        "<iq type='set' id='r' to='"
            + to
            + "'><pubsub xmlns='"
            + PUBSUB
            + "'>"
            + content
            + "</pubsub></iq>");
    Element answer = client.next();
    while (!answer.name().equals("iq")) {
      answer = client.next();
    }
    assertEquals("result", answer.attribute("type", ""), XmlWriter.text(answer));
  }

  private static void create(WireClient owner, String target) throws IOException {
    request(owner, TestNode.SERVICE, "<create node='" + target + "'/>");
  }

  private static String item(String id) {
    return "<item id='" + id + "'><r xmlns='urn:r'/></item>";
  }

  private static void publish(WireClient owner, String target, String id) throws IOException {
    request(owner, TestNode.SERVICE, "<publish node='" + target + "'>" + item(id) + "</publish>");
  }

  /**
   * Publishes so many items, and then one more that it takes back: of that each of a group is told,
   * behind what it is told of the others.
   */
  private static List<String> publish(WireClient owner, String target, int count)
      throws IOException {
    List<String> ids = IntStream.range(0, count).mapToObj(i -> target + i).toList();
    for (String id : ids) {
      owner.pubsub("set", id, "<publish node='" + target + "'>" + item(id) + "</publish>");
    }
    for (String id : ids) {
      owner.answer("result", id);
    }
    end(owner, target);
    return ids;
  }

  private static void end(WireClient owner, String target) throws IOException {
    publish(owner, target, END);
    request(
        owner,
        TestNode.SERVICE,
        "<retract node='" + target + "' notify='1'><item id='" + END + "'/></retract>");
  }

  /** The ids of the items that a client is told of, until so many nodes have taken one back. */
  private static List<String> told(WireClient client, int ends) throws IOException {
    List<String> ids = new ArrayList<>();
    int ended = 0;
    while (ended < ends) {
      Element stanza = client.next();
      Optional<Element> items =
          stanza.child("event", PUBSUB + "#event").flatMap(Element::firstElement);
      if (items.isPresent()) {
        for (Element each : items.get().elements()) {
          if (each.name().equals("retract")) {
            ended++;
          } else if (!each.attribute("id", "").equals(END)) {
            ids.add(each.attribute("id", ""));
          }
        }
      }
    }
    return ids;
  }

  /** All items are told, none twice, and each of the two has half of them. */
  private static void assertShared(List<String> all, List<String> one, List<String> other) {
    Set<String> together = new HashSet<>(one);
    together.addAll(other);
    assertEquals(Set.copyOf(all), together);
    assertEquals(List.of(all.size() / 2, all.size() / 2), List.of(one.size(), other.size()));
  }

  @Test
  void groupGetsEachItemOnceAndOthersGetAll() throws IOException {
    try (WireClient juliet = juliet();
        WireClient a = romeo("a");
        WireClient b = romeo("b");
        WireClient outside = mercutio("outside");
        WireClient namesake = mercutio("namesake")) {
      create(juliet, "jobs");
      subscribe(a, "jobs", a.address(), "workers");
      subscribe(b, "jobs", b.address(), "workers");
      subscribe(outside, "jobs", outside.address(), "");
      subscribe(namesake, "jobs", namesake.address(), "workers");
      List<String> all = publish(juliet, "jobs", 100);
      assertShared(all, told(a, 1), told(b, 1));
      assertEquals(all, told(outside, 1));
      assertEquals(all, told(namesake, 1), "the group of another account is another one");
    }
  }

  @Test
  void whoIsLeftGetsAll() throws IOException {
    try (WireClient juliet = juliet();
        WireClient a = romeo("a")) {
      create(juliet, "left");
      subscribe(a, "left", a.address(), "workers");
      available(a);
      try (WireClient b = romeo("b")) {
        subscribe(b, "left", b.address(), "workers");
        available(b);
        assertShared(publish(juliet, "left", 10), told(a, 1), told(b, 1));
      }
      presence(a, "romeo@localhost/b", "unavailable");
      assertEquals(publish(juliet, "left", 10), told(a, 1));
    }
  }

  @Test
  void itemsForNobodyAreNotKeptForLater() throws IOException {
    try (WireClient juliet = juliet()) {
      create(juliet, "empty");
      try (WireClient a = romeo("a")) {
        subscribe(a, "empty", "romeo@localhost/late", "workers");
      }
      publish(juliet, "empty", 2);
      try (WireClient late = romeo("late")) {
        available(late);
        publish(juliet, "empty", "now");
        end(juliet, "empty");
        assertEquals(List.of("now"), told(late, 1));
      }
    }
  }

  @Test
  void resourcesOfABareAddressAreMembers() throws IOException {
    try (WireClient juliet = juliet();
        WireClient a = romeo("a");
        WireClient b = romeo("b");
        WireClient silent = romeo("silent")) {
      create(juliet, "bare");
      subscribe(silent, "bare", "romeo@localhost", "workers");
      available(a);
      available(b);
      assertShared(publish(juliet, "bare", 10), told(a, 1), told(b, 1));
      b.send("<presence type='unavailable'/>");
      presence(b, b.address(), "unavailable");
      assertEquals(publish(juliet, "bare", 10), told(a, 1));
      b.send("<presence><priority>-1</priority></presence>");
      presence(b, b.address(), "");
      assertEquals(publish(juliet, "bare", 10), told(a, 1), "who takes no messages is no member");
    }
  }

  @Test
  void filterHasAGroup() throws IOException {
    try (WireClient juliet = juliet();
        WireClient a = romeo("a");
        WireClient b = romeo("b");
        WireClient outside = mercutio("outside")) {
      create(juliet, "f/1");
      create(juliet, "f/2");
      subscribe(a, "f/#", a.address(), "workers");
      subscribe(b, "f/#", b.address(), "workers");
      subscribe(outside, "f/#", outside.address(), "");
      List<String> all = new ArrayList<>(publish(juliet, "f/1", 12));
      all.addAll(publish(juliet, "f/2", 12));
      List<String> byA = told(a, 2);
      assertShared(all, byA, told(b, 2));
      assertEquals(Set.copyOf(all), Set.copyOf(told(outside, 2)));
      assertTrue(byA.stream().anyMatch(id -> id.startsWith("f/1")), byA.toString());
    }
  }

  @Test
  void nodeOfAnAccountHasGroups() throws IOException {
    try (WireClient juliet = juliet();
        WireClient a = romeo("a");
        WireClient b = romeo("b")) {
      available(juliet); // so that events know by which resource they come
      String open =
          "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
              + "<value>http://jabber.org/protocol/pubsub#publish-options</value></field>"
              + "<field var='pubsub#access_model'><value>open</value></field>"
              + "<field var='pubsub#max_items'><value>9</value></field></x></publish-options>";
      request(juliet, "juliet@localhost", "<publish node='p'>" + item("0") + "</publish>" + open);
      for (WireClient each : List.of(a, b)) {
        request(
            each,
            "juliet@localhost",
            "<subscribe node='p' jid='" + each.address() + "'/>" + form("workers"));
      }
      List<String> all = List.of("1", "2", "3", "4");
      for (String id : all) {
        request(juliet, "juliet@localhost", "<publish node='p'>" + item(id) + "</publish>");
      }
      request(juliet, "juliet@localhost", "<retract node='p' notify='1'><item id='0'/></retract>");
      assertShared(all, told(a, 1), told(b, 1));
    }
  }

  @Test
  void badNameIsRefused() throws IOException {
    try (WireClient romeo = romeo("a");
        WireClient juliet = juliet()) {
      create(juliet, "refusing");
      romeo
          .pubsub(
              "set", "s", "<subscribe node='refusing' jid='romeo@localhost'/>" + form("all/of/us"))
          .refused("s", "bad-request");
    }
  }
}
