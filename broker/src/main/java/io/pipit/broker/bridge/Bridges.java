package io.pipit.broker.bridge;

import io.pipit.bridges.mqtt.Bridge;
import io.pipit.bridges.mqtt.BridgeOptions;
import io.pipit.bridges.mqtt.BridgeProbe;
import io.pipit.bridges.mqtt.BridgeState;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.Answer;
import io.pipit.broker.http.BridgeAdministration;
import io.pipit.broker.http.Health;
import io.pipit.broker.http.QueueAdministration;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridges of this node. Which there are is decided on one context, one change after the other;
 * the methods may be called by any thread.
 *
 * <p>A bridge that cannot be started or changed is logged and shown as not running; the others, and
 * the node, go on.
 */
public final class Bridges implements BridgeAdministration {

  private static final Logger log = LoggerFactory.getLogger(Bridges.class);

  private final Vertx vertx;
  private final Context context;
  private final BridgeParts parts;
  private final QueueAdministration queues;

  /** As they are to be, in their order. */
  private volatile List<BridgeOptions> configured = List.of();

  // Confined to the context.
  private final Map<String, Running> running = new LinkedHashMap<>();
  private Future<Void> lastChange = Future.succeededFuture();

  /** A bridge that was started. */
  private record Running(String deployment, Bridge bridge) {}

  /**
   * @param context of the one who decides, an event loop
   * @param queues where what waits for a bridge that is gone is ended
   */
  public Bridges(Vertx vertx, Context context, BridgeParts parts, QueueAdministration queues) {
    this.vertx = vertx;
    this.context = context;
    this.parts = parts;
    this.queues = queues;
  }

  /**
   * From now on there are these: new ones start, those that are others change, those that are as
   * they were keep their connection, and those that are gone end with what waits for them. One that
   * is not enabled stops, and what waits for it stays.
   *
   * @return when all of that is done; it does not fail
   */
  public Future<Void> apply(List<BridgeOptions> wanted) {
    return inTurn(
        () -> {
          List<BridgeOptions> before = configured;
          configured = List.copyOf(wanted);
          parts.nodes().configured(configured);
          Future<Void> done = Future.succeededFuture();
          for (BridgeOptions old : before) {
            if (find(wanted, old.name()).isEmpty()) {
              done = done.compose(next -> remove(old.name()));
            }
          }
          for (BridgeOptions each : wanted) {
            done = done.compose(next -> take(each));
          }
          return done;
        });
  }

  /** Ends all of them, one after the other; what waits for the brokers stays. */
  public Future<Void> stop() {
    return inTurn(
        () -> {
          Future<Void> done = Future.succeededFuture();
          for (String name : List.copyOf(running.keySet())) {
            done = done.compose(next -> stop(name));
          }
          return done;
        });
  }

  private Future<Void> take(BridgeOptions wanted) {
    if (!wanted.enabled()) {
      return stop(wanted.name());
    }
    Running there = running.get(wanted.name());
    return there == null
        ? start(wanted)
        : here(there.bridge().change(wanted)).recover(fault -> failed(wanted.name(), fault));
  }

  private Future<Void> start(BridgeOptions wanted) {
    BridgeVerticle verticle = new BridgeVerticle(parts, wanted);
    return vertx
        .deployVerticle(verticle)
        .<Void>map(
            deployment -> {
              running.put(wanted.name(), new Running(deployment, verticle.bridge()));
              return null;
            })
        .recover(fault -> failed(wanted.name(), fault));
  }

  private Future<Void> stop(String name) {
    Running there = running.remove(name);
    if (there == null) {
      return Future.succeededFuture();
    }
    return vertx.undeploy(there.deployment()).recover(fault -> failed(name, fault));
  }

  private Future<Void> remove(String name) {
    return stop(name)
        .compose(
            stopped ->
                here(queues.delete(BridgeNodes.account(parts.domain(), name), "bridge/" + name)))
        .<Void>map(
            ended -> {
              parts.metrics().remove(name);
              log.atInfo()
                  .addKeyValue("event", "bridge.removed")
                  .addKeyValue("bridge", name)
                  .log("a bridge is in the configuration no more");
              return null;
            })
        .recover(fault -> failed(name, fault));
  }

