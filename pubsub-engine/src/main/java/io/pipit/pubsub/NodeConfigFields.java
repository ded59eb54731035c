package io.pipit.pubsub;

import static io.pipit.pubsub.OptionFields.one;

import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.DataForm.Option;
import io.pipit.xmpp.Jid;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The options of a node that work, each declared once (XEP-0060 16.4.4): what stands here is in the
 * form, is accepted in a submission and is stored; nothing else is.
 */
public final class NodeConfigFields {

  /** The value of an integer-or-max field that says {@code max} (XEP-0060 12.23). */
  public static final int MAX = Integer.MAX_VALUE;

  private static final int TEXT_LENGTH = 1_023;
  private static final int MOST_SECONDS = 999_999_999;
  private static final int MOST_BYTES = 999_999_999;
  private static final int MOST_HISTORY_ITEMS = 1_000_000;
  private static final int MOST_WINDOW_SECONDS = 86_400;
  private static final int MOST_POINTERS = 16;
  private static final int POINTER_LENGTH = 256;
  private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+");
  private static final int VALUES = 100;
  private static final int MOST_CHILDREN = 10_000;
  private static final Pattern LANGUAGE = Pattern.compile("|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,7}");

  /** The form that they make. */
  public static final OptionFields FIELDS =
      new OptionFields(PubsubNs.NODE_CONFIG, PubsubError.NOT_ACCEPTABLE);

  public static final OptionField<String> TITLE = FIELDS.text("title", "A name for people");
  public static final OptionField<String> DESCRIPTION = FIELDS.text("description", "A description");
  public static final OptionField<String> TYPE =
      FIELDS.text("type", "The namespace that payloads have to have");
  public static final OptionField<String> LANGUAGE_TAG =
      FIELDS.declare(
          "language",
          FieldType.TEXT_SINGLE,
          "The default language",
          "",
          (values, limits) -> one(values).filter(tag -> LANGUAGE.matcher(tag).matches()),
          OptionFields::printText);
  public static final OptionField<List<Jid>> CONTACT =
      FIELDS.declare(
          "contact",
          FieldType.JID_MULTI,
          "Whom to ask about the node",
          List.of(),
          (values, limits) -> jids(values),
          jids -> jids.stream().map(Jid::toString).toList());

  public static final OptionField<NodeType> NODE_TYPE =
      FIELDS.choice(
          "node_type",
          "The kind of node",
          NodeType.LEAF,
          NodeType::ofWire,
          NodeType::wire,
          new Option("Holds items", NodeType.LEAF.wire()),
          new Option("Holds other nodes", NodeType.COLLECTION.wire()));

  /** The empty name is the root. Not stored here: the tree knows, and the form is told. */
  public static final OptionField<List<String>> COLLECTION =
      FIELDS.declare(
          "collection",
          FieldType.TEXT_MULTI,
          "The collections that the node is in",
          List.of(),
          (values, limits) -> names(values, VALUES),
          collections -> collections);

  /** Not stored here, like {@link #COLLECTION}. */
  public static final OptionField<List<String>> CHILDREN =
      FIELDS.declare(
          "children",
          FieldType.TEXT_MULTI,
          "The nodes in the collection",
          List.of(),
          (values, limits) -> names(values, MOST_CHILDREN),
          children -> children);

  public static final OptionField<ChildrenAssociationPolicy> CHILDREN_ASSOCIATION_POLICY =
      FIELDS.choice(
          "children_association_policy",
          "Who may put a node of theirs into the collection",
          ChildrenAssociationPolicy.OWNERS,
          ChildrenAssociationPolicy::ofWire,
          ChildrenAssociationPolicy::wire,
          new Option("Owners of the collection", ChildrenAssociationPolicy.OWNERS.wire()),
          new Option("Those on the whitelist too", ChildrenAssociationPolicy.WHITELIST.wire()),
          new Option("Anyone", ChildrenAssociationPolicy.ALL.wire()));
  public static final OptionField<List<Jid>> CHILDREN_ASSOCIATION_WHITELIST =
      FIELDS.declare(
          "children_association_whitelist",
          FieldType.JID_MULTI,
          "Who else may put a node into the collection",
          List.of(),
          (values, limits) -> jids(values),
          jids -> jids.stream().map(Jid::toString).toList());
  public static final OptionField<Integer> CHILDREN_MAX =
      FIELDS.declare(
          "children_max",
          FieldType.TEXT_SINGLE,
          "How many nodes the collection holds",
          MOST_CHILDREN,
          (values, limits) -> integer(values, 0, MOST_CHILDREN),
          value -> List.of(value.toString()));

