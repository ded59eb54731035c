package io.pipit.broker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.Problem;
import io.pipit.broker.http.HttpPeer.Reply;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.EventLoopWatch;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the door answers to who may ask. */
@Timeout(60)
class HttpDoorTest {

  private static final String AUTHORIZATION = "Authorization: Bearer " + OpenDoor.TOKEN + "\r\n";

  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void liveAndReadyAreForEverybody() throws Exception {
    Reply live = door.anonymous("GET", "/livez");
    assertEquals(200, live.status());
    assertEquals("live", json(live).getString("status"));
    assertEquals(Optional.of("no-store"), live.header("Cache-Control"));
    assertEquals(Optional.of("nosniff"), live.header("X-Content-Type-Options"));
    Reply ready = door.anonymous("GET", "/readyz");
    assertEquals(200, ready.status());
    assertEquals("ready", json(ready).getString("status"));
  }

  @Test
  void headHasNoBody() throws Exception {
    Reply reply = door.anonymous("HEAD", "/livez");
    assertEquals(200, reply.status());
    assertEquals("", reply.body());
  }

  @Test
  void unreadyBrokerSaysWhy() throws Exception {
    door.unreadiness = List.of("starting", "stopping");
    Reply reply = door.anonymous("GET", "/readyz");
    assertEquals(503, reply.status());
    assertEquals(
        new JsonArray().add("starting").add("stopping"), json(reply).getJsonArray("reasons"));
  }

  /** It serves, so that no load balancer takes it away. */
  @Test
  void readyBrokerSaysWhatTakesLongerThanUsual() throws Exception {
    door.notes = List.of("rebuilding: the view has 1 of 2 nodes");
    Reply reply = door.anonymous("GET", "/readyz");
    assertEquals(200, reply.status());
    assertEquals("ready", json(reply).getString("status"));
    assertEquals(
        new JsonArray().add("rebuilding: the view has 1 of 2 nodes"),
        json(reply).getJsonArray("notes"));
  }

