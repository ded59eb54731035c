package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.account.InterestSnapshots;
import io.pipit.broker.account.RosterLimits;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.module.CapsModule;
import io.pipit.broker.module.PingModule;
import io.pipit.broker.module.PresenceModule;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.module.RosterModule;
import io.pipit.broker.module.RosterUpdates;
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
import io.pipit.broker.stream.C2sOptions;
import io.pipit.broker.stream.C2sServer;
import io.pipit.broker.stream.C2sService;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.StreamLimits;
import io.pipit.broker.stream.TlsMode;
import io.pipit.broker.stream.sasl.Authenticator;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a client publishes behind a change of its roster is judged by the changed roster, though
 * accounts and nodes have different owners. Here the owner of the publisher's account is slow: it
 * has an event loop of its own, and stands still until it is told to go on.
 */
@Timeout(60)
class RosterOrderTest {

  private static final BareJid SERVER = BareJid.of(TestNode.DOMAIN);
  private static final BareJid SERVICE = BareJid.of(TestNode.SERVICE);
  private static final Credentials SECRET =
      Credentials.derive("secret", new SecureRandom()).orElseThrow();
  private static final int IN_FLIGHT = StreamLimits.DEFAULTS.afterAuthentication().inFlight();

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Vertx slowVertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Loops streamLoops = new Loops(vertx, 1);
  private final InMemoryLog log = new InMemoryLog();
  private final Accounts accounts = new Accounts();
  private final RosterSnapshots rosters = new RosterSnapshots();
  private final InterestSnapshots interests = new InterestSnapshots();
  private final CountDownLatch standstill = new CountDownLatch(1);
  private final List<WireClient> clients = new ArrayList<>();

  private final SubscriptionLedger ledger = new SubscriptionLedger();
  private final EntityShard fast = shard(streamLoops.all().get(0));
  private final EntityShard slow = shard(new Loops(slowVertx, 1).all().get(0));
  private final Shards shards = new Shards(List.of(fast, slow));
  private final String owner = account(shard -> shard == slow);
  private final String contact = account(shard -> shard == fast);
  private final String node =
      IntStream.range(0, 1_000)
          .mapToObj(i -> "n" + i)
          .filter(name -> shards.ofNode(SERVICE, name) == fast)
          .findFirst()
          .orElseThrow();

  private final Authenticator authenticator =
      new Authenticator(TestNode.DOMAIN, accounts, new byte[32]);
  private final C2sService streams = streams();

  private EntityShard shard(LoopInbox loop) {
    return new EntityShard(loop, log, (service, name) -> new InMemoryView(), ledger);
  }

  /** The name of a new account that falls to a shard. */
  private String account(Predicate<EntityShard> where) {
    for (int i = 0; ; i++) {
      BareJid jid = BareJid.of("u" + i + "@" + SERVER);
      if (where.test(shards.ofAccount(jid))) {
        accounts.apply(new AccountCreated(jid, SECRET, AccountRole.USER));
        return jid.local();
      }
    }
  }

  private C2sService streams() {
    ResourceRegistry registry = new ResourceRegistry();
    PubsubService pubsub =
        new PubsubService(
            ServicePolicy.open(SERVICE, "Publish-Subscribe"),
            ServiceLimits.DEFAULT,
            new ModuleTable(List.of()),
            shards,
            new Fanout(registry, streamLoops.all()),
            rosters,
            registry::available,
            interests,
            Clock.systemUTC(),
            new byte[32],
            new BrokerMetrics(),
            new StylesheetWorker(StylesheetWorker.Times.DEFAULT, () -> {}),
            () -> false);
    Router router =
        new Router(
            SERVER,
            shards,
            registry,
            accounts,
            List.of(pubsub),
            10,
            rosters::hasPresenceSubscription,
            delivery -> handlers(delivery, pubsub));
    return new C2sService(
        vertx,
        new C2sOptions(
            SERVER,
            TestNode.HOST,
            0,
            TlsMode.OFF,
            TestNode.HOST,
            OptionalInt.empty(),
            Optional.empty(),
            true,
            true,
            StreamLimits.DEFAULTS,
            List.of()),
        router,
        authenticator,
        streamLoops::of,
        new BrokerMetrics().streams(),
        Optional.empty());
  }

