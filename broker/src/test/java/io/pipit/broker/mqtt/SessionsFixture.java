package io.pipit.broker.mqtt;

import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.port.AccessRules;
import io.pipit.broker.port.PortQueues;
import io.pipit.broker.port.PortSubscriptions;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The MQTT door with its sessions, in front of a {@link FakePort}. */
final class SessionsFixture implements AutoCloseable {

  static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  private static final Duration DAY = Duration.ofDays(1);
  static final SessionOptions OPTIONS =
      new SessionOptions(SERVICE, 2, 2, 2, 2, 10, 100_000, DAY, DAY, 3, 100, false, true);

  private static final AccessRules RULES =
      new AccessRules(List.of(), "example.org", who -> false, who -> false);

  /** No resources but those that ask to be some. */
  static final StreamListener NOBODY =
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
  final ClientSessions sessions;
  final MqttFixture door;
  final InMemoryLog log = new InMemoryLog();
  private final Vertx vertx = Vertx.vertx();

  static SessionsFixture start() throws Exception {
    return new SessionsFixture(OPTIONS);
  }

  /** Where MQTT 3.1.1 is told of a refusal by the end of its connection. */
  static SessionsFixture refusing() throws Exception {
    return new SessionsFixture(
        new SessionOptions(SERVICE, 2, 2, 2, 2, 10, 100_000, DAY, DAY, 3, 100, true, true));
  }

  private SessionsFixture(SessionOptions options) throws Exception {
    LoopInbox loop = new LoopInbox(((VertxInternal) vertx).createEventLoopContext());
    EntityShard shard =
        new EntityShard(loop, log, (service, node) -> new InMemoryView(), new SubscriptionLedger());
    PortSubscriptions subscriptions = new PortSubscriptions(SERVICE, shard, RULES, 100);
    PortQueues queues =
        new PortQueues(
            new Shards(List.of(shard)),
            log,
            subscriptions,
            new RosterSnapshots().blockLists(),
            Runnable::run,
            100,
            Clock.systemUTC());
    sessions =
        new ClientSessions(
            options,
            new ClientSessions.Parts(
                port,
                port,
                subscriptions,
                queues,
                LoopInbox::execute,
                NOBODY,
                account -> true,
                shard.alarm(),
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
