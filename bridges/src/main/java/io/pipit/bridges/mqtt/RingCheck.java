package io.pipit.bridges.mqtt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds two bridges that carry a message round and round between this node and one broker: one
 * publishes by MQTT 3.1.1, which says nothing of where a message comes from, what the other
 * subscribes to and publishes at the same nodes again. Of one bridge by itself {@link MappingCheck}
 * finds it.
 */
final class RingCheck {

  private final List<BridgeOptions> bridges;
  private final List<BridgeProblem> problems = new ArrayList<>();

  private RingCheck(List<BridgeOptions> bridges) {
    this.bridges = bridges;
  }

  /** All such pairs, with {@code bridges[N].} in front of the paths. */
  static List<BridgeProblem> problems(List<BridgeOptions> bridges) {
    RingCheck check = new RingCheck(bridges);
    for (int i = 0; i < bridges.size(); i++) {
      if (bridges.get(i).version() != ProtocolVersion.V5) {
        check.publishedBy(i);
      }
    }
    return check.problems;
  }

  private void publishedBy(int number) {
    BridgeOptions bridge = bridges.get(number);
    for (int i = 0; i < bridge.publish().size(); i++) {
      PublishMapping mapping = bridge.publish().get(i);
      String path = "bridges[" + number + "].publish[" + i + "].topic";
      Optional<String> back =
          mapping.nodes().stream()
              .flatMap(nodes -> TopicFilter.parse(nodes).stream())
              .flatMap(nodes -> comesBack(bridge, nodes, mapping.topic()).stream())
              .findFirst();
      back.ifPresent(
          where ->
              problems.add(
                  new BridgeProblem(
                      path,
                      "what it publishes by MQTT 3.1.1 comes back to the same nodes by "
                          + where
                          + ", round and round",
                      "use version 5 at this bridge, or topics or nodes that the other does not"
                          + " have")));
    }
  }

  /** The entry of another bridge by which the items of some nodes come back to them. */
  private Optional<String> comesBack(BridgeOptions from, TopicFilter nodes, String topic) {
    Optional<TopicFilter> topics = reach(topic, nodes, from);
    return bridges.stream()
        .filter(other -> !other.name().equals(from.name()) && haveOneBroker(from, other))
        .flatMap(other -> topics.flatMap(sent -> comesBack(sent, other, nodes)).stream())
        .findFirst();
  }

  private static Optional<String> comesBack(TopicFilter sent, BridgeOptions by, TopicFilter nodes) {
    for (int i = 0; i < by.subscribe().size(); i++) {
      SubscribeMapping mapping = by.subscribe().get(i);
      boolean isBack =
          TopicFilter.parse(mapping.filter())
              .filter(sent::intersects)
              .flatMap(filter -> reach(mapping.node(), filter, by))
              .filter(nodes::intersects)
              .isPresent();
      if (isBack) {
        return Optional.of("subscribe[" + i + "] of the bridge '" + by.name() + "'");
      }
    }
    return Optional.empty();
  }

  private static Optional<TopicFilter> reach(
      String template, TopicFilter filter, BridgeOptions bridge) {
    TopicTemplate.Place place = new TopicTemplate.Place(BridgeCheck.SOME_NODE, bridge.name());
    return TopicTemplate.parse(template, filter, place) instanceof TopicTemplate.Parsed.Valid valid
        ? Optional.of(valid.template().reach(filter))
        : Optional.empty();
  }

  private static boolean haveOneBroker(BridgeOptions one, BridgeOptions other) {
    Set<BrokerAddress> addresses = new HashSet<>();
    one.addresses().forEach(text -> BrokerAddress.parse(text).ifPresent(addresses::add));
    return other.addresses().stream()
        .anyMatch(text -> BrokerAddress.parse(text).filter(addresses::contains).isPresent());
  }
}
