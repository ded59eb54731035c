package io.pipit.bridges.mqtt.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.pubsub.port.PortPresence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The MQTT discovery of Home Assistant: {@code PREFIX/COMPONENT/[NODE/]OBJECT/config}, also that of
 * a whole device. What an entity says of itself becomes the item {@code current} of {@code
 * DEVICE/entities/OBJECT}: title, name, unit, topics. The topics by which devices say whether they
 * are there are remembered, the first {@value #MOST_TOPICS} of them, and their messages are the
 * presence of the devices and the items of {@code DEVICE/status}.
 *
 * <p>Confined to the loop of its bridge.
 */
public final class HomeAssistantProfile implements PayloadProfile {

  static final int MOST_TOPICS = 10_000;

  /** The component that stands for a device with all of its entities. */
  private static final String DEVICE = "device";

  private static final String CONFIG = "config";

  private static final int LONGEST_TOPIC = 1_023;
  private static final int LONGEST_WORD = 256;

  /** By topic and device. */
  private final Map<String, Map<String, Availability>> availabilities = new HashMap<>();

  /** What nodes are called, by the topics of their states; until it is said. */
  private final Map<String, String> titles = new HashMap<>();

  /** How many there are. */
  private int remembered;

  /** By which texts a device is there, or not, and where its status is. */
  private record Availability(String available, String notAvailable, String status, String title) {}

  @Override
  public boolean readsEmpty() {
    return true;
  }

  @Override
  public Reading read(BridgeMessage message, String node) {
    List<String> levels = List.of(message.topic().split("/", -1));
    int size = levels.size();
    if (size == 2 && levels.get(1).equals("status")) {
      return Reading.NOTHING; // of Home Assistant itself
    }
    if (size < 4 || size > 5 || !levels.get(size - 1).equals(CONFIG)) {
      return Reading.fault("'" + message.topic() + "' is no topic of discovery");
    }
    String object = levels.get(size - 2);
    String owner = size == 5 ? levels.get(2) : object;
    if (message.payload().length == 0) {
      return Reading.of(List.of(ProfileItem.retracted(entity(node, owner, object))));
    }
    Optional<Map<String, Object>> config = Json.readObject(message.payload());
    if (config.isEmpty()) {
      return Reading.fault("the configuration at '" + message.topic() + "' is no JSON object");
    }
    return levels.get(1).equals(DEVICE)
        ? device(config.get(), node, owner)
        : Reading.of(
            List.of(learn(new Entity(levels.get(1), object, config.get(), Map.of()), node, owner)));
  }

  /** What one entity says, where the whole device may have said it before. */
  private record Entity(String component, String object, Map<?, ?> own, Map<?, ?> common) {

    Optional<String> text(String... names) {
      return Json.text(own, names).or(() -> Json.text(common, names));
    }

    Map<?, ?> object(String... names) {
      Map<?, ?> mine = Json.object(own, names);
      return mine.isEmpty() ? Json.object(common, names) : mine;
    }

    List<Map<?, ?>> objects(String... names) {
      List<Map<?, ?>> mine = Json.objects(own, names);
      return mine.isEmpty() ? Json.objects(common, names) : mine;
    }

    /** A topic, in which {@code ~} at the beginning or the end is the base of all. */
    Optional<String> topic(String... names) {
      return text(names).map(this::whole);
    }

    String whole(String topic) {
      String base = text("~").orElse("");
      if (base.isEmpty()) {
        return topic;
      }
      String begun = topic.startsWith("~") ? base + topic.substring(1) : topic;
      return begun.endsWith("~") ? begun.substring(0, begun.length() - 1) + base : begun;
    }
  }

  private Reading device(Map<String, Object> config, String node, String owner) {
    List<ProfileItem> items = new ArrayList<>();
    for (Map.Entry<?, ?> each : Json.object(config, "components", "cmps").entrySet()) {
      if (each.getValue() instanceof Map<?, ?> own) {
        String component = Json.text(own, "platform", "p").orElse("");
        String object = String.valueOf(each.getKey());
        items.add(learn(new Entity(component, object, own, config), node, owner));
      }
    }
    return items.isEmpty()
        ? Reading.fault("the device '" + owner + "' has no components")
        : Reading.of(items);
  }

  private ProfileItem learn(Entity entity, String node, String owner) {
    Map<?, ?> device = entity.object(DEVICE, "dev");
    String place = node + "/" + level(owner);
    Optional<String> deviceName = Json.text(device, "name");
    Optional<String> name = Json.text(entity.own(), "name");
    String title =
        deviceName
            .map(of -> name.map(own -> of + " " + own).orElse(of))
            .or(() -> name)
            .orElse(owner);
    Map<String, Object> learnt = new LinkedHashMap<>();
    learnt.put("title", title);
    learnt.put("component", entity.component());
    learnt.put("object", entity.object());
    name.ifPresent(text -> learnt.put("name", text));
    put(learnt, "unit", entity.text("unit_of_measurement", "unit_of_meas"));
    put(learnt, "device_class", entity.text("device_class", "dev_cla"));
    put(learnt, "unique_id", entity.text("unique_id", "uniq_id"));
    put(learnt, "state_topic", entity.topic("state_topic", "stat_t"));
    put(learnt, "command_topic", entity.topic("command_topic", "cmd_t"));
    put(learnt, "value_template", entity.text("value_template", "val_tpl"));
    entity.topic("state_topic", "stat_t").ifPresent(topic -> call(topic, title));
    Collection<String> availability =
        availability(entity, owner, place, plain(deviceName.orElse(owner)));
    if (!availability.isEmpty()) {
      learnt.put("availability_topics", List.copyOf(availability));
    }
    if (!device.isEmpty()) {
      learnt.put("device", device);
    }
    return ProfileItem.state(entity(node, owner, entity.object()), Json.write(learnt))
        .titled(plain(title));
  }

  /** A title as a node may have it: not too long, and without control characters. */
  private static String plain(String title) {
    String text = title.replaceAll("\\p{Cntrl}", " ").strip();
    return text.length() <= LONGEST_WORD ? text : "";
  }

  private void call(String topic, String title) {
    String text = plain(title);
    boolean hasRoom = titles.containsKey(topic) || titles.size() < MOST_TOPICS;
    if (!text.isEmpty() && topic.length() <= LONGEST_TOPIC && hasRoom) {
      titles.put(topic, text);
    }
  }

  @Override
  public String takeTitle(String topic) {
    String title = titles.remove(topic);
    return title == null ? "" : title;
  }

  private static void put(Map<String, Object> learnt, String name, Optional<String> text) {
    text.ifPresent(known -> learnt.put(name, known));
  }

  private Set<String> availability(Entity entity, String owner, String place, String title) {
    Set<String> topics = new LinkedHashSet<>();
    String available = entity.text("payload_available", "pl_avail").orElse("online");
    String notAvailable = entity.text("payload_not_available", "pl_not_avail").orElse("offline");
    String status = place + "/status";
    entity
        .topic("availability_topic", "avty_t")
        .ifPresent(
            topic ->
                remember(
                    topics,
                    topic,
                    owner,
                    new Availability(available, notAvailable, status, title)));
    for (Map<?, ?> each : entity.objects("availability", "avty")) {
      Availability words =
          new Availability(
              Json.text(each, "payload_available", "pl_avail").orElse(available),
              Json.text(each, "payload_not_available", "pl_not_avail").orElse(notAvailable),
              status,
              title);
      Json.text(each, "topic", "t")
          .map(entity::whole)
          .ifPresent(topic -> remember(topics, topic, owner, words));
    }
    return topics;
  }

  private void remember(Set<String> topics, String topic, String owner, Availability words) {
    topics.add(topic);
    String device = level(owner);
    boolean isKnown = availabilities.getOrDefault(topic, Map.of()).containsKey(device);
    boolean isShort =
        topic.length() <= LONGEST_TOPIC
            && device.length() <= LONGEST_TOPIC
            && words.available().length() <= LONGEST_WORD
            && words.notAvailable().length() <= LONGEST_WORD;
    if (isKnown || (isShort && remembered < MOST_TOPICS)) {
      remembered += isKnown ? 0 : 1;
      availabilities.computeIfAbsent(topic, first -> new LinkedHashMap<>()).put(device, words);
    }
  }

  @Override
  public Reading observe(BridgeMessage message) {
    Map<String, Availability> devices = availabilities.get(message.topic());
    if (devices == null) {
      return Reading.NOTHING;
    }
    String text = new String(message.payload(), UTF_8);
    List<ProfileItem> items = new ArrayList<>();
    List<DevicePresence> presences = new ArrayList<>();
    devices.forEach(
        (device, words) -> {
          boolean isThere = text.equals(words.available());
          if (isThere || text.equals(words.notAvailable())) {
            items.add(
                ProfileItem.status(words.status(), isThere ? "ready" : "offline")
                    .titled(words.title()));
            presences.add(
                new DevicePresence(
                    device, isThere ? PortPresence.AVAILABLE : PortPresence.UNAVAILABLE));
          }
        });
    return new Reading(items, List.of(), presences, "");
  }

  private static String entity(String node, String owner, String object) {
    return node + "/" + level(owner) + "/entities/" + level(object);
  }

  /** A text as one level of a name. */
  private static String level(String text) {
    return text.replaceAll("[/+#\\p{Cntrl}]", "-");
  }
}
