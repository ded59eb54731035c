package io.pipit.broker.http;

import io.pipit.bridges.mqtt.BridgeProbe;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.EventLoopWatch;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A door on a free port of this machine, before administrations that note what they are asked. */
final class OpenDoor implements AutoCloseable {

  static final String TOKEN = "0123456789abcdef0123456789abcdef";

  /** What the administrations were asked to change, in order. */
  final List<String> changes = new ArrayList<>();

  final List<String> names = new ArrayList<>(List.of("juliet", "romeo", "tybalt"));
  final List<String> queues =
      new ArrayList<>(List.of("juliet@localhost/mqtt/a", "romeo@localhost/mqtt/../b c"));
  final Map<String, Map<String, List<String>>> nodes = new TreeMap<>();
  final CompletableFuture<Void> stopped = new CompletableFuture<>();
  final BrokerMetrics metrics = new BrokerMetrics();

  /** What every act of administration comes to instead of being done. */
  volatile @Nullable Future<Answer<Object>> instead;

  /** A bridge that is up, and one that is not enabled. */
  volatile List<BridgeAdministration.View> bridges = List.of();

  /** What a test of a bridge finds. */
  volatile List<BridgeProbe.Step> steps = List.of();

  /** What a reload comes to. */
  volatile Answer<Reload.Reloaded> reload =
      Answer.refused(ErrorCode.UNAVAILABLE, "the node is starting");

  volatile List<String> unreadiness = List.of();
  volatile List<String> notes = List.of();
  volatile Map<String, Health.Part> parts = Map.of();

  private final Vertx vertx = Vertx.vertx();
  private final HttpDoor door;

  OpenDoor() {
    this(HttpOptions.of("127.0.0.1", 0, TOKEN), null);
  }

  OpenDoor(HttpOptions options, @Nullable EventLoopWatch watch) {
    EventLoopWatch loops = watch != null ? watch : await(EventLoopWatch.start(vertx, 2, metrics));
    door =
        new HttpDoor(
            options,
            metrics,
            loops,
            new FakeHealth(),
            () ->
                new JsonObject()
                    .put("version", "1.2.3")
                    .put("addresses", new JsonObject().put("mqtt_ws", "127.0.0.1:8083")),
            new Administrations(
                new FakeUsers(),
                new FakeNodes(),
                new FakeQueues(),
                process ->
                    act(
                        "link " + process,
                        new CopyAdministration.Linked(
                            "/copies/" + process, 7, Map.of("a.log", 3L))),
                new FakeBridges(),
                () -> reload,
                () -> stopped.complete(null)));
    await(vertx.deployVerticle(door));
  }

  int port() {
    return door.port();
  }

  HttpPeer.Reply anonymous(String method, String target) throws IOException {
    return HttpPeer.exchange(port(), method, target, "", "");
  }

