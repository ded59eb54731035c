package io.pipit.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.account.RosterChange.ItemSet;
import io.pipit.broker.account.RosterChange.RequestStored;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SubscriptionDecisionTest {

  private static final BareJid OWNER = BareJid.of("owner@pipit.test");
  private static final BareJid ANN = BareJid.of("ann@pipit.test");
  private static final long NOW = 1_000;

  private final AccountState account = new AccountState(OWNER);

  /** Brings the account into a state by the changes that lead there. */
  private void given(SubscriptionState state, boolean approved) {
    account.apply(
        new ItemSet(
            OWNER,
            new RosterItem(
                ANN,
                "Ann",
                List.of("Friends"),
                state.subscription(),
                state.pendingOut(),
                approved,
                account.roster().nextVersion(NOW))),
        1);
    if (state.pendingIn()) {
      account.apply(new RequestStored(OWNER, SubscriptionRequest.of(ANN, subscribe())), 1);
    }
    assertEquals(state, account.roster().state(ANN));
  }

  private static Presence subscribe() {
    return Presence.of(Presence.Type.SUBSCRIBE, ANN, OWNER);
  }

  private SubscriptionDecision send(Presence.Type type) {
    SubscriptionDecision decision = SubscriptionDecision.outbound(account, ANN, type, NOW);
    decision.changes().forEach(change -> account.apply(change, 1));
    return decision;
  }

  private SubscriptionDecision get(Presence.Type type) {
    SubscriptionDecision decision =
        SubscriptionDecision.inbound(account, ANN, Presence.of(type, ANN, OWNER), NOW);
    decision.changes().forEach(change -> account.apply(change, 1));
    return decision;
  }

  /** The changes of each decision lead to the state that the chart names, and say so. */
  @Tag("XC-6121-state-machine")
  @ParameterizedTest(name = "XC-6121-state-machine {0}")
  @EnumSource(SubscriptionState.class)
  void changesLeadToTheNextState(SubscriptionState state) {
    for (Presence.Type type : Presence.Type.values()) {
      if (!type.managesSubscription()) {
        continue;
      }
      SubscriptionDecisionTest out = new SubscriptionDecisionTest();
      out.given(state, false);
      SubscriptionDecision sent = out.send(type);
      assertEquals(state.outbound(type).next(), out.account.roster().state(ANN));
      assertEquals(state.outbound(type).next(), sent.after());
      assertEquals(state.outbound(type).passes(), sent.passes());

      SubscriptionDecisionTest in = new SubscriptionDecisionTest();
      in.given(state, false);
      SubscriptionDecision received = in.get(type);
      assertEquals(state.inbound(type).next(), in.account.roster().state(ANN));
      assertEquals(state.inbound(type).next(), received.after());
      assertEquals(state.inbound(type).passes(), received.passes());
      assertEquals("Ann", in.account.roster().item(ANN).orElseThrow().name());
    }
  }

  @Test
  void nothingIsMadeForAContactWhoIsInNoRoster() {
    assertEquals(List.of(), send(Presence.Type.UNSUBSCRIBE).changes());
    assertEquals(List.of(), send(Presence.Type.UNSUBSCRIBED).changes());
    assertEquals(List.of(), get(Presence.Type.UNSUBSCRIBE).changes());
    assertEquals(List.of(), get(Presence.Type.SUBSCRIBED).changes());
    assertEquals(List.of(), get(Presence.Type.UNSUBSCRIBED).changes());
    assertEquals(0, account.roster().size());
  }

  @Tag("XC-6121-sub-inbound")
  @Test
  void requestAloneMakesNoRosterItem() {
    get(Presence.Type.SUBSCRIBE);
    assertEquals(0, account.roster().size());
    assertEquals(SubscriptionState.NONE_PENDING_IN, account.roster().state(ANN));
  }

  @Test
  void firstRequestIsKeptAndItsRepetitionsChangeNothing() {
    get(Presence.Type.SUBSCRIBE);
    SubscriptionDecision again = get(Presence.Type.SUBSCRIBE);
    assertEquals(List.of(), again.changes());
    assertFalse(again.passes());
    assertEquals(1, account.roster().requests().size());
  }

  @Tag("XC-6121-sub-inbound")
  @ParameterizedTest(name = "XC-6121-sub-inbound {0}")
  @EnumSource(
      value = SubscriptionState.class,
      names = {"FROM", "FROM_PENDING_OUT", "BOTH"})
  void requestOfASubscriberIsGrantedAtOnce(SubscriptionState state) {
    given(state, false);
    SubscriptionDecision decision = get(Presence.Type.SUBSCRIBE);
    assertTrue(decision.granted());
    assertFalse(decision.passes());
    assertEquals(List.of(), decision.changes());
  }

  @Tag("XC-6121-pre-approval")
  @ParameterizedTest(name = "XC-6121-pre-approval {0}")
  @CsvSource({"NONE,FROM", "NONE_PENDING_OUT,FROM_PENDING_OUT", "TO,BOTH"})
  void approvalBeforeTheRequestGrantsItWhenItComes(
      SubscriptionState state, SubscriptionState granted) {
    given(state, false);
    SubscriptionDecision approval = send(Presence.Type.SUBSCRIBED);
    assertFalse(approval.passes(), "there is no request yet that it could answer");
    assertTrue(account.roster().item(ANN).orElseThrow().approved());
    assertEquals(state, account.roster().state(ANN));

    SubscriptionDecision request = get(Presence.Type.SUBSCRIBE);
    assertTrue(request.granted());
    assertFalse(request.passes());
    assertEquals(granted, account.roster().state(ANN));
  }

  @Tag("XC-6121-pre-approval")
  @Test
  void approvalMakesAnItemForAnUnknownContact() {
    send(Presence.Type.SUBSCRIBED);
    RosterItem item = account.roster().item(ANN).orElseThrow();
    assertTrue(item.approved());
    assertEquals(Subscription.NONE, item.subscription());
  }

  @Tag("XC-6121-pre-approval")
  @Test
  void approvalIsTakenBackByUnsubscribed() {
    send(Presence.Type.SUBSCRIBED);
    SubscriptionDecision back = send(Presence.Type.UNSUBSCRIBED);
    assertFalse(back.passes());
    assertFalse(account.roster().item(ANN).orElseThrow().approved());
    assertFalse(get(Presence.Type.SUBSCRIBE).granted());
  }

  @Test
  void answerToARequestIsNoApprovalForTheNextOne() {
    get(Presence.Type.SUBSCRIBE);
    send(Presence.Type.SUBSCRIBED);
    assertFalse(account.roster().item(ANN).orElseThrow().approved());
    get(Presence.Type.UNSUBSCRIBE);
    assertFalse(get(Presence.Type.SUBSCRIBE).granted());
  }

  @Tag("XC-6121-sub-stored-whole")
  @Test
  void storedRequestKeepsItsExtensions() {
    Element stanza =
        Element.builder("presence", Ns.CLIENT)
            .attribute("type", "subscribe")
            .attribute("from", ANN.toString())
            .attribute("to", OWNER.toString())
            .attribute("id", "s1")
            .attribute(Element.XML_LANG, "de")
            .textElement("status", Ns.CLIENT, "It's me & <you>")
            .child(
                Element.builder("nick", "http://jabber.org/protocol/nick").text("Ännchen").build())
            .build();
    Presence presence = new Presence(stanza, Presence.Type.SUBSCRIBE, ANN, OWNER);
    SubscriptionDecision.inbound(account, ANN, presence, NOW).changes().stream()
        .map(change -> AccountStateCodec.decode(AccountStateCodec.encode(change)))
        .forEach(change -> account.apply(change, 1));
    Presence kept = account.roster().requests().iterator().next().toPresence(OWNER);
    assertEquals(Presence.Type.SUBSCRIBE, kept.type());
    assertEquals(ANN, kept.from().orElseThrow());
    assertEquals(OWNER, kept.to().orElseThrow());
    assertEquals("s1", kept.id());
    assertEquals("de", kept.element().attribute(Element.XML_LANG, ""));
    assertEquals(
        stanza.elements().stream().map(XmlWriter::serialize).toList(),
        List.copyOf(kept.element().children()));
  }
}
