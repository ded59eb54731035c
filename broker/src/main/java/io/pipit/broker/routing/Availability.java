package io.pipit.broker.routing;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Presence;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What an available presence says of its resource: RFC 6121 4.7.2.1 (show) and 4.7.2.3. */
public final class Availability {

  private static final Set<String> SHOW = Set.of("away", "chat", "dnd", "xa");
  private static final int LOWEST = -128;
  private static final int HIGHEST = 127;

  private Availability() {}

  /**
   * The priority of an available presence, 0 when it names none; empty when its priority or show is
   * not one that the RFC knows, which the sender is told with {@code bad-request}.
   */
  public static OptionalInt priority(Presence presence) {
    Optional<Element> show = presence.element().child("show", Ns.CLIENT);
    if (show.isPresent() && !SHOW.contains(show.get().text())) {
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
}
