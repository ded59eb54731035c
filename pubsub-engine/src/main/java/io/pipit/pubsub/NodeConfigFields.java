package io.pipit.pubsub;

import io.pipit.pubsub.NodeConfigField.Parser;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.DataForm.Option;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The options of a leaf node that work, each declared once (XEP-0060 16.4.4): what stands here is
 * in the form, is accepted in a submission and is stored; nothing else is.
 */
public final class NodeConfigFields {

  /** The value of an integer-or-max field that says {@code max} (XEP-0060 12.23). */
  public static final int MAX = Integer.MAX_VALUE;

  private static final int TEXT_LENGTH = 1_023;
  private static final int VALUES = 100;
  private static final Pattern LANGUAGE = Pattern.compile("|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,7}");

  private static final List<NodeConfigField<?>> DECLARED = new ArrayList<>();

  public static final NodeConfigField<String> TITLE = text("title", "A name for people");
  public static final NodeConfigField<String> DESCRIPTION = text("description", "A description");
  public static final NodeConfigField<String> TYPE =
      text("type", "The namespace that payloads have to have");
  public static final NodeConfigField<String> LANGUAGE_TAG =
      declare(
          "language",
          FieldType.TEXT_SINGLE,
          "The default language",
          "",
          (values, limits) -> one(values).filter(tag -> LANGUAGE.matcher(tag).matches()),
          NodeConfigFields::printText);
  public static final NodeConfigField<List<Jid>> CONTACT =
      declare(
          "contact",
          FieldType.JID_MULTI,
          "Whom to ask about the node",
          List.of(),
          (values, limits) -> jids(values),
          jids -> jids.stream().map(Jid::toString).toList());

  public static final NodeConfigField<String> NODE_TYPE =
      declare(
          "node_type",
          FieldType.LIST_SINGLE,
          "The kind of node",
          List.of(new Option("Holds items", "leaf")),
          "leaf",
          (values, limits) -> one(values).filter("leaf"::equals),
          List::of,
          PubsubError.UNSUPPORTED_COLLECTIONS);
  public static final NodeConfigField<AccessModel> ACCESS_MODEL =
      declare(
          "access_model",
          FieldType.LIST_SINGLE,
          "Who may subscribe and retrieve items",
          List.of(
              new Option("Anyone", AccessModel.OPEN.wire()),
              new Option("Subscribers to the owner's presence", AccessModel.PRESENCE.wire()),
              new Option("Contacts in the allowed roster groups", AccessModel.ROSTER.wire()),
              new Option("Entities with an affiliation", AccessModel.WHITELIST.wire())),
          AccessModel.OPEN,
          (values, limits) -> one(values).flatMap(AccessModel::ofWire),
          model -> List.of(model.wire()),
          PubsubError.UNSUPPORTED_ACCESS_MODEL);
  public static final NodeConfigField<List<String>> ROSTER_GROUPS_ALLOWED =
      declare(
          "roster_groups_allowed",
          FieldType.LIST_MULTI,
          "The roster groups that may subscribe",
          List.of(),
          (values, limits) -> texts(values),
          groups -> groups);
  public static final NodeConfigField<PublishModel> PUBLISH_MODEL =
      choice(
          "publish_model",
          "Who may publish",
          PublishModel.PUBLISHERS,
          PublishModel::ofWire,
          PublishModel::wire,
          new Option("Owners and publishers", PublishModel.PUBLISHERS.wire()),
          new Option("Subscribers too", PublishModel.SUBSCRIBERS.wire()),
          new Option("Anyone", PublishModel.OPEN.wire()));
  public static final NodeConfigField<Boolean> SUBSCRIBE =
      flag("subscribe", "Whether subscriptions are possible", true);

  public static final NodeConfigField<Boolean> PERSIST_ITEMS =
      flag("persist_items", "Whether items are kept", true);
  public static final NodeConfigField<Integer> MAX_ITEMS =
      declare(
          "max_items",
          FieldType.TEXT_SINGLE,
          "How many items are kept, or max",
          1_000,
          (values, limits) -> integerOrMax(values, 1, limits.itemsPerNode()),
          value -> List.of(value == MAX ? "max" : value.toString()));
  public static final NodeConfigField<PublishNodeFull> PUBLISH_NODE_FULL =
      declare(
          "publish_node_full",
          Set.of("pubsub#publish_full_node"),
          FieldType.LIST_SINGLE,
          "What a publish does when so many items are there",
          List.of(
              new Option("Retract the oldest item", PublishNodeFull.RETRACT_OLDEST.wire()),
              new Option("Discard the oldest item silently", PublishNodeFull.DISCARD_OLDEST.wire()),
              new Option("Refuse the new item", PublishNodeFull.REJECT.wire())),
          PublishNodeFull.RETRACT_OLDEST,
          (values, limits) -> one(values).flatMap(PublishNodeFull::ofWire),
          behaviour -> List.of(behaviour.wire()),
          PubsubError.NOT_ACCEPTABLE);
  public static final NodeConfigField<Integer> MAX_PAYLOAD_SIZE =
      declare(
          "max_payload_size",
          FieldType.TEXT_SINGLE,
          "The largest payload in bytes",
          131_072,
          (values, limits) -> integer(values, 1, limits.payloadBytes()),
          value -> List.of(value.toString()));

