package io.pipit.bridges.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.pubsub.port.LevelNames;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the id of an item comes from: {@code auto} is the user property {@code pipit-id}, else the
 * id of a CloudEvent, else one that is new; {@code property:NAME} is a user property, {@code
 * json:/pointer} a member of the payload (RFC 6901), {@code current} always the same. What is to
 * give the id and does not, or gives one that no item can have, leaves it to be new. Immutable; any
 * thread.
 */
public final class ItemIds {

  /** The id of the item of a node that has one. */
  public static final String CURRENT = "current";

  static final String OWN = "pipit-id";

  private static final String AUTO = "auto";
  private static final String PROPERTY = "property:";
  private static final String JSON = "json:";
  private static final JsonFactory FACTORY = new JsonFactory();

  private final String text;
  private final @Nullable JsonPointer pointer;

  private ItemIds(String text, @Nullable JsonPointer pointer) {
    this.text = text;
    this.pointer = pointer;
  }

  /** Reads a rule; empty when it is none. */
  public static Optional<ItemIds> parse(String text) {
    if (text.equals(AUTO)
        || text.equals(CURRENT)
        || (text.startsWith(PROPERTY) && text.length() > PROPERTY.length())) {
      return Optional.of(new ItemIds(text, null));
    }
    if (!text.startsWith(JSON + "/")) {
      return Optional.empty();
    }
    return Optional.of(new ItemIds(text, JsonPointer.compile(text.substring(JSON.length()))));
  }

  /** The id that a message gives; empty when it gives none. */
  public Optional<String> of(BridgeMessage message) {
    Optional<String> id =
        text.equals(CURRENT)
            ? Optional.of(CURRENT)
            : text.equals(AUTO)
                ? auto(message)
                : pointer == null
                    ? message.property(text.substring(PROPERTY.length()))
                    : member(message.payload(), pointer);
    return id.filter(LevelNames::isPlain);
  }

  /** As the MQTT binding of CloudEvents has it: a prefix is there in old messages only (3.1). */
  private static Optional<String> auto(BridgeMessage message) {
    return message
        .property(OWN)
        .or(() -> message.property("ce-id"))
        .or(
            () ->
                message.property("specversion").isPresent()
                    ? message.property("id")
                    : structured(message));
  }

  /** A CloudEvent whose attributes are in its JSON (3.2). */
  private static Optional<String> structured(BridgeMessage message) {
    String type = message.contentType();
    return type != null && type.startsWith("application/cloudevents+json")
        ? member(message.payload(), JsonPointer.compile("/id"))
        : Optional.empty();
  }

  /** A text, a number or a boolean at that place. */
  private static Optional<String> member(byte[] json, JsonPointer at) {
    try (JsonParser parser =
        new FilteringParserDelegate(
            FACTORY.createParser(json),
            new JsonPointerBasedFilter(at),
            Inclusion.ONLY_INCLUDE_ALL,
            false)) {
      JsonToken token = parser.nextToken();
      return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL
          ? Optional.of(parser.getText())
          : Optional.empty();
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
