package io.pipit.bridges.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says everything that is wrong with the options of bridges. It asks no network and no file.
 * Confined to its caller.
 */
public final class BridgeCheck {

  /** What {@code {node}} is while it is checked: the name of this node is not wrong. */
  static final String SOME_NODE = "node";

  private static final int MOST_QOS = 2;
  private static final long MOST_SECONDS = 0xFFFF_FFFFL;
  private static final Duration LONGEST_KEEPALIVE = Duration.ofSeconds(65_535);
  private static final Duration LONGEST_CONNECT = Duration.ofMinutes(5);
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final Duration LONGEST_SYNC = Duration.ofMinutes(1);
  private static final int MOST_INFLIGHT = 65_535;
  private static final int MOST_NODES = 1_000_000;
  private static final int MOST_ITEMS = 10_000_000;
  private static final int LEAST_BYTES = 1_024;
  private static final int MOST_RATE = 1_000_000;
  private static final int LONGEST_PROTOCOL = 255;

  private final BridgeOptions options;
  private final TopicTemplate.Place place;
  private final List<BridgeProblem> problems = new ArrayList<>();

  private BridgeCheck(BridgeOptions options) {
    this.options = options;
    this.place = new TopicTemplate.Place(SOME_NODE, options.name());
  }

  /** All problems of one bridge, in the order of its keys; none when it can run. */
  public static List<BridgeProblem> problems(BridgeOptions options) {
    BridgeCheck check = new BridgeCheck(options);
    check.all();
    return List.copyOf(check.problems);
  }

