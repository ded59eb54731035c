package io.pipit.bridges.mqtt.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.bridges.mqtt.profile.ProtoReader.MalformedException;
import io.pipit.bridges.mqtt.profile.SparkplugPayload.Metric;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPresence;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Eclipse Sparkplug B, as a host application reads it: metrics of an edge node become items of
 * {@code GROUP/EDGE/metrics}, those of a device of {@code GROUP/EDGE/DEVICE/metrics}, and whether
 * they are there is the item {@code current} of {@code .../status}.
 *
 * <p>The names and types behind aliases are those of the last birth. Where a message is missing, or
 * data come before a birth, the edge node is asked for a rebirth, at most once a minute. A death
 * counts when its {@code bdSeq} is that of the birth; then the edge node and its devices are
 * offline, and an item for each says that its values are stale.
 *
 * <p>Of more edge nodes, devices and metrics than it remembers, the edge node that was silent for
 * longest is forgotten: the next message of it asks for a rebirth. Confined to the loop of its
 * bridge.
 */
public final class SparkplugProfile implements PayloadProfile {

  private static final String NAMESPACE = "spBv1.0";
  private static final String HOST_STATE = "STATE";
  private static final String BD_SEQ = "bdSeq";
  private static final int EDGE_LEVELS = 4;
  private static final int DEVICE_LEVELS = 5;
  private static final int GROUP = 1;
  private static final int TYPE = 2;
  private static final int EDGE = 3;
  private static final int DEVICE = 4;

  private static final JsonFactory JSON = new JsonFactory();

  private final Clock clock;
  private final SparkplugMemory memory;
  private final PlainProfile states = new PlainProfile("auto");

  public SparkplugProfile(Clock clock) {
    this(clock, SparkplugMemory.MOST_WEIGHT);
  }

  /**
   * @param mostWeight how much is remembered: see {@link SparkplugMemory}
   */
  SparkplugProfile(Clock clock, long mostWeight) {
    this.clock = clock;
    this.memory = new SparkplugMemory(mostWeight);
  }

  @Override
  public Reading read(BridgeMessage message, String node) {
    String[] levels = message.topic().split("/", -1);
    if (!levels[0].equals(NAMESPACE) || levels.length < 3) {
      return Reading.fault("'" + message.topic() + "' is no topic of Sparkplug B");
    }
    if (levels[1].equals(HOST_STATE)) {
      return states.read(message, node + message.topic().substring(NAMESPACE.length()));
    }
    try {
      return new Message(message, levels, node).read();
    } catch (MalformedException malformed) {
      return Reading.fault("no payload of Sparkplug B: " + malformed.getMessage());
    }
  }

  /** What it remembers weighs so much, about in bytes. */
  long remembered() {
    return memory.weight();
  }

  /** One message, and what it comes to. */
  private final class Message {
    private final BridgeMessage message;
    private final String[] levels;
    private final String below;
    private final List<ProfileItem> items = new ArrayList<>();
    private final List<BridgeMessage> answers = new ArrayList<>();
    private final List<DevicePresence> presences = new ArrayList<>();

    Message(BridgeMessage message, String[] levels, String node) {
      this.message = message;
      this.levels = levels;
      this.below = node;
    }

    Reading read() throws MalformedException {
      String type = levels[TYPE];
      boolean isDevice = type.startsWith("D");
      if (type.equals("NCMD") || type.equals("DCMD")) {
        return Reading.NOTHING; // of a host, to them
      }
      if (levels.length != (isDevice ? DEVICE_LEVELS : EDGE_LEVELS)) {
        return Reading.fault("'" + message.topic() + "' is no topic of Sparkplug B");
      }
      SparkplugPayload payload = SparkplugPayload.read(message.payload());
      switch (type) {
        case "NBIRTH" -> birth(payload);
        case "DBIRTH" -> deviceBirth(payload);
        case "NDATA", "DDATA" -> data(payload);
        case "NDEATH" -> death(payload);
        case "DDEATH" -> deviceDeath(payload);
        default -> {
          return Reading.fault("there is no message '" + type + "' of Sparkplug B");
        }
      }
      return new Reading(items, answers, presences, "");
    }

    private String edgeKey() {
      return levels[GROUP] + "/" + levels[EDGE];
    }

    /** The edge node, or the device of it that the topic names. */
    private String place() {
      String edge = below + "/" + edgeKey();
      return levels.length == DEVICE_LEVELS ? edge + "/" + levels[DEVICE] : edge;
    }

    private void birth(SparkplugPayload payload) throws MalformedException {
      SparkplugMemory.EdgeNode edge = memory.edge(edgeKey());
      // What cannot be written is no birth, so that it is written first.
      items.add(item(place(), payload, new SparkplugMemory.Names(payload.metrics())));
      edge.born(bdSeq(payload), payload.seq());
      memory.names(edge, "", payload.metrics());
      status(place(), "ready", levels[EDGE], PortPresence.AVAILABLE);
    }

    private void deviceBirth(SparkplugPayload payload) throws MalformedException {
      SparkplugMemory.EdgeNode edge = memory.edge(edgeKey());
      items.add(item(place(), payload, new SparkplugMemory.Names(payload.metrics())));
      follow(edge, payload);
      memory.names(edge, levels[DEVICE], payload.metrics());
      status(place(), "ready", levels[DEVICE], PortPresence.AVAILABLE);
    }