  public static final OptionField<AccessModel> ACCESS_MODEL =
      FIELDS.declare(
          "access_model",
          FieldType.LIST_SINGLE,
          "Who may subscribe and retrieve items",
          List.of(
              new Option("Anyone", AccessModel.OPEN.wire()),
              new Option("Subscribers to the owner's presence", AccessModel.PRESENCE.wire()),
              new Option("Contacts in the allowed roster groups", AccessModel.ROSTER.wire()),
              new Option("Whom an owner approves", AccessModel.AUTHORIZE.wire()),
              new Option("Entities with an affiliation", AccessModel.WHITELIST.wire())),
          AccessModel.OPEN,
          (values, limits) -> one(values).flatMap(AccessModel::ofWire),
          model -> List.of(model.wire()),
          PubsubError.UNSUPPORTED_ACCESS_MODEL);
  public static final OptionField<List<String>> ROSTER_GROUPS_ALLOWED =
      FIELDS.declare(
          "roster_groups_allowed",
          FieldType.LIST_MULTI,
          "The roster groups that may subscribe",
          List.of(),
          (values, limits) -> OptionFields.texts(values),
          groups -> groups);
  public static final OptionField<PublishModel> PUBLISH_MODEL =
      FIELDS.choice(
          "publish_model",
          "Who may publish",
          PublishModel.PUBLISHERS,
          PublishModel::ofWire,
          PublishModel::wire,
          new Option("Owners and publishers", PublishModel.PUBLISHERS.wire()),
          new Option("Subscribers too", PublishModel.SUBSCRIBERS.wire()),
          new Option("Anyone", PublishModel.OPEN.wire()));
  public static final OptionField<Boolean> SUBSCRIBE =
      FIELDS.flag("subscribe", "Whether subscriptions are possible", true);

  public static final OptionField<Boolean> PAID =
      FIELDS.flag("pipit#paid", "Whether who is no member yet has to pay first", false);

  public static final OptionField<String> REDIRECT =
      FIELDS.declare(
          "pipit#redirect",
          FieldType.TEXT_SINGLE,
          "The URI of the node that is used instead for now",
          "",
          (values, limits) ->
              one(values).filter(uri -> uri.isEmpty() || NodeAddress.parse(uri).isPresent()),
          OptionFields::printText);

  public static final OptionField<Boolean> LEASE_REQUIRED =
      FIELDS.flag("pipit#lease_required", "Whether subscriptions have to have an end", false);

  public static final OptionField<Boolean> AUTO_SUBSCRIBE =
      FIELDS.flag("pipit#auto_subscribe", "Whether owners and publishers are subscribed", false);

  public static final OptionField<Boolean> STAMP_ITEMS =
      FIELDS.flag("pipit#stamp_items", "Whether events say when items arrived", false);

