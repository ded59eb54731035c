package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.BridgeMetrics.Direction;
import io.pipit.bridges.mqtt.link.IncomingMessage;
import io.pipit.bridges.mqtt.link.LinkUp;
import io.pipit.bridges.mqtt.link.MqttLink;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueueSpec;
import io.pipit.pubsub.port.QueueStatus;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A bridge to a MQTT broker: messages there are items here and the other way round.
 *
 * <p>Its methods may be called by any thread; everything runs on the context of its environment,
 * where the futures that they return end. Options that {@link BridgeCheck} finds problems with are
 * refused by an exception of the constructor.
 */
public final class Bridge {

  private static final long REPORT_MILLIS = 1_000;
  private static final double MILLIS = 1_000;

  private final BridgeEnvironment environment;
  private final String name;

  /** By whose rights the bridge reads, and publishes where nothing else is said. */
  private final BareJid owner;

  /** Confined to the context, as all below. */
  private BridgeOptions options;

  private BridgeMapping mapping;
  private BridgeConnection connection;
  private final BridgeLog log;
  private final BridgeTally tally;
  private final BridgeFilters filters;
  private final BridgeInbound inbound;
  private final BridgeOutbound outbound;
  private final RetainedCheck retained;
  private StatusNode statusNode;
  private long reportTimer = -1;
  private boolean isStarted;
  private Map<String, Long> dropsCounted = Map.of();

  /** A bridge that does nothing yet. */
  public Bridge(BridgeEnvironment environment, BridgeOptions options) {
    this(environment, options, RetainedCheck.Waits.DEFAULT);
  }

