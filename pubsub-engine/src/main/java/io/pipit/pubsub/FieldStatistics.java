package io.pipit.pubsub;

/**
 * What the numbers of one field came to in a period. Immutable; any thread.
 *
 * @param field a JSON pointer (RFC 6901), empty for the whole payload
 * @param sum of all values, but for {@code carry}
 * @param carry what the sum lost by rounding (Neumaier)
 * @param count of the values, 1 or more
 */
public record FieldStatistics(
    String field, double min, double max, double sum, double carry, long count) {

  /** Of one value. */
  public static FieldStatistics of(String field, double value) {
    return new FieldStatistics(field, value, value, value, 0, 1);
  }

  /** With one more value. */
  public FieldStatistics with(double value) {
    double more = sum + value;
    double lost = Math.abs(sum) >= Math.abs(value) ? sum - more + value : value - more + sum;
    return new FieldStatistics(
        field, Math.min(min, value), Math.max(max, value), more, carry + lost, count + 1);
  }

  public double mean() {
    return Math.min(max, Math.max(min, (sum + carry) / count));
  }
}
