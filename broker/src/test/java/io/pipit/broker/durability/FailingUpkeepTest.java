package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.module.Checkpoints;
import io.pipit.broker.store.FakeLog;
import io.pipit.broker.store.StoreMetrics;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that does not give what it holds, for a while or in one place, holds up what keeps the
 * store in order no longer than it has to, and is told meanwhile.
 */
@Timeout(120)
class FailingUpkeepTest {

  private final Path view;
  private final FakeLog disk = new FakeLog();
  private final AtomicInteger checkpointsMade = new AtomicInteger();
  private final AtomicInteger checkpointsFailed = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private int serial;

  FailingUpkeepTest(@TempDir Path folder) {
    this.view = folder.resolve("view");
  }

  private final StoreMetrics metrics =
      new StoreMetrics() {

        @Override
        public void checkpointMade(long viewBytes, long liveBytes, long nanos) {
          checkpointsMade.incrementAndGet();
        }

        @Override
        public void checkpointFailed() {
          checkpointsFailed.incrementAndGet();
        }

        @Override
        public void cleaningFailed() {
          failures.incrementAndGet();
        }

        @Override
        public void upkeepFailed() {
          failures.incrementAndGet();
        }
      };

  private static String set(String operation) {
    return "<iq type='set' id='x' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(RunningService.SERVICE, PubsubNs.PUBSUB, operation);
  }

  private static String publish(String node, String id, String payload) {
    return set(
        "<publish node='%s'><item id='%s'><t xmlns='urn:t'>%s</t></item></publish>"
            .formatted(node, id, payload));
  }

  private static FakeStream begin(StoredService service) {
    FakeStream owner = service.connect("owner@pipit.test/a");
    service.send(owner, StoreModelTest.register(""));
    service.send(owner, set("<create node='quiet'/>"));
    service.send(
        owner,
        set(
            """
            <create node='busy'/><configure><x xmlns='jabber:x:data' type='submit'>\
            <field var='pubsub#max_items'><value>1</value></field>\
            <field var='{urn:pipit:pubsub:0}history_items'><value>0</value></field>\
            </x></configure>"""));
    service.send(owner, publish("quiet", "q", "of-use"));
    for (int i = 0; i < 40; i++) {
      service.send(owner, publish("busy", "b", "of-no-use-" + i + "-" + "p".repeat(200)));
    }
    service.sync();
    owner.takeXml();
    return owner;
  }

  private void publish(StoredService service, FakeStream owner) {
    for (int i = 0; i < 20; i++) {
      serial++;
      service.send(owner, publish("busy", "b", serial + "-" + "p".repeat(200)));
    }
    service.sync();
    List<String> answers = owner.takeXml();
    answers.forEach(answer -> assertFalse(answer.contains("type='error'"), answer));
  }

  /** Until the log begins behind a position. */
  private void awaitCleaned(StoredService service, FakeStream owner, long position) {
    while (service.log().first() <= position) {
      publish(service, owner);
    }
  }

  @Test
  @Tag("D8")
  void readsThatFailForAWhileEndNothing() throws Exception {
    try (StoredService service = StoredService.start(disk, view)) {
      FakeStream owner = begin(service);
      Checkpoints checkpoints = service.checkpoints(metrics);
      awaitCleaned(service, owner, 1);
      disk.failReads(true);
      while (failures.get() < 2 || checkpoints.failing().isEmpty()) {
        publish(service, owner);
      }
      String told = checkpoints.failing().orElseThrow();
      assertTrue(told.contains("Input/output error"), told);
      disk.failReads(false);
      int made = checkpointsMade.get();
      long end = service.log().appended();
      awaitCleaned(service, owner, end);
      while (checkpoints.failing().isPresent()) {
        publish(service, owner);
      }
      assertTrue(checkpointsMade.get() > made);
      checkpoints.close();
    }
  }

  @Test
  @Tag("D8")
  void damageThatNothingNeedsGoesWithTheRest() throws Exception {
    try (StoredService service = StoredService.start(disk, view)) {
      FakeStream owner = begin(service);
      disk.damage("of-no-use-3-");
      List<String> before = service.state();
      long end = service.log().appended();
      Checkpoints checkpoints = service.checkpoints(metrics);
      awaitCleaned(service, owner, end);
      // A file is forgotten right after the log began behind it.
      while (checkpoints.failing().isPresent() || service.log().damage().isPresent()) {
        publish(service, owner);
      }
      checkpoints.close();
      assertEquals(0, failures.get());
      assertEquals(0, checkpointsFailed.get());
      assertEquals(quiet(before), quiet(service.state()));
    }
  }

  private static List<String> quiet(List<String> state) {
    return state.stream().filter(line -> line.startsWith("quiet: item ")).toList();
  }

  @Test
  @Tag("D8")
  void damageOfWhatIsNeededHoldsTheLogUntilItIsNot() throws Exception {
    try (StoredService service = StoredService.start(disk, view)) {
      FakeStream owner = begin(service);
      disk.damage("of-use");
      Checkpoints checkpoints = service.checkpoints(metrics);
      while (checkpoints.failing().isEmpty()) {
        publish(service, owner);
      }
      String told = checkpoints.failing().orElseThrow();
      assertTrue(told.contains("until that item is published again or retracted"), told);
      assertEquals(1, service.log().first());
      int made = checkpointsMade.get();
      while (checkpointsMade.get() < made + 3) {
        publish(service, owner);
      }
      assertEquals(0, checkpointsFailed.get());
      assertEquals(1, service.log().first());

      service.send(owner, set("<retract node='quiet'><item id='q'/></retract>"));
      awaitCleaned(service, owner, service.log().appended());
      while (checkpoints.failing().isPresent() || service.log().damage().isPresent()) {
        publish(service, owner);
      }
      checkpoints.close();
    }
  }
}
