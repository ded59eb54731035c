package io.pipit.pubsub;

import io.pipit.xmpp.ResultSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param entries in the order of the list
 * @param set where they are in it; null when the list is whole and nobody asked
 */
public record Page<T>(List<T> entries, @Nullable ResultSet set) {

  public Page {
    entries = List.copyOf(entries);
  }
}
