package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0060 8.9, 5.7 and the chart of 4.1. */
class ManageAffiliationsTest {

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static final String OWNER_NS = "xmlns='http://jabber.org/protocol/pubsub#owner'";
  private static final String PUBSUB_NS = "xmlns='http://jabber.org/protocol/pubsub'";

  private Reply list(String from) {
    return service.get(from, "<pubsub " + OWNER_NS + "><affiliations node='news'/></pubsub>");
  }

  private Reply modify(String from, String entries) {
    return service.set(
        from,
        "<pubsub "
            + OWNER_NS
            + "><affiliations node='news'>"
            + entries
            + "</affiliations></pubsub>");
  }

  private static String entry(String jid, String affiliation) {
    return "<affiliation jid='" + jid + "' affiliation='" + affiliation + "'/>";
  }

  private static String listed(String... entries) {
    return "<pubsub "
        + OWNER_NS
        + "><affiliations node='news'>"
        + String.join("", entries)
        + "</affiliations></pubsub>";
  }

  private static void isPartial(Reply reply, String... unchanged) {
    reply.isError("modify", "not-acceptable");
    Reply.assertSame(listed(unchanged), reply.payload());
  }

  @Test
  @Tag("PS-8.9-support")
  @Tag("PS-8.9.1.2-list")
  @Tag("PS-8.9.1.2-no-none")
  @Tag("PS-8.9.2.2-success")
  @Tag("PS-8.9.2.4-multi")
  @Tag("PS-8.9.3-remove")
  @Tag("PS-10-feature-modify-affiliations")
  @Tag("PS-10-feature-member-affiliation")
  @Tag("PS-10-feature-outcast-affiliation")
  @Tag("PS-10-feature-publisher-affiliation")
  @Tag("PS-10-feature-publish-only-affiliation")
  @Tag("PS-4.1-others-recommended")
  void ownerGivesTakesAndSeesAllAffiliations() {
    service.withNode();
    modify(
            OWNER,
            entry("a@example.org", "publisher")
                + entry("b@example.org", "publish-only")
                + entry("c@example.org", "member")
                + entry("d@example.org", "outcast")
                + entry("e@example.org", "owner"))
        .isEmptyResult();
    modify(OWNER, entry("c@example.org", "none")).isEmptyResult();
    list(OWNER)
        .isResult(
            listed(
                entry("owner@example.org", "owner"),
                entry("e@example.org", "owner"),
                entry("a@example.org", "publisher"),
                entry("b@example.org", "publish-only"),
                entry("d@example.org", "outcast")));
  }

  @Test
  @Tag("PS-8.9.4-notify")
  @Tag("PS-8.9.4-notify-data")
  void entityIsToldOfItsNewAffiliation() {
    service.withNode();
    Reply reply = modify(OWNER, entry("alice@example.org", "member"));
    Reply.assertSame(
        "<message xmlns='jabber:client' from='pubsub.example.org'><pubsub "
            + OWNER_NS
            + "><affiliations node='news'>"
            + entry("alice@example.org", "member")
            + "</affiliations></pubsub></message>",
        reply.messagesTo("alice@example.org").get(0));
  }

  @Test
  @Tag("PS-8.9.4-notify")
  void ownerThatResignsHasItsAnswerAndItsOtherResourcesAreTold() {
    service.withNode();
    modify(OWNER, entry("alice@example.org", "owner")).isEmptyResult();
    Reply reply = modify(OWNER, entry("owner@example.org", "none"));
    assertEquals(List.of("owner@example.org"), reply.recipients());
    assertEquals(List.of(OWNER), reply.answered());
  }

  @Test
  @Tag("PS-8.9.1.3.2-forbidden")
  @Tag("PS-8.9.2.3.3-forbidden")
  @Tag("PS-14.2-owner-only")
  void othersAreForbidden() {
    service.withNode();
    for (String affiliation :
        new String[] {"none", "publisher", "publish-only", "none", "member", "outcast"}) {
      service.affiliate("alice@example.org", affiliation).isEmptyResult();
      list(ALICE).isError("auth", "forbidden");
      modify(ALICE, entry("alice@example.org", "owner")).isError("auth", "forbidden");
    }
  }

  @Test
  @Tag("PS-8.9.1.3.3-not-found")
  @Tag("PS-8.9.2.3.4-not-found")
  void missingNodeIsNotFound() {
    list(OWNER).isError("cancel", "item-not-found");
    modify(OWNER, "").isError("cancel", "item-not-found");
  }

  @Test
  @Tag("PS-8.9.2.1-no-attr-no-change")
  void entryWithoutAnAffiliationChangesNothing() {
    service.withNode();
    modify(OWNER, "<affiliation jid='owner@example.org'/>").isEmptyResult().tellsNobody();
    list(OWNER).isResult(listed(entry("owner@example.org", "owner")));
  }

