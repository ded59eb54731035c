package io.pipit.pubsub.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.pipit.pubsub.port.PortResult.Reason;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the contracts of {@link PubsubPort} have in common. */
@Timeout(60)
abstract class PortFixture {

  static final FullJid OWNER = PortUnderTest.OWNER;
  static final BareJid BRIDGE = PortUnderTest.BRIDGE;

  /** The consumer of the queue, as it publishes. */
  static final FullJid ITSELF = FullJid.of(BRIDGE + "/plant");

  /** Of the queue. */
  static final String NAME = "bridge/plant";

  static final QueueBounds ROOM =
      new QueueBounds(100, 100_000, Duration.ofDays(1), Overflow.DROP_OLDEST, false);

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private @Nullable PortUnderTest service;
  private @Nullable PubsubPort port;

  /** A service that is not started. */
  protected abstract PortUnderTest newService();

  @BeforeEach
  void begin() throws Exception {
    PortUnderTest made = newService();
    service = made;
    port = made.start(executor);
  }

  @AfterEach
  void end() throws Exception {
    try {
      service().stop();
    } finally {
      executor.shutdownNow();
    }
  }

  PortUnderTest service() {
    return Objects.requireNonNull(service);
  }

  PubsubPort port() {
    return Objects.requireNonNull(port);
  }

  void restart() throws Exception {
    settle();
    port = service().restart(executor);
  }

  // ---- waiting

  /** What becomes of something that is told once. */
  static <T> T await(Consumer<Consumer<T>> asking) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    asking.accept(answer::complete);
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Everything that was done has had all its effects. */
  void settle() {
    service().settle();
    onExecutor(() -> true);
  }

  /** Behind everything that was told. */
  <T> T onExecutor(Supplier<T> action) {
    return await(told -> executor.execute(() -> told.accept(action.get())));
  }

  // ---- publishing

  static PortPublish publishOf(Jid requester, String node, String text) {
    return new PortPublish(
        requester,
        node,
        null,
        new PortPayload("auto", null, text.getBytes(StandardCharsets.UTF_8)),
        List.of(),
        false,
        true,
        null,
        null);
  }

  static PortPublish standing(String node, String text) {
    PortPublish publish = publishOf(OWNER, node, text);
    return new PortPublish(
        OWNER, node, "current", publish.payload(), List.of(), true, false, null, null);
  }

  static PortPublish with(PortPublish publish, String id, PortHeader... headers) {
    return copy(
        publish, id, List.of(headers), publish.assurance(), publish.key(), publish.template());
  }

  static PortPublish withKey(PortPublish publish, String key) {
    return copy(publish, publish.id(), List.of(), publish.assurance(), key, publish.template());
  }

  static PortPublish withTemplate(PortPublish publish, String template) {
    return copy(publish, publish.id(), List.of(), publish.assurance(), publish.key(), template);
  }

  static PortPublish atMostOnce(PortPublish publish) {
    return copy(publish, publish.id(), List.of(), 0, publish.key(), publish.template());
  }

  private static PortPublish copy(
      PortPublish publish,
      @Nullable String id,
      List<PortHeader> headers,
      int assurance,
      @Nullable String key,
      @Nullable String template) {
    return new PortPublish(
        publish.requester(),
        publish.node(),
        id,
        publish.payload(),
        headers,
        publish.standing(),
        publish.passing(),
        assurance,
        key,
        template);
  }

  PortResult endStanding(Jid requester, String node) {
    return await(told -> port().endStanding(requester, node, told));
  }

  PortResult publish(PortPublish publish) {
    return await(told -> port().publish(publish, told));
  }

  PortResult.Done done(PortPublish publish) {
    return assertInstanceOf(PortResult.Done.class, publish(publish));
  }

  void publish(String node, String... texts) {
    for (String text : texts) {
      done(publishOf(OWNER, node, text));
    }
  }

  static Reason reason(PortResult result) {
    return assertInstanceOf(PortResult.Refused.class, result).reason();
  }

  Reason refusal(PortPublish publish) {
    return reason(publish(publish));
  }

  static String text(PortItem item) {
    return new String(item.payload().content(), StandardCharsets.UTF_8);
  }

  // ---- queues

  static QueueFilter filter(String filter) {
    return new QueueFilter(filter, 2, false, true, 0);
  }

  static QueueSpec spec(String... filters) {
    return spec(ROOM, filters);
  }

  static QueueSpec spec(QueueBounds bounds, String... filters) {
    List<QueueFilter> all = List.of(filters).stream().map(PortFixture::filter).toList();
    return new QueueSpec(NAME, BRIDGE, all, bounds, Duration.ofDays(7), true);
  }

  PortClient client() {
    return new PortClient(this, onExecutor(Thread::currentThread));
  }

  PortOpening opening(QueueSpec spec, PortClient client) {
    return await(told -> port().open(spec, client, told));
  }

  PortOpening.Opened opened(QueueSpec spec, PortClient client) {
    PortOpening.Opened opened = assertInstanceOf(PortOpening.Opened.class, opening(spec, client));
    client.has(opened.queue());
    return opened;
  }

  PortClient open(QueueSpec spec) {
    PortClient client = client();
    assertEquals(Map.of(), opened(spec, client).refused());
    return client;
  }

  PortClient open(String... filters) {
    return open(spec(filters));
  }

  static List<Long> numbers(List<QueuedItem> items) {
    return items.stream().map(QueuedItem::number).toList();
  }

  static List<String> texts(List<QueuedItem> items) {
    return items.stream().map(item -> text(item.item())).toList();
  }
}
