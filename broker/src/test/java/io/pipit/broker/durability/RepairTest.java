package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.FakeLog;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node whose log lost an item that a snapshot stands for, and gave it up. */
@Timeout(60)
class RepairTest {

  private static final int NODES = 6;
  private static final int ITEMS = 12;

  /** Nodes with the same configuration. */
  private static final int SHARING = 2;

  private static final String LOST = "payload-1-4-";

  private final Path view;

  RepairTest(@TempDir Path folder) {
    this.view = folder.resolve("view");
  }

  /** Where items rest. */
  enum View {
    THERE,
    MISSING,
    HEAP
  }

  private static String iq(String type, String operation) {
    return "<iq type='%s' id='q' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(type, RunningService.SERVICE, PubsubNs.PUBSUB, operation);
  }

  private static String archive(int node) {
    return "<iq type='set' id='q' to='%s'><query xmlns='urn:xmpp:mam:2' node='n%d'/></iq>"
        .formatted(RunningService.SERVICE, node);
  }

  private static String items(int node, String which) {
    return iq("get", "<items node='n" + node + "'>" + which + "</items>");
  }

  private static String publish(int node, int item) {
    return iq(
        "set",
        "<publish node='n%d'><item id='i%d'><t xmlns='urn:t'>payload-%d-%d-%s</t></item></publish>"
            .formatted(node, item, node, item, "x".repeat(100)));
  }

  /** A log of which one item is damaged in front of its snapshot. */
  private FakeLog damaged(View kind) throws Exception {
    FakeLog disk = new FakeLog();
    try (StoredService service = StoredService.start(disk, folder(kind))) {
      FakeStream owner = service.connect("owner@pipit.test/a");
      service.send(owner, StoreModelTest.register(""));
      for (int node = 0; node < NODES; node++) {
        service.send(owner, iq("set", "<create node='n" + node + "'/>"));
        for (int item = 0; item < ITEMS; item++) {
          service.send(owner, publish(node, item));
        }
      }
      service.sync();
      service.checkpoint();
      service.send(owner, publish(0, ITEMS));
      service.sync();
    }
    FakeLog damaged = disk.afterPowerLoss(null);
    damaged.damage(LOST);
    return damaged;
  }

  private @Nullable Path folder(View kind) {
    return kind == View.HEAP ? null : view;
  }

