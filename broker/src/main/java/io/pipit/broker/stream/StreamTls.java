package io.pipit.broker.stream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * TLS of client streams, which begins with STARTTLS or at once.
 *
 * @param direct the same with the protocol's name, which the client may ask for
 */
record StreamTls(ServerTls afterStartTls, ServerTls direct) {

  /** The ALPN name of client streams (XEP-0368 3). */
  static final String ALPN = "xmpp-client";

  /**
   * Reads key and certificate, which blocks.
   *
   * @throws IllegalArgumentException when they cannot be used
   */
  static StreamTls of(Vertx vertx, KeyCertOptions certificate) {
    return new StreamTls(
        ServerTls.of(vertx, certificate, Optional.empty(), Optional.empty()),
        ServerTls.of(vertx, certificate, Optional.of(ALPN), Optional.empty()));
  }

  /** What a channel needs to speak TLS from its next byte on. */
  SslHandler handler(boolean directTls, ByteBufAllocator allocator, Duration handshakeTime) {
    return (directTls ? direct : afterStartTls).handler(allocator, handshakeTime);
  }
}
