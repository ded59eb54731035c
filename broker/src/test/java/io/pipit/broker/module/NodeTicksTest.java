package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.MovableClock;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.StanzaError;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What nodes do by themselves: the shard's timer, ticks that are logged, and restarts. */
class NodeTicksTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.pipit.test");
  private static final FullJid ALICE = FullJid.of("alice@pipit.test/phone");
  private static final Instant NOON = Instant.parse("2026-06-30T12:00:00Z");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final LoopInbox loop = new LoopInbox(((VertxInternal) vertx).createEventLoopContext());
  private final MovableClock clock = new MovableClock(NOON);
  private Running process = new Running(new InMemoryLog());

  /** One run of a service with one shard, on what a log holds. */
  private final class Running {
    final InMemoryLog log;
    final EntityShard shard;
    final PubsubService service;
    final List<Runnable> alarms = new ArrayList<>();

    Running(InMemoryLog log) {
      this.log = log;
      NodeView.Factory views = (service, node) -> new InMemoryView();
      shard =
          new EntityShard(
              loop,
              log,
              views,
              new SubscriptionLedger(),
              (delay, task) -> {
                alarms.add(task);
                return () -> alarms.remove(task);
              });
      Shards shards = new Shards(List.of(shard));
      RosterSnapshots rosters = new RosterSnapshots();
      new Replay(log, shards, new Accounts(), rosters, null, views).everything();
      ResourceRegistry registry = new ResourceRegistry();
      service =
          new PubsubService(
              ServicePolicy.open(SERVICE, "Events"),
              ServiceLimits.DEFAULT,
              new ModuleTable(List.of()),
              shards,
              new Fanout(registry, List.of(loop)),
              rosters,
              registry::available,
              clock,
              new byte[32],
              new BrokerMetrics(),
              new StylesheetWorker(StylesheetWorker.Times.DEFAULT, () -> {}),
              () -> false);
      service.start();
    }

    Response ask(Command command) {
      CompletableFuture<Response> answer = new CompletableFuture<>();
      service.submit(
          command,
          new Requester() {
            @Override
            public void decided(Response response) {
              answer.complete(response);
            }

            @Override
            public void refused(StanzaError error) {
              answer.completeExceptionally(new AssertionError(error));
            }
          });
      return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Lets the timer of the shard ring; the number that is set afterwards. */
    int ring() {
      return onLoop(
          () -> {
            List<Runnable> ringing = List.copyOf(alarms);
            alarms.clear();
            ringing.forEach(Runnable::run);
            return alarms.size();
          });
    }

    long subscriptions() {
      return onLoop(() -> shard.nodes(SERVICE).node("news").orElseThrow().subscriptions().count());
    }
  }

  private <T> T onLoop(Supplier<T> action) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.execute(() -> done.complete(action.get()));
    return done.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @AfterEach
  void end() {
    assertEquals(0, loop.failures());
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private void nodeWithSubscriptionThatEnds(String expiry) {
    process.ask(new ServiceCommand.CreateNode(ALICE, "news", Map.of()));
    process.ask(
        new NodeCommand.Subscribe(ALICE, "news", ALICE, Map.of("pubsub#expire", List.of(expiry))));
    assertEquals(1, process.subscriptions());
  }

  private void restart() {
    InMemoryLog kept = process.log.reopened();
    process = new Running(kept);
  }

  @Test
  void leaseEndsByTheTimerAndItsEndIsLogged() {
    nodeWithSubscriptionThatEnds("2026-06-30T13:00:00Z");
    assertEquals(1, process.ring(), "set again: nothing is due yet");
    clock.advance(Duration.ofMinutes(30));
    process.ring(); // the reminder
    assertEquals(1, process.subscriptions());
    clock.advance(Duration.ofMinutes(30));
    assertEquals(0, process.ring());
    assertEquals(0, process.subscriptions());
    restart();
    assertEquals(0, process.subscriptions());
  }

  @Test
  void whatWasDueWhileTheProcessWasDownIsDoneAtStart() {
    nodeWithSubscriptionThatEnds("2026-06-30T13:00:00Z");
    clock.advance(Duration.ofDays(1));
    restart();
    assertEquals(0, process.ring());
    assertEquals(0, process.subscriptions());
  }

  @Test
  void timesAreReadFromTheStateAtStart() {
    nodeWithSubscriptionThatEnds("2026-06-30T13:00:00Z");
    restart();
    assertEquals(1, process.ring());
    assertEquals(1, process.subscriptions());
    clock.advance(Duration.ofHours(1));
    process.ring();
    assertEquals(0, process.subscriptions());
  }

  @Test
  void ownersAreAskedByTheTimerAboutWhoAskedAgain() {
    FullJid bob = FullJid.of("bob@example.org/x");
    process.ask(
        new ServiceCommand.CreateNode(
            ALICE, "news", Map.of("pubsub#access_model", List.of("authorize"))));
    process.ask(new NodeCommand.Subscribe(bob, "news", bob));
    process.ask(new NodeCommand.Unsubscribe(bob, "news", bob, null));
    assertEquals(0, process.ring(), "asked at once");
    process.ask(new NodeCommand.Subscribe(bob, "news", bob));
    assertEquals(1, process.ring(), "to be asked later");
    clock.advance(Duration.ofMinutes(1));
    assertEquals(0, process.ring());
    assertEquals(1, process.subscriptions());
  }

  @Test
  void nothingIsTimedWithoutNeed() {
    process.ask(new ServiceCommand.CreateNode(ALICE, "news", Map.of()));
    process.ask(new NodeCommand.Subscribe(ALICE, "news", ALICE));
    assertEquals(0, process.ring());
  }

  @Test
  void tickThatFindsTheDiskBusyComesAgain() {
    nodeWithSubscriptionThatEnds("2026-06-30T13:00:00Z");
    clock.advance(Duration.ofHours(1));
    process.log.fail();
    assertEquals(1, process.ring(), "a timer for another try");
    assertEquals(1, process.subscriptions());
  }

  /** Whose end came before the directory knew of the subscription is not missed. */
  @Test
  @Tag("PS-12.5-tempsub-cancel")
  void subscriptionForThePresenceOfWhoIsNotConnectedEndsAtOnce() {
    process.ask(new ServiceCommand.CreateNode(ALICE, "news", Map.of()));
    process.ask(
        new NodeCommand.Subscribe(
            ALICE, "news", ALICE, Map.of("pubsub#expire", List.of("presence"))));
    assertTrue(settled() && process.subscriptions() == 0);
    restart();
    assertTrue(settled() && process.subscriptions() == 0);
  }

  /** Lets the tasks of the shard that are under way come to their end. */
  private boolean settled() {
    for (int turn = 0; turn < 8; turn++) {
      onLoop(() -> true);
    }
    return true;
  }
}
