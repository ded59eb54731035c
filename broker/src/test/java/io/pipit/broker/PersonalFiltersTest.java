package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions to filters over the nodes of an account, and to its root. */
class PersonalFiltersTest extends PersonalNodes {

  private static final String NOBODY = "nobody@" + TestNode.DOMAIN;

  private static String subscribe(String node, String jid) {
    return PepClient.pubsub(
        "<subscribe"
            + (node.isEmpty() ? "" : " node='" + node + "'")
            + " jid='"
            + jid
            + "'/><options>"
            + PepClient.form("subscription_type=items", "subscription_depth=all")
                .replace("#node_config", "#subscribe_options")
            + "</options>");
  }

  /** The account answers a stranger as one that is not there, whoever subscribes to what. */
  @Test
  @Tag("PEP-6.2-unknown-account")
  @Tag("PF-0030-account-bare-jid")
  void whatContactsSubscribeToShowsTheAccountToNoStranger() throws IOException {
    juliet.create(TUNE);
    try (PepClient romeo = friend("romeo");
        PepClient paris = login("paris", TUNE)) {
      String[] filters = {"#", "urn:a/#", ""};
      for (String filter : filters) {
        romeo.result("set", JULIET, subscribe(filter, romeo.account()));
      }
      for (String to : new String[] {JULIET, NOBODY}) {
        for (String filter : filters) {
          paris.refused("set", to, subscribe(filter, paris.account()), "service-unavailable");
          String node = filter.isEmpty() ? "" : " node='" + filter + "'";
          for (String request :
              new String[] {
                "<items" + node + "/>", "<options" + node + " jid='paris@localhost'/>"
              }) {
            paris.refused("get", to, PepClient.pubsub(request), "service-unavailable");
          }
          for (String query : new String[] {Ns.DISCO_INFO, Ns.DISCO_ITEMS}) {
            paris.refused(
                "get", to, "<query xmlns='" + query + "'" + node + "/>", "service-unavailable");
          }
        }
        paris.refused("get", to, PepClient.pubsub("<subscriptions/>"), "service-unavailable");
      }
      juliet.create(MOOD, "access_model=open");
      juliet.publish(MOOD, "one");
      romeo.event(JULIET, MOOD, "one");
      paris.fence();
      assertEquals(0, paris.kept());
    }
  }

  /** Who knows one node that is open to everybody is not told the names of the others. */
  @Test
  @Tag("PEP-7.1-cancel")
  void filterOfSomebodyWhoIsNoContact() throws IOException {
    juliet.create(MOOD, "access_model=open");
    try (PepClient paris = login("paris")) {
      paris.result(
          "set",
          JULIET,
          PepClient.pubsub("<subscribe node='" + MOOD + "' jid='" + paris.account() + "'/>"));
      String refusal =
          paris.refused("set", JULIET, subscribe("#", paris.account()), "not-authorized");
      assertTrue(refusal.contains("presence-subscription-required"), refusal);
    }
  }

  @ParameterizedTest(name = "PEP-7.1-cancel: subscription to {0}")
  @ValueSource(strings = {"#", ""})
  @Tag("PEP-7.1-recalc-presence")
  void filterOfAContactEndsWithThePresenceSubscription(String filter) throws IOException {
    juliet.create(TUNE, "access_model=open");
    try (PepClient romeo = friend("romeo")) {
      romeo.result("set", JULIET, subscribe(filter, romeo.account()));
      juliet.publish(TUNE, "one");
      romeo.event(JULIET, TUNE, "one");
      juliet.send("<presence type='unsubscribed' to='romeo@localhost'/>");
      romeo.await(stanza -> XmlWriter.text(stanza).contains("subscription='none'"));
      juliet.publish(TUNE, "two");
      juliet.fence();
      romeo.fence();
      assertEquals(List.of(), romeo.takeEvents().stream().map(XmlWriter::text).toList());
    }
  }

  @Test
  @Tag("PEP-4.3.2-each-interested")
  @Tag("PEP-4.3.2-at-most-one-bare")
  void contactThatIsInterestedAndHasAFilterGetsEachEventOnce() throws IOException {
    juliet.create(TUNE, "access_model=open", "send_last_published_item=never");
    try (PepClient romeo = friend("romeo", TUNE)) {
      romeo.result("set", JULIET, subscribe("#", romeo.account()));
      romeo.fence(); // what it is interested in is known by now
      juliet.publish(TUNE, "one");
      Element event = romeo.event(JULIET, TUNE, "one");
      assertEquals(romeo.address(), event.attribute("to", ""));
      assertNothingBeforeMark(romeo);
      romeo.announce(); // what it was interested in comes by the filter
      romeo.fence();
      juliet.publish(TUNE, "two");
      event = romeo.event(JULIET, TUNE, "two");
      assertTrue(XmlWriter.text(event).contains("Collection"), XmlWriter.text(event));
      romeo.announce(TUNE, MARK);
      romeo.fence();
      juliet.publish(TUNE, "three");
      romeo.event(JULIET, TUNE, "three");
      assertNothingBeforeMark(romeo);
    }
  }
}
