package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests of what the nodes of several shards publish, and what a restart leaves of digests. */
@Tag("PS-16.4.2-field-digest")
class CollectionDigestsTest {

  private static final String EVENT = "http://jabber.org/protocol/pubsub#event";
  private static final int NODES = 16;

  private final TestTime time = new TestTime();
  private TestNode node;
  private WireClient juliet;
  private WireClient romeo;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    node =
        TestNode.start(folder, Map.of("PIPIT_LISTENERS__C2S__TLS", "off"), time)
            .account("juliet", "j")
            .account("romeo", "r");
    login();
    for (int i = 0; i < NODES; i++) {
      juliet.pubsub("set", "c" + i, "<create node='a/" + i + "'/>").answer("result", "c" + i);
    }
  }

  private void login() throws IOException {
    juliet = WireClient.login(node, "juliet", "j", "a");
    romeo = WireClient.login(node, "romeo", "r", "a");
    romeo.send("<presence/>").next();
  }

  private void restart() throws IOException {
    juliet.close();
    romeo.close();
    node = node.restart();
    login();
  }

  @AfterEach
  void stop() throws IOException {
    juliet.close();
    romeo.close();
    node.close();
  }

  private void publish(String name, String id) throws IOException {
    juliet
        .pubsub(
            "set",
            "p",
            "<publish node='"
                + name
                + "'><item id='"
                + id
                + "'><r xmlns='urn:r'/></item></publish>")
        .answer("result", "p");
  }

  private void subscribe(String name) throws IOException {
    romeo
        .pubsub(
            "set",
            "s",
            "<subscribe node='"
                + name
                + "' jid='romeo@localhost'/><options><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='pubsub#digest'><value>1</value></field>"
                + "<field var='pubsub#digest_frequency'><value>3600000</value></field>"
                + "</x></options>")
        .answer("result", "s");
  }

  /** The ids of the items by node, of one message. */
  private static Map<String, List<String>> items(Element message) {
    Map<String, List<String>> items = new TreeMap<>();
    for (Element child : message.elements()) {
      if (child.is("event", EVENT)) {
        Element of = child.firstElement().orElseThrow();
        List<String> ids = of.elements().stream().map(item -> item.attribute("id", "")).toList();
        assertEquals(null, items.put(of.attribute("node", ""), ids), XmlWriter.text(message));
      }
    }
    return items;
  }

  /** The next element for romeo answers a request: nothing was told before. */
  private void assertNothing() throws IOException {
    romeo.pubsub("get", "nothing", "<subscriptions/>").answer("result", "nothing");
  }

  @Test
  @Tag("PS-16.4.2-field-digest-frequency")
  void whatAllNodesPublishedComesInOneMessage() throws IOException {
    subscribe("a/#");
    Map<String, List<String>> expected = new TreeMap<>();
    for (int i = 0; i < NODES; i++) {
      publish("a/" + i, "x");
      publish("a/" + i, "y");
      expected.put("a/" + i, List.of("x", "y"));
    }
    time.pass(Duration.ofMinutes(59));
    assertNothing();
    time.pass(Duration.ofMinutes(1));
    assertEquals(expected, items(romeo.next()));
    publish("a/0", "z");
    time.pass(Duration.ofMinutes(59));
    assertNothing();
    time.pass(Duration.ofMinutes(1));
    assertEquals(Map.of("a/0", List.of("z")), items(romeo.next()));
    time.pass(Duration.ofDays(1));
    assertNothing();
  }

  @Test
  void whatWaitedComesAfterARestart() throws IOException {
    subscribe("a/#");
    for (int i = 0; i < NODES; i++) {
      publish("a/" + i, "x");
    }
    restart();
    publish("a/0", "y");
    time.pass(Duration.ofHours(1));
    Map<String, List<String>> told = items(romeo.next());
    assertEquals(NODES, told.size());
    assertEquals(List.of("x", "y"), told.get("a/0"));
    restart();
    time.pass(Duration.ofDays(1));
    assertNothing();
  }

  @Test
  void whatWaitedForASubscriptionToOneNodeComesAfterARestart() throws IOException {
    subscribe("a/0");
    publish("a/0", "x");
    restart();
    publish("a/0", "y");
    time.pass(Duration.ofHours(1));
    assertEquals(Map.of("a/0", List.of("x", "y")), items(romeo.next()));
    restart();
    time.pass(Duration.ofDays(1));
    assertNothing();
  }

  /** More than an answer carries, in as many messages as it takes and in order. */
  @Test
  void whatIsTooMuchForOneMessageComesInTheNext() throws IOException {
    subscribe("a/#");
    int each = 450;
    for (String name : List.of("a/0", "a/1", "a/2")) {
      for (int from = 0; from < each; from += 90) {
        StringBuilder items = new StringBuilder();
        IntStream.range(from, from + 90)
            .forEach(i -> items.append("<item id='" + i + "'><r xmlns='urn:r'/></item>"));
        juliet
            .pubsub("set", "p", "<publish node='" + name + "'>" + items + "</publish>")
            .answer("result", "p");
      }
    }
    time.pass(Duration.ofHours(1));
    Map<String, List<String>> told = new TreeMap<>();
    int messages = 0;
    while (told.values().stream().mapToInt(List::size).sum() < 3 * each) {
      messages++;
      items(romeo.next())
          .forEach((name, ids) -> told.computeIfAbsent(name, n -> new ArrayList<>()).addAll(ids));
    }
    List<String> all = IntStream.range(0, each).mapToObj(String::valueOf).toList();
    assertEquals(Map.of("a/0", all, "a/1", all, "a/2", all), told);
    assertEquals(2, messages);
    assertNothing();
  }

  @Test
  void whoUnsubscribedGetsWhatWaitedNoMore() throws IOException {
    subscribe("a/#");
    publish("a/1", "x");
    romeo
        .pubsub("set", "u", "<unsubscribe node='a/#' jid='romeo@localhost'/>")
        .answer("result", "u");
    time.pass(Duration.ofHours(1));
    assertNothing();
    subscribe("a/#");
    time.pass(Duration.ofHours(1));
    assertNothing();
    publish("a/1", "y");
    time.pass(Duration.ofHours(1));
    assertEquals(Map.of("a/1", List.of("y")), items(romeo.next()));
  }

  @Test
  void nodeThatIsGoneHasNoPartInIt() throws IOException {
    subscribe("a/#");
    publish("a/1", "x");
    publish("a/2", "y");
    juliet.owner("set", "d", "<delete node='a/1'/>").answer("result", "d");
    time.pass(Duration.ofHours(1));
    Element digest = romeo.next();
    assertEquals(Map.of("a/2", List.of("y")), items(digest));
    assertTrue(
        XmlWriter.text(digest).contains("<header name='Collection'>a/#</header>"),
        XmlWriter.text(digest));
  }
}
