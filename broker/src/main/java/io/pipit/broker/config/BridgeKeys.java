package io.pipit.broker.config;

import io.pipit.bridges.mqtt.BridgeDefaults;
import io.pipit.bridges.mqtt.BufferOptions.Overflow;
import io.pipit.bridges.mqtt.EmptyRule;
import io.pipit.bridges.mqtt.ExpiryRule;
import io.pipit.bridges.mqtt.LoopGuard;
import io.pipit.bridges.mqtt.PayloadKind;
import io.pipit.bridges.mqtt.ProtocolVersion;
import io.pipit.bridges.mqtt.RetainRule;
import io.pipit.bridges.mqtt.RetainedRule;
import io.pipit.bridges.mqtt.RetractRule;
import io.pipit.bridges.mqtt.Word;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of an entry of {@code bridges}, and of the lists in it. What nobody gives is as {@link
 * BridgeDefaults} has it. Any thread.
 */
final class BridgeKeys {

  private static final List<Key<?>> SUBSCRIBE_KEYS = new ArrayList<>();
  private static final List<Key<?>> PUBLISH_KEYS = new ArrayList<>();
  private static final List<Key<?>> PRESENCE_KEYS = new ArrayList<>();
  private static final List<Key<?>> KEYS = new ArrayList<>();

