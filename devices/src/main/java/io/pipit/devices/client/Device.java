package io.pipit.devices.client;

import io.pipit.devices.client.Outbox.Entry;
import io.pipit.devices.client.XmppException.Disconnected;
import io.pipit.devices.client.XmppException.NotAuthenticated;
import io.pipit.devices.client.XmppException.Overloaded;
import io.pipit.devices.client.XmppException.Reason;
import io.pipit.devices.client.XmppException.Refused;
import io.pipit.pep.profile.Geoloc;
import io.pipit.pep.profile.PayloadFormat;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.StanzaError;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that publishes: it connects, connects again after a loss, makes its nodes, and keeps in
 * a bounded memory what it could not send.
 *
 * <p><b>Order and loss.</b> Items go out in the order in which they were published, also after a
 * new connection. An item whose answer was lost is sent again under the same id. When the buffer is
 * full the oldest items are dropped and counted. The buffer does not outlive the process.
 *
 * <p><b>Its own account.</b> What a device says of itself, such as where it is, it publishes at its
 * account (XEP-0163). A device with owners is available to them, approves their subscriptions, and
 * tells them its status.
 *
 * <p><b>Threads.</b> Confined to the Vert.x context it was created on. Methods may be called from
 * any thread and go there; futures complete there.
 */
public final class Device {

  private static final Logger log = LoggerFactory.getLogger(Device.class);

  /** The id of the one item of a personal node that counts. */
  private static final String CURRENT = "current";

  private final Vertx vertx;
  private final Context context;
  private final XmppConnector connector;
  private final DeviceOptions options;
  private final Backoff backoff;
  private final Outbox outbox;
  private final Promise<Void> online = Promise.promise();

  /** Nodes that were asked for in this life, so that each is created once. */
  private final Set<String> nodes = new HashSet<>();

  private @Nullable XmppClient client;
  private @Nullable PubsubClient pubsub;

  /** What takes back what was said at each personal node in this life. */
  private final Map<String, Payload> takingBack = new LinkedHashMap<>();

  /** The nodes of its own account, while it is connected. */
  private @Nullable PubsubClient personal;

  private boolean started;
  private boolean closed;
  private long retryTimer = -1;
  private long stored;
  private long refused;
  private long dropped;

