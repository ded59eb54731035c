package io.pipit.pubsub.store;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.FieldStatistics;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.OptionValues;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.Shared;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.change.Change.ItemsKept.KeptItem;
import io.pipit.pubsub.change.Change.PublishRemembered.RememberedItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pubsub change as a record of the log, and back. Stateless; any thread.
 *
 * <p>Format 1: the version, the service, the node, then what the change adds, in the order of its
 * record components. A configuration is every field by name with its values as a form has them, so
 * that fields which come later find the defaults of their time. What can be said by a type of
 * before items had headers and stood for nodes is said by that, so that most of a log is as it
 * always was.
 */
public final class ChangeCodec {

  /** The first record type of pubsub changes. */
  public static final int FIRST_TYPE = 1;

  /** The last record type of pubsub changes. */
  public static final int LAST_TYPE = 62;

  private static final int VERSION = 1;

  private static final byte NODE_CREATED = 1;
  private static final byte NODE_CONFIGURED = 2;
  private static final byte NODE_DELETED = 3;
  private static final byte NODE_PURGED = 4;
  private static final byte ITEMS_PUBLISHED = 5;
  private static final byte ITEMS_RETRACTED = 6;
  private static final byte SUBSCRIBED = 7;
  private static final byte UNSUBSCRIBED = 8;
  private static final byte AFFILIATION_CHANGED = 9;
  private static final byte LEASE_REMINDED = 10;
  private static final byte DIGEST_SENT = 11;
  private static final byte DIGEST_WAITS = 12;
  private static final byte CHILD_ASSOCIATED = 16;
  private static final byte CHILD_DISASSOCIATED = 17;
  private static final byte PUBLISH_REMEMBERED = 21;
  private static final byte ITEMS_EXPIRED = 22;
  private static final byte HISTORY_TRIMMED = 23;
  private static final byte ITEMS_KEPT = 24;
  private static final byte NODE_RESTORED = 25;
  private static final byte NODE_DEPARTED = 26;
  private static final byte ROLLED_UP = 27;
  private static final byte ROLL_UP_RESTORED = 28;
  private static final byte ITEMS_PUBLISHED_AS = 29;
  private static final byte ITEM_STANDS = 30;
  private static final byte STANDING_ENDED = 31;
  private static final byte STANDING_SET = 32;
  private static final byte ITEMS_KEPT_WHOLE = 33;
  private static final byte ENTITY_REGISTERED = 45;
  private static final byte REGISTRATION_ENDED = 46;

