package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.durability.Pressure.Attempt;
import io.pipit.devices.client.ArchiveClient;
import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.PubsubEvent;
import io.pipit.devices.client.PubsubItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed with SIGKILL while publishers, a subscriber and owners have requests under way,
 * and started again on the same data, again and again. Whatever it had acknowledged, or told a
 * subscriber, is there, byte by byte and in order.
 */
class CrashTest {

  private static final String PASSWORD = "pencil";
  private static final List<String> PUBLISHERS = List.of("pub0", "pub1", "pub2");
  private static final List<String> ITEM_NODES =
      List.of("items-0", "items-1", "items-2", "items-3");
  private static final List<String> ACCOUNTS =
      Stream.concat(
              Stream.of("boss", "watcher", "subscriber", "friend", "keeper"), PUBLISHERS.stream())
          .toList();
  private static final List<String> COLLECTIONS = List.of("collection-0", "collection-1");

  /** Whoever creates nodes has registered, so that registrations are there to be kept. */
  private static final Map<String, String> REGISTERING =
      Map.of("PIPIT_PUBSUB__CREATE", "registered");

  /** Of the long run of a busy store; several may run beside each other. */
  private static final int MANY = Integer.getInteger("pipit.test.kills", 400);

  private static final int WINDOW = 12;

  /** Of the archive of a node, what is compared with its items. */
  private static final int ARCHIVED = 50;

  private static final long PATIENCE_SECONDS = 60;

