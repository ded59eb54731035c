package io.pipit.broker.module;

import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.BareJid;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Keeps the events of a node in their order while one of them waits for its message body. Confined
 * to its shard.
 *
 * <p><b>Bound.</b> When {@value #MOST_WAITING} events of a node wait, they all go as they are.
 */
final class EventOrder {

  static final int MOST_WAITING = 1_000;

  /** Asks for the body of an event, and is told of it in the shard. */
  @FunctionalInterface
  interface Bodies {
    void make(Notification.ItemsPublishedWithBody event, Consumer<Optional<String>> told);
  }

  private record Node(BareJid service, String name) {}

  private static final class Waiting {
    final Notification event;
    boolean ready;
    Optional<String> body = Optional.empty();

    Waiting(Notification event, boolean ready) {
      this.event = event;
      this.ready = ready;
    }
  }

  private final Map<Node, ArrayDeque<Waiting>> nodes = new HashMap<>();
  private final Bodies bodies;
  private final BiConsumer<Notification, Optional<String>> send;

  /**
   * @param send sends an event, with its body if it has one
   */
  EventOrder(Bodies bodies, BiConsumer<Notification, Optional<String>> send) {
    this.bodies = bodies;
    this.send = send;
  }

  /** Sends an event when those of its node before it are sent and it has its body. */
  void tell(Notification event) {
    boolean wantsBody = event instanceof Notification.ItemsPublishedWithBody;
    if (!wantsBody && nodes.isEmpty()) {
      send.accept(event, Optional.empty());
      return;
    }
    Node node = new Node(event.service(), event.node());
    ArrayDeque<Waiting> queue = nodes.get(node);
    if (!wantsBody && queue == null) {
      send.accept(event, Optional.empty());
      return;
    }
    if (queue == null) {
      queue = new ArrayDeque<>();
      nodes.put(node, queue);
    }
    Waiting waiting = new Waiting(event, !wantsBody);
    queue.add(waiting);
    if (queue.size() > MOST_WAITING) {
      queue.forEach(each -> each.ready = true);
      sendReady(node);
    } else if (event instanceof Notification.ItemsPublishedWithBody withBody) {
      bodies.make(
          withBody,
          body -> {
            waiting.body = body;
            waiting.ready = true;
            sendReady(node);
          });
    }
  }

  private void sendReady(Node node) {
    ArrayDeque<Waiting> queue = nodes.get(node);
    Waiting first = queue == null ? null : queue.peek();
    while (queue != null && first != null && first.ready) {
      queue.remove();
      send.accept(first.event, first.body);
      first = queue.peek();
    }
    if (queue != null && queue.isEmpty()) {
      nodes.remove(node);
    }
  }
}
