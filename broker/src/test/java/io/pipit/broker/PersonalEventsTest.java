package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Who gets the events of the nodes of an account, what they say, and who gets none (XEP-0163 4).
 */
class PersonalEventsTest extends PersonalNodes {

  @Test
  @Tag("PEP-2.4-filter")
  @Tag("PS-9.2-match-only")
  void eventThatIsNotOfInterest() throws IOException {
    try (PepClient romeo = friend("romeo", MOOD)) {
      juliet.create(TUNE);
      juliet.publish(TUNE, "current");
      assertNothingBeforeMark(romeo);
    }
  }

  @Test
  @Tag("PF-0223-no-leak")
  @Tag("PS-9.1.2-no-permission-silent")
  void whitelistNodeNeverReachesContacts() throws IOException {
    juliet.create(TUNE, "access_model=whitelist");
    try (PepClient romeo = friend("romeo", TUNE)) {
      juliet.publish(TUNE, "secret");
      juliet.event(JULIET, TUNE, "secret");
      romeo.announce(MOOD, MARK);
      romeo.announce(TUNE, MARK);
      assertNothingBeforeMark(romeo);
      romeo.refused("get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"), "not-allowed");
    }
  }

  @Test
  @Tag("PS-9.2-roster-filter")
  @Tag("PEP-5-model-others")
  @Tag("PEP-7.1-recalc-roster")
  @Tag("PS-12.2-trigger-roster-add")
  void rosterNodeReachesItsGroupsAlone() throws IOException {
    juliet.create(TUNE, "access_model=roster", "roster_groups_allowed=Friends");
    try (PepClient romeo = friend("romeo", TUNE)) {
      juliet.publish(TUNE, "one");
      assertNothingBeforeMark(romeo);
      juliet.result(
          "set",
          "",
          "<query xmlns='jabber:iq:roster'><item jid='romeo@localhost'><group>Friends</group>"
              + "</item></query>");
      romeo.event(JULIET, TUNE, "one");
      juliet.result(
          "set",
          "",
          "<query xmlns='jabber:iq:roster'><item jid='romeo@localhost'><group>Friends</group>"
              + "<group>Poets</group></item></query>");
      juliet.publish(TUNE, "two");
      romeo.event(JULIET, TUNE, "two");
      juliet.result(
          "set",
          "",
          "<query xmlns='jabber:iq:roster'><item jid='romeo@localhost'><group>Foes</group>"
              + "</item></query>");
      juliet.publish(TUNE, "three");
      assertNothingBeforeMark(romeo);
      romeo.refused(
          "get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"), "not-authorized");
    }
  }

  @Test
  @Tag("PEP-2.3-both")
  @Tag("PS-9.2-both-subscriptions")
  void contactThatDoesNotShareItsPresence() throws IOException {
    juliet.create(TUNE);
    try (PepClient romeo = login("romeo", TUNE, MARK)) {
      romeo.follow(juliet);
      juliet.publish(TUNE, "one");
      // It may subscribe.
      juliet.create(MARK);
      romeo.result(
          "set",
          JULIET,
          PepClient.pubsub("<subscribe node='" + MARK + "' jid='" + romeo.address() + "'/>"));
      juliet.publish(MARK, "mark");
      romeo.event(JULIET, MARK, "mark");
    }
  }

  @Test
  @Tag("PEP-2.3-directed-caps-bad")
  @Tag("PS-9.1.3-directed-cancel")
  @Tag("PEP-4.3.1-no-replyto-leak")
  void strangerWithDirectedPresence() throws IOException {
    juliet.create(TUNE, "access_model=open");
    juliet.create(MARK, "access_model=open");
    try (PepClient paris = login("paris", TUNE)) {
      paris.send("<presence to='" + juliet.address() + "'/>");
      juliet.presence("", paris.account());
      juliet.publish(TUNE, "one");
      paris.send("<presence type='unavailable' to='" + juliet.address() + "'/>");
      juliet.presence("unavailable", paris.account());
      juliet.publish(TUNE, "two");
      paris.result(
          "set",
          JULIET,
          PepClient.pubsub("<subscribe node='" + MARK + "' jid='" + paris.address() + "'/>"));
      juliet.publish(MARK, "mark");
      Element event = paris.event(JULIET, MARK, "mark");
      assertTrue(!XmlWriter.text(event).contains("replyto"), XmlWriter.text(event));
    }
  }

  @Test
  @Tag("PS-9.2-verify-hash")
  @Tag("CAPS-5.4-mismatch-invalid")
  void interestsThatAreNotWhatWasAnnounced() throws IOException {
    juliet.create(TUNE);
    juliet.publish(TUNE, "one");
    try (PepClient liar = PepClient.login(node, "juliet", "liar", MARK)) {
      liar.announce(PepClient.interests(MOOD), PepClient.interests(TUNE, MARK));
      assertEquals(2, liar.questions().size());
      juliet.publish(TUNE, "two");
      liar.announce(MARK);
      assertNothingBeforeMark(liar);
    }
  }

  @Test
  @Tag("PEP-7.1-recalc-presence")
  @Tag("PEP-7.1-cancel")
  @Tag("PEP-7.1-cancel-message")
  void contactThatHasLostThePresenceSubscription() throws IOException {
    juliet.create(TUNE);
    juliet.create(MARK, "access_model=open");
    try (PepClient romeo = friend("romeo", TUNE)) {
      String subscribe = "<subscribe node='NODE' jid='" + romeo.address() + "'/>";
      romeo.result("set", JULIET, PepClient.pubsub(subscribe.replace("NODE", TUNE)));
      romeo.result("set", JULIET, PepClient.pubsub(subscribe.replace("NODE", MARK)));
      juliet.send("<presence type='unsubscribed' to='romeo@localhost'/>");
      romeo.await(
          stanza ->
              XmlWriter.text(stanza).contains("subscription='none'")
                  && stanza.name().equals("message"));
      juliet.publish(TUNE, "one");
      juliet.publish(MARK, "mark");
      romeo.event(JULIET, MARK, "mark");
      romeo.refused(
          "get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"), "not-authorized");
    }
  }

  @Test
  @Tag("PEP-4.3.1-errors-to-bare")
  void errorAboutANotificationIsNotTheClients() throws IOException {
    try (PepClient romeo = friend("romeo", TUNE)) {
      juliet.create(TUNE);
      juliet.publish(TUNE, "one");
      Element event = romeo.event(JULIET, TUNE, "one");
      romeo.send(
          "<message type='error' to='"
              + JULIET
              + "' id='"
              + event.attribute("id", "")
              + "'><error type='cancel'><service-unavailable"
              + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
      romeo.send("<message type='chat' to='" + JULIET + "'><body>Hist</body></message>");
      Element next =
          juliet.await(
              stanza ->
                  stanza.name().equals("message")
                      && stanza.attribute("from", "").equals(romeo.address()));
      assertEquals("chat", next.attribute("type", ""));
    }
  }

  @Test
  @Tag("PEP-1-tune-flow")
  @Tag("PS-9-no-to")
  @Tag("PS-12.2-trigger-temp-publish")
  @Tag("PEP-2.1-account-service")
  @Tag("PEP-2.3-own-resources")
  @Tag("PEP-3-create-first")
  @Tag("PEP-3-publish")
  @Tag("PEP-3-fanout")
  @Tag("PEP-4-entitled-presence")
  @Tag("PEP-4-entitled-owner")
  @Tag("PEP-4.2-filtered")
  @Tag("PEP-4.3.1-from-bare")
  @Tag("PEP-4.3.1-full-jid")
  @Tag("PEP-4.3.2-each-interested")
  @Tag("PEP-4.3.3-on-publish")
  @Tag("PEP-4.3.4-headline")
  @Tag("PS-9.1.2-contact-subscribed")
  @Tag("PS-9.2-full-jid-delivery")
  void interestedContactsAndOwnResourcesGetWhatIsPublished() throws IOException {
    try (PepClient romeo = friend("romeo", TUNE);
        PepClient phone = PepClient.login(node, "romeo", "phone", MARK);
        PepClient chamber = PepClient.login(node, "juliet", "chamber", TUNE)) {
      juliet.create(TUNE);
      juliet.publish(TUNE, "current");
      for (PepClient client : new PepClient[] {romeo, juliet, chamber}) {
        Element message = client.event(JULIET, TUNE, "current");
        assertEquals(client.address(), message.attribute("to", ""));
        assertEquals("headline", message.attribute("type", ""));
      }
      assertNothingBeforeMark(phone);
      // Removal is told to the same.
      juliet.result(
          "set",
          "",
          PepClient.pubsub(
              "<retract node='" + TUNE + "' notify='1'><item id='current'/></retract>"));
      romeo.event(JULIET, MARK, "mark");
      assertTrue(XmlWriter.text(romeo.nextEvent()).contains("<retract "));
    }
  }

  @Test
  @Tag("PEP-4.3.1-replyto")
  @Tag("PEP-4.3.1-no-replyto-leak")
  @Tag("PF-0033-replyto")
  @Tag("PF-0033-noiq")
  void whoSeesThePresenceOfAnAccountLearnsWhichResourcePublished() throws IOException {
    juliet.create(TUNE, "access_model=open");
    try (PepClient romeo = friend("romeo", TUNE);
        PepClient follower = login("nurse", TUNE);
        PepClient paris = login("paris", TUNE);
        PepClient hidden = PepClient.login(node, "juliet", "hidden")) {
      follower.follow(juliet); // sees her presence, and does not show its own
      for (PepClient client : new PepClient[] {follower, paris}) {
        String subscribe = "<subscribe node='" + TUNE + "' jid='" + client.account() + "'/>";
        client.result("set", JULIET, PepClient.pubsub(subscribe));
      }
      juliet.publish(TUNE, "one");
      for (PepClient client : new PepClient[] {romeo, follower, juliet}) {
        Element message = client.event(JULIET, TUNE, "one");
        assertEquals(List.of(juliet.address()), replyAddresses(message));
      }
      assertEquals(List.of(), replyAddresses(paris.event(JULIET, TUNE, "one")));
      // Nobody has seen presence of this one.
      hidden.publish(TUNE, "two");
      for (PepClient client : new PepClient[] {romeo, follower, paris, juliet}) {
        assertEquals(List.of(), replyAddresses(client.event(JULIET, TUNE, "two")));
      }
      String items = romeo.result("get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"));
      assertFalse(items.contains(juliet.address()), items);
    }
  }

  @Test
  @Tag("PF-0033-replyto")
  void resourceOfAnotherAccountIsNotTold() throws IOException {
    juliet.create(TUNE, "publish_model=open");
    try (PepClient romeo = friend("romeo", TUNE)) {
      romeo.result("set", JULIET, PepClient.pubsub(PepClient.item(TUNE, "his")));
      assertEquals(List.of(), replyAddresses(romeo.event(JULIET, TUNE, "his")));
      assertEquals(List.of(), replyAddresses(juliet.event(JULIET, TUNE, "his")));
    }
  }

  private static List<String> replyAddresses(Element message) {
    return message
        .child("addresses", "http://jabber.org/protocol/address")
        .map(Element::elements)
        .orElse(List.of())
        .stream()
        .filter(address -> address.attribute("type", "").equals("replyto"))
        .map(address -> address.attribute("jid", ""))
        .toList();
  }

  @Test
  @Tag("PEP-4-entitled-open")
  @Tag("PEP-4.3.2-one-for-full")
  @Tag("PEP-5-usecases")
  void subscriberGetsEachEventOnce() throws IOException {
    juliet.create(TUNE, "access_model=open", "send_last_published_item=never");
    try (PepClient romeo = friend("romeo", TUNE);
        PepClient paris = login("paris")) {
      for (PepClient client : new PepClient[] {romeo, paris}) {
        for (String jid : new String[] {client.account(), client.address()}) {
          client.result(
              "set",
              JULIET,
              PepClient.pubsub("<subscribe node='" + TUNE + "' jid='" + jid + "'/>"));
        }
      }
      juliet.publish(TUNE, "one");
      assertEquals(romeo.address(), romeo.event(JULIET, TUNE, "one").attribute("to", ""));
      assertNothingBeforeMark(romeo);
      paris.event(JULIET, TUNE, "one");
      paris.result("set", JULIET, unsubscribe(paris.account()));
      paris.result("set", JULIET, unsubscribe(paris.address()));
      assertTrue(
          juliet
              .result("get", "", PepClient.owner("<subscriptions node='" + TUNE + "'/>"))
              .contains(romeo.account()));
    }
  }

  private static String unsubscribe(String jid) {
    return PepClient.pubsub("<unsubscribe node='" + TUNE + "' jid='" + jid + "'/>");
  }
}
