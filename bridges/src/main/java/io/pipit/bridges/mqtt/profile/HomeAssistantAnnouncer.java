package io.pipit.bridges.mqtt.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.pubsub.port.PortPayload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells Home Assistant of topics that this node publishes, by its MQTT discovery: a sensor for each
 * topic, or one for each plain member of a JSON object. A topic is announced when it is published
 * for the first time, and all of them when Home Assistant says that it is online. Of more than
 * about {@value #MOST_SENSORS} sensors the others are not announced. Confined to the loop of its
 * bridge.
 */
public final class HomeAssistantAnnouncer {

  /** Where Home Assistant says that it is online. */
  public static final String STATUS = "homeassistant/status";

  static final int MOST_SENSORS = 10_000;
  static final int MOST_MEMBERS = 32;

  private static final String PREFIX = "homeassistant/sensor/";

  private final String bridge;
  private final String statusTopic;

  /** The announcements of each topic. */
  private final Map<String, List<BridgeMessage>> announced = new LinkedHashMap<>();

  private int sensors;

  /**
   * @param statusTopic where the bridge says 1 or 0; empty for none
   */
  public HomeAssistantAnnouncer(String bridge, String statusTopic) {
    this.bridge = bridge;
    this.statusTopic = statusTopic;
  }

  /** What is to be published in front of the first message of a topic; nothing later on. */
  public List<BridgeMessage> announce(String node, String topic, PortPayload payload) {
    if (announced.containsKey(topic) || sensors >= MOST_SENSORS) {
      return List.of();
    }
    List<BridgeMessage> messages = new ArrayList<>();
    Optional<Map<String, Object>> object =
        payload.kind().equals("json") ? Json.readObject(payload.content()) : Optional.empty();
    if (object.isEmpty()) {
      messages.add(sensor(node, topic, ""));
    } else {
      new TreeMap<>(object.get())
          .entrySet().stream()
              .filter(member -> isPlain(member.getKey(), member.getValue()))
              .limit(MOST_MEMBERS)
              .forEach(member -> messages.add(sensor(node, topic, member.getKey())));
    }
    sensors += Math.max(1, messages.size());
    announced.put(topic, List.copyOf(messages));
    return messages;
  }

  /** The names are part of a template of Home Assistant, and may not end it. */
  private static boolean isPlain(String name, Object value) {
    return !(value instanceof Map) && !(value instanceof List) && name.matches("[\\w .:-]{1,64}");
  }

  /** What a message of {@link #STATUS} asks for. */
  public List<BridgeMessage> answers(BridgeMessage message) {
    boolean isOnline =
        message.topic().equals(STATUS) && "online".equals(new String(message.payload(), UTF_8));
    return isOnline ? announced.values().stream().flatMap(List::stream).toList() : List.of();
  }

  private BridgeMessage sensor(String node, String topic, String member) {
    String id = id("pipit_" + bridge + "_" + topic + (member.isEmpty() ? "" : "_" + member));
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", member.isEmpty() ? node : node + " " + member);
    config.put("unique_id", id);
    config.put("state_topic", topic);
    if (!member.isEmpty()) {
      config.put("value_template", "{{ value_json['" + member + "'] }}");
    }
    if (!statusTopic.isEmpty()) {
      config.put("availability_topic", statusTopic);
      config.put("payload_available", "1");
      config.put("payload_not_available", "0");
    }
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("identifiers", List.of(id("pipit_" + bridge)));
    device.put("name", "Pipit " + bridge);
    config.put("device", device);
    return BridgeMessage.of(PREFIX + id + "/config", Json.write(config).getBytes(UTF_8), 1, true);
  }

  /** Different texts stay different: what an id cannot have is written by its number. */
  private static String id(String text) {
    StringBuilder id = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (point < 0x80 && (Character.isLetterOrDigit(point) || point == '_')) {
                id.appendCodePoint(point);
              } else if (point == '/') {
                id.append("__");
              } else {
                id.append('-')
                    .append(Integer.toString(point, 36).toLowerCase(Locale.ROOT))
                    .append('-');
              }
            });
    return id.toString();
  }
}
