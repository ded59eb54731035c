package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.account.RosterLimits;
import io.pipit.broker.account.SubscriptionState;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions between accounts of this node (RFC 6121 3), from both ends. */
class SubscriptionTest {

  private static final RosterLimits SMALL = new RosterLimits(2, 2, 600, 2, 20);

  private final InMemoryLog log = InMemoryLog.held(500);
  private final TestServer server = new TestServer(log, SMALL);
  private final TestClient ann = server.login("ann", "a");
  private final TestClient bob = server.login("bob", "b");

  @AfterEach
  void close() {
    server.close();
  }

  /** Sends a subscription stanza, and lets everything become durable that follows from it. */
  private void send(TestClient from, String type, TestClient to) {
    from.send("<presence type='" + type + "' to='" + to.account() + "'/>");
    settle();
  }

  private void settle() {
    for (int i = 0; i < 4; i++) {
      server.sync();
    }
  }

  private SubscriptionState state(TestClient owner, TestClient contact) {
    return server.onLoop(
        () -> server.shard.account(owner.account()).roster().state(contact.account()));
  }

  private static String stanza(String type, TestClient from, TestClient to) {
    return "<presence type='%s' from='%s' to='%s'/>".formatted(type, from.account(), to.account());
  }

  private static String push(TestClient to, TestClient contact, String attributes) {
    return "<iq type='set' id='*' to='%s'><query xmlns='jabber:iq:roster' ver='*'><item jid='%s' %s/></query></iq>"
        .formatted(to.jid(), contact.account(), attributes);
  }

  // ---- refusals

  @Test
  void requestBeyondTheQuotaOfContactsIsRefused() {
    for (String contact : List.of("1@pipit.test", "2@pipit.test")) {
      ann.send("<presence type='subscribe' to='" + contact + "'/>");
    }
    settle();
    ann.ignore();
    ann.send("<presence type='subscribe' id='p' to='bob@pipit.test'/>");
    settle();
    expectError(ann, "p", "modify", "policy-violation");
    bob.expectNothing();
    assertEquals(SubscriptionState.NONE, state(ann, bob));
  }

  @Test
  void requestIsRefusedWhileTooMuchWaitsForTheDisk() {
    for (int i = 0; !log.isCongested(); i++) {
      ann.send(
          "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='x@pipit.test' name='"
              + i
              + "'/></query></iq>");
    }
    ann.send("<presence type='subscribe' id='p' to='bob@pipit.test'/>");
    settle();
    Element last = ann.next();
    while (!last.name().equals("presence")) {
      last = ann.next();
    }
    assertEquals("error", last.attribute("type", ""));
    bob.expectNothing();
  }

  @Test
  void requestThatIsTooLargeIsNotKept() {
    ann.send(
        "<presence type='subscribe' id='p' to='bob@pipit.test'><status>"
            + "x".repeat(600)
            + "</status></presence>");
    settle();
    ann.expect(push(ann, bob, "subscription='none' ask='subscribe'"));
    expectError(ann, "p", "modify", "policy-violation");
    bob.expectNothing();
    assertEquals(SubscriptionState.NONE, state(bob, ann));
  }

  @Test
  void requestsThatWaitForAnAnswerAreBounded() {
    for (int i = 1; i <= 2; i++) {
      send(server.login("c" + i, "c"), "subscribe", bob);
    }
    bob.ignore();
    ann.send("<presence type='subscribe' id='p' to='bob@pipit.test'/>");
    settle();
    ann.expect(push(ann, bob, "subscription='none' ask='subscribe'"));
    expectError(ann, "p", "wait", "resource-constraint");
    bob.expectNothing();
  }

