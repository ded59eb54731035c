package io.pipit.broker.http;

import java.nio.charset.StandardCharsets;

/**
 * How the HTTP door is opened.
 *
 * @param host the address to bind
 * @param port 0 for any free one
 * @param adminToken the secret of the running node, at least 16 bytes of ASCII
 * @param maxBodyBytes of a request; a longer one is refused with 413
 * @param maxConnections at one time; a further one is closed at once
 * @param peerMillis how long a connection may wait for its peer: for the head of a request, for its
 *     body, for the reading of the answer; then it is closed
 */
public record HttpOptions(
    String host,
    int port,
    String adminToken,
    int maxBodyBytes,
    int maxConnections,
    long peerMillis) {

  private static final int MIN_TOKEN_BYTES = 16;

  public HttpOptions {
    if (adminToken.getBytes(StandardCharsets.US_ASCII).length < MIN_TOKEN_BYTES) {
      throw new IllegalArgumentException("the token of the administrator is too short");
    }
    if (maxBodyBytes < 1 || maxConnections < 1 || peerMillis < 1) {
      throw new IllegalArgumentException("a limit of the HTTP door is not positive");
    }
  }

  /** With the limits that the broker has by default. */
  public static HttpOptions of(String host, int port, String adminToken) {
    return new HttpOptions(host, port, adminToken, 262_144, 1_000, 10_000);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "HttpOptions[" + host + ":" + port + "]";
  }
}
