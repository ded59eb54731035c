package io.pipit.broker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.http.HttpPeer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that hold connections without using them. */
@Timeout(60)
class HttpDoorSlowPeerTest {

  private static final String AUTHORIZATION = "Authorization: Bearer " + OpenDoor.TOKEN + "\r\n";

  private final OpenDoor door =
      new OpenDoor(new HttpOptions("127.0.0.1", 0, OpenDoor.TOKEN, 100_000, 2, 300), null);

  @AfterEach
  void close() {
    door.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /livez HTTP/1.1\r\nX-Slow: ",
        "POST /api/v1/users HTTP/1.1\r\nHost: a\r\n"
            + AUTHORIZATION
            + "Content-Length: 90000\r\n\r\n"
      })
  void requestThatComesByteByByteIsCutOff(String start) throws Exception {
    try (HttpPeer peer = new HttpPeer(door.port())) {
      peer.send(start);
      peer.dribble();
    }
    assertEquals(200, door.anonymous("GET", "/livez").status());
  }

  @Test
  void idleConnectionIsClosedAfterItsAnswer() throws Exception {
    try (HttpPeer peer = new HttpPeer(door.port())) {
      peer.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(200, Reply.of(peer.readAll()).status());
    }
  }

  @Test
  void connectionBeyondTheBoundIsClosed() throws Exception {
    OpenDoor narrow =
        new OpenDoor(new HttpOptions("127.0.0.1", 0, OpenDoor.TOKEN, 100, 1, 30_000), null);
    try (HttpPeer first = new HttpPeer(narrow.port())) {
      first.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
      try (HttpPeer second = new HttpPeer(narrow.port())) {
        assertEquals("", second.readAll());
      }
      first.send("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertEquals(2, first.readAll().split("HTTP/1.1 200 OK", -1).length - 1);
    } finally {
      narrow.close();
    }
  }
}
