package io.pipit.broker.mqtt.codec;

import static io.pipit.broker.mqtt.codec.ReasonCode.MALFORMED_PACKET;
import static io.pipit.broker.mqtt.codec.ReasonCode.PROTOCOL_ERROR;
import static io.pipit.broker.mqtt.codec.ReasonCode.TOPIC_NAME_INVALID;
import static io.pipit.broker.mqtt.codec.ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;

import io.netty.buffer.ByteBuf;
import io.pipit.broker.mqtt.codec.Packet.Auth;
import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.Packet.Disconnect;
import io.pipit.broker.mqtt.codec.Packet.Filter;
import io.pipit.broker.mqtt.codec.Packet.Pingreq;
import io.pipit.broker.mqtt.codec.Packet.Puback;
import io.pipit.broker.mqtt.codec.Packet.Pubcomp;
import io.pipit.broker.mqtt.codec.Packet.Publish;
import io.pipit.broker.mqtt.codec.Packet.Pubrec;
import io.pipit.broker.mqtt.codec.Packet.Pubrel;
import io.pipit.broker.mqtt.codec.Packet.Subscribe;
import io.pipit.broker.mqtt.codec.Packet.Unsubscribe;
import io.pipit.broker.mqtt.codec.Packet.Will;
import io.pipit.broker.mqtt.codec.Property.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets that clients send, each whole. What MQTT forbids comes out as {@link
 * Packet.Malformed} with the reason code of MQTT 5 for it; nothing is thrown. Stateless; any
 * thread.
 *
 * <p>Numbers in brackets are those of the normative statements of MQTT 5; where MQTT 3.1.1 says the
 * same under another number, the rule holds for both.
 */
public final class PacketReader {

  private static final int CONNECT_RESERVED = 0x01;
  private static final int CLEAN_START = 0x02;
  private static final int WILL = 0x04;
  private static final int WILL_RETAIN = 0x20;
  private static final int PASSWORD = 0x40;
  private static final int USER_NAME = 0x80;
  private static final int NO_LOCAL = 0x04;
  private static final int DUP = 0x08;

  private static final int RETAIN_AS_PUBLISHED = 0x08;

  /** With it Mosquitto's bridges mark the level that they try first (its {@code try_private}). */
  private static final int PRIVATE_LEVEL = 0x80;

  private PacketReader() {}

  /**
   * Reads one packet.
   *
   * @param packet from its reader index on, at least as long as {@link Framing#length} said; no
   *     index is moved, and nothing of it is kept
   * @param length what {@link Framing#length} said
   * @param version of the connection; anything before its CONNECT
   */
  public static Packet read(ByteBuf packet, int length, int version) {
    int start = packet.readerIndex();
    int first = packet.getUnsignedByte(start);
    Optional<PacketType> type = PacketType.of(first);
    if (type.isEmpty()) {
      return new Packet.Malformed(MALFORMED_PACKET, "packet type 0", version);
    }
    int header = start + 1;
    while (packet.getByte(header) < 0) {
      header++;
    }
    boolean connects = type.get() == PacketType.CONNECT;
    PacketInput in = new PacketInput(packet, header + 1, start + length, connects ? 0 : version);
    if (type.get() != PacketType.PUBLISH) {
      // [MQTT-2.1.3-1]; in MQTT 3.1 some are sent again, which they say (2.1).
      int flags = version == Packet.V3_1 && type.get().firstByte() % 16 == 2 ? first & ~DUP : first;
      in.require(flags == type.get().firstByte(), MALFORMED_PACKET, "reserved flags");
    }
    @Nullable Packet read =
        switch (type.get()) {
          case CONNECT -> connect(in);
          case PUBLISH -> publish(in, first);
          case PUBACK, PUBREC, PUBREL, PUBCOMP -> answer(in, type.get());
          case SUBSCRIBE -> subscribe(in);
          case UNSUBSCRIBE -> unsubscribe(in);
          case PINGREQ -> new Pingreq();
          case DISCONNECT -> disconnect(in);
          case AUTH -> auth(in);
          case CONNACK, SUBACK, UNSUBACK, PINGRESP -> {
            in.fail(PROTOCOL_ERROR, type.get() + " from a client");
            yield null;
          }
        };
    in.require(in.left() == 0, MALFORMED_PACKET, "bytes behind the last field");
    Packet.Malformed fault = in.fault();
    return fault == null ? Objects.requireNonNull(read) : fault;
  }

