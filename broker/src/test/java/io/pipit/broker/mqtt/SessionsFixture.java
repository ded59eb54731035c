package io.pipit.broker.mqtt;

import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.port.AccessRules;
import io.pipit.broker.port.PortSubscriptions;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.stream.BindResult;
import io.pipit.broker.stream.ClientStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.StreamListener;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Stanza;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The MQTT door with its sessions, in front of a {@link FakePort}. */
final class SessionsFixture implements AutoCloseable {

  static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  static final SessionOptions OPTIONS =
      new SessionOptions(SERVICE, 2, 2, 2, 2, 10, 100_000, 3, 100, false, true);

  private static final AccessRules RULES =
      new AccessRules(List.of(), "example.org", who -> false, who -> false);

  /** No resources but those that ask to be some. */
  private static final StreamListener NOBODY =
      new StreamListener() {
        @Override
        public BindResult bind(ClientStream stream, BareJid account, Optional<String> resource) {
          return new BindResult.Bound(stream.jid());
        }

        @Override
        public void bound(ClientStream stream) {}

        @Override
        public void received(ClientStream stream, Stanza stanza) {}

        @Override
        public void closed(ClientStream stream) {}
      };

  final FakePort port = new FakePort();
  final LiveSessions sessions;
  final MqttFixture door;
  private final Vertx vertx = Vertx.vertx();

  static SessionsFixture start() throws Exception {
    return new SessionsFixture(OPTIONS);
  }

  /** Where MQTT 3.1.1 is told of a refusal by the end of its connection. */
  static SessionsFixture refusing() throws Exception {
    return new SessionsFixture(
        new SessionOptions(SERVICE, 2, 2, 2, 2, 10, 100_000, 3, 100, true, true));
  }

  private SessionsFixture(SessionOptions options) throws Exception {
    LoopInbox loop = new LoopInbox(((VertxInternal) vertx).createEventLoopContext());
    EntityShard shard =
        new EntityShard(
            loop,
            new InMemoryLog(),
            (service, node) -> new InMemoryView(),
            new SubscriptionLedger());
    sessions =
        new LiveSessions(
            options,
            new LiveSessions.Parts(
                port,
                new PortSubscriptions(SERVICE, shard, RULES, 100),
                NOBODY,
                Clock.systemUTC(),
                MqttMetrics.NONE));
    door = MqttFixture.with(sessions);
  }

  /** A client with a session. */
  RawMqttClient session(int version, String id) throws Exception {
    return door.session(version, id);
  }

  @Override
  public void close() {
    door.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