  static final Key<String> NAME =
      key("name", Values.text(), "", "Its name, of a to z, 0 to 9 and `-`; also in the metrics.");
  static final Key<String> TYPE =
      key("type", Values.text(), BridgeDefaults.TYPE, "What is at the other end.");
  static final Key<Boolean> ENABLED =
      key("enabled", Values.flag(), "true", "Whether the bridge runs.");
  static final Key<Boolean> REQUIRED =
      key(
          "required",
          Values.flag(),
          "false",
          "Whether `/healthz` answers 503 while the bridge is down; otherwise it says `degraded`.");
  static final Key<List<String>> ADDRESSES =
      key(
          "addresses",
          ValueType.listOf(Values.text()),
          "",
          "Where the broker listens: `mqtt://HOST:PORT`, `mqtts://` with TLS, which other machines"
              + " need. They are tried in order.");
  static final Key<Boolean> ROUND_ROBIN =
      key(
          "round_robin",
          Values.flag(),
          "false",
          "Whether the next attempt begins behind the address of the last one, not at the first.");
  static final Key<ProtocolVersion> VERSION =
      key(
          "version",
          word(ProtocolVersion.values()),
          BridgeDefaults.VERSION.word(),
          "The version of MQTT; `auto` is 5, and 3.1.1 where that is refused.");
  static final Key<String> CLIENT_ID =
      key(
          "client_id",
          Values.text(),
          BridgeDefaults.CLIENT_ID,
          "The client identifier, with `{node}`, the domain of this node, and `{name}`.");
  static final Key<Optional<String>> USERNAME = optional("username", "The account there.");
  static final Key<Optional<String>> PASSWORD =
      key(
          "password",
          ValueType.optional(Values.secret()),
          "",
          "Its password; better `${file:PATH}` or `${env:NAME}`. It is never shown.");
  static final Key<Duration> KEEPALIVE =
      key(
          "keepalive",
          Quantities.time("1s", "65535s"),
          time(BridgeDefaults.KEEPALIVE),
          "A connection that says nothing for one and a half of it is dead.");
  static final Key<Boolean> CLEAN_START =
      key(
          "clean_start",
          Values.flag(),
          Boolean.toString(BridgeDefaults.CLEAN_START),
          "Whether the broker forgets at each connection what waits there for this bridge.");
  static final Key<Duration> STATE_EXPIRY =
      key(
          "state_expiry",
          Quantities.time("0ms", "36500d"),
          time(BridgeDefaults.STATE_EXPIRY),
          "How long the broker keeps what waits, after a connection (MQTT 5).");
  static final Key<Duration> CONNECT_TIMEOUT =
      key(
          "connect_timeout",
          Quantities.time("1ms", "5m"),
          time(BridgeDefaults.CONNECT_TIMEOUT),
          "For connection, TLS and the answer to CONNECT together.");
  static final Key<Duration> BACKOFF_BASE =
      key(
          "backoff.base",
          Quantities.time("1ms", "1d"),
          time(BridgeDefaults.BACKOFF.base()),
          "The shortest wait between two attempts.");
  static final Key<Duration> BACKOFF_CAP =
      key(
          "backoff.cap",
          Quantities.time("1ms", "1d"),
          time(BridgeDefaults.BACKOFF.cap()),
          "The longest.");
  static final Key<Duration> BACKOFF_STABLE =
      key(
          "backoff.stable",
          Quantities.time("0ms", "1d"),
          time(BridgeDefaults.BACKOFF.stable()),
          "A connection that lasted so long has waits begin with the shortest again.");
  static final Key<Integer> MAX_INFLIGHT =
      key(
          "max_inflight",
          Values.count(1, 65_535),
          Integer.toString(BridgeDefaults.MAX_INFLIGHT),
          "Messages on their way to the broker without acknowledgement.");
  static final Key<Integer> MAX_NODES =
      key(
          "max_nodes",
          Values.count(1, 1_000_000),
          Integer.toString(BridgeDefaults.MAX_NODES),
          "Nodes that the account of the bridge may have made, in place of `quotas.nodes`.");
  static final Key<Optional<Path>> TLS_CAFILE =
      key(
          "tls.cafile",
          Values.optionalPath(),
          "",
          "PEM of the authorities to trust. Empty: those of the Java installation.");
  static final Key<Optional<Path>> TLS_CERTFILE =
      key("tls.certfile", Values.optionalPath(), "", "PEM of the certificate to show.");
  static final Key<Optional<Path>> TLS_KEYFILE =
      key("tls.keyfile", Values.optionalPath(), "", "PEM of its private key.");
  static final Key<Boolean> TLS_VERIFY_HOSTNAME =
      key(
          "tls.verify_hostname",
          Values.flag(),
          Boolean.toString(BridgeDefaults.TLS.verifyHostname()),
          "Whether the name of the address has to be in the certificate of the broker.");
  static final Key<String> TLS_MIN_VERSION =
      key(
          "tls.min_version",
          Values.text(),
          BridgeDefaults.TLS.minVersion(),
          "The oldest version of TLS, `1.2` or `1.3`.");
  static final Key<List<String>> TLS_ALPN =
      key("tls.alpn", ValueType.listOf(Values.text()), "", "Protocols to offer (RFC 7301).");
  static final Key<String> STATUS_TOPIC =
      key(
          "status.topic",
          Values.text(),
          BridgeDefaults.STATUS.topic(),
          "Where the broker is told `1`, retained, and `0` when the bridge is gone; empty for"
              + " nowhere.");
  static final Key<String> STATUS_NODE =
      key(
          "status.node",
          Values.text(),
          BridgeDefaults.STATUS.node(),
          "The node with the state of the bridge; empty for none.");
  static final Key<Integer> BUFFER_MAX_ITEMS =
      key(
          "buffer.max_items",
          Values.count(1, 10_000_000),
          Integer.toString(BridgeDefaults.BUFFER.maxItems()),
          "Messages that wait for the broker at most.");
  static final Key<Integer> BUFFER_MAX_BYTES =
      key(
          "buffer.max_bytes",
          Quantities.bytes("1KiB", "1GiB"),
          Quantities.bytes("1KiB", "1GiB").write((int) BridgeDefaults.BUFFER.maxBytes()),
          "The same in bytes.");
  static final Key<Duration> BUFFER_MAX_AGE =
      key(
          "buffer.max_age",
          Quantities.time("1ms", "3650d"),
          time(BridgeDefaults.BUFFER.maxAge()),
          "What waits longer is dropped.");
  static final Key<Overflow> BUFFER_OVERFLOW =
      key(
          "buffer.overflow",
          word(Overflow.values()),
          BridgeDefaults.BUFFER.overflow().word(),
          "What is dropped when there is no room for what goes out. `block` keeps what waits, as"
              + " `drop_newest` does, and reads no more from the broker when 10,000 of its messages"
              + " wait here, so that none of QoS 0 is dropped for that; for bridges that subscribe.");
  static final Key<Duration> BUFFER_SYNC =
      key(
          "buffer.sync",
          Quantities.time("0ms", "1m"),
          time(BridgeDefaults.BUFFER.sync()),
          "How long what has arrived there may be forgotten by a crash at most, and then is sent"
              + " again. The log is told at once, so that each bound is kept.");
  static final Key<Integer> BUFFER_DRAIN_RATE =
      key(
          "buffer.drain_rate",
          Values.perSecond(1_000_000),
          BridgeDefaults.BUFFER.drainRate() + "/s",
          "Messages each second after an outage; 0 for as fast as they are taken.");
  static final Key<LoopGuard> LOOP_GUARD =
      key(
          "loop_guard",
          word(LoopGuard.values()),
          BridgeDefaults.LOOP_GUARD.word(),
          "`hash`: with MQTT 3.1.1, one echo of each published message is dropped, so that topics may"
              + " be in filters of the same bridge.");