  private void lose(View kind) throws IOException {
    if (kind == View.MISSING) {
      try (Stream<Path> files = Files.list(view)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Everything is answered, nothing waits, and the others are there. */
  private static void reads(StoredService service, FakeStream client) {
    for (String read : List.of(items(1, ""), archive(1))) {
      service.send(client, read);
      String answers = String.join("\n", client.takeXml());
      assertTrue(answers.contains("type='result'") || answers.contains("<fin"), answers);
      assertFalse(answers.contains(LOST), answers);
      for (int item : List.of(3, 5)) {
        assertTrue(answers.contains("payload-1-" + item + "-"), answers);
      }
    }
    service.send(client, items(1, "<item id='i4'/>"));
    assertEquals(1, client.takeXml().size(), "by its id too");
  }

  @ParameterizedTest
  @EnumSource
  void lostItemLeavesItsNodeAndTheLogGoesOn(View kind) throws Exception {
    FakeLog disk = damaged(kind);
    lose(kind);
    List<String> repaired;
    try (StoredService service = StoredService.repair(disk, folder(kind))) {
      reads(service, service.connect("owner@pipit.test/a"));
      repaired = service.state();
    }
    // Killed before it made a checkpoint: what is lost is known all the same.
    FakeLog later = disk.afterPowerLoss(null);
    lose(kind);
    try (StoredService service = StoredService.start(later, folder(kind))) {
      FakeStream client = service.connect("owner@pipit.test/a");
      reads(service, client);
      assertEquals(repaired, service.state());
      long last = service.log().lastLost();
      assertTrue(last > 0);
      service.checkpoint();
      assertEquals(0, service.log().lastLost(), "which nothing names any more");
      reads(service, client);
      service.clean(Integer.MAX_VALUE);
      service.sync();
      service.checkpoint();
      assertTrue(service.log().first() > last, "what is lost keeps nothing of the log");
      assertEquals(repaired, service.state());
    }
    try (StoredService service = StoredService.start(later.afterPowerLoss(null), folder(kind))) {
      assertEquals(repaired, service.state());
      reads(service, service.connect("owner@pipit.test/a"));
    }
  }

  private static String create(int node) {
    return iq(
        "set",
        "<create node='n%d'/><configure><x xmlns='jabber:x:data' type='submit'>%s%s</x></configure>"
            .formatted(
                node,
                "<field var='FORM_TYPE'><value>" + PubsubNs.NODE_CONFIG + "</value></field>",
                "<field var='pubsub#max_items'><value>"
                    + (100 + node / SHARING)
                    + "</value></field>"));
  }

  /** A log whose oldest records are gone, so that it needs its snapshot. */
  private FakeLog cleaned(View kind, List<String> state) throws Exception {
    FakeLog disk = new FakeLog();
    try (StoredService service = StoredService.start(disk, folder(kind))) {
      FakeStream owner = service.connect("owner@pipit.test/a");
      service.send(owner, StoreModelTest.register(""));
      for (int node = 0; node < NODES; node++) {
        service.send(owner, create(node));
        service.send(owner, iq("set", "<subscribe node='n" + node + "' jid='owner@pipit.test'/>"));
        for (int item = 0; item < ITEMS; item++) {
          service.send(owner, publish(node, item));
        }
      }
      service.sync();
      service.checkpoint();
      service.clean(2);
      service.sync();
      service.checkpoint();
      assertTrue(service.log().first() > 1);
      service.send(owner, iq("set", "<unsubscribe node='n0' jid='owner@pipit.test'/>"));
      service.sync();
      state.addAll(service.state());
    }
    return disk.afterPowerLoss(null);
  }

  private static int whole(List<String> state) {
    int whole = 0;
    for (int node = 0; node < NODES; node++) {
      String item = "n" + node + ": item ";
      whole += state.stream().filter(line -> line.startsWith(item)).count() == ITEMS ? 1 : 0;
    }
    return whole;
  }

  /** Whatever it was that was lost: the node starts, and what does not rest on it is there. */
  @ParameterizedTest
  @EnumSource
  void snapshotThatLostARecordIsRepairedSoThatTheNodeStarts(View kind) throws Exception {
    List<String> before = new ArrayList<>();
    FakeLog disk = cleaned(kind, before);
    assertEquals(NODES, whole(before));
    int lostNodes = 0;
    FakeLog damaged = disk.afterPowerLoss(null);
    for (int record = 0; damaged.damageSnapshot(record); record++) {
      lose(kind);
      List<String> repaired;
      try (StoredService service = StoredService.repair(damaged, folder(kind))) {
        repaired = service.state();
        lostNodes += NODES - whole(repaired);
        assertTrue(before.containsAll(repaired), "made up: " + added(repaired, before));
        assertTrue(whole(repaired) >= NODES - SHARING, "record " + record + ": " + repaired);
      }
      lose(kind);
      try (StoredService service = StoredService.start(damaged, folder(kind))) {
        assertEquals(repaired, service.state(), "again");
        service.checkpoint();
        assertEquals(repaired, service.state());
      }
      try (StoredService service = StoredService.start(damaged, folder(kind))) {
        assertEquals(repaired, service.state(), "behind a checkpoint");
      }
      damaged = disk.afterPowerLoss(null);
    }
    assertEquals(
        2 * NODES, lostNodes, "each with its creation and with the configuration that it shares");
  }

  private static List<String> added(List<String> repaired, List<String> before) {
    return repaired.stream().filter(line -> !before.contains(line)).toList();
  }

  @Test
  void repairOfASnapshotThatIsKilledAtAnyStepCanBeMadeAgain() throws Exception {
    FakeLog disk = cleaned(View.HEAP, new ArrayList<>());
    disk.damageSnapshot(3);
    List<String> expected;
    try (StoredService service = StoredService.repair(disk.afterPowerLoss(null), null)) {
      expected = service.state();
    }
    for (int operation = 1; operation <= 12; operation++) {
      FakeLog killed = disk.afterPowerLoss(null);
      killed.crashAt(operation);
      try (StoredService service = StoredService.repair(killed, null)) {
        assertEquals(expected, service.state());
      } catch (IOException e) {
        // killed
      }
      FakeLog later = killed.afterPowerLoss(null);
      try (StoredService service = StoredService.repair(later, null)) {
        assertEquals(expected, service.state(), "killed at operation " + operation);
      }
    }
  }
}