  @Test
  void stuckEventLoopIsNotLive() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Vertx other =
        Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setBlockedThreadCheckInterval(60_000));
    EventLoopWatch watch = OpenDoor.await(EventLoopWatch.start(other, 1, new BrokerMetrics()));
    OpenDoor watching = new OpenDoor(HttpOptions.of("127.0.0.1", 0, OpenDoor.TOKEN), watch);
    try {
      assertEquals(200, watching.anonymous("GET", "/livez").status());
      other.runOnContext(stuck -> awaitUninterruptibly(release));
      Reply reply = watching.anonymous("GET", "/livez");
      while (reply.status() == 200) {
        reply = watching.anonymous("GET", "/livez");
      }
      assertEquals(503, reply.status());
      assertEquals("stuck", json(reply).getString("status"));
    } finally {
      release.countDown();
      watching.close();
      OpenDoor.await(other.close());
    }
  }

  @Test
  void healthIsThatOfTheWorstPart() throws Exception {
    assertEquals("ok", json(door.anonymous("GET", "/healthz")).getString("status"));
    door.parts =
        Map.of(
            "store", new Health.Part(Health.State.OK, ""),
            "disk", new Health.Part(Health.State.DEGRADED, "3 % free"));
    Reply degraded = door.anonymous("GET", "/healthz");
    assertEquals(200, degraded.status());
    assertEquals(
        new JsonObject(
            """
            {"status": "degraded",
             "parts": {"disk": {"status": "degraded", "detail": "3 % free"},
                       "store": {"status": "ok"}}}
            """),
        json(degraded));
    door.parts = Map.of("store", new Health.Part(Health.State.FAILED, "read-only"));
    assertEquals(503, door.anonymous("GET", "/healthz").status());
  }

  @Test
  void metricsAreTextOfPrometheus() throws Exception {
    Reply reply = door.anonymous("GET", "/metrics");
    assertEquals(200, reply.status());
    assertTrue(reply.header("Content-Type").orElseThrow().startsWith("text/plain"));
    assertTrue(reply.body().contains("pipit_connections{protocol=\"http\",} 1.0"));
    assertTrue(reply.body().contains("jvm_memory_bytes_used"));
    Reply open =
        HttpPeer.exchange(
            door.port(), "GET", "/metrics", "Accept: application/openmetrics-text\r\n", "");
    assertTrue(open.header("Content-Type").orElseThrow().contains("openmetrics"));
  }

  @Test
  void statusIsTheBrokers() throws Exception {
    assertEquals("1.2.3", json(door.admin("GET", "/api/v1/status", "")).getString("version"));
  }

  @Test
  void mqttHasAPortOfItsOwn() throws Exception {
    Reply reply = door.anonymous("GET", "/mqtt");
    assertEquals(426, reply.status());
    assertTrue(json(reply).getString("error").contains("127.0.0.1:8083"));
  }

  @Test
  void stopIsAnsweredBeforeItBegins() throws Exception {
    Reply reply = door.admin("POST", "/api/v1/stop", "");
    assertEquals(202, reply.status());
    door.stopped.get(30, TimeUnit.SECONDS);
  }

  @Test
  void reloadIsAnsweredWithWhatItDid() throws Exception {
    door.reload =
        Answer.done(
            new Reload.Reloaded(List.of(), List.of("acl"), List.of("data"), List.of("odd")));
    Reply reply = door.admin("POST", "/api/v1/reload", "");
    assertEquals(200, reply.status());
    assertEquals(
        new JsonObject(
            "{\"applied\":[\"acl\"],\"needs_restart\":[\"data\"],\"warnings\":[\"odd\"]}"),
        json(reply));
    door.reload =
        Answer.done(
            Reload.Reloaded.invalid(
                List.of(new Problem("a:1:2", "no", ErrorCode.CONFIG_VALUE)), List.of()));
    Reply invalid = door.admin("POST", "/api/v1/reload", "");
    assertEquals(422, invalid.status());
    assertEquals("E1005", json(invalid).getString("code"));
    assertEquals(
        new JsonObject("{\"where\":\"a:1:2\",\"message\":\"no\",\"code\":\"E1005\"}"),
        json(invalid).getJsonArray("problems").getJsonObject(0));
  }

  @Test
  void accountIsCreatedChangedAndRemoved() throws Exception {
    Reply created =
        door.admin("POST", "/api/v1/users", "{\"name\":\"nurse\",\"password\":\"pä ss\"}");
    assertEquals(201, created.status());
    assertEquals(
        new JsonObject().put("name", "nurse").put("jid", "nurse@localhost"), json(created));
    assertEquals(
        200,
        door.admin("PUT", "/api/v1/users/nurse/password", "{\"password\":\"other\"}").status());
    assertEquals(200, door.admin("DELETE", "/api/v1/users/nurse", "").status());
    assertEquals(
        List.of("create nurse pä ss", "password nurse other", "remove nurse"), door.changes);
  }

  @Test
  void listComesInParts() throws Exception {
    JsonObject first = json(door.admin("GET", "/api/v1/users?limit=2", ""));
    assertEquals(2, first.getJsonArray("users").size());
    assertEquals("romeo", first.getString("next"));
    JsonObject last = json(door.admin("GET", "/api/v1/users?limit=2&after=romeo", ""));
    assertEquals(1, last.getJsonArray("users").size());
    assertFalse(last.containsKey("next"));
  }

  @Test
  void wholeListHasNoNextPart() throws Exception {
    JsonObject whole = json(door.admin("GET", "/api/v1/users", ""));
    assertEquals(3, whole.getJsonArray("users").size());
    assertFalse(whole.containsKey("next"));
    door.nodes.put("plant/a", Map.of());
    assertEquals(
        new JsonArray().add("plant/a"),
        json(door.admin("GET", "/api/v1/nodes", "")).getJsonArray("nodes"));
  }

  @Test
  void nodeIsCreatedWithItsConfiguration() throws Exception {
    Reply reply =
        door.admin(
            "POST",
            "/api/v1/nodes",
            """
            {"node": "plant/a", "configuration": {"pubsub#max_items": 20,
             "pubsub#persist_items": true, "pubsub#roster_groups_allowed": ["a", "b"]}}
            """);
    assertEquals(201, reply.status());
    assertEquals("plant/a", json(reply).getString("node"));
    assertEquals(
        List.of(
            "create plant/a {pubsub#max_items=[20], pubsub#persist_items=[true],"
                + " pubsub#roster_groups_allowed=[a, b]}"),
        door.changes);
  }

  @Test
  void nodeWithoutNameIsInstant() throws Exception {
    assertEquals("instant", json(door.admin("POST", "/api/v1/nodes", "{}")).getString("node"));
  }

  @Test
  void nameOfANodeIsOneSegmentOrAParameter() throws Exception {
    door.nodes.put(
        "plant/a 1+2é",
        Map.of(
            "pubsub#title", List.of("T"),
            "pubsub#language", List.of(),
            "pubsub#contact", List.of("a", "b")));
    Reply reply = door.admin("GET", "/api/v1/nodes/plant%2Fa%201+2%C3%A9", "");
    assertEquals(200, reply.status());
    assertEquals(
        new JsonObject(
            """
            {"node": "plant/a 1+2é", "type": "leaf", "owners": ["romeo@localhost"],
             "items": 7, "subscriptions": 2,
             "configuration": {"pubsub#contact": ["a", "b"], "pubsub#language": [],
                               "pubsub#title": "T"}}
            """),
        json(reply));
    assertEquals(
        json(reply), json(door.admin("GET", "/api/v1/nodes?node=plant/a+1%2B2%C3%A9", "")));
    door.admin("DELETE", "/api/v1/nodes?node=a..b", "");
    assertEquals("delete a..b", door.changes.get(door.changes.size() - 1));
  }

  @Test
  void configurationOfANodeIsChanged() throws Exception {
    Reply reply =
        door.admin(
            "PATCH",
            "/api/v1/nodes/a",
            "{\"configuration\": {\"pubsub#access_model\": \"whitelist\"}}");
    assertEquals(200, reply.status());
    assertEquals(
        "whitelist", json(reply).getJsonObject("configuration").getString("pubsub#access_model"));
    assertEquals(List.of("configure a {pubsub#access_model=[whitelist]}"), door.changes);
  }

  @Test
  void connectionServesManyRequests() throws Exception {
    try (HttpPeer peer = new HttpPeer(door.port())) {
      String remove = "DELETE /api/v1/users/%s HTTP/1.1\r\nHost: a\r\n" + AUTHORIZATION;
      peer.send(
          remove.formatted("a")
              + "\r\n"
              + remove.formatted("b")
              + "\r\n"
              + remove.formatted("c")
              + "Connection: close\r\n\r\n");
      assertEquals(3, peer.readAll().split("HTTP/1.1 200 OK", -1).length - 1);
      assertEquals(List.of("remove a", "remove b", "remove c"), door.changes);
    }
  }

  private static JsonObject json(Reply reply) {
    return new JsonObject(reply.body());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
