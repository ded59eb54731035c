package io.pipit.devices.client;

import java.time.Duration;

/**
 * Times and bounds of one client. Any thread.
 *
 * @param connectTimeout from the first packet until the resource is bound, in all
 * @param requestTimeout from asking to the answer of one request
 * @param keepAlive after this long without a byte from the server it is pinged (XEP-0199), and
 *     given up when it does not answer in {@code requestTimeout}
 * @param maxInFlight requests sent and not answered; a server stops reading beyond its own bound
 * @param maxWaiting requests that wait for their turn; beyond it they fail at once
 * @param maxStanzaBytes the largest stanza taken from the server
 */
public record ClientOptions(
    Duration connectTimeout,
    Duration requestTimeout,
    Duration keepAlive,
    int maxInFlight,
    int maxWaiting,
    int maxStanzaBytes) {

  public static final ClientOptions DEFAULT =
      new ClientOptions(
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          64,
          1_024,
          4 * 1_024 * 1_024);

  public ClientOptions {
    if (connectTimeout.toMillis() < 1
        || requestTimeout.toMillis() < 1
        || keepAlive.toMillis() < 1
        || maxInFlight < 1
        || maxWaiting < 0
        || maxStanzaBytes < 1_024) {
      throw new IllegalArgumentException("an option of the client is out of range");
    }
  }

  /** These options with other times for connecting and for a request. */
  public ClientOptions withTimeouts(Duration connect, Duration request) {
    return new ClientOptions(connect, request, keepAlive, maxInFlight, maxWaiting, maxStanzaBytes);
  }

  /** These options with other bounds of requests. */
  public ClientOptions withRequests(int inFlight, int waiting) {
    return new ClientOptions(
        connectTimeout, requestTimeout, keepAlive, inFlight, waiting, maxStanzaBytes);
  }

  /** These options with another time after which a silent server is pinged. */
  public ClientOptions withKeepAlive(Duration silence) {
    return new ClientOptions(
        connectTimeout, requestTimeout, silence, maxInFlight, maxWaiting, maxStanzaBytes);
  }
}
