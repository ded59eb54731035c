package io.pipit.pubsub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryLogTest extends ChangeLogContract {

  @Override
  protected ChangeLog open() {
    return new InMemoryLog();
  }

  @Override
  protected ChangeLog reopen(ChangeLog closed) {
    return ((InMemoryLog) closed).reopened();
  }

  @Override
  protected void breakStorage(ChangeLog log) {
    ((InMemoryLog) log).fail();
  }

  @Test
  void heldLogWaitsForSync() {
    InMemoryLog log = InMemoryLog.held(1000);
    List<Long> told = new ArrayList<>();
    log.onDurable(told::add);
    log.append(List.of(record("a"), record("b")));
    assertEquals(2, log.appended());
    assertEquals(0, log.durable());
    assertEquals(0, log.reopened().appended(), "a crash loses what waits");
    log.sync();
    log.sync();
    assertEquals(List.of(2L), told);
    assertEquals(2, log.reopened().appended());
  }

  @Test
  void heldLogIsCongestedBeyondItsBound() {
    InMemoryLog log = InMemoryLog.held(4);
    log.append(List.of(record("four")));
    assertFalse(log.isCongested());
    log.append(List.of(record("5")));
    assertTrue(log.isCongested());
    log.sync();
    assertFalse(log.isCongested());
  }

  @Test
  void recordsOutsideTheirRangesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> record((byte) 0, 1, ""));
    assertThrows(IllegalArgumentException.class, () -> record((byte) -1, 1, ""));
    assertThrows(IllegalArgumentException.class, () -> record((byte) 1, -1, ""));
    assertThrows(IllegalArgumentException.class, () -> record((byte) 1, LogRecord.PARTITIONS, ""));
  }
}
