package io.pipit.bridges.mqtt.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message of MQTT 5 carries beside its payload; nothing on 3.1.1.
 *
 * @param correlation empty for none
 * @param expirySeconds how long it is worth something, null for ever
 * @param user pairs in their order; a name may occur more than once
 */
public record MessageProperties(
    @Nullable String contentType,
    @Nullable String responseTopic,
    byte[] correlation,
    @Nullable Long expirySeconds,
    List<Pair> user) {

  /** None of them. */
  public static final MessageProperties NONE =
      new MessageProperties(null, null, new byte[0], null, List.of());

  public MessageProperties {
    user = List.copyOf(user);
  }

  /** A user property. */
  public record Pair(String name, String value) {}

  /** The value of the first user property of that name, null when there is none. */
  public @Nullable String user(String name) {
    for (Pair pair : user) {
      if (pair.name().equals(name)) {
        return pair.value();
      }
    }
    return null;
  }
}
