package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When the newest item of a node of an account goes to whom (XEP-0163 4.3.3 and 4.3.4). */
class LastItemTest extends PersonalNodes {

  @Test
  @Tag("PEP-1-caps-flow")
  @Tag("CAPS-6.2-to-exact-jid")
  @Tag("CAPS-8.2-cache-persist")
  @Tag("PS-9.2-check-caps")
  @Tag("PS-9.2-cache")
  void resourceIsAskedOnceForCapabilitiesThatNobodyHadBefore() throws IOException {
    try (PepClient nurse = login("nurse", "urn:new")) {
      assertEquals(1, nurse.questions().size());
      Element question = nurse.questions().get(0);
      assertEquals(nurse.address(), question.attribute("to", ""));
      nurse.announce("urn:new");
      nurse.announce("urn:new");
      assertEquals(1, nurse.questions().size());
      try (PepClient again = PepClient.login(node, "nurse", "again", "urn:new")) {
        assertEquals(0, again.questions().size());
      }
    }
  }

  @Test
  @Tag("PEP-4.3.3-on-initial-presence")
  @Tag("PEP-4.3.3-not-on-update")
  @Tag("PEP-4.3.4-last-item")
  @Tag("PS-12.2-trigger-first-presence")
  @Tag("PS-4.3-osap-subscriber-presence")
  @Tag("PEP-4.3.4-delay")
  void newestItemComesOnceWithInitialPresence() throws IOException {
    try (PepClient romeo = friend("romeo")) {
      juliet.create(TUNE);
      juliet.publish(TUNE, "current");
      try (PepClient orchard = PepClient.login(node, "romeo", "wall", TUNE, MARK);
          PepClient chamber = PepClient.login(node, "juliet", "chamber", TUNE, MARK)) {
        for (PepClient client : new PepClient[] {orchard, chamber}) {
          Element message = client.event(JULIET, TUNE, "current");
          assertTrue(message.child("delay", Ns.DELAY).isPresent(), XmlWriter.text(message));
          client.send("<presence><show>away</show></presence>");
          client.announce(TUNE, MARK);
        }
        assertNothingBeforeMark(orchard);
        chamber.event(JULIET, MARK, "mark");
        // A resource that goes and comes again is new.
        orchard.send("<presence type='unavailable'/>");
        orchard.announce(TUNE, MARK);
        orchard.event(JULIET, TUNE, "current");
      }
      romeo.event(JULIET, MARK, "mark");
    }
  }

  @Test
  @Tag("PS-3-cache-last")
  @Tag("PS-4.3-cached-last-send")
  @Tag("PS-4.3-last-published-override")
  void newestItemIsRememberedByANodeThatKeepsNoneUnlessItNeverSendsIt() throws IOException {
    juliet.create(TUNE, "persist_items=0");
    juliet.create(MOOD, "persist_items=0", "send_last_published_item=never");
    juliet.publish(TUNE, "tune");
    juliet.publish(MOOD, "mood");
    try (PepClient chamber = PepClient.login(node, "juliet", "chamber", MOOD, TUNE, MARK)) {
      chamber.event(JULIET, TUNE, "tune");
      assertNothingBeforeMark(chamber);
    }
  }

  @Test
  @Tag("CAPS-6.1-recompute")
  void newInterestBringsItsNewestItem() throws IOException {
    juliet.create(TUNE);
    juliet.publish(TUNE, "tune");
    juliet.create(MOOD);
    juliet.publish(MOOD, "mood");
    juliet.event(JULIET, TUNE, "tune");
    juliet.announce(TUNE, MOOD);
    juliet.event(JULIET, MOOD, "mood");
  }

  /** What was published while a resource did not want it is not lost. */
  @Test
  @Tag("CAPS-6.1-recompute")
  void interestThatComesAgainBringsTheNewestItemOnce() throws IOException {
    try (PepClient romeo = friend("romeo")) {
      juliet.create(TUNE);
      juliet.publish(TUNE, "first");
      romeo.announce(TUNE, MARK);
      romeo.event(JULIET, TUNE, "first");
      romeo.announce(MARK);
      juliet.publish(TUNE, "second");
      romeo.announce(TUNE, MARK);
      romeo.event(JULIET, TUNE, "second");
      romeo.announce(TUNE, MARK);
      assertNothingBeforeMark(romeo);
    }
  }

  @Test
  @Tag("PEP-2.3-auto-subscribe")
  @Tag("PEP-4.1-auto-subscribe")
  @Tag("PS-9.1.2-from-jid")
  void newestItemComesWithTheSubscriptionToThePresence() throws IOException {
    juliet.create(TUNE);
    juliet.publish(TUNE, "current");
    try (PepClient romeo = login("romeo", TUNE)) {
      PepClient.befriend(romeo, juliet);
      romeo.event(JULIET, TUNE, "current");
      romeo.result("get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"));
    }
  }

  @Test
  @Tag("PS-12.2-trigger-access-change")
  void newestItemComesWhenTheNodeIsOpened() throws IOException {
    juliet.create(TUNE, "access_model=whitelist");
    try (PepClient romeo = friend("romeo", TUNE);
        PepClient paris = friend("paris", MOOD)) {
      juliet.publish(TUNE, "one");
      juliet.configure(TUNE, "access_model=presence");
      Element event = romeo.event(JULIET, TUNE, "one");
      assertTrue(event.child("delay", Ns.DELAY).isPresent(), XmlWriter.text(event));
      // Who could read it before does not get it again.
      juliet.configure(TUNE, "access_model=open");
      assertNothingBeforeMark(romeo);
      paris.event(JULIET, MARK, "mark");
    }
  }
}
