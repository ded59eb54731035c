package io.pipit.broker.config;

import io.pipit.bridges.mqtt.BackoffOptions;
import io.pipit.bridges.mqtt.BridgeCheck;
import io.pipit.bridges.mqtt.BridgeOptions;
import io.pipit.bridges.mqtt.BridgeProblem;
import io.pipit.bridges.mqtt.BufferOptions;
import io.pipit.bridges.mqtt.PresenceMapping;
import io.pipit.bridges.mqtt.PublishMapping;
import io.pipit.bridges.mqtt.StatusOptions;
import io.pipit.bridges.mqtt.SubscribeMapping;
import io.pipit.bridges.mqtt.TlsOptions;
import io.pipit.broker.config.Settings.Setting;
import io.pipit.broker.config.YamlSource.Elements;
import io.pipit.broker.config.YamlSource.Given;
import io.pipit.broker.config.YamlSource.Part;
import io.pipit.pubsub.Template;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes bridges of what was given for {@code bridges}. Confined to its caller. */
final class BridgeReader {

  private static final Pattern IN_LIST = Pattern.compile("([a-z]+)\\[(\\d+)]\\.?(.*)");
  private static final Pattern ELEMENT = Pattern.compile("(.*)\\[\\d+]");

  private final Path workingFolder;
  private final Conversion conversion;
  private final List<Problem> problems;

  /** Makes a value of what was given for a key, or adds a problem. */
  @FunctionalInterface
  interface Conversion {
    void convert(Key<?> key, Given given, Map<Key<?>, Setting> into);
  }

  /**
   * @param workingFolder what relative paths start from
   * @param problems where what is wrong is added
   */
  BridgeReader(Path workingFolder, Conversion conversion, List<Problem> problems) {
    this.workingFolder = workingFolder;
    this.conversion = conversion;
    this.problems = problems;
  }

  /** All of them; what is wrong with the whole of one is looked for where each key is right. */
  List<BridgeEntry> read(Elements bridges) {
    int before = problems.size();
    List<BridgeEntry> entries = bridges.parts().stream().map(this::entry).toList();
    if (bridges.isWhole() && problems.size() == before) {
      BridgeCheck.problems(entries.stream().map(BridgeEntry::options).toList())
          .forEach(problem -> place(problem, bridges));
    }
    return entries;
  }

  /** Adds a problem with the place of the key that it is about. */
  private void place(BridgeProblem problem, Elements bridges) {
    problems.add(
        new Problem(
            place(problem.path(), bridges).orElse(bridges.where()),
            problem.toString(),
            ErrorCode.CONFIG_VALUE));
  }

  private static Optional<String> place(String path, Elements list) {
    Matcher in = IN_LIST.matcher(path);
    if (!in.matches() || Integer.parseInt(in.group(2)) >= list.parts().size()) {
      return Optional.empty();
    }
    return Optional.of(place(in.group(3), list.parts().get(Integer.parseInt(in.group(2)))));
  }

  private static String place(String path, Part part) {
    Matcher in = IN_LIST.matcher(path);
    Elements list = in.matches() ? part.lists().get(in.group(1)) : null;
    if (list != null) {
      return place(path, list).orElse(list.where());
    }
    Matcher element = ELEMENT.matcher(path);
    String key = element.matches() ? element.group(1) : path;
    return part.values().entrySet().stream()
        .filter(value -> value.getKey().path().equals(key))
        .map(value -> value.getValue().origin().where())
        .findFirst()
        .orElse(part.where());
  }

