package io.pipit.broker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.HttpPeer.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door refuses, and with which status and code. */
@Timeout(60)
class HttpDoorRefusalTest {

  private static final String AUTHORIZATION = "Authorization: Bearer " + OpenDoor.TOKEN + "\r\n";

  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/livez/..",
        "/x/../livez",
        "/..%2flivez",
        "/%2e%2e/metrics",
        "/%2E/metrics",
        "/livez;a=b",
        "/api;/v1/users",
        "/livez\\",
        "/x\\..\\livez",
        "/%u002e%u002e/livez",
        "/livez%00",
        "/%zz",
        "/%4",
        "/%+1",
        "/%c3%28",
        "/%ed%a0%80",
        "livez",
        "*"
      })
  void ambiguousPathIsRefusedBeforeRouting(String path) throws Exception {
    assertRefused(400, ErrorCode.BAD_REQUEST, door.admin("GET", path, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/livez/", "//livez", "/LIVEZ", "/api/v1", "/api/v1/users%2F"})
  void unknownPathIsNotFound(String path) throws Exception {
    assertRefused(404, ErrorCode.BAD_REQUEST, door.admin("GET", path, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /livez, 'GET, HEAD'",
    "DELETE, /metrics, 'GET, HEAD'",
    "GET, /api/v1/stop, POST",
    "GET, /api/v1/reload, POST",
    "PUT, /api/v1/users, 'GET, HEAD, POST'",
    "GET, /api/v1/users/juliet, DELETE",
    "TRACE, /api/v1/nodes/a, 'DELETE, GET, HEAD, PATCH'"
  })
  void otherMethodIsNotAllowed(String method, String path, String allowed) throws Exception {
    Reply reply = door.admin(method, path, "");
    assertRefused(405, ErrorCode.BAD_REQUEST, reply);
    assertEquals(Optional.of(allowed), reply.header("Allow"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/users",
    "POST, /api/v1/users",
    "PUT, /api/v1/users/juliet/password",
    "DELETE, /api/v1/users/juliet",
    "GET, /api/v1/nodes",
    "POST, /api/v1/nodes",
    "GET, /api/v1/nodes/a",
    "PATCH, /api/v1/nodes/a",
    "DELETE, /api/v1/nodes/a",
    "DELETE, /api/v1/nodes?node=a",
    "GET, /api/v1/status",
    "POST, /api/v1/stop",
    "POST, /api/v1/reload",
    "GET, /api/v1/bridges",
    "GET, /api/v1/bridges/a",
    "POST, /api/v1/bridges/a/pause",
    "POST, /api/v1/bridges/a/resume",
    "POST, /api/v1/bridges/a/test",
    "POST, /api/v1/bridges/a/drop-buffer",
    // The route decides and not the text: these are the same routes.
    "GET, /%61pi/v1/users",
    "DELETE, /api/v1/%75sers/juliet",
    "HEAD, /api/v1/users"
  })
  void administrationNeedsTheTokenOnThisMachineToo(String method, String path) throws Exception {
    Reply reply = HttpPeer.exchange(door.port(), method, path, "", "");
    assertEquals(401, reply.status());
    assertEquals(Optional.of("Bearer realm=\"pipit\""), reply.header("WWW-Authenticate"));
    reply = HttpPeer.exchange(door.port(), method, path, "Authorization: Bearer x\r\n", "");
    assertEquals(401, reply.status());
    assertEquals(List.of(), door.changes);
    assertFalse(door.stopped.isDone());
  }

  @Test
  void tokenTwiceOrElsewhereDoesNotCount() throws Exception {
    assertRefused(
        401,
        ErrorCode.NOT_AUTHENTICATED,
        HttpPeer.exchange(door.port(), "GET", "/api/v1/users", AUTHORIZATION + AUTHORIZATION, ""));
    assertRefused(
        401,
        ErrorCode.NOT_AUTHENTICATED,
        door.anonymous("GET", "/api/v1/users?token=" + OpenDoor.TOKEN));
  }

  @Test
  void strangerIsRefusedBeforeItsBodyIsRead() throws Exception {
    try (HttpPeer peer = new HttpPeer(door.port())) {
      peer.send("POST /api/v1/users HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n{");
      assertRefused(401, ErrorCode.NOT_AUTHENTICATED, Reply.of(peer.readAll()));
    }
  }

  @Test
  void bodyThatIsAnnouncedTooLongIsRefused() throws Exception {
    try (HttpPeer peer = new HttpPeer(door.port())) {
      peer.send(
          "POST /api/v1/users HTTP/1.1\r\nHost: a\r\n"
              + AUTHORIZATION
              + "Content-Length: 262145\r\n\r\n");
      assertRefused(413, ErrorCode.BAD_REQUEST, Reply.of(peer.readAll()));
    }
  }

  @Test
  void bodyThatGrowsTooLongIsRefused() throws Exception {
    String chunk = "8000\r\n" + "a".repeat(0x8000) + "\r\n";
    try (HttpPeer peer = new HttpPeer(door.port())) {
      peer.send(
          "POST /api/v1/users HTTP/1.1\r\nHost: a\r\n"
              + AUTHORIZATION
              + "Transfer-Encoding: chunked\r\n\r\n"
              + chunk.repeat(8)
              + "1\r\na\r\n");
      assertRefused(413, ErrorCode.BAD_REQUEST, Reply.of(peer.readAll()));
    }
  }

  @Test
  void longHeadIsRefused() throws Exception {
    String header = "X-Long: " + "a".repeat(8_192) + "\r\n";
    assertEquals(431, HttpPeer.exchange(door.port(), "GET", "/livez", header, "").status());
    assertEquals(414, door.anonymous("GET", "/" + "a".repeat(4_096)).status());
  }

  @Test
  void ambiguousLengthOfTheBodyIsRefused() throws Exception {
    String smuggled = "GET /api/v1/users HTTP/1.1\r\nHost: a\r\n" + AUTHORIZATION + "\r\n";
    try (HttpPeer peer = new HttpPeer(door.port())) {
      peer.send(
          "POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"
              + smuggled);
      assertFalse(peer.readAll().contains("HTTP/1.1 200"));
    }
    try (HttpPeer peer = new HttpPeer(door.port())) {
      peer.send("POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n" + smuggled);
      assertFalse(peer.readAll().contains("HTTP/1.1 200"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "\"juliet\"",
        "null",
        "{}",
        "{\"name\":\"juliet\"}",
        "{\"password\":\"p\"}",
        "{\"name\":\"\",\"password\":\"p\"}",
        "{\"name\":\"juliet\",\"password\":\"\"}",
        "{\"name\":1,\"password\":\"p\"}",
        "{\"name\":null,\"password\":\"p\"}",
        "{\"name\":\"juliet\",\"password\":[\"p\"]}",
        "{\"name\":\"juliet\",\"password\":\"p\",\"admin\":true}"
      })
  void bodyThatIsNoAccountIsRefused(String body) throws Exception {
    assertRefused(400, ErrorCode.BAD_REQUEST, door.admin("POST", "/api/v1/users", body));
    assertEquals(List.of(), door.changes);
  }

  @Test
  void deeplyNestedBodyIsRefused() throws Exception {
    String body = "{\"configuration\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
    assertRefused(400, ErrorCode.BAD_REQUEST, door.admin("PATCH", "/api/v1/nodes/a", body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"node\":7}",
        "{\"node\":[\"a\"]}",
        "{\"node\":\"a\",\"config\":{}}",
        "{\"node\":\"a\",\"configuration\":[]}",
        "{\"node\":\"a\",\"configuration\":null}",
        "{\"node\":\"a\",\"configuration\":{\"pubsub#title\":null}}",
        "{\"node\":\"a\",\"configuration\":{\"pubsub#title\":{}}}",
        "{\"node\":\"a\",\"configuration\":{\"pubsub#title\":[[]]}}"
      })
  void bodyThatIsNoNodeIsRefused(String body) throws Exception {
    assertRefused(400, ErrorCode.BAD_REQUEST, door.admin("POST", "/api/v1/nodes", body));
    assertEquals(List.of(), door.changes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATCH", "DELETE"})
  void changeOfNoNodeIsRefused(String method) throws Exception {
    assertRefused(400, ErrorCode.BAD_REQUEST, door.admin(method, "/api/v1/nodes", "{}"));
    assertEquals(List.of(), door.changes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=-1",
        "limit=10001",
        "limit=x",
        "limit=",
        "limit=1&limit=2",
        "after=%zz"
      })
  void queryThatIsNoPartOfAListIsRefused(String query) throws Exception {
    assertRefused(400, ErrorCode.BAD_REQUEST, door.admin("GET", "/api/v1/users?" + query, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "NO_SUCH_USER, 404",
    "NO_SUCH_NODE, 404",
    "USER_EXISTS, 409",
    "CONFLICT, 409",
    "BAD_USER_NAME, 422",
    "NO_PASSWORD, 422",
    "REFUSED, 422",
    "FORBIDDEN, 403",
    "UNAVAILABLE, 503",
    "TIMED_OUT, 504"
  })
  void refusalOfTheBrokerHasItsStatus(ErrorCode code, int status) throws Exception {
    door.instead = Future.succeededFuture(Answer.refused(code, "because of 'juliet'"));
    for (Reply reply :
        List.of(
            door.admin("DELETE", "/api/v1/users/juliet", ""),
            door.admin("DELETE", "/api/v1/nodes/a", ""),
            door.admin("POST", "/api/v1/nodes", "{}"),
            door.admin("PUT", "/api/v1/users/a/password", "{\"password\":\"p\"}"))) {
      assertRefused(status, code, reply);
      assertEquals("because of 'juliet'", json(reply).getString("error"));
      assertEquals(status == 503, reply.header("Retry-After").isPresent());
    }
  }

  @Test
  void defectIsNotTold() throws Exception {
    door.instead = Future.failedFuture(new IllegalStateException("/secret/path"));
    Reply reply = door.admin("DELETE", "/api/v1/users/juliet", "");
    assertRefused(500, ErrorCode.DEFECT, reply);
    assertFalse(reply.body().contains("secret"));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCodeIsAnError(ErrorCode code) {
    assertTrue(Set.of(400, 401, 403, 404, 409, 422, 500, 503, 504).contains(HttpStatus.of(code)));
  }

  @Test
  void shortTokenIsRefusedAtStart() {
    assertThrows(IllegalArgumentException.class, () -> HttpOptions.of("127.0.0.1", 0, "short"));
  }

  @Test
  void tokenIsNotPrinted() {
    HttpOptions options = HttpOptions.of("127.0.0.1", 0, OpenDoor.TOKEN);
    assertFalse(options.toString().contains(OpenDoor.TOKEN));
  }

  private static void assertRefused(int status, ErrorCode code, Reply reply) {
    assertEquals(status, reply.status(), reply.toString());
    assertEquals(code.code(), json(reply).getString("code"));
    assertFalse(json(reply).getString("error").isEmpty());
    assertEquals(Optional.of("application/json"), reply.header("Content-Type"));
  }

  private static JsonObject json(Reply reply) {
    return new JsonObject(reply.body());
  }
}
