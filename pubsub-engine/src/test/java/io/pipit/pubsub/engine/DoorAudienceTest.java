package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.DoorAudience;
import io.pipit.pubsub.DoorSubscription;
import io.pipit.pubsub.DoorSubscriptions;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom doors are told of, by which rights, and of what. */
class DoorAudienceTest {

  private static final BareJid BOB_ACCOUNT = BareJid.of("bob@example.org");

  private final Service service = new Service();
  private final Doors doors = new Doors();

  DoorAudienceTest() {
    service.context.doors = doors;
  }

  private record Subscribed(BareJid account, String filter) implements DoorSubscription {}

  private record Reached(List<DoorSubscription> subscriptions) implements DoorAudience {}

  /** As a door has them: on an index of its own. */
  private static final class Doors implements DoorSubscriptions {

    private final FilterIndex<Subscribed> index = new FilterIndex<>();
    private long version;
    private int matched;

    void add(BareJid account, String filter) {
      NodeFilter parsed = NodeFilter.parse(filter).orElseGet(() -> NodeFilter.exactly(filter));
      List<Subscribed> kept = new ArrayList<>(index.get(parsed));
      kept.add(new Subscribed(account, filter));
      index.put(parsed, List.copyOf(kept));
      version++;
    }

    void removeAll(String filter) {
      index.put(NodeFilter.parse(filter).orElseGet(() -> NodeFilter.exactly(filter)), List.of());
      version++;
    }

    @Override
    public long version() {
      return version;
    }

    @Override
    public void match(BareJid service, String node, List<? super DoorSubscription> found) {
      assertEquals(Service.JID, service.toString());
      matched++;
      index.match(node, found);
    }

    @Override
    public DoorAudience audience(List<DoorSubscription> allowed) {
      assertFalse(allowed.isEmpty());
      return new Reached(allowed);
    }
  }

  private Outcome publish(PublishKind kind, String from, String id) {
    SerializedXml xml =
        new SerializedXml("v", "urn:x", "<v xmlns='urn:x'/>".getBytes(StandardCharsets.UTF_8));
    return service.execute(
        new NodeCommand.Publish(
            Jid.of(from), "news", List.of(new PublishedItem(id, xml)), Map.of(), null, kind));
  }

  private Outcome publish() {
    return publish(PublishKind.ITEM, OWNER, "a");
  }

  /** The one announcement of an outcome. */
  private static Announcement of(Outcome outcome) {
    assertEquals(1, outcome.announcements().size(), outcome.announcements()::toString);
    return outcome.announcements().get(0);
  }

  private static List<String> reached(Outcome outcome) {
    return outcome.announcements().isEmpty()
        ? List.of()
        : ((Reached) of(outcome).audience())
            .subscriptions().stream()
                .map(each -> each.account().local() + " " + ((Subscribed) each).filter())
                .sorted()
                .toList();
  }

  // ---- rights

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource({
    "open, NONE, true",
    "open, OUTCAST, false",
    "open, PUBLISH_ONLY, false",
    "open, MEMBER, true",
    "open, PUBLISHER, true",
    "open, OWNER, true",
    "whitelist, NONE, false",
    "whitelist, OUTCAST, false",
    "whitelist, PUBLISH_ONLY, false",
    "whitelist, MEMBER, true",
    "whitelist, PUBLISHER, true",
    "whitelist, OWNER, true",
    "authorize, NONE, false",
    "authorize, OUTCAST, false",
    "authorize, PUBLISH_ONLY, false",
    "authorize, MEMBER, true",
    "authorize, OWNER, true",
    "presence, NONE, false",
    "presence, OUTCAST, false",
    "presence, MEMBER, true",
    "roster, NONE, false",
    "roster, OUTCAST, false",
    "roster, MEMBER, true"
  })
  void rightsAreThoseOfSubscribers(String model, Affiliation affiliation, boolean allowed) {
    service.withNode("access_model=" + model);
    service.affiliate(BOB_ACCOUNT.toString(), affiliation.wire()).isResult();
    doors.add(BOB_ACCOUNT, "#");
    doors.add(BOB_ACCOUNT, "news");
    assertEquals(allowed ? List.of("bob #", "bob news") : List.of(), reached(publish()));
  }

  @Test
  void whoHasTheNodesPresenceHasItsEvents() {
    service.withNode("access_model=presence");
    doors.add(BOB_ACCOUNT, "#");
    assertEquals(List.of(), reached(publish()));
    service.context.roster.add("owner@example.org", BOB_ACCOUNT.toString());
    assertEquals(List.of("bob #"), reached(publish()), "rosters are asked each time");
  }

