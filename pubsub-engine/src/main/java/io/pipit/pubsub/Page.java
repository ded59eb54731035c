package io.pipit.pubsub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param entries in the order of the list
 * @param position where they are in it; null when the list is whole and nobody asked
 */
public record Page<T>(List<T> entries, @Nullable Position position) {

  public Page {
    entries = List.copyOf(entries);
  }

  /**
   * What XEP-0059 says of a page.
   *
   * @param first UID of the first entry, null for an empty page
   * @param last UID of the last entry, null for an empty page
   * @param index place of the first entry in the whole list, from 0
   * @param count entries of the whole list
   */
  public record Position(@Nullable String first, @Nullable String last, int index, int count) {}
}
