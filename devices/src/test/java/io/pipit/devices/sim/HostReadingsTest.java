package io.pipit.devices.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostReadingsTest {

  private static final String MEMINFO =
      """
      MemTotal:        8048576 kB
      MemFree:          412340 kB
      MemAvailable:    6036432 kB
      Buffers:          100000 kB
      HugePages_Total:       0
      """;

  private static final String NET_DEV =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
          lo: 9999999    1000    0    0    0     0          0         0  9999999    1000    0    0    0     0       0          0
        eth0: 1048576     800    0    0    0     0          0         0    20480     300    0    0    0     0       0          0
       wlan0:2097152      10    0    0    0     0          0         0     1024       4    0    0    0     0       0          0
      """;

  @Test
  void loadIsTheThreeAverages() {
    assertEquals(
        Optional.of(Map.of("1m", 0.42, "5m", 1L, "15m", 12.5)),
        ProcFiles.load("0.42 1.00 12.50 2/345 6789\n"));
  }

  @Test
  void memoryCountsWhatIsAvailableAsNotUsed() {
    assertEquals(
        Optional.of(Map.of("used_percent", 25L, "available_mib", 5894.95)),
        ProcFiles.memory(MEMINFO));
  }

  @Test
  void trafficAddsAllInterfacesButLoopback() {
    assertEquals(Optional.of(new ProcFiles.Traffic(3_145_728, 21_504)), ProcFiles.traffic(NET_DEV));
  }

  @Test
  void rateIsKibibytesEachSecond() {
    assertEquals(
        Optional.of(Map.of("in_kib_s", 2L, "out_kib_s", 0.25)),
        ProcFiles.rate(
            new ProcFiles.Traffic(1000, 500), new ProcFiles.Traffic(1000 + 8192, 1524), 4));
  }

  @Test
  void rateIsUnknownWhenACounterRestartedOrNoTimePassed() {
    var more = new ProcFiles.Traffic(2000, 2000);
    var less = new ProcFiles.Traffic(1000, 3000);
    assertEquals(Optional.empty(), ProcFiles.rate(more, less, 1));
    assertEquals(Optional.empty(), ProcFiles.rate(more, more, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.1 0.2", "a b c 1/2 3", "MemTotal: x kB\nMemAvailable: 1 kB\n"})
  void otherTextsAreNoReading(String text) {
    assertEquals(Optional.empty(), ProcFiles.load(text));
    assertEquals(Optional.empty(), ProcFiles.memory(text));
    assertEquals(Optional.empty(), ProcFiles.traffic(text));
  }

  @Test
  void interfaceLineWithTooFewCountersIsNoReading() {
    assertEquals(
        Optional.empty(), ProcFiles.traffic(NET_DEV.lines().limit(2).toList() + "\n eth0: 1 2 3"));
  }

  @Test
  void readsTheFilesOfProc(@TempDir Path folder) throws IOException {
    Path proc = folder.resolve("proc");
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(proc.resolve("loadavg"), "0.42 1.00 12.50 2/345 6789\n");
    Files.writeString(proc.resolve("meminfo"), MEMINFO);
    Files.writeString(proc.resolve("net/dev"), NET_DEV);
    HostReadings host = HostReadings.of(proc, folder);
    assertEquals(List.of("load", "memory", "disk"), List.copyOf(host.read().keySet()));
    assertEquals(List.of("load", "memory", "disk", "network"), List.copyOf(host.read().keySet()));
    assertEquals(host.names(), List.copyOf(host.read().keySet()));
    assertEquals(proc.toString(), host.source());
  }

  @Test
  void readingThatIsMissingIsLeftOut(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("loadavg"), "0.42 1.00 12.50 2/345 6789\n");
    HostReadings host = HostReadings.of(folder, folder.resolve("gone"));
    assertEquals(List.of("load"), List.copyOf(host.read().keySet()));
  }

  @Test
  void withoutProcTheJavaRuntimeIsAskedAndSaysSo(@TempDir Path folder) {
    HostReadings host = HostReadings.of(folder.resolve("proc"), folder);
    Map<String, Map<String, Number>> readings = host.read();
    assertTrue(readings.containsKey("memory"), readings::toString);
    assertTrue(readings.containsKey("disk"), readings::toString);
    assertEquals(List.of("load", "memory", "disk"), host.names());
    assertTrue(host.source().endsWith("no network readings"), host::source);
  }
}
