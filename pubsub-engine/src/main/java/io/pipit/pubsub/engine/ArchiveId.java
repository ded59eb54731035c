package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a publish in the archive of its node (XEP-0313 7.2): the same for good, never another
 * one's, also when a node of that name comes again, and nowhere else at the service.
 *
 * @param arrivalMillis when it arrived
 * @param seq its place in the order of publication
 * @param text as it is written
 */
record ArchiveId(long arrivalMillis, long seq, String text) {

  private static final Pattern FORM =
      Pattern.compile("([0-9a-z]{1,12})-([1-9][0-9]{0,17})-[0-9a-f]{1,8}");

  static ArchiveId of(String node, Item item) {
    return new ArchiveId(
        item.arrival().toEpochMilli(),
        item.seq(),
        item.compareValue()
            + '-'
            + Integer.toHexString(31 * node.hashCode() + item.id().hashCode()));
  }

  /** Reads what may be one; empty for what never was. */
  static Optional<ArchiveId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ArchiveId(
                Long.parseLong(matcher.group(1), Character.MAX_RADIX),
                Long.parseLong(matcher.group(2)),
                text))
        : Optional.empty();
  }
}
