package io.pipit.broker.queue;

import io.pipit.broker.queue.QueueChange.Acknowledged;
import io.pipit.broker.queue.QueueChange.Dropped;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.EntriesRestored;
import io.pipit.broker.queue.QueueChange.Kept;
import io.pipit.broker.queue.QueueChange.Left;
import io.pipit.broker.queue.QueueChange.Place;
import io.pipit.broker.queue.QueueChange.QueueConfigured;
import io.pipit.broker.queue.QueueChange.QueueEnded;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChange.QueueRestored;
import io.pipit.broker.queue.QueueChange.Received;
import io.pipit.broker.queue.QueueChange.Released;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChange.Withdrawn;
import io.pipit.broker.queue.QueueSettings.Ends;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.Shared;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.RecordReader;
import io.pipit.pubsub.store.RecordWriter;
import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of queues as a record of the log, and back. Stateless; any thread.
 *
 * <p>Format 1: the version, then the components of the change in their order.
 */
public final class QueueChangeCodec {

  /** The first record type of queues. */
  public static final int FIRST_TYPE = 70;

  /** The last record type of queues. */
  public static final int LAST_TYPE = 89;

  private static final int VERSION = 1;

  private static final byte MADE = 70;
  private static final byte ENDED = 71;
  private static final byte ENQUEUED = 72;
  private static final byte ACKNOWLEDGED = 73;
  private static final byte RELEASED = 74;
  private static final byte DROPPED = 75;
  private static final byte KEPT = 76;
  private static final byte QUEUE_RESTORED = 77;
  private static final byte LEFT = 78;
  private static final byte RECEIVED = 79;
  private static final byte ENTRIES_RESTORED = 80;
  private static final byte CONFIGURED = 81;
  private static final byte WITHDRAWN = 82;

  private static final List<Overflow> OVERFLOWS =
      List.of(Overflow.DROP_OLDEST, Overflow.DROP_NEWEST, Overflow.REFUSE);

  private static final List<DropReason> REASONS = List.of(DropReason.values());

  /** Of an item that waits. */
  private static final int STANDS = 1;

  private static final int SHOWS_PUBLISHER = 2;
  private static final int SHOWS_CONTENT = 4;
  private static final int EXPIRES = 8;

  /** How it waits: above what is done for it to arrive. */
  private static final int ASSURANCE = 3;

  private static final int AS_PUBLISHED = 4;
  private static final int HAS_IDENTIFIERS = 8;
  private static final int IS_RELEASED = 16;

  /** Of a filter, as above. */
  private static final int NO_LOCAL = 8;

  /** Of what a queue is to be. */
  private static final int ONE_ITEM = 1;

  private static final int ENDS_ALWAYS = 2;
  private static final int ENDS_AS_TOLD = 4;

  private QueueChangeCodec() {}

  /** Whether a record is a change of queues, and so for {@link #decode}. */
  public static boolean isChange(LogRecord record) {
    return record.type() >= FIRST_TYPE && record.type() <= LAST_TYPE;
  }

  /**
   * The record of a change.
   *
   * @param partition of its queue; of one of several queues, of what it is decided with
   */
  public static LogRecord encode(QueueChange change, int partition) {
    RecordWriter out = new RecordWriter().raw(VERSION);
    byte type = write(change, out);
    return new LogRecord(type, partition, out.toByteArray());
  }