  public static final OptionField<Boolean> PERSIST_ITEMS =
      FIELDS.flag("persist_items", "Whether items are kept", true);
  public static final OptionField<Integer> MAX_ITEMS =
      FIELDS.declare(
          "max_items",
          FieldType.TEXT_SINGLE,
          "How many items are kept, or max",
          1_000,
          (values, limits) -> integerOrMax(values, 1, limits.itemsPerNode()),
          NodeConfigFields::printIntegerOrMax);
  public static final OptionField<PublishNodeFull> PUBLISH_NODE_FULL =
      FIELDS.alsoCalled(
          "pubsub#publish_full_node",
          FIELDS.choice(
              "publish_node_full",
              "What a publish does when so many items are there",
              PublishNodeFull.RETRACT_OLDEST,
              PublishNodeFull::ofWire,
              PublishNodeFull::wire,
              new Option("Retract the oldest item", PublishNodeFull.RETRACT_OLDEST.wire()),
              new Option("Discard the oldest item silently", PublishNodeFull.DISCARD_OLDEST.wire()),
              new Option("Refuse the new item", PublishNodeFull.REJECT.wire())));
  public static final OptionField<Integer> MAX_PAYLOAD_SIZE =
      FIELDS.declare(
          "max_payload_size",
          FieldType.TEXT_SINGLE,
          "The largest payload in bytes",
          131_072,
          (values, limits) -> integer(values, 1, limits.payloadBytes()),
          value -> List.of(value.toString()));

  public static final OptionField<Integer> ITEM_EXPIRE =
      FIELDS.declare(
          "item_expire",
          FieldType.TEXT_SINGLE,
          "After how many seconds an item goes, or max",
          MAX,
          (values, limits) -> integerOrMax(values, 1, MOST_SECONDS),
          NodeConfigFields::printIntegerOrMax);
  public static final OptionField<Integer> KEEP_LAST =
      FIELDS.declare(
          "pipit#keep_last",
          FieldType.TEXT_SINGLE,
          "How many of the newest items stay although they are past their time",
          0,
          (values, limits) -> integer(values, 0, limits.itemsPerNode()),
          value -> List.of(value.toString()));
  public static final OptionField<Integer> MAX_BYTES =
      FIELDS.declare(
          "pipit#max_bytes",
          FieldType.TEXT_SINGLE,
          "How many bytes of payloads are kept, or max",
          MAX,
          (values, limits) -> integerOrMax(values, 1, MOST_BYTES),
          NodeConfigFields::printIntegerOrMax);
  public static final OptionField<Integer> HISTORY_ITEMS =
      FIELDS.declare(
          "pipit#history_items",
          FieldType.TEXT_SINGLE,
          "How many of the last publishes are remembered, also when they are no items any more",
          10_000,
          (values, limits) -> integer(values, 0, MOST_HISTORY_ITEMS),
          value -> List.of(value.toString()));
  public static final OptionField<Integer> HISTORY_AGE =
      FIELDS.declare(
          "pipit#history_age",
          FieldType.TEXT_SINGLE,
          "For how many seconds publishes are remembered, or max",
          604_800,
          (values, limits) -> integerOrMax(values, 1, MOST_SECONDS),
          NodeConfigFields::printIntegerOrMax);
  public static final OptionField<Integer> IDEMPOTENCY_WINDOW =
      FIELDS.declare(
          "pipit#idempotency_window",
          FieldType.TEXT_SINGLE,
          "For how many seconds the same item from the same publisher is not published again",
          0,
          (values, limits) -> integer(values, 0, MOST_WINDOW_SECONDS),
          value -> List.of(value.toString()));

  public static final OptionField<List<RollUpPeriod>> ROLLUP =
      FIELDS.declare(
          "pipit#rollup",
          FieldType.LIST_MULTI,
          "The periods of which is published what numbers in JSON came to",
          List.of(
              new Option("Minutes", RollUpPeriod.MINUTE.wire()),
              new Option("Hours", RollUpPeriod.HOUR.wire()),
              new Option("Days", RollUpPeriod.DAY.wire())),
          List.of(),
          (values, limits) -> periods(values),
          periods -> periods.stream().map(RollUpPeriod::wire).toList(),
          PubsubError.NOT_ACCEPTABLE);
  public static final OptionField<List<String>> ROLLUP_FIELDS =
      FIELDS.declare(
          "pipit#rollup_fields",
          FieldType.TEXT_MULTI,
          "The JSON pointers of the numbers that count, or none for all",
          List.of(),
          (values, limits) -> pointers(values),
          pointers -> pointers);
  public static final OptionField<Integer> ROLLUP_ITEMS =
      FIELDS.declare(
          "pipit#rollup_items",
          FieldType.TEXT_SINGLE,
          "How many periods are kept of each length",
          1_000,
          (values, limits) -> integer(values, 1, limits.itemsPerNode()),
          value -> List.of(value.toString()));

