package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.Properties;
import io.pipit.broker.mqtt.codec.Property;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.mqtt.codec.UserProperty;
import io.pipit.broker.port.ItemPort;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.port.CarriedHeaders;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.xmpp.Jid;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the messages of clients published: the topic is the node, RETAIN makes the item stand for it,
 * and an empty one with RETAIN has nothing stand any more. Any thread.
 */
final class MqttPublisher {

  /** What became of a message. */
  @FunctionalInterface
  interface Told {

    /**
     * On the executor of the publish.
     *
     * @param reason for PUBACK or PUBREC, which may be sent now: the item is durable, or was
     *     refused
     * @param busy whether the same may be taken in a while: nothing is wrong with the message, and
     *     a client that cannot be told so must not be made to believe that it is stored
     */
    void told(int reason, boolean busy);
  }

  /** How an item gets to the service; as {@link ItemPort#publish}. */
  @FunctionalInterface
  interface Submission {
    void submit(PortPublish item, Executor on, Consumer<PortResult> told);
  }

  /** Where bridges of Mosquitto say whether they are up: taken and dropped, as by other brokers. */
  private static final String BRIDGE_STATES = "$SYS/broker/connection/";

  private static final byte[] NO_BYTES = {};

  private final ItemPort port;
  private final Clock clock;

  MqttPublisher(ItemPort port, Clock clock) {
    this.port = port;
    this.clock = clock;
  }

  /**
   * Publishes.
   *
   * @param topic that of the packet, or the one that its alias stands for
   * @param on where it is told, in order
   */
  void publish(Jid requester, String topic, Packet.Publish publish, Executor on, Told told) {
    publish(requester, topic, publish, port::publish, on, told);
  }

  /** The same, where an item gets to the service in another way. */
  void publish(
      Jid requester,
      String topic,
      Packet.Publish publish,
      Submission submission,
      Executor on,
      Told told) {
    int wrong = answer(topic, publish);
    if (wrong != ReasonCode.SUCCESS) {
      on.execute(() -> told.told(wrong, false));
    } else if (publish.retain() && publish.payload().length == 0) {
      port.endStanding(
          requester,
          topic,
          publish.qos(),
          on,
          result -> told.told(reasonOfEnd(result), isBusy(result)));
    } else {
      submission.submit(
          request(requester, topic, publish),
          on,
          result -> told.told(reason(result), isBusy(result)));
    }
  }

  /** What is answered without asking; a payload has to be what its properties say (3.3.2.3.2). */
  private static int answer(String topic, Packet.Publish publish) {
    if (topic.startsWith(BRIDGE_STATES)) {
      return ReasonCode.NO_MATCHING_SUBSCRIBERS;
    }
    boolean saysText = publish.properties().number(Property.PAYLOAD_FORMAT, 0) == 1;
    return saysText && !MqttHeaders.isUtf8(publish.payload())
        ? ReasonCode.PAYLOAD_FORMAT_INVALID
        : ReasonCode.SUCCESS;
  }

  private PortPublish request(Jid requester, String topic, Packet.Publish publish) {
    Properties properties = publish.properties();
    String contentType = properties.text(Property.CONTENT_TYPE).orElse(null);
    boolean isEmpty = publish.payload().length == 0;
    return new PortPublish(
        requester,
        topic,
        id(properties),
        new PortPayload(
            isEmpty ? "text" : "auto", contentType, isEmpty ? NO_BYTES : publish.payload()),
        headers(properties),
        publish.retain(),
        !publish.retain(),
        publish.qos(),
        user(properties, MqttHeaders.KEY),
        null);
  }

  /** As the client says it, else as a CloudEvent does (MQTT Protocol Binding 3.1). */
  private static @Nullable String id(Properties properties) {
    String own = user(properties, CarriedHeaders.ID);
    if (own != null) {
      return own;
    }
    String prefixed = user(properties, "ce-id");
    if (prefixed != null) {
      return prefixed;
    }
    return user(properties, "specversion") == null ? null : user(properties, "id");
  }

  private static @Nullable String user(Properties properties, String name) {
    for (UserProperty property : properties.user()) {
      if (property.name().equals(name)) {
        return property.value();
      }
    }
    return null;
  }

  /** A property of MQTT stands for a header, whatever user properties say of it. */
  private List<PortHeader> headers(Properties properties) {
    if (properties.isEmpty()) {
      return List.of();
    }
    List<PortHeader> headers = new ArrayList<>();
    properties
        .text(Property.CONTENT_TYPE)
        .ifPresent(type -> headers.add(new PortHeader(ItemHeaders.CONTENT_TYPE, type)));
    properties
        .text(Property.RESPONSE_TOPIC)
        .ifPresent(topic -> headers.add(new PortHeader(ItemHeaders.REPLY_TO, topic)));
    properties
        .bytes(Property.CORRELATION_DATA)
        .map(CarriedHeaders::correlation)
        .ifPresent(text -> headers.add(new PortHeader(ItemHeaders.CORRELATION, text)));
    if (properties.has(Property.MESSAGE_EXPIRY)) {
      headers.add(new PortHeader(ItemHeaders.EXPIRES, expires(properties)));
    }
    if (properties.has(Property.PAYLOAD_FORMAT)) {
      long format = properties.number(Property.PAYLOAD_FORMAT, 0);
      headers.add(new PortHeader(ItemHeaders.FORMAT, Long.toString(format)));
    }
    int own = headers.size();
    for (UserProperty property : properties.user()) {
      Optional<PortHeader> header = MqttHeaders.header(property);
      if (header.isPresent() && !isIn(headers.subList(0, own), header.get().name())) {
        headers.add(header.get());
      }
    }
    return headers;
  }

  private static boolean isIn(List<PortHeader> headers, String name) {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }

  private String expires(Properties properties) {
    return clock
        .instant()
        .truncatedTo(ChronoUnit.MILLIS)
        .plusSeconds(properties.number(Property.MESSAGE_EXPIRY, 0))
        .toString();
  }

  private static boolean isBusy(PortResult result) {
    return result instanceof PortResult.Refused refused
        && refused.reason() == PortResult.Reason.BUSY;
  }

  private static int reason(PortResult result) {
    if (result instanceof PortResult.Refused refused) {
      return reason(refused.reason());
    }
    PortResult.Done done = (PortResult.Done) result;
    return done.anybody() || done.repeated()
        ? ReasonCode.SUCCESS
        : ReasonCode.NO_MATCHING_SUBSCRIBERS;
  }

  /** Where there is no node nothing stands, which is what was asked for. */
  private static int reasonOfEnd(PortResult result) {
    return result instanceof PortResult.Refused refused
            && refused.reason() != PortResult.Reason.MISSING
        ? reason(refused.reason())
        : ReasonCode.SUCCESS;
  }

  /**
   * There is no code for an item that is too large, but to end a connection: it is beyond a limit
   * of ours, as "quota exceeded" says (3.4.2.1, 3.5.2.1).
   */
  private static int reason(PortResult.Reason reason) {
    return switch (reason) {
      case NOT_AUTHORISED, MISSING -> ReasonCode.NOT_AUTHORIZED;
      case BAD_NAME -> ReasonCode.TOPIC_NAME_INVALID;
      case INVALID_PAYLOAD -> ReasonCode.PAYLOAD_FORMAT_INVALID;
      case TOO_LARGE, QUOTA, BUSY -> ReasonCode.QUOTA_EXCEEDED;
      case FAILED -> ReasonCode.UNSPECIFIED_ERROR;
    };
  }
}
