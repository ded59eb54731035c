package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.SubscriptionCounts;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever was under way when the disk failed, on both loops: reads show afterwards just what a
 * restart would show.
 */
@Timeout(120)
class ReadAfterFailureTest {

  private static final int NODES = 5;
  private static final int ITEMS = 4;
  private static final int REQUESTS = 200;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void readsShowWhatARestartShows(long seed) {
    Random random = new Random(seed);
    try (ServiceInProcess failed = new ServiceInProcess(1 << 20)) {
      FakeStream owner = failed.connect("owner@pipit.test/a");
      FakeStream other = failed.connect("other@pipit.test/b");
      for (int i = 0; i < REQUESTS; i++) {
        failed.sendOnly(random.nextInt(3) == 0 ? other : owner, change(random, i));
        if (random.nextInt(20) == 0) {
          failed.sync();
        }
      }
      failed.sync();
      String[] last = new String[1 + random.nextInt(40)];
      for (int i = 0; i < last.length; i++) {
        last[i] = change(random, REQUESTS + i);
      }
      failed.sendOnly(owner, last);
      failed.sendOnly(other, change(random, -1), change(random, -2));
      failed.fail(); // while the loops still work
      try (ServiceInProcess restarted = new ServiceInProcess(failed.log.reopened())) {
        assertEquals(
            reads(restarted, restarted.connect("owner@pipit.test/a")), reads(failed, owner));
        assertEquals(counts(restarted), counts(failed));
      }
    }
  }

  /** The subscriptions that count against the quotas of owner and other. */
  private static List<Integer> counts(ServiceInProcess service) {
    SubscriptionCounts counts = service.ledger.of(ServiceInProcess.SERVICE);
    return List.of(
        counts.of(BareJid.of("owner@pipit.test")), counts.of(BareJid.of("other@pipit.test")));
  }

  private static String change(Random random, int serial) {
    String node = "n" + random.nextInt(NODES);
    String item = "i" + random.nextInt(ITEMS);
    String operation =
        switch (random.nextInt(13)) {
          case 0, 1 -> "<create node='" + node + "'/>";
          case 2 -> "<subscribe node='" + node + "' jid='owner@pipit.test'/>";
          case 3 -> "<subscribe node='" + node + "' jid='other@pipit.test'/>";
          case 4 -> "<unsubscribe node='" + node + "' jid='owner@pipit.test'/>";
          case 5 -> "<retract node='" + node + "'><item id='" + item + "'/></retract>";
          case 6 -> "delete";
          case 7 -> "purge";
          case 8 ->
              "<subscriptions node='%s'><subscription jid='third@pipit.test' subscription='%s'/></subscriptions>"
                  .formatted(node, random.nextBoolean() ? "subscribed" : "none");
          default ->
              "<publish node='%s'><item id='%s'><t xmlns='urn:t'>%d</t></item></publish>"
                  .formatted(node, item, serial);
        };
    if (operation.startsWith("<subscriptions")) {
      return iq("set", PubsubNs.OWNER, operation);
    }
    return operation.startsWith("<")
        ? iq("set", PubsubNs.PUBSUB, operation)
        : iq("set", PubsubNs.OWNER, "<" + operation + " node='" + node + "'/>");
  }

  private static String iq(String type, String namespace, String operation) {
    return "<iq type='%s' id='x' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(type, ServiceInProcess.SERVICE, namespace, operation);
  }

  /** All that the owner can read, as XML. */
  private static List<String> reads(ServiceInProcess service, FakeStream owner) {
    owner.take();
    List<String> requests = new ArrayList<>();
    requests.add(
        "<iq type='get' id='x' to='%s'><query xmlns='%s'/></iq>"
            .formatted(ServiceInProcess.SERVICE, Ns.DISCO_ITEMS));
    requests.add(iq("get", PubsubNs.PUBSUB, "<subscriptions/>"));
    requests.add(iq("get", PubsubNs.PUBSUB, "<affiliations/>"));
    for (int i = 0; i < NODES; i++) {
      requests.add(iq("get", PubsubNs.PUBSUB, "<items node='n" + i + "'/>"));
      requests.add(iq("get", PubsubNs.OWNER, "<subscriptions node='n" + i + "'/>"));
      requests.add(iq("get", PubsubNs.OWNER, "<configure node='n" + i + "'/>"));
    }
    List<String> read = new ArrayList<>();
    for (String request : requests) {
      service.send(owner, request);
      for (Element answer : owner.take()) {
        read.add(XmlWriter.text(answer));
      }
    }
    assertEquals(requests.size(), read.size(), read::toString);
    return read;
  }
}
