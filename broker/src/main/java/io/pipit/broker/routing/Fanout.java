package io.pipit.broker.routing;

import io.pipit.broker.stream.ClientStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The way from a service to the clients: answers, and one message to many recipients. Recipients
 * are grouped by event loop, one hand-over per loop; what a service sends to one loop keeps its
 * order.
 *
 * <p>Any thread. A recipient that is not connected here gets nothing: event messages are not kept
 * for later, subscribers catch up by retrieving items.
 *
 * <p><b>Bound.</b> Deliveries that wait for their loop are counted. Above {@value #MOST_PENDING}
 * {@link #isOverloaded()} says so, and services refuse requests that would add more with {@code
 * resource-constraint}.
 */
public final class Fanout {

  private static final long MOST_PENDING = 1_000_000;

  private final ResourceRegistry registry;
  private final List<LoopDeliveries> loops;
  private final AtomicLong pending = new AtomicLong();
  private final String idPrefix = Long.toString(new SecureRandom().nextLong() >>> 24, 36) + "-";
  private final AtomicLong ids = new AtomicLong();

  public Fanout(ResourceRegistry registry, List<LoopInbox> loops) {
    this.registry = registry;
    this.loops = loops.stream().map(LoopDeliveries::new).toList();
  }

  /** Whether so much waits to be sent that nothing may be added. */
  public boolean isOverloaded() {
    return pending.get() > MOST_PENDING;
  }

  /** Whether an address is connected: a resource, or any of an account. */
  public boolean isConnected(Jid jid) {
    return jid instanceof FullJid full
        ? registry.resource(full).isPresent()
        : !registry.resources(jid.bare()).isEmpty();
  }

  /** The resources that a message to an address goes to now. */
  public List<FullJid> reached(Jid jid) {
    if (jid instanceof FullJid full) {
      return registry.streamOf(full) == null ? List.of() : List.of(full);
    }
    return registry.resources(jid.bare()).stream()
        .filter(Resource::takesMessages)
        .map(Resource::jid)
        .toList();
  }

  /** Answers a request, behind everything that was sent to the same loop before. */
  public void answer(ClientStream stream, Iq answer) {
    run(stream, () -> stream.answer(answer));
  }

  /** Runs something on a stream's loop, behind everything that was sent to that loop before. */
  public void run(ClientStream stream, Runnable task) {
    of(stream).submit(new Once(task));
  }

  /** Runs something on a loop, behind everything that was sent to it before. */
  public void run(LoopInbox loop, Runnable task) {
    loops.get(indexOf(loop)).submit(new Once(task));
  }

  /**
   * Sends a message to each connected recipient: a full JID is one stream, a bare JID all its
   * resources that take messages (RFC 6121 8.5.2.1.1).
   *
   * @param message without {@code to} and {@code id}; each recipient gets its own
   * @return to how many streams it goes
   */
  public int send(Element message, List<Jid> recipients) {
    return send(message, recipients, null);
  }

  /**
   * As {@link #send(Element, List)}, but for one resource that is left out wherever it would be a
   * recipient; null for none.
   */
  public int send(Element message, List<Jid> recipients, @Nullable FullJid leftOut) {
    return send(message, recipients, leftOut, () -> {});
  }

  /**
   * As {@link #send(Element, List, FullJid)}.
   *
   * @param written run on each event loop when the first stream there has the message
   */
  public int send(
      Element message, List<Jid> recipients, @Nullable FullJid leftOut, Runnable written) {
    Batch[] batches = new Batch[loops.size()];
    SharedMessage shared = new SharedMessage(message);
    int streams = 0;
    for (Jid recipient : recipients) {
      if (recipient instanceof FullJid full) {
        ClientStream stream = full.equals(leftOut) ? null : registry.streamOf(full);
        if (stream != null) {
          add(stream, recipient, shared, written, batches);
          streams++;
        }
      } else {
        for (Resource resource : registry.resources((BareJid) recipient)) {
          if (resource.takesMessages() && !resource.jid().equals(leftOut)) {
            add(resource.stream(), recipient, shared, written, batches);
            streams++;
          }
        }
      }
    }
    pending.addAndGet(streams);
    for (int i = 0; i < batches.length; i++) {
      if (batches[i] != null) {
        loops.get(i).submit(batches[i]);
      }
    }
    return streams;
  }

  private void add(
      ClientStream stream, Jid recipient, SharedMessage shared, Runnable written, Batch[] batches) {
    int index = indexOf(stream.loop());
    if (batches[index] == null) {
      batches[index] = new Batch(shared, written);
    }
    batches[index].add(stream, recipient);
  }

  /** Sends what other doors have for their clients of one loop, behind all that goes there. */
  public void send(LoopInbox loop, LoopDelivery delivery) {
    pending.addAndGet(delivery.left());
    loops.get(indexOf(loop)).submit(new Counted(delivery));
  }

  /** A search, since there are as many loops as processors. */
  private int indexOf(LoopInbox loop) {
    for (int i = 0; i < loops.size(); i++) {
      if (loops.get(i).loop() == loop) {
        return i;
      }
    }
    throw new IllegalArgumentException("a stream of an unknown event loop");
  }

  private LoopDeliveries of(ClientStream stream) {
    return loops.get(indexOf(stream.loop()));
  }

  private static final class Once implements LoopDelivery {

    private final Runnable task;
    private int left = 1;

    Once(Runnable task) {
      this.task = task;
    }

    @Override
    public void deliver(int most) {
      left = 0;
      task.run();
    }

    @Override
    public int left() {
      return left;
    }
  }

  /** What counts as pending until it is sent. */
  private final class Counted implements LoopDelivery {

    private final LoopDelivery delivery;

    Counted(LoopDelivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public void deliver(int most) {
      int before = delivery.left();
      try {
        delivery.deliver(most);
      } finally {
        pending.addAndGet(delivery.left() - before);
      }
    }

    @Override
    public int left() {
      return delivery.left();
    }
  }

  /** The recipients of one message on one loop. */
  private final class Batch implements LoopDelivery {

    private final SharedMessage message;
    private final Runnable written;
    private ClientStream[] streams = new ClientStream[8];
    private Jid[] recipients = new Jid[8];
    private int size;
    private int next;

    Batch(SharedMessage message, Runnable written) {
      this.message = message;
      this.written = written;
    }

    void add(ClientStream stream, Jid recipient) {
      if (size == streams.length) {
        streams = Arrays.copyOf(streams, 2 * size);
        recipients = Arrays.copyOf(recipients, 2 * size);
      }
      streams[size] = stream;
      recipients[size++] = recipient;
    }

    @Override
    public void deliver(int most) {
      int first = next;
      int end = first + Math.min(most, size - first);
      long firstId = ids.getAndAdd(end - first);
      try {
        while (next < end) {
          int at = next++;
          String id = idPrefix + Long.toString(firstId + at - first, 36);
          streams[at].write(message.to(recipients[at], id));
          if (at == 0) {
            written.run();
          }
        }
      } finally {
        pending.addAndGet(first - next);
      }
    }

    @Override
    public int left() {
      return size - next;
    }
  }
}