  /** One that looks for what was cleared after other waits. */
  Bridge(BridgeEnvironment environment, BridgeOptions options, RetainedCheck.Waits waits) {
    List<BridgeProblem> problems = BridgeCheck.problems(options);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(options.name() + ": " + problems);
    }
    this.environment = environment;
    this.options = options;
    name = options.name();
    owner = BareJid.of("bridge-" + name + "@" + environment.domain());
    mapping = mapping();
    log = new BridgeLog(name, environment.clock());
    tally = new BridgeTally(log, environment.clock());
    InboundWork.Place place = new InboundWork.Place(name, owner, queueName());
    filters = new BridgeFilters(environment.port(), environment.clock(), place, log, this::tell);
    filters.want(BridgeFilters.of(mapping));
    outbound =
        new BridgeOutbound(
            environment,
            log,
            tally,
            mapping,
            queue(),
            options.buffer().drainRate(),
            filters::found);
    inbound = new BridgeInbound(environment, place, tally, mapping, outbound::answer);
    retained = new RetainedCheck(environment, place, log, waits, inbound::cleared);
    connection = new BridgeConnection(environment, options, log, new Connected());
    statusNode = statusNode();
  }

  private BridgeMapping mapping() {
    return new BridgeMapping(options, environment.node(), environment.clock(), new Random());
  }

  private StatusNode statusNode() {
    String text = options.status().node();
    TopicTemplate.Place place = new TopicTemplate.Place(environment.node(), name);
    return new StatusNode(
        environment,
        log,
        text.isEmpty() ? "" : TopicTemplate.constant(text, place).orElseThrow(),
        owner.withResource(name).orElseThrow());
  }

  private String queueName() {
    return "bridge/" + name;
  }

  private QueueSpec queue() {
    BufferOptions buffer = options.buffer();
    List<QueueFilter> nodes = new ArrayList<>();
    boolean tellsOfEnds = false;
    for (PublishMapping mapping : options.publish()) {
      Integer qos = mapping.qos();
      tellsOfEnds |= mapping.onRetract() == RetractRule.EMPTY;
      for (String filter : mapping.nodes()) {
        nodes.add(new QueueFilter(filter, qos == null ? 1 : qos, true, true, 0));
      }
    }
    QueueBounds.Overflow overflow =
        buffer.overflow() == BufferOptions.Overflow.DROP_OLDEST
            ? QueueBounds.Overflow.DROP_OLDEST
            : QueueBounds.Overflow.DROP_NEWEST;
    return new QueueSpec(
        queueName(),
        owner,
        List.copyOf(nodes),
        new QueueBounds(buffer.maxItems(), buffer.maxBytes(), buffer.maxAge(), overflow, false),
        null,
        tellsOfEnds);
  }

  /** What the connection tells goes to each part. */
  private final class Connected implements BridgeConnection.Listener {
    private boolean wasUp;

    @Override
    public void up(MqttLink link, LinkUp up, boolean isVersion5) {
      log.info("bridge.up")
          .addKeyValue("address", connection.address())
          .addKeyValue("version", connection.version())
          .addKeyValue("session_present", up.sessionPresent())
          .log("connected");
      if (!up.sessionPresent() && wasUp && !options.cleanStart()) {
        log.warn("bridge.state")
            .log(
                "unexpected state present = false: the broker forgot the bridge and what it held"
                    + " for it. All filters are subscribed again");
      }
      wasUp = true;
      inbound.up(link, up.sessionPresent(), isVersion5);
      Future<?> subscribed = filters.up(link, up.sessionPresent());
      // Of several brokers nobody knows which one an item came from.
      if (up.sessionPresent() && options.addresses().size() == 1) {
        retained.begin(mapping, connection.beside(), filters.since());
      }
      Future<?> unused =
          subscribed.onSuccess(all -> retained.subscribed(filters.failed().keySet()));
      outbound.up(link, up, isVersion5);
    }

    @Override
    public void message(IncomingMessage message) {
      retained.heard(message.topic(), message.retained());
      inbound.message(message);
    }

    @Override
    public void released(int id) {
      inbound.released(id);
    }

    @Override
    public void received(int id) {
      outbound.received(id);
    }

    @Override
    public void completed(int id) {
      outbound.completed(id);
    }

    @Override
    public void down() {
      retained.lost();
      filters.down();
      inbound.down();
      outbound.down();
    }

    @Override
    public void overflow() {
      environment.metrics().dropped("intake", 1);
      tally.dropped(Direction.IN, "intake", "");
    }

    @Override
    public void changed() {
      tell();
    }
  }

  private void tell() {
    statusNode.say(
        connection.state(), connection.since(), connection.lastError(), connection.nextTry());
  }

  /** Begins to collect items and to connect. Ends when its queue is there. */
  public Future<Void> start() {
    return onContext(
        () -> {
          Promise<Void> ready = Promise.promise();
          if (isStarted) {
            ready.complete();
            return ready.future();
          }
          isStarted = true;
          reportTimer = environment.vertx().setPeriodic(REPORT_MILLIS, id -> report());
          outbound.start(
              () -> {
                if (isStarted && connection.state() != BridgeState.PAUSED) {
                  connection.start();
                }
                ready.tryComplete();
              });
          return ready.future();
        });
  }

  /** What is counted by the queue goes to the metrics. */
  private void report() {
    tally.look();
    log.look();
    QueueStatus status = outbound.status();
    if (status == null) {
      return;
    }
    Instant oldest = status.oldest();
    double age =
        oldest == null
            ? 0
            : Math.max(0, Duration.between(oldest, environment.clock().instant()).toMillis())
                / MILLIS;
    environment.metrics().buffer(status.items(), status.bytes(), age);
    status
        .dropped()
        .forEach(
            (reason, count) -> {
              long more = count - dropsCounted.getOrDefault(reason, 0L);
              if (more > 0) {
                environment.metrics().dropped(reason, more);
              }
            });
    dropsCounted = status.dropped();
  }

  /** Ends the connection, until {@link #resume}. Items wait. */
  public Future<Void> pause() {
    return onContext(
        () -> {
          Future<Void> left = retained.end(); // first: it would take this for the broker's doing
          return connection.pause().compose(ended -> left);
        });
  }

  /** Connects again. */
  public Future<Void> resume() {
    return onContext(
        () -> {
          if (isStarted) {
            connection.start();
          }
          return Future.succeededFuture();
        });
  }

  /** How it is. */
  public Future<BridgeStatus> status() {
    return onContext(
        () ->
            Future.succeededFuture(
                new BridgeStatus(
                    name,
                    connection.state(),
                    connection.since(),
                    connection.address(),
                    connection.version(),
                    connection.isSessionPresent(),
                    connection.lastError(),
                    connection.nextTry(),
                    connection.attempts(),
                    filters.failed(),
                    outbound.inflight(),
                    inbound.unacknowledged(),
                    tally.traffic(),
                    outbound.status())));
  }

  /** Drops what waits for the broker, and says how much that was. */
  public Future<Integer> dropBuffer() {
    return onContext(
        () -> {
          Promise<Integer> dropped = Promise.promise();
          outbound.drop(dropped::tryComplete);
          return dropped.future();
        });
  }

  /**
   * Is like that from now on. The connection stays unless something else than mappings, buffer and
   * loop guard is different, or the buffer blocks or did.
   *
   * @param changed of the same name, and without problems
   */
  public Future<Void> change(BridgeOptions changed) {
    List<BridgeProblem> problems = BridgeCheck.problems(changed);
    if (!problems.isEmpty() || !changed.name().equals(name)) {
      return Future.failedFuture(new IllegalArgumentException(name + ": " + problems));
    }
    return onContext(
        () -> {
          if (changed.equals(options)) {
            return Future.succeededFuture();
          }
          boolean keeps = connection(changed).equals(connection(options));
          options = changed;
          mapping = mapping();
          Future<?> unused = retained.end();
          inbound.change(mapping);
          filters.want(BridgeFilters.of(mapping));
          outbound.change(mapping, queue(), changed.buffer().drainRate());
          return keeps ? Future.succeededFuture() : reconnect();
        });
  }

  private Future<Void> reconnect() {
    BridgeState before = connection.state();
    return connection
        .pause()
        .onComplete(
            ended -> {
              statusNode = statusNode();
              connection = new BridgeConnection(environment, options, log, new Connected());
              if (isStarted && before != BridgeState.PAUSED) {
                connection.start();
              }
            });
  }

  /** What a connection stands on: all but the mappings and what belongs to them. */
  private static BridgeOptions connection(BridgeOptions of) {
    boolean blocks = of.buffer().overflow() == BufferOptions.Overflow.BLOCK;
    return BridgeOptions.builder(of.name())
        .addresses(of.addresses())
        .roundRobin(of.roundRobin())
        .version(of.version())
        .clientId(of.clientId())
        .username(of.username())
        .password(of.password())
        .keepalive(of.keepalive())
        .cleanStart(of.cleanStart())
        .stateExpiry(of.stateExpiry())
        .connectTimeout(of.connectTimeout())
        .backoff(of.backoff())
        .maxInflight(of.maxInflight())
        .tls(of.tls())
        .status(of.status())
        .buffer(blocks ? of.buffer() : BridgeDefaults.BUFFER)
        .build();
  }

  /** Ends the connection and collects no more for this object; what waits stays in the queue. */
  public Future<Void> stop() {
    return onContext(
        () -> {
          isStarted = false;
          if (reportTimer >= 0) {
            environment.vertx().cancelTimer(reportTimer);
            reportTimer = -1;
          }
          Future<Void> ended = connection.pause().compose(gone -> retained.end());
          outbound.end();
          tally.end();
          log.end();
          return ended;
        });
  }

  private <T> Future<T> onContext(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    environment
        .context()
        .runOnContext(
            ran -> {
              try {
                work.get().onComplete(done);
              } catch (RuntimeException defect) {
                done.fail(defect);
              }
            });
    return done.future();
  }
}
