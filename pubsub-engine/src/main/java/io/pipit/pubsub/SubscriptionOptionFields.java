package io.pipit.pubsub;

import static io.pipit.pubsub.OptionFields.one;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.DataForm.Option;
import io.pipit.xmpp.Show;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options of a subscription, each declared once (XEP-0060 16.4.2). */
public final class SubscriptionOptionFields {

  /** The depth that has no end. */
  public static final int ALL = Integer.MAX_VALUE;

  /** The most characters in the name of a group. */
  static final int LONGEST_GROUP = 255;

  /** The form that they make. */
  public static final OptionFields FIELDS =
      new OptionFields(PubsubNs.SUBSCRIBE_OPTIONS, PubsubError.INVALID_OPTIONS);

  public static final OptionField<Boolean> DELIVER =
      FIELDS.flag("deliver", "Whether events are sent", true);
  public static final OptionField<Boolean> DIGEST =
      FIELDS.flag("digest", "Whether items are sent together from time to time", false);
  public static final OptionField<Duration> DIGEST_FREQUENCY =
      FIELDS.declare(
          "digest_frequency",
          FieldType.TEXT_SINGLE,
          "The shortest time between two digests, in milliseconds",
          Duration.ofHours(1),
          (values, limits) -> milliseconds(values),
          value -> List.of(Long.toString(value.toMillis())));
  public static final OptionField<Expiry> EXPIRE =
      FIELDS.declare(
          "expire",
          FieldType.TEXT_SINGLE,
          "When the subscription ends: a time, presence for when you go offline, or nothing",
          Expiry.NEVER,
          (values, limits) -> one(values).flatMap(Expiry::ofWire),
          value -> OptionFields.printText(value.wire()));
  public static final OptionField<Boolean> INCLUDE_BODY =
      FIELDS.flag(
          "include_body", "Whether events say in a message body what the payload says", false);

  /** Empty for none. */
  public static final OptionField<String> GROUP =
      FIELDS.declare(
          "pipit#group",
          FieldType.TEXT_SINGLE,
          "The group of your subscriptions of which one gets each item; nothing for none",
          "",
          (values, limits) -> one(values).filter(SubscriptionOptionFields::isGroup),
          OptionFields::printText);

  public static final OptionField<Set<Show>> SHOW_VALUES =
      FIELDS.declare(
          "show-values",
          FieldType.LIST_MULTI,
          "The presence in which events are sent; none for any, and when offline",
          List.of(
              new Option("Away", Show.AWAY.wire()),
              new Option("Free for chat", Show.CHAT.wire()),
              new Option("Do not disturb", Show.DND.wire()),
              new Option("Online", Show.ONLINE.wire()),
              new Option("Extended away", Show.XA.wire())),
          Set.of(),
          (values, limits) -> shows(values),
          shows -> shows.stream().sorted().map(Show::wire).toList(),
          PubsubError.INVALID_OPTIONS);
  public static final OptionField<Set<String>> PAYLOAD_TYPES =
      FIELDS.declare(
          "pipit#payload_types",
          FieldType.TEXT_MULTI,
          "The namespaces of the payloads that events are wanted of; none for all",
          Set.of(),
          (values, limits) -> namespaces(values),
          types -> types.stream().sorted().toList());
  public static final OptionField<Boolean> PUBLIC =
      FIELDS.flag("pipit#public", "Whether everybody may see that you subscribe", false);
  public static final OptionField<SubscriptionType> SUBSCRIPTION_TYPE =
      FIELDS.choice(
          "subscription_type",
          "What of a collection events tell of",
          SubscriptionType.ITEMS,
          SubscriptionType::ofWire,
          SubscriptionType::wire,
          new Option("Items in its nodes", SubscriptionType.ITEMS.wire()),
          new Option("The nodes themselves", SubscriptionType.NODES.wire()),
          new Option("Both", SubscriptionType.ALL.wire()));

  /** Steps down, {@link #ALL} for any number (XEP-0248 6.1). */
  public static final OptionField<Integer> SUBSCRIPTION_DEPTH =
      FIELDS.declare(
          "subscription_depth",
          FieldType.LIST_SINGLE,
          "How far below a collection events come from: a number of steps, or all",
          List.of(new Option("Its own nodes", "1"), new Option("All nodes below it", "all")),
          1,
          (values, limits) -> depth(values),
          depth -> List.of(depth == ALL ? "all" : depth.toString()),
          PubsubError.INVALID_OPTIONS);

  /** What a node that keeps no items cannot do. */
  private static final List<OptionField<?>> OF_KEPT_ITEMS = List.of(DIGEST, DIGEST_FREQUENCY);

  private static final List<OptionField<?>> OF_COLLECTIONS =
      List.of(SUBSCRIPTION_TYPE, SUBSCRIPTION_DEPTH);

  private static final List<OptionField<?>> OF_LEAVES = List.of(PAYLOAD_TYPES);

  private SubscriptionOptionFields() {}

  /** Whether it can be the name of a group, as of a shared subscription in MQTT, or is none. */
  private static boolean isGroup(String name) {
    return name.length() <= LONGEST_GROUP
        && name.chars().noneMatch(c -> c == '/' || c == '+' || c == '#');
  }

  /** The fields that mean something for a subscription to such a node, in the order of the form. */
  public static List<OptionField<?>> offered(NodeConfig node) {
    List<OptionField<?>> others = node.isCollection() ? OF_LEAVES : OF_COLLECTIONS;
    return FIELDS.all().stream()
        .filter(field -> !others.contains(field))
        .filter(
            field -> node.isCollection() || node.persistsItems() || !OF_KEPT_ITEMS.contains(field))
        // Only where something makes a body of a payload (12.8).
        .filter(field -> field != INCLUDE_BODY || node.bodyStylesheet().isPresent())
        .toList();
  }

  /** The fields that some node of a service offers, in the order of the form. */
  public static List<OptionField<?>> offered(ServicePolicy service) {
    return FIELDS.all().stream()
        .filter(
            field ->
                service.collections() != CollectionPolicy.UNSUPPORTED
                    || !OF_COLLECTIONS.contains(field))
        .toList();
  }

  private static Optional<Integer> depth(List<String> values) {
    return one(values)
        .filter(depth -> depth.matches("all|[0-9]{1,9}"))
        .map(depth -> depth.equals("all") ? ALL : Integer.parseInt(depth));
  }

  private static Optional<Duration> milliseconds(List<String> values) {
    return one(values)
        .filter(digits -> digits.matches("[1-9][0-9]{0,9}"))
        .map(digits -> Duration.ofMillis(Long.parseLong(digits)));
  }

  /** An empty value says the same as none: that an item may have any payload. */
  private static Optional<Set<String>> namespaces(List<String> values) {
    return OptionFields.texts(values)
        .map(texts -> texts.stream().filter(text -> !text.isEmpty()).collect(toUnmodifiableSet()));
  }

  private static Optional<Set<Show>> shows(List<String> values) {
    if (values.equals(List.of(""))) {
      return Optional.of(Set.of());
    }
    Set<Show> shows = EnumSet.noneOf(Show.class);
    for (String value : values) {
      Optional<Show> show = Show.ofWire(value);
      if (show.isEmpty()) {
        return Optional.empty();
      }
      shows.add(show.get());
    }
    return Optional.of(Set.copyOf(shows));
  }
}