  public static final OptionField<Boolean> DELIVER_NOTIFICATIONS =
      FIELDS.flag("deliver_notifications", "Whether subscribers are told of events", true);
  public static final OptionField<Boolean> DELIVER_PAYLOADS =
      FIELDS.flag("deliver_payloads", "Whether events carry the payload", true);
  public static final OptionField<NotificationType> NOTIFICATION_TYPE =
      FIELDS.choice(
          "notification_type",
          "The message type of events",
          NotificationType.HEADLINE,
          NotificationType::ofWire,
          NotificationType::wire,
          new Option("Normal: kept for who is offline", NotificationType.NORMAL.wire()),
          new Option("Headline: never kept", NotificationType.HEADLINE.wire()));
  public static final OptionField<Boolean> NOTIFY_CONFIG =
      FIELDS.flag("notify_config", "Whether subscribers are told of a new configuration", false);
  public static final OptionField<Boolean> NOTIFY_DELETE =
      FIELDS.flag("notify_delete", "Whether subscribers are told that the node is deleted", true);
  public static final OptionField<Boolean> NOTIFY_RETRACT =
      FIELDS.flag("notify_retract", "Whether subscribers are told of removed items", true);
  public static final OptionField<String> BODY_XSLT =
      stylesheet(
          "body_xslt", "The item with the stylesheet that makes a message body of a payload");
  public static final OptionField<String> DATAFORM_XSLT =
      stylesheet("dataform_xslt", "The item with the stylesheet that makes a form of a payload");
  public static final OptionField<SendLastPublishedItem> SEND_LAST_PUBLISHED_ITEM =
      FIELDS.choice(
          "send_last_published_item",
          "When the newest item is sent unasked",
          SendLastPublishedItem.NEVER,
          SendLastPublishedItem::ofWire,
          SendLastPublishedItem::wire,
          new Option("Never", SendLastPublishedItem.NEVER.wire()),
          new Option("When an entity subscribes", SendLastPublishedItem.ON_SUB.wire()),
          new Option(
              "Also when it becomes available", SendLastPublishedItem.ON_SUB_AND_PRESENCE.wire()));
  public static final OptionField<Boolean> NOTIFY_SUB =
      FIELDS.flag("notify_sub", "Whether owners are told who subscribes and unsubscribes", false);
  public static final OptionField<Boolean> PRESENCE_BASED_DELIVERY =
      FIELDS.flag(
          "presence_based_delivery", "Whether events go to available subscribers only", false);
  public static final OptionField<Boolean> TEMPSUB =
      FIELDS.flag("tempsub", "Whether subscriptions end when the subscriber goes offline", false);
  public static final OptionField<Boolean> PURGE_OFFLINE =
      FIELDS.flag("purge_offline", "Whether items go when their publisher goes offline", false);
  public static final OptionField<ItemReply> ITEM_REPLY =
      FIELDS.choice(
          "itemreply",
          "Whose address items carry",
          ItemReply.NONE,
          ItemReply::ofWire,
          ItemReply::wire,
          new Option("Nobody's", ItemReply.NONE.wire()),
          new Option("The publisher's", ItemReply.PUBLISHER.wire()),
          new Option("An owner's", ItemReply.OWNER.wire()));

  /** Every field, in the order of the form. */
  public static final List<OptionField<?>> ALL = FIELDS.all();

  /** Fields that only a collection has (XEP-0248 7.2.1). */
  private static final Set<OptionField<?>> OF_COLLECTIONS =
      Set.of(CHILDREN, CHILDREN_ASSOCIATION_POLICY, CHILDREN_ASSOCIATION_WHITELIST, CHILDREN_MAX);