  private Router.Handlers handlers(Delivery delivery, PubsubService pubsub) {
    RosterUpdates updates = new RosterUpdates(rosters, delivery, pubsub::review);
    Clock clock = Clock.systemUTC();
    CapsModule caps =
        new CapsModule(
            SERVER, shards, interests, delivery, clock, (resource, nodes, account, shard) -> {});
    PresenceModule presence =
        new PresenceModule(updates, caps, delivery, any -> RosterLimits.DEFAULT, clock);
    return new Router.Handlers(
        new ModuleTable(
            List.of(
                new PingModule(),
                new RosterModule(updates, presence, any -> RosterLimits.DEFAULT, clock))),
        presence);
  }

  @BeforeEach
  void listen() throws Exception {
    vertx
        .deployVerticle(() -> new C2sServer(streams), new DeploymentOptions())
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    standstill.countDown();
    for (WireClient client : clients) {
      client.close();
    }
    assertEquals(0, fast.loop().failures() + slow.loop().failures(), "tasks that failed");
    for (Vertx each : List.of(vertx, slowVertx)) {
      each.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
    authenticator.close();
  }

  private WireClient login(String account) throws IOException {
    WireClient client = WireClient.login(streams.port(), account, "secret", "r");
    clients.add(client);
    client.send("<presence/>");
    until(client, "presence");
    return client;
  }

  private static String jid(String account) {
    return account + "@" + SERVER;
  }

  private static String publish(String node, String id) {
    return "<publish node='" + node + "'><item id='" + id + "'><t xmlns='urn:t'/></item></publish>";
  }

  /** Reads up to the next stanza of a name or, for requests and messages, of an id. */
  private static List<Element> until(WireClient client, String nameOrId) throws IOException {
    List<Element> read = new ArrayList<>();
    while (true) {
      Element next = client.next();
      read.add(next);
      if (next.name().equals(nameOrId) || next.attribute("id", "").equals(nameOrId)) {
        return read;
      }
    }
  }

  /** The node lets in contacts of a group, or all of them, and has one subscriber. */
  private void prepare(WireClient publisher, WireClient subscriber, String accessModel)
      throws IOException {
    subscriber.send("<presence type='subscribe' to='" + jid(owner) + "'/>");
    until(publisher, "presence");
    publisher.send("<presence type='subscribed' to='" + jid(contact) + "'/>");
    until(subscriber, "presence");
    publisher.send(rosterSet("set", "<item jid='" + jid(contact) + "'><group>in</group></item>"));
    until(publisher, "set");
    publisher.pubsub(
        "set",
        "create",
        "<create node='"
            + node
            + "'/><configure><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='pubsub#access_model'><value>"
            + accessModel
            + "</value></field><field var='pubsub#roster_groups_allowed'><value>in</value></field>"
            + "</x></configure>");
    publisher.answer("result", "create");
    subscriber.pubsub(
        "set", "sub", "<subscribe node='" + node + "' jid='" + subscriber.address() + "'/>");
    until(subscriber, "sub");
    publisher.pubsub("set", "seen", publish(node, "seen"));
    publisher.answer("result", "seen");
    assertEquals(List.of("seen"), itemsOf(List.of(subscriber.next())));
  }

  private static String rosterSet(String id, String item) {
    return "<iq type='set' id='"
        + id
        + "'><query xmlns='jabber:iq:roster'>"
        + item
        + "</query></iq>";
  }

  private static List<String> itemsOf(List<Element> stanzas) {
    return stanzas.stream()
        .flatMap(
            stanza -> stanza.child("event", "http://jabber.org/protocol/pubsub#event").stream())
        .flatMap(event -> event.child("items", event.namespace()).stream())
        .flatMap(items -> items.elements().stream())
        .map(item -> item.attribute("id", ""))
        .toList();
  }

  /** The owner of the publisher's account stands still when this returns. */
  private void stop() throws Exception {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    slow.execute(
        () -> {
          stopped.complete(null);
          try {
            standstill.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    stopped.get(30, TimeUnit.SECONDS);
  }

  /** Everything that the client has sent was read, and had what effects it can have now. */
  private List<Element> settle(WireClient client) throws Exception {
    client.send("<iq type='get' id='ping' to='" + SERVER + "'><ping xmlns='urn:xmpp:ping'/></iq>");
    List<Element> read = until(client, "ping");
    for (int turn = 0; turn < 8; turn++) {
      CompletableFuture<Void> turned = new CompletableFuture<>();
      fast.execute(() -> turned.complete(null));
      turned.get(30, TimeUnit.SECONDS);
    }
    return read;
  }

  @ParameterizedTest(name = "XC-6120-in-order {1}")
  @Tag("XC-6120-in-order")
  @CsvSource({
    "presence,<presence type='unsubscribed' to='%s'/>",
    "presence,<iq type='set' id='r'><query xmlns='jabber:iq:roster'>"
        + "<item jid='%s' subscription='remove'/></query></iq>",
    "roster,<iq type='set' id='r'><query xmlns='jabber:iq:roster'>"
        + "<item jid='%s'><group>out</group></item></query></iq>"
  })
  void contactThatWasCutOffDoesNotGetWhatIsPublishedNext(String accessModel, String cut)
      throws Exception {
    WireClient publisher = login(owner);
    WireClient subscriber = login(contact);
    prepare(publisher, subscriber, accessModel);
    stop();

    publisher.send(
        cut.formatted(jid(contact))
            + "<iq type='set' id='p' to='"
            + SERVICE
            + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
            + publish(node, "secret")
            + "</pubsub></iq>");
    List<Element> meanwhile = settle(publisher);
    assertEquals(1, meanwhile.size(), "answers but that to the ping, before the roster is decided");
    standstill.countDown();

    List<Element> answers = until(publisher, "p");
    assertEquals("result", answers.get(answers.size() - 1).attribute("type", ""));
    publisher.send("<message id='end' to='" + subscriber.address() + "'/>");
    List<Element> got = until(subscriber, "end");
    assertEquals(
        List.of(), itemsOf(got), () -> got.stream().map(XmlWriter::text).toList().toString());
  }

  @Test
  @Tag("XC-6120-in-order")
  void pipelineBehindAChangeIsDoneInItsOrder() throws Exception {
    WireClient publisher = login(owner);
    stop();
    publisher.send("<presence type='unsubscribed' to='" + jid(contact) + "'/>");
    publisher.pubsub("set", "create", "<create node='" + node + "'/>");
    int count = 2 * IN_FLIGHT; // more than is read before an answer
    StringBuilder pipeline = new StringBuilder();
    for (int i = 0; i < count; i++) {
      pipeline
          .append("<iq type='set' id='p" + i + "' to='" + SERVICE + "'>")
          .append("<pubsub xmlns='http://jabber.org/protocol/pubsub'>")
          .append(publish(node, "i"))
          .append("</pubsub></iq>");
    }
    publisher.send(pipeline.toString());
    standstill.countDown();
    publisher.answer("result", "create");
    for (int i = 0; i < count; i++) {
      publisher.answer("result", "p" + i);
    }
  }

  @Test
  void publishDoesNotGoByTheOwnerOfTheAccount() throws Exception {
    WireClient publisher = login(owner);
    publisher.pubsub("set", "create", "<create node='" + node + "'/>");
    publisher.answer("result", "create");
    stop();
    publisher.pubsub("set", "p", publish(node, "i"));
    publisher.answer("result", "p");
  }
}
