package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.bridges.mqtt.Inbound.Verdict;
import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.bridges.mqtt.profile.DevicePresence;
import io.pipit.bridges.mqtt.profile.PayloadProfile;
import io.pipit.bridges.mqtt.profile.ProfileItem;
import io.pipit.bridges.mqtt.profile.Reading;
import io.pipit.pubsub.port.CarriedHeaders;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPresence;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes items of messages. Confined to the loop of its bridge. */
final class InboundMapping {

  private final TopicTemplate.Place place;
  private final Clock clock;
  private final BridgeProfiles profiles;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Watch> watches = new ArrayList<>();
  private final RedeliveredIds redelivered;
  private final Ulid ulid;

  private record Entry(
      SubscribeMapping mapping, TopicFilter filter, TopicTemplate node, ItemIds ids) {}

  private record Watch(PresenceMapping mapping, TopicFilter filter, TopicTemplate device) {}

  InboundMapping(
      BridgeOptions options,
      TopicTemplate.Place place,
      BridgeProfiles profiles,
      Clock clock,
      RandomGenerator random) {
    this.place = place;
    this.clock = clock;
    this.profiles = profiles;
    this.redelivered = new RedeliveredIds(clock);
    this.ulid = new Ulid(clock, random);
    for (SubscribeMapping mapping : options.subscribe()) {
      TopicFilter filter = TopicFilter.parse(mapping.filter()).orElseThrow();
      TopicTemplate node = TopicTemplate.checked(mapping.node(), filter, place);
      entries.add(new Entry(mapping, filter, node, ItemIds.parse(mapping.id()).orElseThrow()));
    }
    for (PresenceMapping mapping : options.presence()) {
      TopicFilter filter = TopicFilter.parse(mapping.filter()).orElseThrow();
      watches.add(
          new Watch(mapping, filter, TopicTemplate.checked(mapping.device(), filter, place)));
    }
  }

  /** What a message is; {@code isFive} when it came by MQTT 5, with Retain As Published. */
  Inbound map(BridgeMessage message, boolean isFive) {
    Travel travel =
        Travel.of(message.property(CarriedHeaders.ORIGIN), message.property(CarriedHeaders.HOPS));
    if (travel.isLoop(place.node())) {
      String text =
          "it was published here first, or came over more than " + Travel.MOST_HOPS + " bridges";
      return new Inbound(Verdict.LOOP, text, null, List.of(), List.of(), List.of());
    }
    Gathered gathered = new Gathered(message, isFive);
    gathered.watch();
    for (Entry entry : entries) {
      Optional<TopicFilter.Match> match = entry.filter().match(message.topic());
      if (match.isPresent()) {
        return gathered.by(entry, match.get());
      }
    }
    return gathered.byNone();
  }

  /** The entries whose topics retain what stands here, and the nodes that they reach. */
  List<BridgeMapping.Mirror> mirrors() {
    return entries.stream()
        .filter(InboundMapping::isMirror)
        .map(
            entry ->
                new BridgeMapping.Mirror(
                    entry.mapping(), entry.node().reach(entry.filter()).text()))
        .toList();
  }

  private static boolean isMirror(Entry entry) {
    SubscribeMapping mapping = entry.mapping();
    return mapping.retained() != RetainedRule.IGNORE
        && mapping.onEmpty() == EmptyRule.RETRACT
        && mapping.group() == null
        && !mapping.payload().hasOwnNodes();
  }

  private Optional<Entry> mirror(String topic) {
    return entries.stream()
        .filter(entry -> entry.filter().match(topic).isPresent())
        .findFirst()
        .filter(InboundMapping::isMirror);
  }

  /** The entry by which the retained message of a topic stands here, if one does. */
  Optional<SubscribeMapping> mirrorOf(String topic) {
    return mirror(topic).map(Entry::mapping);
  }

  /** What an item is that came by this bridge, and stands because its topic retains it. */
  Optional<Mirrored> mirrored(PortItem item) {
    boolean isOurs =
        BridgeHeaders.value(item.headers(), BridgeHeaders.VIA)
            .filter(place.name()::equals)
            .isPresent();
    boolean ends = BridgeHeaders.value(item.headers(), PortHeader.EXPIRES).isPresent();
    if (!item.standing() || !isOurs || ends) {
      return Optional.empty();
    }
    String topic = BridgeHeaders.value(item.headers(), PortHeader.SOURCE_TOPIC).orElse(item.node());
    return mirror(topic)
        .filter(
            entry ->
                entry
                    .filter()
                    .match(topic)
                    .flatMap(entry.node()::render)
                    .filter(item.node()::equals)
                    .isPresent())
        .map(entry -> new Mirrored(topic, entry.mapping(), item.node(), item.seq()));
  }

  /** What one message comes to. */
  private final class Gathered {
    private final BridgeMessage message;
    private final boolean isFive;
    private final List<Inbound.Item> items = new ArrayList<>();
    private final List<BridgeMessage> answers = new ArrayList<>();
    private final List<DevicePresence> presences = new ArrayList<>();
    private Verdict verdict = Verdict.MAPPED;
    private String text = "";
    private @Nullable String id;

    Gathered(BridgeMessage message, boolean isFive) {
      this.message = message;
      this.isFive = isFive;
    }

