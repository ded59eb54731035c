package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.mqtt.codec.UserProperty;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.port.PortHeader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the headers of items are in packets: some are properties of MQTT, the others are user
 * properties, of which those that begin with {@code pipit-} are the node's. Stateless; any thread.
 */
final class MqttHeaders {

  /** The item's id; from a client, the id that it is to have. */
  static final String ID = "pipit-id";

  /** When the node took the item. */
  static final String PUBLISHED = "pipit-published";

  /** By whose rights it was published. */
  static final String PUBLISHER = "pipit-publisher";

  /** Its place in the order of publication at its node. */
  static final String SEQ = "pipit-seq";

  /** From a client: by which the node knows the publish when it is sent again. */
  static final String KEY = "pipit-key";

  private static final String OURS = "pipit-";
  private static final String BASE64 = "base64:";

  /** Headers that are user properties of another name, in lower case. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "origin", "pipit-origin",
          "hops", "pipit-hops",
          "source-topic", "pipit-source-topic");

  /** And back. */
  private static final Map<String, String> NAMED =
      Map.of(
          "pipit-origin", ItemHeaders.ORIGIN,
          "pipit-hops", ItemHeaders.HOPS,
          "pipit-source-topic", ItemHeaders.SOURCE_TOPIC);

  private MqttHeaders() {}

  /** The user property for a header; empty when it is a property of MQTT, or the node's to say. */
  static Optional<UserProperty> userProperty(PortHeader header) {
    String name = header.name().toLowerCase(Locale.ROOT);
    String renamed = RENAMED.get(name);
    if (renamed != null) {
      return Optional.of(new UserProperty(renamed, header.value()));
    }
    if (name.startsWith(OURS)) {
      return Optional.empty();
    }
    boolean isProperty =
        name.equalsIgnoreCase(ItemHeaders.EXPIRES)
            || name.equalsIgnoreCase(ItemHeaders.FORMAT)
            || name.equalsIgnoreCase(ItemHeaders.ASSURANCE)
            || name.equalsIgnoreCase(ItemHeaders.CONTENT_TYPE)
            || name.equalsIgnoreCase(ItemHeaders.CORRELATION)
            || (name.equalsIgnoreCase(ItemHeaders.REPLY_TO) && isTopic(header.value()));
    return isProperty
        ? Optional.empty()
        : Optional.of(new UserProperty(header.name(), header.value()));
  }

  /** The header for a user property of a client; empty when it is the node's to say. */
  static Optional<PortHeader> header(UserProperty property) {
    String name = property.name().toLowerCase(Locale.ROOT);
    if (name.startsWith(OURS)) {
      return Optional.ofNullable(NAMED.get(name))
          .map(known -> new PortHeader(known, property.value()));
    }
    return Optional.of(new PortHeader(property.name(), property.value()));
  }

  /** Whether a client can be told to answer there: a topic without wildcards [MQTT-3.3.2-14]. */
  static boolean isTopic(String text) {
    return !text.isEmpty() && text.indexOf('+') < 0 && text.indexOf('#') < 0;
  }

  /** Correlation data as text: as they are where they are text, else in Base64. */
  static String correlation(byte[] data) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
      if (!text.startsWith(BASE64) && text.chars().allMatch(MqttHeaders::isPlain)) {
        return text;
      }
    } catch (CharacterCodingException isBinary) {
      // then it is written as such
    }
    return BASE64 + Base64.getEncoder().encodeToString(data);
  }

  /** No control characters and nothing that XML cannot hold. */
  private static boolean isPlain(int unit) {
    return unit >= ' ' && unit != 0x7F && unit < 0xFFFE;
  }

  /** And back; what is no Base64 is what it says. */
  static byte[] correlation(String text) {
    if (text.startsWith(BASE64)) {
      try {
        return Base64.getDecoder().decode(text.substring(BASE64.length()));
      } catch (IllegalArgumentException isText) {
        return text.getBytes(UTF_8);
      }
    }
    return text.getBytes(UTF_8);
  }
}