  private Device(Vertx vertx, XmppConnector connector, DeviceOptions options) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.connector = connector;
    this.options = options;
    this.backoff = new Backoff(options.minBackoff(), options.maxBackoff(), new Random());
    this.outbox = new Outbox(options.maxBufferBytes());
  }

  public static Device create(Vertx vertx, XmppConnector connector, DeviceOptions options) {
    return new Device(vertx, connector, options);
  }

  public String id() {
    return options.id();
  }

  /**
   * Goes online and stays so. Done at the first connection, however long that takes; fails only
   * when the credentials are refused at the first try or the device is closed before.
   */
  public Future<Void> connect() {
    return onContext(
        () -> {
          if (!started && !closed) {
            started = true;
            tryToConnect();
          }
          return online.future();
        });
  }

  /**
   * Publishes readings to {@code devices/ID/telemetry/NAME} as <code>{"ts":ms,"values":{…}}</code>.
   * Done when the service has stored them, or when they are in the buffer because there is no
   * connection. Fails when the service refuses them or the buffer has no room.
   */
  public Future<Delivery> telemetry(String name, Map<String, ?> values) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ts", System.currentTimeMillis());
    body.put("values", Map.copyOf(values));
    return publish(
        "devices/" + options.id() + "/telemetry/" + name,
        UUID.randomUUID().toString(),
        Payload.json(body));
  }

  /** Publishes to any node, which is created when it is missing. Done as {@link #telemetry}. */
  public Future<Delivery> publish(String node, String itemId, Payload payload) {
    return publish(new Entry(node, itemId, payload, false));
  }

  /** Tells where the device is, as {@link #publishPersonal} (XEP-0080). */
  public Future<Delivery> location(Geoloc location) {
    return publishPersonal(Geoloc.FORMAT, location);
  }

  /**
   * Says something of the device itself at the node of its own account that is named like the
   * namespace (XEP-0163 3). The newest is what counts: what still waits for that node in the buffer
   * is given up for it. {@link #close} takes it back with an empty payload. Done as {@link
   * #telemetry}; fails with {@link IllegalArgumentException} when there is no such payload.
   */
  public <T> Future<Delivery> publishPersonal(PayloadFormat<T> format, T value) {
    Payload payload;
    try {
      payload = new Payload.Xml(format.write(value));
    } catch (IllegalArgumentException noSuchPayload) {
      return Future.failedFuture(noSuchPayload);
    }
    Payload empty = new Payload.Xml(Element.of(format.name(), format.namespace()));
    return onContext(
        () -> {
          if (payload.equals(empty)) {
            takingBack.remove(format.namespace());
          } else {
            takingBack.put(format.namespace(), empty);
          }
          return publish(new Entry(format.namespace(), CURRENT, payload, true));
        });
  }

  private Future<Delivery> publish(Entry entry) {
    return onContext(
        () -> {
          if (closed) {
            return Future.failedFuture(new XmppException(new Disconnected("closed here")));
          }
          outbox.supersede(entry).forEach(older -> older.done.tryComplete(Delivery.SUPERSEDED));
          for (Entry lost : outbox.add(entry)) {
            dropped++;
            lost.done.tryFail(new XmppException(new Overloaded(outbox.size())));
          }
          if (pubsub == null) {
            entry.done.tryComplete(Delivery.BUFFERED);
          } else {
            pump(pubsub);
          }
          return entry.done.future();
        });
  }

  public Future<DeviceStatus> status() {
    return onContext(() -> Future.succeededFuture(status(client != null)));
  }

  private DeviceStatus status(boolean isOnline) {
    return new DeviceStatus(isOnline, outbox.size(), stored, refused, dropped);
  }

  /**
   * Ends the connection in good order: takes back what was said of the device itself, since no
   * server does so when it leaves (XEP-0163 3), tells its owners that it is offline, closes. What
   * waits in memory is given up. Never fails.
   */
  public Future<Void> close() {
    return onContext(
        () -> {
          closed = true;
          vertx.cancelTimer(retryTimer);
          XmppException failure = new XmppException(new Disconnected("closed here"));
          online.tryFail(failure);
          XmppClient last = client;
          PubsubClient own = personal;
          client = null;
          pubsub = null;
          personal = null;
          outbox.takeBack();
          outbox.waiting().forEach(entry -> entry.done.tryFail(failure));
          return last == null || own == null
              ? Future.succeededFuture()
              : takeBack(own).transform(done -> last.close());
        });
  }

  private Future<?> takeBack(PubsubClient own) {
    if (!options.owners().isEmpty()) {
      takingBack.put(DeviceStatus.NODE, status(false).toPayload());
    }
    List<Future<String>> taken = new ArrayList<>();
    takingBack.forEach((node, payload) -> taken.add(own.publish(node, CURRENT, payload)));
    return Future.join(taken);
  }

  private <T> Future<T> onContext(Supplier<Future<T>> work) {
    if (Vertx.currentContext() == context) {
      return work.get();
    }
    Promise<T> done = Promise.promise();
    context.runOnContext(there -> work.get().onComplete(done));
    return done.future();
  }

  private void tryToConnect() {
    connector
        .connect(options.credentials())
        .onSuccess(this::connected)
        .onFailure(this::notConnected);
  }

  private void connected(XmppClient session) {
    if (closed) {
      session.close();
      return;
    }
    log.atDebug()
        .addKeyValue("event", "device.online")
        .addKeyValue("device", options.id())
        .addKeyValue("jid", session.jid())
        .log("the device is connected");
    backoff.reset();
    client = session;
    PubsubClient service = new PubsubClient(session, options.service());
    pubsub = service;
    personal = new PubsubClient(session, session.jid().bare());
    session.ended().onSuccess(reason -> lost(session, reason));
    online.tryComplete();
    pump(service);
    if (!options.owners().isEmpty()) {
      Owners.show(session, options.owners())
          .compose(
              shown ->
                  publish(new Entry(DeviceStatus.NODE, CURRENT, status(true).toPayload(), true)))
          .onFailure(
              failure ->
                  log.atDebug()
                      .addKeyValue("event", "device.status")
                      .addKeyValue("device", options.id())
                      .addKeyValue("reason", failure.getMessage())
                      .log("the status of the device was not told"));
    }
  }

  private void notConnected(Throwable failure) {
    boolean first = !online.future().isComplete();
    if (first && failure instanceof XmppException e && e.reason() instanceof NotAuthenticated) {
      started = false;
      online.tryFail(failure);
      return;
    }
    retry(Failures.describe(failure));
  }

  /** The session is gone, or as good as gone. */
  private void lost(XmppClient session, Reason reason) {
    if (client != session) {
      return;
    }
    client = null;
    pubsub = null;
    personal = null;
    outbox.takeBack();
    outbox.waiting().forEach(entry -> entry.done.tryComplete(Delivery.BUFFERED));
    retry(reason.describe());
  }

  private void retry(String why) {
    if (closed) {
      return;
    }
    long wait = backoff.nextMillis();
    log.atWarn()
        .addKeyValue("event", "device.offline")
        .addKeyValue("device", options.id())
        .addKeyValue("retry_ms", wait)
        .addKeyValue("reason", why)
        .log("the device is not connected and tries again");
    retryTimer = vertx.setTimer(wait, again -> tryToConnect());
  }

  private void pump(PubsubClient service) {
    while (outbox.inFlight() < options.maxInFlight()) {
      Optional<Entry> next = outbox.send();
      if (next.isEmpty()) {
        return;
      }
      send(service, next.get());
    }
  }

  private void send(PubsubClient service, Entry entry) {
    PubsubClient at = entry.personal ? Objects.requireNonNull(personal) : service;
    // A node of its own account is made by the first publish (XEP-0163 4.2).
    if (!entry.personal && nodes.add(entry.node)) {
      // Pipelined: if the node exists this is refused, and the answer to the publish tells the
      // rest.
      service.create(entry.node, Map.of());
    }
    at.publish(entry.node, entry.itemId, entry.payload)
        .onSuccess(
            id -> {
              stored++;
              outbox.remove(entry);
              entry.done.tryComplete(Delivery.STORED);
              pump(service);
            })
        .onFailure(failure -> notStored(service, entry, failure));
  }

  private void notStored(PubsubClient service, Entry entry, Throwable failure) {
    XmppClient session = client;
    if (pubsub != service || session == null) {
      return; // The entry waits for the next connection already.
    }
    if (failure instanceof XmppException e && e.reason() instanceof Refused) {
      refused++;
      outbox.remove(entry);
      if (!entry.personal && e.is(StanzaError.Condition.ITEM_NOT_FOUND)) {
        nodes.remove(entry.node); // Deleted meanwhile: the next item makes it again.
      }
      log.atWarn()
          .addKeyValue("event", "device.refuse")
          .addKeyValue("device", options.id())
          .addKeyValue("node", entry.node)
          .addKeyValue("reason", failure.getMessage())
          .log("an item of the device was refused");
      entry.done.tryFail(failure);
      pump(service);
    } else {
      // No answer: whether it was stored is unknown, so the session ends and it is sent again.
      lost(session, new Disconnected(Failures.describe(failure)));
      session.close();
    }
  }
}
