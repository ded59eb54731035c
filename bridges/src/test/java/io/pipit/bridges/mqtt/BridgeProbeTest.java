package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.BridgeProbe.Step;
import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BridgeProbeTest {

  private final Vertx vertx = Vertx.vertx();
  private final Path folder;

  BridgeProbeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private List<Step> probe(BridgeOptions options) throws Exception {
    return BridgeProbe.run(vertx, vertx.getOrCreateContext(), options, "node")
        .await(60, TimeUnit.SECONDS);
  }

  private static BridgeOptions.Builder to(String... addresses) {
    return BridgeOptions.builder("plant")
        .addresses(List.of(addresses))
        .subscribe(
            List.of(
                SubscribeMapping.builder("a/#").group("g").build(),
                SubscribeMapping.builder("b").build()));
  }

  private static String address(int port) {
    return "mqtt://127.0.0.1:" + port;
  }

  private static List<String> told(List<Step> steps) {
    return steps.stream().map(step -> step.name() + " " + step.passed()).toList();
  }

  @ParameterizedTest
  @EnumSource(ProtocolVersion.class)
  void everyStepPasses(ProtocolVersion version) throws Exception {
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous true")) {
      List<Step> steps = probe(to(address(broker.port())).version(version).build());
      assertTrue(BridgeProbe.isPassed(steps), steps.toString());
      assertEquals(
          List.of("lookup true", "tcp true", "connect true", "subscribe true", "subscribe true"),
          told(steps));
      assertEquals("a/#", steps.get(3).detail(), "its group has its own members");
      assertTrue(steps.get(2).detail().endsWith(" as pipit-node-plant-test"), steps.toString());
      assertEquals(0, broker.logged("$share"), "nobody else misses a message");
    }
  }

  @Test
  void brokerThatWantsAnAccountSaysSo() throws Exception {
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous false")) {
      List<Step> steps = probe(to(address(broker.port())).build());
      assertFalse(BridgeProbe.isPassed(steps));
      assertEquals(List.of("lookup true", "tcp true", "connect false"), told(steps));
      assertTrue(steps.get(2).remedy().contains("username, password"), steps.toString());
    }
  }

  @Test
  void nextAddressIsTried() throws Exception {
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous true")) {
      int closed;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        closed = free.getLocalPort();
      }
      List<Step> steps = probe(to(address(closed), address(broker.port())).build());
      assertTrue(BridgeProbe.isPassed(steps), steps.toString());
      assertEquals(List.of("lookup true", "tcp false"), told(steps).subList(0, 2));
      assertEquals(address(closed), steps.get(1).address());
      assertEquals(7, steps.size());
    }
  }

  @Test
  void portWithoutTlsIsNoTls() throws Exception {
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous true")) {
      List<Step> steps =
          probe(
              to("mqtts://127.0.0.1:" + broker.port())
                  .connectTimeout(Duration.ofSeconds(20))
                  .build());
      assertEquals(List.of("lookup true", "tcp true", "tls false"), told(steps));
    }
  }

  @Test
  void missingFileOfTlsIsNamed() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Path cafile = folder.resolve("nowhere.pem");
      assertFalse(Files.exists(cafile));
      List<Step> steps =
          probe(
              to("mqtts://127.0.0.1:" + silent.getLocalPort())
                  .tls(new TlsOptions(cafile, null, null, true, "1.2", List.of()))
                  .build());
      assertEquals(List.of("lookup true", "tcp true", "tls false"), told(steps));
      assertTrue(steps.get(2).detail().contains("nowhere.pem"), steps.toString());
    }
  }

  @Test
  void silenceIsNoAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      List<Step> steps =
          probe(to(address(silent.getLocalPort())).connectTimeout(Duration.ofSeconds(1)).build());
      assertEquals(List.of("lookup true", "tcp true", "connect false"), told(steps));
    }
  }
}
