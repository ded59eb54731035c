package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What becomes of the nodes of an account: how they are made, whose they are, and what they are for
 * whom (XEP-0163 3 and 5).
 */
class PersonalNodesTest extends PersonalNodes {

  private static final String ALL_ITEMS =
      "<options>"
          + PepClient.form("subscription_type=items", "subscription_depth=all")
              .replace("#node_config", "#subscribe_options")
          + "</options>";

  @Test
  @Tag("PEP-3-auto-create")
  @Tag("PEP-5-three-features")
  @Tag("PS-9.1.1-owner-subscribed")
  void publishMakesANodeWithTheDefaultsOfAnAccount() throws IOException {
    try (PepClient romeo = friend("romeo", TUNE)) {
      juliet.publish(TUNE, "one");
      romeo.event(JULIET, TUNE, "one");
      juliet.event(JULIET, TUNE, "one");
      String form = juliet.result("get", "", PepClient.owner("<configure node='" + TUNE + "'/>"));
      assertValue(form, "access_model", "presence");
      juliet.publish(TUNE, "two");
      String items = romeo.result("get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"));
      assertTrue(items.contains("'two'") && !items.contains("'one'"), "the newest alone: " + items);
    }
  }

  @Test
  @Tag("PEP-2.3-default-presence")
  @Tag("PEP-2.5-smart-defaults")
  @Tag("PEP-4.3.4-default-osap")
  @Tag("PS-4.3-last-published-default")
  @Tag("PEP-5-model-presence")
  @Tag("PEP-5-deliver-default")
  void nodeIsForContactsUnlessItsOwnerSaysOtherwise() throws IOException {
    juliet.result("set", "", PepClient.pubsub("<create node='" + TUNE + "'/>"));
    for (String form :
        new String[] {
          juliet.result("get", "", PepClient.owner("<configure node='" + TUNE + "'/>")),
          juliet.result("get", "", PepClient.owner("<default/>"))
        }) {
      assertValue(form, "access_model", "presence");
      assertValue(form, "max_items", "1");
      assertValue(form, "send_last_published_item", "on_sub_and_presence");
      assertValue(form, "deliver_notifications", "1");
      assertValue(form, "publish_model", "publishers");
    }
  }

  @Test
  @Tag("PEP-3-publish-options")
  @Tag("PF-0223-identity")
  void publishOptionsAreWhatANewNodeBecomesAndAnOldOneHasToBe() throws IOException {
    String options =
        "<publish-options>"
            + PepClient.form("access_model=whitelist", "persist_items=1")
                .replace("#node_config", "#publish-options")
            + "</publish-options>";
    try (PepClient romeo = friend("romeo", TUNE, MOOD)) {
      juliet.result("set", "", PepClient.pubsub(PepClient.item(TUNE, "secret") + options));
      juliet.event(JULIET, TUNE, "secret");
      juliet.create(MOOD);
      String refusal =
          juliet.refused(
              "set", "", PepClient.pubsub(PepClient.item(MOOD, "leak") + options), "conflict");
      assertTrue(refusal.contains("<precondition-not-met "), refusal);
      assertNothingBeforeMark(romeo);
    }
  }

  @Test
  @Tag("PEP-2.2-one-publisher")
  @Tag("PEP-5-affiliations")
  void contactNeitherCreatesNorPublishesNorConfigures() throws IOException {
    juliet.create(TUNE);
    try (PepClient romeo = friend("romeo")) {
      romeo.refused("set", JULIET, PepClient.pubsub("<create node='x'/>"), "forbidden");
      romeo.refused("set", JULIET, PepClient.pubsub(PepClient.item(TUNE, "1")), "forbidden");
      String configure = "<configure node='" + TUNE + "'/>";
      romeo.refused("get", JULIET, PepClient.owner(configure), "forbidden");
      String delete = "<delete node='" + TUNE + "'/>";
      romeo.refused("set", JULIET, PepClient.owner(delete), "forbidden");
      String affiliations = PepClient.owner("<affiliations node='" + TUNE + "'/>");
      romeo.refused("get", JULIET, affiliations, "forbidden");
      assertTrue(
          juliet
              .result("get", "", affiliations)
              .contains("<affiliation jid='" + JULIET + "' affiliation='owner'/>"));
    }
  }

  @Test
  @Tag("PS-10-feature-get-pending")
  void ownerOfANodeOfAnAccountApprovesItsSubscribers() throws IOException {
    juliet.create(TUNE, "access_model=authorize", "send_last_published_item=never");
    try (PepClient romeo = friend("romeo", TUNE);
        PepClient paris = login("paris")) {
      juliet.publish(TUNE, "early");
      assertNothingBeforeMark(romeo);
      String pending =
          romeo.result(
              "set",
              JULIET,
              PepClient.pubsub("<subscribe node='" + TUNE + "' jid='" + romeo.account() + "'/>"));
      assertTrue(pending.contains("subscription='pending'"), pending);
      Element question =
          juliet.await(stanza -> XmlWriter.text(stanza).contains("subscribe_authorization"));
      assertEquals(JULIET, question.attribute("from", ""));
      String command =
          juliet.result(
              "set",
              "",
              "<command xmlns='http://jabber.org/protocol/commands' action='execute'"
                  + " node='http://jabber.org/protocol/pubsub#get-pending'/>");
      assertTrue(command.contains("<option><value>" + TUNE + "</value></option>"), command);
      String answer =
          "<message to='"
              + JULIET
              + "'>"
              + PepClient.form("node=" + TUNE, "subscriber_jid=" + romeo.account(), "allow=1")
                  .replace("#node_config", "#subscribe_authorization")
              + "</message>";
      paris.send(answer);
      paris.await(
          stanza ->
              stanza.name().equals("message") && stanza.attribute("type", "").equals("error"));
      juliet.send(answer);
      romeo.await(stanza -> XmlWriter.text(stanza).contains("subscription='subscribed'"));
      juliet.publish(TUNE, "late");
      romeo.event(JULIET, TUNE, "late");
    }
  }

  /** The end of a presence is heard of at all accounts, not only at the entity's own. */
  @Test
  @Tag("PS-12.5-tempsub-cancel")
  @Tag("PS-12.5-tempsub-node")
  void temporarySubscriptionAtAnAccountEndsWithThePresence() throws IOException {
    juliet.create(TUNE, "tempsub=1", "access_model=open");
    juliet.create(MOOD, "access_model=open");
    juliet.configure(TUNE, "notify_sub=1");
    try (PepClient romeo = friend("romeo")) {
      for (String name : new String[] {MOOD, TUNE}) {
        romeo.result(
            "set",
            JULIET,
            PepClient.pubsub("<subscribe node='" + name + "' jid='" + romeo.account() + "'/>"));
      }
      assertTrue(subscriptionOf(romeo).contains("subscription='subscribed'"));
      romeo.send("<presence type='unavailable'/>");
      assertTrue(subscriptionOf(romeo).contains("subscription='none'"));
      assertTrue(
          juliet
              .result("get", "", PepClient.owner("<subscriptions node='" + MOOD + "'/>"))
              .contains(romeo.account()));
    }
  }

  private String subscriptionOf(PepClient other) throws IOException {
    return XmlWriter.text(
        juliet.await(
            stanza ->
                stanza.name().equals("message")
                    && XmlWriter.text(stanza).contains("<subscription ")
                    && XmlWriter.text(stanza).contains(other.account())));
  }

  @Test
  @Tag("PEP-5-root-collection")
  void accountIsTheRootOfItsNodes() throws IOException {
    try (PepClient romeo = friend("romeo")) {
      romeo.result(
          "set",
          JULIET,
          PepClient.pubsub("<subscribe jid='" + romeo.address() + "'/>" + ALL_ITEMS));
      juliet.publish(TUNE, "one");
      romeo.event(JULIET, TUNE, "one");
      juliet.create(MOOD, "access_model=whitelist");
      juliet.publish(MOOD, "secret");
      assertNothingBeforeMark(romeo);
    }
  }

  @Test
  @Tag("PEP-3-no-presence-tie")
  @Tag("PEP-7.2-many-nodes")
  void itemsOutliveThePublisherAndTheNode() throws IOException {
    try (PepClient romeo = friend("romeo")) {
      juliet.create(TUNE);
      juliet.create(TUNE + "#2");
      juliet.publish(TUNE, "current");
      juliet.publish(TUNE + "#2", "other");
      juliet.send("<presence type='unavailable'/>");
      romeo.presence("unavailable", JULIET);
    }
    juliet.close();
    node = node.restart();
    try (PepClient romeo = PepClient.login(node, "romeo", "orchard", TUNE, TUNE + "#2")) {
      String told = XmlWriter.text(romeo.nextEvent()) + XmlWriter.text(romeo.nextEvent());
      assertTrue(told.contains("'" + TUNE + "'") && told.contains("'" + TUNE + "#2'"), told);
    }
    juliet = PepClient.login(node, "juliet", "balcony", TUNE);
    juliet.event(JULIET, TUNE, "current");
  }

  @Test
  void nextAccountOfTheNameHasNoNodes() throws Exception {
    juliet.create(TUNE);
    juliet.publish(TUNE, "current");
    try (PepClient nurse = login("nurse")) {
      nurse.create(MOOD, "access_model=open");
      juliet.result(
          "set",
          nurse.account(),
          PepClient.pubsub("<subscribe node='" + MOOD + "' jid='" + JULIET + "'/>"));
      node.broker()
          .accounts()
          .remove(BareJid.of(JULIET))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
      juliet.close();
      node.account("juliet", "juliet");
      juliet = PepClient.login(node, "juliet", "balcony", TUNE);
      String items = juliet.result("get", "", "<query xmlns='" + Ns.DISCO_ITEMS + "'/>");
      assertTrue(!items.contains(TUNE), items);
      juliet.refused("get", "", PepClient.pubsub("<items node='" + TUNE + "'/>"), "item-not-found");
      String held;
      do {
        held = nurse.result("get", "", PepClient.owner("<subscriptions node='" + MOOD + "'/>"));
      } while (held.contains(JULIET));
      juliet.create(TUNE);
    }
    juliet.close();
    node = node.restart();
    juliet = PepClient.login(node, "juliet", "balcony");
    assertTrue(juliet.result("get", "", "<query xmlns='" + Ns.DISCO_ITEMS + "'/>").contains(TUNE));
  }

  private static void assertValue(String form, String field, String value) {
    int at = form.indexOf("pubsub#" + field + "'");
    String part = form.substring(at, form.indexOf("</field>", at));
    assertTrue(part.replaceAll("<option.*", "").endsWith("<value>" + value + "</value>"), part);
  }
}
