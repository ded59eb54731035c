package io.pipit.devices.sim;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Real readings of this machine: {@code load}, {@code memory}, {@code disk} and {@code network},
 * each a small JSON object. Reads {@code /proc}; on a machine without it load, memory and disk come
 * from the Java runtime and there are no network readings ({@link #source} says which).
 *
 * <p>A reading that the machine does not give is left out. Blocks on files: a worker thread calls
 * it, one at a time.
 */
public final class HostReadings {

  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;

  private final Path proc;
  private final Path disk;
  private ProcFiles.@Nullable Traffic lastTraffic;
  private long lastTrafficNanos;

  private HostReadings(Path proc, Path disk) {
    this.proc = proc;
    this.disk = disk;
  }

  /**
   * @param disk a path on the file system to watch, for example the data folder
   */
  public static HostReadings of(Path disk) {
    return new HostReadings(Path.of("/proc"), disk);
  }

  static HostReadings of(Path proc, Path disk) {
    return new HostReadings(proc, disk);
  }

  /** Where the readings come from, for a person. */
  public String source() {
    return hasProc()
        ? proc.toString()
        : "the Java runtime, since there is no " + proc + "; no network readings";
  }

  /** The readings by name, in a fixed order. The first call has no network: a rate needs two. */
  public Map<String, Map<String, Number>> read() {
    Map<String, Map<String, Number>> readings = new LinkedHashMap<>();
    boolean hasProc = hasProc();
    put(readings, "load", hasProc ? text("loadavg").flatMap(ProcFiles::load) : runtimeLoad());
    put(readings, "memory", hasProc ? text("meminfo").flatMap(ProcFiles::memory) : runtimeMemory());
    put(readings, "disk", disk());
    if (hasProc) {
      put(readings, "network", network(System.nanoTime()));
    }
    return readings;
  }

  /** The names that {@link #read} gives on this machine. */
  public List<String> names() {
    return hasProc()
        ? List.of("load", "memory", "disk", "network")
        : List.of("load", "memory", "disk");
  }

  private boolean hasProc() {
    return Files.isReadable(proc.resolve("loadavg"));
  }

  private static void put(
      Map<String, Map<String, Number>> readings,
      String name,
      Optional<Map<String, Number>> reading) {
    reading.ifPresent(present -> readings.put(name, present));
  }

  private Optional<Map<String, Number>> disk() {
    try {
      FileStore store = Files.getFileStore(disk);
      long total = store.getTotalSpace();
      return total <= 0
          ? Optional.empty()
          : Optional.of(ProcFiles.share("free_gib", total, store.getUsableSpace(), GIB));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private Optional<Map<String, Number>> network(long nanos) {
    Optional<ProcFiles.Traffic> traffic = text("net/dev").flatMap(ProcFiles::traffic);
    ProcFiles.Traffic before = lastTraffic;
    double seconds = (nanos - lastTrafficNanos) / 1e9;
    lastTraffic = traffic.orElse(null);
    lastTrafficNanos = nanos;
    return before == null
        ? Optional.empty()
        : traffic.flatMap(now -> ProcFiles.rate(before, now, seconds));
  }

  private Optional<String> text(String file) {
    try {
      return Optional.of(Files.readString(proc.resolve(file)));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static Optional<Map<String, Number>> runtimeLoad() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? Optional.empty() : Optional.of(Map.of("1m", Decimal.rounded(load)));
  }

  private static Optional<Map<String, Number>> runtimeMemory() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean memory
            && memory.getTotalMemorySize() > 0
        ? Optional.of(
            ProcFiles.share(
                "free_mib", memory.getTotalMemorySize(), memory.getFreeMemorySize(), MIB))
        : Optional.empty();
  }
}
