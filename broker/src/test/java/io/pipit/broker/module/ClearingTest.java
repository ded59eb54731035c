package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is cleaned while there is little room, of a log that is nothing but numbers. */
@Tag("D8")
class ClearingTest {

  private static final long SEGMENT = 1_000_000;
  private static final long RECORD = 100;

  private final Numbers log = new Numbers();
  private final Clearing clearing = new Clearing(log);

  /** What is thought to be taken by a byte that really is. */
  private double estimate = 1;

  /** What others are thought to take. */
  private long other;

  /** A segment: what it takes, and how much of that is of use. */
  private static final class Part {
    private final long first;
    private long bytes;
    private long live;

    Part(long first) {
      this.first = first;
    }
  }

  private static final class Numbers implements Clearing.Log {
    private final List<Part> parts = new ArrayList<>(List.of(new Part(1)));
    private long appended;
    private long room = 10 * SEGMENT;
    private long missing = Long.MAX_VALUE;

    void append(long bytes, long live) {
      for (long done = 0; done < bytes; done += RECORD) {
        Part last = parts.get(parts.size() - 1);
        if (last.bytes >= SEGMENT) {
          roll();
          last = parts.get(parts.size() - 1);
        }
        last.bytes += RECORD;
        appended++;
        last.live += live * RECORD / bytes;
      }
    }

    /** Of every part this share is of use, of what was. */
    void keep(double share) {
      parts.forEach(part -> part.live = (long) (part.live * share));
    }

    long live() {
      return parts.stream().mapToLong(part -> part.live).sum();
    }

    void cleanOldest() {
      long live = parts.remove(0).live;
      append(live, live);
    }

    @Override
    public long recordBytes() {
      return parts.stream().mapToLong(part -> part.bytes).sum();
    }

    @Override
    public long oldestRecordBytes() {
      return parts.get(0).bytes;
    }

    @Override
    public List<Long> segmentFirsts() {
      return parts.stream().map(part -> part.first).toList();
    }

    @Override
    public long appended() {
      return appended;
    }

    @Override
    public void roll() {
      parts.add(new Part(appended + 1));
    }

    @Override
    public boolean hasRoomForCopiesOf(long bytes) {
      return bytes <= room;
    }

    @Override
    public long missingBytes() {
      return missing;
    }
  }

  private long before() throws IOException {
    return clearing.before((long) (log.live() * estimate) + other);
  }

  /** Returns how many segments were cleaned before that ended. */
  private int cleanAll() throws IOException {
    int cleaned = 0;
    while (before() > 0) {
      log.cleanOldest();
      cleaned++;
      assertTrue(cleaned < 1_000, "no end");
    }
    return cleaned;
  }

  @ParameterizedTest(name = "what is of use seems to take {0} of what it takes")
  @ValueSource(doubles = {0.1, 0.5, 1, 1.3, 3})
  void nothingOfNoUseIsLeftWhateverIsThoughtOfIt(double seems) throws IOException {
    estimate = seems;
    log.append(20 * SEGMENT, 20 * SEGMENT);
    log.keep(0.8);
    cleanAll();
    assertTrue(log.recordBytes() <= log.live() * 17 / 16, log.recordBytes() + "");

    log.append(2 * SEGMENT, 0); // such as retractions
    log.keep(0.9);
    cleanAll();
    assertTrue(log.recordBytes() <= log.live() * 17 / 16, log.recordBytes() + "");
  }

  @Test
  void logThatIsAllOfUseIsWrittenAgainOnceAndNotTwice() throws IOException {
    log.append(20 * SEGMENT, 20 * SEGMENT);
    assertTrue(cleanAll() <= 21);
    log.append(LEAST, 0);
    assertEquals(0, cleanAll());
  }

  private static final long LEAST = 60_000;

  @ParameterizedTest(name = "what stays seems to take {0} of what it takes")
  @ValueSource(doubles = {0.1, 0.5, 1, 4})
  void whatGoesCountsForItselfWhateverStays(double seems) throws IOException {
    log.append(15 * SEGMENT, 15 * SEGMENT);
    other = (long) (14 * SEGMENT * (seems - 1));
    cleanAll();
    assertEquals(0, before());
    log.keep(14 / 15.0);
    assertTrue(before() > 0);
  }

  @Test
  void nextFullDiskIsAnotherLog() throws IOException {
    estimate = 0.2;
    log.append(20 * SEGMENT, 20 * SEGMENT);
    cleanAll();
    clearing.forget();
    estimate = 1;
    log.keep(0.7);
    assertTrue(before() > 0);
  }

  @Test
  void littleOfNoUseIsEnoughWhenItIsAllThatIsMissing() throws IOException {
    log.append(20 * SEGMENT, 20 * SEGMENT);
    cleanAll();
    log.append(3 * LEAST, 0);
    assertEquals(0, before());
    log.missing = 2 * LEAST;
    assertTrue(before() > 0);
  }

  @Test
  void whatOwnersAppendMeanwhileDoesNotCountAsOfUse() throws IOException {
    log.append(10 * SEGMENT, 10 * SEGMENT);
    for (int i = 0; i < 10; i++) {
      assertTrue(before() > 0);
      log.cleanOldest();
      log.append(SEGMENT / 2, 0);
    }
    cleanAll();
    assertTrue(log.recordBytes() <= log.live() * 17 / 16, log.recordBytes() + "");
  }

  @Test
  void onlyWhatFitsIsWrittenAgain() throws IOException {
    log.append(3 * SEGMENT, 3 * SEGMENT);
    log.room = SEGMENT - 1;
    assertEquals(0, before());
    log.room = SEGMENT;
    assertEquals(SEGMENT / RECORD + 1, before());
  }

  @Test
  void logOfOneSegmentBeginsAnother() throws IOException {
    log.append(SEGMENT / 2, SEGMENT / 4);
    assertEquals(log.appended() + 1, before());
    assertEquals(2, log.parts.size());
  }

  @Test
  void emptyLogIsLeftAlone() throws IOException {
    assertEquals(0, before());
    log.append(LEAST, 0);
    assertEquals(0, before());
  }

  @Test
  void beforeTheDiskIsFullHalfHasToBeOfNoUse() throws IOException {
    log.append(SEGMENT, SEGMENT);
    log.keep(0.6);
    assertEquals(0, clearing.beforeEarly(log.live()));
    log.keep(0.5);
    assertTrue(clearing.beforeEarly(log.live()) > 0);
    assertEquals(2, log.parts.size());
  }
}