  private static @Nullable Connect connect(PacketInput in) {
    String protocol = in.text();
    int level = in.unsignedByte();
    if (!in.isSound()) {
      return null;
    }
    boolean old = protocol.equals("MQIsdp") && level == Packet.V3_1;
    if (!old && !(protocol.equals("MQTT") && (level == Packet.V3_1_1 || level == Packet.V5))) {
      // [MQTT-3.1.2-1], [MQTT-3.1.2-2]; answered in the form that the peer is likely to know.
      boolean newer = (level & ~PRIVATE_LEVEL) > Packet.V3_1_1;
      in.version(newer ? Packet.V5 : Packet.V3_1_1);
      in.fail(UNSUPPORTED_PROTOCOL_VERSION, "protocol " + protocol + " " + level);
      return null;
    }
    in.version(level);
    int flags = in.unsignedByte();
    checkConnectFlags(in, flags);
    int keepAlive = in.twoBytes();
    Properties properties = in.properties(Place.CONNECT);
    in.require(
        !properties.has(Property.AUTHENTICATION_DATA)
            || properties.has(Property.AUTHENTICATION_METHOD),
        PROTOCOL_ERROR,
        "authentication data without a method");
    String clientId = in.text();
    Will will = (flags & WILL) == 0 ? null : will(in, flags);
    String userName = (flags & USER_NAME) == 0 ? null : in.text();
    byte[] password = (flags & PASSWORD) == 0 ? null : in.binary();
    return new Connect(
        in.version(),
        clientId,
        (flags & CLEAN_START) != 0,
        keepAlive,
        will,
        userName,
        password,
        properties);
  }

  private static void checkConnectFlags(PacketInput in, int flags) {
    // [MQTT-3.1.2-3]
    in.require((flags & CONNECT_RESERVED) == 0, MALFORMED_PACKET, "the reserved flag of CONNECT");
    int willQos = willQos(flags);
    if ((flags & WILL) == 0) {
      // [MQTT-3.1.2-11], [MQTT-3.1.2-13]
      in.require(willQos == 0 && (flags & WILL_RETAIN) == 0, MALFORMED_PACKET, "flags of no will");
    }
    in.require(willQos != 3, MALFORMED_PACKET, "QoS 3 of a will"); // [MQTT-3.1.2-12]
    // [MQTT-3.1.2-22] of 3.1.1; MQTT 5 lets a password stand alone.
    in.require(
        in.version() == Packet.V5 || (flags & PASSWORD) == 0 || (flags & USER_NAME) != 0,
        MALFORMED_PACKET,
        "a password without a user name");
  }

  private static int willQos(int flags) {
    return flags >> 3 & 3;
  }

  private static Will will(PacketInput in, int flags) {
    Properties properties = in.properties(Place.WILL);
    checkResponseTopic(in, properties);
    String topic = in.text();
    checkTopicName(in, topic);
    byte[] payload = in.binary();
    return new Will(topic, payload, willQos(flags), (flags & WILL_RETAIN) != 0, properties);
  }

  private static Publish publish(PacketInput in, int first) {
    int qos = first >> 1 & 3;
    boolean dup = (first & DUP) != 0;
    in.require(qos != 3, MALFORMED_PACKET, "QoS 3"); // [MQTT-3.3.1-4]
    in.require(!dup || qos > 0, MALFORMED_PACKET, "DUP of QoS 0"); // [MQTT-3.3.1-2]
    String topic = in.text();
    int id = qos == 0 ? 0 : identifier(in);
    Properties properties = in.properties(Place.PUBLISH);
    if (topic.isEmpty() && in.version() == Packet.V5) {
      in.require(
          properties.has(Property.TOPIC_ALIAS), PROTOCOL_ERROR, "neither topic nor topic alias");
    } else {
      checkTopicName(in, topic);
    }
    // [MQTT-3.3.4-6]
    in.require(
        !properties.has(Property.SUBSCRIPTION_IDENTIFIER),
        PROTOCOL_ERROR,
        "a subscription identifier from a client");
    checkResponseTopic(in, properties);
    return new Publish(topic, qos, dup, (first & 1) != 0, id, properties, in.rest());
  }

  /** [MQTT-3.3.2-2], [MQTT-4.7.3-1]. */
  private static void checkTopicName(PacketInput in, String topic) {
    in.require(
        !topic.isEmpty() && !hasWildcard(topic),
        TOPIC_NAME_INVALID,
        "a topic name that is empty or a filter");
  }

  /** [MQTT-3.3.2-14]. */
  private static void checkResponseTopic(PacketInput in, Properties properties) {
    in.require(
        properties
            .text(Property.RESPONSE_TOPIC)
            .filter(topic -> topic.isEmpty() || hasWildcard(topic))
            .isEmpty(),
        PROTOCOL_ERROR,
        "a response topic that is no topic name");
  }

