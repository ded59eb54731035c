package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.BridgeMetrics.Direction;
import io.pipit.bridges.mqtt.link.BackPressureException;
import io.pipit.bridges.mqtt.link.LinkUp;
import io.pipit.bridges.mqtt.link.MqttLink;
import io.pipit.bridges.mqtt.link.OutgoingMessage;
import io.pipit.bridges.mqtt.link.PublishAnswer;
import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.QueueDrop;
import io.pipit.pubsub.port.QueueSpec;
import io.pipit.pubsub.port.QueueStatus;
import io.pipit.pubsub.port.QueuedItem;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the items of nodes: they wait in a durable queue of the service, and leave it
 * when the broker has acknowledged each message that they are, or will never take it. Confined to
 * the context of its bridge.
 */
final class BridgeOutbound implements BridgeQueue.Receiver {

  /** Messages of QoS 0 that are not written. More are dropped. */
  private static final int MOST_PASSING = 1_000;

  private static final int EXACT_IDS = MqttLink.LAST_EXACT_ID - MqttLink.FIRST_EXACT_ID + 1;
  private static final long ROOM_MILLIS = 20;
  private static final double NANOS = 1e9;

  private final BridgeEnvironment environment;
  private final BridgeQueue queue;
  private final DrainRate rate;
  private final Consumer<byte[]> kept;
  private final BridgeTally tally;
  private BridgeMapping mapping;
  private @Nullable MqttLink link;
  private @Nullable LinkUp up;
  private boolean isVersion5;

  /** How many messages of an item are not acknowledged, by its number in the queue. */
  private final Map<Long, Integer> sending = new HashMap<>();

  /** The numbers of items that are on their way with QoS 2, by their identifiers. */
  private final Map<Integer, Long> exact = new HashMap<>();

  /** Messages for which there is no room on the way; no more than were asked for. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  private int passing;
  private int inflight;

  /**
   * @param kept told what is kept with the queue, at each opening
   */
  BridgeOutbound(
      BridgeEnvironment environment,
      BridgeLog log,
      BridgeTally tally,
      BridgeMapping mapping,
      QueueSpec spec,
      int drainRate,
      Consumer<byte[]> kept) {
    this.environment = environment;
    this.kept = kept;
    this.tally = tally;
    this.mapping = mapping;
    queue = new BridgeQueue(environment, log, spec, this);
    rate = new DrainRate(environment.vertx(), drainRate, queue::demand);
  }

  /** Begins to collect. */
  void start(Runnable ready) {
    queue.open(
        () -> {
          begin();
          ready.run();
        });
  }

  /** Other mappings or bounds, from now on. */
  void change(BridgeMapping changed, QueueSpec spec, int drainRate) {
    mapping = changed;
    rate.change(drainRate);
    if (!spec.equals(queue.spec())) {
      queue.change(spec);
      forgetSending();
      queue.open(this::begin);
    }
  }

  int inflight() {
    return inflight;
  }

  /** How the queue is; null while that is not known. */
  @Nullable QueueStatus status() {
    return queue.status();
  }

  /** Drops what waits. */
  void drop(Consumer<Integer> dropped) {
    queue.drop(dropped);
  }

  void up(MqttLink current, LinkUp said, boolean version5) {
    link = current;
    up = said;
    isVersion5 = version5;
    if (queue.isOpen()) {
      begin();
    } else {
      queue.open(this::begin);
    }
  }

  /** Asks for as many items as may be on their way. */
  private void begin() {
    LinkUp current = up;
    QueueStatus status = queue.status();
    if (current != null && status != null) {
      rate.begin(status.items());
      rate.want(current.inflight());
    }
  }

  void down() {
    disconnected();
    // Whoever asks has to see what waits meanwhile, and what is lost has to be counted.
    queue.open(this::begin);
  }

  private void disconnected() {
    link = null;
    up = null;
    rate.end();
    queue.close();
    forgetSending();
  }

  private void forgetSending() {
    sending.clear();
    exact.clear();
    waiting.clear();
    passing = 0;
    inflight = 0;
    environment.metrics().inflight(0);
  }

  /** The bridge ends; what waits stays. */
  void end() {
    disconnected();
    queue.end();
  }

  @Override
  public void passing(PortItem item) {
    Outbound mapped = mapping.send(item, 0);
    mapped.dropped().forEach(reason -> drop(item, reason));
    mapped.messages().forEach(this::answer);
  }

  /** Sends something that does not wait, and is lost where it cannot be sent now. */
  void answer(BridgeMessage message) {
    MqttLink to = link;
    LinkUp current = up;
    if (to == null || current == null || passing >= MOST_PASSING) {
      passingLost(message.topic());
      return;
    }
    OutgoingMessage sent =
        LinkMessages.atMostOnce(LinkMessages.write(message, current, isVersion5));
    passing++;
    int from = queue.opening();
    mapping.published(message);
    Future<?> unused =
        to.publish(sent)
            .onComplete(
                answered -> {
                  if (from == queue.opening()) {
                    passing--;
                  }
                  if (answered.failed()) {
                    passingLost(message.topic());
                  } else {
                    count(sent, "ok");
                  }
                });
  }

  private void passingLost(String topic) {
    environment.metrics().dropped("passing", 1);
    tally.dropped(Direction.OUT, "passing", topic);
  }

  /** The metrics have these from the queue. */
  @Override
  public void dropped(QueueDrop drop) {
    tally.dropped(
        Direction.OUT,
        drop.reason(),
        drop.count(),
        drop.first().toString(),
        drop.last().toString());
  }

