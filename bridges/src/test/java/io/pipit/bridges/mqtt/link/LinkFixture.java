package io.pipit.bridges.mqtt.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A link and what it told, for a test that calls from its own thread. Confined to its test. */
final class LinkFixture implements AutoCloseable {

  private static final long SECONDS = 60;

  /** What was told, in its order. */
  final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

  final MqttLink link;
  private final Context context;
  private final BlockingQueue<Integer> overflowing = new LinkedBlockingQueue<>();
  private int overflows;

  record Released(int id) {}

  record Received(int id) {}

  record Completed(int id) {}

  LinkFixture(Vertx vertx, LinkOptions options) {
    context = vertx.getOrCreateContext();
    link = MqttLink.create(vertx, context, options, new Listener());
  }

  static LinkOptions options(int port, String clientId, boolean isVersion5) {
    return options("127.0.0.1", port, null, clientId, isVersion5, Duration.ofSeconds(30), 10_000);
  }

  static LinkOptions options(
      String host,
      int port,
      @Nullable LinkTls tls,
      String clientId,
      boolean isVersion5,
      Duration keepalive,
      int intake) {
    return new LinkOptions(
        host,
        port,
        tls,
        isVersion5,
        clientId,
        null,
        null,
        keepalive,
        false,
        Duration.ofHours(1),
        Duration.ofSeconds(30),
        20,
        100,
        1_048_576,
        intake,
        false,
        null);
  }

  /** The same, with an intake that drops nothing. */
  static LinkOptions blocking(LinkOptions of) {
    return new LinkOptions(
        of.host(),
        of.port(),
        of.tls(),
        of.isVersion5(),
        of.clientId(),
        of.username(),
        of.password(),
        of.keepalive(),
        of.cleanStart(),
        of.stateExpiry(),
        of.connectTimeout(),
        of.maxInflight(),
        of.receiveMaximum(),
        of.maxPacketBytes(),
        of.intake(),
        true,
        of.will());
  }

  private final class Listener implements LinkListener {
    @Override
    public void connected(LinkUp up) {
      events.add(up);
    }

    @Override
    public void message(IncomingMessage message) {
      events.add(message);
    }

    @Override
    public void released(int id) {
      events.add(new Released(id));
    }

    @Override
    public void received(int id) {
      events.add(new Received(id));
    }

    @Override
    public void completed(int id) {
      events.add(new Completed(id));
    }

    @Override
    public void overflow() {
      overflowing.add(1);
    }

    @Override
    public void closed(LinkFailure failure) {
      events.add(failure);
    }
  }

  LinkFixture connect() {
    run(
        ignored -> {
          link.connect();
          return null;
        });
    return this;
  }

  LinkUp up() throws Exception {
    return connect().next(LinkUp.class);
  }

  /** Until so many messages had no room. */
  void awaitOverflows(int count) throws InterruptedException {
    while (overflows < count) {
      Integer one = overflowing.poll(SECONDS, TimeUnit.SECONDS);
      assertNotNull(one, "only " + overflows + " had no room");
      overflows += one;
    }
  }

  /** How many messages had no room so far. */
  int overflows() {
    return overflows + overflowing.size();
  }

  /** The next event, which is of that kind. */
  <E> E next(Class<E> kind) throws InterruptedException {
    Object event = events.poll(SECONDS, TimeUnit.SECONDS);
    if (!kind.isInstance(event)) {
      throw new AssertionError("no " + kind.getSimpleName() + " but " + event);
    }
    return kind.cast(event);
  }

  /** Does something on the context of the link, and waits for its end. */
  private <T> T run(Function<MqttLink, T> work) {
    return Future.<T>future(done -> context.runOnContext(ran -> done.complete(work.apply(link))))
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** As {@link #run}, and waits for what it gives. */
  <T> T await(Function<MqttLink, Future<T>> work) {
    return later(work)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** Does something on the context of the link. */
  <T> Future<T> later(Function<MqttLink, Future<T>> work) {
    return run(work);
  }

  void acknowledge(IncomingMessage message) {
    run(
        ran -> {
          link.acknowledge(message);
          return null;
        });
  }

  void complete(int id) {
    run(
        ran -> {
          link.complete(id);
          return null;
        });
  }

  void release(int id) {
    run(
        ran -> {
          link.release(id);
          return null;
        });
  }

  /** Subscribes, and fails the test when that is refused. */
  void subscribe(String filter, int qos) {
    List<SubscribeAnswer> answers =
        await(one -> one.subscribe(List.of(new LinkFilter(filter, qos, true, true))));
    if (answers.size() != 1 || answers.get(0).isRefused()) {
      throw new AssertionError(answers.toString());
    }
  }

  static OutgoingMessage message(String topic, String text, int qos, int exactId) {
    return new OutgoingMessage(
        topic, text.getBytes(UTF_8), qos, false, exactId, false, MessageProperties.NONE);
  }

  /** The payloads of the next messages, each acknowledged. */
  List<String> texts(int count) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      IncomingMessage message = next(IncomingMessage.class);
      texts.add(new String(message.payload(), UTF_8));
      acknowledge(message);
    }
    return texts;
  }

  @Override
  public void close() {
    await(one -> one.close(false));
  }
}