  static final Key<String> SUBSCRIBE_FILTER =
      in(SUBSCRIBE_KEYS, "filter", Values.text(), "", "Topics whose messages are items here.");
  static final Key<Optional<String>> SUBSCRIBE_NODE =
      in(
          SUBSCRIBE_KEYS,
          "node",
          ValueType.optional(Values.text()),
          "",
          "Their node, with `{1}` to `{9}`, `{*}` and `{topic}`. Empty: the name of the topic, or what"
              + " the profile says.");
  static final Key<Integer> SUBSCRIBE_QOS =
      in(
          SUBSCRIBE_KEYS,
          "qos",
          Values.count(0, 2),
          Integer.toString(BridgeDefaults.SUBSCRIBE_QOS),
          "With which the filter is subscribed.");
  static final Key<Optional<String>> SUBSCRIBE_GROUP =
      in(
          SUBSCRIBE_KEYS,
          "group",
          ValueType.optional(Values.text()),
          "",
          "Several nodes share the messages: `$share/GROUP/FILTER`.");
  static final Key<PayloadKind> SUBSCRIBE_PAYLOAD =
      in(
          SUBSCRIBE_KEYS,
          "payload",
          word(PayloadKind.values()),
          BridgeDefaults.PAYLOAD.word(),
          "What the bytes are.");
  static final Key<String> SUBSCRIBE_ID =
      in(
          SUBSCRIBE_KEYS,
          "id",
          Values.text(),
          BridgeDefaults.ITEM_ID,
          "Where item ids come from: `auto`, `property:NAME`, `json:/pointer` or `current`.");
  static final Key<RetainedRule> SUBSCRIBE_RETAINED =
      in(
          SUBSCRIBE_KEYS,
          "retained",
          word(RetainedRule.values()),
          BridgeDefaults.RETAINED.word(),
          "What retained messages are that come because of the subscription.");
  static final Key<EmptyRule> SUBSCRIBE_ON_EMPTY =
      in(
          SUBSCRIBE_KEYS,
          "on_empty",
          word(EmptyRule.values()),
          BridgeDefaults.ON_EMPTY.word(),
          "What a message without payload does.");
  static final Key<Optional<String>> SUBSCRIBE_TEMPLATE =
      in(
          SUBSCRIBE_KEYS,
          "create.template",
          ValueType.optional(Values.text()),
          "",
          "The template of `pubsub.templates` for new nodes, by its name. Empty: the one that"
              + " matches.");
  static final Key<Optional<String>> SUBSCRIBE_PUBLISH_AS =
      in(
          SUBSCRIBE_KEYS,
          "publish_as",
          ValueType.optional(Values.text()),
          "",
          "Who publishes, a bare JID. Empty: `bridge-NAME` of the domain.");

