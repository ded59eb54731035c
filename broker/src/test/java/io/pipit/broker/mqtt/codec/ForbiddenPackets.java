package io.pipit.broker.mqtt.codec;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The statements of MQTT that a client can break, each with a packet that does, its version and the
 * reason code for it.
 */
public final class ForbiddenPackets {

  private static final Object NONE = properties();

  private ForbiddenPackets() {}

  private static Arguments row(String rule, int version, byte[] packet, int reason) {
    return Arguments.of(rule, version, packet, reason);
  }

  /** What is no CONNECT, though it begins like one. */
  public static Stream<Arguments> connects() {
    return connectRows().stream();
  }

  /** What a client with a session may not send. */
  public static Stream<Arguments> inSession() {
    return Stream.of(publishes(), subscriptions(), others()).flatMap(List::stream);
  }

  private static List<Arguments> connectRows() {
    return List.of(
        row("[MQTT-3.1.2-1] name of the protocol", 0, packet(0x10, "MQXX", 4, 2, 0, 0, "a"), 0x84),
        row("[MQTT-3.1.2-2] level 6", 0, packet(0x10, "MQTT", 6, 2, 0, 0, NONE, "a"), 0x84),
        row(
            "[MQTT-3.1.2-2] level 0x84 of Mosquitto's bridges",
            0,
            packet(0x10, "MQTT", 0x84, 2, 0, 0, "a"),
            0x84),
        row("MQIsdp of level 4", 0, packet(0x10, "MQIsdp", 4, 2, 0, 0, "a"), 0x84),
        row("[MQTT-2.1.3-1] flags of CONNECT", 0, packet(0x11, "MQTT", 4, 2, 0, 0, "a"), 0x81),
        row("[MQTT-3.1.2-3] reserved flag", 0, packet(0x10, "MQTT", 4, 3, 0, 0, "a"), 0x81),
        row("[MQTT-3.1.2-11] QoS of no will", 0, packet(0x10, "MQTT", 4, 0x0A, 0, 0, "a"), 0x81),
        row("[MQTT-3.1.2-13] retain of no will", 0, packet(0x10, "MQTT", 4, 0x22, 0, 0, "a"), 0x81),
        row(
            "[MQTT-3.1.2-12] QoS 3 of the will",
            0,
            packet(0x10, "MQTT", 4, 0x1E, 0, 0, "a", "t", "p"),
            0x81),
        row(
            "[MQTT-3.1.2-22] of 3.1.1, password alone",
            0,
            packet(0x10, "MQTT", 4, 0x42, 0, 0, "a", "p"),
            0x81),
        row("[MQTT-3.1.3-1] no client identifier", 0, packet(0x10, "MQTT", 4, 2, 0, 0), 0x81),
        row(
            "[MQTT-3.1.2-9] will announced, not there",
            0,
            packet(0x10, "MQTT", 4, 6, 0, 0, "a"),
            0x81),
        row(
            "[MQTT-3.1.2-17] user name announced, not there",
            0,
            packet(0x10, "MQTT", 4, 0x82, 0, 0, "a"),
            0x81),
        row(
            "[MQTT-3.1.2-19] password announced, not there",
            0,
            packet(0x10, "MQTT", 4, 0xC2, 0, 0, "a", "u"),
            0x81),
        row("bytes behind the payload", 0, packet(0x10, "MQTT", 4, 2, 0, 0, "a", 1), 0x81),
        row(
            "[MQTT-1.5.4-1] ill-formed UTF-8",
            0,
            packet(0x10, "MQTT", 4, 2, 0, 0, bytes(0, 1, 0xFF)),
            0x81),
        row(
            "[MQTT-1.5.4-1] a surrogate",
            0,
            packet(0x10, "MQTT", 4, 2, 0, 0, bytes(0, 3, 0xED, 0xA0, 0x80)),
            0x81),
        row(
            "[MQTT-1.5.4-1] an overlong form",
            0,
            packet(0x10, "MQTT", 4, 2, 0, 0, bytes(0, 2, 0xC1, 0x81)),
            0x81),
        row("[MQTT-1.5.4-2] U+0000", 0, packet(0x10, "MQTT", 4, 2, 0, 0, "a\0b"), 0x81),
        row(
            "[MQTT-3.1.3-11] will topic with a wildcard",
            0,
            packet(0x10, "MQTT", 4, 6, 0, 0, "a", "t/#", "p"),
            0x90),
        row(
            "[MQTT-4.7.3-1] empty will topic",
            0,
            packet(0x10, "MQTT", 4, 6, 0, 0, "a", "", "p"),
            0x90),
        row(
            "3.1.2.11.3 receive maximum 0",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, properties(0x21, 0, 0), "a"),
            0x82),
        row(
            "3.1.2.11.4 maximum packet size 0",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, properties(0x27, 0, 0, 0, 0), "a"),
            0x82),
        row(
            "3.1.2.11.2 session expiry twice",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, properties(0x11, 0, 0, 0, 1, 0x11, 0, 0, 0, 1), "a"),
            0x82),
        row(
            "3.1.2.11.7 request problem information 2",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, properties(0x17, 2), "a"),
            0x82),
        row(
            "3.1.2.11.10 authentication data without method",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, properties(0x16, 0, 1, 1), "a"),
            0x82),
        row(
            "2.2.2.2 unknown property",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, properties(0x04, 1), "a"),
            0x81),
        row(
            "2.2.2.2 property with the high identifier",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, properties(0xFF, 1, 1), "a"),
            0x81),
        row(
            "2.2.2.2 property of another packet",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, properties(0x23, 0, 1), "a"),
            0x81),
        row(
            "2.2.2.1 property over the end of the properties",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, properties(0x11, 0, 0), "abc"),
            0x81),
        row(
            "2.2.2.1 properties over the end of the packet",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, 0x7F, 0x11, 0, 0, 0, 1),
            0x81),
        row(
            "[MQTT-1.5.5-1] length of properties in too many bytes",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, 0x80, 0, "a"),
            0x81),
        row(
            "[MQTT-1.5.5-1] length of properties in five bytes",
            0,
            packet(0x10, "MQTT", 5, 2, 0, 0, bytes(0x80, 0x80, 0x80, 0x80, 1), "a"),
            0x81),
        row(
            "3.1.3.2 property of CONNECT in the will",
            0,
            packet(0x10, "MQTT", 5, 6, 0, 0, NONE, "a", properties(0x21, 0, 1), "t", "p"),
            0x81));
  }

  private static List<Arguments> publishes() {
    return List.of(
        row("[MQTT-3.3.1-4] QoS 3", 4, packet(0x36, "a", 0, 1), 0x81),
        row("[MQTT-3.3.1-2] DUP of QoS 0", 4, packet(0x38, "a"), 0x81),
        row("[MQTT-2.2.1-3] packet identifier 0", 4, packet(0x32, "a", 0, 0), 0x82),
        row("[MQTT-2.2.1-2] no packet identifier", 4, packet(0x32, "a"), 0x81),
        row("[MQTT-3.3.2-1] no topic", 4, packet(0x30), 0x81),
        row("[MQTT-3.3.2-2] topic with #", 4, packet(0x30, "a/#"), 0x90),
        row("[MQTT-3.3.2-2] topic with +", 5, packet(0x30, "+/a", NONE), 0x90),
        row("[MQTT-4.7.3-1] empty topic", 4, packet(0x30, ""), 0x90),
        row("[MQTT-4.7.3-2] U+0000 in the topic", 4, packet(0x30, "a\0"), 0x81),
        row("3.3.2.1 neither topic nor alias", 5, packet(0x30, "", NONE), 0x82),
        row("[MQTT-3.3.2-8] alias 0", 5, packet(0x30, "a", properties(0x23, 0, 0)), 0x94),
        row(
            "3.3.2.3.4 alias twice",
            5,
            packet(0x30, "a", properties(0x23, 0, 1, 0x23, 0, 1)),
            0x82),
        row(
            "[MQTT-3.3.4-6] subscription identifier",
            5,
            packet(0x30, "a", properties(0x0B, 1)),
            0x82),
        row(
            "[MQTT-3.3.2-14] response topic with a wildcard",
            5,
            packet(0x30, "a", properties(8, "r/+")),
            0x82),
        row("3.3.2.3.2 payload format 2", 5, packet(0x30, "a", properties(1, 2)), 0x82),
        row("3.3.2.3 property of CONNECT", 5, packet(0x30, "a", properties(0x21, 0, 1)), 0x81),
        row("no properties in MQTT 5", 5, packet(0x30, "a"), 0x81));
  }

  private static List<Arguments> subscriptions() {
    return List.of(
        row("[MQTT-3.8.1-1] flags of SUBSCRIBE", 4, packet(0x80, 0, 1, "a", 0), 0x81),
        row("[MQTT-2.2.1-3] SUBSCRIBE with identifier 0", 4, packet(0x82, 0, 0, "a", 0), 0x82),
        row("[MQTT-3.8.3-2] no filter", 4, packet(0x82, 0, 1), 0x82),
        row("[MQTT-3.8.3-2] no filter", 5, packet(0x82, 0, 1, NONE), 0x82),
        row("[MQTT-4.7.3-1] empty filter", 4, packet(0x82, 0, 1, "", 0), 0x81),
        row("[MQTT-3.8.3-1] ill-formed filter", 4, packet(0x82, 0, 1, bytes(0, 1, 0x80), 0), 0x81),
        row("3.8.3.1 QoS 3", 4, packet(0x82, 0, 1, "a", 3), 0x82),
        row("[MQTT-3.8.3-5] reserved bits of MQTT 5", 5, packet(0x82, 0, 1, NONE, "a", 0x40), 0x81),
        row("[MQTT-3-8.3-4] reserved bits of 3.1.1", 4, packet(0x82, 0, 1, "a", 4), 0x81),
        row("3.8.3.1 retain handling 3", 5, packet(0x82, 0, 1, NONE, "a", 0x30), 0x82),
        row(
            "[MQTT-3.8.3-4] No Local of a shared subscription",
            5,
            packet(0x82, 0, 1, NONE, "$share/g/a", 4),
            0x82),
        row(
            "3.8.2.1.2 subscription identifier 0",
            5,
            packet(0x82, 0, 1, properties(0x0B, 0), "a", 0),
            0x82),
        row(
            "3.8.2.1.2 subscription identifier twice",
            5,
            packet(0x82, 0, 1, properties(0x0B, 1, 0x0B, 2), "a", 0),
            0x82),
        row("a filter without options", 4, packet(0x82, 0, 1, "a"), 0x81),
        row("[MQTT-3.10.1-1] flags of UNSUBSCRIBE", 4, packet(0xA0, 0, 1, "a"), 0x81),
        row("[MQTT-3.10.3-2] UNSUBSCRIBE without filter", 4, packet(0xA2, 0, 1), 0x82),
        row("[MQTT-2.2.1-3] UNSUBSCRIBE with identifier 0", 4, packet(0xA2, 0, 0, "a"), 0x82),
        row(
            "3.10.2.1 property of SUBSCRIBE",
            5,
            packet(0xA2, 0, 1, properties(0x0B, 1), "a"),
            0x81));
  }

  private static List<Arguments> others() {
    return List.of(
        row("2.1.2 type 0", 4, packet(0x00), 0x81),
        row("2.1.2 type 15 of 3.1.1", 4, packet(0xF0), 0x81),
        row("2.1.2 CONNACK from a client", 4, packet(0x20, 0, 0), 0x82),
        row("2.1.2 SUBACK from a client", 5, packet(0x90, 0, 1, NONE, 0), 0x82),
        row("2.1.2 UNSUBACK from a client", 5, packet(0xB0, 0, 1, NONE, 0), 0x82),
        row("2.1.2 PINGRESP from a client", 5, packet(0xD0), 0x82),
        row("[MQTT-2.1.3-1] flags of PUBACK", 4, packet(0x41, 0, 1), 0x81),
        row("[MQTT-3.6.1-1] flags of PUBREL", 4, packet(0x60, 0, 1), 0x81),
        row("PUBACK with identifier 0", 4, packet(0x40, 0, 0), 0x82),
        row("PUBACK that is too short", 4, packet(0x40, 1), 0x81),
        row("PUBACK of 3.1.1 with a reason", 4, packet(0x40, 0, 1, 0), 0x81),
        row("[MQTT-3.4.2-1] reason of PUBACK", 5, packet(0x40, 0, 1, 0x92), 0x82),
        row("[MQTT-3.5.2-1] reason of PUBREC", 5, packet(0x50, 0, 1, 0x11), 0x82),
        row("[MQTT-3.6.2-1] reason of PUBREL", 5, packet(0x62, 0, 1, 0x87), 0x82),
        row("[MQTT-3.7.2-1] reason of PUBCOMP", 5, packet(0x70, 0, 1, 0x10), 0x82),
        row(
            "3.4.2.2 property of others in PUBACK",
            5,
            packet(0x40, 0, 1, 0, properties(0x23, 0, 1)),
            0x81),
        row(
            "3.4.2.2.2 reason string twice",
            5,
            packet(0x40, 0, 1, 0, properties(0x1F, "a", 0x1F, "b")),
            0x82),
        row("3.12 PINGREQ with a body", 4, packet(0xC0, 1), 0x81),
        row("[MQTT-2.1.3-1] flags of PINGREQ", 4, packet(0xC1), 0x81),
        row("[MQTT-3.14.1-1] flags of DISCONNECT", 4, packet(0xE1), 0x81),
        row("DISCONNECT of 3.1.1 with a reason", 4, packet(0xE0, 0), 0x81),
        row("[MQTT-3.14.2-1] reason of DISCONNECT", 5, packet(0xE0, 0x8B), 0x82),
        row("[MQTT-3.15.1-1] flags of AUTH", 5, packet(0xF1, 0x18), 0x81),
        row("[MQTT-3.15.2-1] reason of AUTH", 5, packet(0xF0, 0x87), 0x82));
  }
}