  @Test
  void approvedSubscriberHasTheRightAsLongAsHisLease() {
    service.withNode("access_model=authorize");
    doors.add(BOB_ACCOUNT, "#");
    service.subscribeWith(BOB, BOB_ACCOUNT.toString(), "expire=2026-06-30T13:00:00Z").isResult();
    assertEquals(List.of(), reached(publish()));
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><subscriptions node='news'>"
                + "<subscription jid='"
                + BOB_ACCOUNT
                + "' subscription='subscribed'/></subscriptions></pubsub>")
        .isResult();
    assertEquals(List.of("bob #"), reached(publish()));
    service.context.pass(Duration.ofMinutes(59));
    assertEquals(List.of("bob #"), reached(publish()));
    service.context.pass(Duration.ofMinutes(1));
    assertEquals(List.of(), reached(publish()));
  }

  @Test
  void audienceIsTheSameUntilSomethingChanges() {
    service.withNode();
    doors.add(BOB_ACCOUNT, "#");
    DoorAudience first = of(publish()).audience();
    int matched = doors.matched;
    assertSame(first, of(publish(PublishKind.PASSING, OWNER, "b")).audience());
    assertEquals(matched, doors.matched);
    doors.add(BareJid.of("alice@example.org"), "news/#");
    assertEquals(List.of("alice news/#", "bob #"), reached(publish()), "a new subscription");
    service.affiliate("alice@example.org", "outcast").isResult();
    assertEquals(List.of("bob #"), reached(publish()), "an outcast");
    DoorAudience before = of(publish()).audience();
    service.configure("access_model=whitelist").isResult();
    assertEquals(List.of(), reached(publish()), "another model");
    service.configure("access_model=open").isResult();
    assertNotSame(before, of(publish()).audience());
    doors.removeAll("#");
    assertEquals(List.of(), reached(publish()), "no subscription any more");
  }

  @Test
  void filtersAreThoseOfTheIndex() {
    service.withNode();
    for (String filter : List.of("other", "news/x", "+/x", "+", "news", "news/#", "#")) {
      doors.add(BOB_ACCOUNT, filter);
    }
    assertEquals(List.of("bob #", "bob +", "bob news", "bob news/#"), reached(publish()));
  }

  // ---- what is announced

  @ParameterizedTest
  @EnumSource(PublishKind.class)
  void publishIsAnnouncedAsWhatItIs(PublishKind kind) {
    service.withNode("itemreply=publisher");
    doors.add(BOB_ACCOUNT, "#");
    Announcement.Published told = (Announcement.Published) of(publish(kind, OWNER, "a"));
    assertEquals(kind, told.kind());
    assertEquals("news", told.node());
    assertEquals(Service.JID, told.service().toString());
    assertEquals(FullJid.of(OWNER), told.requester());
    assertEquals(BareJid.of("owner@example.org"), told.shownPublisher());
    assertTrue(told.persists() && told.payloads());
    assertEquals(List.of("a"), told.items().stream().map(Item::id).toList());
    assertEquals(1, told.items().get(0).seq());
  }

  @Test
  void nodeThatKeepsNothingAndDeliversNoPayloadsSaysSo() {
    service.withNode("persist_items=0", "deliver_payloads=0");
    doors.add(BOB_ACCOUNT, "#");
    Outcome outcome = service.execute(new NodeCommand.Publish(Jid.of(OWNER), "news", List.of()));
    Announcement.Published told = (Announcement.Published) of(outcome);
    assertFalse(told.persists() || told.payloads());
    assertEquals(List.of(), told.items());
  }

  @Test
  void whetherAnybodyIsToldIsSaid() {
    service.withNode("max_items=1", "publish_node_full=retract-oldest");
    assertFalse(((Response.Published) publish().response()).anybody());
    doors.add(BOB_ACCOUNT, "#");
    assertTrue(((Response.Published) publish().response()).anybody());
    doors.removeAll("#");
    service.subscribe(ALICE, ALICE).isResult();
    assertTrue(((Response.Published) publish().response()).anybody());
  }

  @Test
  void nobodyIsToldOfWhatNobodyGets() {
    service.withNode();
    assertEquals(List.of(), publish().announcements());
    doors.add(BOB_ACCOUNT, "#");
    service.configure("deliver_notifications=0").isResult();
    assertEquals(List.of(), publish().announcements());
  }

  @Test
  void refusedPublishIsNotAnnounced() {
    service.withNode();
    doors.add(BOB_ACCOUNT, "#");
    assertEquals(List.of(), publish(PublishKind.ITEM, ALICE, "a").announcements());
  }

  @Test
  void nodeThatComesWithAPublishIsAnnounced() {
    Service creating =
        new Service(
            ServicePolicy.builder(BareJid.of(Service.JID), "Events").autoCreate(true).build());
    creating.context.doors = doors;
    doors.add(BOB_ACCOUNT, "new/#");
    SerializedXml xml =
        new SerializedXml("v", "urn:x", "<v xmlns='urn:x'/>".getBytes(StandardCharsets.UTF_8));
    Outcome outcome =
        creating.execute(
            new NodeCommand.Publish(
                Jid.of(OWNER),
                "new/node",
                List.of(new PublishedItem("a", xml)),
                Map.of(),
                null,
                PublishKind.STANDING));
    assertEquals(List.of("bob new/#"), reached(outcome));
  }

  // ---- what is withdrawn

  @Test
  void whatIsTakenBackIsWithdrawn() {
    service.withNode("max_items=2");
    doors.add(BOB_ACCOUNT, "#");
    publish(PublishKind.ITEM, OWNER, "a");
    Announcement.Withdrawn retracted =
        (Announcement.Withdrawn)
            of(service.execute(new NodeCommand.Retract(Jid.of(OWNER), "news", "a", false)));
    assertEquals(List.of("a"), retracted.ids());
    assertFalse(retracted.isOfAll() || retracted.standing());
    assertEquals(FullJid.of(OWNER), retracted.requester());
    Announcement.Withdrawn purged =
        (Announcement.Withdrawn) of(service.execute(new NodeCommand.Purge(Jid.of(OWNER), "news")));
    assertTrue(purged.isOfAll());
    Announcement.Withdrawn deleted =
        (Announcement.Withdrawn)
            of(service.execute(new NodeCommand.DeleteNode(Jid.of(OWNER), "news", null)));
    assertTrue(deleted.isOfAll());
    assertEquals(1, ((Reached) deleted.audience()).subscriptions().size());
  }

  @Test
  void whatOnlyHadToGoIsNotWithdrawn() {
    service.withNode("max_items=1", "item_expire=60");
    doors.add(BOB_ACCOUNT, "#");
    publish(PublishKind.ITEM, OWNER, "a");
    assertTrue(of(publish(PublishKind.ITEM, OWNER, "b")) instanceof Announcement.Published);
    service.context.pass(Duration.ofMinutes(2));
    Outcome tick = service.execute(new NodeCommand.Tick(BareJid.of(Service.JID), "news"));
    assertFalse(tick.changes().isEmpty());
    assertEquals(List.of(), tick.announcements());
  }

  /** So that what waits somewhere for who may not read the node any more goes too. */
  @Test
  void whatIsTakenBackIsWithdrawnWhoeverHearsOfIt() {
    service.withNode("access_model=whitelist");
    doors.add(BOB_ACCOUNT, "#");
    publish(PublishKind.ITEM, OWNER, "a");
    Announcement withdrawn = of(service.execute(new NodeCommand.Purge(Jid.of(OWNER), "news")));
    assertSame(DoorAudience.NONE, withdrawn.audience());
  }

  @Test
  void endOfWhatStandsIsWithdrawn() {
    service.withNode("publish_model=open");
    doors.add(BOB_ACCOUNT, "#");
    publish(PublishKind.STANDING, OWNER, "a");
    Announcement.Withdrawn stays =
        (Announcement.Withdrawn)
            of(service.execute(new NodeCommand.EndStanding(Jid.of(ALICE), "news")));
    assertEquals(List.of(), stays.ids());
    assertTrue(stays.standing() && !stays.isOfAll());
    publish(PublishKind.STANDING, OWNER, "b");
    Announcement.Withdrawn goes =
        (Announcement.Withdrawn)
            of(service.execute(new NodeCommand.EndStanding(Jid.of(OWNER), "news")));
    assertEquals(List.of("b"), goes.ids());
    assertTrue(goes.standing());
    assertTrue(
        ((Announcement.Withdrawn)
                of(service.execute(new NodeCommand.EndStanding(Jid.of(OWNER), "news"))))
            .standing(),
        "also when nothing stood");
  }

  @Test
  void withoutDoorsNothingIsAnnounced() {
    service.context.doors = DoorSubscriptions.NONE;
    service.withNode();
    assertEquals(List.of(), publish().announcements());
    assertEquals(
        List.of(), service.execute(new NodeCommand.Purge(Jid.of(OWNER), "news")).announcements());
  }
}
