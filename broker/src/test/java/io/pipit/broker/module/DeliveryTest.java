package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where messages and requests between accounts go (RFC 6121 8.5). */
class DeliveryTest {

  private final TestServer server = TestServer.start();
  private final TestClient ann = server.login("ann", "a");
  private final TestClient high = server.login("bob", "high");
  private final TestClient zero = server.login("bob", "zero");
  private final TestClient negative = server.login("bob", "negative");
  private final TestClient silent = server.connect("bob", "silent");

  DeliveryTest() {
    high.send("<presence><priority>5</priority></presence>");
    negative.send("<presence><priority>-5</priority></presence>");
    List.of(high, zero, negative).forEach(TestClient::ignore);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String message(String type, String to) {
    return "<message type='" + type + "' id='m' to='" + to + "'><body>hi</body></message>";
  }

  private static void expectError(TestClient client, String condition) {
    Element error = client.next();
    assertEquals("error", error.attribute("type", ""));
    Element inner = error.child("error", Ns.CLIENT).orElseThrow();
    assertEquals("cancel", inner.attribute("type", ""));
    assertEquals(condition, inner.firstElement().orElseThrow().name());
    client.expectNothing();
  }

  private void nobodyElseGotAnything() {
    for (TestClient client : List.of(ann, high, zero, negative, silent)) {
      client.expectNothing();
    }
  }

  // ---- refused or dropped

  @Tag("XC-6121-bare-msg-groupchat")
  @Test
  void groupchatToAnAccountIsServiceUnavailable() {
    ann.send(message("groupchat", "bob@pipit.test"));
    expectError(ann, "service-unavailable");
    nobodyElseGotAnything();
  }

  @Tag("XC-6121-error-drop")
  @ParameterizedTest(name = "XC-6121-error-drop to {0}")
  @ValueSource(strings = {"bob@pipit.test", "bob@pipit.test/none", "nobody@pipit.test"})
  void errorMessageIsDropped(String to) {
    ann.send(message("error", to));
    nobodyElseGotAnything();
  }

  @Tag("XC-6121-offline")
  @ParameterizedTest(name = "XC-6121-offline {0}")
  @ValueSource(strings = {"chat", "normal"})
  void messageToAnAccountThatIsAwayIsRefused(String type) {
    server.connect("carol", "silent");
    ann.send(message(type, "carol@pipit.test"));
    expectError(ann, "service-unavailable");
  }

  @Tag("XC-6121-bare-msg-headline")
  @Test
  void headlineToAnAccountThatIsAwayIsDropped() {
    server.connect("carol", "silent");
    ann.send(message("headline", "carol@pipit.test"));
    nobodyElseGotAnything();
  }

  @Tag("XC-6121-full-no-match")
  @Test
  void headlineAndRequestToAResourceThatIsGoneGoNowhere() {
    ann.send(message("headline", "bob@pipit.test/none"));
    nobodyElseGotAnything();
    ann.send("<iq type='get' id='1' to='bob@pipit.test/none'><ping xmlns='urn:xmpp:ping'/></iq>");
    expectError(ann, "service-unavailable");
    nobodyElseGotAnything();
  }

  @Tag("XC-6121-roster-push")
  @Test
  void rosterPushOfAnotherAccountIsNotDelivered() {
    ann.send(
        "<iq type='set' id='1' to='bob@pipit.test/high'><query xmlns='jabber:iq:roster'>"
            + "<item jid='mallory@pipit.test'/></query></iq>");
    expectError(ann, "service-unavailable");
    nobodyElseGotAnything();
  }

  @Tag("XC-0359-stanza-id")
  @Test
  void stanzaIdInTheNameOfTheRecipientIsRemoved() {
    String foreign = "<stanza-id xmlns='urn:xmpp:sid:0' by='other@pipit.test' id='1'/>";
    ann.send(
        "<message type='chat' id='1' to='bob@pipit.test/high'><body>hi</body>"
            + "<stanza-id xmlns='urn:xmpp:sid:0' by='bob@pipit.test' id='2'/>"
            + foreign
            + "</message>");
    Element got = high.next();
    assertEquals(2, got.elements().size());
    assertEquals("1", got.child("stanza-id", "urn:xmpp:sid:0").orElseThrow().attribute("id", ""));
  }

  @Tag("PF-0203-spoof")
  @Test
  void delayInTheNameOfTheServerIsRemoved() {
    String delay = "<delay xmlns='urn:xmpp:delay' from='%s' stamp='2002-09-10T23:08:25Z'/>";
    ann.send(
        "<message type='chat' id='1' to='bob@pipit.test/high'><body>hi</body>"
            + delay.formatted("pipit.test")
            + delay.formatted("ann@pipit.test")
            + delay.formatted("room@chat.example")
            + "</message>");
    Element got = high.next();
    assertEquals(
        List.of("ann@pipit.test", "room@chat.example"),
        got.elements().stream()
            .filter(child -> child.is("delay", Ns.DELAY))
            .map(child -> child.attribute("from", ""))
            .toList());
    assertEquals(3, got.elements().size(), "and the body stays");
  }

  @Tag("XC-6121-unknown-user")
  @ParameterizedTest(name = "XC-6121-unknown-user {0}")
  @ValueSource(strings = {"chat", "normal"})
  void messageToNobodyIsRefused(String type) {
    ann.send(message(type, "nobody@pipit.test"));
    expectError(ann, "service-unavailable");
    ann.send(message("headline", "nobody@pipit.test"));
    ann.expectNothing();
  }

  @Tag("XC-6121-bare-iq")
  @ParameterizedTest(name = "XC-6121-bare-iq {0} {1}")
  @CsvSource({"get,urn:unknown", "set,urn:unknown", "get,urn:xmpp:ping", "get,jabber:iq:version"})
  void requestToAnAccountIsNeverDelivered(String type, String namespace) {
    ann.send(
        "<iq type='%s' id='1' to='bob@pipit.test'><query xmlns='%s'/></iq>"
            .formatted(type, namespace));
    expectError(ann, "service-unavailable");
    nobodyElseGotAnything();
  }

  private static final String PING =
      "<iq type='get' id='1' to='bob@pipit.test/silent'><ping xmlns='urn:xmpp:ping'/></iq>";

  @Tag("XC-6121-iq-auth-presence")
  @ParameterizedTest(name = "XC-6121-iq-auth-presence {0}")
  @ValueSource(strings = {"get", "set"})
  void requestOfAStrangerIsAnsweredAsIfNobodyWereConnected(String type) {
    ann.send(PING.replace("get", type));
    Element connected = ann.next();
    ann.send(PING.replace("get", type).replace("silent", "none"));
    assertEquals(connected.with("from", "").children(), ann.next().with("from", "").children());
    ann.send(PING.replace("get", type));
    expectError(ann, "service-unavailable");
    nobodyElseGotAnything();
  }

  @Tag("XC-6121-iq-auth-presence")
  @Test
  void presenceThatIsTakenBackLetsNoRequestsThrough() {
    silent.send("<presence to='ann@pipit.test/a'/>");
    silent.send("<presence to='ann@pipit.test/a' type='unavailable'/>");
    ann.ignore();
    ann.send(PING);
    expectError(ann, "service-unavailable");
    silent.send("<presence to='ann@pipit.test'/>");
    silent.send("<presence type='unavailable'/>");
    List.of(ann, silent, high, zero, negative).forEach(TestClient::ignore);
    ann.send(PING);
    expectError(ann, "service-unavailable");
    nobodyElseGotAnything();
  }

  @Tag("XC-6121-iq-auth-presence")
  @Test
  void presenceOfTheRequesterDoesNotLetItsRequestsThrough() {
    server.subscribe(silent, ann); // silent sees ann, not the reverse
    List.of(ann, silent, high, zero, negative).forEach(TestClient::ignore);
    ann.send(PING);
    expectError(ann, "service-unavailable");
    nobodyElseGotAnything();
  }

  // ---- delivered

  @Tag("XC-6121-iq-auth-presence")
  @ParameterizedTest(name = "XC-6121-iq-auth-presence {0}")
  @ValueSource(strings = {"subscriber", "bare", "full", "own"})
  void requestReachesAResourceThatShowsItsPresence(String how) {
    TestClient requester = how.equals("own") ? high : ann;
    switch (how) {
      case "subscriber" -> server.subscribe(ann, silent);
      case "bare" -> silent.send("<presence to='ann@pipit.test'/>");
      case "full" -> silent.send("<presence to='ann@pipit.test/a'/>");
      default -> {}
    }
    List.of(ann, silent, high, zero, negative).forEach(TestClient::ignore);
    requester.send(PING);
    assertEquals("iq", silent.next().name());
    silent.send("<iq type='result' id='1' to='" + requester.jid() + "'/>");
    assertEquals("result", requester.next().attribute("type", ""));
  }

  @Tag("XC-6121-bare-msg-chat")
  @Tag("XC-6121-bare-msg-headline")
  @ParameterizedTest(name = "XC-6121-bare-msg-chat {0}")
  @ValueSource(strings = {"chat", "normal", "headline"})
  void messageToAnAccountGoesToEachResourceThatTakesThem(String type) {
    ann.send(message(type, "bob@pipit.test"));
    String delivered =
        message(type, "bob@pipit.test").replace("<message", "<message from='ann@pipit.test/a'");
    high.expect(delivered);
    zero.expect(delivered);
    nobodyElseGotAnything();
  }

  /** A server has no opinion on a type it does not know; the recipient takes it for normal. */
  @Tag("XC-6121-bare-msg-chat")
  @ParameterizedTest(name = "XC-6121-bare-msg-chat type {0}")
  @ValueSource(strings = {"bogus", "CHAT", "normal "})
  void messageOfUnknownTypeIsANormalOneAndDeliveredAsItIs(String type) {
    ann.send(message(type, "bob@pipit.test"));
    String delivered =
        message(type, "bob@pipit.test").replace("<message", "<message from='ann@pipit.test/a'");
    high.expect(delivered);
    zero.expect(delivered);
    nobodyElseGotAnything();
    server.connect("carol", "silent");
    ann.send(message(type, "carol@pipit.test"));
    expectError(ann, "service-unavailable");
  }

  @Tag("XC-6121-full-no-match")
  @Test
  void chatToAResourceThatIsGoneGoesToTheAccount() {
    ann.send(message("chat", "bob@pipit.test/none"));
    assertEquals("message", high.next().name());
    assertEquals("message", zero.next().name());
    nobodyElseGotAnything();
  }

  @ParameterizedTest
  @ValueSource(strings = {"negative", "silent"})
  void messageToAResourceReachesItWhateverItsPresence(String resource) {
    TestClient target = resource.equals("silent") ? silent : negative;
    for (String type : List.of("chat", "normal", "headline", "groupchat", "error")) {
      ann.send(message(type, "bob@pipit.test/" + resource));
      assertEquals(type, target.next().attribute("type", ""));
    }
    nobodyElseGotAnything();
  }
}
