package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.account.RosterLimits;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The block list and what it does to stanzas and presence (XEP-0191); events: BlockingTest. */
class BlockingModuleTest {

  private static final String XMLNS = " xmlns='urn:xmpp:blocking'";
  private static final String DONE = "<iq type='result' id='b' to='ann@pipit.test/a'/>";
  private static final String BOB = "bob@pipit.test";
  private static final String UNAVAILABLE =
      "<error type='cancel'><service-unavailable xmlns='" + Ns.STANZA_ERRORS + "'/></error>";
  private static final String BLOCKED =
      "<error type='cancel'><not-acceptable xmlns='"
          + Ns.STANZA_ERRORS
          + "'/><blocked xmlns='urn:xmpp:blocking:errors'/></error>";

  private final InMemoryLog log = InMemoryLog.held(200);
  private final TestServer server = new TestServer(log, RosterLimits.DEFAULT);
  private final TestClient ann = server.login("ann", "a");
  private final TestClient bob = server.login("bob", "b");

  @AfterEach
  void close() {
    server.close();
  }

  private static String items(String... jids) {
    return Stream.of(jids).map(jid -> "<item jid='" + jid + "'/>").reduce("", String::concat);
  }

  private static String iq(String command) {
    return "<iq type='set' id='b'>" + command + "</iq>";
  }

  private static String block(String... jids) {
    return iq("<block" + XMLNS + ">" + items(jids) + "</block>");
  }

  private static String unblock(String... jids) {
    return iq("<unblock" + XMLNS + ">" + items(jids) + "</unblock>");
  }

  /** Sends something and has all that comes of it durable, one after the other. */
  private void sends(TestClient client, String xml) {
    client.send(xml);
    for (int i = 0; i < 3; i++) {
      server.sync();
    }
  }

  private void annBlocks(String... jids) {
    sends(ann, block(jids));
    ann.expect(DONE);
    ann.expectNothing();
    bob.ignore();
  }

  private void expectList(String... jids) {
    ann.send("<iq type='get' id='l'><blocklist" + XMLNS + "/></iq>");
    ann.expect(
        "<iq type='result' id='l' to='ann@pipit.test/a'><blocklist"
            + XMLNS
            + ">"
            + items(jids)
            + "</blocklist></iq>");
  }

  private void share() {
    follow(ann, bob);
    follow(bob, ann);
    ann.ignore();
    bob.ignore();
  }

  /** The first gets the presence of the second. */
  private void follow(TestClient subscriber, TestClient contact) {
    sends(subscriber, "<presence type='subscribe' to='" + contact.account() + "'/>");
    sends(contact, "<presence type='subscribed' to='" + subscriber.account() + "'/>");
    subscriber.ignore();
    contact.ignore();
  }

  private static String presence(String from, String to) {
    return "<presence from='" + from + "' to='" + to + "'/>";
  }

  private static String unavailable(String from, String to) {
    return "<presence type='unavailable' from='" + from + "' to='" + to + "'/>";
  }

