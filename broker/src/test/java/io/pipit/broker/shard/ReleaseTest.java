package io.pipit.broker.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Outputs wait for the log, in the order in which they were decided. */
class ReleaseTest {

  private final InMemoryLog log = InMemoryLog.held(Long.MAX_VALUE);
  private final Release release = new Release(log);
  private final List<String> told = new ArrayList<>();

  /** As a shard does, on one thread. */
  private void listen() {
    log.onDurable(
        position -> {
          if (position < 0) {
            release.failed();
          } else {
            release.durable(position);
          }
        });
  }

  private void change() {
    release.saw(log.append(List.of(new LogRecord((byte) 1, 0, new byte[10]))));
  }

  private Release.Output output(String name) {
    return new Release.Output() {
      @Override
      public void leave() {
        told.add(name);
      }

      @Override
      public void lost() {
        told.add(name + " lost");
      }
    };
  }

  @Test
  void whatSawNoChangeLeavesAtOnce() {
    release.add(output("read"));
    assertEquals(List.of("read"), told);
    assertFalse(release.isWaiting());
  }

  @Test
  void answerToAChangeWaitsForItsSync() {
    listen();
    change();
    release.add(output("changed"));
    assertEquals(List.of(), told);
    assertTrue(release.isWaiting());
    log.sync();
    assertEquals(List.of("changed"), told);
    assertFalse(release.isWaiting());
  }

  @Test
  void readsAndRefusalsBehindAChangeWaitWithIt() {
    listen();
    change();
    release.add(output("changed"));
    release.add(output("refused"));
    release.add(output("read"));
    assertEquals(List.of(), told);
    log.sync();
    assertEquals(List.of("changed", "refused", "read"), told);
  }

  @Test
  void olderPositionDoesNotShortenTheWait() {
    change();
    change();
    release.saw(1);
    release.add(output("read"));
    release.durable(1);
    assertEquals(List.of(), told);
    release.durable(2);
    assertEquals(List.of("read"), told);
  }

  @Test
  void eachGroupLetsGoWhatWaitedForIt() {
    change();
    release.add(output("first"));
    change();
    release.add(output("second"));
    release.add(output("read"));
    release.durable(1);
    assertEquals(List.of("first"), told);
    assertTrue(release.isWaiting());
    release.durable(2);
    assertEquals(List.of("first", "second", "read"), told);
  }

  @Test
  void syncThatNobodyWasToldOfIsSeenByTheNextOutput() {
    change();
    release.add(output("first"));
    log.sync(); // before the log's writer could see that somebody waits
    assertEquals(List.of(), told);
    release.add(output("second"));
    assertEquals(List.of("first", "second"), told);
  }

  @Test
  void nothingOvertakesWhatWaits() {
    listen();
    change();
    release.add(
        () -> {
          told.add("first");
          release.add(output("third"));
        });
    release.add(output("second"));
    log.sync();
    assertEquals(List.of("first", "second", "third"), told);
  }

  @Test
  void failedLogLosesWhatWaitsInOrderAndOnce() {
    listen();
    change();
    release.add(output("changed"));
    release.add(output("read"));
    log.fail();
    assertEquals(List.of("changed lost", "read lost"), told);
    assertFalse(release.isWaiting());
    release.durable(Long.MAX_VALUE);
    assertEquals(2, told.size());
  }

  @Test
  void afterAFailureNothingIsToldOfWhatWasNeverDurable() {
    listen();
    change();
    log.fail();
    release.add(output("read"));
    assertEquals(List.of("read lost"), told);
    assertFalse(release.isWaiting());
  }

  @Test
  void whatIsDecidedWhenMemoryIsRestoredLeavesAtOnce() {
    listen();
    change();
    log.sync();
    change();
    release.add(output("changed"));
    log.fail();
    release.add(output("too early"));
    release.restored();
    release.add(output("read"));
    assertEquals(List.of("changed lost", "too early lost", "read"), told);
    release.saw(2); // of another owner that is not restored
    release.add(output("elsewhere"));
    assertEquals("elsewhere lost", told.get(3));
  }

  @Test
  void failureThatIsNotHeardOfYetLosesToo() {
    change();
    release.add(output("changed"));
    log.fail();
    release.add(output("read"));
    assertEquals(List.of("changed lost", "read lost"), told);
  }

  @Test
  void defectOfOneOutputDoesNotKeepOthers() {
    change();
    release.add(output("first"));
    release.add(
        () -> {
          throw new IllegalStateException("a defect");
        });
    release.add(output("third"));
    assertThrows(IllegalStateException.class, () -> release.durable(1));
    assertEquals(List.of("first", "third"), told);
    assertFalse(release.isWaiting());
  }

  @Test
  void defectOfOneOutputDoesNotKeepOthersFromHearingOfAFailure() {
    change();
    release.add(
        new Release.Output() {
          @Override
          public void leave() {}

          @Override
          public void lost() {
            throw new IllegalStateException("a defect");
          }
        });
    release.add(output("second"));
    assertThrows(IllegalStateException.class, release::failed);
    assertEquals(List.of("second lost"), told);
  }

  /** An answer that is itself held back must not let those behind it overtake its events. */
  @Test
  void whatAnOutputAddsDoesNotLetOthersLeaveWithinIt() {
    change();
    release.add(answered("first"));
    release.add(answered("second"));
    change();
    release.add(output("third"));
    log.sync();
    release.durable(log.durable());
    assertEquals(
        List.of("first events", "second events", "third", "first answer", "second answer"), told);
  }

  @Test
  void whatAnOutputAddsWaitsForWhatWasDecidedMeanwhile() {
    change();
    release.add(answered("first"));
    release.add(answered("second"));
    log.sync();
    change();
    release.add(output("third"));
    assertEquals(List.of("first events", "second events"), told);
    log.sync();
    release.durable(log.durable());
    assertEquals(
        List.of("first events", "second events", "third", "first answer", "second answer"), told);
  }

  private Release.Output answered(String name) {
    return () -> {
      release.add(output(name + " answer"));
      told.add(name + " events");
    };
  }
}
