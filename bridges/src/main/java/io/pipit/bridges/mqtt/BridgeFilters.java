package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.link.LinkFilter;
import io.pipit.bridges.mqtt.link.MqttLink;
import io.pipit.bridges.mqtt.link.SubscribeAnswer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a bridge is subscribed to: all of it is asked for at each connection, also where the broker
 * kept it, since that is the only way to know. A refused filter is noted and the others go on. A
 * filter that is wanted no more is taken back, for a broker that keeps the state of the bridge
 * keeps its filters too. Confined to the context of its bridge.
 */
final class BridgeFilters {

  /** In one packet, so that it stays below what small brokers take. */
  private static final int MOST_AT_ONCE = 50;

  private static final Logger LOG = LoggerFactory.getLogger(BridgeFilters.class);

  private final String name;
  private final Runnable changed;
  private final Map<String, Integer> failed = new LinkedHashMap<>();

  /** Those that the broker may still have. */
  private final Set<String> old = new LinkedHashSet<>();

  private List<LinkFilter> wanted = List.of();
  private @Nullable MqttLink link;

  BridgeFilters(String name, Runnable changed) {
    this.name = name;
    this.changed = changed;
  }

  /** What the rules of a bridge ask for. */
  static List<LinkFilter> of(BridgeMapping mapping) {
    List<LinkFilter> filters = new ArrayList<>();
    for (BridgeMapping.Subscription one : mapping.subscriptions()) {
      // A shared subscription must not have No Local (MQTT 5 3.8.3.1).
      boolean isShared = one.filter().startsWith("$share/");
      filters.add(new LinkFilter(one.filter(), one.qos(), !isShared, one.sendRetained()));
    }
    return filters;
  }

  /** Filters that the broker refuses, with its reason codes. */
  Map<String, Integer> failed() {
    return failed;
  }

  /** Wants these from now on. */
  void want(List<LinkFilter> filters) {
    Set<String> kept = new LinkedHashSet<>();
    filters.forEach(filter -> kept.add(filter.filter()));
    for (LinkFilter filter : wanted) {
      if (!kept.contains(filter.filter())) {
        old.add(filter.filter());
        failed.remove(filter.filter());
      }
    }
    List<LinkFilter> added = new ArrayList<>(filters);
    added.removeAll(wanted);
    wanted = List.copyOf(filters);
    old.removeAll(kept);
    takeBack();
    Future<?> unused = ask(added);
  }

  /**
   * There is a connection.
   *
   * @return when all filters are answered; fails when the connection ends before
   */
  Future<?> up(MqttLink current) {
    link = current;
    failed.clear();
    takeBack();
    return ask(wanted);
  }

  void down() {
    link = null;
  }

  private void takeBack() {
    MqttLink current = link;
    if (current == null || old.isEmpty()) {
      return;
    }
    List<String> gone = List.copyOf(old);
    Future<?> unused =
        current
            .unsubscribe(gone)
            .onSuccess(done -> old.removeAll(gone))
            .onFailure(lost -> LOG.debug("bridge={} not unsubscribed: {}", name, lost.toString()));
  }

  private Future<?> ask(List<LinkFilter> filters) {
    MqttLink current = link;
    if (current == null) {
      return Future.succeededFuture();
    }
    List<Future<?>> answers = new ArrayList<>();
    for (int from = 0; from < filters.size(); from += MOST_AT_ONCE) {
      List<LinkFilter> some = filters.subList(from, Math.min(filters.size(), from + MOST_AT_ONCE));
      answers.add(
          current
              .subscribe(some)
              .onSuccess(this::answered)
              .onFailure(lost -> LOG.debug("bridge={} not subscribed: {}", name, lost.toString())));
    }
    return Future.all(answers);
  }

  private void answered(List<SubscribeAnswer> answers) {
    for (SubscribeAnswer answer : answers) {
      if (!answer.isRefused()) {
        failed.remove(answer.filter());
      } else if (failed.put(answer.filter(), answer.code()) == null) {
        LOG.warn(
            "event=bridge.filter bridge={} filter={} code={}: the broker refuses it; the other"
                + " filters go on. Allow it there, or take the mapping out",
            name,
            answer.filter(),
            answer.code());
      }
    }
    changed.run();
  }
}
