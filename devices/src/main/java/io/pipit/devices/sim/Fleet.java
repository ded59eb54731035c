package io.pipit.devices.sim;

import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.Device;
import io.pipit.devices.client.DeviceOptions;
import io.pipit.devices.client.DeviceStatus;
import io.pipit.devices.client.XmppConnector;
import io.pipit.xmpp.Jid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulated devices over real sessions: each publishes one item to each of its nodes in every
 * period, and the devices are spread over the period.
 *
 * <p>The items depend on the seed and on the times that they are asked for: the first at {@code
 * start}, the others one period apart, however late a timer fires.
 *
 * <p>Confined to the Vert.x context that it is created and started on.
 */
public final class Fleet {

  private static final Logger log = LoggerFactory.getLogger(Fleet.class);

  /** Log-ins at a time: a whole fleet at once would only wait for its own PBKDF2. */
  private static final int CONNECTING = 8;

  private final Vertx vertx;
  private final Duration period;
  private final Instant start;
  private final List<Member> members = new ArrayList<>();
  private boolean closed;

  private Fleet(Vertx vertx, Duration period, Instant start) {
    this.vertx = vertx;
    this.period = period;
    this.start = start;
  }

  private static final class Member {
    final Device device;
    final Map<String, SimulatedSensor> sensors;
    long timer = -1;
    long items;

    Member(Device device, Map<String, SimulatedSensor> sensors) {
      this.device = device;
      this.sensors = sensors;
    }
  }

  /**
   * @param account the account of a device, by its id; devices may share one
   * @param period from one item of a node to the next
   * @param start the time of the first items
   */
  public static Fleet create(
      Vertx vertx,
      XmppConnector connector,
      Jid service,
      Function<String, Credentials> account,
      List<SimulatedDevice> devices,
      Duration period,
      long seed,
      Instant start) {
    if (period.toMillis() < 1) {
      throw new IllegalArgumentException("not a millisecond long: " + period);
    }
    Fleet fleet = new Fleet(vertx, period, start);
    for (SimulatedDevice device : devices) {
      DeviceOptions options = DeviceOptions.of(device.id(), account.apply(device.id()), service);
      fleet.members.add(new Member(Device.create(vertx, connector, options), device.sensors(seed)));
    }
    return fleet;
  }

  /** Connects the devices, some at a time; each publishes from then on. Done when all have. */
  public Future<Void> start() {
    Queue<Member> left = new ArrayDeque<>(members);
    List<Future<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < Math.min(CONNECTING, members.size()); lane++) {
      lanes.add(connectNext(left));
    }
    return Future.all(lanes).mapEmpty();
  }

  private Future<Void> connectNext(Queue<Member> left) {
    Member next = left.poll();
    return next == null || closed
        ? Future.succeededFuture()
        : next.device
            .connect()
            .compose(
                connected -> {
                  publishFrom(next);
                  return connectNext(left);
                });
  }

  /** Its first item at its place in the period, the others one period apart. */
  private void publishFrom(Member member) {
    if (closed) {
      return;
    }
    long offset = period.toMillis() * members.indexOf(member) / members.size();
    member.timer =
        vertx.setPeriodic(Math.max(1, offset), period.toMillis(), tick -> publish(member));
  }

  private void publish(Member member) {
    Instant time = start.plus(period.multipliedBy(member.items++));
    member.sensors.forEach(
        (node, sensor) -> {
          SimulatedSensor.Reading reading = sensor.read(time);
          member
              .device
              .publish(node, reading.itemId(), reading.payload())
              .onFailure(
                  failure ->
                      log.atDebug()
                          .addKeyValue("event", "sim.lost")
                          .addKeyValue("device", member.device.id())
                          .addKeyValue("node", node)
                          .addKeyValue("reason", failure.getMessage())
                          .log("a reading was not stored"));
        });
  }

  /** How each device is doing, by its id. */
  public Future<Map<String, DeviceStatus>> status() {
    Map<String, DeviceStatus> statuses = new TreeMap<>();
    List<Future<DeviceStatus>> asked = new ArrayList<>();
    for (Member member : members) {
      asked.add(
          member.device.status().onSuccess(status -> statuses.put(member.device.id(), status)));
    }
    return Future.all(asked).map(statuses);
  }

  /** Stops publishing and ends all sessions in good order. Never fails. */
  public Future<Void> close() {
    closed = true;
    List<Future<Void>> closing = new ArrayList<>();
    for (Member member : members) {
      vertx.cancelTimer(member.timer);
      closing.add(member.device.close());
    }
    return Future.all(closing).mapEmpty();
  }
}
