package io.pipit.pubsub.engine;

import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.change.Change.PublishRemembered.RememberedItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was published to a node lately, so that a publish that is sent again is not done again: by
 * the key that its publisher gave it, and, where the node asks for it, by equal item id, publisher
 * and payload. Confined to the owner of the node.
 *
 * <p><b>Bound.</b> Of each kind the last {@value #MOST}, for the time of its window. What is older
 * or more is forgotten by the next publish, and never found.
 */
final class RecentPublishes {

  /** How long a key is known. */
  static final Duration KEY_WINDOW = Duration.ofMinutes(10);

  static final int MOST = 100_000;

  private final Map<Key, Done> byKey = new LinkedHashMap<>();
  private final Map<String, Seen> byItem = new LinkedHashMap<>();

  /** Each publisher has its own keys: nobody can have the publish of another taken for done. */
  private record Key(BareJid publisher, String text) {}

  private record Done(Instant at, List<String> ids) {}

  private record Seen(Instant at, BareJid publisher, String digest) {}

  /** The ids of the items of the publish with that key, when it was done lately. */
  Optional<List<String>> idsOf(BareJid publisher, String key, Instant now) {
    return Optional.ofNullable(byKey.get(new Key(publisher, key)))
        .filter(done -> !done.at.isBefore(now.minus(KEY_WINDOW)))
        .map(Done::ids);
  }

  /** Whether the last publish of that id was this one, within a time. */
  boolean holds(BareJid publisher, String id, String digest, Instant now, Duration window) {
    Seen seen = byItem.get(id);
    return seen != null
        && seen.publisher.equals(publisher)
        && seen.digest.equals(digest)
        && !seen.at.isBefore(now.minus(window));
  }

  /** From now on equal items are known for as long. */
  void keep(Duration window) {
    Instant newest = Instant.EPOCH;
    for (Seen seen : byItem.values()) {
      newest = seen.at;
    }
    forget(byItem, Seen::at, newest.minus(window));
  }

  /** The changes that make all this known again. */
  List<Change> changes(BareJid service, String node) {
    List<Change> changes = new ArrayList<>();
    byKey.forEach(
        (key, done) ->
            changes.add(
                new Change.PublishRemembered(
                    service,
                    node,
                    key.publisher,
                    key.text,
                    done.at,
                    done.ids.stream().map(id -> new RememberedItem(id, "")).toList())));
    byItem.forEach(
        (id, seen) ->
            changes.add(
                new Change.PublishRemembered(
                    service,
                    node,
                    seen.publisher,
                    null,
                    seen.at,
                    List.of(new RememberedItem(id, seen.digest)))));
    return changes;
  }

  void add(Change.PublishRemembered change, Duration window) {
    if (change.key() != null) {
      byKey.put(
          new Key(change.publisher(), change.key()),
          new Done(change.at(), change.items().stream().map(RememberedItem::id).toList()));
      forget(byKey, Done::at, change.at().minus(KEY_WINDOW));
    }
    for (RememberedItem item : change.items()) {
      if (!item.digest().isEmpty()) {
        byItem.remove(item.id());
        byItem.put(item.id(), new Seen(change.at(), change.publisher(), item.digest()));
      }
    }
    forget(byItem, Seen::at, change.at().minus(window));
  }

  private static <V> void forget(Map<?, V> entries, Function<V, Instant> at, Instant from) {
    Iterator<V> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      boolean isPast = at.apply(oldest.next()).isBefore(from);
      if (!isPast && entries.size() <= MOST) {
        return;
      }
      oldest.remove();
    }
  }

  @Override
  public String toString() {
    return byKey + " " + byItem;
  }

  /** The same for equal payloads only; never empty. */
  static String digest(@Nullable SerializedXml payload) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(payload == null ? new byte[0] : payload.bytes());
      return Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
