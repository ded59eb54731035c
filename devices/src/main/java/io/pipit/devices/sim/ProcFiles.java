package io.pipit.devices.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the texts of Linux's /proc (proc(5)). Pure functions; empty for a text that is not so. */
final class ProcFiles {

  private ProcFiles() {}

  /** {@code /proc/loadavg}: {@code 0.42 0.30 0.21 1/234 5678}. */
  static Optional<Map<String, Number>> load(String loadavg) {
    String[] parts = loadavg.strip().split("\\s+");
    if (parts.length < 3) {
      return Optional.empty();
    }
    try {
      Map<String, Number> load = new LinkedHashMap<>();
      load.put("1m", Decimal.rounded(Double.parseDouble(parts[0])));
      load.put("5m", Decimal.rounded(Double.parseDouble(parts[1])));
      load.put("15m", Decimal.rounded(Double.parseDouble(parts[2])));
      return Optional.of(load);
    } catch (NumberFormatException notLoadavg) {
      return Optional.empty();
    }
  }

  /** {@code /proc/meminfo}, by MemTotal and MemAvailable (since Linux 3.14), both in KiB. */
  static Optional<Map<String, Number>> memory(String meminfo) {
    Optional<Long> total = kib(meminfo, "MemTotal:");
    Optional<Long> available = kib(meminfo, "MemAvailable:");
    if (total.isEmpty() || available.isEmpty() || total.get() <= 0) {
      return Optional.empty();
    }
    return Optional.of(share("available_mib", total.get(), available.get(), 1024));
  }

  private static Optional<Long> kib(String meminfo, String key) {
    return meminfo
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip().split("\\s+")[0])
        .filter(value -> value.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .findFirst();
  }

  /** A used part in percent, and what is left in the given unit. */
  static Map<String, Number> share(String leftName, long total, long left, long unit) {
    Map<String, Number> share = new LinkedHashMap<>();
    share.put("used_percent", Decimal.rounded(100.0 * (total - left) / total));
    share.put(leftName, Decimal.rounded((double) left / unit));
    return share;
  }

  /** Bytes that all interfaces but the loopback received and sent since they came up. */
  record Traffic(long received, long sent) {}

  /**
   * {@code /proc/net/dev}: two heading lines, then {@code name: 16 counters}, of which the first is
   * received bytes and the ninth sent bytes.
   */
  static Optional<Traffic> traffic(String dev) {
    long received = 0;
    long sent = 0;
    boolean headed = false;
    for (String line : dev.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        headed |= line.contains("|bytes");
        continue;
      }
      String[] counters = line.substring(colon + 1).strip().split("\\s+");
      if (!headed
          || counters.length < 9
          || !counters[0].matches("[0-9]{1,18}")
          || !counters[8].matches("[0-9]{1,18}")) {
        return Optional.empty();
      }
      if (!line.substring(0, colon).strip().equals("lo")) {
        received += Long.parseLong(counters[0]);
        sent += Long.parseLong(counters[8]);
      }
    }
    return headed ? Optional.of(new Traffic(received, sent)) : Optional.empty();
  }

  /** KiB each second between two readings; empty when a counter went back or no time passed. */
  static Optional<Map<String, Number>> rate(Traffic before, Traffic now, double seconds) {
    if (seconds <= 0 || now.received < before.received || now.sent < before.sent) {
      return Optional.empty();
    }
    Map<String, Number> rate = new LinkedHashMap<>();
    rate.put("in_kib_s", Decimal.rounded((now.received - before.received) / 1024.0 / seconds));
    rate.put("out_kib_s", Decimal.rounded((now.sent - before.sent) / 1024.0 / seconds));
    return Optional.of(rate);
  }
}
