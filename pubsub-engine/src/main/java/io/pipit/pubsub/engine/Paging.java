package io.pipit.pubsub.engine;

import io.pipit.pubsub.command.PageRequest;
import java.util.Optional;

/**
 * Cuts a page out of a list (XEP-0059 2).
 *
 * @param from place of the first entry, from 0
 * @param to place behind the last entry
 * @param keepsEnd when the page turns out too big, entries are left out at the start, since the
 *     requester reads backwards
 */
record Paging(int from, int to, boolean keepsEnd) {

  /** Where UIDs are in a list, also those of entries that have gone since. */
  interface Places {

    int size();

    /** How many entries come before that of a UID; empty when it never was one. */
    Optional<Integer> before(String uid);

    /** How many entries come before that of a UID or are it; empty when it never was one. */
    Optional<Integer> through(String uid);
  }

  /**
   * The page that is asked for.
   *
   * @param most entries in any page
   * @param endFirst whether the end of the list comes to who asks for no page in particular
   * @return empty when a UID of the request is unknown (item-not-found, XEP-0059 2.4)
   */
  static Optional<Paging> of(PageRequest request, Places places, int most, boolean endFirst) {
    Integer max = request.max();
    Integer index = request.index();
    String after = request.after();
    String before = request.before();
    int limit = max == null ? most : Math.min(max, most);
    if (after != null) {
      return places.through(after).map(from -> forwards(from, limit, places.size()));
    }
    if (before != null && !before.isEmpty()) {
      return places.before(before).map(to -> backwards(to, limit));
    }
    if (index != null) {
      return Optional.of(forwards(Math.min(index, places.size()), limit, places.size()));
    }
    // A page without a place is the first one (XEP-0059 2.2).
    boolean fromEnd = before != null || (endFirst && max == null);
    return Optional.of(
        fromEnd ? backwards(places.size(), limit) : forwards(0, limit, places.size()));
  }

  private static Paging forwards(int from, int limit, int size) {
    return new Paging(from, Math.min(size, from + limit), false);
  }

  private static Paging backwards(int to, int limit) {
    return new Paging(Math.max(0, to - limit), to, true);
  }
}
