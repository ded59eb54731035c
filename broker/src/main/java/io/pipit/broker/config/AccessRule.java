package io.pipit.broker.config;

import io.pipit.pubsub.NodeFilter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rule about what doors other than XMPP let through: {@code allow|deny publish|subscribe|all
 * WHO FILTER}. Immutable; any thread.
 *
 * @param allows whether it lets through
 * @param who the localpart of an account of this domain, or a bare JID; null for everybody
 * @param filter in which {@code %u} and {@code %c} stand for who asks
 */
public record AccessRule(boolean allows, Deed deed, @Nullable String who, NodeFilter filter) {

  private static final String EVERYBODY = "*";

  /** What a rule is about. */
  public enum Deed {
    PUBLISH,
    SUBSCRIBE,
    ALL
  }

  /** Reads a rule; empty when it is none. */
  public static Optional<AccessRule> parse(String text) {
    String[] words = text.strip().split("\\s+", 4);
    if (words.length < 4 || !(words[0].equals("allow") || words[0].equals("deny"))) {
      return Optional.empty();
    }
    Optional<Deed> deed =
        switch (words[1]) {
          case "publish" -> Optional.of(Deed.PUBLISH);
          case "subscribe" -> Optional.of(Deed.SUBSCRIBE);
          case "all" -> Optional.of(Deed.ALL);
          default -> Optional.empty();
        };
    String who = words[2].equals(EVERYBODY) ? null : words[2];
    return deed.flatMap(
        about ->
            NodeFilter.read(words[3])
                .map(filter -> new AccessRule(words[0].equals("allow"), about, who, filter)));
  }

  /** As it is written. */
  @Override
  public String toString() {
    return (allows ? "allow " : "deny ")
        + deed.name().toLowerCase(Locale.ROOT)
        + " "
        + (who == null ? EVERYBODY : who)
        + " "
        + filter.text();
  }
}
