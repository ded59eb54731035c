package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Presence as contacts see it (RFC 6121 4); subscriptions are in {@link SubscriptionTest}. */
class PresenceModuleTest {

  private final TestServer server = TestServer.start();
  private final TestClient ann = server.login("ann", "a");
  private final TestClient bob = server.login("bob", "b");

  @AfterEach
  void close() {
    server.close();
  }

  private void bobGetsAnnsPresence() {
    server.subscribe(bob, ann);
  }

  // ---- refusals and silence

  @Tag("XC-6121-priority")
  @ParameterizedTest(name = "XC-6121-priority {0}")
  @ValueSource(strings = {"128", "-129", "high", "", "1.5", "99999999999"})
  void priorityThatIsNoneIsBadRequest(String priority) {
    bobGetsAnnsPresence();
    ann.send("<presence id='p'><priority>" + priority + "</priority></presence>");
    expectBadRequest();
  }

  @Tag("XC-6121-show-values")
  @ParameterizedTest(name = "XC-6121-show-values {0}")
  @ValueSource(strings = {"busy", "AWAY", "", "online"})
  void showThatIsNoneIsBadRequest(String show) {
    bobGetsAnnsPresence();
    ann.send("<presence id='p'><show>" + show + "</show></presence>");
    expectBadRequest();
  }

  private void expectBadRequest() {
    Element error = ann.next();
    assertEquals("presence", error.name());
    assertEquals("error", error.attribute("type", ""));
    assertEquals("p", error.attribute("id", ""));
    Element inner = error.child("error", Ns.CLIENT).orElseThrow();
    assertEquals("modify", inner.attribute("type", ""));
    assertEquals("bad-request", inner.firstElement().orElseThrow().name());
    ann.expectNothing();
    bob.expectNothing();
  }

  @Test
  void strangersSeeNothing() {
    ann.send("<presence><show>away</show></presence>");
    ann.send("<presence type='unavailable'/>");
    bob.expectNothing();
  }

  @Tag("XC-6121-probe-answer")
  @Test
  void probeOfAStrangerGetsSilence() {
    server.connect("carol", "c");
    bob.send("<presence type='probe' to='ann@pipit.test'/>");
    bob.send("<presence type='probe' to='ann@pipit.test/a'/>");
    bob.send("<presence type='probe' to='carol@pipit.test'/>");
    bob.send("<presence type='probe' to='nobody@pipit.test'/>");
    bob.expectNothing();
    ann.expectNothing();
  }

  @Tag("XC-6121-unknown-user")
  @Test
  void presenceToNobodyIsSilent() {
    for (String type : List.of("subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe")) {
      ann.send("<presence type='" + type + "' to='nobody@pipit.test'/>");
    }
    ann.send("<presence to='nobody@pipit.test'/>");
    ann.send("<presence to='nobody@pipit.test/x'/>");
    for (Element element : ann.all()) {
      assertEquals("iq", element.name(), "only roster pushes");
    }
  }

  @Tag("XC-6121-unknown-user")
  @Test
  void messageToNobodyIsServiceUnavailable() {
    ann.send("<message id='m' type='chat' to='nobody@pipit.test'><body>hi</body></message>");
    ann.expect(
        "<message id='m' type='error' from='nobody@pipit.test' to='ann@pipit.test/a'>"
            + "<error type='cancel'><service-unavailable xmlns='"
            + Ns.STANZA_ERRORS
            + "'/></error></message>");
  }

  @Test
  void presenceIsDirectedToABoundedNumber() {
    for (int i = 0; i < PresenceModule.DIRECTED_TARGETS; i++) {
      ann.send("<presence to='c" + i + "@pipit.test'/>");
    }
    ann.expectNothing();
    ann.send("<presence to='c0@pipit.test'/>");
    ann.expectNothing();
    ann.send("<presence id='p' to='onemore@pipit.test'/>");
    Element error = ann.next();
    assertEquals("error", error.attribute("type", ""));
    assertEquals(
        "policy-violation",
        error.child("error", Ns.CLIENT).orElseThrow().firstElement().orElseThrow().name());
    ann.send("<presence type='unavailable' to='c0@pipit.test'/>");
    ann.send("<presence to='onemore@pipit.test'/>");
    ann.expectNothing();
  }

  // ---- available