    private void data(SparkplugPayload payload) throws MalformedException {
      SparkplugMemory.EdgeNode edge = memory.edge(edgeKey());
      String of = levels.length == DEVICE_LEVELS ? levels[DEVICE] : "";
      Optional<SparkplugMemory.Names> names = edge.names(of);
      items.add(item(place(), payload, names.orElse(SparkplugMemory.Names.NONE)));
      follow(edge, payload);
      boolean isUnknown =
          names.isEmpty()
              || payload.metrics().stream().anyMatch(metric -> !names.get().has(metric));
      if (isUnknown) {
        askRebirth(edge);
      }
    }

    private void death(SparkplugPayload payload) {
      SparkplugMemory.EdgeNode edge = memory.edge(edgeKey());
      Long death = bdSeq(payload);
      Long birth = edge.bdSeq();
      if (death != null && birth != null && !death.equals(birth)) {
        return; // of a connection before the last birth (6.4.20)
      }
      for (String device : edge.devices()) {
        gone(place() + "/" + device, device, edge.names(device), payload);
      }
      gone(place(), levels[EDGE], edge.names(""), payload);
      edge.died();
    }

    private void deviceDeath(SparkplugPayload payload) {
      SparkplugMemory.EdgeNode edge = memory.edge(edgeKey());
      follow(edge, payload);
      gone(place(), levels[DEVICE], edge.names(levels[DEVICE]), payload);
      memory.forget(edge, levels[DEVICE]);
    }

    private void gone(
        String place,
        String name,
        Optional<SparkplugMemory.Names> names,
        SparkplugPayload payload) {
      names.ifPresent(known -> items.add(stale(place, known, payload)));
      status(place, "offline", name, PortPresence.UNAVAILABLE);
    }

    private void follow(SparkplugMemory.EdgeNode edge, SparkplugPayload payload) {
      boolean isNext = edge.follow(payload.seq(), message.duplicate());
      if (!isNext || !edge.isBorn()) {
        askRebirth(edge);
      }
    }

    private void askRebirth(SparkplugMemory.EdgeNode edge) {
      Instant now = clock.instant();
      if (edge.mayAsk(now)) {
        String topic = NAMESPACE + "/" + levels[GROUP] + "/NCMD/" + levels[EDGE];
        byte[] command = ProtoWriter.rebirth(now.toEpochMilli());
        answers.add(BridgeMessage.of(topic, command, 0, false));
      }
    }

    private void status(String place, String status, String device, PortPresence presence) {
      items.add(ProfileItem.status(place + "/status", status));
      presences.add(new DevicePresence(device, presence));
    }

    private ProfileItem item(String place, SparkplugPayload payload, SparkplugMemory.Names names)
        throws MalformedException {
      return metrics(place, write(levels[TYPE], payload, names));
    }

    private ProfileItem stale(String place, SparkplugMemory.Names names, SparkplugPayload payload) {
      return metrics(place, writeStale(levels[TYPE], payload.timestamp(), names));
    }

    private ProfileItem metrics(String place, String json) {
      PortPayload payload = ProfileItem.json(json);
      return new ProfileItem(place + "/metrics", null, payload, false, false);
    }
  }

  private static @Nullable Long bdSeq(SparkplugPayload payload) {
    for (Metric metric : payload.metrics()) {
      if (BD_SEQ.equals(metric.name()) && metric.value() != null) {
        return metric.value().bits();
      }
    }
    return null;
  }

  private String write(String type, SparkplugPayload payload, SparkplugMemory.Names names)
      throws MalformedException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      SparkplugValues values = new SparkplugValues(out);
      out.writeStartObject();
      out.writeStringField("message", type);
      number(out, "ts", payload.timestamp());
      number(out, "seq", payload.seq());
      out.writeArrayFieldStart("metrics");
      for (Metric metric : payload.metrics()) {
        metric(metric, payload, names, out, values);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return text.toString();
  }

  private static void metric(
      Metric metric,
      SparkplugPayload payload,
      SparkplugMemory.Names names,
      JsonGenerator out,
      SparkplugValues values)
      throws IOException, MalformedException {
    String name = names.name(metric);
    SparkplugType type = names.type(metric);
    out.writeStartObject();
    if (name != null) {
      out.writeStringField("name", name);
    } else if (metric.alias() != null) {
      out.writeNumberField("alias", metric.alias());
    }
    out.writeStringField("type", type.word());
    out.writeFieldName("value");
    values.write(metric.isNull() ? null : metric.value(), type);
    number(out, "ts", metric.timestamp() == null ? payload.timestamp() : metric.timestamp());
    out.writeBooleanField("is_null", metric.isNull());
    if (metric.isHistorical()) {
      out.writeBooleanField("is_historical", true);
    }
    out.writeEndObject();
  }

  private static String writeStale(
      String type, @Nullable Long timestamp, SparkplugMemory.Names names) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("message", type);
      number(out, "ts", timestamp);
      out.writeBooleanField("stale", true);
      out.writeArrayFieldStart("metrics");
      for (Map.Entry<String, SparkplugType> metric : names.types().entrySet()) {
        out.writeStartObject();
        out.writeStringField("name", metric.getKey());
        out.writeStringField("type", metric.getValue().word());
        out.writeBooleanField("stale", true);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return text.toString();
  }

  private static void number(JsonGenerator out, String field, @Nullable Long number)
      throws IOException {
    if (number != null) {
      out.writeNumberField(field, number);
    }
  }
}
