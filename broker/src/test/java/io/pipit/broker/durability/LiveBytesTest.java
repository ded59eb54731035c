package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.module.Checkpoints;
import io.pipit.broker.store.FakeLog;
import io.pipit.broker.store.StoreMetrics;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of the log is of use is what it takes there: cleaning is decided by that. */
@Timeout(60)
class LiveBytesTest {

  private static final int ITEMS = 200;

  private final BlockingQueue<Long> live = new LinkedBlockingQueue<>();
  private final StoreMetrics metrics =
      new StoreMetrics() {

        @Override
        public void checkpointMade(long viewBytes, long liveBytes, long nanos) {
          live.add(liveBytes);
        }
      };

  private static String set(String operation) {
    return "<iq type='set' id='x' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(RunningService.SERVICE, PubsubNs.PUBSUB, operation);
  }

  @ParameterizedTest(name = "name of {0}, ids of {1}, payloads of {2} characters")
  @CsvSource({"1, 4, 10", "1, 4, 300", "30, 30, 200", "1000, 4, 10", "1000, 1000, 2000"})
  @Tag("D8")
  void recordsThatAreAllOfUseTakeWhatTheySeemTo(int name, int id, int payload, @TempDir Path folder)
      throws Exception {
    String node = "n".repeat(name);
    FakeLog disk = new FakeLog();
    long liveBytes;
    try (StoredService service = StoredService.start(disk, folder.resolve("view"))) {
      FakeStream owner = service.connect("owner@pipit.test/a");
      service.send(owner, StoreModelTest.register(""));
      service.send(
          owner,
          set(
              """
              <create node='%s'/><configure><x xmlns='jabber:x:data' type='submit'>\
              <field var='pubsub#max_items'><value>max</value></field></x></configure>"""
                  .formatted(node)));
      service.sync();
      owner.takeXml();
      for (int i = 0; i < ITEMS; i++) {
        service.send(
            owner,
            set(
                "<publish node='%s'><item id='%s'><t xmlns='urn:t'>%s</t></item></publish>"
                    .formatted(node, (i + "i".repeat(id)).substring(0, id), "p".repeat(payload))));
      }
      service.sync();
      List<String> answers = owner.takeXml();
      assertEquals(ITEMS, answers.stream().filter(xml -> xml.contains("type='result'")).count());
      long bytes = service.log().recordBytes();
      Checkpoints checkpoints = service.checkpoints(metrics);
      liveBytes = live.take();
      double share = (double) liveBytes / bytes;
      checkpoints.close();
      assertTrue(share > 0.8 && share < 1.2, "%.2f of %d bytes".formatted(share, bytes));
    }
    try (StoredService again =
        StoredService.start(disk.afterPowerLoss(null), folder.resolve("view"))) {
      assertEquals(liveBytes, again.liveBytes);
    }
  }
}
