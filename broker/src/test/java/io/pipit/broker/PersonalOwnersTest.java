package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Ns;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nodes of an account that it lets somebody else own too: they stay its own, and its roster alone
 * says who is let in (XEP-0163 2.2, 4).
 */
class PersonalOwnersTest extends PersonalNodes {

  private static final String ITEMS = PepClient.pubsub("<items node='" + TUNE + "'/>");

  private static String affiliation(String jid, String affiliation) {
    return PepClient.owner(
        "<affiliations node='"
            + TUNE
            + "'><affiliation jid='"
            + jid
            + "' affiliation='"
            + affiliation
            + "'/></affiliations>");
  }

  private static String subscribe(PepClient client) {
    return PepClient.pubsub("<subscribe node='" + TUNE + "' jid='" + client.account() + "'/>");
  }

  @ParameterizedTest(name = "PS-8.9.2.4-last-owner: {0}")
  @ValueSource(strings = {"none", "outcast"})
  @Tag("PEP-2.2-one-publisher")
  @Tag("PEP-5-affiliations")
  void accountStaysOwnerOfItsNodes(String affiliation) throws IOException {
    juliet.create(TUNE, "access_model=whitelist");
    try (PepClient romeo = friend("romeo", TUNE)) {
      juliet.result("set", "", affiliation(romeo.account(), "owner"));
      String refusal =
          romeo.refused("set", JULIET, affiliation(JULIET, affiliation), "not-acceptable");
      assertTrue(refusal.contains("jid='" + JULIET + "' affiliation='owner'"), refusal);
      juliet.refused("set", "", affiliation(JULIET, affiliation), "not-acceptable");
      juliet.publish(TUNE, "one");
      juliet.event(JULIET, TUNE, "one");
      romeo.event(JULIET, TUNE, "one");
      // What else owners do the other one does.
      romeo.result("get", JULIET, PepClient.owner("<configure node='" + TUNE + "'/>"));
      romeo.result("set", JULIET, PepClient.owner("<purge node='" + TUNE + "'/>"));
    }
    juliet.close();
    node = node.restart();
    juliet = PepClient.login(node, "juliet", "balcony", TUNE);
    juliet.result("set", "", affiliation("romeo@localhost", "none"));
    juliet.result("set", "", PepClient.owner("<delete node='" + TUNE + "'/>"));
  }

  /** Nor does it send contacts elsewhere, or make the node one that takes no items. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "PS-8.4.1-redirect, deleted with a redirect",
    "PS-6.1.3.11-redirect, moved for now",
    "COL-7.1.3.3-forbidden, a collection",
  })
  @Tag("PEP-2.2-one-publisher")
  void nodeIsWhatTheAccountHasMadeOfIt(String row, String what) throws IOException {
    juliet.publish(TUNE, "one");
    juliet.event(JULIET, TUNE, "one");
    try (PepClient romeo = friend("romeo", TUNE)) {
      romeo.event(JULIET, TUNE, "one");
      juliet.result("set", "", affiliation(romeo.account(), "owner"));
      romeo.refused("set", JULIET, making(what), "forbidden");
      romeo.result("get", JULIET, ITEMS);
      juliet.publish(TUNE, "two");
      juliet.event(JULIET, TUNE, "two");
      romeo.event(JULIET, TUNE, "two");
    }
    juliet.result("set", "", making(what));
  }

  private static String making(String what) {
    String elsewhere = "xmpp:x@localhost?;node=n";
    return PepClient.owner(
        switch (what) {
          case "deleted with a redirect" ->
              "<delete node='" + TUNE + "'><redirect uri='" + elsewhere + "'/></delete>";
          case "moved for now" ->
              configure(PepClient.form("redirect=" + elsewhere))
                  .replace("pubsub#redirect", "pipit#redirect");
          default -> configure(PepClient.form("node_type=collection"));
        });
  }

  private static String configure(String form) {
    return "<configure node='" + TUNE + "'>" + form + "</configure>";
  }

  @Test
  @Tag("PEP-3-auto-create")
  @Tag("PS-6.1.3.11-gone")
  void accountPublishesAgainToANodeThatItHasMoved() throws IOException {
    juliet.create(TUNE);
    juliet.result("set", "", making("deleted with a redirect"));
    juliet.nextEvent(); // of that
    try (PepClient romeo = friend("romeo", TUNE)) {
      romeo.refused("get", JULIET, ITEMS, "gone");
      romeo.refused("set", JULIET, PepClient.pubsub(PepClient.item(TUNE, "other")), "gone");
      juliet.publish(TUNE, "one");
      juliet.event(JULIET, TUNE, "one");
      romeo.event(JULIET, TUNE, "one");
      romeo.result("get", JULIET, ITEMS);
    }
  }

  @ParameterizedTest(name = "PEP-4-entitled-presence: {0}")
  @CsvSource({"presence", "roster"})
  @Tag("PEP-2.3-default-presence")
  @Tag("PEP-5-model-others")
  @Tag("PEP-6.2-items-filtered")
  void contactsOfAnotherOwnerAreStrangers(String model) throws IOException {
    juliet.create(TUNE, "access_model=" + model, "roster_groups_allowed=Friends");
    juliet.publish(TUNE, "one");
    try (PepClient romeo = friend("romeo");
        PepClient paris = login("paris", TUNE, MARK)) {
      PepClient.befriend(romeo, paris);
      romeo.result(
          "set",
          "",
          "<query xmlns='jabber:iq:roster'><item jid='"
              + paris.account()
              + "'><group>Friends</group></item></query>");
      juliet.result("set", "", affiliation(romeo.account(), "owner"));
      paris.refused("get", JULIET, ITEMS, "not-authorized");
      paris.refused("set", JULIET, subscribe(paris), "not-authorized");
      paris.refused(
          "get", JULIET, "<query xmlns='" + Ns.DISCO_ITEMS + "'/>", "service-unavailable");
      romeo.result("get", JULIET, ITEMS);
      juliet.publish(TUNE, "two");
      juliet.fence();
      paris.fence();
      assertEquals(0, paris.kept());
    }
  }

  /** At the pubsub service no owner is before another. */
  @Test
  @Tag("PS-12.14-triggers")
  void contactOfAnOwnerOfTheServiceLosesItsSubscriptionWithIt() throws IOException {
    String service = TestNode.SERVICE;
    juliet.result(
        "set",
        service,
        PepClient.pubsub(
            "<create node='"
                + TUNE
                + "'/><configure>"
                + PepClient.form("access_model=presence")
                + "</configure>"));
    try (PepClient romeo = login("romeo");
        PepClient paris = login("paris")) {
      PepClient.befriend(romeo, paris);
      paris.refused("set", service, subscribe(paris), "not-authorized");
      juliet.result("set", service, affiliation(romeo.account(), "owner"));
      paris.result("set", service, subscribe(paris));
      juliet.result("set", service, affiliation(romeo.account(), "none"));
      paris.refused("get", service, ITEMS, "not-authorized");
      String held = paris.result("get", service, PepClient.pubsub("<subscriptions/>"));
      assertTrue(!held.contains(TUNE), held);
    }
  }
}
