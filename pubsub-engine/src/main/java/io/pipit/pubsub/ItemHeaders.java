package io.pipit.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The headers that an item may have: those that mean the same at every door, and any others within
 * bounds. Names are the same whatever their case. Stateless; any thread.
 */
public final class ItemHeaders {

  /** The media type of the payload. */
  public static final String CONTENT_TYPE = "Content-Type";

  /** The node of the network that the item was published at first. */
  public static final String ORIGIN = "Origin";

  /** How many bridges it came over. */
  public static final String HOPS = "Hops";

  /** When it is of no use any more: a dateTime of XEP-0082. */
  public static final String EXPIRES = "Expires";

  /** By which who asked knows the answer. */
  public static final String CORRELATION = "Correlation";

  /** The node where an answer is waited for. */
  public static final String REPLY_TO = "Reply-To";

  /** What the place that it comes from calls it. */
  public static final String SOURCE_TOPIC = "Source-Topic";

  /** What its publisher said about the form of the payload. */
  public static final String FORMAT = "Payload-Format";

  /**
   * The most that its publisher asked to be done for it to arrive: 0 at most once, 1 at least once;
   * without it everything. Of items that stand, which are sent again to who comes.
   */
  public static final String ASSURANCE = "Assurance";

  /** The most headers of one item. */
  public static final int MOST = 32;

  /** The most bytes of UTF-8 that the names and values of one item have together. */
  public static final int MOST_BYTES = 8 * 1024;

  private static final Set<String> KNOWN =
      ignoringCase(
          Set.of(
              CONTENT_TYPE,
              ORIGIN,
              HOPS,
              EXPIRES,
              CORRELATION,
              REPLY_TO,
              SOURCE_TOPIC,
              FORMAT,
              ASSURANCE));

  private ItemHeaders() {}

  private static Set<String> ignoringCase(Set<String> names) {
    Set<String> ordered = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    ordered.addAll(names);
    return ordered;
  }

  /** What they take where they are stored, roughly; of no headers nothing, and at no cost. */
  public static int bytes(List<ItemHeader> headers) {
    int bytes = 0;
    for (int i = 0; i < headers.size(); i++) {
      bytes += headers.get(i).name().length() + headers.get(i).value().length();
    }
    return bytes;
  }

  /** Whether one item may have all of these. */
  public static boolean areWithinBounds(List<ItemHeader> headers) {
    if (headers.isEmpty()) {
      return true;
    }
    if (headers.size() > MOST) {
      return false;
    }
    long bytes = 0;
    for (ItemHeader header : headers) {
      bytes += utf8(header.name()) + utf8(header.value());
    }
    return bytes <= MOST_BYTES;
  }

  private static long utf8(String text) {
    return text.length() > MOST_BYTES
        ? text.length()
        : text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The value of the first header of that name. */
  public static Optional<String> value(List<ItemHeader> headers, String name) {
    for (ItemHeader header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  /** Whether every door knows what a header of that name means. */
  public static boolean isKnown(String name) {
    return KNOWN.contains(name);
  }
}