  private static byte write(QueueChange change, RecordWriter out) {
    if (change instanceof Enqueued enqueued) {
      item(enqueued.item(), out);
      out.number(enqueued.behind());
      Item own = enqueued.own();
      out.raw(own == null ? 0 : 1);
      if (own != null) {
        ChangeCodec.encodeItem(own, out);
      }
      out.number(enqueued.targets().size());
      for (Target target : enqueued.targets()) {
        out.number(target.queue()).number(target.number());
        how(target.assurance(), target.asPublished(), target.identifiers(), false, out);
      }
      return ENQUEUED;
    }
    if (change instanceof Acknowledged acknowledged) {
      spans(acknowledged.spans(), out.number(acknowledged.queue()));
      return ACKNOWLEDGED;
    }
    if (change instanceof Received received) {
      out.number(received.queue()).number(received.packet()).raw(received.isDone() ? 1 : 0);
      return RECEIVED;
    }
    if (change instanceof Withdrawn withdrawn) {
      out.text(withdrawn.service().toString()).text(withdrawn.node());
      out.number(withdrawn.ids().size());
      withdrawn.ids().forEach(out::text);
      return WITHDRAWN;
    }
    if (change instanceof Released released) {
      out.number(released.queue()).number(released.number());
      return RELEASED;
    }
    if (change instanceof Dropped dropped) {
      out.number(dropped.queue()).raw(REASONS.indexOf(dropped.reason()));
      spans(dropped.spans(), out);
      return DROPPED;
    }
    if (change instanceof Kept kept) {
      ChangeCodec.encodeItem(kept.item(), out);
      out.number(kept.places().size());
      kept.places().forEach(place -> out.number(place.queue()).number(place.number()));
      return KEPT;
    }
    if (change instanceof QueueMade made) {
      id(made.id(), out);
      settings(made.settings(), out);
      return MADE;
    }
    if (change instanceof QueueConfigured configured) {
      settings(configured.settings(), out.number(configured.queue()));
      return CONFIGURED;
    }
    if (change instanceof QueueEnded ended) {
      out.number(ended.queue());
      return ENDED;
    }
    if (change instanceof Left left) {
      out.number(left.queue()).number(left.at().toEpochMilli());
      return LEFT;
    }
    if (change instanceof QueueRestored restored) {
      restored(restored, out);
      return QUEUE_RESTORED;
    }
    if (change instanceof EntriesRestored restored) {
      out.number(restored.queue()).number(restored.entries().size());
      restored.entries().forEach(entry -> entry(entry, out));
      return ENTRIES_RESTORED;
    }
    throw new AssertionError(change);
  }

  private static void item(WaitingItem item, RecordWriter out) {
    Instant expires = item.expires();
    out.text(item.service().toString()).text(item.node());
    out.number(item.seq()).text(item.id()).number(item.bytes());
    out.number(item.arrival().toEpochMilli());
    out.raw(
        (item.stands() ? STANDS : 0)
            | (item.showsPublisher() ? SHOWS_PUBLISHER : 0)
            | (item.showsContent() ? SHOWS_CONTENT : 0)
            | (expires == null ? 0 : EXPIRES));
    if (expires != null) {
      out.number(expires.toEpochMilli());
    }
  }

  private static void how(
      int assurance,
      boolean asPublished,
      List<Integer> identifiers,
      boolean isReleased,
      RecordWriter out) {
    out.raw(
        assurance
            | (asPublished ? AS_PUBLISHED : 0)
            | (identifiers.isEmpty() ? 0 : HAS_IDENTIFIERS)
            | (isReleased ? IS_RELEASED : 0));
    if (!identifiers.isEmpty()) {
      numbers(identifiers, out);
    }
  }

  private static void numbers(Collection<? extends Number> numbers, RecordWriter out) {
    out.number(numbers.size());
    numbers.forEach(number -> out.number(number.longValue()));
  }

  private static void spans(List<Span> spans, RecordWriter out) {
    out.number(spans.size());
    spans.forEach(span -> out.number(span.from()).number(span.to() - span.from()));
  }

  private static void id(QueueId id, RecordWriter out) {
    out.text(id.owner().toString()).text(id.name());
  }

  private static void settings(QueueSettings settings, RecordWriter out) {
    out.number(settings.filters().size());
    for (QueueFilter filter : settings.filters()) {
      out.text(filter.filter());
      out.raw(
          filter.assurance()
              | (filter.asPublished() ? AS_PUBLISHED : 0)
              | (filter.noLocal() ? NO_LOCAL : 0));
      out.number(filter.identifier());
    }
    QueueBounds bounds = settings.bounds();
    out.number(bounds.items()).number(bounds.bytes()).number(bounds.age().toMillis());
    out.raw(OVERFLOWS.indexOf(bounds.overflow()));
    int ends =
        switch (settings.ends()) {
          case NOTHING -> 0;
          case ALWAYS -> ENDS_ALWAYS;
          case AS_TOLD -> ENDS_AS_TOLD;
        };
    out.raw((bounds.oneItem() ? ONE_ITEM : 0) | ends);
    Duration expiry = settings.expiry();
    out.raw(expiry == null ? 0 : 1);
    if (expiry != null) {
      out.number(expiry.toMillis());
    }
    out.bytes(settings.attachment());
  }

