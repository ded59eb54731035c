package io.pipit.bridges.mqtt.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPresence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Homie convention, of which the topics {@code homie/5/...} are version 5 and others version 4.
 * {@code $state} is the item of {@code DEVICE/status} and the presence of the device; {@code
 * $description}, or all attributes of version 4 together, is the item of {@code DEVICE/config};
 * properties are items of {@code DEVICE/NODE/PROPERTY}, statistics of version 4 those of {@code
 * DEVICE/$stats/NAME}, alerts and log messages of version 5 items of {@code DEVICE/$alert/ID} and
 * {@code DEVICE/$log/LEVEL}. Commands ({@code .../set}) and broadcasts are for devices, and nothing
 * here.
 *
 * <p>It remembers the attributes of version 4, {@value #MOST_CHARACTERS} characters of all devices
 * and {@value #MOST_OF_DEVICE} of one. Of more, the device that was silent for longest is
 * forgotten, and its configuration then grows anew from what it says. Confined to the loop of its
 * bridge.
 */
public final class HomieProfile implements PayloadProfile {

  /** So many characters of all attributes, and so many of one device. */
  static final int MOST_CHARACTERS = 16 * 1024 * 1024;

  static final int MOST_OF_DEVICE = 64 * 1024;

  /** What an attribute takes beside its characters. */
  private static final int OVERHEAD = 32;

  private static final String STATE = "$state";
  private static final String DESCRIPTION = "$description";
  private static final String STATS = "$stats";
  private static final String TARGET = "$target";
  private static final byte[] NO_BYTES = {};

  /** The one that was silent for longest first. */
  private final Map<String, Device> devices = new LinkedHashMap<>(16, 0.75f, true);

  private long characters;

  /** What is known of a device of version 4. */
  private static final class Device {
    private final Map<String, String> attributes = new TreeMap<>();
    private boolean isStarting;
    private int characters = OVERHEAD;
  }

  @Override
  public boolean readsEmpty() {
    return true;
  }

  @Override
  public Reading read(BridgeMessage message, String node) {
    List<String> levels = List.of(message.topic().split("/", -1));
    boolean isFive = levels.size() > 1 && levels.get(1).equals("5");
    int device = isFive ? 2 : 1;
    if (levels.size() < device + 2 || levels.get(device).isEmpty()) {
      return Reading.fault("'" + message.topic() + "' is no topic of a device of Homie");
    }
    String id = levels.get(device);
    if (id.startsWith("$")) {
      return Reading.NOTHING; // a broadcast
    }
    List<String> path = levels.subList(device + 1, levels.size());
    return new Message(message, node + "/" + id, id, path, isFive).read();
  }

  /** One message of a device. */
  private final class Message {
    private final BridgeMessage message;
    private final String place;
    private final String device;
    private final List<String> path;
    private final boolean isFive;

    Message(BridgeMessage message, String place, String device, List<String> path, boolean isFive) {
      this.message = message;
      this.place = place;
      this.device = device;
      this.path = path;
      this.isFive = isFive;
    }

    Reading read() {
      String first = path.get(0);
      if (path.equals(List.of(STATE))) {
        return state(new String(message.payload(), UTF_8));
      }
      if (isFive) {
        return first.startsWith("$") ? described(first) : property();
      }
      if (first.equals(STATS) && path.size() == 2) {
        return one(place + "/" + String.join("/", path)); // they change all the time
      }
      boolean isAttribute = path.stream().anyMatch(level -> level.startsWith("$"));
      return isAttribute ? attribute(String.join("/", path)) : property();
    }

    private Reading state(String state) {
      String status = state.isEmpty() ? "removed" : state;
      boolean wasStarting = starting(state.equals("init"));
      List<ProfileItem> items = new ArrayList<>();
      items.add(
          ProfileItem.status(
              place + "/status", status.equals("disconnected") ? "offline" : status));
      if (wasStarting && !state.equals("init")) {
        config().ifPresent(items::add);
      }
      if (state.isEmpty()) {
        forget(device);
        items.add(ProfileItem.retracted(place + "/config"));
      }
      return presence(state)
          .map(is -> new Reading(items, List.of(), List.of(new DevicePresence(device, is)), ""))
          .orElseGet(
              () ->
                  new Reading(
                      items, List.of(), List.of(), "there is no state '" + state + "' of Homie"));
    }

    /** While a device is starting it says its attributes one by one. */
    private boolean starting(boolean is) {
      if (isFive) {
        return false;
      }
      Device known = known(device);
      boolean was = known.isStarting;
      known.isStarting = is;
      return was;
    }

    private Reading described(String first) {
      boolean isMine = first.equals("$alert") || first.equals("$log");
      if (isMine && path.size() == 2) {
        return one(place + "/" + first + "/" + path.get(1));
      }
      if (!path.equals(List.of(DESCRIPTION))) {
        return Reading.NOTHING; // of extensions
      }
      if (message.payload().length == 0) {
        return Reading.of(List.of(ProfileItem.retracted(place + "/config")));
      }
      return Json.readObject(message.payload()).isPresent()
          ? Reading.of(List.of(described(new String(message.payload(), UTF_8), place)))
          : Reading.fault("the $description of '" + device + "' is no JSON object");
    }

    private static ProfileItem described(String json, String place) {
      return ProfileItem.state(place + "/config", json);
    }

    private Reading attribute(String name) {
      Device known = known(device);
      String value = new String(message.payload(), UTF_8);
      String old = known.attributes.getOrDefault(name, "");
      if (value.equals(old)) {
        return Reading.NOTHING; // again, as retained
      }
      int more = characters(name, value) - characters(name, old);
      if (known.characters + more > MOST_OF_DEVICE) {
        return Reading.fault(
            "the attributes of '" + device + "' have more than " + MOST_OF_DEVICE + " characters");
      }
      if (value.isEmpty()) {
        known.attributes.remove(name);
      } else {
        known.attributes.put(name, value);
      }
      known.characters += more;
      characters += more;
      forgetEldest();
      return known.isStarting
          ? Reading.NOTHING
          : config().map(item -> Reading.of(List.of(item))).orElse(Reading.NOTHING);
    }

    private Optional<ProfileItem> config() {
      Device known = devices.get(device);
      return known == null || known.attributes.isEmpty()
          ? Optional.empty()
          : Optional.of(described(Json.write(known.attributes), place));
    }

    private Reading property() {
      String last = path.get(path.size() - 1);
      boolean isTarget = isFive && path.size() == 3 && last.equals(TARGET);
      if (path.size() == 3 && !isTarget) {
        return Reading.NOTHING; // a command
      }
      return path.size() == 2 || isTarget
          ? one(place + "/" + String.join("/", path))
          : Reading.fault("'" + message.topic() + "' is no topic of Homie");
    }

    /** An empty message takes it away; an empty text is one zero byte (version 5). */
    private Reading one(String node) {
      byte[] value = message.payload();
      if (value.length == 0) {
        return Reading.of(List.of(ProfileItem.retracted(node)));
      }
      boolean isEmptyText = isFive && value.length == 1 && value[0] == 0;
      PortPayload payload =
          new PortPayload(isEmptyText ? "text" : "auto", null, isEmptyText ? NO_BYTES : value);
      @Nullable String id = message.retain() ? ProfileItem.CURRENT : null;
      return Reading.of(List.of(new ProfileItem(node, id, payload, message.retain(), false)));
    }
  }

  private static int characters(String name, String value) {
    return value.isEmpty() ? 0 : OVERHEAD + name.length() + value.length();
  }

  private Device known(String id) {
    Device known = devices.get(id);
    if (known != null) {
      return known;
    }
    Device device = new Device();
    device.characters += id.length();
    characters += device.characters;
    devices.put(id, device);
    forgetEldest();
    return device;
  }

  private void forget(String id) {
    Device known = devices.remove(id);
    if (known != null) {
      characters -= known.characters;
    }
  }

  private void forgetEldest() {
    while (characters > MOST_CHARACTERS) {
      forget(devices.keySet().iterator().next());
    }
  }

  private static Optional<PortPresence> presence(String state) {
    return switch (state) {
      case "ready", "alert", "init" -> Optional.of(PortPresence.AVAILABLE);
      case "sleeping" -> Optional.of(PortPresence.AWAY);
      case "disconnected", "lost", "" -> Optional.of(PortPresence.UNAVAILABLE);
      default -> Optional.empty();
    };
  }
}
