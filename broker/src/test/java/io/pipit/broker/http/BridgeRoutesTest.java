package io.pipit.broker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.BridgeMetrics;
import io.pipit.bridges.mqtt.BridgeOptions;
import io.pipit.bridges.mqtt.BridgeProbe.Step;
import io.pipit.bridges.mqtt.BridgeState;
import io.pipit.bridges.mqtt.BridgeStatus;
import io.pipit.bridges.mqtt.BridgeTraffic;
import io.pipit.broker.cli.CommandLineRun;
import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.http.HttpPeer.Reply;
import io.pipit.pubsub.port.QueueStatus;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bridges over HTTP, and by the verbs that ask there. */
class BridgeRoutesTest {

  private static final Instant NOON = Instant.parse("2026-06-30T12:00:00Z");

  private final OpenDoor door = new OpenDoor();
  private final Path folder;
  private final CommandLineRun pipit;

  BridgeRoutesTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = CommandLineRun.in(folder);
  }

  @BeforeEach
  void bridges() throws IOException {
    BridgeOptions plant =
        BridgeOptions.builder("plant")
            .addresses(List.of("mqtt://localhost:1"))
            .password("secret-of-plant")
            .build();
    BridgeStatus status =
        new BridgeStatus(
            "plant",
            BridgeState.DOWN,
            NOON,
            "mqtt://localhost:1",
            "5",
            false,
            "refused",
            NOON.plusSeconds(5),
            3,
            Map.of("a/#", 0x87),
            2,
            1,
            new BridgeTraffic(
                NOON,
                40,
                Map.of("quota", 3L),
                30,
                2,
                Map.of("age", 4L),
                new BridgeTraffic.LastDrop(NOON, BridgeMetrics.Direction.IN, "quota", "sensors/x")),
            new QueueStatus(7, 70, NOON, Map.of("age", 4L), 9, true));
    BridgeOptions spare = BridgeOptions.builder("spare").enabled(false).build();
    door.bridges =
        List.of(
            new BridgeAdministration.View(plant, Optional.of(status)),
            new BridgeAdministration.View(spare, Optional.empty()));
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data/run.json"),
        """
        {"pid": %d, "domain": "localhost", "token": "%s", "addresses": {"http": "0.0.0.0:%d"}}
        """
            .formatted(ProcessHandle.current().pid(), OpenDoor.TOKEN, door.port()));
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void everythingAboutABridgeIsTold() throws Exception {
    Reply reply = door.admin("GET", "/api/v1/bridges/plant", "");
    assertEquals(200, reply.status());
    assertEquals(
        new JsonObject(
            """
            {"name": "plant", "type": "mqtt", "required": false, "state": "down",
             "addresses": ["mqtt://localhost:1"], "since": "2026-06-30T12:00:00Z",
             "address": "mqtt://localhost:1", "version": "5", "session_present": false,
             "attempts": 3, "last_error": "refused", "next_try": "2026-06-30T12:00:05Z",
             "failed_filters": {"a/#": 135}, "inflight": 2, "unacknowledged": 1,
             "counted_since": "2026-06-30T12:00:00Z",
             "in": {"published": 40, "dropped": {"quota": 3}},
             "out": {"delivered": 30, "refused": 2, "dropped": {"age": 4}},
             "last_drop": {"time": "2026-06-30T12:00:00Z", "direction": "in",
                           "reason": "quota", "what": "sensors/x"},
             "buffer": {"items": 7, "bytes": 70, "dropped": {"age": 4},
                        "oldest": "2026-06-30T12:00:00Z"}}
            """),
        new JsonObject(reply.body()));
    JsonObject all = new JsonObject(door.admin("GET", "/api/v1/bridges", "").body());
    assertEquals(2, all.getJsonArray("bridges").size());
    assertEquals("disabled", all.getJsonArray("bridges").getJsonObject(1).getString("state"));
    assertFalse(all.encode().contains("secret-of-plant"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "test", "pause", "resume", "drop-buffer"})
  void verbsOnABridgeThatIsNotThereEndWith6(String verb) {
    Result result = pipit.run("bridge", verb, "nobody");
    assertEquals(6, result.exit());
    assertEquals(
        "error: there is no bridge 'nobody'; list them with 'pipit bridge ls' [E2018]\n",
        result.err());
    assertEquals(List.of(), door.changes);
  }

  @Test
  void listHasALineForEach() {
    Result result = pipit.run("bridge", "ls");
    assertEquals(0, result.exit(), result.err());
    assertEquals(
        List.of("plant down mqtt://localhost:1 (refused)", "spare disabled"), result.lines());
    JsonObject json = new JsonObject(pipit.run("bridge", "ls", "-o", "json").out());
    assertEquals("down", json.getJsonArray("bridges").getJsonObject(0).getString("state"));
  }

  @Test
  void statusIsReadableAndJson() {
    List<String> lines = pipit.run("bridge", "status", "plant").lines();
    assertTrue(lines.contains("state: down"), lines.toString());
    assertTrue(lines.contains("last_error: refused"), lines.toString());
    assertTrue(lines.contains("  items: 7"), lines.toString());
    assertTrue(lines.contains("  delivered: 30"), lines.toString());
    assertTrue(lines.contains("  refused: 2"), lines.toString());
    assertTrue(lines.contains("    quota: 3"), lines.toString());
    assertTrue(lines.contains("  what: sensors/x"), lines.toString());
    assertEquals(
        "down",
        new JsonObject(pipit.run("bridge", "status", "plant", "-o", "json").out())
            .getString("state"));
  }

  @Test
  void whatIsAskedForArrives() {
    assertEquals(0, pipit.run("bridge", "pause", "plant").exit());
    assertEquals(0, pipit.run("bridge", "resume", "plant").exit());
    Result dropped = pipit.run("bridge", "drop-buffer", "plant");
    assertEquals(List.of("dropped: 17"), dropped.lines());
    assertEquals(List.of("pause plant", "resume plant", "drop plant"), List.copyOf(door.changes));
  }

  @Test
  void testTellsTheFirstFailureAndWhatToDo() {
    door.steps =
        List.of(
            new Step("mqtt://a:1", "lookup", true, "127.0.0.1", ""),
            new Step("mqtt://a:1", "tcp", false, "refused", "start the broker"));
    Result failed = pipit.run("bridge", "test", "plant");
    assertEquals(1, failed.exit());
    assertEquals(
        List.of("mqtt://a:1 lookup: ok, 127.0.0.1", "mqtt://a:1 tcp: failed, refused"),
        failed.lines());
    assertEquals(
        "error: bridge 'plant' does not get through: mqtt://a:1 tcp: failed, refused; start the"
            + " broker [E2019]\n",
        failed.err());
    door.steps = List.of(new Step("mqtt://a:1", "lookup", true, "127.0.0.1", ""));
    assertEquals(0, pipit.run("bridge", "test", "plant").exit());
    assertEquals(
        true,
        new JsonObject(pipit.run("bridge", "test", "plant", "-o", "json").out())
            .getBoolean("passed"));
  }

  @Test
  void bridgeWithoutAVerbIsAUsageError() {
    assertEquals(2, pipit.run("bridge").exit());
    assertEquals(2, pipit.run("bridge", "status").exit());
  }
}
