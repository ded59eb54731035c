package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.module.Replay;
import io.pipit.broker.module.StoreSteps;
import io.pipit.broker.module.StylesheetWorker;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.Loops;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.routing.Router;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.AccountChange.AccountCreated;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.Credentials;
import io.pipit.broker.store.FakeLog;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.store.view.ShardViews;
import io.pipit.broker.store.view.SnapshotKey;
import io.pipit.broker.store.view.ViewFiles;
import io.pipit.broker.stream.FakeStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Stanzas;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * All modules of a node on a disk in memory, without sockets and with one owner. At each start the
 * view is missing of what a node before it left, and the log is read for it when the test says so.
 * Confined to its test.
 */
final class NodeWithoutView implements AutoCloseable {

  private static final BareJid SERVER = BareJid.of(TestNode.DOMAIN);
  private static final BareJid SERVICE = BareJid.of(TestNode.SERVICE);
  private static final int ENTRIES = 1_000;

  /** More than the longest chain of tasks that one stanza causes. */
  private static final int TURNS = 12;

  private final FakeLog disk;
  private final Path folder;
  private final Deque<Runnable> reader = new ArrayDeque<>();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final LoopInbox loop = new Loops(vertx, 1).all().get(0);
  private final SegmentLog log;
  private final ViewFiles files;
  private final Shards shards;
  private final Accounts accounts = new Accounts();
  private final Router router;

  /** What the shard has been told of the log: it is told before this is. */
  private volatile long told;

  private NodeWithoutView(FakeLog disk, Path folder) throws IOException, ConfigurationException {
    this.disk = disk;
    this.folder = folder;
    log = disk.open(LogOptions.defaults());
    files = new ViewFiles(folder.resolve("view"), log, ENTRIES, reader::add);
    files.open(SnapshotKey.newest(log));
    shards = new Shards(List.of(new EntityShard(loop, log, newViews(), new SubscriptionLedger())));
    RosterSnapshots rosters = new RosterSnapshots();
    Replay replay = new Replay(log, shards, accounts, rosters, files, newViews());
    replay.everything();
    replay.watch(Runnable::run);
    told = log.durable();
    log.onDurable(position -> told = position);
    ResourceRegistry registry = new ResourceRegistry();
    PubsubService pubsub =
        new PubsubService(
            ServicePolicy.open(SERVICE, "Publish-Subscribe"),
            ServiceLimits.DEFAULT,
            new ModuleTable(List.of()),
            shards,
            new Fanout(registry, List.of(loop)),
            rosters,
            registry::available,
            Clock.systemUTC(),
            new byte[32],
            new BrokerMetrics(),
            new StylesheetWorker(StylesheetWorker.Times.DEFAULT, () -> {}),
            () -> false);
    pubsub.start();
    Configuration configuration =
        ConfigurationLoader.load(
                folder, Map.of("PIPIT_DOMAIN", TestNode.DOMAIN), Optional.empty(), Map.of())
            .configuration();
    router =
        new Router(
            SERVER,
            shards,
            registry,
            accounts,
            List.of(pubsub),
            10,
            rosters::hasPresenceSubscription,
            delivery -> handlers(delivery, configuration, registry, rosters, pubsub));
  }

  private Router.Handlers handlers(
      Delivery delivery,
      Configuration configuration,
      ResourceRegistry registry,
      RosterSnapshots rosters,
      PubsubService pubsub) {
    return new Modules(
            configuration,
            List.of(),
            Clock.systemUTC(),
            delivery,
            shards,
            registry,
            accounts,
            rosters,
            pubsub,
            Runnable::run)
        .handlers();
  }

  private ShardViews newViews() {
    return new ShardViews(log, files, ENTRIES, ENTRIES);
  }

  /** The first one, which misses nothing. */
  static NodeWithoutView start(Path folder) throws IOException, ConfigurationException {
    return new NodeWithoutView(new FakeLog(), folder);
  }

