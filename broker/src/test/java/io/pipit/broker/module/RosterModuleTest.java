package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.account.RosterLimits;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RosterModuleTest {

  private static final RosterLimits SMALL = new RosterLimits(3, 2, 500, 2, 10);
  private static final long FIRST_VERSION = TestServer.NOW.toEpochMilli();

  private final InMemoryLog log = InMemoryLog.held(200);
  private final TestServer server = new TestServer(log, SMALL);
  private final TestClient ann = server.login("ann", "a");

  @AfterEach
  void close() {
    assertEquals(0, ann.openRequests(), "requests without an answer");
    server.close();
  }

  private static String set(String items) {
    return "<iq type='set' id='s'><query xmlns='jabber:iq:roster'>" + items + "</query></iq>";
  }

  private static String get(String attributes) {
    return "<iq type='get' id='g'><query xmlns='jabber:iq:roster' " + attributes + "/></iq>";
  }

  private static String push(String resource, String item) {
    return "<iq type='set' id='*' to='ann@pipit.test/"
        + resource
        + "'><query xmlns='jabber:iq:roster' ver='*'>"
        + item
        + "</query></iq>";
  }

  private static String roster(String items) {
    return "<iq type='result' id='g' to='ann@pipit.test/a'><query xmlns='jabber:iq:roster'>"
        + items
        + "</query></iq>";
  }

  private static String pushToBob(String attributes) {
    return "<iq type='set' id='*' to='bob@pipit.test/b'><query xmlns='jabber:iq:roster' ver='*'>"
        + "<item jid='ann@pipit.test' "
        + attributes
        + "/></query></iq>";
  }

  private static final String SET_RESULT = "<iq type='result' id='s' to='ann@pipit.test/a'/>";

  /** Sets items one by one, and takes what comes of that. */
  private void given(String... items) {
    for (String item : items) {
      ann.send(set(item));
      server.sync();
      ann.next();
      ann.expect(SET_RESULT);
    }
    ann.expectNothing();
  }

  private void expectError(String id, String type, String condition) {
    Element error = ann.next();
    assertEquals(id, error.attribute("id", ""));
    assertEquals("error", error.attribute("type", ""));
    Element inner = error.child("error", Ns.CLIENT).orElseThrow();
    assertEquals(condition, inner.firstElement().orElseThrow().name());
    assertEquals(type, inner.attribute("type", ""));
    ann.expectNothing();
  }

  // ---- refusals

  static Stream<Arguments> refused() {
    String group = "<group>F</group>";
    return Stream.of(
        Arguments.of("XC-6121-roster-set no item", "", "modify", "bad-request"),
        Arguments.of(
            "XC-6121-roster-set two items",
            "<item jid='x@pipit.test'/><item jid='y@pipit.test'/>",
            "modify",
            "bad-request"),
        Arguments.of(
            "XC-6121-roster-set another element",
            "<entry jid='x@pipit.test'/>",
            "modify",
            "bad-request"),
        Arguments.of(
            "XC-6121-roster-set an item and another element",
            "<item jid='x@pipit.test'/><x xmlns='urn:x'/>",
            "modify",
            "bad-request"),
        Arguments.of(
            "XC-6121-roster-set duplicate groups",
            "<item jid='x@pipit.test'>" + group + group + "</item>",
            "modify",
            "bad-request"),
        Arguments.of("XC-6121-roster-set no jid", "<item name='x'/>", "modify", "bad-request"),
        Arguments.of("malformed jid", "<item jid='@pipit.test'/>", "modify", "jid-malformed"),
        Arguments.of(
            "jid with resource", "<item jid='x@pipit.test/r'/>", "modify", "not-acceptable"),
        Arguments.of(
            "XC-6121-roster-empty-group",
            "<item jid='x@pipit.test'><group/></item>",
            "modify",
            "not-acceptable"),
        Arguments.of(
            "XC-6121-roster-too-long group",
            "<item jid='x@pipit.test'><group>eleven char</group></item>",
            "modify",
            "not-acceptable"),
        Arguments.of(
            "XC-6121-roster-too-long name in bytes",
            "<item jid='x@pipit.test' name='ääääää'/>",
            "modify",
            "not-acceptable"),
        Arguments.of(
            "too many groups",
            "<item jid='x@pipit.test'><group>1</group><group>2</group><group>3</group></item>",
            "modify",
            "not-acceptable"),
        Arguments.of(
            "XC-6121-roster-remove-unknown",
            "<item jid='x@pipit.test' subscription='remove'/>",
            "cancel",
            "item-not-found"));
  }

  @Tag("XC-6121-roster-set")
  @Tag("XC-6121-roster-empty-group")
  @Tag("XC-6121-roster-too-long")
  @Tag("XC-6121-roster-remove-unknown")
  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void wrongSetChangesNothing(String row, String items, String type, String condition) {
    ann.send(set(items));
    expectError("s", type, condition);
    ann.send(get(""));
    ann.expect(roster(""));
    assertEquals(0, log.appended(), row);
  }

  @Tag("XC-6121-roster-foreign")
  @ParameterizedTest(name = "XC-6121-roster-foreign {0}")
  @ValueSource(strings = {"bob@pipit.test", "nobody@pipit.test"})
  void rosterOfAnotherAccountIsForbidden(String to) {
    server.login("bob", "b");
    ann.send(
        "<iq type='set' id='s' to='"
            + to
            + "'><query xmlns='jabber:iq:roster'><item jid='x@pipit.test'/></query></iq>");
    expectError("s", "auth", "forbidden");
    ann.send("<iq type='get' id='g' to='" + to + "'><query xmlns='jabber:iq:roster'/></iq>");
    expectError("g", "auth", "forbidden");
    assertEquals(0, log.appended());
  }

  @Test
  void contactBeyondTheQuotaIsRefusedAndOthersCanStillBeChanged() {
    given("<item jid='1@pipit.test'/>", "<item jid='2@pipit.test'/>", "<item jid='3@pipit.test'/>");
    ann.send(set("<item jid='4@pipit.test'/>"));
    expectError("s", "modify", "policy-violation");
    given("<item jid='3@pipit.test' name='Three'/>");
    given("<item jid='3@pipit.test' subscription='remove'/>", "<item jid='4@pipit.test'/>");
  }

  @Test
  void setIsRefusedWhileTooMuchWaitsForTheDisk() {
    for (int i = 0; !log.isCongested(); i++) {
      ann.send(set("<item jid='1@pipit.test' name='" + i + "'/>"));
    }
    ann.send(set("<item jid='2@pipit.test'/>"));
    server.sync();
    Element last = ann.next();
    while (!last.attribute("type", "").equals("error")) {
      last = ann.next();
    }
    assertEquals(
        "resource-constraint",
        last.child("error", Ns.CLIENT).orElseThrow().firstElement().orElseThrow().name());
    ann.expectNothing();
    given("<item jid='2@pipit.test'/>");
  }

  @Test
  void setThatTheDiskLosesIsRefusedAndNothingIsPushed() {
    ann.send(set("<item jid='x@pipit.test'/>"));
    ann.expectNothing();
    log.fail();
    server.settle();
    expectError("s", "wait", "resource-constraint");
  }

  @Test
  void rosterIsReadAsItIsDurableAfterTheDiskFailed() {
    given("<item jid='x@pipit.test'/>");
    ann.send(set("<item jid='y@pipit.test'/>"));
    ann.send(set("<item jid='x@pipit.test' subscription='remove'/>"));
    log.fail();
    server.settle();
    ann.ignore();
    ann.send(get(""));
    ann.expect(roster("<item jid='x@pipit.test' subscription='none'/>"));
    ann.send(set("<item jid='z@pipit.test'/>"));
    expectError("s", "wait", "resource-constraint");
    assertEquals(Set.of(), server.snapshots.groups(ann.account(), BareJid.of("y@pipit.test")));
  }

  // ---- durability

  @Tag("XC-6121-roster-push")
  @Test
  void nothingIsToldBeforeItIsDurable() {
    ann.send(set("<item jid='x@pipit.test'/>"));
    ann.send(get(""));
    ann.expectNothing();
    server.sync();
    ann.expect(push("a", "<item jid='x@pipit.test' subscription='none'/>"));
    ann.expect(SET_RESULT);
    ann.expect(roster("<item jid='x@pipit.test' subscription='none'/>"));
  }

  @Test
  void rosterIsThereAfterARestart() {
    given(
        "<item jid='x@pipit.test' name='X'><group>G</group></item>",
        "<item jid='y@pipit.test'/>",
        "<item jid='y@pipit.test' subscription='remove'/>");
    EntityShard shard =
        new EntityShard(
            server.loop(),
            log.reopened(),
            (service, node) -> new InMemoryView(),
            new SubscriptionLedger());
    RosterSnapshots snapshots = new RosterSnapshots();
    AccountStateReplay replay = new AccountStateReplay(new Shards(List.of(shard)), snapshots);
    log.reopened().replay(replay);
    replay.finish();
    BareJid account = ann.account();
    assertEquals(
        List.copyOf(server.onLoop(() -> server.shard.account(account).roster().items())),
        List.copyOf(shard.account(account).roster().items()));
    assertEquals(1, shard.account(account).roster().size());
    assertEquals(Set.of("G"), snapshots.groups(account, BareJid.of("x@pipit.test")));
    assertEquals(3, snapshots.position(account));
  }

  // ---- get, set, push

  @Tag("XC-6121-roster-get")
  @Test
  void rosterIsToldWithItsItemsAndWithoutVersion() {
    ann.send(get(""));
    ann.expect(roster(""));
    given(
        "<item jid='x@pipit.test' name='X'><group>G</group></item>", "<item jid='y@pipit.test'/>");
    ann.send(get(""));
    ann.expect(
        roster(
            "<item jid='x@pipit.test' name='X' subscription='none'><group>G</group></item>"
                + "<item jid='y@pipit.test' subscription='none'/>"));
  }

  @Tag("XC-6121-roster-atomic")
  @ParameterizedTest(name = "XC-6121-roster-atomic {0}")
  @ValueSource(
      strings = {
        "<item jid='x@pipit.test' subscription='none'/>",
        "<item jid='x@pipit.test' name='X' subscription='none'/>",
        "<item jid='x@pipit.test' name='Y' subscription='none'><group>A</group></item>",
        "<item jid='x@pipit.test' subscription='none'><group>C</group><group>A</group></item>"
      })
  void itemIsReplacedExactlyAsGiven(String item) {
    given("<item jid='x@pipit.test' name='X'><group>A</group><group>B</group></item>");
    ann.send(set(item));
    server.sync();
    ann.expect(push("a", item));
    ann.expect(SET_RESULT);
    ann.send(get(""));
    ann.expect(roster(item));
  }

  @Test
  void emptyNameIsNoName() {
    given("<item jid='x@pipit.test' name='X'/>", "<item jid='x@pipit.test' name=''/>");
    ann.send(get(""));
    ann.expect(roster("<item jid='x@pipit.test' subscription='none'/>"));
  }

  @Tag("XC-6121-roster-ignore-sub")
  @ParameterizedTest(name = "XC-6121-roster-ignore-sub {0}")
  @ValueSource(
      strings = {
        "subscription='both'",
        "subscription='to'",
        "subscription='from'",
        "subscription='none'",
        "subscription='REMOVE'",
        "ask='subscribe'",
        "approved='true'"
      })
  void whatIsTheServersOwnBusinessIsIgnored(String attribute) {
    given("<item jid='x@pipit.test' " + attribute + "/>");
    ann.send(get(""));
    ann.expect(roster("<item jid='x@pipit.test' subscription='none'/>"));
  }

  @Tag("XC-6121-roster-push")
  @Tag("XC-6121-roster-push-from")
  @Test
  void everyInterestedResourceGetsThePushAndOthersDoNot() {
    TestClient interested = server.connect("ann", "b");
    interested.send(get(""));
    interested.ignore();
    TestClient availableOnly = server.connect("ann", "c");
    availableOnly.send("<presence/>");
    TestClient bob = server.login("bob", "b");
    ann.ignore();
    availableOnly.ignore();

    ann.send(set("<item jid='x@pipit.test'/>"));
    server.sync();
    ann.expect(push("a", "<item jid='x@pipit.test' subscription='none'/>"));
    ann.expect(SET_RESULT);
    interested.expect(push("b", "<item jid='x@pipit.test' subscription='none'/>"));
    interested.expectNothing();
    availableOnly.expectNothing();
    bob.expectNothing();
  }

  @Test
  void answerToAPushIsTakenInSilence() {
    ann.send(set("<item jid='x@pipit.test'/>"));
    server.sync();
    String id = ann.next().attribute("id", "");
    ann.expect(SET_RESULT);
    ann.send("<iq type='result' id='" + id + "'/>");
    ann.expectNothing();
  }

  @Test
  void resourceThatIsGoneIsNotInterestedAnyMore() {
    TestClient other = server.login("ann", "b");
    other.disconnect();
    TestClient again = server.connect("ann", "b");
    ann.ignore();
    given("<item jid='x@pipit.test'/>");
    again.expectNothing();
  }

  // ---- versions

  @Tag("XC-6121-roster-ver")
  @Test
  void versionIsToldToWhoeverSendsOne() {
    given("<item jid='x@pipit.test'/>");
    for (String known : List.of("", "nonsense", "5", Long.toString(FIRST_VERSION + 1))) {
      ann.send(get("ver='" + known + "'"));
      ann.expect(
          "<iq type='result' id='g' to='ann@pipit.test/a'><query xmlns='jabber:iq:roster' ver='"
              + FIRST_VERSION
              + "'><item jid='x@pipit.test' subscription='none'/></query></iq>");
    }
  }

  @Tag("XC-6121-roster-ver")
  @Test
  void unchangedRosterIsAnEmptyResult() {
    given("<item jid='x@pipit.test'/>");
    ann.send(get("ver='" + FIRST_VERSION + "'"));
    ann.expect("<iq type='result' id='g' to='ann@pipit.test/a'/>");
    ann.expectNothing();
  }

  @Tag("XC-6121-roster-ver")
  @Tag("XC-6121-roster-ver-pushes")
  @Test
  void changesSinceAVersionArePushedInOrderEachWithItsVersion() {
    given(
        "<item jid='x@pipit.test'/>",
        "<item jid='y@pipit.test'/>",
        "<item jid='z@pipit.test'/>",
        "<item jid='y@pipit.test' subscription='remove'/>",
        "<item jid='x@pipit.test' name='X'/>");
    TestClient other = server.connect("ann", "b");
    other.send(get("ver='" + FIRST_VERSION + "'"));
    other.expect("<iq type='result' id='g' to='ann@pipit.test/b'/>");
    Set<String> versions = new HashSet<>();
    for (String item :
        List.of(
            "<item jid='z@pipit.test' subscription='none'/>",
            "<item jid='y@pipit.test' subscription='remove'/>",
            "<item jid='x@pipit.test' name='X' subscription='none'/>")) {
      Element push = other.next();
      Element query = push.firstElement().orElseThrow();
      assertEquals(
          TestClient.parse(push("b", item)).firstElement().orElseThrow().children(),
          query.children());
      versions.add(query.attribute("ver", ""));
    }
    assertEquals(3, versions.size());
    other.expectNothing();
    assertTrue(versions.contains(Long.toString(FIRST_VERSION + 4)));
  }

  // ---- removal

  @Tag("XC-6121-roster-remove-cancels")
  @Test
  void removalEndsBothSubscriptions() {
    TestClient bob = server.login("bob", "b");
    subscribeBothWays(bob);
    ann.send(set("<item jid='bob@pipit.test' subscription='remove'/>"));
    ann.expectNothing();
    bob.expectNothing();
    server.sync();
    server.sync();
    ann.expect(push("a", "<item jid='bob@pipit.test' subscription='remove'/>"));
    ann.expect(SET_RESULT);
    bob.expect("<presence type='unavailable' from='ann@pipit.test/a' to='bob@pipit.test'/>");
    bob.expect("<presence type='unsubscribed' from='ann@pipit.test' to='bob@pipit.test'/>");
    bob.expect(pushToBob("subscription='from'"));
    bob.expect("<presence type='unsubscribe' from='ann@pipit.test' to='bob@pipit.test'/>");
    bob.expect(pushToBob("subscription='none'"));
    bob.expectNothing();
    // What the contact's server tells in turn: its resources are unavailable to the account.
    ann.expect("<presence type='unavailable' from='bob@pipit.test/b' to='ann@pipit.test'/>");
    ann.expectNothing();
    assertFalse(server.snapshots.hasPresenceSubscription(ann.account(), bob.account()));
    assertEquals(
        Set.of("ann@pipit.test bob@pipit.test", "bob@pipit.test ann@pipit.test"),
        Set.copyOf(server.rightsLost));
  }

  @Tag("XC-6121-roster-remove-cancels")
  @Test
  void removalWithdrawsARequestWithoutAnswer() {
    TestClient bob = server.login("bob", "b");
    ann.send("<presence type='subscribe' to='bob@pipit.test'/>");
    server.sync();
    server.sync();
    ann.ignore();
    bob.ignore();
    ann.send(set("<item jid='bob@pipit.test' subscription='remove'/>"));
    server.sync();
    server.sync();
    bob.expect("<presence type='unsubscribe' from='ann@pipit.test' to='bob@pipit.test'/>");
    bob.expectNothing();
    ann.ignore();
  }

  @Test
  void removalOfAMereContactTellsNobody() {
    TestClient bob = server.login("bob", "b");
    given("<item jid='bob@pipit.test'/>", "<item jid='bob@pipit.test' subscription='remove'/>");
    bob.expectNothing();
  }

  @Test
  void contactWhoLeavesAGroupLosesItsRights() {
    given("<item jid='x@pipit.test'><group>A</group><group>B</group></item>");
    assertEquals(
        Set.of("A", "B"), server.snapshots.groups(ann.account(), BareJid.of("x@pipit.test")));
    given("<item jid='x@pipit.test'><group>B</group><group>C</group></item>");
    assertEquals(List.of("ann@pipit.test x@pipit.test"), server.rightsLost);
    given("<item jid='x@pipit.test'><group>B</group></item>");
    assertEquals(2, server.rightsLost.size());
    given("<item jid='x@pipit.test' name='X'><group>B</group></item>");
    assertEquals(2, server.rightsLost.size());
  }

  private void subscribeBothWays(TestClient bob) {
    for (TestClient client : List.of(ann, bob)) {
      TestClient contact = client == ann ? bob : ann;
      client.send("<presence type='subscribe' to='" + contact.account() + "'/>");
      server.sync();
      server.sync();
      contact.send("<presence type='subscribed' to='" + client.account() + "'/>");
      server.sync();
      server.sync();
    }
    ann.ignore();
    bob.ignore();
  }
}