  private static void restored(QueueRestored restored, RecordWriter out) {
    out.number(restored.queue());
    id(restored.id(), out);
    settings(restored.settings(), out);
    out.number(restored.next());
    numbers(restored.missing(), out);
    out.number(restored.dropped().size());
    restored.dropped().forEach((reason, count) -> out.raw(REASONS.indexOf(reason)).number(count));
    out.number(restored.delivered());
    numbers(restored.open(), out);
    Instant idleSince = restored.idleSince();
    out.raw(idleSince == null ? 0 : 1);
    if (idleSince != null) {
      out.number(idleSince.toEpochMilli());
    }
  }

  private static void entry(QueueEntry entry, RecordWriter out) {
    out.number(entry.number());
    item(entry.item(), out);
    out.number(entry.position()).number(entry.logBytes());
    how(entry.assurance(), entry.asPublished(), entry.identifiers(), entry.isReleased(), out);
  }

  /**
   * The change of a record.
   *
   * @throws IllegalArgumentException when it is none or was not written by {@link #encode}
   */
  public static QueueChange decode(LogRecord record) {
    RecordReader in = new RecordReader(record.payload());
    int version = in.raw();
    if (version != VERSION) {
      throw new IllegalArgumentException("format " + version + " of queues is unknown");
    }
    QueueChange change = read(record.type(), in);
    if (!in.isAtEnd()) {
      throw new IllegalArgumentException("the record goes on behind " + change);
    }
    return change;
  }

  private static QueueChange read(byte type, RecordReader in) {
    return switch (type) {
      case MADE -> new QueueMade(id(in), settings(in));
      case CONFIGURED -> new QueueConfigured(in.number(), settings(in));
      case ENDED -> new QueueEnded(in.number());
      case ENQUEUED ->
          new Enqueued(
              item(in), in.count(), flag(in) ? ChangeCodec.decodeItem(in) : null, targets(in));
      case ACKNOWLEDGED -> new Acknowledged(in.number(), spans(in));
      case RELEASED -> new Released(in.number(), in.number());
      case DROPPED -> {
        long queue = in.number();
        DropReason reason = of(REASONS, in);
        yield new Dropped(queue, spans(in), reason);
      }
      case WITHDRAWN -> new Withdrawn(BareJid.of(in.text()), in.text(), texts(in));
      case KEPT -> new Kept(ChangeCodec.decodeItem(in), places(in));
      case QUEUE_RESTORED -> restored(in);
      case LEFT -> new Left(in.number(), instant(in));
      case RECEIVED -> new Received(in.number(), in.count(), flag(in));
      case ENTRIES_RESTORED -> new EntriesRestored(in.number(), entries(in));
      default -> throw new IllegalArgumentException("not a change of queues: type " + type);
    };
  }

  private static boolean flag(RecordReader in) {
    int flag = in.raw();
    if (flag > 1) {
      throw new IllegalArgumentException("neither true nor false: " + flag);
    }
    return flag == 1;
  }

  private static <T> T of(List<T> values, RecordReader in) {
    int index = in.raw();
    if (index >= values.size()) {
      throw new IllegalArgumentException("unknown value " + index);
    }
    return values.get(index);
  }

  private static int flags(RecordReader in, int known) {
    int flags = in.raw();
    if ((flags & ~known) != 0) {
      throw new IllegalArgumentException("unknown flags " + flags);
    }
    return flags;
  }

  private static Instant instant(RecordReader in) {
    return Instant.ofEpochMilli(in.number());
  }

  private static WaitingItem item(RecordReader in) {
    BareJid service = Shared.PUBLISHERS.of(BareJid.of(in.text()));
    String node = Shared.NAMES.of(in.text());
    long seq = in.number();
    String id = in.text();
    int bytes = in.count();
    Instant arrival = instant(in);
    int flags = flags(in, STANDS | SHOWS_PUBLISHER | SHOWS_CONTENT | EXPIRES);
    return new WaitingItem(
        service,
        node,
        seq,
        id,
        bytes,
        arrival,
        (flags & EXPIRES) == 0 ? null : instant(in),
        (flags & STANDS) != 0,
        (flags & SHOWS_PUBLISHER) != 0,
        (flags & SHOWS_CONTENT) != 0);
  }

