package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.module.Checkpoints;
import io.pipit.broker.store.FakeLog;
import io.pipit.broker.store.StoreMetrics;
import io.pipit.broker.store.view.FailingViewDisk;
import io.pipit.broker.store.view.FailingViewDisk.Fault;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A view that cannot be written, whatever fails of it, harms nothing: the log goes on, checkpoints
 * go without the view until it can be written again, and nothing is left behind.
 */
@Timeout(120)
class FailedViewTest {

  private static final String MADE = "a checkpoint";
  private static final String FAILED = "the view failed";
  private static final String REBUILT = "the view is whole";

  private static final int NODES = 4;
  private static final int MEBIBYTES = 8;
  private static final String LONG = "i".repeat(150);

  private final Path folder;
  private final Path view;
  private final FakeLog disk = new FakeLog();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final AtomicLong written = new AtomicLong();
  private int serial;

  FailedViewTest(@TempDir Path folder) {
    this.folder = folder;
    this.view = folder.resolve("view");
  }

  private final StoreMetrics metrics =
      new StoreMetrics() {

        @Override
        public void checkpointMade(long viewBytes, long liveBytes, long nanos) {
          events.add(MADE);
        }

        @Override
        public void checkpointFailed() {
          events.add("a checkpoint failed");
        }

        @Override
        public void viewFailed() {
          events.add(FAILED);
        }

        @Override
        public void viewWritten(long bytes) {
          written.addAndGet(bytes);
        }

        @Override
        public void viewRebuilt() {
          events.add(REBUILT);
        }
      };

  /** Of what happened in the store, up to this; checkpoints that failed are no part of it. */
  private void await(String wanted) throws InterruptedException {
    String event = events.take();
    while (!event.equals(wanted)) {
      assertTrue(List.of(MADE, FAILED, REBUILT).contains(event), event);
      event = events.take();
    }
  }

  private static String iq(String type, String operation) {
    return "<iq type='%s' id='x' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(type, RunningService.SERVICE, PubsubNs.PUBSUB, operation);
  }

  private String publish() {
    serial++;
    return iq(
        "set",
        "<publish node='n%d'><item id='%d%s'><t xmlns='urn:t'>%d</t></item></publish>"
            .formatted(serial % NODES, serial, LONG, serial));
  }

  private FakeStream begin(StoredService service) {
    FakeStream owner = service.connect("owner@pipit.test/a");
    service.send(owner, StoreModelTest.register(""));
    for (int node = 0; node < NODES; node++) {
      service.send(owner, iq("set", "<create node='n" + node + "'/>"));
    }
    publish(service, owner, 300);
    return owner;
  }

  /** All of it is acknowledged. */
  private void publish(StoredService service, FakeStream owner, int count) {
    service.sync();
    owner.takeXml();
    for (int i = 0; i < count; i++) {
      service.send(owner, publish());
    }
    service.sync();
    List<String> answers = owner.takeXml();
    assertEquals(count, answers.size());
    answers.forEach(answer -> assertTrue(answer.contains("type='result'"), answer));
  }

  private static void assertServes(StoredService service, FakeStream owner) {
    service.sync();
    owner.takeXml();
    service.send(owner, iq("get", "<items node='n1'/>"));
    service.sync();
    List<String> answers = owner.takeXml();
    assertTrue(answers.get(0).contains("type='result'"), answers.toString());
    assertFalse(service.log().hasFailed());
  }

  /** A checkpoint that began before there was a cause for success may fail yet. */
  private void awaitOtherThan(List<Path> before, StoredService service, FakeStream owner)
      throws Exception {
    do {
      events.clear();
      publish(service, owner, 20);
      await(MADE);
    } while (files().equals(before));
  }

