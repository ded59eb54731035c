package io.pipit.devices.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * How one simulated value behaves over time. A model is a description and can be shared; {@link
 * #start} makes the generator of one value of one device.
 *
 * <p>Generators use {@link Random} and {@link StrictMath}, which are specified to the bit, so that
 * a seed gives the same values on every Java and processor.
 */
public sealed interface ValueModel {

  /** A generator that begins at the model's first value; its values depend only on the seed. */
  Series start(long seed);

  /** Values of one device, asked for in order of time. Confined to its caller. */
  @FunctionalInterface
  interface Series {
    double at(Instant time);
  }

  /** Always the same. */
  record Constant(double value) implements ValueModel {
    @Override
    public Series start(long seed) {
      return time -> value;
    }
  }

  /** Climbs from one value to the other within the period, then falls back and climbs again. */
  record Ramp(double from, double to, Duration period) implements ValueModel {
    public Ramp {
      positive(period);
    }

    @Override
    public Series start(long seed) {
      return time -> from + (to - from) * phase(time, period);
    }
  }

  /**
   * A wave with its lowest value at the start of each period (midnight UTC for a day) and noise.
   */
  record Sine(double mean, double amplitude, Duration period, double noise) implements ValueModel {
    public Sine {
      positive(period);
      notNegative(noise);
    }

    /** The wave of a day. */
    public static Sine daily(double mean, double amplitude, double noise) {
      return new Sine(mean, amplitude, Duration.ofDays(1), noise);
    }

    @Override
    public Series start(long seed) {
      Random random = new Random(seed);
      return time ->
          mean
              - amplitude * StrictMath.cos(2 * Math.PI * phase(time, period))
              + noise * random.nextGaussian();
    }
  }

  /** Goes up or down by at most one step each time, within the bounds. */
  record RandomWalk(double from, double step, double min, double max) implements ValueModel {
    public RandomWalk {
      notNegative(step);
      if (!(min <= from && from <= max)) {
        throw new IllegalArgumentException("not within " + min + " to " + max + ": " + from);
      }
    }

    @Override
    public Series start(long seed) {
      Random random = new Random(seed);
      double[] value = {from};
      return time -> {
        double next = value[0] + step * (2 * random.nextDouble() - 1);
        value[0] = Math.min(max, Math.max(min, next));
        return value[0];
      };
    }
  }

  /**
   * 0 or 1, off at first; each time it turns on or off with the given probability (a Markov chain
   * of two states).
   */
  record OnOff(double turnsOn, double turnsOff) implements ValueModel {
    public OnOff {
      probability(turnsOn);
      probability(turnsOff);
    }

    @Override
    public Series start(long seed) {
      Random random = new Random(seed);
      boolean[] on = {false};
      return time -> {
        if (random.nextDouble() < (on[0] ? turnsOff : turnsOn)) {
          on[0] = !on[0];
        }
        return on[0] ? 1 : 0;
      };
    }
  }

  /**
   * Percent of charge: drains from full to empty within its life, then is exchanged for a new one.
   */
  record Battery(Duration life) implements ValueModel {
    public Battery {
      positive(life);
    }

    @Override
    public Series start(long seed) {
      // Devices of a fleet are not all charged in the same minute.
      long ageMillis = (long) (new Random(seed).nextDouble() * life.toMillis());
      return time -> 100 * (1 - phase(time.plusMillis(ageMillis), life));
    }
  }

  /** How far the time is into its period: 0 inclusive to 1 exclusive. */
  private static double phase(Instant time, Duration period) {
    long periodMillis = period.toMillis();
    return (double) Math.floorMod(time.toEpochMilli(), periodMillis) / periodMillis;
  }

  private static void positive(Duration period) {
    if (period.toMillis() < 1) {
      throw new IllegalArgumentException("not a millisecond long: " + period);
    }
  }

  private static void notNegative(double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("negative: " + value);
    }
  }

  private static void probability(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("not a probability: " + value);
    }
  }
}