  private static void expectError(TestClient client, String id, String type, String condition) {
    Element error = client.next();
    assertEquals("presence", error.name());
    assertEquals("error", error.attribute("type", ""));
    assertEquals(id, error.attribute("id", ""));
    Element inner = error.child("error", Ns.CLIENT).orElseThrow();
    assertEquals(type, inner.attribute("type", ""));
    assertEquals(condition, inner.firstElement().orElseThrow().name());
    client.expectNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"subscribe", "subscribed", "unsubscribe", "unsubscribed"})
  void nobodyManagesASubscriptionToHimself(String type) {
    send(ann, type, ann);
    ann.expectNothing();
    assertEquals(0, log.appended());
  }

  @Tag("XC-6121-state-machine")
  @ParameterizedTest(name = "XC-6121-state-machine unasked {0}")
  @ValueSource(strings = {"unsubscribe", "unsubscribed"})
  void answerThatNobodyWaitsForChangesNothing(String type) {
    send(ann, type, bob);
    ann.expectNothing();
    bob.expectNothing();
    assertEquals(0, log.appended());
  }

  // ---- request

  @Tag("XC-6121-sub-outbound")
  @Tag("XC-6121-sub-inbound")
  @Test
  void requestIsPushedAndRoutedFromTheBareJid() {
    ann.send(
        "<presence type='subscribe' id='p' to='bob@pipit.test/b'><nick xmlns='urn:n'>A</nick></presence>");
    ann.expectNothing();
    bob.expectNothing();
    server.sync();
    ann.expect(push(ann, bob, "subscription='none' ask='subscribe'"));
    ann.expectNothing();
    bob.expectNothing();
    server.sync();
    bob.expect(
        "<presence type='subscribe' id='p' from='ann@pipit.test' to='bob@pipit.test'>"
            + "<nick xmlns='urn:n'>A</nick></presence>");
    bob.expectNothing();
    assertEquals(SubscriptionState.NONE_PENDING_OUT, state(ann, bob));
    assertEquals(SubscriptionState.NONE_PENDING_IN, state(bob, ann));
  }

  @Tag("XC-6121-sub-inbound")
  @Test
  void requestGoesToAvailableResourcesOnly() {
    TestClient unavailable = server.connect("bob", "u");
    unavailable.send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
    unavailable.ignore();
    TestClient negative = server.connect("bob", "n");
    negative.send("<presence><priority>-1</priority></presence>");
    negative.ignore();
    bob.ignore();
    send(ann, "subscribe", bob);
    bob.expect(stanza("subscribe", ann, bob));
    negative.expect(stanza("subscribe", ann, bob));
    unavailable.expectNothing();
  }

  @Tag("XC-6121-sub-resend")
  @Tag("XC-6121-sub-stored-whole")
  @Test
  void requestIsRedeliveredWholeAtEachLoginUntilItIsAnswered() {
    String request =
        "<presence type='subscribe' id='p' from='ann@pipit.test' to='bob@pipit.test' xml:lang='de'>"
            + "<status>Ich &amp; du</status><nick xmlns='urn:n'><deep a='1'/></nick></presence>";
    bob.disconnect();
    ann.send(request.replace("from='ann@pipit.test' ", ""));
    settle();
    ann.ignore();
    for (int login = 0; login < 2; login++) {
      TestClient again = server.connect("bob", "login" + login);
      again.expectNothing();
      again.send("<presence/>");
      again.expect("<presence from='%s' to='%s'/>".formatted(again.jid(), again.jid()));
      again.expect(request);
      again.send("<presence><show>away</show></presence>");
      again.next();
      again.expectNothing();
      again.disconnect();
    }
    TestClient last = server.connect("bob", "last");
    send(last, "unsubscribed", ann);
    last.send("<presence/>");
    last.expect("<presence from='%s' to='%s'/>".formatted(last.jid(), last.jid()));
    last.expectNothing();
  }

  // ---- answers

  @Tag("XC-6121-state-machine")
  @Test
  void approvalGivesPresence() {
    send(ann, "subscribe", bob);
    ann.ignore();
    bob.ignore();
    send(bob, "subscribed", ann);
    bob.expect(push(bob, ann, "subscription='from'"));
    bob.expectNothing();
    ann.expect(stanza("subscribed", bob, ann));
    ann.expect(push(ann, bob, "subscription='to'"));
    ann.expect("<presence from='bob@pipit.test/b' to='ann@pipit.test'/>");
    ann.expectNothing();
    assertEquals(SubscriptionState.TO, state(ann, bob));
    assertEquals(SubscriptionState.FROM, state(bob, ann));
  }

  @Tag("XC-6121-state-machine")
  @Test
  void denialEndsTheRequest() {
    send(ann, "subscribe", bob);
    ann.ignore();
    bob.ignore();
    send(bob, "unsubscribed", ann);
    bob.expectNothing();
    ann.expect(stanza("unsubscribed", bob, ann));
    ann.expect(push(ann, bob, "subscription='none'"));
    ann.expectNothing();
    assertEquals(SubscriptionState.NONE, state(ann, bob));
    assertEquals(SubscriptionState.NONE, state(bob, ann));
  }

  @Test
  void answersGoToInterestedResourcesOnly() {
    TestClient notInterested = server.connect("ann", "n");
    notInterested.send("<presence/>");
    send(ann, "subscribe", bob);
    ann.ignore();
    notInterested.ignore();
    send(bob, "subscribed", ann);
    notInterested.expect("<presence from='bob@pipit.test/b' to='ann@pipit.test'/>");
    notInterested.expectNothing();
  }

  @Tag("XC-6121-sub-inbound")
  @Test
  void requestOfASubscriberIsAnsweredByTheServer() {
    send(ann, "subscribe", bob);
    send(bob, "subscribed", ann);
    ann.ignore();
    bob.ignore();
    send(ann, "subscribe", bob);
    bob.expectNothing();
    ann.expectNothing(); // subscribed, without a request pending
    assertEquals(SubscriptionState.TO, state(ann, bob));
  }

  @Tag("XC-6121-sub-inbound")
  @Test
  void requestOfASubscriberWhoForgotIsAnsweredByTheServer() {
    send(ann, "subscribe", bob);
    send(bob, "subscribed", ann);
    // As if the account of the subscriber had been lost: its roster is empty again.
    server.onLoop(
        () -> {
          server.shard.forget(ann.account());
          return true;
        });
    TestClient again = server.login("ann", "again");
    bob.ignore();
    send(again, "subscribe", bob);
    bob.expectNothing();
    again.expect(push(again, bob, "subscription='none' ask='subscribe'"));
    again.expect(stanza("subscribed", bob, again));
    again.expect(push(again, bob, "subscription='to'"));
    again.expectNothing();
  }

  // ---- ends

  @Tag("XC-6121-state-machine")
  @Test
  void unsubscribeEndsWhatTheSubscriberGets() {
    send(ann, "subscribe", bob);
    send(bob, "subscribed", ann);
    ann.ignore();
    bob.ignore();
    send(ann, "unsubscribe", bob);
    ann.expect(push(ann, bob, "subscription='none'"));
    ann.expect("<presence type='unavailable' from='bob@pipit.test/b' to='ann@pipit.test'/>");
    ann.expectNothing();
    bob.expect(stanza("unsubscribe", ann, bob));
    bob.expect(push(bob, ann, "subscription='none'"));
    bob.expectNothing();
    assertEquals(List.of("bob@pipit.test ann@pipit.test"), server.rightsLost);
  }

  @Tag("XC-6121-state-machine")
  @Test
  void unsubscribedTakesThePresenceAwayFirst() {
    send(ann, "subscribe", bob);
    send(bob, "subscribed", ann);
    ann.ignore();
    bob.ignore();
    send(bob, "unsubscribed", ann);
    bob.expect(push(bob, ann, "subscription='none'"));
    bob.expectNothing();
    ann.expect("<presence type='unavailable' from='bob@pipit.test/b' to='ann@pipit.test'/>");
    ann.expect(stanza("unsubscribed", bob, ann));
    ann.expect(push(ann, bob, "subscription='none'"));
    ann.expectNothing();
    assertEquals(List.of("bob@pipit.test ann@pipit.test"), server.rightsLost);
  }

  // ---- approval in advance

  @Tag("XC-6121-pre-approval")
  @Test
  void approvalInAdvanceIsPushedAndGrantsTheRequest() {
    send(bob, "subscribed", ann);
    bob.expect(push(bob, ann, "subscription='none' approved='true'"));
    bob.expectNothing();
    ann.expectNothing();
    send(ann, "subscribe", bob);
    bob.expect(push(bob, ann, "subscription='from' approved='true'"));
    bob.expectNothing();
    ann.expect(push(ann, bob, "subscription='none' ask='subscribe'"));
    ann.expect(stanza("subscribed", bob, ann));
    ann.expect(push(ann, bob, "subscription='to'"));
    ann.expect("<presence from='bob@pipit.test/b' to='ann@pipit.test'/>");
    ann.expectNothing();
  }

  @Tag("XC-6121-pre-approval")
  @Test
  void approvalInAdvanceIsAnnounced() {
    assertEquals(
        Element.of("sub", "urn:xmpp:features:pre-approval"), PresenceModule.PRE_APPROVAL_FEATURE);
    assertEquals(Element.of("ver", "urn:xmpp:features:rosterver"), RosterModule.VERSIONING_FEATURE);
  }

  @Tag("XC-6120-remote-not-found")
  @Test
  void requestToAnotherNodeIsReturned() {
    ann.send("<presence type='subscribe' id='p' to='x@elsewhere.test'/>");
    settle();
    assertEquals("iq", ann.next().name());
    expectError(ann, "p", "cancel", "remote-server-not-found");
  }
}