  HttpPeer.Reply admin(String method, String target, String body) throws IOException {
    return HttpPeer.exchange(
        port(), method, target, "Authorization: Bearer " + TOKEN + "\r\n", body);
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @SuppressWarnings("unchecked")
  private <T> Future<Answer<T>> act(String change, T value) {
    Future<Answer<Object>> other = instead;
    if (other != null) {
      return (Future<Answer<T>>) (Future<?>) other;
    }
    changes.add(change);
    return Future.succeededFuture(Answer.done(value));
  }

  private final class FakeHealth implements Health {
    @Override
    public List<String> unreadiness() {
      return unreadiness;
    }

    @Override
    public List<String> notes() {
      return notes;
    }

    @Override
    public Map<String, Part> parts() {
      return parts;
    }
  }

  private final class FakeBridges implements BridgeAdministration {
    @Override
    public Future<List<View>> list() {
      return Future.succeededFuture(bridges);
    }

    @Override
    public Future<Answer<View>> find(String name) {
      return bridges.stream()
          .filter(view -> view.options().name().equals(name))
          .findFirst()
          .map(view -> Future.succeededFuture(Answer.done(view)))
          .orElseGet(
              () ->
                  Future.succeededFuture(
                      Answer.refused(
                          ErrorCode.NO_SUCH_BRIDGE, "there is no bridge '" + name + "'")));
    }

    private <T> Future<Answer<T>> act(String change, String name, T value) {
      return find(name)
          .compose(
              found ->
                  found instanceof Answer.Refused<View> refused
                      ? Future.succeededFuture(Answer.refused(refused.code(), refused.reason()))
                      : OpenDoor.this.act(change + " " + name, value));
    }

    @Override
    public Future<Answer<View>> pause(String name) {
      return act("pause", name, name).compose(done -> find(name));
    }

    @Override
    public Future<Answer<View>> resume(String name) {
      return act("resume", name, name).compose(done -> find(name));
    }

    @Override
    public Future<Answer<List<BridgeProbe.Step>>> test(String name) {
      return act("test", name, steps);
    }

    @Override
    public Future<Answer<Integer>> dropBuffer(String name) {
      return act("drop", name, 17);
    }
  }

  private final class FakeUsers implements UserAdministration {
    @Override
    public Future<List<BareJid>> list(String after, int limit) {
      return Future.succeededFuture(
          names.stream()
              .filter(name -> name.compareTo(after) > 0)
              .limit(limit)
              .map(FakeUsers::jid)
              .toList());
    }

    @Override
    public Future<Answer<BareJid>> create(String name, String password) {
      return act("create " + name + " " + password, jid(name));
    }

    @Override
    public Future<Answer<BareJid>> changePassword(String name, String password) {
      return act("password " + name + " " + password, jid(name));
    }

    @Override
    public Future<Answer<BareJid>> remove(String name) {
      return act("remove " + name, jid(name));
    }

    private static BareJid jid(String name) {
      return BareJid.of(name + "@localhost");
    }
  }

  private final class FakeNodes implements NodeAdministration {
    @Override
    public Future<List<String>> list(String after, int limit) {
      return Future.succeededFuture(
          nodes.keySet().stream().filter(node -> node.compareTo(after) > 0).limit(limit).toList());
    }

    @Override
    public Future<Answer<NodeInfo>> info(String node) {
      return act("info " + node, told(node, nodes.getOrDefault(node, Map.of())));
    }

    @Override
    public Future<Answer<String>> create(
        @Nullable String node, Map<String, List<String>> configuration) {
      String name = node == null ? "instant" : node;
      return act("create " + name + " " + new TreeMap<>(configuration), name);
    }

    @Override
    public Future<Answer<NodeInfo>> configure(
        String node, Map<String, List<String>> configuration) {
      return act(
          "configure " + node + " " + new TreeMap<>(configuration), told(node, configuration));
    }

    @Override
    public Future<Answer<String>> delete(String node) {
      return act("delete " + node, node);
    }

    private static NodeInfo told(String node, Map<String, List<String>> configuration) {
      return new NodeInfo(node, "leaf", List.of("romeo@localhost"), 7, 2, configuration);
    }
  }

  private final class FakeQueues implements QueueAdministration {

    @Override
    public Future<List<QueueInfo>> list(String after, int limit) {
      return Future.succeededFuture(
          queues.stream()
              .filter(queue -> queue.compareTo(after) > 0)
              .limit(limit)
              .map(FakeQueues::told)
              .toList());
    }

    private static QueueInfo told(String address) {
      int slash = address.indexOf('/');
      return new QueueInfo(
          BareJid.of(address.substring(0, slash)),
          address.substring(slash + 1),
          "mqtt",
          true,
          2,
          345,
          Instant.EPOCH,
          7,
          Map.of("age", 3L));
    }

    @Override
    public Future<Answer<QueueDetails>> info(BareJid owner, String name) {
      return act(
          "show " + owner + " " + name,
          new QueueDetails(
              told(owner + "/" + name),
              List.of("a/#", "b"),
              10,
              1_000,
              Duration.ofDays(1),
              "drop_oldest",
              Duration.ofHours(1)));
    }

    @Override
    public Future<Answer<QueueInfo>> delete(BareJid owner, String name) {
      return act("end " + owner + " " + name, told(owner + "/" + name));
    }
  }
}