  /** What was accepted once stays, whatever the limits are now. */
  private static final ServiceLimits ANY =
      new ServiceLimits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE);

  /** Where an item is that was kept. */
  private static final int IS_ITEM = 1;

  private static final int IS_IN_HISTORY = 2;
  private static final int STANDS = 4;

  /** The kinds of a publish, by the number that each has in records. */
  private static final List<PublishKind> KINDS =
      List.of(PublishKind.ITEM, PublishKind.PASSING, PublishKind.STANDING);

  /** What follows the options of a subscription. */
  private static final int IS_DUE = 1;

  private static final int IS_ASKED_BY_ANOTHER = 2;

  private ChangeCodec() {}

  /** Whether a record is a pubsub change, and so for {@link #decode}. */
  public static boolean isChange(LogRecord record) {
    return record.type() >= FIRST_TYPE && record.type() <= LAST_TYPE;
  }

  /** The record of a change, owned by a partition. */
  public static LogRecord encode(Change change, int partition) {
    Encoding encoding = new Encoding();
    encoding.out.raw(VERSION).text(change.service().toString()).text(change.node());
    change.accept(encoding);
    return new LogRecord(encoding.type, partition, encoding.out.toByteArray());
  }

  /**
   * The change of a record.
   *
   * @throws IllegalArgumentException when it is none or was not written by {@link #encode}
   */
  public static Change decode(LogRecord record) {
    RecordReader in = new RecordReader(record.payload());
    int version = in.raw();
    if (version != VERSION) {
      throw new IllegalArgumentException("format " + version + " of pubsub changes is unknown");
    }
    BareJid service = BareJid.of(in.text());
    String node = in.text();
    Change change = decode(record.type(), service, node, in);
    if (!in.isAtEnd()) {
      throw new IllegalArgumentException("the record goes on behind " + change);
    }
    return change;
  }

  /** Whom a change is about, as it is written. */
  public record Subject(String service, String node) {}

  /**
   * Whom the change of a record is about, without reading the rest of it.
   *
   * @throws IllegalArgumentException when it was not written by {@link #encode}
   */
  public static Subject subject(LogRecord record) {
    RecordReader in = new RecordReader(record.payload());
    int version = in.raw();
    if (version != VERSION) {
      throw new IllegalArgumentException("format " + version + " of pubsub changes is unknown");
    }
    return new Subject(in.text(), in.text());
  }

  private static Change decode(byte type, BareJid service, String node, RecordReader in) {
    return switch (type) {
      case NODE_CREATED ->
          new Change.NodeCreated(service, node, BareJid.of(in.text()), config(in), instant(in));
      case NODE_CONFIGURED -> new Change.NodeConfigured(service, node, config(in), in.number());
      case NODE_DELETED -> new Change.NodeDeleted(service, node, textOrNull(in));
      case NODE_PURGED -> new Change.NodePurged(service, node);
      case ITEMS_PUBLISHED -> new Change.ItemsPublished(service, node, items(in), in.number());
      case ITEMS_PUBLISHED_AS -> published(service, node, in);
      case ITEM_STANDS -> new Change.ItemStands(service, node, decodeItem(in));
      case STANDING_ENDED -> new Change.StandingEnded(service, node);
      case STANDING_SET -> new Change.StandingSet(service, node, in.raw() == 0 ? null : entry(in));
      case ITEMS_KEPT_WHOLE -> new Change.ItemsKept(service, node, keptWhole(in));
      case ITEMS_EXPIRED -> new Change.ItemsExpired(service, node, in.number());
      case HISTORY_TRIMMED -> new Change.HistoryTrimmed(service, node, instant(in));
      case PUBLISH_REMEMBERED ->
          new Change.PublishRemembered(
              service, node, BareJid.of(in.text()), textOrNull(in), instant(in), remembered(in));
      case ITEMS_KEPT -> new Change.ItemsKept(service, node, kept(in));
      case NODE_RESTORED ->
          new Change.NodeRestored(
              service, node, in.number(), instant(in), in.number(), in.number(), texts(in));
      case NODE_DEPARTED ->
          new Change.NodeDeparted(service, node, in.text(), config(in), affiliations(in));
      case ROLLED_UP -> new Change.RolledUp(service, node, period(in), instant(in));
      case ROLL_UP_RESTORED ->
          new Change.RollUpRestored(service, node, period(in), instant(in), statistics(in));
      case ITEMS_RETRACTED -> new Change.ItemsRetracted(service, node, texts(in));
      case SUBSCRIBED ->
          subscribed(
              service,
              node,
              new Subscription(
                  Jid.of(in.text()),
                  in.text(),
                  known(SubscriptionState.ofWire(in.text()), "state"),
                  values(SubscriptionOptions.INITIAL, in)),
              in);
      case DIGEST_SENT ->
          new Change.DigestSent(
              service, node, Jid.of(in.text()), in.text(), in.number(), instantOrNull(in));
      case DIGEST_WAITS ->
          new Change.DigestWaits(
              service,
              node,
              in.text(),
              Jid.of(in.text()),
              in.text(),
              in.number(),
              instantOrNull(in));
      case LEASE_REMINDED -> new Change.LeaseReminded(service, node, Jid.of(in.text()), in.text());
      case UNSUBSCRIBED -> new Change.Unsubscribed(service, node, Jid.of(in.text()), in.text());
      case AFFILIATION_CHANGED ->
          new Change.AffiliationChanged(service, node, BareJid.of(in.text()), affiliation(in));
      case CHILD_ASSOCIATED -> new Change.ChildAssociated(service, node, in.text());
      case CHILD_DISASSOCIATED -> new Change.ChildDisassociated(service, node, in.text());
      case ENTITY_REGISTERED -> new Change.EntityRegistered(service, BareJid.of(in.text()));
      case REGISTRATION_ENDED -> new Change.RegistrationEnded(service, BareJid.of(in.text()));
      default -> throw new IllegalArgumentException("not a pubsub change: type " + type);
    };
  }

  private static Change.Subscribed subscribed(
      BareJid service, String node, Subscription subscription, RecordReader in) {
    int flags = in.raw();
    if ((flags & ~(IS_DUE | IS_ASKED_BY_ANOTHER)) != 0) {
      throw new IllegalArgumentException("unknown flags of a subscription: " + flags);
    }
    Instant due = (flags & IS_DUE) == 0 ? null : instant(in);
    boolean own = (flags & IS_ASKED_BY_ANOTHER) == 0;
    return new Change.Subscribed(
        service, node, own ? subscription : subscription.askedBy(BareJid.of(in.text())), due);
  }

  private static <T> T known(Optional<T> value, String what) {
    return value.orElseThrow(() -> new IllegalArgumentException("unknown " + what));
  }

  private static @Nullable String textOrNull(RecordReader in) {
    return in.raw() == 0 ? null : in.text();
  }

  private static Instant instant(RecordReader in) {
    return Instant.ofEpochMilli(in.number());
  }

  private static @Nullable Instant instantOrNull(RecordReader in) {
    return in.raw() == 0 ? null : instant(in);
  }

  private static List<String> texts(RecordReader in) {
    int count = in.count();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(in.text());
    }
    return texts;
  }

  private static List<Item> items(RecordReader in) {
    int count = in.count();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(item(in));
    }
    return items;
  }

  private static Item item(RecordReader in) {
    return new Item(
        in.number(),
        in.text(),
        Shared.PUBLISHERS.of(BareJid.of(in.text())),
        instant(in),
        payload(in),
        in.number());
  }

  private static Change.ItemsPublished published(BareJid service, String node, RecordReader in) {
    int kind = in.raw();
    if (kind >= KINDS.size()) {
      throw new IllegalArgumentException("unknown kind of a publish: " + kind);
    }
    int count = in.count();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(decodeItem(in));
    }
    return new Change.ItemsPublished(service, node, items, in.number(), KINDS.get(kind));
  }

  /**
   * Writes an item with its headers, as part of a record.
   *
   * @see #decodeItem
   */
  public static void encodeItem(Item item, RecordWriter out) {
    encodeBare(item, out);
    out.number(item.headers().size());
    for (ItemHeader header : item.headers()) {
      out.text(header.name()).text(header.value());
    }
  }

  /**
   * Reads what {@link #encodeItem} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Item decodeItem(RecordReader in) {
    Item bare = item(in);
    int count = in.count();
    if (count == 0) {
      return bare;
    }
    List<ItemHeader> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headers.add(new ItemHeader(Shared.NAMES.of(in.text()), in.text()));
    }
    return new Item(
        bare.seq(),
        bare.id(),
        bare.publisher(),
        bare.arrival(),
        bare.payload(),
        bare.created(),
        headers);
  }

  private static void encodeBare(Item item, RecordWriter out) {
    out.number(item.seq()).text(item.id()).text(item.publisher().toString());
    out.number(item.arrival().toEpochMilli());
    SerializedXml payload = item.payload();
    if (payload == null) {
      out.raw(0);
    } else {
      out.raw(1).text(payload.name()).text(payload.namespace()).bytes(payload.bytes());
    }
    out.number(item.created());
  }

  private static ItemEntry entry(RecordReader in) {
    return new ItemEntry(
        in.number(),
        in.text(),
        Shared.PUBLISHERS.of(BareJid.of(in.text())),
        instant(in),
        in.number(),
        in.count(),
        in.number());
  }

  private static List<KeptItem> keptWhole(RecordReader in) {
    int count = in.count();
    List<KeptItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int where = in.raw();
      if ((where & ~(IS_ITEM | IS_IN_HISTORY | STANDS)) != 0) {
        throw new IllegalArgumentException("unknown flags of an item: " + where);
      }
      items.add(
          new KeptItem(
              decodeItem(in),
              (where & IS_ITEM) != 0,
              (where & IS_IN_HISTORY) != 0,
              (where & STANDS) != 0));
    }
    return items;
  }

  private static List<KeptItem> kept(RecordReader in) {
    int count = in.count();
    List<KeptItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int where = in.raw();
      items.add(new KeptItem(item(in), (where & IS_ITEM) != 0, (where & IS_IN_HISTORY) != 0));
    }
    return items;
  }

  private static Map<BareJid, Affiliation> affiliations(RecordReader in) {
    int count = in.count();
    Map<BareJid, Affiliation> affiliations = new HashMap<>();
    for (int i = 0; i < count; i++) {
      affiliations.put(BareJid.of(in.text()), affiliation(in));
    }
    return affiliations;
  }

  private static Affiliation affiliation(RecordReader in) {
    return known(Affiliation.ofWire(in.text()), "affiliation");
  }

  private static List<RememberedItem> remembered(RecordReader in) {
    int count = in.count();
    List<RememberedItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(new RememberedItem(in.text(), in.text()));
    }
    return items;
  }

  private static @Nullable SerializedXml payload(RecordReader in) {
    return in.raw() == 0
        ? null
        : new SerializedXml(Shared.NAMES.of(in.text()), Shared.NAMES.of(in.text()), in.bytes());
  }

  private static RollUpPeriod period(RecordReader in) {
    return known(RollUpPeriod.ofWire(in.text()), "period");
  }

  private static List<FieldStatistics> statistics(RecordReader in) {
    List<FieldStatistics> fields = new ArrayList<>();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      fields.add(
          new FieldStatistics(in.text(), real(in), real(in), real(in), real(in), in.number()));
    }
    return fields;
  }

  private static double real(RecordReader in) {
    return Double.longBitsToDouble(in.number());
  }

  private static NodeConfig config(RecordReader in) {
    return values(NodeConfig.INITIAL, in);
  }

  /** A configuration alone. */
  static byte[] encodeConfig(NodeConfig config) {
    Encoding encoding = new Encoding();
    encoding.config(config);
    return encoding.out.toByteArray();
  }

  /**
   * Reads what {@link #encodeConfig} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static NodeConfig decodeConfig(byte[] encoded) {
    return config(new RecordReader(encoded));
  }

  private static <S extends OptionValues<S>> S values(S initial, RecordReader in) {
    S values = initial;
    int count = in.count();
    for (int i = 0; i < count; i++) {
      String name = in.text();
      values = with(values, known(initial.fields().named(name), "field " + name), texts(in));
    }
    return values;
  }

  private static <S extends OptionValues<S>, T> S with(
      S values, OptionField<T> field, List<String> printed) {
    return values.with(field, known(field.parse(printed, ANY), "value of " + field));
  }

  /** Writes one change. */
  private static final class Encoding implements Change.Visitor {

    private final RecordWriter out = new RecordWriter();
    private byte type;

    @Override
    public void nodeCreated(Change.NodeCreated change) {
      type = NODE_CREATED;
      out.text(change.creator().toString());
      config(change.config());
      instant(change.created());
    }

    @Override
    public void nodeConfigured(Change.NodeConfigured change) {
      type = NODE_CONFIGURED;
      config(change.config());
      out.number(change.dropThrough());
    }

    @Override
    public void nodeDeleted(Change.NodeDeleted change) {
      type = NODE_DELETED;
      textOrNull(change.redirectUri());
    }

    @Override
    public void nodePurged(Change.NodePurged change) {
      type = NODE_PURGED;
    }

    @Override
    public void itemsPublished(Change.ItemsPublished change) {
      if (change.kind() == PublishKind.ITEM && areBare(change.items())) {
        type = ITEMS_PUBLISHED;
        out.number(change.items().size());
        change.items().forEach(this::item);
      } else {
        type = ITEMS_PUBLISHED_AS;
        out.raw(KINDS.indexOf(change.kind()));
        out.number(change.items().size());
        change.items().forEach(item -> encodeItem(item, out));
      }
      out.number(change.dropThrough());
    }

    private static boolean areBare(List<Item> items) {
      boolean areBare = true;
      for (int i = 0; i < items.size(); i++) { // without an iterator, for every publish
        areBare &= items.get(i).headers().isEmpty();
      }
      return areBare;
    }

    @Override
    public void itemStands(Change.ItemStands change) {
      type = ITEM_STANDS;
      encodeItem(change.item(), out);
    }

    @Override
    public void standingEnded(Change.StandingEnded change) {
      type = STANDING_ENDED;
    }

    @Override
    public void standingSet(Change.StandingSet change) {
      type = STANDING_SET;
      ItemEntry entry = change.entry();
      if (entry == null) {
        out.raw(0);
        return;
      }
      out.raw(1).number(entry.seq()).text(entry.id()).text(entry.publisher().toString());
      instant(entry.arrival());
      out.number(entry.created()).number(entry.payloadBytes()).number(entry.position());
    }

    @Override
    public void bounceCounted(Change.BounceCounted change) {
      throw new IllegalArgumentException("not for the log: " + change);
    }

    @Override
    public void ownersAsked(Change.OwnersAsked change) {
      throw new IllegalArgumentException("not for the log: " + change);
    }

    @Override
    public void itemsExpired(Change.ItemsExpired change) {
      type = ITEMS_EXPIRED;
      out.number(change.through());
    }

    @Override
    public void historyTrimmed(Change.HistoryTrimmed change) {
      type = HISTORY_TRIMMED;
      instant(change.from());
    }

    @Override
    public void publishRemembered(Change.PublishRemembered change) {
      type = PUBLISH_REMEMBERED;
      out.text(change.publisher().toString());
      textOrNull(change.key());
      instant(change.at());
      out.number(change.items().size());
      change.items().forEach(item -> out.text(item.id()).text(item.digest()));
    }

    @Override
    public void lastItemCached(Change.LastItemCached change) {
      throw new IllegalArgumentException("not for the log: " + change);
    }

    @Override
    public void itemsKept(Change.ItemsKept change) {
      boolean areBare =
          areBare(change.held()) && change.items().stream().noneMatch(KeptItem::stands);
      type = areBare ? ITEMS_KEPT : ITEMS_KEPT_WHOLE;
      out.number(change.items().size());
      for (KeptItem kept : change.items()) {
        out.raw(
            (kept.isItem() ? IS_ITEM : 0)
                | (kept.isInHistory() ? IS_IN_HISTORY : 0)
                | (kept.stands() ? STANDS : 0));
        if (areBare) {
          item(kept.item());
        } else {
          encodeItem(kept.item(), out);
        }
      }
    }

    @Override
    public void nodeRestored(Change.NodeRestored change) {
      type = NODE_RESTORED;
      out.number(change.lastSeq());
      instant(change.newestArrival());
      out.number(change.itemsFrom()).number(change.historyFrom());
      texts(change.pending());
    }

    @Override
    public void nodeDeparted(Change.NodeDeparted change) {
      type = NODE_DEPARTED;
      out.text(change.redirectUri());
      config(change.config());
      out.number(change.affiliations().size());
      change
          .affiliations()
          .forEach((entity, affiliation) -> out.text(entity.toString()).text(affiliation.wire()));
    }

    @Override
    public void rolledUp(Change.RolledUp change) {
      type = ROLLED_UP;
      out.text(change.period().wire());
      instant(change.through());
    }

    @Override
    public void rollUpRestored(Change.RollUpRestored change) {
      type = ROLL_UP_RESTORED;
      out.text(change.period().wire());
      instant(change.begin());
      out.number(change.fields().size());
      for (FieldStatistics field : change.fields()) {
        out.text(field.field());
        real(field.min());
        real(field.max());
        real(field.sum());
        real(field.carry());
        out.number(field.count());
      }
    }

    private void real(double value) {
      out.number(Double.doubleToRawLongBits(value));
    }

    @Override
    public void itemsRetracted(Change.ItemsRetracted change) {
      type = ITEMS_RETRACTED;
      texts(change.ids());
    }

    @Override
    public void subscribed(Change.Subscribed change) {
      type = SUBSCRIBED;
      Subscription subscription = change.subscription();
      out.text(subscription.jid().toString()).text(subscription.subid());
      out.text(subscription.state().wire());
      values(subscription.options(), chosen(subscription.options()));
      boolean own = subscription.requester().equals(subscription.jid().bare());
      Instant due = change.due();
      out.raw((due == null ? 0 : IS_DUE) | (own ? 0 : IS_ASKED_BY_ANOTHER));
      if (due != null) {
        instant(due);
      }
      if (!own) {
        out.text(subscription.requester().toString());
      }
    }

    @Override
    public void unsubscribed(Change.Unsubscribed change) {
      type = UNSUBSCRIBED;
      out.text(change.jid().toString()).text(change.subid());
    }

    @Override
    public void leaseReminded(Change.LeaseReminded change) {
      type = LEASE_REMINDED;
      out.text(change.jid().toString()).text(change.subid());
    }

    @Override
    public void digestSent(Change.DigestSent change) {
      type = DIGEST_SENT;
      out.text(change.jid().toString()).text(change.subid()).number(change.seq());
      instantOrNull(change.next());
    }

    @Override
    public void digestWaits(Change.DigestWaits change) {
      type = DIGEST_WAITS;
      out.text(change.collection()).text(change.jid().toString()).text(change.subid());
      out.number(change.after());
      instantOrNull(change.due());
    }

    @Override
    public void affiliationChanged(Change.AffiliationChanged change) {
      type = AFFILIATION_CHANGED;
      out.text(change.entity().toString()).text(change.affiliation().wire());
    }

    @Override
    public void childAssociated(Change.ChildAssociated change) {
      type = CHILD_ASSOCIATED;
      out.text(change.child());
    }

    @Override
    public void childDisassociated(Change.ChildDisassociated change) {
      type = CHILD_DISASSOCIATED;
      out.text(change.child());
    }

    @Override
    public void entityRegistered(Change.EntityRegistered change) {
      type = ENTITY_REGISTERED;
      out.text(change.entity().toString());
    }

    @Override
    public void registrationEnded(Change.RegistrationEnded change) {
      type = REGISTRATION_ENDED;
      out.text(change.entity().toString());
    }

    private void item(Item item) {
      encodeBare(item, out);
    }

    private void textOrNull(@Nullable String text) {
      if (text == null) {
        out.raw(0);
      } else {
        out.raw(1).text(text);
      }
    }

    private void instantOrNull(@Nullable Instant instant) {
      out.raw(instant == null ? 0 : 1);
      if (instant != null) {
        instant(instant);
      }
    }

    private void instant(Instant instant) {
      out.number(instant.toEpochMilli());
    }

    private void texts(List<String> texts) {
      out.number(texts.size());
      texts.forEach(out::text);
    }

    private void config(NodeConfig config) {
      values(config, NodeConfigFields.ALL);
    }

    /** What a subscriber chose: the rest of its options is as for everybody. */
    private static List<OptionField<?>> chosen(SubscriptionOptions options) {
      return options.fields().all().stream()
          .filter(field -> !options.get(field).equals(SubscriptionOptions.INITIAL.get(field)))
          .toList();
    }

    private void values(OptionValues<?> values, List<OptionField<?>> fields) {
      out.number(fields.size());
      for (OptionField<?> field : fields) {
        out.text(field.name());
        texts(values.print(field));
      }
    }
  }
}
