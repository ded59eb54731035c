package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeAffiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An account owns the nodes of its own service, whatever other owners do (XEP-0163 2.2). */
class PersonalServiceTest {

  private static final String ACCOUNT = "owner@example.org";
  private static final String BARE_ALICE = "alice@example.org";
  private static final String OWNER_NS = "xmlns='http://jabber.org/protocol/pubsub#owner'";

  private final Service service =
      new Service(ServicePolicy.open(BareJid.of(ACCOUNT), "Personal Eventing"));

  @BeforeEach
  void aliceOwnsTheNodeToo() {
    service.withNode();
    service.affiliate(BARE_ALICE, "owner").isEmptyResult();
  }

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
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

  private Affiliation affiliation(String jid) {
    return service.state().node("news").orElseThrow().affiliation(BareJid.of(jid));
  }

  @ParameterizedTest(name = "PS-8.9.2.4-last-owner: another owner makes the account {0}")
  @ValueSource(strings = {"none", "outcast", "member", "publisher", "publish-only"})
  @Tag("PEP-2.2-one-publisher")
  @Tag("PEP-5-affiliations")
  void otherOwnerDoesNotTakeTheNodeAway(String affiliation) {
    Reply reply = modify(ALICE, entry(ACCOUNT, affiliation) + entry("bob@example.org", "member"));
    reply.isError("modify", "not-acceptable");
    Reply.assertSame(
        "<pubsub "
            + OWNER_NS
            + "><affiliations node='news'>"
            + entry(ACCOUNT, "owner")
            + "</affiliations></pubsub>",
        reply.payload());
    assertEquals(Affiliation.OWNER, affiliation(ACCOUNT));
    assertEquals(Affiliation.MEMBER, affiliation("bob@example.org"), "the rest is done");
    service.publish(OWNER, "1").isResult();
  }

  @Test
  @Tag("PEP-2.2-one-publisher")
  void accountItselfDoesNotLeaveItsNodeEither() {
    modify(OWNER, entry(ACCOUNT, "none")).isError("modify", "not-acceptable");
    modify(OWNER, entry(ACCOUNT, "owner")).isEmptyResult();
    assertEquals(Affiliation.OWNER, affiliation(ACCOUNT));
  }

  @Test
  @Tag("PEP-5-affiliations")
  void otherOwnerGoesAndDoesWhatOwnersDoUntilThen() {
    service.set(ALICE, "<pubsub " + OWNER_NS + "><purge node='news'/></pubsub>").isResult();
    modify(ALICE, entry("bob@example.org", "publisher")).isEmptyResult();
    modify(OWNER, entry(BARE_ALICE, "none")).isEmptyResult();
    modify(ALICE, entry(BARE_ALICE, "owner")).isError("auth", "forbidden");
  }

  /** Logs and snapshots of a time when another owner could do that. */
  @ParameterizedTest(name = "PEP-2.2-one-publisher: log that says {0}")
  @CsvSource({"NONE", "OUTCAST", "MEMBER"})
  void accountThatLostItsNodeIsItsOwnerAgain(Affiliation lost) {
    BareJid account = BareJid.of(ACCOUNT);
    BareJid alice = BareJid.of(BARE_ALICE);
    ServiceState state = Service.newState(new SubscriptionLedger());
    Directory directory = new Directory();
    List<Change> changes =
        List.of(
            new Change.NodeCreated(account, "news", account, NodeConfig.INITIAL, Instant.EPOCH),
            new Change.AffiliationChanged(account, "news", alice, Affiliation.OWNER),
            new Change.AffiliationChanged(account, "news", account, lost));
    for (int i = 0; i < changes.size(); i++) {
      state.apply(changes.get(i), i + 1);
      directory.apply(changes.get(i), i + 1);
    }
    NodeState node = state.node("news").orElseThrow();
    assertEquals(Affiliation.OWNER, node.affiliation(account));
    assertEquals(List.of(account, alice), node.owners());
    assertEquals(
        List.of(new NodeAffiliation("news", Affiliation.OWNER)), directory.affiliations(account));
    assertEquals(
        List.of(changes.get(1)),
        node.head(account).stream().filter(Change.AffiliationChanged.class::isInstance).toList());
  }

  /** What an operator has made it owner of at the service that is no account. */
  @Test
  void addressOfTheServiceLosesANodeThere() {
    Service other = new Service();
    other.withNode();
    other.affiliate(Service.JID, "owner").isEmptyResult();
    other.affiliate(Service.JID, "none").isEmptyResult();
    assertEquals(
        Affiliation.NONE,
        other.state().node("news").orElseThrow().affiliation(BareJid.of(Service.JID)));
  }

  @ParameterizedTest(name = "PEP-6.2-items-filtered: subscription to {0}")
  @ValueSource(strings = {"#", "a/#", ""})
  @Tag("PEP-7.1-cancel")
  @Tag("PEP-7.1-recalc-presence")
  void filterIsForThoseWhoGetThePresenceOfTheAccount(String filter) {
    String subscribe =
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe "
            + (filter.isEmpty() ? "" : "node='" + filter + "' ")
            + "jid='bob@example.org'/></pubsub>";
    service.set(BOB, subscribe).isError("auth", "not-authorized", "presence-subscription-required");
    service.context.roster.add(ACCOUNT, "bob@example.org");
    service.set(BOB, subscribe).isResult();
    service.context.roster.remove(ACCOUNT, "bob@example.org");
    Reply reply =
        service.run(
            new NodeCommand.ReviewSubscriptions(
                BareJid.of(ACCOUNT), filter, BareJid.of("bob@example.org")));
    assertEquals(List.of("bob@example.org"), reply.recipients());
    assertEquals(true, service.state().node(filter).isEmpty());
  }
}