  /** While a checkpoint is tried there is one more. */
  private void awaitFiles(List<Path> wanted) throws IOException {
    while (!files().equals(wanted)) {
      Thread.onSpinWait();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(view)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  /** A start on what a power loss leaves has everything that was acknowledged. */
  private void assertSurvives(StoredService service, List<Path> files) throws IOException {
    service.sync();
    Path copy = Files.createTempDirectory(folder, "copy");
    for (Path file : files) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    List<String> expected = service.state();
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), copy)) {
      again.rebuild();
      assertEquals(expected, again.state());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("D8")
  void checkpointGoesWithoutTheView(Fault fault) throws Exception {
    FailingViewDisk failing = new FailingViewDisk(view);
    List<String> expected;
    try (StoredService service = StoredService.startOn(disk, failing)) {
      FakeStream owner = begin(service);
      Checkpoints checkpoints = service.checkpoints(metrics);
      await(MADE);
      List<Path> before = files();
      assertEquals(1, before.size());

      failing.failWith(fault);
      publish(service, owner, 20);
      await(FAILED);
      assertServes(service, owner);
      publish(service, owner, 20);
      await(FAILED);
      awaitFiles(before); // the one before is in use, and nothing is left
      assertSurvives(service, before);

      failing.mend();
      awaitOtherThan(before, service, owner);
      checkpoints.close();
      assertEquals(1, files().size());
      assertServes(service, owner);
      assertSurvives(service, files());
      expected = service.state();
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view)) {
      assertFalse(again.isViewMissing());
      assertEquals(expected, again.state());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("D8")
  void missingViewIsMadeLater(Fault fault) throws Exception {
    List<String> expected;
    try (StoredService service = StoredService.start(disk, view)) {
      begin(service);
      service.checkpoint();
      expected = service.state();
    }
    FailingViewDisk failing = new FailingViewDisk(view);
    failing.failWith(fault);
    Files.delete(files().get(0));
    try (StoredService service = StoredService.startOn(disk.afterPowerLoss(null), failing)) {
      Checkpoints checkpoints = service.checkpoints(metrics);
      await(FAILED);
      assertTrue(service.isViewMissing());
      assertServes(service, service.connect("owner@pipit.test/a"));
      assertEquals(0, written.get());
      failing.mend();
      await(REBUILT);
      assertTrue(written.get() > 0);
      checkpoints.close();
      assertFalse(service.isViewMissing());
      assertEquals(1, files().size());
      assertEquals(expected, service.state());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 40})
  @Tag("D8")
  void diskOfTheViewIsFull(int kibibytes) throws Exception {
    Files.createDirectories(view);
    try (SmallDisk small = SmallDisk.mount(view, MEBIBYTES);
        StoredService service = StoredService.start(disk, view)) {
      FakeStream owner = begin(service);
      Checkpoints checkpoints = service.checkpoints(metrics);
      await(MADE);
      Path filler = fill(small.folder(), kibibytes);
      List<Path> before = files();
      publish(service, owner, 20);
      await(FAILED); // told when the checkpoint was made without it
      assertServes(service, owner);
      awaitFiles(before); // nothing is left
      Files.delete(filler);
      awaitOtherThan(before, service, owner);
      events.clear();
      publish(service, owner, 20);
      await(MADE);
      checkpoints.close();
      assertFalse(events.contains(FAILED));
      assertEquals(1, files().size());
      assertSurvives(service, files());
    }
  }

  /** Leaves so much room. */
  private static Path fill(Path folder, int kibibytes) throws IOException {
    Path filler = folder.resolve("filler");
    long room = Files.getFileStore(folder).getUsableSpace() - kibibytes * 1024L;
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (long written = 0; written < room; written += 1024) {
        out.write(new byte[1024]);
      }
    }
    return filler;
  }

  @Test
  @Tag("D8")
  void fullDiskWithAMissingViewMakesItWhenThereIsRoom() throws Exception {
    try (StoredService service = StoredService.start(disk, view)) {
      begin(service);
      service.checkpoint();
      publish(service, service.connect("owner@pipit.test/b"), 50);
    }
    Files.delete(files().get(0));
    FakeLog left = disk.afterPowerLoss(null);
    List<String> expected;
    try (StoredService service = StoredService.start(left, view)) {
      FakeStream owner = service.connect("owner@pipit.test/a");
      left.capacity(left.bytes() + 200);
      while (!service.log().isWithoutRoom()) {
        service.sendOnly(owner, publish());
        service.settle();
      }
      assertTrue(service.isViewMissing());
      long begin = service.log().replayedFrom();
      left.capacity(left.bytes() + 100_000); // enough for a snapshot alone
      Checkpoints checkpoints = service.checkpoints(metrics);
      await(MADE);
      assertTrue(service.log().isWithoutRoom());
      assertTrue(service.log().replayedFrom() > begin);
      assertEquals(List.of(), files());
      assertTrue(service.isViewMissing());

      left.capacity(Long.MAX_VALUE);
      await(MADE);
      assertFalse(service.log().isWithoutRoom());
      assertFalse(service.isViewMissing());
      publish(service, owner, 5);
      assertServes(service, owner);
      checkpoints.close();
      assertEquals(1, files().size());
      expected = service.state();
    }
    try (StoredService again = StoredService.start(left.afterPowerLoss(null), view)) {
      assertFalse(again.isViewMissing());
      assertEquals(expected, again.state());
    }
    assertFalse(events.contains(REBUILT), "nothing had to be made before");
  }
}
