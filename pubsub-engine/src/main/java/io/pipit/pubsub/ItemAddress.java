package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an item is: {@code xmpp:SERVICE?;node=NODE;item=ITEM} (XEP-0060 12.22). */
public record ItemAddress(BareJid service, String node, String item) {

  private static final Pattern URI = Pattern.compile("xmpp:([^?;]+)\\?;node=([^;]+);item=([^;]+)");

  /** The address that a URI is; empty when it is none of that form. */
  public static Optional<ItemAddress> parse(String uri) {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<BareJid> service =
        decode(matcher.group(1))
            .flatMap(Jid::parse)
            .filter(BareJid.class::isInstance)
            .map(Jid::bare);
    Optional<String> node = decode(matcher.group(2));
    Optional<String> item = decode(matcher.group(3));
    return service.isPresent() && node.isPresent() && item.isPresent()
        ? Optional.of(new ItemAddress(service.get(), node.get(), item.get()))
        : Optional.empty();
  }

  /** Undoes percent-encoding (RFC 3986 2.1); empty when it is malformed. */
  static Optional<String> decode(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] != '%') {
        decoded.put(bytes[at]);
        continue;
      }
      int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
      int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      decoded.put((byte) (16 * high + low));
      at += 2;
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty(); // not UTF-8, so no name
    }
  }
}
