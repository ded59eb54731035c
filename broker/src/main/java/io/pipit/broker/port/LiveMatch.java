package io.pipit.broker.port;

import io.pipit.pubsub.port.QueueFilter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What the subscriptions of one subscriber come to at a node. Immutable; any thread. */
public final class LiveMatch {

  private final int assurance;
  private final boolean asPublished;
  private final int[] identifiers;

  private LiveMatch(int assurance, boolean asPublished, int[] identifiers) {
    this.assurance = assurance;
    this.asPublished = asPublished;
    this.identifiers = identifiers;
  }

  static LiveMatch of(Collection<QueueFilter> filters) {
    return new LiveMatch(
        filters.stream().mapToInt(QueueFilter::assurance).max().orElse(0),
        filters.stream().anyMatch(QueueFilter::asPublished),
        filters.stream()
            .mapToInt(QueueFilter::identifier)
            .filter(identifier -> identifier > 0)
            .toArray());
  }

  /** As {@link #identifiers}. */
  List<Integer> identifierList() {
    return Arrays.stream(identifiers).boxed().toList();
  }

  /** The highest that one of them asks for; that of the item bounds it. */
  public int assurance() {
    return assurance;
  }

  /** Whether one of them wants to know that an item was published to stand. */
  public boolean asPublished() {
    return asPublished;
  }

  /** By which the subscriber knows them, those that have one; shared, must not be changed. */
  public int[] identifiers() {
    return identifiers;
  }
}
