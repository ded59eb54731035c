package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.link.LinkOptions;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PubsubPort;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was cleared at the broker while the bridge was away, and of which no message tells: a
 * broker keeps nothing of QoS 0 for who is away.
 *
 * <p>Once for each connection, when all filters are answered and a while has passed: what stands
 * here by this bridge, and of whose topic nothing has come, is asked for by its exact name on a
 * {@link RetainedReader}. What the broker then does not send stands here no more. Nothing is taken
 * back on a mere suspicion:
 *
 * <ul>
 *   <li>a broker that does not know the bridge any more may have lost what it retained as well, so
 *       it is asked only when it kept the state of the bridge, and for what has come since it began
 *       that state;
 *   <li>some topics of which retained messages did come are asked for together with the others,
 *       behind them; if none of these comes, the answer says nothing;
 *   <li>a topic that is heard of meanwhile is left alone, and so is a node where something else has
 *       come to stand, which the node itself decides;
 *   <li>whatever fails or is refused ends the check, and the next connection begins another, unless
 *       the second connection has ended that of the bridge.
 * </ul>
 *
 * <p>Confined to the context of its bridge.
 */
final class RetainedCheck {

  /** Within this a broker ends the one connection for the sake of the other. */
  private static final Duration TAKE_OVER = Duration.ofSeconds(2);

  /** Of what stands for one entry, and of what is asked for by one check. */
  static final int MOST_STANDING = 10_000;

  /** Of these more are remembered by a check than it asks for. */
  private static final int MOST_HEARD = 20_000;

  /** Topics that did come, for each entry. */
  private static final int MOST_CONTROLS = 3;

  /**
   * How long it waits.
   *
   * @param settle from the answers to all filters
   * @param grace for a retained message behind the answer to its subscription
   */
  record Waits(Duration settle, Duration grace) {
    static final Waits DEFAULT = new Waits(Duration.ofSeconds(5), Duration.ofSeconds(5));
  }

  private final BridgeEnvironment environment;
  private final InboundWork.Place place;
  private final BridgeLog log;
  private final Waits waits;
  private final Consumer<Mirrored> cleared;
  private @Nullable Running running;
  private Future<Void> ending = Future.succeededFuture();

  /** The broker has one connection of the two. */
  private boolean isImpossible;

  /**
   * @param cleared takes what its broker does not retain any more
   */
  RetainedCheck(
      BridgeEnvironment environment,
      InboundWork.Place place,
      BridgeLog log,
      Waits waits,
      Consumer<Mirrored> cleared) {
    this.environment = environment;
    this.place = place;
    this.log = log;
    this.waits = waits;
    this.cleared = cleared;
  }

  /**
   * A connection is there, whose broker kept the state of the bridge, and asks for its filters now.
   *
   * @param beside for the second connection
   * @param since when the broker began that state
   */
  void begin(BridgeMapping mapping, LinkOptions beside, Instant since) {
    Future<?> unused = end();
    if (!mapping.mirrors().isEmpty() && !isImpossible) {
      running = new Running(mapping, beside, since);
    }
  }

  /** All filters were answered, with these refused. */
  void subscribed(Set<String> refused) {
    Running current = running;
    if (current != null) {
      current.subscribed(refused);
    }
  }

  /** A message came on the connection of the bridge. */
  void heard(String topic, boolean retain) {
    Running current = running;
    if (current != null) {
      current.heard(topic, retain);
    }
  }

  /** The connection has ended by itself. */
  void lost() {
    Running current = running;
    if (current != null && current.hasJustConnected()) {
      isImpossible = true;
      log.warn("bridge.retained")
          .log(
              "the broker ends the connection of the bridge when a second one comes with another"
                  + " client identifier; what is cleared with QoS 0 while the bridge is away stays"
                  + " here");
    }
    Future<?> unused = end();
  }

  /**
   * Leaves it: the connection has ended, or other rules hold.
   *
   * @return when nothing of it is left
   */
  Future<Void> end() {
    Running current = running;
    running = null;
    if (current != null) {
      ending = Future.all(ending, current.end()).mapEmpty();
    }
    return ending;
  }

  /** The check of one connection. */
  private final class Running {
    private final BridgeMapping mapping;
    private final LinkOptions beside;
    private final Instant since;

    /** What has come since all filters were answered: before, it may be what was kept. */
    private final Set<String> heard = new HashSet<>();

    private final Map<SubscribeMapping, List<String>> controls = new HashMap<>();
    private final List<Mirrored> suspects = new ArrayList<>();
    private Set<String> refused = Set.of();
    private boolean isSubscribed;
    private long timer = -1;
    private int taken;
    private @Nullable RetainedReader reader;
    private @Nullable Instant connected;

    Running(BridgeMapping mapping, LinkOptions beside, Instant since) {
      this.mapping = mapping;
      this.beside = beside;
      this.since = since;
    }

    private boolean isCurrent() {
      return running == this;
    }

    void subscribed(Set<String> failed) {
      refused = Set.copyOf(failed);
      isSubscribed = true;
      timer =
          environment
              .vertx()
              .setTimer(
                  Math.max(1, waits.settle().toMillis()),
                  id -> {
                    timer = -1;
                    run();
                  });
    }