  @Tag("XC-6121-initial-presence")
  @Test
  void initialPresenceGoesToSubscribersAndOwnResources() {
    bobGetsAnnsPresence();
    TestClient second = server.connect("ann", "a2");
    second.send("<presence id='p'><show>chat</show><x xmlns='urn:x'/></presence>");
    String body = "<show>chat</show><x xmlns='urn:x'/></presence>";
    bob.expect("<presence id='p' from='ann@pipit.test/a2' to='bob@pipit.test'>" + body);
    bob.expectNothing();
    ann.expect("<presence id='p' from='ann@pipit.test/a2' to='ann@pipit.test/a'>" + body);
    ann.expectNothing();
    second.expectInAnyOrder(
        "<presence id='p' from='ann@pipit.test/a2' to='ann@pipit.test/a2'>" + body,
        "<presence from='ann@pipit.test/a' to='ann@pipit.test/a2'/>");
  }

  @Tag("XC-6121-initial-presence")
  @Tag("XC-6121-probe-answer")
  @Test
  void newResourceLearnsWhoOfItsContactsIsThere() {
    bobGetsAnnsPresence();
    ann.send("<presence><status>working</status></presence>");
    bob.ignore();
    TestClient second = server.connect("bob", "b2");
    second.send("<presence/>");
    second.expectInAnyOrder(
        "<presence from='bob@pipit.test/b2' to='bob@pipit.test/b2'/>",
        "<presence from='bob@pipit.test/b' to='bob@pipit.test/b2'/>",
        "<presence from='ann@pipit.test/a' to='bob@pipit.test/b2'>"
            + "<status>working</status></presence>");
    bob.expect("<presence from='bob@pipit.test/b2' to='bob@pipit.test/b'/>");
    bob.expectNothing();
    // The subscription has one direction only.
    ann.ignore();
    second.send("<presence><show>away</show></presence>");
    ann.expectNothing();
  }

  @Tag("XC-6121-probe-answer")
  @Test
  void probeIsAnsweredForEachResource() {
    bobGetsAnnsPresence();
    TestClient second = server.login("ann", "a2");
    server.connect("ann", "silent");
    bob.ignore();
    bob.send("<presence type='probe' to='ann@pipit.test'/>");
    bob.expectInAnyOrder(
        "<presence from='ann@pipit.test/a' to='bob@pipit.test/b'/>",
        "<presence from='ann@pipit.test/a2' to='bob@pipit.test/b'/>");
    second.ignore();
  }

  @Tag("XC-6121-probe-answer")
  @Test
  void probeOfAnAccountThatIsAwayIsAnsweredUnavailable() {
    bobGetsAnnsPresence();
    ann.disconnect();
    bob.ignore();
    bob.send("<presence type='probe' to='ann@pipit.test'/>");
    bob.expect("<presence type='unavailable' from='ann@pipit.test' to='bob@pipit.test/b'/>");
    bob.expectNothing();
  }

  @Tag("XC-6121-presence-update")
  @Test
  void updateGoesToTheSameAndAsksNobodyAgain() {
    bobGetsAnnsPresence();
    server.subscribe(ann, bob);
    ann.send("<presence><show>dnd</show><priority>5</priority></presence>");
    String update = "<show>dnd</show><priority>5</priority></presence>";
    bob.expect("<presence from='ann@pipit.test/a' to='bob@pipit.test'>" + update);
    bob.expectNothing();
    ann.expect("<presence from='ann@pipit.test/a' to='ann@pipit.test/a'>" + update);
    ann.expectNothing();
  }

  // ---- unavailable

  @Tag("XC-6121-unavailable")
  @Test
  void unavailableIsToldAsItWasSaid() {
    bobGetsAnnsPresence();
    TestClient second = server.login("ann", "a2");
    bob.ignore();
    ann.ignore();
    ann.send("<presence type='unavailable'><status>gone home</status></presence>");
    String body = "<status>gone home</status></presence>";
    bob.expect("<presence type='unavailable' from='ann@pipit.test/a' to='bob@pipit.test'>" + body);
    bob.expectNothing();
    second.expect(
        "<presence type='unavailable' from='ann@pipit.test/a' to='ann@pipit.test/a2'>" + body);
    ann.expect(
        "<presence type='unavailable' from='ann@pipit.test/a' to='ann@pipit.test/a'>" + body);
    ann.send("<presence type='unavailable'/>");
    bob.expectNothing();
    ann.expectNothing();
    ann.disconnect();
    bob.expectNothing();
    second.expectNothing();
  }