    /** Whether it says that a device is there. */
    void watch() {
      String said = new String(message.payload(), UTF_8);
      for (Watch watch : watches) {
        Optional<PortPresence> presence = presence(watch.mapping(), said);
        watch
            .filter()
            .match(message.topic())
            .flatMap(watch.device()::render)
            .filter(device -> presence.isPresent() && !device.isEmpty())
            .ifPresent(device -> presences.add(new DevicePresence(device, presence.orElseThrow())));
      }
    }

    Inbound by(Entry entry, TopicFilter.Match match) {
      observe(entry);
      PayloadProfile profile = profiles.apply(entry.mapping().payload());
      Optional<String> node = entry.node().render(match);
      boolean isEmpty = message.payload().length == 0 && !profile.readsEmpty();
      EmptyRule onEmpty = entry.mapping().onEmpty();
      boolean comesAgain =
          message.retain() && !isFive && entry.mapping().retained() == RetainedRule.IGNORE;
      if (node.isEmpty() || !TopicRules.isNode(node.get())) {
        fault(
            Verdict.BAD_TOPIC,
            "'" + node.orElse(message.topic()) + "' can be no node: " + TopicRules.NODE);
      } else if (comesAgain || (isEmpty && onEmpty == EmptyRule.IGNORE)) {
        verdict = Verdict.IGNORED;
      } else if (isEmpty && onEmpty == EmptyRule.RETRACT) {
        take(Reading.of(List.of(ProfileItem.retracted(node.get()))), entry, null);
      } else {
        take(profile.read(message, node.get()), entry, entry.ids());
      }
      if (verdict == Verdict.MAPPED && isNothing()) {
        verdict = Verdict.IGNORED;
      }
      return new Inbound(verdict, text, entry.mapping(), items, answers, presences);
    }

    /** It may still be what a profile has learnt to listen to, if there is an entry to publish. */
    Inbound byNone() {
      for (Entry entry : entries) {
        if (entry.mapping().payload().hasOwnNodes()) {
          take(profiles.apply(entry.mapping().payload()).observe(message), entry, null);
          if (!items.isEmpty()) {
            return new Inbound(verdict, text, entry.mapping(), items, answers, presences);
          }
        }
      }
      Verdict none = isNothing() ? Verdict.UNMATCHED : Verdict.MAPPED;
      return new Inbound(none, "", null, items, answers, presences);
    }

    /** What profiles have learnt to listen to, by whatever entry its messages come. */
    private void observe(Entry by) {
      entries.stream()
          .map(entry -> entry.mapping().payload())
          .filter(PayloadKind::hasOwnNodes)
          .distinct()
          .forEach(kind -> take(profiles.apply(kind).observe(message), by, null));
    }

    private boolean isNothing() {
      return items.isEmpty() && answers.isEmpty() && presences.isEmpty();
    }

    private void take(Reading reading, Entry entry, @Nullable ItemIds ids) {
      answers.addAll(reading.answers());
      presences.addAll(reading.presences());
      if (!reading.fault().isEmpty()) {
        fault(Verdict.BAD_PAYLOAD, reading.fault());
      }
      for (ProfileItem item : reading.items()) {
        if (TopicRules.isNode(item.node())) {
          items.add(item(item, entry, ids));
        } else {
          fault(Verdict.BAD_TOPIC, "'" + item.node() + "' can be no node: " + TopicRules.NODE);
        }
      }
    }

    private void fault(Verdict bad, String why) {
      verdict = bad;
      text = why;
    }

    private Inbound.Item item(ProfileItem item, Entry entry, @Nullable ItemIds ids) {
      String own = item.id();
      return new Inbound.Item(
          item.node(),
          own == null ? id(ids) : own,
          item.payload(),
          BridgeHeaders.of(message, item.node(), place.name(), clock.instant()),
          item.standing(),
          isFive && !item.standing(),
          message.retain() && entry.mapping().retained() == RetainedRule.STATE && !item.retract(),
          item.retract(),
          item.title().isEmpty() && !item.retract() ? learntTitle() : item.title());
    }

    private String learntTitle() {
      return entries.stream()
          .map(entry -> entry.mapping().payload())
          .filter(PayloadKind::hasOwnNodes)
          .distinct()
          .map(kind -> profiles.apply(kind).takeTitle(message.topic()))
          .filter(title -> !title.isEmpty())
          .findFirst()
          .orElse("");
    }

    /** One for all items of the message, also when it is sent again. */
    private String id(@Nullable ItemIds ids) {
      String known = id;
      if (known == null) {
        known =
            Optional.ofNullable(ids)
                .flatMap(rule -> rule.of(message))
                .orElseGet(() -> redelivered.of(message, ulid::next));
        id = known;
      }
      return known;
    }
  }

  private static Optional<PortPresence> presence(PresenceMapping mapping, String said) {
    if (mapping.available().contains(said)) {
      return Optional.of(PortPresence.AVAILABLE);
    }
    if (mapping.away().contains(said)) {
      return Optional.of(PortPresence.AWAY);
    }
    return mapping.unavailable().contains(said)
        ? Optional.of(PortPresence.UNAVAILABLE)
        : Optional.empty();
  }
}
