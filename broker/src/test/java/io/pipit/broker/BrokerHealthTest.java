package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.http.Health;
import io.pipit.broker.http.Health.Part;
import io.pipit.broker.http.Health.State;
import io.pipit.broker.stream.HeapPressure;
import io.pipit.pubsub.store.InMemoryLog;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BrokerHealthTest {

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final Instant LATER = NOW.plusSeconds(90 * 86_400L);

  private static BrokerHealth health(BrokerHealth.Disk disk, Instant certificateEnd) {
    return new BrokerHealth(
        Clock.fixed(NOW, ZoneOffset.UTC), disk, certificateEnd, HeapPressure.NONE);
  }

  private static Part part(BrokerHealth health, String name) {
    return Objects.requireNonNull(health.parts().get(name));
  }

  @Test
  void diskThatFillsUpIsDegradedAndTheNodeStaysReady() {
    long[] left = {BrokerHealth.LEAST_BYTES};
    BrokerHealth health = health(() -> left[0], LATER);
    health.ready(new InMemoryLog());
    health.look();
    assertEquals(new Part(State.OK, "1024 MiB are left for the data folder"), part(health, "disk"));
    left[0] = 0;
    health.look();
    assertEquals(
        new Part(State.DEGRADED, "0 MiB are left for the data folder"), part(health, "disk"));
    assertEquals(List.of(), health.unreadiness());
  }

  @Test
  void diskThatCannotBeLookedAtHasFailed() {
    BrokerHealth health =
        health(
            () -> {
              throw new IOException("Stale file handle");
            },
            LATER);
    health.look();
    assertEquals(State.FAILED, part(health, "disk").state());
    assertTrue(part(health, "disk").detail().contains("Stale file handle"));
  }

  @ParameterizedTest
  @CsvSource({
    "691200, OK",
    "604801, OK",
    "604799, DEGRADED",
    "1, DEGRADED",
    "0, FAILED",
    "-5, FAILED"
  })
  void certificateIsSaidToEnd(long seconds, State state) {
    BrokerHealth health = health(() -> BrokerHealth.LEAST_BYTES, NOW.plusSeconds(seconds));
    health.look();
    assertEquals(state, part(health, "certificate").state());
    assertTrue(part(health, "certificate").detail().contains(NOW.plusSeconds(seconds).toString()));
    assertEquals(seconds, health.certificateLeft().toSeconds());
  }

  @Test
  void stylesheetsWithoutEndAreDegraded() {
    BrokerHealth health = health(() -> BrokerHealth.LEAST_BYTES, LATER);
    boolean[] off = {false};
    health.bodies(() -> off[0]);
    assertEquals(State.OK, part(health, "stylesheets").state());
    off[0] = true;
    assertEquals(State.DEGRADED, part(health, "stylesheets").state());
  }

  @Test
  void bridgesAreAsTheySay() {
    BrokerHealth health = health(() -> BrokerHealth.LEAST_BYTES, LATER);
    assertEquals(State.OK, part(health, "bridges").state());
    Part down = new Part(State.FAILED, "plant is down and is required");
    health.bridges(() -> down);
    assertEquals(down, part(health, "bridges"));
  }

  @Test
  void failedLogIsNotReady() {
    InMemoryLog log = new InMemoryLog();
    BrokerHealth health = health(() -> BrokerHealth.LEAST_BYTES, LATER);
    assertEquals(List.of("starting"), health.unreadiness());
    health.ready(log);
    assertEquals(List.of(), health.unreadiness());
    log.fail();
    assertEquals(1, health.unreadiness().size());
    assertEquals(State.FAILED, part(health, "store").state());
    health.stopping();
    assertEquals(List.of("stopping"), health.unreadiness());
  }

  @Test
  void nodeIsReadyWhileItsViewIsMadeAgain() {
    BrokerHealth health = health(() -> BrokerHealth.LEAST_BYTES, LATER);
    String progress = "rebuilding: the view has 1 of 2 nodes";
    health.ready(new InMemoryLog(), Optional::empty, () -> Optional.of(progress));
    assertEquals(List.of(), health.unreadiness());
    assertEquals(List.of(progress), health.notes());
    assertEquals(new Health.Part(State.DEGRADED, progress), part(health, "store"));
  }

  @Test
  void storeWhoseUpkeepFailsIsDegraded() {
    BrokerHealth health = health(() -> BrokerHealth.LEAST_BYTES, LATER);
    health.ready(new InMemoryLog(), () -> Optional.of("a is damaged"), Optional::empty);
    health.upkeep(() -> Optional.of("no checkpoint could be made"));
    assertEquals(
        new Health.Part(State.DEGRADED, "a is damaged; no checkpoint could be made"),
        part(health, "store"));
    assertEquals(List.of(), health.unreadiness());
  }

  @Test
  void runningNodeTellsOfAllItsParts(@TempDir Path folder) throws Exception {
    try (TestNode node = TestNode.startPlain(folder)) {
      JsonObject parts = new JsonObject(get(node, "/healthz")).getJsonObject("parts");
      assertEquals(
          List.of("bridges", "certificate", "disk", "heap", "listeners", "store", "stylesheets"),
          parts.fieldNames().stream().sorted().toList());
      for (Map.Entry<String, Object> part : parts) {
        if (!part.getKey().equals("disk")) { // as full as that of this machine
          assertEquals("ok", ((JsonObject) part.getValue()).getString("status"), part.getKey());
        }
      }
      assertTrue(
          parts.getJsonObject("disk").getString("detail").endsWith(" left for the data folder"));
      assertTrue(
          get(node, "/metrics")
              .contains("\npipit_tls_certificate_expiry_seconds{name=\"localhost\",} "));
    }
  }

  @Test
  @Timeout(60)
  void publishAndStoreAreMeasured(@TempDir Path folder) throws Exception {
    try (TestNode node = TestNode.startPlain(folder).account("juliet", "j");
        WireClient juliet = WireClient.login(node, "juliet", "j", "a")) {
      juliet.pubsub("set", "1", "<create node='n'/>").answer("result", "1");
      String item = "<publish node='n'><item id='%s'><r xmlns='urn:r'/></item></publish>";
      juliet.pubsub("set", "2", item.formatted("unheard")).answer("result", "2");
      assertTrue(get(node, "/metrics").contains("\npipit_publish_first_write_seconds_count 0.0"));
      juliet
          .pubsub("set", "3", "<subscribe node='n' jid='" + juliet.address() + "'/>")
          .answer("result", "3");
      juliet.pubsub("set", "4", item.formatted("heard")).answer("result", "4");
      juliet.event("n", "heard");
      // The client may have read them before the node has counted them as written.
      String metrics = get(node, "/metrics");
      while (!metrics.contains("\npipit_publish_first_write_seconds_count 1.0")
          || !metrics.contains("\npipit_stream_queue_bytes 0.0")) {
        metrics = get(node, "/metrics");
      }
      String size = metrics.replaceAll("(?s).*\npipit_store_bytes ([0-9.E]+)\n.*", "$1");
      assertTrue(Double.parseDouble(size) > 100, size);
      assertTrue(metrics.contains("\npipit_store_queue_oldest_seconds "));
    }
  }

  private static String get(TestNode node, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://" + TestNode.HOST + ":" + node.httpPort() + path))
                .build(),
            BodyHandlers.ofString())
        .body();
  }
}
