package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.store.FakeLog;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two checkpoints at the same place of the log, of which the second numbers the nodes otherwise,
 * since they are on fewer loops by then: file and snapshot of different ones may remain.
 */
@Timeout(60)
class RenumberedViewTest {

  private static final int NODES = 12;

  private final Path view;

  RenumberedViewTest(@TempDir Path folder) {
    this.view = folder.resolve("view");
  }

  /** What there is of the second checkpoint. */
  enum Second {
    /** The process was killed before the snapshot had its name. */
    VIEW,
    /** The disk was full. */
    SNAPSHOT
  }

  private static String iq(String operation) {
    return "<iq type='set' id='q' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(RunningService.SERVICE, PubsubNs.PUBSUB, operation);
  }

  @ParameterizedTest
  @EnumSource
  void nodeGetsNothingThatRestsOfAnother(Second second) throws Exception {
    FakeLog disk = new FakeLog();
    List<String> expected;
    long begin;
    try (StoredService service = StoredService.start(disk, view, 2)) {
      FakeStream owner = service.connect("owner@pipit.test/a");
      service.send(owner, StoreModelTest.register(""));
      for (int node = 0; node < NODES; node++) {
        service.send(owner, iq("<create node='n" + node + "'/>"));
        for (int item = 0; item < 3; item++) {
          service.send(
              owner,
              iq(
                  "<publish node='n%d'><item id='i%d'><t xmlns='urn:t'>%d</t></item></publish>"
                      .formatted(node, item, node)));
        }
      }
      service.sync();
      service.checkpoint();
      begin = service.log().replayedFrom();
      expected = service.state();
    }
    FakeLog first = disk.afterPowerLoss(null);
    try (StoredService service = StoredService.start(first, view, 1)) {
      if (second == Second.VIEW) {
        service.checkpoint();
      } else {
        service.checkpointWithoutView();
      }
      assertEquals(begin, service.log().replayedFrom(), "it is at the same place");
    }
    FakeLog left = second == Second.VIEW ? disk : first;
    try (StoredService service = StoredService.start(left.afterPowerLoss(null), view, 2)) {
      assertEquals(expected, service.state());
    }
  }
}