  static final Key<List<String>> PUBLISH_NODES =
      in(
          PUBLISH_KEYS,
          "nodes",
          ValueType.listOf(Values.text()),
          "",
          "Filters of nodes whose items are messages there.");
  static final Key<String> PUBLISH_TOPIC =
      in(
          PUBLISH_KEYS,
          "topic",
          Values.text(),
          "",
          "Their topic, with `{1}` to `{9}`, `{*}` and `{node}`.");
  static final Key<Optional<Integer>> PUBLISH_QOS =
      in(
          PUBLISH_KEYS,
          "qos",
          Values.auto(Values.count(0, 2)),
          "auto",
          "`auto`: 1, or 0 for what was published with 0.");
  static final Key<RetainRule> PUBLISH_RETAIN =
      in(
          PUBLISH_KEYS,
          "retain",
          word(RetainRule.values()),
          BridgeDefaults.RETAIN.word(),
          "Whether messages are retained; `auto`: of nodes that keep one item.");
  static final Key<RetractRule> PUBLISH_ON_RETRACT =
      in(
          PUBLISH_KEYS,
          "on_retract",
          word(RetractRule.values()),
          BridgeDefaults.ON_RETRACT.word(),
          "What an item that is taken back does.");
  static final Key<ExpiryRule> PUBLISH_EXPIRY =
      in(
          PUBLISH_KEYS,
          "expiry",
          word(ExpiryRule.values()),
          BridgeDefaults.EXPIRY.word(),
          "Whether messages expire (MQTT 5).");
  static final Key<Boolean> PUBLISH_ANNOUNCE =
      in(
          PUBLISH_KEYS,
          "announce",
          Values.flag(),
          "false",
          "Whether nodes are announced to Home Assistant.");

  static final Key<String> PRESENCE_FILTER =
      in(PRESENCE_KEYS, "filter", Values.text(), "", "Topics that say whether a device is there.");
  static final Key<String> PRESENCE_DEVICE =
      in(PRESENCE_KEYS, "device", Values.text(), "", "The name of the device, as `{2}`.");
  static final Key<List<String>> PRESENCE_AVAILABLE =
      in(
          PRESENCE_KEYS,
          "available",
          ValueType.listOf(Values.text()),
          String.join(",", BridgeDefaults.AVAILABLE),
          "Payloads by which it is there.");
  static final Key<List<String>> PRESENCE_UNAVAILABLE =
      in(
          PRESENCE_KEYS,
          "unavailable",
          ValueType.listOf(Values.text()),
          String.join(",", BridgeDefaults.UNAVAILABLE),
          "Payloads by which it is gone.");
  static final Key<List<String>> PRESENCE_AWAY =
      in(
          PRESENCE_KEYS,
          "away",
          ValueType.listOf(Values.text()),
          String.join(",", BridgeDefaults.AWAY),
          "Payloads by which it is away.");

  static final String SUBSCRIBE = "subscribe";
  static final String PUBLISH = "publish";
  static final String PRESENCE = "presence";

  static final KeySet BRIDGE =
      new KeySet(
          KEYS,
          Map.of(
              SUBSCRIBE, new KeySet(SUBSCRIBE_KEYS, Map.of()),
              PUBLISH, new KeySet(PUBLISH_KEYS, Map.of()),
              PRESENCE, new KeySet(PRESENCE_KEYS, Map.of())));

  private BridgeKeys() {}

  private static <T> Key<T> key(String path, ValueType<T> type, String byDefault, String doc) {
    return in(KEYS, path, type, byDefault, doc);
  }

  private static Key<Optional<String>> optional(String path, String doc) {
    return key(path, ValueType.optional(Values.text()), "", doc);
  }

  private static <T> Key<T> in(
      List<Key<?>> keys, String path, ValueType<T> type, String byDefault, String doc) {
    // When it is read, the list of bridges says.
    Key<T> key = new Key<>(path, type, byDefault, Key.Effect.ON_START, doc);
    keys.add(key);
    return key;
  }

  private static String time(Duration value) {
    return Quantities.time("0ms", "36500d").write(value);
  }

  private static <W extends Word> ValueType<W> word(W[] values) {
    return Values.word(Arrays.asList(values), Word::word);
  }
}
