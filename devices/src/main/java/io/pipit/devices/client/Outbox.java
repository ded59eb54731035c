package io.pipit.devices.client;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The items of a device that are not known to be stored, oldest first. Confined to its device.
 *
 * <p>Bounded in bytes: beyond that the oldest items that are not in flight are dropped.
 */
final class Outbox {

  /** What an entry costs beside its text. */
  private static final int OVERHEAD_BYTES = 128;

  private final int maxBytes;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final Set<Entry> sent = new LinkedHashSet<>();
  private long bytes;

  Outbox(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** One item; its id stays, so that what is sent twice is stored once. Equal by identity. */
  static final class Entry {
    final String node;
    final String itemId;
    final Payload payload;

    /** Whether the node is one of the device's own account, where only the newest item counts. */
    final boolean personal;

    final Promise<Delivery> done = Promise.promise();
    private final int bytes;

    Entry(String node, String itemId, Payload payload, boolean personal) {
      this.personal = personal;
      this.node = node;
      this.itemId = itemId;
      this.payload = payload;
      this.bytes = OVERHEAD_BYTES + node.length() + itemId.length() + payload.sizeBytes();
    }
  }

  /** Adds an item; gives those that had to go, which may be this one. */
  List<Entry> add(Entry entry) {
    waiting.addLast(entry);
    bytes += entry.bytes;
    List<Entry> dropped = new ArrayList<>();
    while (bytes > maxBytes && !waiting.isEmpty()) {
      Entry oldest = waiting.removeFirst();
      bytes -= oldest.bytes;
      dropped.add(oldest);
    }
    return dropped;
  }

  /** Takes out what waits for the same personal node as an item that is about to be added. */
  List<Entry> supersede(Entry newer) {
    List<Entry> older =
        newer.personal
            ? waiting.stream()
                .filter(entry -> entry.personal && entry.node.equals(newer.node))
                .toList()
            : List.of();
    older.forEach(
        entry -> {
          waiting.remove(entry);
          bytes -= entry.bytes;
        });
    return older;
  }

  /** The next item to send, which is in flight from now on; empty when there is none. */
  Optional<Entry> send() {
    Entry next = waiting.pollFirst();
    if (next != null) {
      sent.add(next);
    }
    return Optional.ofNullable(next);
  }

  /** The item is done with: stored or refused. */
  void remove(Entry entry) {
    if (sent.remove(entry)) {
      bytes -= entry.bytes;
    }
  }

  /** The connection is gone: what was in flight is sent again, first and in its order. */
  List<Entry> takeBack() {
    List<Entry> again = List.copyOf(sent);
    sent.clear();
    for (int i = again.size() - 1; i >= 0; i--) {
      waiting.addFirst(again.get(i));
    }
    return again;
  }

  /** Everything that waits. */
  List<Entry> waiting() {
    return List.copyOf(waiting);
  }

  int inFlight() {
    return sent.size();
  }

  int size() {
    return waiting.size() + sent.size();
  }
}
