package io.pipit.pubsub.port;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.pubsub.ItemHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the headers of items are in messages of doors that carry pairs along: some are fields of
 * such a message, the others are pairs, of which those that begin with {@code pipit-} are the
 * node's. Stateless; any thread.
 */
public final class CarriedHeaders {

  /** The item's id; from outside, the id that it is to have. */
  public static final String ID = "pipit-id";

  /** When the node took the item. */
  public static final String PUBLISHED = "pipit-published";

  /** By whose rights it was published. */
  public static final String PUBLISHER = "pipit-publisher";

  /** Its place in the order of publication at its node. */
  public static final String SEQ = "pipit-seq";

  /** The node of the network that the item was published at first. */
  public static final String ORIGIN = "pipit-origin";

  /** How many bridges it came over. */
  public static final String HOPS = "pipit-hops";

  private static final String SOURCE_TOPIC = "pipit-source-topic";
  private static final String OURS = "pipit-";
  private static final String BASE64 = "base64:";

  /** Headers that are pairs of another name, in lower case. */
  private static final Map<String, String> RENAMED =
      Map.of("origin", ORIGIN, "hops", HOPS, "source-topic", SOURCE_TOPIC);

  /** And back. */
  private static final Map<String, String> NAMED =
      Map.of(
          ORIGIN, ItemHeaders.ORIGIN,
          HOPS, ItemHeaders.HOPS,
          SOURCE_TOPIC, ItemHeaders.SOURCE_TOPIC);

  private CarriedHeaders() {}

  /** The pair for a header; empty when it is a field of the message, or the node's to say. */
  public static Optional<PortHeader> pair(PortHeader header) {
    String name = header.name().toLowerCase(Locale.ROOT);
    String renamed = RENAMED.get(name);
    if (renamed != null) {
      return Optional.of(new PortHeader(renamed, header.value()));
    }
    if (name.startsWith(OURS)) {
      return Optional.empty();
    }
    boolean isField =
        name.equalsIgnoreCase(ItemHeaders.EXPIRES)
            || name.equalsIgnoreCase(ItemHeaders.FORMAT)
            || name.equalsIgnoreCase(ItemHeaders.ASSURANCE)
            || name.equalsIgnoreCase(ItemHeaders.CONTENT_TYPE)
            || name.equalsIgnoreCase(ItemHeaders.CORRELATION)
            || (name.equalsIgnoreCase(ItemHeaders.REPLY_TO) && isName(header.value()));
    return isField ? Optional.empty() : Optional.of(header);
  }

  /** The header for a pair from outside; empty when it is the node's to say. */
  public static Optional<PortHeader> header(PortHeader pair) {
    String name = pair.name().toLowerCase(Locale.ROOT);
    if (name.startsWith(OURS)) {
      return Optional.ofNullable(NAMED.get(name)).map(known -> new PortHeader(known, pair.value()));
    }
    return Optional.of(pair);
  }

  /** Whether somebody can be told to answer there: a name without wildcards. */
  public static boolean isName(String text) {
    return !text.isEmpty() && text.indexOf('+') < 0 && text.indexOf('#') < 0;
  }

  /** Correlation data as text: as they are where they are text, else in Base64. */
  public static String correlation(byte[] data) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
      if (!text.startsWith(BASE64) && text.chars().allMatch(CarriedHeaders::isPlain)) {
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
  public static byte[] correlation(String text) {
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