  public static final NodeConfigField<Boolean> DELIVER_NOTIFICATIONS =
      flag("deliver_notifications", "Whether subscribers are told of events", true);
  public static final NodeConfigField<Boolean> DELIVER_PAYLOADS =
      flag("deliver_payloads", "Whether events carry the payload", true);
  public static final NodeConfigField<NotificationType> NOTIFICATION_TYPE =
      choice(
          "notification_type",
          "The message type of events",
          NotificationType.HEADLINE,
          NotificationType::ofWire,
          NotificationType::wire,
          new Option("Normal: kept for who is offline", NotificationType.NORMAL.wire()),
          new Option("Headline: never kept", NotificationType.HEADLINE.wire()));
  public static final NodeConfigField<Boolean> NOTIFY_CONFIG =
      flag("notify_config", "Whether subscribers are told of a new configuration", false);
  public static final NodeConfigField<Boolean> NOTIFY_DELETE =
      flag("notify_delete", "Whether subscribers are told that the node is deleted", true);
  public static final NodeConfigField<Boolean> NOTIFY_RETRACT =
      flag("notify_retract", "Whether subscribers are told of removed items", true);
  public static final NodeConfigField<SendLastPublishedItem> SEND_LAST_PUBLISHED_ITEM =
      choice(
          "send_last_published_item",
          "When the newest item is sent unasked",
          SendLastPublishedItem.NEVER,
          SendLastPublishedItem::ofWire,
          SendLastPublishedItem::wire,
          new Option("Never", SendLastPublishedItem.NEVER.wire()),
          new Option("When an entity subscribes", SendLastPublishedItem.ON_SUB.wire()));
  public static final NodeConfigField<ItemReply> ITEM_REPLY =
      choice(
          "itemreply",
          "Whose address items carry",
          ItemReply.NONE,
          ItemReply::ofWire,
          ItemReply::wire,
          new Option("Nobody's", ItemReply.NONE.wire()),
          new Option("The publisher's", ItemReply.PUBLISHER.wire()),
          new Option("An owner's", ItemReply.OWNER.wire()));

  /** Every field, in the order of the form. */
  public static final List<NodeConfigField<?>> ALL = List.copyOf(DECLARED);

  private static final Map<String, NodeConfigField<?>> BY_NAME = byName();

  private NodeConfigFields() {}

  /** The field with that name or accepted spelling. */
  public static Optional<NodeConfigField<?>> named(String var) {
    return Optional.ofNullable(BY_NAME.get(var));
  }

  private static Map<String, NodeConfigField<?>> byName() {
    Map<String, NodeConfigField<?>> fields = new HashMap<>();
    for (NodeConfigField<?> field : ALL) {
      fields.put(field.var(), field);
      field.alsoCalled().forEach(name -> fields.put(name, field));
    }
    return Map.copyOf(fields);
  }

  private static NodeConfigField<String> text(String name, String label) {
    return declare(
        name,
        FieldType.TEXT_SINGLE,
        label,
        "",
        (values, limits) -> one(values).filter(text -> text.length() <= TEXT_LENGTH),
        NodeConfigFields::printText);
  }

  private static NodeConfigField<Boolean> flag(String name, String label, boolean initial) {
    return declare(
        name,
        FieldType.BOOLEAN,
        label,
        initial,
        (values, limits) -> one(values).flatMap(DataForm::readBoolean),
        value -> List.of(value ? "1" : "0"));
  }

  private static <T> NodeConfigField<T> choice(
      String name,
      String label,
      T initial,
      Function<String, Optional<T>> parse,
      Function<T, String> print,
      Option... options) {
    return declare(
        name,
        FieldType.LIST_SINGLE,
        label,
        List.of(options),
        initial,
        (values, limits) -> one(values).flatMap(parse),
        value -> List.of(print.apply(value)),
        PubsubError.NOT_ACCEPTABLE);
  }

  private static <T> NodeConfigField<T> declare(
      String name,
      FieldType type,
      String label,
      T initial,
      Parser<T> parser,
      Function<T, List<String>> printer) {
    return declare(
        name, type, label, List.of(), initial, parser, printer, PubsubError.NOT_ACCEPTABLE);
  }

  private static <T> NodeConfigField<T> declare(
      String name,
      FieldType type,
      String label,
      List<Option> options,
      T initial,
      Parser<T> parser,
      Function<T, List<String>> printer,
      PubsubError refusal) {
    return declare(name, Set.of(), type, label, options, initial, parser, printer, refusal);
  }

  private static <T> NodeConfigField<T> declare(
      String name,
      Set<String> alsoCalled,
      FieldType type,
      String label,
      List<Option> options,
      T initial,
      Parser<T> parser,
      Function<T, List<String>> printer,
      PubsubError refusal) {
    NodeConfigField<T> field =
        new NodeConfigField<>(
            DECLARED.size(),
            "pubsub#" + name,
            alsoCalled,
            type,
            label,
            options,
            initial,
            parser,
            printer,
            refusal);
    DECLARED.add(field);
    return field;
  }

  /** The value of a field that has at most one; no value is the empty text. */
  private static Optional<String> one(List<String> values) {
    return values.size() > 1
        ? Optional.empty()
        : Optional.of(values.isEmpty() ? "" : values.get(0));
  }

  private static List<String> printText(String text) {
    return text.isEmpty() ? List.of() : List.of(text);
  }

  private static Optional<Integer> integerOrMax(List<String> values, int least, int most) {
    return values.equals(List.of("max")) ? Optional.of(MAX) : integer(values, least, most);
  }

  private static Optional<Integer> integer(List<String> values, int least, int most) {
    return one(values)
        .filter(digits -> digits.matches("[0-9]{1,9}"))
        .map(Integer::valueOf)
        .filter(value -> least <= value && value <= most);
  }

  private static Optional<List<String>> texts(List<String> values) {
    boolean fit =
        values.size() <= VALUES && values.stream().allMatch(text -> text.length() <= TEXT_LENGTH);
    return fit ? Optional.of(List.copyOf(new LinkedHashSet<>(values))) : Optional.empty();
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
