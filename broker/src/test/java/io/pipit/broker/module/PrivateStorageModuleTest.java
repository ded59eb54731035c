package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.NodeView;
import io.pipit.pubsub.store.Payloads;
import io.pipit.pubsub.store.StoredItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Private storage (XEP-0049) when its owner, the quota or the store is against it; what clients see
 * of each other's bookmarks: BookmarkConversionTest.
 */
class PrivateStorageModuleTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.pipit.test");
  private static final BareJid JULIET = BareJid.of("juliet@pipit.test");
  private static final Jid BALCONY = Jid.parse("juliet@pipit.test/balcony").orElseThrow();
  private static final Jid ROMEO = Jid.parse("romeo@pipit.test/orchard").orElseThrow();
  private static final int MOST_BYTES = 400;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final LoopInbox loop = new LoopInbox(((VertxInternal) vertx).createEventLoopContext());
  private final InMemoryLog log = new InMemoryLog();
  private final EntityShard shard;
  private final ModuleTable modules;
  private final LostPayloads payloads = new LostPayloads();

  PrivateStorageModuleTest() {
    NodeView.Factory views = (service, node) -> new ItemIndex(payloads, 1_000);
    shard = new EntityShard(loop, log, views, new SubscriptionLedger());
    Shards shards = new Shards(List.of(shard));
    RosterSnapshots rosters = new RosterSnapshots();
    new Replay(log, shards, new Accounts(), rosters, null, views).everything();
    ResourceRegistry registry = new ResourceRegistry();
    ServiceLimits limits =
        new ServiceLimits(100, 100, 20, 100, 100, 1_000, 10, 10_000, 10, 100_000);
    PubsubService pubsub =
        new PubsubService(
            ServicePolicy.builder(SERVICE, "Events").limits(limits).autoCreate(true).build(),
            limits,
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
    AccountUpdates updates = new AccountUpdates(rosters);
    BookmarkConversion bookmarks = new BookmarkConversion(pubsub, updates, MOST_BYTES);
    modules =
        new ModuleTable(
            List.of(bookmarks, new PrivateStorageModule(updates, bookmarks, MOST_BYTES)));
  }

  @AfterEach
  void end() {
    assertEquals(0, loop.failures());
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Payloads in memory until they are lost, as of a disk that cannot be read any more. */
  private static final class LostPayloads implements Payloads {

    private final List<StoredItem> all = new ArrayList<>();

    @Override
    public void inMemory(StoredItem item) {
      all.add(item);
    }

    void lose() {
      all.forEach(StoredItem::dropPayload);
    }

    @Override
    public Content read(ItemEntry entry) {
      throw new UncheckedIOException(new IOException("lost"));
    }
  }

  private static String query(String content) {
    return "<query xmlns='jabber:iq:private'>" + content + "</query>";
  }

  private static String storage(String content) {
    return "<storage xmlns='storage:bookmarks'>" + content + "</storage>";
  }

  private static String room(String name) {
    return "<conference name='" + name + "' jid='" + name + "@rooms.pipit.test'/>";
  }

  private <T> T onLoop(Consumer<CompletableFuture<T>> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.execute(() -> task.accept(done));
    return done.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Element ask(Jid requester, Iq.Type type, String content) {
    Element payload = XmlDocument.parse(query(content).getBytes(StandardCharsets.UTF_8));
    Iq iq = Iq.request(type, "1", requester, JULIET, payload);
    return this.<Iq>onLoop(
            done ->
                modules.toAccount(
                    new IqRequest(iq, requester, done::complete), shard.account(JULIET), shard))
        .element();
  }

  private void sets(String content) {
    Element answer = ask(BALCONY, Iq.Type.SET, content);
    assertEquals("result", answer.attribute("type", ""), () -> XmlWriter.text(answer));
    assertEquals(List.of(), answer.elements());
  }

  private String gets(String content) {
    Element answer = ask(BALCONY, Iq.Type.GET, content);
    assertEquals("result", answer.attribute("type", ""), () -> XmlWriter.text(answer));
    return XmlWriter.text(answer.firstElement().orElseThrow());
  }

  private void stores(String content) {
    sets(content);
    assertKept(content);
  }

  private void assertKept(String content) {
    String name = content.replaceAll("(?s)^<([a-z]+) xmlns='([^']*)'.*$", "<$1 xmlns='$2'/>");
    assertEquals(query(content), gets(name));
  }

  /** The text of the error. */
  private String refused(
      Jid requester, Iq.Type type, String content, String kind, String condition) {
    Element answer = ask(requester, type, content);
    Element error = answer.child("error", Ns.CLIENT).orElseThrow(AssertionError::new);
    assertEquals(kind, error.attribute("type", ""), () -> XmlWriter.text(answer));
    assertTrue(error.child(condition, Ns.STANZA_ERRORS).isPresent(), () -> XmlWriter.text(answer));
    return error.child("text", Ns.STANZA_ERRORS).map(Element::text).orElse("");
  }

  private void refusedForTheStore(Iq.Type type, String content, String why) {
    String text = refused(BALCONY, type, content, "wait", "resource-constraint");
    assertTrue(text.contains(why), text);
  }

  // ---- whose it is

  @ParameterizedTest(name = "XC-0049-private {0} {1}")
  @CsvSource({
    "GET, <a xmlns='urn:a'/>",
    "GET, <storage xmlns='storage:bookmarks'/>",
    "GET, ''",
    "SET, <a xmlns='urn:a'>romeo</a>",
    "SET, <a xmlns='urn:a'/>",
    "SET, <storage xmlns='storage:bookmarks'/>",
    "SET, ''"
  })
  @Tag("XC-0049-private")
  void privateStorageOfAnotherIsForbiddenAndStays(Iq.Type type, String content) {
    stores("<a xmlns='urn:a'>juliet</a>");
    sets(storage(room("orchard")));
    long written = log.appended();
    refused(ROMEO, type, content, "auth", "forbidden");
    assertEquals(written, log.appended());
    assertKept("<a xmlns='urn:a'>juliet</a>");
  }

  // ---- what makes no sense

  @ParameterizedTest(name = "XC-0049-no-child SET {0}")
  @ValueSource(
      strings = {
        "",
        "no element",
        "<a/>",
        "<a xmlns=''/>",
        "<a xmlns='jabber:client'>1</a>",
        "<query xmlns='jabber:iq:private'>1</query>",
        "<b xmlns='urn:b'>1</b><a/>"
      })
  @Tag("XC-0049-no-child")
  void setWithoutAnElementOfAnotherNamespaceStoresNothing(String content) {
    long written = log.appended();
    String text = refused(BALCONY, Iq.Type.SET, content, "modify", "not-acceptable");
    assertTrue(text.contains("namespace"), text);
    assertEquals(written, log.appended());
    assertEquals(query("<b xmlns='urn:b'/>"), gets("<b xmlns='urn:b'/>"));
  }

  @ParameterizedTest(name = "XC-0049-no-child GET {0}: {1}")
  @CsvSource({
    "'', bad-request",
    "nothing, bad-request",
    "<a/>, not-acceptable",
    "<a xmlns='jabber:client'/>, not-acceptable",
    "<query xmlns='jabber:iq:private'/>, not-acceptable",
    "<a xmlns='urn:a'/><b xmlns='urn:b'/>, not-acceptable",
    "<storage xmlns='storage:bookmarks'/><b xmlns='urn:b'/>, not-acceptable"
  })
  @Tag("XC-0049-no-child")
  void getOfNothingOrOfTwoNamespacesIsRefused(String content, String condition) {
    String text = refused(BALCONY, Iq.Type.GET, content, "modify", condition);
    assertTrue(!text.isEmpty());
  }

  // ---- the quota

  @Test
  @Tag("XC-0049-private")
  void moreThanTheQuotaIsRefusedAllOfIt() {
    String large = "<a xmlns='urn:a'>" + "x".repeat(300) + "</a>";
    stores(large);
    String text =
        refused(
            BALCONY,
            Iq.Type.SET,
            "<c xmlns='urn:c'/><b xmlns='urn:b'>" + "y".repeat(100) + "</b>",
            "modify",
            "policy-violation");
    assertTrue(text.contains("400 bytes"), text);
    assertEquals(query("<b xmlns='urn:b'/>"), gets("<b xmlns='urn:b'/>"));
    refused(
        BALCONY,
        Iq.Type.SET,
        storage(room("orchard") + "<url url='" + "z".repeat(100) + "'/>"),
        "modify",
        "policy-violation");
    assertEquals(
        query("<storage xmlns='storage:bookmarks'/>"),
        gets("<storage xmlns='storage:bookmarks'/>"));
    assertKept(large);
  }

  /** One that is there in place of it counts no more. */
  @Test
  @Tag("XC-0049-private")
  void whatIsReplacedOrTakenOutMakesRoom() {
    sets("<a xmlns='urn:a'>" + "x".repeat(300) + "</a>");
    stores("<a xmlns='urn:a'>" + "y".repeat(300) + "</a>");
    sets("<a xmlns='urn:a'/><b xmlns='urn:b'>" + "z".repeat(300) + "</b>");
    assertKept("<b xmlns='urn:b'>" + "z".repeat(300) + "</b>");
  }

  // ---- the store

  @Test
  @Tag("XC-0049-private")
  @Tag("D8")
  void fullDiskRefusesWhatNeedsRoomAndTakesWhatMakesSome() {
    String large = "<a xmlns='urn:a'>" + "x".repeat(100) + "</a>";
    stores(large);
    sets(storage(room("orchard") + room("hall")));
    log.fill();
    for (String more : List.of("<b xmlns='urn:b'>1</b>", large.replace("x<", "xx<"))) {
      refusedForTheStore(Iq.Type.SET, more, "the disk of the server is full");
    }
    refusedForTheStore(
        Iq.Type.SET,
        storage(room("orchard") + room("hall") + room("tomb")),
        "the disk of the server is full");
    assertKept(large);

    stores("<a xmlns='urn:a'>x</a>");
    sets("<a xmlns='urn:a'/>");
    assertEquals(query("<a xmlns='urn:a'/>"), gets("<a xmlns='urn:a'/>"));
    sets(storage(room("hall")));
    assertEquals(query(storage(room("hall"))), gets(storage("")));
  }

  @Test
  @Tag("XC-0049-private")
  void diskThatFailedRefusesEveryChangeAndIsStillRead() {
    stores("<a xmlns='urn:a'>1</a>");
    log.fail();
    for (String change :
        List.of("<a xmlns='urn:a'>2</a>", "<a xmlns='urn:a'/>", storage(room("orchard")))) {
      refusedForTheStore(Iq.Type.SET, change, "the disk of the server failed");
    }
    assertKept("<a xmlns='urn:a'>1</a>");
  }

  @Test
  @Tag("XC-0048-bookmarks")
  void bookmarksThatCannotBeReadAreRefusedWithTheReasonAndAllElseIsTaken() {
    sets(storage(room("orchard")));
    this.<Boolean>onLoop(
        done -> {
          payloads.lose();
          done.complete(true);
        });
    refusedForTheStore(Iq.Type.GET, storage(""), "cannot read the items of this node");
    refusedForTheStore(Iq.Type.SET, storage(room("hall")), "cannot read the items of this node");
    stores("<a xmlns='urn:a'>1</a>");
  }
}
