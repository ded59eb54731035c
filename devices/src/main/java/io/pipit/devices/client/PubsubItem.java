package io.pipit.devices.client;

import io.pipit.xmpp.Element;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An item as a service gives it. Any thread.
 *
 * @param content null for an item without payload
 * @param sender who published it, when the service says so (XEP-0060 7.1.2.3), else null
 */
public record PubsubItem(String id, @Nullable Payload content, @Nullable String sender) {

  public Optional<Payload> payload() {
    return Optional.ofNullable(content);
  }

  public Optional<String> publisher() {
    return Optional.ofNullable(sender);
  }

  /** The payload for a person, empty for none. */
  public String toDisplay() {
    return content == null ? "" : content.toDisplay();
  }

  static PubsubItem read(Element item) {
    return new PubsubItem(
        item.attribute("id", ""),
        item.firstElement().map(Payload::of).orElse(null),
        item.attribute("publisher").orElse(null));
  }
}
