package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.devices.client.Payload;
import io.pipit.devices.client.PubsubClient;
import io.pipit.devices.client.PubsubItem;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The items that publishers sent to the nodes that keep all of them. After a crash a node has, of
 * each publisher, a beginning of what it sent, in that order and byte by byte, which ends no
 * earlier than what was acknowledged and what a subscriber was told. Any thread.
 */
final class SentItems {

  private static final String NAMESPACE = "urn:example:crash";
  private static final String AWKWARD = "ab &<>'\"]\t\n\r\u00e9\u0416\u6f22\ud83d\ude00";
  private static final int AWKWARD_CODE_POINTS = AWKWARD.codePointCount(0, AWKWARD.length());

  private final Map<String, List<Sent>> streams = new LinkedHashMap<>();
  private final Map<String, Integer> told = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<String> inversions = new ArrayList<>();

  /** An item of a publisher at a node. */
  static final class Sent {
    private final Payload payload;
    private final String xml;
    private @Nullable String id;
    private boolean mustBeThere;

    private Sent(Element payload, @Nullable String id) {
      this.payload = new Payload.Xml(payload);
      this.xml = xml(payload);
      this.id = id;
    }

    /** Publishes it under its id or, without one, under an id of the service's choice. */
    Future<String> publish(PubsubClient client, String node) {
      String own = id;
      return own == null ? client.publish(node, payload) : client.publish(node, own, payload);
    }
  }

  /** What one publisher sends to one node. */
  static String stream(String publisher, String node) {
    return node + "/" + publisher;
  }

  private static String node(String stream) {
    return stream.substring(0, stream.indexOf('/'));
  }

  /** Bytes are compared as the text that they encode. */
  private static String xml(Element payload) {
    return new String(XmlWriter.bytes(payload), StandardCharsets.UTF_8);
  }

  /** Notes the next item of a publisher at a node before it is sent. */
  synchronized Sent next(String publisher, String node, Random random) {
    String stream = stream(publisher, node);
    int number = numbers.merge(stream, 1, Integer::sum);
    String id = random.nextInt(4) == 0 ? null : publisher + "-" + number;
    Sent sent = new Sent(payload(stream, number, random), id);
    streams.computeIfAbsent(stream, none -> new ArrayList<>()).add(sent);
    return sent;
  }

  static Element payload(String stream, int number, Random random) {
    // Mostly small as readings are, some as large as many pages of a disk.
    int size = random.nextInt(50) == 0 ? random.nextInt(20_000) : random.nextInt(200);
    return Element.builder("reading", NAMESPACE)
        .attribute("of", stream)
        .attribute("number", Integer.toString(number))
        .attribute("note", text(random, random.nextInt(20)))
        .child(
            Element.builder("value", NAMESPACE + ":other")
                .attribute("unit", "\u00b0C")
                .text(text(random, size))
                .build())
        .child(Element.of("nothing", NAMESPACE))
        .build();
  }

  static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int at = AWKWARD.offsetByCodePoints(0, random.nextInt(AWKWARD_CODE_POINTS));
      text.appendCodePoint(AWKWARD.codePointAt(at));
    }
    return text.toString();
  }

  synchronized void acknowledged(Sent sent, String id) {
    sent.mustBeThere = true;
    if (sent.id != null) {
      assertEquals(sent.id, id);
    }
    sent.id = id;
  }

  /** A subscriber was told of an item: it has to be there, and was not told of before. */
  synchronized void told(String node, PubsubItem item) {
    Element payload = item.payload().orElseThrow().toElement();
    String stream = payload.attribute("of", "");
    List<Sent> sent = streams.getOrDefault(stream, List.of());
    int number = Integer.parseInt(payload.attribute("number", "0"));
    int before = told.getOrDefault(stream, 0);
    if (number <= before || !node(stream).equals(node)) {
      inversions.add(node + ": " + number + " of " + stream + " after " + before);
    }
    told.put(stream, number);
    for (int i = sent.size() - 1; i >= 0; i--) {
      Sent candidate = sent.get(i);
      if (candidate.xml.equals(xml(payload))) {
        candidate.mustBeThere = true;
        return;
      }
    }
    inversions.add(node + ": nobody sent " + xml(payload));
  }

  synchronized int count() {
    return streams.values().stream().mapToInt(List::size).sum();
  }

  /** Checks all items of a node, in its order, after a crash. */
  synchronized void check(String node, List<PubsubItem> items) {
    assertEquals(List.of(), inversions, "events out of order");
    Set<String> ids = new HashSet<>();
    Map<String, List<PubsubItem>> found = new LinkedHashMap<>();
    for (PubsubItem item : items) {
      assertTrue(ids.add(item.id()), () -> node + ": two items have the id " + item.id());
      Element payload = item.payload().orElseThrow().toElement();
      found.computeIfAbsent(payload.attribute("of", ""), none -> new ArrayList<>()).add(item);
    }
    for (Map.Entry<String, List<Sent>> entry : streams.entrySet()) {
      if (node(entry.getKey()).equals(node)) {
        List<PubsubItem> there = found.remove(entry.getKey());
        check(entry.getKey(), entry.getValue(), there == null ? List.of() : there);
      }
    }
    assertEquals(Set.of(), found.keySet(), node + ": nobody sent these");
  }

  private static void check(String stream, List<Sent> sent, List<PubsubItem> found) {
    assertTrue(found.size() <= sent.size(), () -> stream + " has more items than were sent");
    for (int i = 0; i < found.size(); i++) {
      Sent expected = sent.get(i);
      PubsubItem item = found.get(i);
      assertEquals(expected.xml, xml(item.payload().orElseThrow().toElement()), stream);
      if (expected.id != null) {
        assertEquals(expected.id, item.id(), stream);
      }
    }
    List<Sent> lost = sent.subList(found.size(), sent.size());
    assertEquals(
        List.of(),
        lost.stream().filter(item -> item.mustBeThere).map(item -> item.xml).toList(),
        () -> stream + " lost what was acknowledged or told, after " + found.size() + " items");
    lost.clear();
    sent.forEach(item -> item.mustBeThere = true);
    for (int i = 0; i < found.size(); i++) {
      sent.get(i).id = found.get(i).id();
    }
  }
}
