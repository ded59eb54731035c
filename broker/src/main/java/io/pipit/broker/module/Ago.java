package io.pipit.broker.module;

import io.pipit.xmpp.Element;
import java.time.Duration;
import java.util.Optional;

/** What a presence says of the time since the resource was last available (XEP-0312 2). */
final class Ago {

  private static final String NAMESPACE = "urn:xmpp:ago:0";

  /** Nobody was away longer. */
  private static final Duration MOST = Duration.ofDays(36_500);

  private Ago() {}

  /** Empty when it says nothing, or nothing that can be read. */
  static Optional<Duration> of(Element presence) {
    return presence
        .child("ago", NAMESPACE)
        .flatMap(ago -> ago.attribute("secs"))
        .filter(seconds -> seconds.matches("[0-9]{1,20}"))
        .map(
            seconds ->
                seconds.length() > 10 || Long.parseLong(seconds) > MOST.toSeconds()
                    ? MOST
                    : Duration.ofSeconds(Long.parseLong(seconds)));
  }
}
