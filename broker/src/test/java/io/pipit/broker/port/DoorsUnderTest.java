package io.pipit.broker.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.MovableClock;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.config.AccessRule;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.module.Requester;
import io.pipit.broker.module.StylesheetWorker;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.Loops;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.Turns;
import io.pipit.pubsub.PayloadCheck;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.StanzaError;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A service on two shards, with doors. Confined to its test. */
final class DoorsUnderTest implements AutoCloseable {

  static final BareJid SERVICE = BareJid.of("pubsub.pipit.test");
  static final FullJid ALICE = FullJid.of("alice@pipit.test/meter");
  static final FullJid BOB = FullJid.of("bob@pipit.test/panel");
  static final FullJid ADMIN = FullJid.of("admin@pipit.test/desk");
  static final FullJid GUEST = FullJid.of("guest@pipit.test/x");
  static final Instant NOON = Instant.parse("2026-06-30T12:00:00Z");
  static final int MOST_SUBSCRIPTIONS = 5;

  /** More than any effect takes from loop to loop. */
  private static final int MANY_TURNS = 50;

  private static final LiveItem.Form<PortItem> PLAIN = item -> item;

  final MovableClock clock = new MovableClock(NOON);
  final BrokerMetrics metrics = new BrokerMetrics();
  final RosterSnapshots rosters = new RosterSnapshots();
  final PortSubscriptions subscriptions;
  final PortService port;
  final PubsubService pubsub;
  final List<LoopInbox> loops;
  final Shards shards;
  final BrokerNumbers numbers;
  final AccessRules access;
  volatile boolean isFull;
  volatile String uptime = "1 seconds";
  final Vertx vertx;
  private final PortAnnouncer announcer;

  static DoorsUnderTest start() {
    return new DoorsUnderTest(new InMemoryLog(), List.of(), policy -> policy);
  }

  static DoorsUnderTest withRules(String... rules) {
    return new DoorsUnderTest(new InMemoryLog(), parse(rules), policy -> policy);
  }

  private static List<AccessRule> parse(String... rules) {
    List<AccessRule> parsed = new ArrayList<>();
    for (String rule : rules) {
      parsed.add(AccessRule.parse(rule).orElseThrow());
    }
    return parsed;
  }

  /** From now on these rules decide. */
  void replaceRules(String... rules) {
    access.replace(parse(rules));
  }

  DoorsUnderTest(
      ChangeLog log, List<AccessRule> rules, UnaryOperator<ServicePolicy.Builder> policy) {
    this(log, rules, policy, false);
  }

  DoorsUnderTest(
      ChangeLog log,
      List<AccessRule> rules,
      UnaryOperator<ServicePolicy.Builder> policy,
      boolean tellsOfRetracted) {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    loops = new Loops(vertx, 2).all();
    NodeView.Factory views = (service, node) -> new InMemoryView();
    SubscriptionLedger ledger = new SubscriptionLedger();
    shards =
        new Shards(loops.stream().map(loop -> new EntityShard(loop, log, views, ledger)).toList());
    ResourceRegistry registry = new ResourceRegistry();
    Fanout fanout = new Fanout(registry, loops);
    access =
        new AccessRules(rules, "pipit.test", GUEST.bare()::equals, who -> who.equals(ADMIN.bare()));
    subscriptions =
        new PortSubscriptions(SERVICE, shards.ofDirectory(SERVICE), access, MOST_SUBSCRIPTIONS);
    announcer =
        new PortAnnouncer(
            subscriptions, fanout, rosters.blockLists(), metrics, clock, tellsOfRetracted);
    pubsub =
        new PubsubService(
            policy
                .apply(
                    ServicePolicy.builder(SERVICE, "Events")
                        .autoCreate(true)
                        .administrator(who -> who.equals(ADMIN.bare())))
                .build(),
            ServiceLimits.DEFAULT,
            PayloadCheck.NONE,
            new ModuleTable(List.of()),
            shards,
            fanout,
            rosters,
            registry::available,
            clock,
            new byte[32],
            metrics,
            new StylesheetWorker(StylesheetWorker.Times.DEFAULT, () -> {}),
            announcer,
            () -> isFull);
    numbers =
        new BrokerNumbers(
            Map.of("$SYS/broker/uptime", () -> uptime), subscriptions, access, fanout, clock);
    port = new PortService(pubsub, shards, access, numbers, Protocol.BRIDGE, metrics);
  }

  PortAnnouncer announcer() {
    return announcer;
  }

  // ---- subscribers

  /** A subscriber that keeps what it gets. */
  final class Listener implements LiveSubscriber {

    final Jid address;
    final LoopInbox loop;

