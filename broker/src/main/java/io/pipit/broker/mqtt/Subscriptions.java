package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.TopicNames.TopicFilter;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.Property;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.port.LiveSubscriber;
import io.pipit.broker.port.PortSubscriptions;
import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.pubsub.port.QueueFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The topic filters of one session (3.8, 3.10). Confined to the loop of its connection.
 *
 * <p>A SUBSCRIBE is answered when its subscriptions hold: what is published behind the answer
 * comes. Nothing more is read of the client until then, and of a packet no more filters are taken
 * than a session may have: so what waits is little, whatever it sends.
 */
final class Subscriptions {

  private static final String PERSONAL = "$pep/";
  private static final String NUMBERS = "$SYS";

  private final MqttClient client;
  private final SessionOptions options;
  private final Held subscriptions;
  private final Standing standing;
  private final Set<String> held = new HashSet<>();

  /** Where the subscriptions of a session are kept; told on the loop of the connection. */
  interface Held {

    /** Subscribes, and says what became of each filter. */
    void subscribe(List<QueueFilter> filters, Consumer<List<Subscribed>> told);

    /** Ends subscriptions, and says so. */
    void unsubscribe(List<String> filters, Consumer<List<Boolean>> told);

    /** As long as somebody listens, and no longer. */
    static Held live(PortSubscriptions subscriptions, LiveSubscriber subscriber) {
      return new Held() {
        @Override
        public void subscribe(List<QueueFilter> filters, Consumer<List<Subscribed>> told) {
          subscriptions.subscribe(subscriber, filters, told);
        }

        @Override
        public void unsubscribe(List<String> filters, Consumer<List<Boolean>> told) {
          subscriptions.unsubscribe(subscriber, filters, told);
        }
      };
    }
  }

  /** Sends what is retained. */
  interface Standing {

    /** Subscriptions are asked for: from now on something may be sent as it is published. */
    void expect();

    /** They stand: it is to be sent for these filters, once more perhaps. */
    void send(List<QueueFilter> subscribed);

    /** A filter has gone. */
    void forget(String filter);
  }

  /**
   * @param known the filters that the session has already
   */
  Subscriptions(
      MqttClient client,
      SessionOptions options,
      Held subscriptions,
      Standing standing,
      Collection<String> known) {
    this.client = client;
    this.options = options;
    this.subscriptions = subscriptions;
    this.standing = standing;
    held.addAll(known);
  }

  void subscribe(Packet.Subscribe subscribe) {
    for (Packet.Filter each : subscribe.filters()) {
      if (each.noLocal() && SharedInbox.isShared(each.filter())) { // [MQTT-3.8.3-4]
        client.close(ReasonCode.PROTOCOL_ERROR, "No Local on a shared subscription");
        return;
      }
    }
    int identifier = (int) subscribe.properties().number(Property.SUBSCRIPTION_IDENTIFIER, 0);
    int[] reasons = new int[subscribe.filters().size()];
    List<Packet.Filter> taken = new ArrayList<>();
    List<QueueFilter> asked = new ArrayList<>();
    for (int i = 0; i < reasons.length; i++) {
      Packet.Filter filter = subscribe.filters().get(i);
      reasons[i] = asked.size() < options.filters() ? judged(filter) : ReasonCode.QUOTA_EXCEEDED;
      if (!ReasonCode.isError(reasons[i])) {
        held.add(filter.filter());
        taken.add(filter);
        asked.add(
            new QueueFilter(
                filter.filter(),
                reasons[i],
                filter.noLocal(),
                filter.retainAsPublished(),
                identifier));
      }
    }
    int id = subscribe.id();
    client.beginSubscriptions();
    standing.expect();
    subscriptions.subscribe(asked, results -> subscribed(id, taken, asked, reasons, results));
  }

  /** The QoS that is granted, or why the client does not get what it asks for. */
  private int judged(Packet.Filter filter) {
    Optional<TopicFilter> read = TopicNames.filter(filter.filter());
    if (read.isEmpty()) {
      return ReasonCode.TOPIC_FILTER_INVALID;
    }
    if (isReserved(read.get().filter())) {
      return ReasonCode.NOT_AUTHORIZED;
    }
    if (held.size() >= options.filters() && !held.contains(filter.filter())) {
      return ReasonCode.QUOTA_EXCEEDED;
    }
    int most = read.get().group().isPresent() ? Math.min(1, options.maxQos()) : options.maxQos();
    return Math.min(filter.qos(), most);
  }

  /** Of names that begin with {@code $} there are those of accounts' nodes and our numbers. */
  private static boolean isReserved(String filter) {
    return filter.startsWith("$") && !filter.startsWith(PERSONAL) && !filter.startsWith(NUMBERS);
  }

  private void subscribed(
      int id,
      List<Packet.Filter> taken,
      List<QueueFilter> asked,
      int[] reasons,
      List<Subscribed> results) {
    List<QueueFilter> wanted = new ArrayList<>(asked.size());
    int next = 0;
    for (int i = 0; i < reasons.length; i++) {
      if (ReasonCode.isError(reasons[i])) {
        continue;
      }
      Packet.Filter filter = taken.get(next);
      Subscribed result = results.get(next);
      if (result == Subscribed.NEW || result == Subscribed.CHANGED) {
        if (wantsRetained(filter, result == Subscribed.NEW)) {
          wanted.add(asked.get(next));
        }
      } else {
        held.remove(filter.filter());
        reasons[i] = refusal(result);
      }
      next++;
    }
    client.endSubscriptions();
    client.suback(id, reasons);
    standing.send(wanted);
  }

  private static int refusal(Subscribed result) {
    return switch (result) {
      case NO_FILTER -> ReasonCode.TOPIC_FILTER_INVALID;
      case NOT_AUTHORISED -> ReasonCode.NOT_AUTHORIZED;
      case QUOTA -> ReasonCode.QUOTA_EXCEEDED;
      case NEW, CHANGED -> throw new AssertionError(result);
    };
  }

  /** Retain Handling (3.8.3.1); nothing for a shared subscription (4.8.2). */
  private static boolean wantsRetained(Packet.Filter filter, boolean isNew) {
    if (SharedInbox.isShared(filter.filter())) {
      return false;
    }
    return filter.retainHandling() == 0 || (filter.retainHandling() == 1 && isNew);
  }

  void unsubscribe(Packet.Unsubscribe unsubscribe) {
    int[] reasons = new int[unsubscribe.filters().size()];
    List<String> ended = new ArrayList<>();
    for (int i = 0; i < reasons.length; i++) {
      String filter = unsubscribe.filters().get(i);
      if (held.remove(filter)) {
        ended.add(filter);
        standing.forget(filter);
      } else {
        reasons[i] = ReasonCode.NO_SUBSCRIPTION_EXISTED;
      }
    }
    int id = unsubscribe.id();
    client.beginSubscriptions();
    subscriptions.unsubscribe(
        ended,
        unused -> {
          client.endSubscriptions();
          client.unsuback(id, reasons);
        });
  }
}
