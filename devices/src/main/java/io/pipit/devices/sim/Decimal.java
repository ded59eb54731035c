package io.pipit.devices.sim;

/** Numbers as devices send them. */
final class Decimal {

  private Decimal() {}

  /** Two decimal places, and none when they would be zero. */
  static Number rounded(double value) {
    double hundredths = Math.rint(value * 100);
    double rounded = hundredths / 100;
    if (hundredths % 100 == 0 && Math.abs(rounded) < Long.MAX_VALUE) {
      return (long) rounded;
    }
    return rounded;
  }
}