    /** What came, as {@code node=content q<assurance> [identifiers]}; confined to its loop. */
    final List<String> got = new ArrayList<>();

    final List<PortItem> items = new ArrayList<>();

    Listener(Jid address, LoopInbox loop) {
      this.address = address;
      this.loop = loop;
    }

    @Override
    public Jid address() {
      return address;
    }

    @Override
    public LoopInbox loop() {
      return loop;
    }

    @Override
    public void published(LiveItem item, LiveMatch match) {
      PortItem shown = item.in(PLAIN);
      items.add(shown);
      StringBuilder text = new StringBuilder(shown.node() + "=" + text(shown));
      text.append(" q").append(Math.min(item.assurance(), match.assurance()));
      for (int identifier : match.identifiers()) {
        text.append(" #").append(identifier);
      }
      if (match.asPublished() && shown.standing()) {
        text.append(" r");
      }
      got.add(text.toString());
    }

    List<PortSubscriptions.Subscribed> subscribe(QueueFilter... filters) {
      return await(told -> subscriptions.subscribe(this, List.of(filters), told));
    }

    PortSubscriptions.Subscribed subscribe(String filter) {
      return subscribe(filter(filter)).get(0);
    }

    List<Boolean> unsubscribe(String... filters) {
      return await(told -> subscriptions.unsubscribe(this, List.of(filters), told));
    }

    /** What came since this was asked last; everything that was told before is in it. */
    List<String> take() {
      loops.forEach(each -> onLoop(each, () -> true)); // who was answered first has told the rest
      return onLoop(
          loop,
          () -> {
            List<String> all = List.copyOf(got);
            got.clear();
            return all;
          });
    }
  }

  Listener listener(Jid address) {
    return new Listener(address, loops.get(0));
  }

  Listener listener(Jid address, int loop) {
    return new Listener(address, loops.get(loop));
  }

  static QueueFilter filter(String filter) {
    return new QueueFilter(filter, 2, false, false, 0);
  }

  static String text(PortItem item) {
    return new String(item.payload().content(), StandardCharsets.UTF_8);
  }

  // ---- publishes

  static PortPublish publishOf(Jid requester, String node, String text) {
    return new PortPublish(
        requester,
        node,
        null,
        new PortPayload("auto", null, text.getBytes(StandardCharsets.UTF_8)),
        List.of(),
        false,
        false,
        null,
        null);
  }

  static PortPublish with(PortPublish publish, boolean standing, int assurance) {
    return new PortPublish(
        publish.requester(),
        publish.node(),
        publish.id(),
        publish.payload(),
        publish.headers(),
        standing,
        !standing,
        assurance,
        publish.key(),
        publish.template());
  }

  static PortPublish with(PortPublish publish, @Nullable String id, PortHeader... headers) {
    return new PortPublish(
        publish.requester(),
        publish.node(),
        id,
        publish.payload(),
        List.of(headers),
        publish.standing(),
        publish.passing(),
        publish.assurance(),
        publish.key(),
        publish.template());
  }

  PortResult publish(PortPublish publish) {
    return await(told -> port.publish(publish, loops.get(0)::execute, told));
  }

  /** Publishes with RETAIN, as MQTT calls it. */
  PortResult stand(Jid requester, String node, String text) {
    return publish(with(publishOf(requester, node, text), true, 2));
  }

  PortResult pass(Jid requester, String node, String text) {
    return publish(with(publishOf(requester, node, text), false, 2));
  }

  PortResult endStanding(Jid requester, String node) {
    return await(told -> port.endStanding(requester, node, 1, loops.get(0)::execute, told));
  }

  /** Has a command of XMPP decided. */
  Response ask(Command command) {
    return await(
        told ->
            pubsub.submit(
                command,
                new Requester() {
                  @Override
                  public void decided(Response response) {
                    told.accept(response);
                  }

                  @Override
                  public void refused(StanzaError error) {
                    throw new AssertionError(error);
                  }
                }));
  }

  // ---- waiting

  static <T> T await(Consumer<Consumer<T>> asking) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    asking.accept(answer::complete);
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Until everything has had all effects that it can have by now. */
  void settle() {
    for (int turn = 0; turn < MANY_TURNS; turn++) {
      loops.forEach(Turns::pass);
    }
  }

  /** Behind everything that was sent to a loop before. */
  static <T> T onLoop(LoopInbox loop, Supplier<T> action) {
    return await(told -> loop.execute(() -> told.accept(action.get())));
  }

  @Override
  public void close() {
    try {
      loops.forEach(loop -> assertEquals(0, loop.failures()));
    } finally {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(30, TimeUnit.SECONDS)
          .join();
    }
  }
}
