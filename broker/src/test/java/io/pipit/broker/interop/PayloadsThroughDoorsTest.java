package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.TestNode;
import io.pipit.broker.interop.BatchDoor.Message;
import io.pipit.broker.interop.DoorClient.Kind;
import io.pipit.xmpp.xml.XmlDocument;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Payloads that chance has made go in by each door, and come out of each with the bytes that they
 * had; those that are XML are the same as a tree.
 */
class PayloadsThroughDoorsTest {

  /** So many are on their way at once: all that MQTT allows a client by default. */
  private static final int BATCH = 100;

  private TestNode node;
  private final Map<Protocol, BatchDoor> publishers = new EnumMap<>(Protocol.class);
  private final Map<Protocol, BatchDoor> subscribers = new EnumMap<>(Protocol.class);

  @BeforeEach
  void connect(@TempDir Path folder) throws Exception {
    node = TestNode.startPlain(folder).account("juliet", "secret").account("romeo", "secret");
    for (Protocol protocol : Protocol.values()) {
      publishers.put(protocol, door(protocol, "juliet"));
      BatchDoor subscriber = door(protocol, "romeo");
      subscribers.put(protocol, subscriber);
      subscriber.subscribe("doors/+");
    }
  }

  private BatchDoor door(Protocol protocol, String user) throws Exception {
    return switch (protocol) {
      case XMPP -> new XmppBatchDoor(node, user, "x", new Random(5));
      case MQTT311 -> new MqttBatchDoor(node, 4, user, "m3");
      case MQTT5 -> new MqttBatchDoor(node, 5, user, "m5");
    };
  }

  @AfterEach
  void stop() throws Exception {
    for (BatchDoor publisher : publishers.values()) {
      publisher.close();
    }
    for (BatchDoor subscriber : subscribers.values()) {
      subscriber.close();
    }
    node.close();
  }

  @Test
  @Timeout(120)
  void thousandPayloadsComeOutAsTheyWentIn() throws Exception {
    run(new Random(20_261_122), 1_000);
  }

  @Tag("soak")
  @Test
  @Timeout(600)
  void tenThousandPayloadsComeOutAsTheyWentIn() throws Exception {
    run(new Random(7), 10_000);
  }

  private void run(Random random, int payloads) throws Exception {
    int sent = 0;
    for (int octet = 0; octet < 256; octet += BATCH) {
      List<RandomPayload> single = new ArrayList<>();
      for (int i = octet; i < Math.min(octet + BATCH, 256); i++) {
        single.add(new RandomPayload(Kind.BINARY, null, new byte[] {(byte) i}));
      }
      sent += exchange(single);
    }
    while (sent < payloads) {
      List<RandomPayload> batch = new ArrayList<>();
      batch.add(random.nextInt(5) == 0 ? RandomPayload.large(random) : RandomPayload.next(random));
      while (batch.size() < Math.min(BATCH, payloads - sent)) {
        batch.add(RandomPayload.next(random));
      }
      sent += exchange(batch);
    }
    System.out.printf(
        "%d payloads by each of %d doors to each: %d deliveries%n",
        sent, Protocol.values().length, sent * Protocol.values().length * Protocol.values().length);
    assertEquals(payloads, sent);
  }

  /** Each door publishes all of them to a node of its own; all doors hear of all nodes. */
  private int exchange(List<RandomPayload> batch) throws Exception {
    for (RandomPayload payload : batch) {
      for (Protocol from : Protocol.values()) {
        publishers.get(from).post("doors/" + from, payload);
      }
    }
    for (BatchDoor publisher : publishers.values()) {
      publisher.answered(batch.size());
    }
    for (Protocol to : Protocol.values()) {
      Map<String, Deque<RandomPayload>> wanted = new HashMap<>();
      for (Protocol from : Protocol.values()) {
        wanted.put("doors/" + from, new ArrayDeque<>(batch));
      }
      for (int i = 0; i < batch.size() * Protocol.values().length; i++) {
        Message message = subscribers.get(to).next();
        assertSame(wanted.get(message.node()).remove(), message, to);
      }
    }
    return batch.size();
  }

  private static void assertSame(RandomPayload sent, Message seen, Protocol to) {
    String what = "from " + seen.node() + " to " + to + ": " + sent;
    if (isTree(sent, seen.node())) {
      assertEquals(XmlDocument.parse(sent.bytes()), XmlDocument.parse(seen.payload()), what);
    } else {
      assertArrayEquals(sent.bytes(), seen.payload(), what);
    }
  }

  /** Whether it came in as XML, of which MQTT speaks in its content type only. */
  private static boolean isTree(RandomPayload sent, String node) {
    boolean said =
        node.endsWith("/" + Protocol.MQTT5) && Kind.XML.contentType.equals(sent.contentType());
    return sent.kind() == Kind.XML && (said || node.endsWith("/" + Protocol.XMPP));
  }
}
