package io.pipit.xmpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a page of a result set says about itself (XEP-0059). Any thread.
 *
 * @param first UID of the first item of the page, null for an empty page
 * @param index position of the first item in the whole set, null when unknown
 * @param last UID of the last item of the page, null for an empty page
 * @param count size of the whole set, null when unknown
 */
public record ResultSet(
    @Nullable String first,
    @Nullable Integer index,
    @Nullable String last,
    @Nullable Integer count) {

  /** Where a page lies. */
  public enum Position {
    /** At the beginning of the set. */
    START,
    /** Right after the item with the given UID. */
    AFTER,
    /** Right before the item with the given UID. */
    BEFORE,
    /** At the end of the set: an empty {@code <before/>}. */
    END,
    /** At the given index. */
    INDEX
  }

  /** What a {@code <set/>} in a request is. */
  public sealed interface Reading {}

  /** A request that makes no sense; its sender gets the error. */
  public record Refused(StanzaError error) implements Reading {}

  /**
   * A request for a page. Items are in the order of the set whichever way it pages.
   *
   * @param max how many items at most, null for no limit; 0 asks for the count alone
   * @param uid for {@link Position#AFTER} and {@link Position#BEFORE}, else empty
   * @param index for {@link Position#INDEX}, else 0
   */
  public record Request(@Nullable Integer max, Position position, String uid, int index)
      implements Reading {

    /** A page at the beginning. */
    public static Request first(int max) {
      return new Request(max, Position.START, "", 0);
    }

    /** The page after an item. */
    public static Request after(String uid, int max) {
      return new Request(max, Position.AFTER, uid, 0);
    }

    /** The page before an item. */
    public static Request before(String uid, int max) {
      return new Request(max, Position.BEFORE, uid, 0);
    }

    /** The last page. */
    public static Request last(int max) {
      return new Request(max, Position.END, "", 0);
    }

    /** How many items the page may have, when the service gives no more than a limit. */
    public int limitedTo(int limit) {
      return max == null ? limit : Math.min(max, limit);
    }

    /** The {@code <set/>} of the request. */
    public Element toElement() {
      Element.Builder set = Element.builder("set", Ns.RSM);
      if (max != null) {
        set.textElement("max", Ns.RSM, max.toString());
      }
      switch (position) {
        case START -> {}
        case AFTER -> set.textElement("after", Ns.RSM, uid);
        case BEFORE, END -> set.textElement("before", Ns.RSM, uid);
        case INDEX -> set.textElement("index", Ns.RSM, Integer.toString(index));
      }
      return set.build();
    }
  }

  /** A page of items with what it says about itself. */
  public record Page<T>(List<T> items, ResultSet set) {

    public Page {
      items = List.copyOf(items);
    }
  }

  /** The {@code <set/>} among the children of a request or an answer. */
  public static Optional<Element> find(Element parent) {
    return parent.child("set", Ns.RSM);
  }

  /**
   * Reads the {@code <set/>} of a request. A number that is none, or is negative, and more than one
   * position are a {@code bad-request}; an empty {@code <after/>} is the beginning.
   */
  public static Reading readRequest(Element set) {
    Position position = Position.START;
    String uid = "";
    int index = 0;
    Integer max = null;
    int positions = 0;
    for (Element child : set.elements()) {
      if (!child.namespace().equals(Ns.RSM)) {
        continue;
      }
      switch (child.name()) {
        case "max" -> {
          max = number(child.text());
          if (max == null) {
            return badRequest("max is not a number");
          }
        }
        case "after" -> {
          positions++;
          uid = child.text();
          position = uid.isEmpty() ? Position.START : Position.AFTER;
        }
        case "before" -> {
          positions++;
          uid = child.text();
          position = uid.isEmpty() ? Position.END : Position.BEFORE;
        }
        case "index" -> {
          positions++;
          Integer number = number(child.text());
          if (number == null) {
            return badRequest("index is not a number");
          }
          index = number;
          position = Position.INDEX;
        }
        default -> {}
      }
    }
    return positions > 1
        ? badRequest("more than one position")
        : new Request(max, position, uid, index);
  }

  private static Reading badRequest(String text) {
    return new Refused(StanzaError.of(StanzaError.Condition.BAD_REQUEST, text));
  }

  /** A number that is not negative, the largest int for anything larger; null for none. */
  private static @Nullable Integer number(String text) {
    String digits = text.strip();
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    return digits.length() > 9 ? Integer.valueOf(Integer.MAX_VALUE) : Integer.valueOf(digits);
  }

  /** Reads the {@code <set/>} of an answer; what is not a number counts as absent. */
  public static ResultSet read(Element set) {
    Optional<Element> first = set.child("first", Ns.RSM);
    return new ResultSet(
        first.map(Element::text).orElse(null),
        first.flatMap(f -> f.attribute("index")).map(ResultSet::number).orElse(null),
        set.child("last", Ns.RSM).map(Element::text).orElse(null),
        set.child("count", Ns.RSM).map(c -> number(c.text())).orElse(null));
  }

  /** The {@code <set/>} of an answer. */
  public Element toElement() {
    Element.Builder set = Element.builder("set", Ns.RSM);
    if (first != null) {
      set.child(
          Element.builder("first", Ns.RSM)
              .attribute("index", Optional.ofNullable(index).map(Object::toString))
              .text(first)
              .build());
    }
    if (last != null) {
      set.textElement("last", Ns.RSM, last);
    }
    if (count != null) {
      set.textElement("count", Ns.RSM, count.toString());
    }
    return set.build();
  }

  /**
   * Cuts a page out of a set that is in memory.
   *
   * @param uid the UID of an item, unique in the set
   * @param limit how many items the service gives at most
   * @return empty when the UID of the request is unknown: the peer gets {@code item-not-found}
   */
  public static <T> Optional<Page<T>> page(
      List<T> all, Function<? super T, String> uid, Request request, int limit) {
    int size = request.limitedTo(limit);
    int from = 0;
    int to = all.size();
    if (request.position() == Position.AFTER || request.position() == Position.BEFORE) {
      int found = indexOf(all, uid, request.uid());
      if (found < 0) {
        return Optional.empty();
      }
      from = request.position() == Position.AFTER ? found + 1 : 0;
      to = request.position() == Position.AFTER ? to : found;
    } else if (request.position() == Position.INDEX) {
      from = Math.min(request.index(), to);
    }
    if (request.position() == Position.BEFORE || request.position() == Position.END) {
      from = Math.max(from, to - size);
    } else {
      to = Math.min(to, (int) Math.min(Integer.MAX_VALUE, (long) from + size));
    }
    List<T> items = new ArrayList<>(all.subList(from, to));
    if (items.isEmpty()) {
      return Optional.of(new Page<>(items, new ResultSet(null, null, null, all.size())));
    }
    return Optional.of(
        new Page<>(
            items,
            new ResultSet(
                uid.apply(items.get(0)),
                from,
                uid.apply(items.get(items.size() - 1)),
                all.size())));
  }

  private static <T> int indexOf(List<T> all, Function<? super T, String> uid, String wanted) {
    for (int i = 0; i < all.size(); i++) {
      if (uid.apply(all.get(i)).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }
}
