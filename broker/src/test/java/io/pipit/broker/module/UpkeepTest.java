package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.module.Upkeep.Task;
import io.pipit.broker.module.Upkeep.Work;
import io.pipit.broker.store.StoreMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails of what keeps the store in order is counted and told, and ends nothing. */
class UpkeepTest {

  private final List<String> counted = new ArrayList<>();
  private final Upkeep upkeep =
      new Upkeep(
          new StoreMetrics() {

            @Override
            public void checkpointFailed() {
              counted.add("checkpoint");
            }

            @Override
            public void cleaningFailed() {
              counted.add("cleaning");
            }

            @Override
            public void viewFailed() {
              counted.add("view");
            }

            @Override
            public void upkeepFailed() {
              counted.add("other");
            }
          });

  static Stream<Throwable> faults() {
    return Stream.of(
        new IOException("the fault"),
        new UncheckedIOException("the fault", new IOException("the fault")),
        new IllegalStateException("the fault"),
        new OutOfMemoryError("the fault"));
  }

  private static Task failing(Throwable fault) {
    return () -> {
      if (fault instanceof IOException e) {
        throw e;
      }
      if (fault instanceof Error e) {
        throw e;
      }
      throw (RuntimeException) fault;
    };
  }

  @ParameterizedTest
  @MethodSource("faults")
  @Tag("D8")
  void faultIsToldUntilTheWorkIsDone(Throwable fault) throws Exception {
    assertEquals(Optional.empty(), upkeep.failing());
    assertFalse(upkeep.run(Work.CLEANING, failing(fault)));
    assertFalse(upkeep.run(Work.CLEANING, failing(fault)));
    assertTrue(upkeep.isFailing(Work.CLEANING));
    assertTrue(upkeep.run(Work.CHECKPOINT, () -> {}));
    String told = upkeep.failing().orElseThrow();
    assertTrue(told.contains("cannot be cleaned") && told.endsWith("the fault"), told);
    assertEquals(List.of("cleaning", "cleaning"), counted);
    assertTrue(upkeep.run(Work.CLEANING, () -> {}));
    assertEquals(Optional.empty(), upkeep.failing());
  }

  @Test
  @Tag("D8")
  void eachWorkIsCountedAndToldForItself() throws Exception {
    for (Work work : Work.values()) {
      assertFalse(upkeep.run(work, failing(new IOException(work.name()))));
    }
    assertEquals(
        List.of("other", "other", "view", "checkpoint", "cleaning", "cleaning", "cleaning"),
        counted);
    upkeep.forget(Work.VIEW);
    String told = upkeep.failing().orElseThrow();
    for (Work work : Work.values()) {
      assertEquals(work != Work.VIEW, told.contains(": " + work.name()), told);
    }
  }

  @Test
  void interruptIsForTheThread() {
    assertThrows(
        InterruptedException.class,
        () ->
            upkeep.run(
                Work.CHECKPOINT,
                () -> {
                  throw new InterruptedException();
                }));
    assertEquals(List.of(), counted);
  }
}