  /** A template that a bridge names has to be there. */
  static void checkTemplates(Settings settings, List<Problem> problems) {
    List<String> known = settings.get(Keys.PUBSUB_TEMPLATES).stream().map(Template::name).toList();
    List<BridgeEntry> bridges = settings.get(Keys.BRIDGES);
    for (int i = 0; i < bridges.size(); i++) {
      List<SubscribeMapping> subscribe = bridges.get(i).options().subscribe();
      for (int j = 0; j < subscribe.size(); j++) {
        String named = subscribe.get(j).template();
        if (named != null && !known.contains(named)) {
          problems.add(
              Problem.at(
                  settings.origin(Keys.BRIDGES),
                  "bridges[%d].subscribe[%d].create.template: pubsub.templates has no '%s'; %s"
                      .formatted(
                          i,
                          j,
                          named,
                          Suggestion.nearest(named, known)
                              .map(nearest -> "did you mean '" + nearest + "'?")
                              .orElse("it has " + String.join(", ", known))),
                  ErrorCode.CONFIG_VALUE));
        }
      }
    }
  }

  private BridgeEntry entry(Part part) {
    Settings s = settings(part, BridgeKeys.BRIDGE);
    JsonObject shown = shown(part, s);
    List<SubscribeMapping> subscribe = new ArrayList<>();
    List<PublishMapping> publish = new ArrayList<>();
    List<PresenceMapping> presence = new ArrayList<>();
    part.lists()
        .forEach(
            (name, list) -> {
              JsonArray elements = new JsonArray();
              for (Part each : list.parts()) {
                Settings of =
                    settings(each, BridgeKeys.BRIDGE.lists().getOrDefault(name, Keys.FILE));
                elements.add(shown(each, of));
                switch (name) {
                  case BridgeKeys.SUBSCRIBE -> subscribe.add(subscribe(of));
                  case BridgeKeys.PUBLISH -> publish.add(publish(of));
                  case BridgeKeys.PRESENCE -> presence.add(presence(of));
                  default -> throw new AssertionError(name);
                }
              }
              shown.put(name, elements);
            });
    return new BridgeEntry(options(s, subscribe, publish, presence), shown.encode());
  }

  private Settings settings(Part part, KeySet keys) {
    Map<Key<?>, Setting> values = new LinkedHashMap<>();
    keys.keys().forEach(key -> values.put(key, Settings.byDefault(key)));
    part.values().forEach((key, given) -> conversion.convert(key, given, values));
    return new Settings(values);
  }

  private BridgeOptions options(
      Settings s,
      List<SubscribeMapping> subscribe,
      List<PublishMapping> publish,
      List<PresenceMapping> presence) {
    return BridgeOptions.builder(s.get(BridgeKeys.NAME))
        .type(s.get(BridgeKeys.TYPE))
        .enabled(s.get(BridgeKeys.ENABLED))
        .required(s.get(BridgeKeys.REQUIRED))
        .addresses(s.get(BridgeKeys.ADDRESSES))
        .roundRobin(s.get(BridgeKeys.ROUND_ROBIN))
        .version(s.get(BridgeKeys.VERSION))
        .clientId(s.get(BridgeKeys.CLIENT_ID))
        .username(s.get(BridgeKeys.USERNAME).orElse(null))
        .password(s.get(BridgeKeys.PASSWORD).orElse(null))
        .keepalive(s.get(BridgeKeys.KEEPALIVE))
        .cleanStart(s.get(BridgeKeys.CLEAN_START))
        .stateExpiry(s.get(BridgeKeys.STATE_EXPIRY))
        .connectTimeout(s.get(BridgeKeys.CONNECT_TIMEOUT))
        .backoff(
            new BackoffOptions(
                s.get(BridgeKeys.BACKOFF_BASE),
                s.get(BridgeKeys.BACKOFF_CAP),
                s.get(BridgeKeys.BACKOFF_STABLE)))
        .maxInflight(s.get(BridgeKeys.MAX_INFLIGHT))
        .maxNodes(s.get(BridgeKeys.MAX_NODES))
        .tls(
            new TlsOptions(
                file(s.get(BridgeKeys.TLS_CAFILE)),
                file(s.get(BridgeKeys.TLS_CERTFILE)),
                file(s.get(BridgeKeys.TLS_KEYFILE)),
                s.get(BridgeKeys.TLS_VERIFY_HOSTNAME),
                s.get(BridgeKeys.TLS_MIN_VERSION),
                s.get(BridgeKeys.TLS_ALPN)))
        .status(new StatusOptions(s.get(BridgeKeys.STATUS_TOPIC), s.get(BridgeKeys.STATUS_NODE)))
        .buffer(
            new BufferOptions(
                s.get(BridgeKeys.BUFFER_MAX_ITEMS),
                s.get(BridgeKeys.BUFFER_MAX_BYTES),
                s.get(BridgeKeys.BUFFER_MAX_AGE),
                s.get(BridgeKeys.BUFFER_OVERFLOW),
                s.get(BridgeKeys.BUFFER_SYNC),
                s.get(BridgeKeys.BUFFER_DRAIN_RATE)))
        .subscribe(subscribe)
        .publish(publish)
        .presence(presence)
        .loopGuard(s.get(BridgeKeys.LOOP_GUARD))
        .build();
  }

