package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.FakeLog;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a failed disk has lost counts against no quota, and what it had taken away does again. */
@Timeout(60)
class LostSubscriptionsTest {

  private static final BareJid ANN = BareJid.of("ann@pipit.test");

  private final FakeLog disk = new FakeLog();

  private static String iq(String operation) {
    return "<iq type='set' id='x' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(RunningService.SERVICE, PubsubNs.PUBSUB, operation);
  }

  private static String about(String what, String node) {
    return iq("<" + what + " node='" + node + "' jid='" + ANN + "'/>");
  }

  private static String publish(String id) {
    return iq("<publish node='a'><item id='" + id + "'><t xmlns='urn:t'/></item></publish>");
  }

  private static int subscriptions(StoredService service) {
    return service.ledger.of(RunningService.SERVICE).of(ANN);
  }

  /** How many items a node has, and their bytes. */
  private static String items(StoredService service) {
    AtomicReference<String> told = new AtomicReference<>();
    RunningService.onLoop(
        service.loopOfNode("a"),
        () -> {
          NodeView items =
              service
                  .shards
                  .ofNode(RunningService.SERVICE, "a")
                  .nodes(RunningService.SERVICE)
                  .node("a")
                  .orElseThrow()
                  .items();
          told.set(items.size() + " items, " + items.bytes() + " bytes");
        });
    return Objects.requireNonNull(told.get());
  }

  @Test
  @Tag("D8")
  void whatWasLostCountsNoMore(@TempDir Path folder) throws Exception {
    String items;
    try (StoredService service = StoredService.start(disk, folder.resolve("view"))) {
      FakeStream owner = service.connect("owner@pipit.test/a");
      FakeStream ann = service.connect(ANN + "/a");
      service.send(owner, StoreModelTest.register(""));
      for (String node : new String[] {"a", "b", "c", "d"}) {
        service.send(owner, iq("<create node='" + node + "'/>"));
      }
      service.sync();
      service.send(ann, about("subscribe", "a"), about("subscribe", "b"));
      service.send(owner, publish("1"), publish("2"));
      service.sync();
      assertEquals(2, subscriptions(service));
      items = items(service);

      disk.failSyncs();
      service.sendOnly(ann, about("unsubscribe", "a"), about("subscribe", "c"));
      service.sendOnly(ann, about("subscribe", "d"), about("subscribe", "b"));
      service.sendOnly(owner, publish("3"), iq("<retract node='a'><item id='1'/></retract>"));
      service.awaitReadAgain(owner);
      service.settle();
      assertTrue(service.log().hasFailed());
      assertEquals(2, subscriptions(service));
      assertEquals(items, items(service));
    }
    try (StoredService again =
        StoredService.start(disk.afterPowerLoss(null), folder.resolve("view"))) {
      assertEquals(2, subscriptions(again));
      assertEquals(items, items(again));
    }
  }
}
