package io.pipit.pubsub.engine;

import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.change.Change;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What subscriptions to collections that take digests are still to be told of one node: by
 * reference, everything that it published after a sequence number. Confined to its {@link
 * NodeState}. Has an entry for each such subscription while something waits for it, so that the
 * first publish after a digest costs something and the others do not.
 */
final class InheritedDigests {

  /** Subids are unique to what is subscribed to. */
  private record Key(String collection, String subid) {}

  private final Map<Key, Change.DigestWaits> waiting = new LinkedHashMap<>();

  void apply(Change.DigestWaits change) {
    Key key = new Key(change.collection(), change.subid());
    if (change.due() == null) {
      waiting.remove(key);
    } else {
      waiting.put(key, change);
    }
  }

  /** What a subscription waits for, null for nothing. */
  Change.@Nullable DigestWaits of(String collection, String subid) {
    return waiting.get(new Key(collection, subid));
  }

  /** The sequence number through which a subscription was told; above all when nothing waits. */
  long toldThrough(Inherited inherited) {
    Change.DigestWaits known = of(inherited.collection(), inherited.subscription().subid());
    return known == null ? Long.MAX_VALUE : known.after();
  }

  Collection<Change.DigestWaits> all() {
    return Collections.unmodifiableCollection(waiting.values());
  }
}