  @Tag("XC-6121-unavailable")
  @Test
  void lostStreamIsUnavailable() {
    bobGetsAnnsPresence();
    TestClient carol = server.login("carol", "c");
    ann.send("<presence to='carol@pipit.test'/>");
    carol.expect("<presence from='ann@pipit.test/a' to='carol@pipit.test'/>");
    ann.disconnect();
    bob.expect("<presence type='unavailable' from='ann@pipit.test/a' to='bob@pipit.test'/>");
    carol.expect("<presence type='unavailable' from='ann@pipit.test/a' to='carol@pipit.test'/>");
    bob.expectNothing();
    carol.expectNothing();
  }

  @Tag("XC-6121-unavailable")
  @Test
  void replacedResourceIsUnavailableFirst() {
    bobGetsAnnsPresence();
    TestClient again = server.connect("ann", "a");
    server.settle();
    assertTrue(ann.closedWith().isPresent());
    bob.expect("<presence type='unavailable' from='ann@pipit.test/a' to='bob@pipit.test'/>");
    bob.expectNothing();
    again.send("<presence/>");
    bob.expect("<presence from='ann@pipit.test/a' to='bob@pipit.test'/>");
    bob.expectNothing();
  }

  // ---- directed

  @Tag("XC-6121-directed")
  @Test
  void directedPresenceIsFollowedByUnavailable() {
    TestClient quiet = server.connect("ann", "q");
    quiet.send("<presence to='bob@pipit.test/b'><status>psst</status></presence>");
    bob.expect(
        "<presence from='ann@pipit.test/q' to='bob@pipit.test/b'><status>psst</status></presence>");
    ann.expectNothing();
    quiet.send("<presence type='unavailable'/>");
    bob.expect("<presence type='unavailable' from='ann@pipit.test/q' to='bob@pipit.test/b'/>");
    quiet.disconnect();
    bob.expectNothing();
  }

  @Tag("XC-6121-directed")
  @Test
  void updatesDoNotGoToTargetsOfDirectedPresence() {
    ann.send("<presence to='bob@pipit.test'/>");
    bob.expect("<presence from='ann@pipit.test/a' to='bob@pipit.test'/>");
    ann.send("<presence><show>away</show></presence>");
    bob.expectNothing();
  }

  @Tag("XC-6121-directed")
  @Test
  void targetThatWasToldUnavailableIsNotToldAgain() {
    ann.send("<presence to='bob@pipit.test'/>");
    ann.send("<presence type='unavailable' to='bob@pipit.test'/>");
    bob.ignore();
    ann.disconnect();
    bob.expectNothing();
  }

  @Tag("XC-6121-directed")
  @Test
  void subscriberWhoIsATargetTooIsToldOnce() {
    bobGetsAnnsPresence();
    ann.send("<presence to='bob@pipit.test/b'/>");
    bob.ignore();
    ann.disconnect();
    bob.expect("<presence type='unavailable' from='ann@pipit.test/a' to='bob@pipit.test'/>");
    bob.expectNothing();
  }

  // ---- priorities and messages to accounts

  @Tag("XC-6121-priority")
  @Test
  void negativePriorityGetsNoMessagesToTheAccount() {
    bob.send("<presence><priority>-1</priority></presence>");
    bob.ignore();
    ann.send("<message id='m' type='chat' to='bob@pipit.test'><body>hi</body></message>");
    bob.expectNothing();
    assertEquals("error", ann.next().attribute("type", ""));
    ann.send("<message id='m' type='chat' to='bob@pipit.test/b'><body>hi</body></message>");
    assertEquals("chat", bob.next().attribute("type", ""));
    TestClient second = server.connect("bob", "b2");
    second.send("<presence><priority>-128</priority></presence>");
    second.ignore();
    bob.send("<presence><priority>127</priority></presence>");
    bob.ignore();
    second.ignore();
    ann.send("<message type='normal' to='bob@pipit.test'><body>hi</body></message>");
    assertEquals("message", bob.next().name());
    second.expectNothing();
  }

  @Test
  void presenceWithoutSubscriptionShowsInNoSnapshot() {
    assertFalse(server.snapshots.hasPresenceSubscription(ann.account(), bob.account()));
    bobGetsAnnsPresence();
    assertTrue(server.snapshots.hasPresenceSubscription(ann.account(), bob.account()));
    assertFalse(server.snapshots.hasPresenceSubscription(bob.account(), ann.account()));
  }
}