    void heard(String topic, boolean retain) {
      Optional<SubscribeMapping> entry = mapping.mirrorOf(topic);
      if (entry.isEmpty()) {
        return;
      }
      if (isSubscribed && heard.size() < MOST_HEARD) {
        heard.add(topic);
      }
      List<String> known = controls.computeIfAbsent(entry.get(), none -> new ArrayList<>());
      if (retain && known.size() < MOST_CONTROLS && !known.contains(topic)) {
        known.add(topic);
      }
    }

    private void run() {
      Future<?> unused =
          collect(mapping.mirrors().iterator())
              .compose(all -> suspects.isEmpty() ? Future.succeededFuture() : connect())
              .compose(connected -> next(0))
              .onFailure(
                  why ->
                      log.info("bridge.retained")
                          .addKeyValue("topics", suspects.size())
                          .addKeyValue("err", String.valueOf(why.getMessage()))
                          .log(
                              "it could not be found out whether these topics are cleared; the"
                                  + " next connection tries again"))
              .onComplete(done -> finish());
    }

    private void finish() {
      if (taken > 0) {
        log.info("bridge.cleared")
            .addKeyValue("topics", taken)
            .log(
                "the broker does not retain these topics any more, or does not show them; they"
                    + " stand here no more");
      }
      if (isCurrent()) {
        Future<?> unused = RetainedCheck.this.end();
      }
    }

    /** What stands for one entry after the other, unless something of it was heard. */
    private Future<Void> collect(Iterator<BridgeMapping.Mirror> mirrors) {
      if (!isCurrent()) {
        return Future.failedFuture("the connection has ended");
      }
      if (!mirrors.hasNext() || suspects.size() >= MOST_STANDING) {
        return Future.succeededFuture();
      }
      BridgeMapping.Mirror mirror = mirrors.next();
      Promise<Void> read = Promise.promise();
      PubsubPort port = environment.port();
      port.standing(
          place.requester(mirror.entry()),
          mirror.nodes(),
          MOST_STANDING,
          item -> suspect(item, mirror.entry()),
          done -> read.complete());
      return read.future().compose(done -> collect(mirrors));
    }

    private void suspect(PortItem item, SubscribeMapping entry) {
      if (suspects.size() < MOST_STANDING && !item.arrival().isBefore(since)) {
        mapping
            .mirrored(item)
            .filter(one -> one.entry().equals(entry) && isSuspect(one))
            .ifPresent(suspects::add);
      }
    }

    private boolean isSuspect(Mirrored one) {
      return !heard.contains(one.topic()) && !refused.contains(one.entry().filter());
    }

    private Future<Void> connect() {
      if (!isCurrent()) {
        return Future.failedFuture("the connection has ended");
      }
      RetainedReader made = new RetainedReader(environment, beside, waits.grace());
      reader = made;
      connected = environment.clock().instant();
      return made.connect();
    }

    boolean hasJustConnected() {
      Instant then = connected;
      return then != null && environment.clock().instant().isBefore(then.plus(TAKE_OVER));
    }

    private Future<Void> next(int from) {
      if (!isCurrent()) {
        return Future.failedFuture("the connection has ended");
      }
      RetainedReader asked = reader;
      if (asked == null || from >= suspects.size()) {
        return Future.succeededFuture();
      }
      int to = Math.min(suspects.size(), from + RetainedReader.MOST_TOPICS - MOST_CONTROLS);
      List<Mirrored> some = suspects.subList(from, to).stream().filter(this::isSuspect).toList();
      if (some.isEmpty()) {
        return next(to);
      }
      List<String> topics = new ArrayList<>(some.stream().map(Mirrored::topic).toList());
      SubscribeMapping entry = some.get(0).entry();
      controls(entry).stream().filter(topic -> !topics.contains(topic)).forEach(topics::add);
      return asked
          .ask(topics)
          .compose(
              answer -> {
                // Of what was asked for, also that which has come only meanwhile.
                List<String> known = controls(entry).stream().filter(topics::contains).toList();
                if (!known.isEmpty() && known.stream().noneMatch(answer.here()::contains)) {
                  return Future.failedFuture(
                      "the broker did not send again what it sent before, such as " + known.get(0));
                }
                some.stream().filter(one -> isGone(one, answer)).forEach(this::take);
                return next(to);
              });
    }

    /**
     * Topics that have come with RETAIN, of the same entry if there are any. What was kept for the
     * bridge and is cleared by now is among them, which may put the answer off but not make it
     * wrong.
     */
    private List<String> controls(SubscribeMapping entry) {
      List<String> own = controls.getOrDefault(entry, List.of());
      return own.isEmpty()
          ? controls.values().stream().flatMap(List::stream).limit(MOST_CONTROLS).toList()
          : List.copyOf(own);
    }

    private boolean isGone(Mirrored one, RetainedReader.Answer answer) {
      return isCurrent()
          && isSuspect(one)
          && !answer.here().contains(one.topic())
          && !answer.refused().contains(one.topic());
    }

    private void take(Mirrored one) {
      taken++;
      cleared.accept(one);
    }

    Future<Void> end() {
      if (timer >= 0) {
        environment.vertx().cancelTimer(timer);
        timer = -1;
      }
      RetainedReader current = reader;
      reader = null;
      return current == null ? Future.succeededFuture() : current.close();
    }
  }
}