  private static Future<Void> failed(String name, Throwable fault) {
    log.atError()
        .addKeyValue("event", "bridge.fail")
        .addKeyValue("bridge", name)
        .setCause(fault)
        .log("a bridge could not be started, changed or stopped");
    return Future.succeededFuture();
  }

  @Override
  public Future<List<View>> list() {
    return onContext(
        () -> {
          List<Future<View>> views = configured.stream().map(this::view).toList();
          return Future.join(views).map(all -> views.stream().map(Future::result).toList());
        });
  }

  @Override
  public Future<Answer<View>> find(String name) {
    return onContext(() -> one(name, options -> view(options).map(Answer::done)));
  }

  private Future<View> view(BridgeOptions options) {
    Running there = running.get(options.name());
    return there == null
        ? Future.succeededFuture(new View(options, Optional.empty()))
        : there.bridge().status().map(status -> new View(options, Optional.of(status)));
  }

  @Override
  public Future<Answer<View>> pause(String name) {
    return act(name, Bridge::pause, done -> viewOf(name));
  }

  @Override
  public Future<Answer<View>> resume(String name) {
    return act(name, Bridge::resume, done -> viewOf(name));
  }

  @Override
  public Future<Answer<Integer>> dropBuffer(String name) {
    return act(name, Bridge::dropBuffer, dropped -> Future.succeededFuture(Answer.done(dropped)));
  }

  @Override
  public Future<Answer<List<BridgeProbe.Step>>> test(String name) {
    return onContext(
        () ->
            one(
                name,
                options ->
                    BridgeProbe.run(vertx, context, options, parts.domain()).map(Answer::done)));
  }

  private Future<Answer<View>> viewOf(String name) {
    return one(name, options -> view(options).map(Answer::done));
  }

  /** Does something to a bridge that runs. */
  private <R, T> Future<Answer<T>> act(
      String name, Function<Bridge, Future<R>> deed, Function<R, Future<Answer<T>>> answer) {
    return onContext(
        () ->
            one(
                name,
                options -> {
                  Running there = running.get(name);
                  return there == null
                      ? Future.succeededFuture(
                          Answer.refused(
                              ErrorCode.CONFLICT,
                              "the bridge '" + name + "' is not enabled, so that it does not run"))
                      : here(deed.apply(there.bridge())).compose(answer);
                }));
  }

  private <T> Future<Answer<T>> one(String name, Function<BridgeOptions, Future<Answer<T>>> there) {
    return find(configured, name)
        .map(there)
        .orElseGet(
            () ->
                Future.succeededFuture(
                    Answer.refused(ErrorCode.NO_SUCH_BRIDGE, "there is no bridge '" + name + "'")));
  }

  private static Optional<BridgeOptions> find(List<BridgeOptions> bridges, String name) {
    return bridges.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** How the bridges together are. Any thread; it does not block. */
  public Health.Part health() {
    List<String> troubles = new ArrayList<>();
    boolean isRequired = false;
    for (BridgeOptions each : configured) {
      BridgeState state = parts.metrics().state(each.name());
      if (each.enabled() && state != BridgeState.UP) {
        troubles.add(
            each.name() + " is " + state.word() + (each.required() ? " and is required" : ""));
        isRequired |= each.required();
      }
    }
    return new Health.Part(
        troubles.isEmpty()
            ? Health.State.OK
            : isRequired ? Health.State.FAILED : Health.State.DEGRADED,
        String.join("; ", troubles));
  }

  /** Behind all changes that were asked for before. */
  private Future<Void> inTurn(Supplier<Future<Void>> change) {
    return onContext(
        () -> {
          lastChange = lastChange.transform(before -> change.get());
          return lastChange;
        });
  }

  /** What ends elsewhere, here. */
  private <T extends @Nullable Object> Future<T> here(Future<T> elsewhere) {
    Promise<T> told = Promise.promise();
    elsewhere.onComplete(
        (result, failure) -> context.runOnContext(turn -> told.complete(result, failure)));
    return told.future();
  }

  private <T extends @Nullable Object> Future<T> onContext(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        here -> {
          try {
            work.get().onComplete(done);
          } catch (RuntimeException defect) {
            done.fail(defect);
          }
        });
    return done.future();
  }
}
