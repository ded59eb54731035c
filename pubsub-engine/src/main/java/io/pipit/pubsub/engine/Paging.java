package io.pipit.pubsub.engine;

import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.Page;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.Subscription;
import io.pipit.xmpp.ResultSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

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
   * @param request null for no page in particular
   * @param most entries in any page
   * @param endFirst whether that is the end of the list
   * @return empty when a UID of the request is unknown (item-not-found, XEP-0059 2.4)
   */
  static Optional<Paging> of(
      ResultSet.@Nullable Request request, Places places, int most, boolean endFirst) {
    int size = places.size();
    if (request == null) {
      return Optional.of(endFirst ? backwards(size, most) : forwards(0, most, size));
    }
    int limit = request.limitedTo(most);
    return switch (request.position()) {
      case START -> Optional.of(forwards(0, limit, size));
      case END -> Optional.of(backwards(size, limit));
      case INDEX -> Optional.of(forwards(Math.min(request.index(), size), limit, size));
      case AFTER -> places.through(request.uid()).map(from -> forwards(from, limit, size));
      case BEFORE -> places.before(request.uid()).map(to -> backwards(to, limit));
    };
  }

  /**
   * What a page says about itself.
   *
   * @param uids of the entries of the page
   * @param index place of the first of them
   * @param count entries of the whole list
   */
  static ResultSet describe(List<String> uids, int index, int count) {
    return uids.isEmpty()
        ? new ResultSet(null, null, null, count)
        : new ResultSet(uids.get(0), index, uids.get(uids.size() - 1), count);
  }

  /**
   * The page of a list that is asked for; all of the list, or as much of its beginning as one
   * answer carries, when none is.
   *
   * @param uid of an entry, unique in the list
   * @param bytes of an entry, about
   * @return empty when the page stands on an entry that is not there (XEP-0059 2.4)
   */
  static <T> Optional<Page<T>> page(
      List<T> all,
      Function<? super T, String> uid,
      ToLongFunction<? super T> bytes,
      ResultSet.@Nullable Request request,
      ServiceLimits limits) {
    return of(request, places(all, uid), limits.answerItems(), false)
        .map(
            paging -> {
              List<T> fitting =
                  paging.fitting(all.subList(paging.from, paging.to), bytes, limits.answerBytes());
              boolean whole = request == null && fitting.size() == all.size();
              return new Page<>(
                  fitting,
                  whole
                      ? null
                      : describe(
                          fitting.stream().<String>map(uid).toList(),
                          paging.keepsEnd ? paging.to - fitting.size() : paging.from,
                          all.size()));
            });
  }

  private static <T> Places places(List<T> all, Function<? super T, String> uid) {
    return new Places() {
      @Override
      public int size() {
        return all.size();
      }

      @Override
      public Optional<Integer> before(String wanted) {
        for (int at = 0; at < all.size(); at++) {
          if (uid.apply(all.get(at)).equals(wanted)) {
            return Optional.of(at);
          }
        }
        return Optional.empty();
      }

      @Override
      public Optional<Integer> through(String wanted) {
        return before(wanted).map(at -> at + 1);
      }
    };
  }

  /** As many of the beginning of a list as one answer carries where it has no place for pages. */
  static <T> List<T> beginning(List<T> all, ToLongFunction<? super T> bytes, ServiceLimits limits) {
    Paging first = forwards(0, limits.answerItems(), all.size());
    return first.fitting(all.subList(first.from, first.to), bytes, limits.answerBytes());
  }

  /** The bytes of texts of an entry. */
  static long bytes(String... texts) {
    long bytes = 0;
    for (String text : texts) {
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  /** The bytes of what tells of a subscription. */
  static long bytes(NodeSubscription held) {
    Subscription subscription = held.subscription();
    return bytes(held.node(), subscription.jid().toString(), subscription.subid());
  }

  /** As many of the entries of the page as one answer carries; at least one. */
  <T> List<T> fitting(List<T> found, ToLongFunction<? super T> bytes, int answerBytes) {
    long total = 0;
    for (int taken = 0; taken < found.size(); taken++) {
      total += bytes.applyAsLong(found.get(keepsEnd ? found.size() - 1 - taken : taken));
      if (total > answerBytes && taken > 0) {
        return keepsEnd
            ? found.subList(found.size() - taken, found.size())
            : found.subList(0, taken);
      }
    }
    return found;
  }

  private static Paging forwards(int from, int limit, int size) {
    return new Paging(from, Math.min(size, from + limit), false);
  }

  private static Paging backwards(int to, int limit) {
    return new Paging(Math.max(0, to - limit), to, true);
  }
}
