package io.pipit.broker.module;

import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.BareJid;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

  /** Sends an event. */
  @FunctionalInterface
  interface Sender {
    /**
     * @param body empty when it has none
     * @param written run when the first stream has it
     */
    void send(Notification event, Optional<String> body, Runnable written);
  }

  private record Node(BareJid service, String name) {}

  private static final class Waiting {
    final Notification event;
    final Runnable written;
    boolean ready;
    Optional<String> body = Optional.empty();

    Waiting(Notification event, Runnable written, boolean ready) {
      this.event = event;
      this.written = written;
      this.ready = ready;
    }
  }

  private final Map<Node, ArrayDeque<Waiting>> nodes = new HashMap<>();
  private final Bodies bodies;
  private final Sender sender;

  /**
   * @param sender sends an event, with its body if it has one
   */
  EventOrder(Bodies bodies, Sender sender) {
    this.bodies = bodies;
    this.sender = sender;
  }

  /**
   * Sends an event when those of its node before it are sent and it has its body.
   *
   * @param written run when the first stream has it
   */
  void tell(Notification event, Runnable written) {
    boolean wantsBody = event instanceof Notification.ItemsPublishedWithBody;
    if (!wantsBody && nodes.isEmpty()) {
      sender.send(event, Optional.empty(), written);
      return;
    }
    Node node = new Node(event.service(), event.node());
    ArrayDeque<Waiting> queue = nodes.get(node);
    if (!wantsBody && queue == null) {
      sender.send(event, Optional.empty(), written);
      return;
    }
    if (queue == null) {
      queue = new ArrayDeque<>();
      nodes.put(node, queue);
    }
    Waiting waiting = new Waiting(event, written, !wantsBody);
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
      sender.send(first.event, first.body, first.written);
      first = queue.peek();
    }
    if (queue != null && queue.isEmpty()) {
      nodes.remove(node);
    }
  }
}