  /** Ends this one and starts another on what its disk holds. */
  NodeWithoutView restart() throws IOException, ConfigurationException, InterruptedException {
    settle();
    StoreSteps.checkpoint(log, files, shards, accounts);
    close();
    try (Stream<Path> view = Files.list(folder.resolve("view"))) {
      for (Path file : view.toList()) {
        Files.delete(file);
      }
    }
    return new NodeWithoutView(disk.afterPowerLoss(null), folder);
  }

  /** Reads the log for what was asked for. */
  void read() {
    settle();
    assertEquals(false, reader.isEmpty(), "nobody waits");
    while (!reader.isEmpty()) {
      reader.remove().run();
      settle();
    }
  }

  /** Lets everything take all its effects, on the disk too. */
  private void settle() {
    long appended;
    do {
      appended = log.appended();
      for (int turn = 0; turn < TURNS; turn++) {
        onLoop(() -> {});
      }
      while (told < log.appended()) {
        Thread.onSpinWait();
      }
      onLoop(() -> {});
    } while (appended < log.appended());
  }

  private void onLoop(Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          action.run();
          done.complete(null);
        });
    done.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** A client of an account, which is made if need be, that has said nothing yet. */
  Client connect(String name, String resource) {
    BareJid account = BareJid.of(name + "@" + SERVER);
    if (accounts.account(account).isEmpty()) {
      Credentials credentials = Credentials.derive(name, new SecureRandom()).orElseThrow();
      accounts.apply(new AccountCreated(account, credentials, AccountRole.USER));
    }
    FullJid address = (FullJid) Jid.of(account + "/" + resource);
    Client client = new Client(new FakeStream(address, loop));
    onLoop(() -> router.bind(client.stream, account, Optional.of(resource)));
    return client;
  }

  /** A client that answers for its capabilities. */
  final class Client {

    private final FakeStream stream;
    private final List<Element> received = new ArrayList<>();
    private Element info = PepClient.interests();

    private Client(FakeStream stream) {
      this.stream = stream;
    }

    String account() {
      return stream.account().toString();
    }

    /** Sends stanzas, which take what effects they can now. */
    Client send(String... stanzas) {
      for (String xml : stanzas) {
        Element sent = FakeStream.parse(xml).with("from", stream.jid().toString());
        Stanzas.Valid valid = (Stanzas.Valid) Stanzas.read(sent);
        onLoop(() -> router.received(stream, valid.stanza()));
      }
      settle();
      for (Element stanza : stream.take()) {
        if (isQuestion(stanza)) {
          send(answer(stanza));
        } else {
          received.add(stanza);
        }
      }
      return this;
    }

    /** Is available, and wants the events of these nodes. */
    Client announce(String... nodes) {
      info = PepClient.interests(nodes);
      return send(PepClient.capabilities(nodes));
    }

    private static boolean isQuestion(Element stanza) {
      return stanza.attribute("type", "").equals("get")
          && stanza.firstElement().filter(query -> query.is("query", Ns.DISCO_INFO)).isPresent();
    }

    private String answer(Element question) {
      String node = question.firstElement().orElseThrow().attribute("node", "");
      return XmlWriter.text(
          Element.builder("iq", Ns.CLIENT)
              .attribute("type", "result")
              .attribute("id", question.attribute("id", ""))
              .attribute("to", question.attribute("from", ""))
              .child(info.with("node", node))
              .build());
    }

    /** All that it got since this was asked last. */
    List<Element> take() {
      send();
      List<Element> all = List.copyOf(received);
      received.clear();
      return all;
    }

    /** As {@link #take}: the ids of the items that it was told. */
    List<String> takeItems() {
      List<String> ids = new ArrayList<>();
      for (Element stanza : take()) {
        stanza
            .child("event", "http://jabber.org/protocol/pubsub#event")
            .flatMap(Element::firstElement)
            .ifPresent(
                items -> items.elements().forEach(item -> ids.add(item.attribute("id", ""))));
      }
      return ids;
    }
  }

  @Override
  public void close() {
    assertEquals(0, loop.failures(), "tasks that failed");
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    log.close();
    files.close();
  }
}
