package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.Properties;
import io.pipit.broker.mqtt.codec.Property;
import io.pipit.broker.mqtt.codec.SharedPublish;
import io.pipit.broker.mqtt.codec.UserProperty;
import io.pipit.broker.port.LiveItem;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.port.CarriedHeaders;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.xmpp.DateTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An item as the PUBLISH that all its receivers get. Immutable; any thread.
 *
 * <pre>{@code
 * public void published(LiveItem item, LiveMatch match) {
 *   MqttDelivery delivery = item.in(MqttDelivery.FORM);
 *   delivery.packet().appendTo(out, version, qos, false, match.asPublished() && delivery.standing(),
 *       id, match.identifiers(), delivery.expirySeconds(now), alias);
 * }
 * }</pre>
 */
final class MqttDelivery {

  /** Made once for all receivers of an item. */
  static final LiveItem.Form<MqttDelivery> FORM = MqttDelivery::of;

  private static final int HIGHEST_QOS = 2;
  private static final long MOST_SECONDS = 0xFFFF_FFFFL;

  private final PortItem item;
  private final String topic;
  private final SharedPublish packet;

  /** Made when a client takes no more than that; threads may make it twice. */
  private @Nullable SharedPublish unstamped;

  private final boolean standing;
  private final int assurance;
  private final @Nullable Instant expires;

  private MqttDelivery(
      PortItem item,
      String topic,
      SharedPublish packet,
      boolean standing,
      int assurance,
      @Nullable Instant expires) {
    this.item = item;
    this.topic = topic;
    this.packet = packet;
    this.standing = standing;
    this.assurance = assurance;
    this.expires = expires;
  }

  static MqttDelivery of(PortItem item) {
    Instant expires = expires(item).orElse(null);
    return new MqttDelivery(
        item, item.node(), packet(item, expires, true), item.standing(), assurance(item), expires);
  }

  private static SharedPublish packet(PortItem item, @Nullable Instant expires, boolean isStamped) {
    Properties properties = properties(item, expires, isStamped);
    return SharedPublish.of(item.node(), properties, item.payload().content());
  }

  /** The topic, which is the node. */
  String topic() {
    return topic;
  }

  /** The packet. */
  SharedPublish packet() {
    return packet;
  }

  /** The packet with nothing but what its publisher has said, for clients that take little. */
  SharedPublish unstamped() {
    SharedPublish made = unstamped;
    if (made == null) {
      made = packet(item, expires, false);
      unstamped = made;
    }
    return made;
  }

  /** Whether it was published with RETAIN, or is sent because it is retained. */
  boolean standing() {
    return standing;
  }

  /** The QoS with which a retained message was published, which bounds its QoS [MQTT-3.8.4-8]. */
  int assurance() {
    return assurance;
  }

  /** The same of an item. */
  static int assurance(PortItem item) {
    return header(item, ItemHeaders.ASSURANCE)
        .filter(text -> text.equals("0") || text.equals("1"))
        .map(Integer::parseInt)
        .orElse(HIGHEST_QOS);
  }

  /** Whether it has a time after which it is of no use. */
  boolean expires() {
    return expires != null;
  }

  /** Whether its time is over, so that nobody gets it any more [MQTT-3.3.2-5]. */
  boolean isExpired(Instant now) {
    return expires != null && !now.isBefore(expires);
  }

  /** What is left of its time, for {@link SharedPublish#appendTo}; rounded up [MQTT-3.3.2-6]. */
  int expirySeconds(Instant now) {
    return expires == null
        ? SharedPublish.SAME_EXPIRY
        : (int) Math.min(left(now, expires), Integer.MAX_VALUE);
  }

  private static long left(Instant now, Instant expires) {
    long millis = Math.max(0, Duration.between(now, expires).toMillis());
    return Math.min((millis + 999) / 1_000, MOST_SECONDS);
  }

  private static Optional<Instant> expires(PortItem item) {
    return header(item, ItemHeaders.EXPIRES).flatMap(DateTime::parse);
  }

  private static Optional<String> header(PortItem item, String name) {
    return item.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .findFirst()
        .map(PortHeader::value);
  }

  private static Properties properties(
      PortItem item, @Nullable Instant expires, boolean isStamped) {
    Properties.Builder properties = Properties.builder();
    if (expires != null) {
      properties.with(Property.MESSAGE_EXPIRY, left(item.arrival(), expires));
    }
    // By its header somebody may say it of anything; a client ends its connection over that.
    if (header(item, ItemHeaders.FORMAT).filter("1"::equals).isPresent()
        && MqttHeaders.isUtf8(item.payload().content())) {
      properties.with(Property.PAYLOAD_FORMAT, 1);
    }
    contentType(item).ifPresent(type -> properties.with(Property.CONTENT_TYPE, type));
    header(item, ItemHeaders.REPLY_TO)
        .filter(CarriedHeaders::isName)
        .ifPresent(topic -> properties.with(Property.RESPONSE_TOPIC, topic));
    header(item, ItemHeaders.CORRELATION)
        .ifPresent(
            value -> properties.with(Property.CORRELATION_DATA, CarriedHeaders.correlation(value)));
    if (isStamped) {
      stamp(item, properties);
    }
    for (PortHeader header : item.headers()) {
      MqttHeaders.userProperty(header).ifPresent(properties::with);
    }
    return properties.build();
  }

  /** What the node says of an item, whatever its publisher did. */
  private static void stamp(PortItem item, Properties.Builder properties) {
    if (item.id().isEmpty()) {
      return;
    }
    properties.with(new UserProperty(CarriedHeaders.ID, item.id()));
    properties.with(new UserProperty(CarriedHeaders.PUBLISHED, item.arrival().toString()));
    if (item.publisher() != null) {
      properties.with(new UserProperty(CarriedHeaders.PUBLISHER, item.publisher().toString()));
    }
    properties.with(new UserProperty(CarriedHeaders.SEQ, Long.toString(item.seq())));
  }

  /** What the publisher said; else what the payload is, unless that says no more than "bytes". */
  private static Optional<String> contentType(PortItem item) {
    PortPayload payload = item.payload();
    return header(item, ItemHeaders.CONTENT_TYPE)
        .or(() -> Optional.ofNullable(payload.contentType()).filter(MqttDelivery::saysMore));
  }

  private static boolean saysMore(String contentType) {
    return switch (contentType.toLowerCase(Locale.ROOT)) {
      case "text/plain", "application/octet-stream" -> false;
      default -> true;
    };
  }
}
