package io.pipit.broker.http;

import io.vertx.core.json.JsonObject;

/** What {@code pipit status} prints. Called on the event loop of the door: never blocks. */
@FunctionalInterface
public interface StatusSource {

  /** Version, domain, process, start and the addresses that are bound. */
  JsonObject status();
}
