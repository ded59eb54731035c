package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.xmpp.Jid;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A bridge to a broker of the test, at a service in memory. Confined to its test. */
final class BridgeFixture implements AutoCloseable {

  static final String NODE = "node-a";
  private static final long SECONDS = 60;

  /** As long as a test can wait for what does not come. */
  private static final RetainedCheck.Waits WAITS =
      new RetainedCheck.Waits(Duration.ofMillis(50), Duration.ofMillis(1_500));

  final InMemoryPort port;
  final CountedMetrics metrics = new CountedMetrics();
  final Bridge bridge;
  private final Context context;

  BridgeFixture(Vertx vertx, InMemoryPort port, BridgeOptions options) {
    this(vertx, port, NODE, options);
  }

  BridgeFixture(Vertx vertx, InMemoryPort port, String node, BridgeOptions options) {
    this.port = port;
    context = vertx.getOrCreateContext();
    BridgeEnvironment environment =
        new BridgeEnvironment(
            vertx,
            context,
            port.on(work -> context.runOnContext(ran -> work.run())),
            Clock.systemUTC(),
            node,
            "localhost",
            metrics);
    bridge = new Bridge(environment, options, WAITS);
  }

  /** With waits that a test can have. */
  static BridgeOptions.Builder options(String name, int port) {
    return BridgeOptions.builder(name)
        .addresses(List.of("mqtt://127.0.0.1:" + port))
        .connectTimeout(Duration.ofSeconds(30))
        .backoff(
            new BackoffOptions(
                Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(30)));
  }

  static SubscribeMapping.Builder from(String filter, String node) {
    return SubscribeMapping.builder(filter).node(node);
  }

  static PublishMapping.Builder to(String nodes, String topic) {
    return PublishMapping.builder(List.of(nodes), topic);
  }

  /** Starts it, and waits until it is connected. */
  BridgeFixture up() throws Exception {
    start();
    metrics.awaitState(BridgeState.UP, 1);
    return this;
  }

  BridgeFixture start() {
    await(bridge.start());
    return this;
  }

  static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** Publishes at the service, as somebody who is no bridge. */
  PortResult publish(String node, String id, String text, PortHeader... headers) {
    return publish(node, id, text, 2, headers);
  }

  PortResult publish(String node, String id, String text, int assurance, PortHeader... headers) {
    CompletableFuture<PortResult> told = new CompletableFuture<>();
    port.publish(
        new PortPublish(
            Jid.of("juliet@localhost/balcony"),
            node,
            id,
            new PortPayload("text", "text/plain", text.getBytes(UTF_8)),
            List.of(headers),
            false,
            false,
            assurance,
            null,
            null),
        told::complete);
    return told.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  void retract(String node) {
    CompletableFuture<PortResult> told = new CompletableFuture<>();
    port.endStanding(Jid.of("juliet@localhost/balcony"), node, told::complete);
    told.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  /** The next item that came by this bridge, which has that name. */
  InMemoryPort.Published next(String name) throws InterruptedException {
    InMemoryPort.Published next = next();
    while (!next.publish().requester().bare().toString().startsWith("bridge-" + name)) {
      next = next();
    }
    return next;
  }

  /** The next item that was published at a node that is not the status node. */
  InMemoryPort.Published next() throws InterruptedException {
    while (true) {
      InMemoryPort.Published next = port.published.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing was published");
      }
      if (!next.item().node().startsWith("bridges/")) {
        return next;
      }
    }
  }

  String nextText() throws InterruptedException {
    return InMemoryPort.text(next().item());
  }

  BridgeStatus status() {
    return await(bridge.status());
  }

  @Override
  public void close() {
    await(bridge.stop());
  }
}
