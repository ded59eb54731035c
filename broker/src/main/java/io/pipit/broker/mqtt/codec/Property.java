package io.pipit.broker.mqtt.codec;

import static io.pipit.broker.mqtt.codec.Property.Kind.BINARY;
import static io.pipit.broker.mqtt.codec.Property.Kind.FLAG;
import static io.pipit.broker.mqtt.codec.Property.Kind.FOUR_BYTES;
import static io.pipit.broker.mqtt.codec.Property.Kind.PAIR;
import static io.pipit.broker.mqtt.codec.Property.Kind.TEXT;
import static io.pipit.broker.mqtt.codec.Property.Kind.TWO_BYTES;
import static io.pipit.broker.mqtt.codec.Property.Kind.VARIABLE;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The properties of MQTT 5 (2.2.2.2): their type, and where they may stand. */
public enum Property {
  PAYLOAD_FORMAT(0x01, FLAG, Place.PUBLISH, Place.WILL),
  MESSAGE_EXPIRY(0x02, FOUR_BYTES, Place.PUBLISH, Place.WILL),
  CONTENT_TYPE(0x03, TEXT, Place.PUBLISH, Place.WILL),
  RESPONSE_TOPIC(0x08, TEXT, Place.PUBLISH, Place.WILL),
  CORRELATION_DATA(0x09, BINARY, Place.PUBLISH, Place.WILL),
  SUBSCRIPTION_IDENTIFIER(0x0B, VARIABLE, Place.PUBLISH, Place.SUBSCRIBE),
  SESSION_EXPIRY(0x11, FOUR_BYTES, Place.CONNECT, Place.CONNACK, Place.DISCONNECT),
  ASSIGNED_CLIENT_IDENTIFIER(0x12, TEXT, Place.CONNACK),
  SERVER_KEEP_ALIVE(0x13, TWO_BYTES, Place.CONNACK),
  AUTHENTICATION_METHOD(0x15, TEXT, Place.CONNECT, Place.CONNACK, Place.AUTH),
  AUTHENTICATION_DATA(0x16, BINARY, Place.CONNECT, Place.CONNACK, Place.AUTH),
  REQUEST_PROBLEM_INFORMATION(0x17, FLAG, Place.CONNECT),
  WILL_DELAY(0x18, FOUR_BYTES, Place.WILL),
  REQUEST_RESPONSE_INFORMATION(0x19, FLAG, Place.CONNECT),
  RESPONSE_INFORMATION(0x1A, TEXT, Place.CONNACK),
  SERVER_REFERENCE(0x1C, TEXT, Place.CONNACK, Place.DISCONNECT),
  REASON_STRING(
      0x1F,
      TEXT,
      Place.CONNACK,
      Place.ANSWER,
      Place.SUBACK,
      Place.UNSUBACK,
      Place.DISCONNECT,
      Place.AUTH),
  RECEIVE_MAXIMUM(0x21, TWO_BYTES, Place.CONNECT, Place.CONNACK),
  TOPIC_ALIAS_MAXIMUM(0x22, TWO_BYTES, Place.CONNECT, Place.CONNACK),
  TOPIC_ALIAS(0x23, TWO_BYTES, Place.PUBLISH),
  MAXIMUM_QOS(0x24, FLAG, Place.CONNACK),
  RETAIN_AVAILABLE(0x25, FLAG, Place.CONNACK),
  USER_PROPERTY(0x26, PAIR, Place.values()),
  MAXIMUM_PACKET_SIZE(0x27, FOUR_BYTES, Place.CONNECT, Place.CONNACK),
  WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, FLAG, Place.CONNACK),
  SUBSCRIPTION_IDENTIFIER_AVAILABLE(0x29, FLAG, Place.CONNACK),
  SHARED_SUBSCRIPTION_AVAILABLE(0x2A, FLAG, Place.CONNACK);

  /** How a value is written (MQTT 5, 1.5). */
  enum Kind {
    /** One byte, 0 or 1. */
    FLAG,
    TWO_BYTES,
    FOUR_BYTES,
    /** A variable byte integer. */
    VARIABLE,
    TEXT,
    BINARY,
    PAIR
  }

  /** What properties belong to: a kind of packet, or the will in a CONNECT. */
  enum Place {
    CONNECT,
    WILL,
    CONNACK,
    PUBLISH,
    /** PUBACK, PUBREC, PUBREL and PUBCOMP. */
    ANSWER,
    SUBSCRIBE,
    SUBACK,
    UNSUBSCRIBE,
    UNSUBACK,
    DISCONNECT,
    AUTH
  }

  private static final Property[] BY_IDENTIFIER = new Property[0x2B];

  static {
    for (Property property : values()) {
      BY_IDENTIFIER[property.identifier] = property;
    }
  }

  private final int identifier;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // filled once, before anybody sees it
  private final Set<Place> places;

  Property(int identifier, Kind kind, Place... places) {
    this.identifier = identifier;
    this.kind = kind;
    this.places = EnumSet.noneOf(Place.class);
    this.places.addAll(Set.of(places));
  }

  /** The property of an identifier, unless it may not stand there. */
  static Optional<Property> of(int identifier, Place place) {
    return identifier < 0 || identifier >= BY_IDENTIFIER.length
        ? Optional.empty()
        : Optional.ofNullable(BY_IDENTIFIER[identifier])
            .filter(property -> property.places.contains(place));
  }

  int identifier() {
    return identifier;
  }

  Kind kind() {
    return kind;
  }
}