  @Test
  @Tag("PS-4.1-bare-jid")
  void affiliationsAreOfBareJids() {
    service.withNode();
    modify(OWNER, entry(ALICE, "publisher")).isEmptyResult();
    list(OWNER)
        .isResult(
            listed(entry("owner@example.org", "owner"), entry("alice@example.org", "publisher")));
  }

  /** The chart of 4.1, which leaves publish-only out: it moves like publisher. */
  @ParameterizedTest(name = "PS-8.9.2.4-state-chart {0} to {1}")
  @Tag("PS-8.9.2.4-state-chart")
  @Tag("PS-4.1-trans-outcast")
  @Tag("PS-4.1-trans-none")
  @Tag("PS-4.1-trans-member")
  @Tag("PS-4.1-trans-publisher")
  @Tag("PS-4.1-trans-owner")
  @CsvSource({
    "outcast,none;member;publisher;publish-only;owner",
    "none,outcast;member;publisher;publish-only;owner",
    "member,outcast;none;publisher;publish-only;owner",
    "publisher,outcast;none;publish-only;owner",
    "publish-only,outcast;none;publisher;owner",
    "owner,none"
  })
  void transitionsFollowTheChart(String from, String allowed) {
    for (Affiliation to : Affiliation.values()) {
      service = new Service().withNode();
      if (!from.equals("none")) {
        service.affiliate("alice@example.org", from).isEmptyResult();
      }
      Reply reply = service.affiliate("alice@example.org", to.wire());
      boolean fine = to.wire().equals(from) || List.of(allowed.split(";")).contains(to.wire());
      if (fine) {
        reply.isEmptyResult();
      } else {
        isPartial(reply, entry("alice@example.org", from));
      }
      assertEquals(
          fine ? to.wire() : from,
          service.state().node("news").orElseThrow().affiliation(Jid.of(ALICE).bare()).wire());
    }
  }

  @Test
  @Tag("PS-8.9.2.4-last-owner")
  @Tag("PS-8.9.2.4-partial-error")
  @Tag("PS-8.9.2.4-rest-applied")
  void lastOwnerStaysAndTheRestIsDone() {
    service.withNode();
    isPartial(
        modify(OWNER, entry("owner@example.org", "none") + entry("alice@example.org", "member")),
        entry("owner@example.org", "owner"));
    list(OWNER)
        .isResult(
            listed(entry("owner@example.org", "owner"), entry("alice@example.org", "member")));
  }

  /** A contact of the owner that goes, of the one that stays, and somebody who is a member. */
  @ParameterizedTest(name = "PS-12.14-triggers {0}")
  @CsvSource({"presence", "roster"})
  @Tag("PS-12.14-notify-change")
  void subscriptionsThatTheRosterOfAnOwnerAllowedEndWhenItGoes(String model) {
    service.withNode("access_model=" + model, "roster_groups_allowed=Friends");
    service.affiliate("alice@example.org", "owner").isEmptyResult();
    service.affiliate("member@example.org", "member").isEmptyResult();
    service.context.roster.add("alice@example.org", "bob@example.org", "Friends");
    service.context.roster.add("alice@example.org", "member@example.org", "Friends");
    service.context.roster.add("owner@example.org", "carol@example.org", "Friends");
    for (String name : new String[] {"bob", "member", "carol", "alice"}) {
      String jid = name + "@example.org";
      service.subscribe(jid + "/desk", jid).isResult();
    }
    Reply reply =
        modify(OWNER, entry("alice@example.org", "none") + entry("member@example.org", "none"));
    reply.isEmptyResult();
    for (String name : new String[] {"bob", "member", "alice"}) {
      String jid = name + "@example.org";
      assertEquals(
          List.of(),
          service.state().node("news").orElseThrow().subscriptions(Jid.of(jid).bare()),
          jid);
      assertEquals(1, ended(reply, jid), jid);
    }
    assertEquals(List.of("carol@example.org"), service.publish(OWNER, "1").recipients());
  }

  private static long ended(Reply reply, String jid) {
    return reply.messagesTo(jid).stream()
        .filter(message -> XmlWriter.text(message).contains("subscription='none'"))
        .count();
  }

  @Test
  void twoOwnersCannotBothLeaveInOneRequest() {
    service.withNode();
    service.affiliate("alice@example.org", "owner").isEmptyResult();
    isPartial(
        modify(OWNER, entry("alice@example.org", "none") + entry("owner@example.org", "none")),
        entry("owner@example.org", "owner"));
  }

