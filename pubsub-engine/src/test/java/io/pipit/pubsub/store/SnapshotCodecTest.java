package io.pipit.pubsub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Configurations that stand once in a snapshot. */
class SnapshotCodecTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  private static final BareJid OWNER = BareJid.of("hamlet@example.org");

  private final SnapshotCodec writing = new SnapshotCodec();
  private final SnapshotCodec reading = new SnapshotCodec();
  private final List<LogRecord> snapshot = new ArrayList<>();

  private static Change.NodeCreated created(String node, int maxItems) {
    return new Change.NodeCreated(
        SERVICE,
        node,
        OWNER,
        NodeConfig.INITIAL.with(NodeConfigFields.MAX_ITEMS, maxItems),
        Instant.ofEpochMilli(1_700_000_000_123L));
  }

  private void write(Change change) {
    LogRecord record = writing.encode(change, 7);
    snapshot.addAll(writing.takeReferred());
    snapshot.add(record);
  }

  private List<Change> read() {
    return snapshot.stream().map(reading::decode).flatMap(Optional::stream).toList();
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    List<Change> changes =
        List.of(
            created("a", 10),
            new Change.NodePurged(SERVICE, "a"),
            created("b", 20),
            created("c", 10));
    changes.forEach(this::write);
    assertEquals(changes, read());
    assertTrue(snapshot.stream().allMatch(record -> record.partition() == 7));
    assertTrue(snapshot.stream().allMatch(ChangeCodec::isChange));
  }

  @Test
  void configurationStandsOnce() {
    write(created("a", 10));
    int first = snapshot.size();
    write(created("b", 10));
    assertEquals(first + 1, snapshot.size());
    assertTrue(snapshot.get(first).payload().length < 100);
  }

  @Test
  void referredRecordsAreTakenOnce() {
    writing.encode(created("a", 10), 1);
    assertEquals(1, writing.takeReferred().size());
    assertEquals(0, writing.takeReferred().size());
  }

  @Test
  void configurationsBeyondTheMostStandWithTheirNodes() {
    for (int i = 0; i <= SnapshotCodec.MOST; i++) {
      write(created("node" + i, i + 1));
    }
    write(created("again", 1));
    List<Change> read = read();
    assertEquals(SnapshotCodec.MOST + 2, read.size());
    assertEquals(
        created("node" + SnapshotCodec.MOST, SnapshotCodec.MOST + 1), read.get(read.size() - 2));
    assertEquals(created("again", 1), read.get(read.size() - 1));
  }

  @Test
  void nodeWhoseConfigurationIsMissingIsRefused() {
    LogRecord node = writing.encode(created("a", 10), 1);
    assertThrows(IllegalArgumentException.class, () -> reading.decode(node));
  }

  /** The numbers of those behind it are others then. */
  @Test
  void configurationThatIsMissingTakesItsOwnNodesAlone() {
    write(created("a", 10));
    write(created("b", 20));
    write(created("c", 20));
    snapshot.remove(0);
    LogRecord first = snapshot.remove(0);
    LostConfigurationException lost =
        assertThrows(LostConfigurationException.class, () -> reading.decode(first));
    assertEquals("a", lost.node());
    assertEquals(List.of(created("b", 20), created("c", 20)), read());
  }
}
