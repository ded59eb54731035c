package io.pipit.broker.http;

import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.Protocol;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;

/**
 * The open connections, each with the time by which its peer has to do something. A timer for
 * reading idle bytes would not do: a peer that sends one byte now and then never idles. Confined to
 * the event loop of the door.
 */
final class Connections {

  private final Vertx vertx;
  private final int most;
  private final long peerMillis;
  private final BrokerMetrics metrics;
  private final Map<HttpConnection, Long> deadlines = new HashMap<>();

  Connections(Vertx vertx, int most, long peerMillis, BrokerMetrics metrics) {
    this.vertx = vertx;
    this.most = most;
    this.peerMillis = peerMillis;
    this.metrics = metrics;
  }

  /** A connection was accepted. When there are too many, it is closed at once. */
  void opened(HttpConnection connection) {
    if (deadlines.size() >= most) {
      connection.close();
      return;
    }
    metrics.connectionOpened(Protocol.HTTP);
    deadlines.put(connection, deadline(connection));
    connection.closeHandler(
        closed -> {
          Long timer = deadlines.remove(connection);
          if (timer != null) {
            vertx.cancelTimer(timer);
          }
          metrics.connectionClosed(Protocol.HTTP);
        });
  }

  /** The peer has done what it had to; from now on it has the whole time for the next thing. */
  void progressed(HttpConnection connection) {
    deadlines.computeIfPresent(
        connection,
        (key, timer) -> {
          vertx.cancelTimer(timer);
          return deadline(key);
        });
  }

  private long deadline(HttpConnection connection) {
    return vertx.setTimer(peerMillis, due -> connection.close());
  }
}