  @Test
  void ownershipIsHandedOverInOneRequestInAnyOrder() {
    service.withNode();
    modify(OWNER, entry("owner@example.org", "none") + entry("alice@example.org", "owner"))
        .isEmptyResult();
    list(OWNER).isError("auth", "forbidden");
    list(ALICE).isResult(listed(entry("alice@example.org", "owner")));
  }

  @Test
  @Tag("PS-8.9.2.4-duplicate-entity")
  void sameEntityTwiceIsABadRequest() {
    service.withNode();
    modify(OWNER, entry("alice@example.org", "member") + entry(ALICE, "outcast"))
        .isError("modify", "bad-request");
    list(OWNER).isResult(listed(entry("owner@example.org", "owner")));
  }

  /** It fails alone. */
  @Test
  @Tag("PS-8.9.2.4-partial-error")
  @Tag("PS-8.9.2.4-rest-applied")
  void unknownAffiliationComesBack() {
    service.withNode();
    isPartial(
        modify(OWNER, entry("alice@example.org", "king") + entry("bob@example.org", "member")),
        entry("alice@example.org", "none"));
    list(OWNER)
        .isResult(listed(entry("owner@example.org", "owner"), entry("bob@example.org", "member")));
  }

  @Test
  void entryWithoutAnEntityIsInvalid() {
    service.withNode();
    modify(OWNER, "<affiliation affiliation='none'/>")
        .isError("modify", "bad-request", "invalid-jid");
  }

  @Test
  void affiliationsOfANodeAreBounded() {
    service = new Service(new ServiceLimits(10, 10, 10, 10, 2, 10, 10, 1_000, 10, 1_000));
    service.withNode("max_items=10", "max_payload_size=1000");
    isPartial(
        modify(OWNER, entry("alice@example.org", "member") + entry("bob@example.org", "member")),
        entry("bob@example.org", "none"));
    modify(OWNER, entry("alice@example.org", "publisher")).isEmptyResult();
  }

  @ParameterizedTest(name = "PS-8.9.2.2-outcast-stops-events {0} {1}")
  @Tag("PS-8.9.2.2-outcast-stops-events")
  @Tag("PS-14.3-access-for-events")
  @Tag("PS-12.14-notify-change")
  @CsvSource({"open,outcast", "open,publish-only", "whitelist,none", "whitelist,outcast"})
  void whoMayNotReadAnyMoreIsUnsubscribedAndTold(String model, String affiliation) {
    service.withNode("access_model=" + model);
    service.affiliate("alice@example.org", "member").isEmptyResult();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .affiliate("alice@example.org", affiliation)
        .isEmptyResult()
        .tells(ALICE, "<subscription node='news' jid='" + ALICE + "' subscription='none'/>");
    service.publish(OWNER, "a").isResult().tellsNobody();
    assertEquals(0, service.state().node("news").orElseThrow().subscriptionCount());
  }

  @Test
  void whoMayStillReadStaysSubscribed() {
    service.withNode();
    service.affiliate("alice@example.org", "member").isEmptyResult();
    service.subscribe(ALICE, ALICE).isResult();
    service.affiliate("alice@example.org", "none").isEmptyResult();
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
  }

  @Test
  @Tag("PS-5.7-support")
  @Tag("PS-5.7-all-for-bare")
  @Tag("PS-5.7-entry-fields")
  @Tag("PS-5.7-empty")
  @Tag("PS-5.7-by-node")
  @Tag("PS-10-feature-retrieve-affiliations")
  void entitySeesItsOwnAffiliations() {
    service.withNode();
    service.set(ALICE, "<pubsub " + PUBSUB_NS + "><create node='hers'/></pubsub>").isResult();
    String ask = "<pubsub " + PUBSUB_NS + "><affiliations/></pubsub>";
    service.get(BOB, ask).isResult(ask);
    service.affiliate("alice@example.org", "outcast").isEmptyResult();
    service
        .get("alice@example.org/other", ask)
        .isResult(
            "<pubsub "
                + PUBSUB_NS
                + "><affiliations>"
                + "<affiliation node='hers' affiliation='owner'/>"
                + "<affiliation node='news' affiliation='outcast'/></affiliations></pubsub>");
    service
        .get(ALICE, "<pubsub " + PUBSUB_NS + "><affiliations node='news'/></pubsub>")
        .isResult(
            "<pubsub "
                + PUBSUB_NS
                + "><affiliations node='news'>"
                + "<affiliation node='news' affiliation='outcast'/></affiliations></pubsub>");
    String one = "<pubsub " + PUBSUB_NS + "><affiliations node='news'/></pubsub>";
    service.get(BOB, one).isResult(one);
  }
}
