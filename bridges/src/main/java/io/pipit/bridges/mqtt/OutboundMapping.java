package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.bridges.mqtt.profile.HomeAssistantAnnouncer;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes messages of items. Confined to the loop of its bridge. */
final class OutboundMapping {

  private static final byte[] NO_BYTES = {};

  private final TopicTemplate.Place place;
  private final Clock clock;
  private final HomeAssistantAnnouncer announcer;
  private final List<Entry> entries = new ArrayList<>();

  private record Way(TopicFilter nodes, TopicTemplate topic) {}

  private record Entry(PublishMapping mapping, List<Way> ways) {
    Entry {
      ways = List.copyOf(ways);
    }

    /** The topic of a node, by the first filter that matches. */
    Optional<String> topic(String node) {
      for (Way way : ways) {
        Optional<TopicFilter.Match> match = way.nodes().match(node);
        if (match.isPresent()) {
          return Optional.of(way.topic().render(match.get()).orElse(""));
        }
      }
      return Optional.empty();
    }
  }

  OutboundMapping(
      BridgeOptions options,
      TopicTemplate.Place place,
      HomeAssistantAnnouncer announcer,
      Clock clock) {
    this.place = place;
    this.clock = clock;
    this.announcer = announcer;
    for (PublishMapping mapping : options.publish()) {
      List<Way> ways = new ArrayList<>();
      for (String nodes : mapping.nodes()) {
        TopicFilter filter = TopicFilter.parse(nodes).orElseThrow();
        ways.add(new Way(filter, TopicTemplate.checked(mapping.topic(), filter, place)));
      }
      entries.add(new Entry(mapping, ways));
    }
  }

  /**
   * What an item is; one without an id says that its node was purged or deleted, or the item
   * retracted.
   *
   * @param assurance the most that is to be done for it: 0, 1 or 2
   */
  Outbound map(PortItem item, int assurance) {
    Optional<String> via = BridgeHeaders.value(item.headers(), BridgeHeaders.VIA);
    if (via.filter(place.name()::equals).isPresent()) {
      return new Outbound(List.of(), List.of()); // it came from there
    }
    Travel travel =
        Travel.of(
                BridgeHeaders.value(item.headers(), PortHeader.ORIGIN),
                BridgeHeaders.value(item.headers(), PortHeader.HOPS))
            .next(place.node());
    if (travel.hops() > Travel.MOST_HOPS) {
      return new Outbound(List.of(), List.of("loop"));
    }
    Long left = BridgeHeaders.expirySeconds(item, clock.instant());
    if (left != null && left <= 0) {
      return new Outbound(List.of(), List.of("expired"));
    }
    List<BridgeMessage> messages = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    for (Entry entry : entries) {
      entry
          .topic(item.node())
          .ifPresent(
              topic -> {
                if (TopicRules.isTopic(topic)) {
                  messages.addAll(messages(item, assurance, entry.mapping(), topic, travel, left));
                } else {
                  dropped.add("bad_topic");
                }
              });
    }
    return new Outbound(messages, dropped);
  }

  private List<BridgeMessage> messages(
      PortItem item,
      int assurance,
      PublishMapping mapping,
      String topic,
      Travel travel,
      @Nullable Long left) {
    int qos = Objects.requireNonNullElse(mapping.qos(), Math.min(assurance, 1));
    if (item.id().isEmpty()) {
      boolean clears =
          mapping.onRetract() == RetractRule.EMPTY && mapping.retain() != RetainRule.NEVER;
      return clears ? List.of(BridgeMessage.of(topic, NO_BYTES, qos, true)) : List.of();
    }
    boolean retain =
        switch (mapping.retain()) {
          case AUTO -> item.standing() || item.id().equals(ItemIds.CURRENT);
          case ALWAYS -> true;
          case NEVER -> false;
        };
    Long expiry = mapping.expiry() == ExpiryRule.FROM_ITEM ? left : null;
    List<BridgeMessage> messages = new ArrayList<>();
    if (mapping.announce()) {
      messages.addAll(announcer.announce(item.node(), topic, item.payload()));
    }
    messages.add(BridgeHeaders.message(item, topic, qos, retain, travel, expiry));
    return messages;
  }
}