  // ---- refused requests

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("XC-0191-block no item", "<block" + XMLNS + "/>", "modify", "bad-request"),
        Arguments.of(
            "XC-0191-block an item without jid",
            "<block" + XMLNS + "><item jid='x@y.test'/><item/></block>",
            "modify",
            "bad-request"),
        Arguments.of(
            "XC-0191-block another element",
            "<block" + XMLNS + "><item xmlns='urn:x' jid='x@y.test'/></block>",
            "modify",
            "bad-request"),
        Arguments.of(
            "XC-0191-block something that is no JID",
            "<block" + XMLNS + "><item jid='x@y.test'/><item jid='@y.test'/></block>",
            "modify",
            "jid-malformed"),
        Arguments.of(
            "XC-0191-block oneself",
            "<block" + XMLNS + "><item jid='x@y.test'/><item jid='ann@pipit.test'/></block>",
            "modify",
            "not-acceptable"),
        Arguments.of(
            "XC-0191-block a resource of one's own",
            "<block" + XMLNS + "><item jid='ann@pipit.test/a'/></block>",
            "modify",
            "not-acceptable"),
        Arguments.of(
            "XC-0191-block more than the quota",
            "<block" + XMLNS + ">" + items("a.t", "b.t", "c.t", "d.t", "e.t", "f.t") + "</block>",
            "modify",
            "policy-violation"),
        Arguments.of(
            "XC-0191-block unblock something that is no JID",
            "<unblock" + XMLNS + "><item jid=''/></unblock>",
            "modify",
            "jid-malformed"),
        // Would else be all.
        Arguments.of(
            "XC-0191-block unblock another element",
            "<unblock" + XMLNS + "><x xmlns='urn:x'/></unblock>",
            "modify",
            "bad-request"));
  }

  @Tag("XC-0191-block")
  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void requestThatIsWrongChangesNothing(String row, String command, String type, String condition) {
    annBlocks("known.test");
    sends(ann, iq(command));
    Element error = ann.next().child("error", Ns.CLIENT).orElseThrow();
    assertEquals(type, error.attribute("type", ""), row);
    assertEquals(condition, error.firstElement().orElseThrow().name(), row);
    expectList("known.test");
    ann.expectNothing();
  }

  @Tag("XC-0191-list")
  @ParameterizedTest
  @ValueSource(strings = {"get|blocklist", "set|block", "set|unblock"})
  void listOfSomebodyElseIsLikeThatOfNobody(String command) {
    String type = command.substring(0, 3);
    String name = command.substring(4);
    for (String to : List.of("ann@pipit.test", "nobody@pipit.test")) {
      sends(
          bob,
          ("<iq type='" + type + "' id='b' to='" + to + "'><" + name + XMLNS + ">")
              + (items("x.test") + "</" + name + "></iq>"));
      bob.expect(
          "<iq type='error' id='b' from='"
              + to
              + "' to='bob@pipit.test/b'>"
              + UNAVAILABLE
              + "</iq>");
    }
    expectList();
  }

  @Tag("XC-0191-block")
  @Test
  void nothingIsBlockedWhileNothingCanBeStored() {
    annBlocks("known.test");
    log.fail();
    server.settle();
    ann.ignore();
    ann.send(block(BOB));
    Element error = ann.next().child("error", Ns.CLIENT).orElseThrow();
    assertEquals("resource-constraint", error.firstElement().orElseThrow().name());
    ann.send(unblock());
    error = ann.next().child("error", Ns.CLIENT).orElseThrow();
    assertEquals("resource-constraint", error.firstElement().orElseThrow().name());
    expectList("known.test");
  }

  // ---- the list

  @Tag("XC-0191-list")
  @Test
  void listIsEmptyAtFirst() {
    expectList();
  }

  @Tag("XC-0191-list")
  @Tag("XC-0191-block")
  @Test
  void listHasWhatWasAddedInThatOrder() {
    annBlocks("romeo@montague.test", "eve.test");
    annBlocks("eve.test", "ROMEO@montague.test", "romeo@montague.test/orchard");
    expectList("romeo@montague.test", "eve.test", "romeo@montague.test/orchard");
    sends(ann, unblock("eve.test", "nobody.test"));
    ann.next();
    ann.expect(DONE);
    expectList("romeo@montague.test", "romeo@montague.test/orchard");
    sends(ann, unblock());
    ann.next();
    ann.expect(DONE);
    expectList();
  }

  @Tag("XC-0191-block")
  @Test
  void fullListStillTakesWhatItHas() {
    annBlocks("a.t", "b.t", "c.t", "d.t", "e.t");
    annBlocks("e.t", "a.t");
    expectList("a.t", "b.t", "c.t", "d.t", "e.t");
  }

  @Tag("XC-0191-block")
  @Test
  void reportInAnItemIsNobodysBusiness() {
    sends(
        ann,
        iq(
            "<block"
                + XMLNS
                + "><item jid='eve.test'><report xmlns='urn:xmpp:reporting:1'"
                + " reason='urn:xmpp:reporting:spam'/></item></block>"));
    ann.expect(DONE);
    expectList("eve.test");
  }

  @Tag("XC-0191-block")
  @Test
  void resultWaitsUntilTheBlockIsDurable() {
    ann.send(block("eve.test"));
    ann.expectNothing();
    server.sync();
    ann.expect(DONE);
  }

  @Tag("XC-0191-push")
  @Test
  void changesArePushedToResourcesThatAskedForTheList() {
    TestClient second = server.login("ann", "a2");
    second.send("<iq type='get' id='l'><blocklist" + XMLNS + "/></iq>");
    second.ignore();
    ann.ignore();
    expectList();
    TestClient third = server.login("ann", "a3");
    ann.ignore();
    second.ignore();

    sends(ann, block("x.test", "y.test", "x.test"));
    String pushed = "<block" + XMLNS + ">" + items("x.test", "y.test") + "</block></iq>";
    ann.expect("<iq type='set' id='*' to='ann@pipit.test/a'>" + pushed);
    ann.expect(DONE);
    second.expect("<iq type='set' id='*' to='ann@pipit.test/a2'>" + pushed);

    sends(ann, block("x.test"));
    ann.expect(DONE);
    sends(ann, unblock("y.test"));
    second.expect(
        "<iq type='set' id='*' to='ann@pipit.test/a2'><unblock"
            + XMLNS
            + ">"
            + items("y.test")
            + "</unblock></iq>");
    sends(ann, unblock());
    second.expect("<iq type='set' id='*' to='ann@pipit.test/a2'><unblock" + XMLNS + "/></iq>");
    sends(ann, unblock());
    second.expectNothing();
    third.expectNothing();
  }

  // ---- outbound

  @Tag("XC-0191-outbound")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message id='m' type='chat' to='TO'><body>hi</body></message>",
        "<message id='m' type='headline' to='TO'><body>hi</body></message>",
        "<presence id='m' to='TO'/>",
        "<presence id='m' type='unavailable' to='TO'/>",
        "<presence id='m' type='subscribe' to='TO'/>",
        "<presence id='m' type='probe' to='TO'/>",
        "<iq id='m' type='get' to='TO'><ping xmlns='urn:xmpp:ping'/></iq>",
        "<iq id='m' type='set' to='TO'><x xmlns='urn:x'/></iq>"
      })
  void stanzaToWhomOneHasBlockedIsNotAcceptable(String stanza) {
    share();
    annBlocks(BOB, "far.test");
    for (String to : List.of(BOB, "bob@pipit.test/b", "bob@pipit.test/none", "who@x.far.test")) {
      sends(ann, stanza.replace("TO", to));
      Element error = ann.next();
      assertEquals("error", error.attribute("type", ""));
      assertEquals("m", error.attribute("id", ""));
      assertEquals(to, error.attribute("from", ""));
      assertEquals(TestClient.parse(BLOCKED), error.child("error", Ns.CLIENT).orElseThrow());
      ann.expectNothing();
      bob.expectNothing();
    }
  }

  @Tag("XC-0191-outbound")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message id='m' type='error' to='TO'>" + UNAVAILABLE + "</message>",
        "<presence id='m' type='error' to='TO'>" + UNAVAILABLE + "</presence>",
        "<iq id='m' type='error' to='TO'>" + UNAVAILABLE + "</iq>",
        "<iq id='m' type='result' to='TO'/>"
      })
  void answerToWhomOneHasBlockedIsDropped(String stanza) {
    annBlocks(BOB);
    sends(ann, stanza.replace("TO", "bob@pipit.test/b"));
    ann.expectNothing();
    bob.expectNothing();
  }

  @Tag("XC-0191-outbound")
  @Test
  void blockOfOneResourceLeavesTheOthersAlone() {
    TestClient other = server.login("bob", "b2");
    bob.ignore();
    annBlocks("bob@pipit.test/b");
    sends(ann, "<message type='chat' to='bob@pipit.test/b2'><body>hi</body></message>");
    other.next();
    sends(ann, "<message type='chat' to='bob@pipit.test/b'><body>hi</body></message>");
    bob.expectNothing();
    other.expectNothing();
  }

  @Tag("XC-0191-outbound")
  @Test
  void serverAndOneselfAreReachedThoughTheOwnDomainIsBlocked() {
    annBlocks("pipit.test");
    sends(ann, "<iq id='m' type='get' to='pipit.test'><ping xmlns='urn:xmpp:ping'/></iq>");
    ann.expect("<iq id='m' type='result' from='pipit.test' to='ann@pipit.test/a'/>");
    sends(ann, "<message type='chat' to='ann@pipit.test/a'><body>note</body></message>");
    ann.next();
    TestClient second = server.login("ann", "a2");
    ann.expect(presence("ann@pipit.test/a2", "ann@pipit.test/a"));
    second.expectNothing();
  }

  /** What is sent right behind the block is judged in the shard. */
  @Tag("XC-0191-outbound")
  @Test
  void presenceSentRightBehindTheBlockIsRefused() {
    share();
    ann.sendTogether(
        block(BOB), "<presence id='m' to='bob@pipit.test/b'><status>here</status></presence>");
    server.sync();
    ann.expect(DONE);
    ann.expect(
        "<presence id='m' type='error' from='bob@pipit.test/b' to='ann@pipit.test/a'>"
            + BLOCKED
            + "</presence>");
    bob.expect(unavailable("ann@pipit.test/a", BOB));
    bob.expectNothing();
  }

  // ---- inbound

  @Tag("XC-0191-inbound")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message id='m' TO><body>hi</body></message>",
        "<message id='m' type='chat' TO><body>hi</body></message>",
        "<message id='m' type='groupchat' TO><body>hi</body></message>",
        "<iq id='m' type='get' TO><ping xmlns='urn:xmpp:ping'/></iq>",
        "<iq id='m' type='get' TO><query xmlns='jabber:iq:version'/></iq>",
        "<iq id='m' type='set' TO><x xmlns='urn:x'/></iq>"
      })
  void requestAndMessageOfABlockedContactAreRefused(String stanza) {
    share();
    annBlocks(BOB);
    for (String to : List.of("ann@pipit.test", "ann@pipit.test/a", "ann@pipit.test/none")) {
      sends(bob, stanza.replace("TO", "to='" + to + "'"));
      Element error = bob.next();
      assertEquals("error", error.attribute("type", ""), to);
      assertEquals(to, error.attribute("from", ""));
      assertEquals(TestClient.parse(UNAVAILABLE), error.child("error", Ns.CLIENT).orElseThrow());
      bob.expectNothing();
      ann.expectNothing();
    }
  }

  /** Like any that nobody gets: an error would tell that there is such an account. */
  @Tag("XC-0191-inbound")
  @Tag("XC-6121-bare-msg-headline")
  @Test
  void headlineOfABlockedContactIsDroppedLikeOneToNobody() {
    share();
    annBlocks(BOB);
    String headline = "<message id='m' type='headline' to='TO'><body>hi</body></message>";
    for (String to : List.of("ann@pipit.test", "ann@pipit.test/a", "who@pipit.test")) {
      sends(bob, headline.replace("TO", to));
      bob.expectNothing();
      ann.expectNothing();
    }
  }

  @Tag("CAPS-9.4-exposure")
  @Tag("XC-0191-inbound")
  @ParameterizedTest
  @CsvSource({
    "http://jabber.org/protocol/disco#info, ann@pipit.test",
    "http://jabber.org/protocol/disco#info, ann@pipit.test/a",
    "http://jabber.org/protocol/disco#items, ann@pipit.test"
  })
  void blockedContactDiscoversNothing(String namespace, String to) {
    share();
    annBlocks(BOB);
    bob.send("<iq id='m' type='get' to='" + to + "'><query xmlns='" + namespace + "'/></iq>");
    bob.expect(
        "<iq id='m' type='error' from='" + to + "' to='bob@pipit.test/b'>" + UNAVAILABLE + "</iq>");
    ann.expectNothing();
  }

  @Tag("XC-0191-inbound")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<presence TO/>",
        "<presence type='unavailable' TO/>",
        "<presence type='subscribe' TO/>",
        "<presence type='unsubscribe' TO/>",
        "<presence type='probe' TO/>",
        "<presence type='error' TO>" + UNAVAILABLE + "</presence>",
        "<message type='error' TO>" + UNAVAILABLE + "</message>",
        "<iq id='m' type='error' TO>" + UNAVAILABLE + "</iq>",
        "<iq id='m' type='result' TO/>"
      })
  void presenceAndAnswersOfABlockedContactMeetSilence(String stanza) {
    follow(bob, ann);
    annBlocks(BOB);
    for (String to : List.of("ann@pipit.test", "ann@pipit.test/a")) {
      sends(bob, stanza.replace("TO", "to='" + to + "'"));
      bob.all().forEach(own -> assertEquals("iq", own.name(), "only pushes of his own roster"));
      ann.expectNothing();
    }
  }

  @Tag("XC-0191-inbound")
  @Test
  void requestOfABlockedContactIsNotShownToNewResources() {
    sends(bob, "<presence type='subscribe' to='ann@pipit.test'/>");
    ann.ignore();
    annBlocks(BOB);
    TestClient second = server.connect("ann", "a2");
    second.send("<presence/>");
    assertEquals(
        List.of(),
        second.all().stream()
            .filter(stanza -> stanza.attribute("from", "").startsWith(BOB))
            .toList());
  }

  @Tag("XC-0191-inbound")
  @Test
  void stanzasPassAgainOnceTheBlockHasEnded() {
    annBlocks(BOB);
    sends(ann, unblock(BOB));
    ann.ignore();
    sends(bob, "<message type='chat' to='ann@pipit.test'><body>hi</body></message>");
    assertEquals("message", ann.next().name());
    sends(ann, "<message type='chat' to='bob@pipit.test'><body>hi</body></message>");
    assertEquals("message", bob.next().name());
  }

  // ---- presence

  @Tag("XC-0191-presence")
  @Test
  void blockedContactIsToldThatEachResourceIsUnavailable() {
    share();
    server.login("ann", "a2");
    ann.ignore();
    bob.ignore();
    sends(ann, block(BOB));
    bob.expectInAnyOrder(
        unavailable("ann@pipit.test/a", BOB), unavailable("ann@pipit.test/a2", BOB));
    sends(ann, "<presence><show>away</show></presence>");
    sends(ann, "<presence type='unavailable'/>");
    sends(ann, "<presence/>");
    server.login("ann", "a3");
    bob.expectNothing();
    ann.ignore();

    sends(bob, "<presence><show>away</show></presence>");
    sends(bob, "<presence type='probe' to='ann@pipit.test'/>");
    bob.ignore();
    ann.expectNothing();
  }

  @Tag("XC-0191-presence")
  @Test
  void domainHidesThePresenceFromAllItsContacts() {
    share();
    TestClient carol = server.login("carol", "c");
    follow(carol, ann);
    sends(ann, block("pipit.test"));
    bob.expect(unavailable("ann@pipit.test/a", BOB));
    carol.expect(unavailable("ann@pipit.test/a", "carol@pipit.test"));
  }

  @Tag("XC-0191-presence")
  @Test
  void blockedContactThatSawNothingIsToldNothing() {
    follow(ann, bob);
    sends(ann, block(BOB));
    bob.expectNothing();
    ann.expect(DONE);
  }

  @Tag("XC-0191-presence")
  @Test
  void directedPresenceEndsWithTheBlock() {
    sends(ann, "<presence to='bob@pipit.test/b'/>");
    bob.ignore();
    sends(ann, block(BOB));
    bob.expect(unavailable("ann@pipit.test/a", "bob@pipit.test/b"));
    sends(ann, unblock());
    sends(ann, "<presence type='unavailable'/>");
    bob.expectNothing();
  }

  @Tag("XC-0191-presence")
  @Test
  void oneResourceOfAContactIsHiddenFromAlone() {
    share();
    TestClient other = server.login("bob", "b2");
    bob.ignore();
    ann.ignore();
    sends(ann, block("bob@pipit.test/b"));
    bob.expect(unavailable("ann@pipit.test/a", "bob@pipit.test/b"));
    other.expectNothing();
    sends(ann, "<presence><show>away</show></presence>");
    other.next();
    bob.expectNothing();
    sends(ann, unblock("bob@pipit.test/b"));
    bob.next();
    other.expectNothing();
    bob.expectNothing();
  }

  /** Of the contact's other resources, and of what comes from the contact itself, all was known. */
  @Tag("XC-0191-presence")
  @Test
  void endOfTheBlockOfOneResourceBringsBackWhatConcernsItAlone() {
    share();
    TestClient other = server.login("bob", "b2");
    ann.ignore();
    annBlocks("bob@pipit.test/b");
    sends(bob, "<presence><show>away</show></presence>");
    List<TestClient> all = List.of(ann, bob, other);
    all.forEach(TestClient::ignore);
    sends(ann, unblock("bob@pipit.test/b"));
    bob.expect(presence("ann@pipit.test/a", "bob@pipit.test/b"));
    bob.expectNothing();
    other.expectNothing();
    assertEquals(List.of("bob@pipit.test/b"), presences(ann));
    assertEquals(List.of("ann@pipit.test bob@pipit.test/b"), server.sharingAgain);
  }

  @Tag("XC-0191-presence")
  @Test
  void endOfTheBlockOfOneResourceBringsNothingWhileAnotherEntryHoldsOrNobodyIsThere() {
    share();
    annBlocks("bob@pipit.test/b");
    annBlocks("bob@pipit.test/gone");
    annBlocks("pipit.test/b");
    annBlocks(BOB);
    sends(ann, unblock("bob@pipit.test/b", "pipit.test/b"));
    bob.expectNothing();
    assertEquals(List.of(), presences(ann));
    assertEquals(List.of(), server.sharingAgain);
    sends(ann, unblock(BOB));
    bob.expect(presence("ann@pipit.test/a", BOB));
    ann.ignore();
    server.sharingAgain.clear();
    sends(ann, unblock("bob@pipit.test/gone"));
    bob.expectNothing();
    assertEquals(
        List.of("bob@pipit.test/gone"), presences(ann), "that it is not there, as to every probe");
  }

  /** From whom a client got presence. */
  private static List<String> presences(TestClient client) {
    return client.all().stream()
        .filter(stanza -> stanza.name().equals("presence"))
        .map(stanza -> stanza.attribute("from", ""))
        .toList();
  }

  @Tag("XC-0191-presence")
  @Test
  void unblockedContactGetsThePresenceAgainAndIsProbed() {
    share();
    annBlocks(BOB);
    sends(bob, "<presence><show>away</show></presence>");
    bob.ignore();
    ann.ignore();
    sends(ann, unblock(BOB));
    bob.expect(presence("ann@pipit.test/a", BOB));
    bob.expectNothing();
    List<Element> got = ann.all();
    assertEquals(
        List.of("bob@pipit.test/b"),
        got.stream()
            .filter(stanza -> stanza.name().equals("presence"))
            .map(stanza -> stanza.attribute("from", ""))
            .toList());
    assertEquals(
        List.of("ann@pipit.test bob@pipit.test", "bob@pipit.test ann@pipit.test"),
        server.sharingAgain);
  }

  @Tag("XC-0191-presence")
  @Test
  void contactWhomAnotherEntryBlocksStaysBlocked() {
    share();
    annBlocks(BOB);
    annBlocks("pipit.test");
    sends(ann, unblock(BOB));
    bob.expectNothing();
    assertEquals(List.of(), server.sharingAgain);
    sends(ann, unblock());
    bob.expect(presence("ann@pipit.test/a", BOB));
  }

  @Tag("XC-0191-presence")
  @Test
  void rosterItemCanBeRemovedWhileTheContactIsBlocked() {
    share();
    annBlocks(BOB);
    sends(
        ann,
        "<iq type='set' id='r'><query xmlns='jabber:iq:roster'>"
            + "<item jid='bob@pipit.test' subscription='remove'/></query></iq>");
    // Else the two rosters would differ for ever.
    List<String> types =
        bob.all().stream()
            .filter(stanza -> stanza.name().equals("presence"))
            .map(stanza -> stanza.attribute("type", ""))
            .toList();
    assertEquals(List.of("unavailable", "unsubscribed", "unsubscribe"), types);
  }

  // ---- what becomes of it

  @Tag("XC-0191-block")
  @Test
  void blockIsGoneWithTheAccount() {
    annBlocks(BOB);
    server.onLoop(() -> server.service().remove(server.account("ann")));
    server.settle();
    server.sync();
    TestClient again = server.login("ann", "again");
    sends(bob, "<message type='chat' to='ann@pipit.test'><body>hi</body></message>");
    assertEquals("message", again.next().name());
  }

  @Tag("XC-0191-block")
  @Test
  void blockThatIsLostWithTheDiskIsNoneAnyMore() {
    share();
    ann.send(block(BOB));
    log.fail();
    server.settle();
    ann.ignore();
    bob.ignore();
    expectList();
    bob.send("<message type='chat' to='ann@pipit.test'><body>hi</body></message>");
    assertEquals("message", ann.next().name());
  }
}
