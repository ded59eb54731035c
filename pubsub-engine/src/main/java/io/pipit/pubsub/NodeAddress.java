package io.pipit.pubsub;

import io.pipit.xmpp.Jid;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node is: {@code xmpp:SERVICE?;node=NODE} (XEP-0060 12.22, RFC 5122), perhaps with what to
 * do there, as in {@code ?pubsub;action=subscribe;node=NODE}. Immutable.
 */
public record NodeAddress(Jid service, String node) {

  /** The longest URI that is read: room for a name of 1,023 bytes, each of them escaped. */
  public static final int MAX_URI_LENGTH = 4_096;

  private static final int MAX_NODE_BYTES = 1_023;

  /** What stands in a part of such a URI; anything else is escaped (RFC 5122 2.2). */
  private static final String PART = "[A-Za-z0-9._~!$'()*+,:@/%-]";

  /** Without an authority: by which account to go there is the reader's choice. */
  private static final Pattern URI =
      Pattern.compile("(?i:xmpp):(?!//)(" + PART + "+)\\?(?:pubsub)?((?:;" + PART + "+=[^;]*+)++)");

  private static final Pattern PAIR = Pattern.compile(";([a-z]+)=(" + PART + "*)");

  /** XEP-0060 16.6. */
  private static final Set<String> KEYS = Set.of("action", "node", "item");

  /** The address that a URI is; empty when it is not well-formed or names no node. */
  public static Optional<NodeAddress> parse(String uri) {
    if (uri.length() > MAX_URI_LENGTH) {
      return Optional.empty();
    }
    Matcher parts = URI.matcher(uri);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Optional<Jid> service = decode(parts.group(1)).flatMap(Jid::parse);
    Optional<String> node =
        Optional.ofNullable(pairs(parts.group(2)).get("node")).filter(NodeAddress::isName);
    return service.isPresent() && node.isPresent()
        ? Optional.of(new NodeAddress(service.get(), node.get()))
        : Optional.empty();
  }

  /** The pairs of a query; none at all when one of them is wrong or comes twice. */
  private static Map<String, String> pairs(String query) {
    Map<String, String> pairs = new HashMap<>();
    Matcher pair = PAIR.matcher(query);
    int end = 0;
    while (pair.find() && pair.start() == end) {
      Optional<String> value = decode(pair.group(2));
      if (value.isEmpty()
          || !KEYS.contains(pair.group(1))
          || pairs.put(pair.group(1), value.get()) != null) {
        return Map.of();
      }
      end = pair.end();
    }
    return end == query.length() ? pairs : Map.of();
  }

  private static boolean isName(String node) {
    return !node.isEmpty() && node.getBytes(StandardCharsets.UTF_8).length <= MAX_NODE_BYTES;
  }

  /** A part without its escapes; empty when they are wrong or hide control characters. */
  private static Optional<String> decode(String part) {
    return ItemAddress.decode(part)
        .filter(text -> text.codePoints().noneMatch(Character::isISOControl));
  }
}
