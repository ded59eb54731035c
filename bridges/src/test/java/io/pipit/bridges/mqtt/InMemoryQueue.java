package io.pipit.bridges.mqtt;

import io.pipit.pubsub.port.DurableQueue;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueConsumer;
import io.pipit.pubsub.port.QueueDrop;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueueSpec;
import io.pipit.pubsub.port.QueueStatus;
import io.pipit.pubsub.port.QueuedItem;
import io.pipit.xmpp.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A queue of an {@link InMemoryPort}, by whose lock it is guarded. */
final class InMemoryQueue {

  private static final class Waiting {
    private final PortItem item;
    private final int assurance;
    private boolean isSent;
    private boolean isAgain;
    private boolean isReleased;

    Waiting(PortItem item, int assurance) {
      this.item = item;
      this.assurance = assurance;
    }
  }

  private final InMemoryPort lock;
  private final Consumer<Runnable> tell;
  private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
  private final Map<String, Long> dropped = new HashMap<>();
  private @Nullable QueueSpec spec;
  private @Nullable QueueConsumer consumer;
  private int demand;
  private long last;
  private long delivered;

  InMemoryQueue(InMemoryPort lock, String name, Consumer<Runnable> tell) {
    this.lock = lock;
    this.tell = tell;
  }

  void attach(QueueSpec wanted, QueueConsumer next) {
    QueueConsumer before = consumer;
    if (before != null) {
      tell.accept(before::lost);
    }
    spec = wanted;
    consumer = next;
    demand = 0;
    again();
  }

  private void again() {
    for (Waiting one : waiting.values()) {
      one.isAgain |= one.isSent;
      one.isSent = false;
    }
  }

  void offer(PortItem item, int published, Jid requester) {
    int assurance = -1;
    for (QueueFilter filter : filters()) {
      boolean isLeftOut = filter.noLocal() && isOwn(requester);
      if (!isLeftOut
          && TopicFilter.parse(filter.filter()).orElseThrow().match(item.node()).isPresent()) {
        assurance = Math.max(assurance, Math.min(filter.assurance(), published));
      }
    }
    if (assurance == 0) {
      QueueConsumer current = consumer;
      if (current != null) {
        tell.accept(() -> current.passing(item, List.of()));
      }
    } else if (assurance > 0) {
      add(item, assurance);
    }
  }

  void offerEnd(PortItem end, Jid requester) {
    QueueSpec current = spec;
    boolean isWanted =
        current != null
            && current.tellsOfEnds()
            && !isOwn(requester)
            && filters().stream()
                .anyMatch(
                    filter ->
                        TopicFilter.parse(filter.filter())
                            .orElseThrow()
                            .match(end.node())
                            .isPresent());
    if (isWanted) {
      add(end, 1);
    }
  }

  private boolean isOwn(Jid requester) {
    QueueSpec current = spec;
    return current != null && InMemoryPort.isOwn(current, requester);
  }

  private List<QueueFilter> filters() {
    QueueSpec current = spec;
    return current == null ? List.of() : current.filters();
  }

  private void add(PortItem item, int assurance) {
    QueueSpec current = spec;
    if (current == null) {
      return;
    }
    QueueBounds bounds = current.bounds();
    waiting.put(++last, new Waiting(item, assurance));
    boolean isOldestFirst = bounds.overflow() == QueueBounds.Overflow.DROP_OLDEST;
    Iterator<Waiting> next =
        (isOldestFirst ? waiting : waiting.descendingMap()).values().iterator();
    while (next.hasNext() && (waiting.size() > bounds.items() || bytes() > bounds.bytes())) {
      Waiting one = next.next();
      if (!one.isSent) {
        next.remove();
        tellDropped("overflow", one);
        dropped.merge("overflow", 1L, Long::sum);
      }
    }
    pump();
  }

  private void tellDropped(String reason, Waiting one) {
    QueueConsumer current = consumer;
    if (current != null) {
      QueueDrop.Name name = new QueueDrop.Name(one.item.node(), one.item.id());
      tell.accept(() -> current.dropped(new QueueDrop(reason, 1, name, name)));
    }
  }

  private long bytes() {
    return waiting.values().stream().mapToLong(one -> one.item.payload().content().length).sum();
  }

  private void pump() {
    QueueConsumer current = consumer;
    QueueSpec bounds = spec;
    if (current == null || bounds == null) {
      return;
    }
    Instant old = Instant.now().minus(bounds.bounds().age());
    waiting
        .values()
        .removeIf(
            one -> {
              boolean isOld = !one.isSent && !one.isReleased && one.item.arrival().isBefore(old);
              if (isOld) {
                tellDropped("age", one);
                dropped.merge("age", 1L, Long::sum);
              }
              return isOld;
            });
    List<QueuedItem> next = new ArrayList<>();
    for (Map.Entry<Long, Waiting> entry : waiting.entrySet()) {
      Waiting one = entry.getValue();
      if (demand > 0 && !one.isSent) {
        demand--;
        delivered++;
        one.isSent = true;
        next.add(
            new QueuedItem(
                entry.getKey(),
                one.item,
                one.assurance,
                List.of(),
                one.isAgain,
                one.isReleased,
                one.item.standing(),
                false));
      }
    }
    if (!next.isEmpty()) {
      tell.accept(
          () -> {
            if (consumer == current) {
              current.deliver(next);
            }
          });
    }
  }

  QueueStatus status() {
    synchronized (lock) {
      return new QueueStatus(
          waiting.size(),
          bytes(),
          waiting.isEmpty() ? null : waiting.firstEntry().getValue().item.arrival(),
          dropped,
          delivered,
          consumer != null);
    }
  }

  /** The queue as one consumer has it: when another one has it, it does nothing any more. */
  DurableQueue handle(QueueConsumer owner) {
    return new Handle(owner);
  }

  private final class Handle implements DurableQueue {
    private final QueueConsumer owner;

    Handle(QueueConsumer owner) {
      this.owner = owner;
    }

    private void ifOwn(Runnable work) {
      synchronized (lock) {
        if (consumer == owner) {
          work.run();
        }
      }
    }

    @Override
    public void demand(int more) {
      ifOwn(
          () -> {
            demand += more;
            pump();
          });
    }

    @Override
    public void ack(long number) {
      ifOwn(() -> waiting.remove(number));
    }

    @Override
    public void nack(long number, Duration delay) {
      throw new AssertionError("the bridge opens its queue again instead");
    }

    @Override
    public void released(long number, Runnable durable) {
      ifOwn(
          () -> {
            Waiting one = waiting.get(number);
            if (one != null) {
              one.isReleased = true;
            }
            tell.accept(durable);
          });
    }

    @Override
    public QueueStatus status() {
      return InMemoryQueue.this.status();
    }

    @Override
    public void drop(Consumer<Integer> told) {
      ifOwn(
          () -> {
            int before = waiting.size();
            waiting.values().removeIf(one -> !one.isSent);
            int many = before - waiting.size();
            dropped.merge("asked", (long) many, Long::sum);
            tell.accept(() -> told.accept(many));
          });
    }

    @Override
    public void close() {
      ifOwn(
          () -> {
            consumer = null;
            demand = 0;
            again();
          });
    }

    @Override
    public void end() {
      ifOwn(
          () -> {
            consumer = null;
            waiting.clear();
          });
    }
  }
}
