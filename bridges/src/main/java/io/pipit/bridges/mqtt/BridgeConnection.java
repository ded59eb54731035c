package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.bridges.mqtt.link.IncomingMessage;
import io.pipit.bridges.mqtt.link.LinkFailure;
import io.pipit.bridges.mqtt.link.LinkListener;
import io.pipit.bridges.mqtt.link.LinkOptions;
import io.pipit.bridges.mqtt.link.LinkTls;
import io.pipit.bridges.mqtt.link.LinkUp;
import io.pipit.bridges.mqtt.link.LinkWill;
import io.pipit.bridges.mqtt.link.MessageProperties;
import io.pipit.bridges.mqtt.link.MqttLink;
import io.pipit.bridges.mqtt.link.OutgoingMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a bridge connected.
 *
 * <p>CONNECTING becomes UP, or one of DOWN, AUTH_FAILED and TLS_FAILED with a next attempt; each of
 * these becomes CONNECTING when its time has come; UP becomes DOWN when the link ends; everything
 * becomes PAUSED when somebody says so, and that CONNECTING. Of several addresses the next one is
 * tried at once, and the wait is behind the last one. Confined to the context of its bridge.
 */
final class BridgeConnection {

  /** After a refusal of who we are: trying again soon only locks the account. */
  static final Duration AUTH_WAIT = Duration.ofMinutes(5);

  static final int INTAKE = 10_000;
  static final int MAX_PACKET_BYTES = 1_048_576;
  private static final int RECEIVE_MAXIMUM = 1_000;
  private static final String BESIDE_SUFFIX = "-check";
  private static final int BESIDE_INTAKE = 1_000;
  private static final long FAREWELL_MILLIS = 1_000;
  private static final byte[] UP = "1".getBytes(UTF_8);
  private static final byte[] DOWN = "0".getBytes(UTF_8);

  /** Who uses the connection. On the context. */
  interface Listener {

    void up(MqttLink link, LinkUp up, boolean isVersion5);

    void message(IncomingMessage message);

    void released(int id);

    void received(int id);

    void completed(int id);

    /** The link of the last {@code up} is no more. */
    void down();

    /** A message of QoS 0 came for which there is no room. */
    void overflow();

    /** State, error or next attempt are others. */
    void changed();
  }

  private final BridgeEnvironment environment;
  private final BridgeOptions options;
  private final List<BrokerAddress> addresses;
  private final String clientId;
  private final String statusTopic;
  private final Listener listener;
  private final Backoff backoff;
  private final BridgeLog log;

  private BridgeState state = BridgeState.DOWN;
  private Instant since;
  private @Nullable String lastError;
  private @Nullable Instant nextTry;
  private @Nullable MqttLink link;
  private int address;
  private int first;
  private boolean isVersion5;
  private boolean isOnly3;
  private boolean isSessionPresent;
  private long attempts;
  private long retryTimer = -1;
  private long stableTimer = -1;

  /** What a former link tells is not heard. */
  private int epoch;

  BridgeConnection(
      BridgeEnvironment environment, BridgeOptions options, BridgeLog log, Listener listener) {
    this.environment = environment;
    this.options = options;
    this.listener = listener;
    this.log = log;
    addresses =
        options.addresses().stream().map(BrokerAddress::parse).map(a -> a.orElseThrow()).toList();
    TopicTemplate.Place place = new TopicTemplate.Place(environment.node(), options.name());
    clientId = TopicTemplate.constant(options.clientId(), place).orElseThrow();
    statusTopic =
        options.status().topic().isEmpty()
            ? ""
            : TopicTemplate.constant(options.status().topic(), place).orElseThrow();
    backoff = new Backoff(options.backoff(), new Random());
    since = environment.clock().instant();
    isVersion5 = options.version() != ProtocolVersion.V3_1_1;
  }

  BridgeState state() {
    return state;
  }

  Instant since() {
    return since;
  }

  @Nullable String lastError() {
    return lastError;
  }

  @Nullable Instant nextTry() {
    return nextTry;
  }

  long attempts() {
    return attempts;
  }

  boolean isSessionPresent() {
    return isSessionPresent;
  }

  String address() {
    return addresses.get(address).toString();
  }

  String version() {
    return (isVersion5 ? ProtocolVersion.V5 : ProtocolVersion.V3_1_1).word();
  }

  /** Connects, from any state in which nothing is under way. */
  void start() {
    cancelRetry();
    if (link == null) {
      address = first;
      attempt();
    }
  }

  private void attempt() {
    attempts++;
    epoch++;
    isVersion5 = options.version() != ProtocolVersion.V3_1_1 && !isOnly3;
    become(BridgeState.CONNECTING, null);
    open();
  }

  private void open() {
    MqttLink made =
        MqttLink.create(environment.vertx(), environment.context(), linkOptions(), new Told(epoch));
    link = made;
    made.connect();
  }

  private LinkOptions linkOptions() {
    BrokerAddress to = addresses.get(address);
    TlsOptions tls = options.tls();
    return new LinkOptions(
        to.host(),
        to.port(),
        to.tls()
            ? new LinkTls(
                tls.cafile(),
                tls.certfile(),
                tls.keyfile(),
                tls.verifyHostname(),
                tls.minVersion(),
                tls.alpn())
            : null,
        isVersion5,
        clientId,
        options.username(),
        options.password(),
        options.keepalive(),
        options.cleanStart(),
        options.stateExpiry(),
        options.connectTimeout(),
        options.maxInflight(),
        RECEIVE_MAXIMUM,
        MAX_PACKET_BYTES,
        INTAKE,
        options.buffer().overflow() == BufferOptions.Overflow.BLOCK,
        statusTopic.isEmpty() ? null : new LinkWill(statusTopic, DOWN));
  }

