package io.pipit.devices.sim;

import io.pipit.devices.client.Device;
import io.pipit.devices.client.DeviceOptions;
import io.pipit.devices.client.Payload;
import io.pipit.devices.client.PubsubClient;
import io.pipit.devices.client.PubsubEvent;
import io.pipit.devices.client.XmppClient;
import io.pipit.devices.client.XmppConnector;
import io.pipit.devices.client.XmppException;
import io.pipit.xmpp.StanzaError;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demonstration: this machine as a device, a few simulated ones, and a subscriber whose items
 * are shown as they come, all over real sessions.
 *
 * <p>Confined to one Vert.x context of its own; {@link #run} and {@link #close} may be called from
 * any thread. Whoever runs it has to call {@link #close}, also when the process is told to stop: it
 * gives the terminal back.
 */
public final class Demo {

  private static final Logger log = LoggerFactory.getLogger(Demo.class);
  private static final String ROOT = "demo/";
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** What an orderly end may take; then the connections are just closed. */
  private static final long CLOSE_SECONDS = 3;

  private final Vertx vertx;
  private final Context context;
  private final DemoOptions options;
  private final XmppConnector connector;
  private final LiveScreen screen;
  private final HostReadings readings;
  private final Device host;
  private final Fleet fleet;
  private @Nullable XmppClient subscriber;
  private long hostTimer = -1;
  private boolean reading;
  private boolean closed;
  private final Promise<XmppException.Reason> ended = Promise.promise();

  private Demo(Vertx vertx, DemoOptions options, PrintStream out, @Nullable Terminal terminal) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.options = options;
    this.connector = XmppConnector.create(vertx, options.server());
    boolean unicode = terminal == null || terminal.unicode();
    this.screen =
        LiveScreen.start(
            vertx,
            new DemoScreen(options.title(), options.commands(), ZoneId.systemDefault(), unicode),
            out,
            terminal);
    this.readings = HostReadings.of(options.disk());
    this.host =
        Device.create(
            vertx, connector, DeviceOptions.of("host", options.account(), options.service()));
    this.fleet =
        Fleet.create(
            vertx,
            connector,
            options.service(),
            id -> options.account(),
            DEVICES,
            PERIOD,
            options.seed(),
            Instant.now());
  }

  /** One device for each kind of value; their cycles are short, so that a person sees them move. */
  static final List<SimulatedDevice> DEVICES =
      List.of(
          device(
              "room",
              "climate",
              Map.of(
                  "c", new ValueModel.Sine(21, 2, Duration.ofMinutes(1), 0.1),
                  "rh", new ValueModel.RandomWalk(45, 0.5, 30, 60))),
          device(
              "tank", "level", Map.of("l", new ValueModel.Ramp(100, 20, Duration.ofSeconds(45)))),
          device("door", "contact", Map.of("open", new ValueModel.OnOff(0.1, 0.3))),
          device("mast", "wind", Map.of("m_s", new ValueModel.RandomWalk(6, 0.8, 0, 25))),
          device(
              "badge",
              "battery",
              Map.of("percent", new ValueModel.Battery(Duration.ofMinutes(10)))));

  private static SimulatedDevice device(String id, String node, Map<String, ValueModel> fields) {
    return new SimulatedDevice(id, Map.of(ROOT + id + "/" + node, fields));
  }

  /**
   * Starts everything. Done when the subscriber listens and all devices publish; on failure all is
   * closed again and the terminal is as it was.
   *
   * @param out where items are shown, standard output
   * @param terminal the terminal behind {@code out}; null for plain lines
   */
  public static Future<Demo> run(
      Vertx vertx, DemoOptions options, PrintStream out, @Nullable Terminal terminal) {
    Promise<Demo> running = Promise.promise();
    vertx.runOnContext(
        there -> {
          Demo demo = new Demo(vertx, options, out, terminal);
          demo.start()
              .onSuccess(started -> running.complete(demo))
              .onFailure(failure -> demo.close().onComplete(closed -> running.fail(failure)));
        });
    return running.future();
  }

  /** Completes when the subscriber's session has ended, with the reason. */
  public Future<XmppException.Reason> ended() {
    return ended.future();
  }

  /** Ends all sessions and gives the terminal back. Never fails, and is done within seconds. */
  public Future<Void> close() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(there -> stop().onComplete(stopped -> done.complete()));
    return done.future();
  }

  private Future<Void> start() {
    return connector
        .connect(options.account(), "demo-screen")
        .compose(this::subscribe)
        .compose(subscribed -> host.connect())
        .compose(
            connected -> {
              publishHost();
              hostTimer = vertx.setPeriodic(PERIOD.toMillis(), tick -> publishHost());
              return fleet.start();
            });
  }

  private Future<Void> subscribe(XmppClient session) {
    subscriber = session;
    session.ended().onSuccess(ended::tryComplete);
    PubsubClient pubsub = new PubsubClient(session, options.service());
    List<Future<?>> steps = new ArrayList<>();
    steps.add(session.available());
    steps.add(pubsub.onEvent(this::show));
    for (String node : nodes()) {
      // Pipelined: the service does them in this order.
      steps.add(pubsub.create(node, Map.of()).recover(Demo::fineWhenItExists));
      steps.add(pubsub.subscribe(node));
    }
    return Future.all(steps).mapEmpty();
  }

  private static Future<Void> fineWhenItExists(Throwable failure) {
    return failure instanceof XmppException e && e.is(StanzaError.Condition.CONFLICT)
        ? Future.succeededFuture()
        : Future.failedFuture(failure);
  }

  private List<String> nodes() {
    return Stream.concat(
            readings.names().stream().map(Demo::hostNode),
            DEVICES.stream().flatMap(device -> device.nodes().keySet().stream()))
        .toList();
  }

  static String hostNode(String reading) {
    return ROOT + "host/" + reading;
  }

  private void show(PubsubEvent event) {
    if (event instanceof PubsubEvent.Published published) {
      screen.add(new ReceivedItem(published.node(), published.item().toDisplay(), Instant.now()));
    }
  }

  private void publishHost() {
    if (reading || closed) {
      return; // A slow disk: the next second reads again.
    }
    reading = true;
    vertx
        .executeBlocking(readings::read)
        .onComplete(read -> reading = false)
        .onFailure(
            defect ->
                log.atError()
                    .addKeyValue("event", "demo.fail")
                    .setCause(defect)
                    .log("the readings of this machine failed"))
        .onSuccess(
            values ->
                values.forEach(
                    (name, value) ->
                        host.publish(
                            hostNode(name), UUID.randomUUID().toString(), Payload.json(value))));
  }

  private Future<Void> stop() {
    if (closed) {
      return Future.succeededFuture();
    }
    closed = true;
    vertx.cancelTimer(hostTimer);
    return Future.join(List.of(screen.stop(), host.close(), fleet.close(), unsubscribe()))
        .timeout(CLOSE_SECONDS, TimeUnit.SECONDS)
        .transform(orderly -> connector.close());
  }

  private Future<Void> unsubscribe() {
    XmppClient session = subscriber;
    if (session == null) {
      return Future.succeededFuture();
    }
    PubsubClient pubsub = new PubsubClient(session, options.service());
    return Future.join(nodes().stream().map(pubsub::unsubscribe).toList())
        .transform(unsubscribed -> session.close());
  }
}
