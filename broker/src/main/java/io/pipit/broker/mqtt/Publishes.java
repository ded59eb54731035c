package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.MqttPublisher.Told;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.Property;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.xmpp.Jid;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The messages that a client publishes in one session (3.3, 4.3, 4.9). Confined to the loop of its
 * connection.
 *
 * <p>A message is answered when the item is decided and durable, or refused. MQTT 3.1.1 cannot be
 * told of a refusal: {@link SessionOptions#refusedDisconnects} says what it gets, but one for which
 * there was no room has to be sent again, so its connection ends.
 */
final class Publishes {

  private final MqttClient client;
  private final SessionOptions options;
  private final MqttPublisher publisher;
  private final TopicAliases aliases;
  private final ReceivedIds received = new ReceivedIds();
  private final Once once;

  /** Messages of QoS 1 that are being worked on. */
  private int unacknowledged;

  /** What is known of messages of QoS 2 beyond the connection. */
  interface Once {

    /** Publishes the message of a packet identifier, unless that was done. */
    void publish(
        int id,
        Jid requester,
        String topic,
        Packet.Publish publish,
        Executor on,
        MqttPublisher.Told told);

    /** The identifier is free, once this is run. */
    void completed(int id, Runnable free);
  }

  /** Nothing is: the session ends with its connection. */
  private static Once thisConnection(MqttPublisher publisher) {
    return new Once() {
      @Override
      public void publish(
          int id,
          Jid requester,
          String topic,
          Packet.Publish publish,
          Executor on,
          MqttPublisher.Told told) {
        publisher.publish(requester, topic, publish, on, told);
      }

      @Override
      public void completed(int id, Runnable free) {
        free.run();
      }
    };
  }

  Publishes(MqttClient client, SessionOptions options, MqttPublisher publisher) {
    this(client, options, publisher, thisConnection(publisher), Set.of());
  }

  /**
   * @param open the identifiers of messages that are published and not released
   */
  Publishes(
      MqttClient client,
      SessionOptions options,
      MqttPublisher publisher,
      Once once,
      Set<Integer> open) {
    this.client = client;
    this.options = options;
    this.publisher = publisher;
    this.once = once;
    received.known(open);
    this.aliases = new TopicAliases(options.topicAliases());
  }

  void received(Packet.Publish publish) {
    Optional<String> topic = topic(publish);
    if (topic.isEmpty()) {
      return; // the connection has ended
    }
    boolean isNew =
        switch (publish.qos()) {
          case 0 -> true;
          case 1 -> takesOneMore();
          default -> isNew(publish.id());
        };
    if (isNew) {
      unacknowledged += publish.qos() == 1 ? 1 : 0;
      client.beginPublish();
      publish(topic.get(), publish, (reason, busy) -> decided(publish, reason, busy));
    }
  }

  // ---- topic aliases (3.3.2.3.4)

  /** The topic, which an alias may say; empty when it does not and the connection was ended. */
  private Optional<String> topic(Packet.Publish publish) {
    if (!publish.properties().has(Property.TOPIC_ALIAS)) {
      return Optional.of(publish.topic());
    }
    long alias = publish.properties().number(Property.TOPIC_ALIAS, 0);
    if (!aliases.allows(alias)) {
      client.close(ReasonCode.TOPIC_ALIAS_INVALID, "topic alias " + alias);
      return Optional.empty();
    }
    if (!publish.topic().isEmpty()) {
      // A topic that cannot be published to is not kept, whatever its size: it is refused again.
      boolean usable = TopicNames.node(options.service(), publish.topic()).isPresent();
      aliases.introduce((int) alias, usable ? publish.topic() : "");
      return Optional.of(publish.topic());
    }
    Optional<String> known = aliases.topic((int) alias);
    if (known.isEmpty()) {
      client.close(ReasonCode.PROTOCOL_ERROR, "a topic alias that stands for nothing");
    }
    return known;
  }

  // ---- QoS 1 and 2

  /** 4.9: more than the client was told it may send is a protocol error. */
  private boolean takesOneMore() {
    boolean tooMany =
        client.version() == Packet.V5
            && unacknowledged + received.size() >= options.receiveMaximum();
    if (tooMany) {
      client.close(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "too many publishes without answer");
    }
    return !tooMany;
  }

  private boolean isNew(int id) {
    return switch (received.state(id)) {
      case UNKNOWN -> {
        boolean takes = takesOneMore();
        if (takes) {
          received.arrived(id);
        }
        yield takes;
      }
      case UNDECIDED -> false;
      case OPEN -> {
        client.answer(PacketType.PUBREC, id, ReasonCode.SUCCESS);
        yield false;
      }
    };
  }

  /** PUBREL: nothing of a message of QoS 2 needs to be known any more. */
  void released(int id) {
    once.completed(
        id,
        () -> {
          boolean known = received.released(id);
          client.answer(
              PacketType.PUBCOMP,
              id,
              known ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
        });
  }

  // ---- publishing

  private void publish(String topic, Packet.Publish publish, Told told) {
    if (!topic.startsWith("$") && TopicNames.node(options.service(), topic).isEmpty()) {
      told.told(ReasonCode.TOPIC_NAME_INVALID, false);
    } else if (publish.qos() == 2) {
      once.publish(publish.id(), client.jid(), topic, publish, client.loop()::execute, told);
    } else {
      publisher.publish(client.jid(), topic, publish, client.loop()::execute, told);
    }
  }

  private void decided(Packet.Publish publish, int reason, boolean busy) {
    boolean refused = ReasonCode.isError(reason);
    switch (publish.qos()) {
      case 0 -> {}
      case 1 -> unacknowledged--;
      default -> received.decided(publish.id(), !refused || !isTold());
    }
    if (refused && !isTold() && endsConnection(publish, reason, busy)) {
      client.close(reason, "a publish was refused");
    } else if (publish.qos() > 0) {
      client.answer(
          publish.qos() == 1 ? PacketType.PUBACK : PacketType.PUBREC, publish.id(), reason);
    }
    client.endPublish(); // last: with it a connection may end whose client has said goodbye
  }

  /** Whether the client can be told that its publish was refused. */
  private boolean isTold() {
    return client.version() == Packet.V5;
  }

  /** One that was not stored for no fault of its own has to be sent again, not acknowledged. */
  private boolean endsConnection(Packet.Publish publish, int reason, boolean busy) {
    return options.refusedDisconnects()
        || (publish.qos() > 0 && (busy || reason == ReasonCode.UNSPECIFIED_ERROR));
  }
}
