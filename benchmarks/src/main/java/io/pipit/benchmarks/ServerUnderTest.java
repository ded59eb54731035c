package io.pipit.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server in a process of its own, on loopback and without TLS, that a measurement drives. */
interface ServerUnderTest extends AutoCloseable {

  /** The domain of the accounts {@code u0}, {@code u1} and so on. */
  String DOMAIN = "localhost";

  /** The pubsub service. */
  String SERVICE = "pubsub." + DOMAIN;

  /** Of every account. */
  String PASSWORD = "benchmark";

  /** Where it listens to clients. */
  InetSocketAddress address();

  /** Where it listens to clients of MQTT. */
  default InetSocketAddress mqttAddress() {
    return address();
  }

  long pid();

  /** Ends it and removes what it stored. */
  @Override
  void close() throws IOException;

  /** User and system time of the server until now, in microseconds. */
  default long cpuMicros() throws IOException {
    return cpuMicros(Long.toString(pid()));
  }

  /** User and system time of this process until now, in microseconds. */
  static long ownCpuMicros() throws IOException {
    return cpuMicros("self");
  }

  /** proc(5): utime and stime are the fields 14 and 15, in hundredths of a second. */
  private static long cpuMicros(String pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000;
  }

  default long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024;
      }
    }
    throw new IOException("the server is gone");
  }
}