  private void count(OutgoingMessage message, String result) {
    if (result.equals("ok")) {
      tally.delivered();
    }
    environment.metrics().message(Direction.OUT, result, message.payload().length);
  }

  @Override
  public void kept(byte[] what) {
    kept.accept(what);
  }

  @Override
  public void item(QueuedItem queued) {
    MqttLink to = link;
    LinkUp current = up;
    if (to == null || current == null) {
      return;
    }
    long number = queued.number();
    if (queued.released()) {
      exact.put(exactId(number), number);
      sending.put(number, 1);
      inflight(1);
      to.release(exactId(number));
      return;
    }
    Outbound mapped = mapping.send(queued.item(), queued.assurance());
    mapped.dropped().forEach(reason -> drop(queued.item(), reason));
    List<OutgoingMessage> messages = new ArrayList<>();
    List<BridgeMessage> firsts = new ArrayList<>();
    boolean hasExact = false;
    for (BridgeMessage one : mapped.messages()) {
      OutgoingMessage message = LinkMessages.write(one, current, isVersion5);
      if (message.packetBytes() > current.maxPacketBytes()) {
        drop(queued.item(), "oversize");
        continue;
      }
      if (message.qos() == 2) {
        message = LinkMessages.exactly(message, hasExact ? 0 : exactId(number), queued.again());
        hasExact = true;
      }
      messages.add(message);
      firsts.add(one);
    }
    if (messages.isEmpty()) {
      acknowledge(number);
      return;
    }
    sending.put(number, messages.size());
    for (int i = 0; i < messages.size(); i++) {
      publish(to, number, messages.get(i), firsts.get(i));
    }
  }

  private static int exactId(long number) {
    return MqttLink.FIRST_EXACT_ID + (int) Math.floorMod(number, (long) EXACT_IDS);
  }

  private void drop(PortItem item, String reason) {
    if (reason.equals("loop")) {
      environment.metrics().loop();
      return;
    }
    environment.metrics().dropped(reason, 1);
    tally.dropped(Direction.OUT, reason, item.node() + " " + item.id());
  }

  private void publish(MqttLink to, long number, OutgoingMessage message, BridgeMessage original) {
    if (to != link || !sending.containsKey(number)) {
      return;
    }
    Long holder = message.qos() == 2 ? exact.get(message.exactId()) : null;
    boolean isTaken = holder != null && holder != number;
    if (isTaken || !waiting.isEmpty()) {
      waiting.add(() -> publish(to, number, message, original));
      return;
    }
    long began = System.nanoTime();
    int from = queue.opening();
    Future<PublishAnswer> answer = to.publish(message);
    if (answer.failed() && answer.cause() instanceof BackPressureException) {
      waiting.add(() -> publish(to, number, message, original));
      lookAgain(from);
      return;
    }
    if (message.qos() == 2) {
      exact.put(message.exactId(), number);
    }
    mapping.published(original);
    inflight(1);
    Future<?> unused =
        answer.onComplete(
            answered -> {
              if (from == queue.opening()) {
                answered(number, message, began, answered);
              }
            });
  }

  /** What takes the room may be no item, and then nobody here hears of its end. */
  private void lookAgain(int from) {
    if (inflight == 0) {
      long unused =
          environment
              .vertx()
              .setTimer(
                  ROOM_MILLIS,
                  id -> {
                    if (from == queue.opening()) {
                      goOn();
                    }
                  });
    }
  }

  private void inflight(int change) {
    inflight += change;
    environment.metrics().inflight(inflight);
  }

  private void answered(
      long number, OutgoingMessage message, long began, AsyncResult<PublishAnswer> answered) {
    if (answered.failed()) {
      // The link ends; the queue delivers the item again.
      return;
    }
    inflight(-1);
    environment.metrics().acknowledged((System.nanoTime() - began) / NANOS);
    if (answered.result().isRefused()) {
      environment.metrics().dropped("refused", 1);
      environment.metrics().mapError("refused");
      tally.dropped(
          Direction.OUT,
          BridgeTally.REFUSED,
          message.topic() + " (0x" + Integer.toHexString(answered.result().code()) + ")");
      count(message, "refused");
    } else {
      count(message, "ok");
    }
    if (message.qos() == 2) {
      exact.remove(message.exactId());
    }
    ended(number);
  }

  private void ended(long number) {
    Integer left = sending.get(number);
    if (left != null && left > 1) {
      sending.put(number, left - 1);
    } else if (left != null) {
      sending.remove(number);
      acknowledge(number);
    }
    goOn();
  }

  private void acknowledge(long number) {
    queue.acknowledge(number);
    rate.want(1);
  }

  /** Gives those that wait for room another chance, each once and in their order. */
  private void goOn() {
    List<Runnable> chances = List.copyOf(waiting);
    waiting.clear();
    chances.forEach(Runnable::run);
  }

  /** The broker has a message of QoS 2 (PUBREC): that is stored before it is released. */
  void received(int id) {
    Long number = exact.get(id);
    MqttLink to = link;
    if (number != null && to != null) {
      queue.released(
          number,
          () -> {
            if (to == link) {
              to.release(id);
            }
          });
    }
  }

  /** A message of QoS 2 of a former link has ended (PUBCOMP). */
  void completed(int id) {
    Long number = exact.remove(id);
    if (number != null) {
      inflight(-1);
      ended(number);
    }
  }
}
