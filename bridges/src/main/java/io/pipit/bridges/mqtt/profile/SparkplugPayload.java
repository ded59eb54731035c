package io.pipit.bridges.mqtt.profile;

import io.pipit.bridges.mqtt.profile.ProtoReader.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payload of Sparkplug B (6.4 of version 3), read as far as its metrics; their values are read by
 * {@link SparkplugValues} when their types are known.
 *
 * @param timestamp in milliseconds since 1970, null when it does not say
 * @param seq null when it does not say
 */
record SparkplugPayload(@Nullable Long timestamp, @Nullable Long seq, List<Metric> metrics) {

  /** More metrics than this are no payload. */
  static final int MOST_METRICS = 10_000;

  private static final String COMPRESSED = "SPBV1.0_COMPRESSED";

  SparkplugPayload {
    metrics = List.copyOf(metrics);
  }

  /**
   * A metric.
   *
   * @param name null when its alias says it
   * @param value where its value is: a field of 10 to 19; null for none
   */
  record Metric(
      @Nullable String name,
      @Nullable Long alias,
      @Nullable Long timestamp,
      @Nullable SparkplugType type,
      boolean isNull,
      boolean isHistorical,
      @Nullable Value value) {}

  /**
   * A value whose meaning is in the type of its metric.
   *
   * @param field of the message that it was in, less what the first one has: see {@link
   *     SparkplugValues}
   * @param bits of a number
   * @param bytes of anything else
   */
  record Value(int field, long bits, byte @Nullable [] bytes) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Value that
          && field == that.field
          && bits == that.bits
          && java.util.Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(bits) + java.util.Arrays.hashCode(bytes);
    }
  }

  static SparkplugPayload read(byte[] payload) throws MalformedException {
    ProtoReader in = new ProtoReader(payload);
    Long timestamp = null;
    Long seq = null;
    List<Metric> metrics = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> timestamp = in.number();
        case 2 -> {
          if (metrics.size() == MOST_METRICS) {
            throw new MalformedException("more than " + MOST_METRICS + " metrics");
          }
          metrics.add(metric(in.message()));
        }
        case 3 -> seq = in.number();
        case 4 -> {
          if (in.text().equals(COMPRESSED)) {
            throw new MalformedException("a compressed payload, which is not read");
          }
        }
        default -> {} // what later versions add
      }
    }
    return new SparkplugPayload(timestamp, seq, metrics);
  }

  static Metric metric(ProtoReader in) throws MalformedException {
    String name = null;
    Long alias = null;
    Long timestamp = null;
    SparkplugType type = null;
    boolean isNull = false;
    boolean isHistorical = false;
    Value value = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> alias = in.number();
        case 3 -> timestamp = in.number();
        case 4 -> type = SparkplugType.of(in.number());
        case 5 -> isHistorical = in.bool();
        case 7 -> isNull = in.bool();
        case 10, 11, 12, 13, 14, 15, 16, 17, 18 -> value = SparkplugValues.value(in, 10);
        default -> {} // transient, metadata, properties, extensions
      }
    }
    return new Metric(name, alias, timestamp, type, isNull, isHistorical, value);
  }
}