  /** For a second connection to the broker that this one has. */
  LinkOptions beside() {
    return linkOptions().beside(clientId + BESIDE_SUFFIX, BESIDE_INTAKE);
  }

  private final class Told implements LinkListener {
    private final int from;
    private boolean wasUp;

    Told(int from) {
      this.from = from;
    }

    private boolean isCurrent() {
      return from == epoch;
    }

    @Override
    public void connected(LinkUp up) {
      if (isCurrent()) {
        wasUp = true;
        cameUp(up);
      }
    }

    @Override
    public void message(IncomingMessage message) {
      if (isCurrent()) {
        listener.message(message);
      }
    }

    @Override
    public void released(int id) {
      if (isCurrent()) {
        listener.released(id);
      }
    }

    @Override
    public void received(int id) {
      if (isCurrent()) {
        listener.received(id);
      }
    }

    @Override
    public void completed(int id) {
      if (isCurrent()) {
        listener.completed(id);
      }
    }

    @Override
    public void overflow() {
      listener.overflow();
    }

    @Override
    public void closed(LinkFailure failure) {
      if (isCurrent()) {
        wentDown(failure, wasUp);
      }
    }
  }

  private void cameUp(LinkUp up) {
    environment.metrics().connected("ok");
    isSessionPresent = up.sessionPresent();
    lastError = null;
    stableTimer =
        environment
            .vertx()
            .setTimer(
                options.backoff().stable().toMillis(),
                id -> {
                  stableTimer = -1;
                  backoff.reset();
                });
    become(BridgeState.UP, null);
    MqttLink current = link;
    if (current == null) {
      return;
    }
    tellStatus(current, UP);
    listener.up(current, up, isVersion5);
  }

  private Future<?> tellStatus(MqttLink to, byte[] text) {
    return statusTopic.isEmpty()
        ? Future.succeededFuture()
        : to.publish(
                new OutgoingMessage(statusTopic, text, 1, true, 0, false, MessageProperties.NONE))
            .onFailure(lost -> log.debug("state not told", lost));
  }

  private void wentDown(LinkFailure failure, boolean wasUp) {
    epoch++;
    link = null;
    cancelStable();
    if (!wasUp) {
      environment.metrics().connected(failure.kind().name().toLowerCase(Locale.ROOT));
    }
    lastError = address() + ": " + failure.text();
    if (wasUp) {
      log.warn("bridge.down").addKeyValue("err", lastError).log("the connection has ended");
      listener.down();
    } else {
      log.warnOften("bridge.refused", "no connection; it is tried again", "err", lastError);
    }
    if (isOlderWorthATry(failure, wasUp)) {
      epoch++;
      attempts++;
      isOnly3 |= failure.kind() == LinkFailure.Kind.VERSION;
      isVersion5 = false;
      become(BridgeState.CONNECTING, null);
      open();
      return;
    }
    wait(failure, wasUp);
  }

  /** A broker that knows no MQTT 5 says so, or closes the connection without a word. */
  private boolean isOlderWorthATry(LinkFailure failure, boolean wasUp) {
    return options.version() == ProtocolVersion.AUTO
        && isVersion5
        && !wasUp
        && (failure.kind() == LinkFailure.Kind.VERSION || failure.kind() == LinkFailure.Kind.LOST);
  }

  private void wait(LinkFailure failure, boolean wasUp) {
    int next = (address + 1) % addresses.size();
    boolean isAuth = failure.kind() == LinkFailure.Kind.AUTH;
    boolean isRoundDone = wasUp || next == first;
    if (!isRoundDone && !isAuth) {
      address = next;
      attempt();
      return;
    }
    if (options.roundRobin()) {
      first = next;
    }
    Duration delay = isAuth ? AUTH_WAIT : backoff.next();
    retryTimer =
        environment
            .vertx()
            .setTimer(
                delay.toMillis(),
                id -> {
                  retryTimer = -1;
                  start();
                });
    become(
        switch (failure.kind()) {
          case AUTH -> BridgeState.AUTH_FAILED;
          case TLS, CERTIFICATE -> BridgeState.TLS_FAILED;
          default -> BridgeState.DOWN;
        },
        environment.clock().instant().plus(delay));
  }

  private void become(BridgeState next, @Nullable Instant attempt) {
    if (next != state) {
      since = environment.clock().instant();
    }
    state = next;
    nextTry = attempt;
    environment.metrics().state(next);
    listener.changed();
  }

  /**
   * Ends the connection, with a word where there is one.
   *
   * @return when nothing of it is left
   */
  Future<Void> pause() {
    cancelRetry();
    cancelStable();
    MqttLink current = link;
    boolean wasUp = state == BridgeState.UP;
    epoch++;
    link = null;
    if (wasUp) {
      listener.down();
    }
    become(BridgeState.PAUSED, null);
    if (current == null) {
      return Future.succeededFuture();
    }
    if (!wasUp) {
      return current.close(false);
    }
    Promise<Void> said = Promise.promise();
    long timer = environment.vertx().setTimer(FAREWELL_MILLIS, id -> said.tryComplete());
    Future<?> unused = tellStatus(current, DOWN).onComplete(done -> said.tryComplete());
    return said.future()
        .compose(
            told -> {
              environment.vertx().cancelTimer(timer);
              return current.close(true);
            });
  }

  private void cancelRetry() {
    if (retryTimer >= 0) {
      environment.vertx().cancelTimer(retryTimer);
      retryTimer = -1;
    }
  }

  private void cancelStable() {
    if (stableTimer >= 0) {
      environment.vertx().cancelTimer(stableTimer);
      stableTimer = -1;
    }
  }
}