  /** After so many kills a long run says how far it is: one that is stopped counts too. */
  private static final int TOLD_KILLS = 25;

  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final long seed = Long.getLong("pipit.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, Credentials> keys = Session.Door.noKeys();
  private Map<String, String> settings = Map.of();
  private @Nullable ChildNode node;

  private final SentItems items = new SentItems();
  private final Changes subscriptions =
      new Changes.Subscriptions(
          "changing",
          List.of("subscriber@localhost", "subscriber@localhost/one", "subscriber@localhost/two"));
  private final Changes affiliations =
      new Changes.Affiliations(
          "changing",
          "boss@localhost",
          List.of("guest0@localhost", "guest1@localhost", "guest2@localhost"));
  private final Changes titles = new Changes.Titles(List.of("titled-0", "titled-1"));
  private final Changes nodes = new Changes.Nodes("comes-and-goes-", 4);
  private final Changes published = new Changes.CreatedByPublish("published-", 4);
  private final Changes replaced = new Changes.Replaced("replaced", 5);
  private final Changes purged = new NodeChanges.Purged(List.of("purged-0", "purged-1"));
  private final Changes placed =
      new NodeChanges.Placed(List.of("placed-0", "placed-1"), COLLECTIONS);
  private final Changes options =
      new SubscriberChanges.Options(
          "subscriber@localhost",
          List.of("replaced", "optional"),
          List.of("collection-0", "items-3/#"));
  private final Changes registered = new SubscriberChanges.Registered("subscriber@localhost");
  private final Changes roster =
      new Changes.Roster(
          Changes.names("contact", 5).stream().map(c -> c + "@example.org").toList());
  private final Changes blocked =
      new Changes.Blocked(List.of("example.net", "eve@example.org", "contact0@example.org/home"));
  private final Changes vCard = new VCardChanges();
  private final Changes elements = new PrivateChanges.Elements(4);
  private final Changes bookmarks =
      new PrivateChanges.Bookmarks(List.of("hall@rooms.example.org", "tomb@rooms.example.org"));
  private final Ledger users = new Ledger(Changes.names("user", 3));
  private final AtomicInteger passwords = new AtomicInteger();

  CrashTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
    }
    Session.await(vertx.close());
  }

  @Test
  @Timeout(300)
  void everyAcknowledgedChangeSurvivesKill() throws Exception {
    killAgainAndAgain(5, Map.of());
  }

  @Test
  @Timeout(300)
  void everyAcknowledgedChangeSurvivesKillOfABusyStore() throws Exception {
    killAgainAndAgain(15, ChildNode.BUSY_STORE);
  }

  @Test
  @Tag("soak")
  @Timeout(3_000)
  void everyAcknowledgedChangeSurvivesManyKills() throws Exception {
    killAgainAndAgain(MANY / 4, Map.of());
  }

  @Test
  @Tag("soak")
  @Timeout(6_000)
  void everyAcknowledgedChangeSurvivesManyKillsOfABusyStore() throws Exception {
    killAgainAndAgain(MANY, ChildNode.BUSY_STORE);
  }

  private void killAgainAndAgain(int kills, Map<String, String> settings) throws Exception {
    this.settings = settings;
    long since = System.nanoTime();
    long acknowledged = 0;
    int kill = 0;
    try {
      prepare();
      for (kill = 1; kill <= kills; kill++) {
        ChildNode running = start();
        check(running);
        acknowledged += disturb(running);
        if (kill % TOLD_KILLS == 0 && kill < kills) {
          check(start());
          tell(kill, acknowledged, since);
        }
      }
      check(start());
    } catch (Exception | AssertionError failure) {
      throw new AssertionError(
          "seed " + seed + ", kill " + kill + (node == null ? "" : "\n" + node.output()), failure);
    }
    tell(kills, acknowledged, since);
  }

  /** All of it was found again. */
  private void tell(int kills, long acknowledged, long since) {
    System.out.printf(
        "killed %d times: %d acknowledged, %d items kept, %d s, seed %d%n",
        kills, acknowledged, items.count(), (System.nanoTime() - since) / 1_000_000_000, seed);
  }

  /** Makes the accounts with the first start, and the nodes that stay. */
  private void prepare() throws Exception {
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    Session.Door door = new Session.Door(vertx, launch().awaitReady().port(), keys);
    Session boss = door.login("boss", PASSWORD, "prepare");
    register(boss);
    register(door.login("keeper", PASSWORD, "prepare"));
    Map<String, String> open = Map.of("publish_model", "open", "max_items", "100000");
    for (String name : ITEM_NODES) {
      Session.await(boss.pubsub().create(name, open));
    }
    Session.await(boss.pubsub().create("replaced", open));
    Session.await(boss.pubsub().create("changing", Map.of()));
    for (String name : titles.ledger.keys()) {
      Session.await(boss.pubsub().create(name, Map.of()));
    }
    for (String name : COLLECTIONS) {
      Session.await(boss.pubsub().create(name, Map.of("node_type", "collection")));
    }
    Session.await(boss.pubsub().create("optional", Map.of()));
    for (String name : placed.ledger.keys()) {
      Session.await(boss.pubsub().create(name, Map.of()));
    }
    for (String name : purged.ledger.keys()) {
      Session.await(boss.pubsub().create(name, open));
    }
    Session watcher = door.login("watcher", PASSWORD, "prepare");
    for (String name : ITEM_NODES) {
      Session.await(watcher.pubsub().subscribe(name, watcher.client().jid().bare()));
    }
    kill();
  }

  private static void register(Session session) {
    Session.await(
        session
            .client()
            .request(Iq.Type.SET, Session.SERVICE, Element.of("query", "jabber:iq:register")));
  }

  /** Starts the node; now and then it is killed on its way there. */
  private ChildNode start() throws Exception {
    while (random.nextInt(8) == 0) {
      try (ChildNode early = launch()) {
        early.isReadyWithin(random.nextInt(800));
      }
    }
    return launch().awaitReady();
  }

  private ChildNode launch() throws Exception {
    kill();
    String first =
        ACCOUNTS.stream().map(name -> name + ":password").collect(Collectors.joining(","));
    Map<String, String> environment = new HashMap<>(settings);
    environment.putAll(REGISTERING);
    environment.put("PIPIT_INIT__USERS", first);
    ChildNode launched = ChildNode.start(folder, environment);
    node = launched;
    return launched;
  }

  private void kill() {
    if (node != null) {
      node.close();
      assertEquals(List.of(), node.defects(), node::output);
    }
  }

  /** Puts the node under load and kills it at a random moment; gives how much was acknowledged. */
  private long disturb(ChildNode running) throws Exception {
    Tally tally = new Tally();
    Session.Door door = new Session.Door(vertx, running.port(), keys);
    Http http = new Http(vertx, running);
    Session watcher = door.login("watcher", PASSWORD, "watch");
    Session.await(watcher.pubsub().onEvent(event -> watched(event, tally)));
    Session.await(watcher.client().available());
    Session.await(watcher.client().ping(BareJid.of(ChildNode.DOMAIN)));

    List<Session> sessions = new ArrayList<>(List.of(watcher));
    Map<Session, Supplier<Attempt>> askings = new HashMap<>();
    for (String publisher : PUBLISHERS) {
      Session session = door.login(publisher, PASSWORD, "publish");
      askings.put(session, publishing(session, publisher, new Random(random.nextLong())));
    }
    ask(subscriptions, door.login("subscriber", PASSWORD, "change"), askings);
    ask(affiliations, door.login("boss", PASSWORD, "affiliations"), askings);
    ask(titles, door.login("boss", PASSWORD, "titles"), askings);
    ask(nodes, door.login("boss", PASSWORD, "nodes"), askings);
    ask(published, door.login("keeper", PASSWORD, "create"), askings);
    ask(replaced, door.login("keeper", PASSWORD, "replace"), askings);
    ask(purged, door.login("boss", PASSWORD, "purge"), askings);
    ask(placed, door.login("boss", PASSWORD, "place"), askings);
    ask(options, door.login("subscriber", PASSWORD, "options"), askings);
    ask(registered, door.login("subscriber", PASSWORD, "register"), askings);
    ask(roster, door.login("friend", PASSWORD, "roster"), askings);
    ask(blocked, door.login("friend", PASSWORD, "blocking"), askings);
    ask(vCard, door.login("subscriber", PASSWORD, "vcard"), askings);
    ask(elements, door.login("friend", PASSWORD, "private"), askings);
    ask(bookmarks, door.login("friend", PASSWORD, "bookmarks"), askings);

    List<Future<Void>> ends = new ArrayList<>();
    askings.forEach(
        (session, asking) -> {
          sessions.add(session);
          ends.add(Pressure.start(session.context(), WINDOW, asking, tally));
        });
    for (String user : users.keys()) {
      ends.add(Pressure.start(Session.newContext(vertx), 1, changing(http, user), tally));
    }
    tally.await(1 + random.nextInt(random.nextInt(8) == 0 ? 4_000 : 600), PATIENCE_SECONDS);
    running.kill();
    for (Session session : sessions) {
      Promise<Void> ended = Promise.promise();
      session.client().ended().onComplete(reason -> ended.complete());
      ends.add(ended.future());
    }
    Session.await(Future.join(ends));
    door.close();
    Session.await(http.close());
    assertEquals(List.of(), tally.unexpected());
    return tally.count();
  }

  private void ask(Changes changes, Session session, Map<Session, Supplier<Attempt>> askings) {
    askings.put(session, changes.asking(session, new Random(random.nextLong())));
  }

  private void watched(PubsubEvent event, Tally tally) {
    if (event instanceof PubsubEvent.Published published) {
      items.told(published.node(), published.item());
    } else {
      tally.unexpected("event " + event);
    }
  }

  private Supplier<Attempt> publishing(Session session, String publisher, Random chance) {
    return () -> {
      String target = ITEM_NODES.get(chance.nextInt(ITEM_NODES.size()));
      SentItems.Sent sent = items.next(publisher, target, chance);
      Future<String> id = sent.publish(session.pubsub(), target);
      return new Attempt("publish at " + target, id, () -> items.acknowledged(sent, id.result()));
    };
  }

  /** The life of one account: made, given other passwords, removed. One request at a time. */
  private Supplier<Attempt> changing(Http http, String user) {
    return () -> {
      String now = users.latest(user);
      int number = passwords.incrementAndGet();
      String next = !now.equals(Ledger.ABSENT) && number % 3 == 0 ? Ledger.ABSENT : "pw" + number;
      Ledger.Asked asked = users.ask(user, next);
      return new Attempt(
          "account " + user, http.change(user, now, next), () -> users.acknowledged(asked));
    };
  }

  /** Everything that must be there is, after a restart. */
  private void check(ChildNode running) {
    Session.Door door = new Session.Door(vertx, running.port(), keys);
    Http http = new Http(vertx, running);
    Session boss = door.login("boss", PASSWORD, "check");
    for (String name : ITEM_NODES) {
      List<PubsubItem> found = boss.items(name);
      items.check(name, found);
      checkArchive(boss, name, found);
    }
    affiliations.check(boss);
    titles.check(boss);
    nodes.check(boss);
    published.check(door.login("keeper", PASSWORD, "check"));
    replaced.check(boss);
    purged.check(boss);
    placed.check(boss);
    Session subscriber = door.login("subscriber", PASSWORD, "check");
    subscriptions.check(subscriber);
    options.check(subscriber);
    registered.check(subscriber);
    Session friend = door.login("friend", PASSWORD, "check");
    roster.check(friend);
    blocked.check(friend);
    elements.check(friend);
    bookmarks.check(friend);
    vCard.check(subscriber);
    users.check(passwordsOf(Session.await(http.users()), door), "password of");
    door.close();
    Session.await(http.close());
  }

  /** Nothing of these nodes is overwritten or retracted: what is remembered last are the items. */
  private static void checkArchive(Session session, String node, List<PubsubItem> items) {
    ArchiveClient archive = new ArchiveClient(session.client(), Session.SERVICE);
    List<String> newest =
        Session.await(archive.before(node, null, ARCHIVED)).published().stream()
            .map(published -> published.item().id())
            .toList();
    List<String> expected = items.stream().map(PubsubItem::id).toList();
    int from = Math.max(0, expected.size() - ARCHIVED);
    assertEquals(expected.subList(from, expected.size()), newest, "archive of " + node);
  }

  /** The password of each account that is there: one of those that it may have. */
  private Map<String, String> passwordsOf(Set<String> names, Session.Door door) {
    Map<String, String> found = new HashMap<>();
    for (String name : names) {
      if (!ACCOUNTS.contains(name)) {
        String password =
            users.possible(name).stream()
                .filter(possible -> !possible.equals(Ledger.ABSENT))
                .filter(possible -> door.admits(name, possible))
                .findFirst()
                .orElse("(none that was asked for)");
        found.put(name, password);
      }
    }
    return found;
  }
}