  /** All problems of several, with {@code bridges[N].} in front of their paths. */
  public static List<BridgeProblem> problems(List<BridgeOptions> bridges) {
    List<BridgeProblem> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < bridges.size(); i++) {
      String part = "bridges[" + i + "].";
      if (!names.add(bridges.get(i).name())) {
        found.add(
            new BridgeProblem(
                part + "name",
                "there is another bridge '" + bridges.get(i).name() + "'",
                "give each bridge a name of its own"));
      }
      for (BridgeProblem problem : problems(bridges.get(i))) {
        found.add(new BridgeProblem(part + problem.path(), problem.message(), problem.remedy()));
      }
    }
    found.addAll(RingCheck.problems(bridges));
    return found;
  }

  private void all() {
    if (!options.name().matches("[a-z0-9-]{1,32}")) {
      wrong("name", quoted(options.name()) + " is no name", "use 1 to 32 of a to z, 0 to 9 and -");
    }
    if (!options.type().equals(BridgeDefaults.TYPE)) {
      wrong("type", "there is no bridge of type " + quoted(options.type()), "use 'mqtt'");
    }
    addresses();
    session();
    tls();
    status();
    buffer();
    MappingCheck mappings = new MappingCheck(options, place, problems);
    mappings.all();
  }

  private void addresses() {
    if (options.addresses().isEmpty()) {
      wrong("addresses", "there is no address", "name a broker, as mqtts://HOST:8883");
    }
    for (int i = 0; i < options.addresses().size(); i++) {
      String path = "addresses[" + i + "]";
      String text = options.addresses().get(i);
      Optional<BrokerAddress> address = BrokerAddress.parse(text);
      if (address.isEmpty()) {
        wrong(
            path,
            quoted(text) + " is no address of a broker",
            "write mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS; credentials are keys of their"
                + " own");
      } else if (!address.get().isLoopback()) {
        remote(path, address.get());
      }
    }
  }

  private void remote(String path, BrokerAddress address) {
    if (!address.tls()) {
      wrong(
          path,
          address + " is another machine and has no TLS, so that anybody on the way reads along",
          "use mqtts://");
    }
    if (options.username() == null && options.tls().certfile() == null) {
      wrong(
          path,
          address + " is another machine, and the bridge has nothing to say who it is",
          "set username and password, or tls.certfile and tls.keyfile");
    }
  }

  private void session() {
    constant("client_id", options.clientId())
        .ifPresent(
            id -> {
              if (id.isEmpty() || id.indexOf('\0') >= 0 || utf8(id) > MOST_INFLIGHT) {
                wrong(
                    "client_id",
                    quoted(id) + " is no client identifier",
                    "use 1 to 65,535 bytes, and one that no other client of the broker has");
              }
            });
    if (options.password() != null
        && options.username() == null
        && options.version() != ProtocolVersion.V5) {
      wrong("password", "MQTT 3.1.1 has no password without a user name", "set username");
    }
    seconds("keepalive", options.keepalive(), Duration.ofSeconds(1), LONGEST_KEEPALIVE);
    seconds("state_expiry", options.stateExpiry(), Duration.ZERO, Duration.ofSeconds(MOST_SECONDS));
    between(
        "connect_timeout", options.connectTimeout(), Duration.ofMillis(1), LONGEST_CONNECT, "ms");
    BackoffOptions backoff = options.backoff();
    between("backoff.base", backoff.base(), Duration.ofMillis(1), LONGEST_WAIT, "ms");
    between("backoff.cap", backoff.cap(), backoff.base(), LONGEST_WAIT, "ms");
    between("backoff.stable", backoff.stable(), Duration.ZERO, LONGEST_WAIT, "ms");
    between("max_inflight", options.maxInflight(), 1, MOST_INFLIGHT);
  }

  private void tls() {
    TlsOptions tls = options.tls();
    if (tls.certfile() != null && tls.keyfile() == null) {
      wrong("tls.keyfile", "tls.certfile has no key", "set tls.keyfile");
    }
    if (tls.keyfile() != null && tls.certfile() == null) {
      wrong("tls.certfile", "tls.keyfile has no certificate", "set tls.certfile");
    }
    if (!tls.minVersion().equals("1.2") && !tls.minVersion().equals("1.3")) {
      wrong(
          "tls.min_version",
          quoted(tls.minVersion()) + " is no version of TLS that is used",
          "use \"1.2\" or \"1.3\"");
    }
    for (int i = 0; i < tls.alpn().size(); i++) {
      int bytes = utf8(tls.alpn().get(i));
      if (bytes == 0 || bytes > LONGEST_PROTOCOL) {
        wrong("tls.alpn[" + i + "]", "it has " + bytes + " bytes", "use 1 to 255 bytes");
      }
    }
  }

  private void status() {
    StatusOptions status = options.status();
    constant("status.topic", status.topic())
        .filter(topic -> !topic.isEmpty() && !TopicRules.isTopic(topic))
        .ifPresent(
            topic -> wrong("status.topic", quoted(topic) + " is no topic", TopicRules.TOPIC));
    constant("status.node", status.node())
        .filter(node -> !node.isEmpty() && !TopicRules.isNode(node))
        .ifPresent(node -> wrong("status.node", quoted(node) + " is no node", TopicRules.NODE));
  }

  private void buffer() {
    BufferOptions buffer = options.buffer();
    between("max_nodes", options.maxNodes(), 1, MOST_NODES);
    between("buffer.max_items", buffer.maxItems(), 1, MOST_ITEMS);
    between("buffer.max_bytes", buffer.maxBytes(), LEAST_BYTES, Long.MAX_VALUE);
    between("buffer.max_age", buffer.maxAge(), Duration.ofMillis(1), Duration.ofDays(3650), "ms");
    between("buffer.sync", buffer.sync(), Duration.ZERO, LONGEST_SYNC, "ms");
    between("buffer.drain_rate", buffer.drainRate(), 0, MOST_RATE);
    boolean subscribes = !options.subscribe().isEmpty() || !options.presence().isEmpty();
    if (buffer.overflow() == BufferOptions.Overflow.BLOCK && !subscribes) {
      wrong(
          "buffer.overflow",
          "'block' is for messages of the broker, and the bridge subscribes to none",
          "use 'drop_oldest' or 'drop_newest': a publisher here is never stopped by a bridge");
    }
  }

  private Optional<String> constant(String path, String text) {
    if (TopicTemplate.parse(text, place) instanceof TopicTemplate.Parsed.Invalid invalid) {
      wrong(path, invalid.message(), invalid.remedy());
      return Optional.empty();
    }
    return TopicTemplate.constant(text, place);
  }

  static void qos(String path, @Nullable Integer qos, List<BridgeProblem> problems) {
    if (qos != null && (qos < 0 || qos > MOST_QOS)) {
      problems.add(new BridgeProblem(path, "there is no QoS " + qos, "use 0, 1 or 2"));
    }
  }

  private void seconds(String path, Duration value, Duration least, Duration most) {
    if (!isOfSeconds(value)) {
      wrong(path, value.toMillis() + "ms is no whole number of seconds", "use whole seconds");
    } else {
      between(path, value, least, most, "s");
    }
  }

  private void between(String path, Duration value, Duration least, Duration most, String unit) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      wrong(
          path,
          written(value, unit) + " is out of bounds",
          "use " + written(least, unit) + " to " + written(most, unit));
    }
  }

  private static String written(Duration value, String unit) {
    return isOfSeconds(value) ? value.toSeconds() + "s" : value.toMillis() + unit;
  }

  private static boolean isOfSeconds(Duration value) {
    return value.equals(Duration.ofSeconds(value.toSeconds()));
  }

  private void between(String path, long value, long least, long most) {
    if (value < least || value > most) {
      String bounds = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
      wrong(path, value + " is out of bounds", "use " + bounds);
    }
  }

  private void wrong(String path, String message, String remedy) {
    problems.add(new BridgeProblem(path, message, remedy));
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private static int utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }
}
