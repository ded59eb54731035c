package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.bridges.mqtt.profile.UserProperty;
import io.pipit.pubsub.port.CarriedHeaders;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import io.pipit.xmpp.DateTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes over a bridge beside the payload: properties of a message of MQTT 5, headers of an
 * item. The bridge that an item came by is in its header {@value #VIA}, and is not sent on.
 * Stateless; any thread.
 */
final class BridgeHeaders {

  /** The name of the bridge by which an item came here. */
  static final String VIA = "Via";

  private static final long MOST_SECONDS = 0xFFFF_FFFFL;

  private BridgeHeaders() {}

  /**
   * The headers of a message's item.
   *
   * @param node that it is published to
   * @param bridge by which it came
   */
  static List<PortHeader> of(BridgeMessage message, String node, String bridge, Instant now) {
    List<PortHeader> headers = new ArrayList<>();
    add(headers, PortHeader.CONTENT_TYPE, message.contentType());
    add(headers, PortHeader.REPLY_TO, message.responseTopic());
    byte[] correlation = message.correlation();
    add(
        headers,
        PortHeader.CORRELATION,
        correlation.length == 0 ? null : CarriedHeaders.correlation(correlation));
    Long expiry = message.expirySeconds();
    add(
        headers,
        PortHeader.EXPIRES,
        expiry == null ? null : now.truncatedTo(ChronoUnit.MILLIS).plusSeconds(expiry).toString());
    add(headers, PortHeader.SOURCE_TOPIC, node.equals(message.topic()) ? null : message.topic());
    add(headers, VIA, bridge);
    List<PortHeader> own = List.copyOf(headers);
    for (UserProperty property : message.properties()) {
      CarriedHeaders.header(new PortHeader(property.name(), property.value()))
          .filter(header -> value(own, header.name()).isEmpty())
          .filter(header -> !header.name().equalsIgnoreCase(PortHeader.SOURCE_TOPIC))
          .ifPresent(headers::add);
    }
    return headers;
  }

  private static void add(List<PortHeader> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(new PortHeader(name, value));
    }
  }

  /**
   * The message of an item.
   *
   * @param travel over this bridge, too
   * @param expirySeconds null for none
   */
  static BridgeMessage message(
      PortItem item,
      String topic,
      int qos,
      boolean retain,
      Travel travel,
      @Nullable Long expirySeconds) {
    List<UserProperty> properties = new ArrayList<>();
    properties.add(new UserProperty(CarriedHeaders.ID, item.id()));
    properties.add(new UserProperty(CarriedHeaders.PUBLISHED, item.arrival().toString()));
    if (item.publisher() != null) {
      properties.add(new UserProperty(CarriedHeaders.PUBLISHER, item.publisher().toString()));
    }
    properties.add(new UserProperty(CarriedHeaders.SEQ, Long.toString(item.seq())));
    if (travel.origin() != null) {
      properties.add(new UserProperty(CarriedHeaders.ORIGIN, travel.origin()));
    }
    properties.add(new UserProperty(CarriedHeaders.HOPS, Integer.toString(travel.hops())));
    for (PortHeader header : item.headers()) {
      if (isSent(header.name())) {
        CarriedHeaders.pair(header)
            .ifPresent(pair -> properties.add(new UserProperty(pair.name(), pair.value())));
      }
    }
    return new BridgeMessage(
        topic,
        item.payload().content(),
        qos,
        retain,
        false,
        0,
        value(item.headers(), PortHeader.CONTENT_TYPE).orElse(item.payload().contentType()),
        value(item.headers(), PortHeader.REPLY_TO).filter(CarriedHeaders::isName).orElse(null),
        value(item.headers(), PortHeader.CORRELATION)
            .map(CarriedHeaders::correlation)
            .orElse(BridgeMessage.NO_BYTES),
        expirySeconds,
        properties);
  }

  private static boolean isSent(String name) {
    return !name.equalsIgnoreCase(VIA)
        && !name.equalsIgnoreCase(PortHeader.ORIGIN)
        && !name.equalsIgnoreCase(PortHeader.HOPS);
  }

  /** How long an item is of use, from now on; not positive when it is not; null for ever. */
  static @Nullable Long expirySeconds(PortItem item, Instant now) {
    Optional<Instant> expires = value(item.headers(), PortHeader.EXPIRES).flatMap(DateTime::parse);
    if (expires.isEmpty()) {
      return null;
    }
    long millis = Duration.between(now, expires.get()).toMillis();
    return Math.min(Math.floorDiv(millis + 999, 1_000L), MOST_SECONDS);
  }

  /** The value of the first header of that name, whatever its case. */
  static Optional<String> value(List<PortHeader> headers, String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(PortHeader::value)
        .findFirst();
  }
}
