package io.pipit.broker.metrics;

import io.pipit.broker.store.StoreMetrics;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** What the store counts. Any thread. */
public final class StoreSeries implements StoreMetrics {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] GROUP_RECORDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};
  private static final double[] SNAPSHOT_SECONDS = {0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300};

  private final Histogram.Child commit;
  private final Histogram.Child sync;
  private final Histogram.Child group;
  private final Histogram.Child snapshot;
  private final Counter.Child written;
  private final Counter.Child snapshotWritten;
  private final Counter.Child damage;
  private final Counter.Child readFailures;
  private final Histogram.Child checkpoint;
  private final Counter.Child checkpointFailures;
  private final Counter.Child cleaningFailures;
  private final Counter.Child upkeepFailures;
  private final Counter.Child viewWritten;
  private final Counter.Child viewFailures;
  private final Counter.Child viewRebuilds;
  private final Counter.Child cleaned;
  private final Gauge view;
  private final Gauge live;
  private final Gauge queueRecords;
  private final Gauge queueBytes;
  private final Gauge queueOldest;
  private final Gauge full;
  private final Gauge wanted;
  private final Gauge free;
  private final Gauge size;
  private final Gauge segments;
  private final Gauge segmentSize;
  private final Gauge snapshotSize;

  StoreSeries(CollectorRegistry registry, double[] latencies) {
    commit =
        histogram(
            "pipit_store_commit_seconds",
            "Write and, unless syncs come at intervals, sync of one group.",
            latencies,
            registry);
    sync = histogram("pipit_store_sync_seconds", "Sync of the log.", latencies, registry);
    group =
        histogram("pipit_store_group_records", "Records of one group.", GROUP_RECORDS, registry);
    snapshot =
        histogram(
            "pipit_store_snapshot_seconds",
            "From the begin of a snapshot until it was published.",
            SNAPSHOT_SECONDS,
            registry);
    written = counter("pipit_store_written_bytes", "Bytes written to the log.", registry);
    snapshotWritten =
        counter("pipit_store_snapshot_written_bytes", "Bytes of snapshots.", registry);
    damage =
        counter(
            "pipit_store_damage", "Times that records were not what had been written.", registry);
    readFailures =
        counter("pipit_store_read_failures", "Times that the disk did not give records.", registry);
    checkpoint =
        histogram(
            "pipit_store_checkpoint_seconds",
            "From the begin of a checkpoint until it counts, those that fail left out.",
            SNAPSHOT_SECONDS,
            registry);
    checkpointFailures =
        counter("pipit_store_checkpoint_failures", "Checkpoints that failed.", registry);
    cleaningFailures =
        counter(
            "pipit_store_cleaning_failures",
            "Times that the oldest part of the log could not be cleaned, or is held by damage.",
            registry);
    upkeepFailures =
        counter(
            "pipit_store_upkeep_failures",
            "Times that something else which keeps the store in order failed.",
            registry);
    viewWritten = counter("pipit_store_view_written_bytes", "Bytes of views.", registry);
    viewFailures =
        counter(
            "pipit_store_view_failures",
            "Times that the view could not be written, or not be read.",
            registry);
    viewRebuilds =
        counter(
            "pipit_store_view_rebuilds",
            "Times that a view which was missing was made again from the log.",
            registry);
    cleaned =
        counter(
            "pipit_store_cleaned_bytes",
            "Bytes of items that cleaning looked at in the oldest segments.",
            registry);
    view = gauge("pipit_store_view_bytes", "Bytes of the newest view.", registry);
    live =
        gauge(
            "pipit_store_live_bytes",
            "Bytes of the log that held what was still there at the last checkpoint, roughly.",
            registry);
    queueRecords = gauge("pipit_store_queue_records", "Records that wait for the log.", registry);
    queueBytes = gauge("pipit_store_queue_bytes", "Bytes that wait for the log.", registry);
    queueOldest =
        gauge(
            "pipit_store_queue_oldest_seconds",
            "How long the oldest record waits for the log.",
            registry);
    full =
        gauge(
            "pipit_store_full",
            "1 while the disk is full: only changes that make room are taken.",
            registry);
    wanted =
        gauge(
            "pipit_store_wanted_bytes",
            "While the disk is full, what has to be free on it before all changes are taken again.",
            registry);
    free =
        gauge(
            "pipit_store_free_bytes",
            "While the disk is full, what is free on it, looked at each second.",
            registry);
    size = gauge("pipit_store_bytes", "Bytes of the files of the log.", registry);
    segments = gauge("pipit_store_segments", "Segments of the log.", registry);
    segmentSize = gauge("pipit_store_segment_bytes", "Bytes of its segments.", registry);
    snapshotSize = gauge("pipit_store_snapshot_bytes", "Bytes of its newest snapshot.", registry);
  }

  @Override
  public void committed(int records, long bytes, long nanos) {
    group.observe(records);
    written.inc((double) bytes);
    commit.observe(nanos / NANOS_PER_SECOND);
  }

  @Override
  public void synced(long nanos) {
    sync.observe(nanos / NANOS_PER_SECOND);
  }

  @Override
  public void snapshotPublished(long bytes, long nanos) {
    snapshotWritten.inc((double) bytes);
    snapshot.observe(nanos / NANOS_PER_SECOND);
  }

  @Override
  public void damageFound() {
    damage.inc();
  }

  @Override
  public void readFailed() {
    readFailures.inc();
  }

  @Override
  public void checkpointMade(long viewBytes, long liveBytes, long nanos) {
    checkpoint.observe(nanos / NANOS_PER_SECOND);
    opened(viewBytes, liveBytes);
  }

  @Override
  public void opened(long viewBytes, long liveBytes) {
    view.set((double) viewBytes);
    live.set((double) liveBytes);
  }

  @Override
  public void viewWritten(long bytes) {
    viewWritten.inc((double) bytes);
    view.set((double) bytes);
  }

  @Override
  public void cleaningFailed() {
    cleaningFailures.inc();
  }

  @Override
  public void upkeepFailed() {
    upkeepFailures.inc();
  }

  @Override
  public void checkpointFailed() {
    checkpointFailures.inc();
  }

  @Override
  public void viewFailed() {
    viewFailures.inc();
  }

  @Override
  public void viewRebuilt() {
    viewRebuilds.inc();
  }

  @Override
  public void cleaned(long bytes) {
    cleaned.inc((double) bytes);
  }

  /**
   * Says where the length of the log's queue can be read. All are called on the thread of a scrape.
   *
   * @param oldestNanos how long the oldest record waits
   */
  public void queue(LongSupplier records, LongSupplier bytes, LongSupplier oldestNanos) {
    queueRecords.setChild(reading(records::getAsLong));
    queueBytes.setChild(reading(bytes::getAsLong));
    queueOldest.setChild(reading(() -> oldestNanos.getAsLong() / NANOS_PER_SECOND));
  }

  /**
   * Says where can be read whether the disk is full, and how much has to be free and is; called on
   * the thread of a scrape.
   */
  public void full(BooleanSupplier isFull, LongSupplier wantedBytes, LongSupplier freeBytes) {
    wanted.setChild(reading(wantedBytes::getAsLong));
    free.setChild(reading(freeBytes::getAsLong));
    full.setChild(reading(() -> isFull.getAsBoolean() ? 1 : 0));
  }

  /**
   * Says how large the log is; called on the thread of a scrape. Not a number is what cannot be
   * told now.
   *
   * @param bytes of all files
   * @param segmentBytes of the segments, the room made ahead included
   * @param snapshotBytes of the newest snapshot
   */
  public void size(
      DoubleSupplier bytes,
      DoubleSupplier segmentCount,
      DoubleSupplier segmentBytes,
      DoubleSupplier snapshotBytes) {
    size.setChild(reading(bytes));
    segments.setChild(reading(segmentCount));
    segmentSize.setChild(reading(segmentBytes));
    snapshotSize.setChild(reading(snapshotBytes));
  }

  private static Histogram.Child histogram(
      String name, String help, double[] buckets, CollectorRegistry registry) {
    return Histogram.build(name, help)
        .buckets(buckets)
        .withoutExemplars()
        .register(registry)
        .labels();
  }

  private static Counter.Child counter(String name, String help, CollectorRegistry registry) {
    return Counter.build(name, help).withoutExemplars().register(registry).labels();
  }

  private static Gauge gauge(String name, String help, CollectorRegistry registry) {
    return Gauge.build(name, help).register(registry);
  }

  private static Gauge.Child reading(DoubleSupplier value) {
    return new Gauge.Child() {
      @Override
      public double get() {
        return value.getAsDouble();
      }
    };
  }
}
