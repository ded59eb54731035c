package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.Inbound.Verdict;
import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.bridges.mqtt.profile.HomeAssistantAnnouncer;
import io.pipit.pubsub.port.PortItem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The rules of one bridge: which topic filters it subscribes to, what a message is here, and what
 * an item is there. It remembers, within bounds, what messages that are sent again, echoes and the
 * profiles need. Confined to the loop of its bridge.
 */
public final class BridgeMapping {

  private final BridgeOptions options;
  private final InboundMapping inbound;
  private final OutboundMapping outbound;
  private final HomeAssistantAnnouncer announcer;
  private final LoopWindow sent;

  /**
   * @param options that {@link BridgeCheck} found nothing wrong with
   * @param node the name of this node in the network: what {@code {node}} is, and the origin of its
   *     items
   * @throws IllegalArgumentException for options that were not checked
   */
  public BridgeMapping(BridgeOptions options, String node, Clock clock, RandomGenerator random) {
    this.options = options;
    TopicTemplate.Place place = new TopicTemplate.Place(node, options.name());
    String status = TopicTemplate.constant(options.status().topic(), place).orElse("");
    this.announcer = new HomeAssistantAnnouncer(options.name(), status);
    this.inbound = new InboundMapping(options, place, new BridgeProfiles(clock), clock, random);
    this.outbound = new OutboundMapping(options, place, announcer, clock);
    this.sent = new LoopWindow(clock);
  }

  /**
   * A topic filter to subscribe to.
   *
   * @param filter with {@code $share/GROUP/} in front of it where it is shared
   * @param sendRetained whether what is retained is to be sent (Retain Handling 0, else 2)
   */
  public record Subscription(String filter, int qos, boolean sendRetained) {}

  /** The filters of all entries, each one once, with the highest QoS that an entry has. */
  public List<Subscription> subscriptions() {
    Map<String, Subscription> filters = new LinkedHashMap<>();
    for (SubscribeMapping mapping : options.subscribe()) {
      String group = mapping.group();
      String filter = group == null ? mapping.filter() : "$share/" + group + "/" + mapping.filter();
      boolean sendRetained = mapping.retained() != RetainedRule.IGNORE;
      add(filters, new Subscription(filter, mapping.qos(), sendRetained));
    }
    for (PresenceMapping mapping : options.presence()) {
      add(filters, new Subscription(mapping.filter(), BridgeDefaults.SUBSCRIBE_QOS, true));
    }
    if (options.publish().stream().anyMatch(PublishMapping::announce)) {
      add(
          filters,
          new Subscription(HomeAssistantAnnouncer.STATUS, BridgeDefaults.SUBSCRIBE_QOS, true));
    }
    return new ArrayList<>(filters.values());
  }

  private static void add(Map<String, Subscription> filters, Subscription more) {
    filters.merge(
        more.filter(),
        more,
        (one, other) ->
            new Subscription(
                one.filter(),
                Math.max(one.qos(), other.qos()),
                one.sendRetained() || other.sendRetained()));
  }

  /**
   * What a message from the broker is.
   *
   * @param isFive whether it came by MQTT 5, with Retain As Published
   */
  public Inbound receive(BridgeMessage message, boolean isFive) {
    if (!isFive
        && options.loopGuard() == LoopGuard.HASH
        && sent.isEcho(message.topic(), message.payload())) {
      String text = "it is the echo of a message of this bridge";
      return new Inbound(Verdict.LOOP, text, null, List.of(), List.of(), List.of());
    }
    Inbound mapped = inbound.map(message, isFive);
    List<BridgeMessage> announcements = announcer.answers(message);
    if (announcements.isEmpty()) {
      return mapped;
    }
    List<BridgeMessage> answers = new ArrayList<>(mapped.answers());
    answers.addAll(announcements);
    Verdict verdict = mapped.verdict() == Verdict.UNMATCHED ? Verdict.MAPPED : mapped.verdict();
    return new Inbound(
        verdict, mapped.text(), mapped.entry(), mapped.items(), answers, mapped.presences());
  }

  /**
   * An entry whose topics retain what stands here: nothing stands when they are cleared.
   *
   * @param nodes a filter that matches all nodes that it publishes at
   */
  record Mirror(SubscribeMapping entry, String nodes) {}

  List<Mirror> mirrors() {
    return inbound.mirrors();
  }

  /** The entry by which the retained message of a topic stands here, if one does. */
  Optional<SubscribeMapping> mirrorOf(String topic) {
    return inbound.mirrorOf(topic);
  }

  /** What an item is that came by this bridge, and stands because its topic retains it. */
  Optional<Mirrored> mirrored(PortItem item) {
    return inbound.mirrored(item);
  }

  /**
   * What an item is for the broker.
   *
   * @param item one without an id says that its node was purged or deleted, or an item retracted
   * @param assurance the most that is to be done for it: 0, 1 or 2
   */
  public Outbound send(PortItem item, int assurance) {
    return outbound.map(item, assurance);
  }

  /**
   * A message goes to the broker now, for the first time. Of MQTT 3.1.1 its echo is then known,
   * where {@code loop_guard} is {@code hash}.
   */
  public void published(BridgeMessage message) {
    if (options.loopGuard() == LoopGuard.HASH) {
      sent.published(message.topic(), message.payload());
    }
  }
}