  /** Fields about items and how they are told, which a collection has none of (XEP-0248 4.1). */
  private static final Set<OptionField<?>> OF_LEAVES =
      Set.of(
          TYPE,
          PUBLISH_MODEL,
          PERSIST_ITEMS,
          MAX_ITEMS,
          PUBLISH_NODE_FULL,
          MAX_PAYLOAD_SIZE,
          KEEP_LAST,
          MAX_BYTES,
          ROLLUP,
          ROLLUP_FIELDS,
          ROLLUP_ITEMS,
          DELIVER_PAYLOADS,
          NOTIFY_RETRACT,
          SEND_LAST_PUBLISHED_ITEM,
          ITEM_REPLY);

  private NodeConfigFields() {}

  /** The fields that mean something for a type of node, in the order of the form. */
  public static List<OptionField<?>> of(NodeType type) {
    Set<OptionField<?>> others = type == NodeType.LEAF ? OF_COLLECTIONS : OF_LEAVES;
    return ALL.stream().filter(field -> !others.contains(field)).toList();
  }

  /** The field with that name or accepted spelling. */
  public static Optional<OptionField<?>> named(String var) {
    return FIELDS.named(var);
  }

  private static OptionField<String> stylesheet(String name, String label) {
    return FIELDS.declare(
        name,
        FieldType.TEXT_SINGLE,
        label,
        "",
        (values, limits) ->
            one(values).filter(uri -> uri.isEmpty() || ItemAddress.parse(uri).isPresent()),
        OptionFields::printText);
  }

  private static Optional<Integer> integerOrMax(List<String> values, int least, int most) {
    return values.equals(List.of("max")) ? Optional.of(MAX) : integer(values, least, most);
  }

  private static List<String> printIntegerOrMax(int value) {
    return List.of(value == MAX ? "max" : Integer.toString(value));
  }

  private static Optional<Integer> integer(List<String> values, int least, int most) {
    return one(values)
        .filter(digits -> digits.matches("[0-9]{1,9}"))
        .map(Integer::valueOf)
        .filter(value -> least <= value && value <= most);
  }

  private static Optional<List<RollUpPeriod>> periods(List<String> values) {
    Set<RollUpPeriod> periods = EnumSet.noneOf(RollUpPeriod.class);
    for (String value : filled(values)) {
      Optional<RollUpPeriod> period = RollUpPeriod.ofWire(value);
      if (period.isEmpty()) {
        return Optional.empty();
      }
      periods.add(period.get());
    }
    return Optional.of(List.copyOf(periods));
  }

  private static Optional<List<String>> pointers(List<String> values) {
    Set<String> pointers = new LinkedHashSet<>(filled(values));
    boolean fit =
        pointers.size() <= MOST_POINTERS
            && pointers.stream()
                .allMatch(
                    value -> value.length() <= POINTER_LENGTH && POINTER.matcher(value).matches());
    return fit ? Optional.of(List.copyOf(pointers)) : Optional.empty();
  }

  /** Forms have an empty value where there is none, and so has the command line. */
  private static List<String> filled(List<String> values) {
    return values.stream().filter(value -> !value.isEmpty()).toList();
  }

  private static Optional<List<String>> names(List<String> values, int most) {
    boolean fit =
        values.size() <= most && values.stream().allMatch(name -> name.length() <= TEXT_LENGTH);
    return fit ? Optional.of(List.copyOf(new TreeSet<>(values))) : Optional.empty();
  }

  private static Optional<List<Jid>> jids(List<String> values) {
    Set<Jid> jids = new LinkedHashSet<>();
    for (String value : values) {
      Jid jid = Jid.parse(value).orElse(null);
      if (jid == null || jids.size() == VALUES) {
        return Optional.empty();
      }
      jids.add(jid);
    }
    return Optional.of(List.copyOf(jids));
  }
}
