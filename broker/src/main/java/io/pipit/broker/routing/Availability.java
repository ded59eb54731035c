package io.pipit.broker.routing;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Show;
import java.util.Optional;
import java.util.OptionalInt;

/** What an available presence says of its resource: RFC 6121 4.7.2.1 (show) and 4.7.2.3. */
public final class Availability {

  private static final int LOWEST = -128;
  private static final int HIGHEST = 127;

  private Availability() {}

  /**
   * The priority of an available presence, 0 when it names none; empty when its priority or show is
   * not one that the RFC knows, which the sender is told with {@code bad-request}.
   */
  public static OptionalInt priority(Presence presence) {
    if (show(presence).isEmpty()) {
      return OptionalInt.empty();
    }
    Optional<Element> priority = presence.element().child("priority", Ns.CLIENT);
    if (priority.isEmpty()) {
      return OptionalInt.of(0);
    }
    try {
      int value = Integer.parseInt(priority.get().text().strip());
      return value < LOWEST || value > HIGHEST ? OptionalInt.empty() : OptionalInt.of(value);
    } catch (NumberFormatException notANumber) {
      return OptionalInt.empty();
    }
  }

  /** The show of an available presence; empty for a word that the RFC does not know. */
  static Optional<Show> show(Presence presence) {
    Optional<String> word = presence.element().child("show", Ns.CLIENT).map(Element::text);
    return word.isEmpty()
        ? Optional.of(Show.ONLINE)
        // What has no element has no word for it either.
        : word.flatMap(Show::ofWire).filter(show -> show != Show.ONLINE);
  }
}