  private static boolean hasWildcard(String topic) {
    return topic.indexOf('#') >= 0 || topic.indexOf('+') >= 0;
  }

  /** [MQTT-2.2.1-3], [MQTT-2.2.1-4]. */
  private static int identifier(PacketInput in) {
    int id = in.twoBytes();
    in.require(id != 0, PROTOCOL_ERROR, "packet identifier 0");
    return id;
  }

  private static Packet answer(PacketInput in, PacketType type) {
    int id = identifier(in);
    int reason = reason(in);
    // [MQTT-3.4.2-1] and its like of the other three
    in.require(ReasonCode.isOfAnswer(type, reason), PROTOCOL_ERROR, "a reason of others");
    Properties properties = propertiesIfAny(in, Place.ANSWER);
    return switch (type) {
      case PUBACK -> new Puback(id, reason, properties);
      case PUBREC -> new Pubrec(id, reason, properties);
      case PUBREL -> new Pubrel(id, reason, properties);
      default -> new Pubcomp(id, reason, properties);
    };
  }

  /** A reason code that may be left out when it is 0, as it is before MQTT 5. */
  private static int reason(PacketInput in) {
    return in.version() == Packet.V5 && in.left() > 0 ? in.unsignedByte() : ReasonCode.SUCCESS;
  }

  /** Properties behind a reason code, which may be left out when there are none. */
  private static Properties propertiesIfAny(PacketInput in, Place place) {
    return in.left() > 0 ? in.properties(place) : Properties.NONE;
  }

  private static Subscribe subscribe(PacketInput in) {
    int id = identifier(in);
    Properties properties = in.properties(Place.SUBSCRIBE);
    List<Filter> filters = new ArrayList<>(1);
    while (in.left() > 0 && in.isSound()) {
      filters.add(filter(in));
    }
    in.require(!filters.isEmpty(), PROTOCOL_ERROR, "no topic filter"); // [MQTT-3.8.3-2]
    return new Subscribe(id, filters, properties);
  }

  private static Filter filter(PacketInput in) {
    String filter = filterText(in);
    int options = in.unsignedByte();
    int qos = options & 3;
    boolean noLocal = (options & NO_LOCAL) != 0;
    int retainHandling = options >> 4 & 3;
    in.require(qos != 3, PROTOCOL_ERROR, "QoS 3 of a subscription");
    // [MQTT-3.8.3-5]; before MQTT 5 all bits but two are reserved.
    int reserved = in.version() == Packet.V5 ? 0xC0 : 0xFC;
    in.require((options & reserved) == 0, MALFORMED_PACKET, "reserved bits of a subscription");
    in.require(retainHandling != 3, PROTOCOL_ERROR, "retain handling 3");
    // [MQTT-3.8.3-4]
    in.require(
        !noLocal || !filter.startsWith("$share/"), PROTOCOL_ERROR, "No Local of a shared filter");
    return new Filter(filter, qos, noLocal, (options & RETAIN_AS_PUBLISHED) != 0, retainHandling);
  }

  private static Unsubscribe unsubscribe(PacketInput in) {
    int id = identifier(in);
    Properties properties = in.properties(Place.UNSUBSCRIBE);
    List<String> filters = new ArrayList<>(1);
    while (in.left() > 0 && in.isSound()) {
      filters.add(filterText(in));
    }
    in.require(!filters.isEmpty(), PROTOCOL_ERROR, "no topic filter"); // [MQTT-3.10.3-2]
    return new Unsubscribe(id, filters, properties);
  }

  /** [MQTT-4.7.3-1]. */
  private static String filterText(PacketInput in) {
    String filter = in.text();
    in.require(!filter.isEmpty(), MALFORMED_PACKET, "an empty topic filter");
    return filter;
  }

  private static Disconnect disconnect(PacketInput in) {
    int reason = reason(in);
    in.require(ReasonCode.isOfDisconnect(reason), PROTOCOL_ERROR, "a reason of others");
    return new Disconnect(reason, propertiesIfAny(in, Place.DISCONNECT));
  }

  private static Auth auth(PacketInput in) {
    in.require(in.version() == Packet.V5, MALFORMED_PACKET, "packet type 15");
    int reason = reason(in);
    in.require(ReasonCode.isOfAuth(reason), PROTOCOL_ERROR, "a reason of others");
    return new Auth(reason, propertiesIfAny(in, Place.AUTH));
  }
}