  private @Nullable Path file(Optional<Path> path) {
    return path.map(workingFolder::resolve).orElse(null);
  }

  private static SubscribeMapping subscribe(Settings s) {
    SubscribeMapping.Builder mapping =
        SubscribeMapping.builder(s.get(BridgeKeys.SUBSCRIBE_FILTER))
            .qos(s.get(BridgeKeys.SUBSCRIBE_QOS))
            .group(s.get(BridgeKeys.SUBSCRIBE_GROUP).orElse(null))
            .payload(s.get(BridgeKeys.SUBSCRIBE_PAYLOAD))
            .id(s.get(BridgeKeys.SUBSCRIBE_ID))
            .retained(s.get(BridgeKeys.SUBSCRIBE_RETAINED))
            .onEmpty(s.get(BridgeKeys.SUBSCRIBE_ON_EMPTY))
            .template(s.get(BridgeKeys.SUBSCRIBE_TEMPLATE).orElse(null))
            .publishAs(s.get(BridgeKeys.SUBSCRIBE_PUBLISH_AS).orElse(null));
    s.get(BridgeKeys.SUBSCRIBE_NODE).ifPresent(mapping::node);
    return mapping.build();
  }

  private static PublishMapping publish(Settings s) {
    return PublishMapping.builder(s.get(BridgeKeys.PUBLISH_NODES), s.get(BridgeKeys.PUBLISH_TOPIC))
        .qos(s.get(BridgeKeys.PUBLISH_QOS).orElse(null))
        .retain(s.get(BridgeKeys.PUBLISH_RETAIN))
        .onRetract(s.get(BridgeKeys.PUBLISH_ON_RETRACT))
        .expiry(s.get(BridgeKeys.PUBLISH_EXPIRY))
        .announce(s.get(BridgeKeys.PUBLISH_ANNOUNCE))
        .build();
  }

  private static PresenceMapping presence(Settings s) {
    return new PresenceMapping(
        s.get(BridgeKeys.PRESENCE_FILTER),
        s.get(BridgeKeys.PRESENCE_DEVICE),
        s.get(BridgeKeys.PRESENCE_AVAILABLE),
        s.get(BridgeKeys.PRESENCE_UNAVAILABLE),
        s.get(BridgeKeys.PRESENCE_AWAY));
  }

  /** What was given, each value as it is written, in groups as in the file. */
  private static JsonObject shown(Part part, Settings settings) {
    JsonObject all = new JsonObject();
    for (Key<?> key : part.values().keySet()) {
      JsonObject at = all;
      String[] path = key.path().split("\\.");
      for (int i = 0; i < path.length - 1; i++) {
        if (!at.containsKey(path[i])) {
          at.put(path[i], new JsonObject());
        }
        at = at.getJsonObject(path[i]);
      }
      at.put(key.leaf(), settings.shownValue(key));
    }
    return all;
  }
}