  private static List<Target> targets(RecordReader in) {
    int count = in.count();
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long queue = in.number();
      long number = in.number();
      int how = flags(in, ASSURANCE | AS_PUBLISHED | HAS_IDENTIFIERS);
      targets.add(
          new Target(
              queue, number, how & ASSURANCE, (how & AS_PUBLISHED) != 0, identifiers(how, in)));
    }
    return targets;
  }

  private static List<Integer> identifiers(int how, RecordReader in) {
    if ((how & HAS_IDENTIFIERS) == 0) {
      return List.of();
    }
    int count = in.count();
    List<Integer> identifiers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      identifiers.add(in.count());
    }
    return identifiers;
  }

  private static List<String> texts(RecordReader in) {
    int count = in.count();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(in.text());
    }
    return texts;
  }

  private static List<Place> places(RecordReader in) {
    int count = in.count();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(new Place(in.number(), in.number()));
    }
    return places;
  }

  private static List<Span> spans(RecordReader in) {
    int count = in.count();
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long from = in.number();
      spans.add(new Span(from, from + in.number()));
    }
    return spans;
  }

  private static QueueId id(RecordReader in) {
    return new QueueId(BareJid.of(in.text()), in.text());
  }

  private static QueueSettings settings(RecordReader in) {
    int count = in.count();
    List<QueueFilter> filters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String filter = in.text();
      int flags = flags(in, ASSURANCE | AS_PUBLISHED | NO_LOCAL);
      filters.add(
          new QueueFilter(
              filter,
              flags & ASSURANCE,
              (flags & NO_LOCAL) != 0,
              (flags & AS_PUBLISHED) != 0,
              in.count()));
    }
    int items = in.count();
    long bytes = in.number();
    Duration age = Duration.ofMillis(in.number());
    Overflow overflow = of(OVERFLOWS, in);
    int flags = flags(in, ONE_ITEM | ENDS_ALWAYS | ENDS_AS_TOLD);
    Optional<Duration> expiry =
        flag(in) ? Optional.of(Duration.ofMillis(in.number())) : Optional.empty();
    return new QueueSettings(
        filters,
        new QueueBounds(items, bytes, age, overflow, (flags & ONE_ITEM) != 0),
        expiry.orElse(null),
        (flags & ENDS_ALWAYS) != 0
            ? Ends.ALWAYS
            : (flags & ENDS_AS_TOLD) != 0 ? Ends.AS_TOLD : Ends.NOTHING,
        in.bytes());
  }

  private static QueueRestored restored(RecordReader in) {
    return new QueueRestored(
        in.number(),
        id(in),
        settings(in),
        in.number(),
        missing(in),
        dropped(in),
        in.number(),
        open(in),
        flag(in) ? instant(in) : null);
  }

  private static Set<Long> missing(RecordReader in) {
    int count = in.count();
    Set<Long> missing = new HashSet<>();
    for (int i = 0; i < count; i++) {
      missing.add(in.number());
    }
    return missing;
  }

  private static Map<DropReason, Long> dropped(RecordReader in) {
    int count = in.count();
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    for (int i = 0; i < count; i++) {
      dropped.put(of(REASONS, in), in.number());
    }
    return dropped;
  }

  private static Set<Integer> open(RecordReader in) {
    int count = in.count();
    Set<Integer> open = new HashSet<>();
    for (int i = 0; i < count; i++) {
      open.add(in.count());
    }
    return open;
  }

  private static List<QueueEntry> entries(RecordReader in) {
    int count = in.count();
    List<QueueEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long number = in.number();
      WaitingItem item = item(in);
      long position = in.number();
      int logBytes = in.count();
      int how = flags(in, ASSURANCE | AS_PUBLISHED | HAS_IDENTIFIERS | IS_RELEASED);
      entries.add(
          new QueueEntry(
              number,
              item,
              position,
              logBytes,
              how & ASSURANCE,
              (how & AS_PUBLISHED) != 0,
              identifiers(how, in),
              (how & IS_RELEASED) != 0));
    }
    return entries;
  }

  /**
   * The item of a record that holds one which waits.
   *
   * @param record a publish or what was kept of one, of a node or of queues
   * @throws IllegalArgumentException when it has no such item
   */
  public static Item item(LogRecord record, WaitingItem waiting) {
    return held(record).stream()
        .filter(item -> item.seq() == waiting.seq())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the record does not hold " + waiting));
  }

  private static List<Item> held(LogRecord record) {
    if (ChangeCodec.isChange(record)) {
      return ChangeCodec.decode(record).held();
    }
    QueueChange change = decode(record);
    @Nullable Item own =
        change instanceof Enqueued enqueued
            ? enqueued.own()
            : change instanceof Kept kept ? kept.item() : null;
    return own == null ? List.of() : List.of(own);
  }
}
