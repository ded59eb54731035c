package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.FakeLog;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full in the middle of everything harms nothing, and room is enough to go on. */
@Timeout(120)
class FullDiskTest {

  private static final int LEAST_ROOM = 3_000;

  private final FakeLog disk = new FakeLog();
  private final Path view;
  private int serial;

  FullDiskTest(@TempDir Path folder) {
    this.view = folder.resolve("view");
  }

  private static String iq(String operation) {
    return "<iq type='set' id='x' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(RunningService.SERVICE, PubsubNs.PUBSUB, operation);
  }

  private String publish() {
    serial++;
    return iq(
        "<publish node='n'><item id='i%d'><t xmlns='urn:t'>%s</t></item></publish>"
            .formatted(serial % 20, "x".repeat(300)));
  }

  private static String answer(StoredService service, FakeStream client, String request) {
    client.takeXml();
    service.sendOnly(client, request);
    service.settle();
    List<String> answers = client.takeXml();
    while (answers.isEmpty()) {
      if (service.log().isWithoutRoom()) {
        return "(waits for room)";
      }
      service.settle();
      answers = client.takeXml();
    }
    return answers.get(0);
  }

  @Test
  @Tag("D8")
  void checkpointAndCleaningWaitForRoom() throws Exception {
    List<String> before;
    try (StoredService service = StoredService.start(disk, view)) {
      FakeStream owner = service.connect("owner@pipit.test/a");
      service.sendOnly(owner, StoreModelTest.register(""));
      service.sync();
      service.sendOnly(owner, iq("<create node='n'/>"));
      service.sync();
      for (int i = 0; i < 200; i++) {
        service.sendOnly(owner, publish());
      }
      service.sync();
      service.checkpoint();
      for (int i = 0; i < 100; i++) {
        service.sendOnly(owner, publish());
      }
      service.sync();
      long checkpoint = service.log().replayedFrom();

      disk.capacity(disk.bytes() + LEAST_ROOM);
      String refused = answer(service, owner, publish());
      while (!refused.contains("error")) {
        refused = answer(service, owner, publish());
      }
      assertTrue(
          refused.contains("type='wait'") || refused.contains("resource-constraint"), refused);
      assertTrue(service.log().isWithoutRoom());
      service.clean(3); // refused, and does not wait
      disk.capacity(disk.bytes()); // not a byte
      assertThrows(IOException.class, service::checkpoint);
      assertEquals(checkpoint, service.log().replayedFrom(), "the one before stays");
      assertTrue(answer(service, owner, publish()).contains("resource-constraint"));

      disk.capacity(Long.MAX_VALUE);
      String accepted = answer(service, owner, publish());
      while (!accepted.contains("type='result'")) {
        accepted = answer(service, owner, publish());
      }
      service.sync();
      service.clean(3);
      service.sync();
      assertTrue(service.checkpoint() > 0, "what nothing needs goes");
      assertTrue(service.log().replayedFrom() > checkpoint);
      before = service.state();
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view)) {
      assertEquals(before, again.state());
    }
  }
}
