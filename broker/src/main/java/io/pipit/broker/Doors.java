package io.pipit.broker;

import io.pipit.broker.account.BlockLists;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.MqttTotals;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.module.Announcer;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.port.AccessRules;
import io.pipit.broker.port.BrokerNumbers;
import io.pipit.broker.port.BrokerPort;
import io.pipit.broker.port.PortAnnouncer;
import io.pipit.broker.port.PortPresences;
import io.pipit.broker.port.PortQueues;
import io.pipit.broker.port.PortService;
import io.pipit.broker.port.PortSubscriptions;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.StreamListener;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.port.PubsubPort;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.xmpp.BareJid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The parts that the doors other than XMPP have in common. Any thread. */
final class Doors {

  private final PortSubscriptions subscriptions;
  private final PortAnnouncer announcer;
  private final PortQueues queues;
  private final AccessRules rules;
  private final BrokerMetrics metrics;
  private final Shards shards;
  private final BrokerNumbers numbers;
  private final Clock clock;
  private final Fanout fanout;

  /**
   * @param version of this software
   * @param queuesOfAccount how many queues one account may have
   */
  Doors(
      String version,
      ServicePolicy policy,
      AccessRules rules,
      Shards shards,
      Fanout fanout,
      BlockLists blocks,
      BrokerMetrics metrics,
      Clock clock,
      boolean tellsOfRetracted,
      int queuesOfAccount,
      ChangeLog log,
      Executor reader) {
    this.rules = rules;
    this.fanout = fanout;
    this.metrics = metrics;
    this.shards = shards;
    this.clock = clock;
    this.subscriptions =
        new PortSubscriptions(
            policy.service(),
            shards.ofDirectory(policy.service()),
            rules,
            policy.limits().subscriptionsPerEntity());
    this.numbers = new BrokerNumbers(numbers(version, clock), subscriptions, rules, fanout, clock);
    this.announcer =
        new PortAnnouncer(subscriptions, fanout, blocks, metrics, clock, tellsOfRetracted);
    this.queues =
        new PortQueues(
            shards, log, subscriptions, blocks, reader, queuesOfAccount, clock, metrics.queues());
    metrics.waiting(() -> queues.overview().totals(clock.instant()));
    announcer.queues(queues);
  }

  /** In the words of other brokers, whose names programs know. */
  private Map<String, Supplier<String>> numbers(String version, Clock clock) {
    Instant start = clock.instant();
    Map<String, Supplier<String>> all = new LinkedHashMap<>();
    all.put("$SYS/broker/version", () -> "Pipit " + version);
    all.put(
        "$SYS/broker/uptime",
        () -> Duration.between(start, clock.instant()).toSeconds() + " seconds");
    count(all, "clients/connected", MqttTotals::connections);
    all.put("$SYS/broker/clients/disconnected", () -> Integer.toString(queues().away("mqtt/")));
    count(all, "messages/received", MqttTotals::packetsIn);
    count(all, "messages/sent", MqttTotals::packetsOut);
    count(all, "publish/messages/received", MqttTotals::publishesIn);
    count(all, "publish/messages/sent", MqttTotals::publishesOut);
    count(all, "publish/messages/dropped", MqttTotals::dropped);
    count(all, "bytes/received", MqttTotals::bytesIn);
    count(all, "bytes/sent", MqttTotals::bytesOut);
    all.put("$SYS/broker/subscriptions/count", () -> Integer.toString(subscriptions.count()));
    return all;
  }

  private void count(
      Map<String, Supplier<String>> all, String name, ToLongFunction<MqttTotals> number) {
    all.put("$SYS/broker/" + name, () -> Long.toString(number.applyAsLong(metrics.mqttTotals())));
  }

  /** Tells who may listen to them what has become of the numbers of the broker. */
  BrokerNumbers numbers() {
    return numbers;
  }

  /** Tells them what services decide. */
  Announcer announcer() {
    return announcer;
  }

  /** What they ask a service for. */
  PortService port(PubsubService pubsub) {
    return port(pubsub, Protocol.MQTT);
  }

  private PortService port(PubsubService pubsub, Protocol door) {
    return new PortService(pubsub, shards, rules, numbers, door, metrics);
  }

  /**
   * What bridges ask a service for, each by a port that tells it on its executor.
   *
   * @param router what knows the resources of accounts
   * @param isAccount whether there is an account of that address now; any thread
   */
  Function<Executor, PubsubPort> bridgePorts(
      PubsubService pubsub, StreamListener router, Predicate<BareJid> isAccount) {
    PortService service = port(pubsub, Protocol.BRIDGE);
    PortPresences presences = new PortPresences(shards, router, isAccount, clock);
    return on -> new BrokerPort(service, queues, presences, on);
  }

  /** What waits for them. */
  PortQueues queues() {
    return queues;
  }

  /** Runs something on a loop, behind what was published for it before. */
  void behind(LoopInbox loop, Runnable task) {
    fanout.run(loop, task);
  }

  /** Who listens. */
  PortSubscriptions subscriptions() {
    return subscriptions;
  }
}
