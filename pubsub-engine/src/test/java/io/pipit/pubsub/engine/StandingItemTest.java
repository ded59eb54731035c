package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands for a node, whatever was published by which door. */
class StandingItemTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Service service = new Service();
  private int published;

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
    TakenSnapshot snapshot = new TakenSnapshot(service);
    snapshot.takeAll();
    snapshot.check(1);
  }

  private Outcome publish(
      PublishKind kind, String from, @Nullable String id, String payload, ItemHeader... headers) {
    SerializedXml xml =
        new SerializedXml(
            "v",
            "urn:x",
            ("<v xmlns='urn:x'>" + payload + "</v>").getBytes(StandardCharsets.UTF_8));
    return service.execute(
        new NodeCommand.Publish(
            Jid.of(from),
            "news",
            List.of(new PublishedItem(id, xml, List.of(headers))),
            Map.of(),
            null,
            kind));
  }

  private Outcome end(String from) {
    return service.execute(new NodeCommand.EndStanding(Jid.of(from), "news"));
  }

  private Outcome end(long seq) {
    return service.execute(new NodeCommand.EndStanding(Jid.of(OWNER), "news", seq));
  }

  private void retract(String id) {
    service.retract(OWNER, id, "").isResult();
  }

  private void purge() {
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><purge node='news'/></pubsub>")
        .isResult();
  }

  /** The id and payload of what stands; empty for nothing. */
  private String standing() {
    return new PubsubEngine(service.policy())
        .standing(service.state(), "news", Jid.of(OWNER), service.context)
        .map(StandingItem::item)
        .map(item -> item.id() + ":" + text(item))
        .orElse("");
  }

  private static String text(Item item) {
    SerializedXml payload = item.payload();
    return payload == null
        ? ""
        : new String(payload.bytes(), StandardCharsets.UTF_8).replaceAll("<[^>]*>", "");
  }

  private static PubsubError error(Outcome outcome) {
    return ((Response.Refusal) outcome.response()).error();
  }

  /**
   * Steps: i, p and s publish an item of the next number as XEP-0060 has it, passing and standing;
   * r retracts the item of a number; e ends what stands; u purges; x lets a minute pass and ticks.
   */
  @ParameterizedTest(name = "{0}: {1} keeps {2}, {3} stands")
  @CsvSource({
    "a node without items, , '', ''",
    "the newest item, i1 i2, 1 2, 2",
    "the one before one that was retracted, i1 i2 r2, 1, 1",
    "none after a purge, i1 i2 u, '', ''",
    "what stood before one that passes, i1 p2, 1 2, 1",
    "what stood before many that pass, i1 p2 p3 p4, 1 2 3 4, 1",
    "nothing before one that passes, p1, 1, ''",
    "an item after one that passed, i1 p2 i3, 1 2 3, 3",
    "what was chosen, s1 p2, 1 2, 1",
    "what was chosen last, s1 s2 p3, 1 2 3, 2",
    "a later item, s1 p2 i3, 1 2 3, 3",
    "what was chosen and is overwritten by one that passes, s1 p1, 1, 1",
    "what falls out, s1 p2 p3 p4 p5 p6, 2 3 4 5 6, 1",
    "what stood as the newest and falls out, i1 p2 p3 p4 p5 p6, 2 3 4 5 6, 1",
    "nothing when what was chosen is retracted, s1 p2 r1, 2, ''",
    "what was chosen when another is retracted, s1 p2 r2, 1, 1",
    "nothing after a purge, s1 p2 u, '', ''",
    "one that passes after a purge, s1 u p2, 2, ''",
    "nothing when that was asked for, s1 p2 e, 2, ''",
    "nothing though there are older items, i1 i2 e, 1, ''",
    "nothing while others pass, i1 i2 e p3, 1 3, ''",
    "an item after nothing, i1 e i2, 2, 2",
    "nothing after what fell out was ended, s1 p2 p3 p4 p5 p6 e, 2 3 4 5 6, ''",
    "nothing twice, i1 e e, '', ''"
  })
  void whatStandsFollowsTheRules(String what, @Nullable String steps, String items, String stands) {
    service.withNode("max_items=5");
    if (steps != null) {
      for (String step : steps.split(" ", -1)) {
        String id = step.substring(1);
        switch (step.charAt(0)) {
          case 'i' -> publish(PublishKind.ITEM, OWNER, id, "" + ++published);
          case 'p' -> publish(PublishKind.PASSING, OWNER, id, "" + ++published);
          case 's' -> publish(PublishKind.STANDING, OWNER, id, "" + ++published);
          case 'r' -> retract(id);
          case 'e' -> end(OWNER);
          default -> purge();
        }
      }
    }
    assertEquals(items, String.join(" ", service.itemIds()), what);
    assertEquals(stands.isEmpty() ? "" : stands + ":" + stands, standing(), what);
  }

  @Test
  void nodesOfRequestsAloneKnowNothingOfIt() {
    service.withNode("max_items=2");
    service.publish(OWNER, "a");
    service.publish(OWNER, "b");
    service.publish(OWNER, "c");
    service.retract(OWNER, "c", "").isResult();
    assertTrue(service.state().node("news").orElseThrow().standing().followsNewest());
    assertEquals("b:b", standing());
    for (var record : service.log()) {
      assertTrue(record.type() < 29, "as the log always was");
    }
  }

  @Test
  void itIsSaidOnceWhatStoodBeforeOthersPassed() {
    service.withNode();
    publish(PublishKind.ITEM, OWNER, "a", "1");
    publish(PublishKind.PASSING, OWNER, "b", "2");
    publish(PublishKind.PASSING, OWNER, "c", "3");
    long said =
        service.log().stream()
            .map(ChangeCodec::decode)
            .filter(Change.StandingSet.class::isInstance)
            .count();
    assertEquals(1, said);
  }

  // ---- nodes that keep no items

  @Test
  void nodeThatKeepsNoItemsKeepsWhatStands() {
    service.withNode("persist_items=0");
    publish(PublishKind.PASSING, OWNER, "a", "1");
    assertEquals("", standing());
    publish(PublishKind.STANDING, OWNER, "b", "2");
    publish(PublishKind.PASSING, OWNER, "c", "3");
    publish(PublishKind.ITEM, OWNER, "d", "4");
    assertEquals("b:2", standing());
    assertEquals(List.of(), service.state().node("news").orElseThrow().items().range(0, 0));
    publish(PublishKind.STANDING, OWNER, "e", "5");
    assertEquals("e:5", standing());
    end(OWNER);
    assertEquals("", standing());
  }

  @Test
  void whatStandsStaysWhenTheNodeKeepsItemsFromNowOn() {
    service.withNode("persist_items=0");
    publish(PublishKind.STANDING, OWNER, "a", "1");
    service.configure("persist_items=1").isResult();
    assertEquals("a:1", standing());
    publish(PublishKind.PASSING, OWNER, "b", "2");
    assertEquals("a:1", standing());
    service.configure("persist_items=0").isResult();
    assertEquals("a:1", standing());
  }

  @Test
  void whatStoodAsTheNewestGoesWithTheItems() {
    service.withNode();
    publish(PublishKind.ITEM, OWNER, "a", "1");
    service.configure("persist_items=0").isResult();
    assertEquals("", standing());
  }

  // ---- ids

  @Test
  void doorsThatKnowNoIdsPublishTheOneItem() {
    service.withNode("max_items=1");
    publish(PublishKind.STANDING, OWNER, null, "1");
    assertEquals("current:1", standing());
    publish(PublishKind.PASSING, OWNER, null, "2");
    assertEquals(List.of("current"), service.itemIds());
    assertEquals("current:1", standing(), "what passes does not stand");
    publish(PublishKind.ITEM, OWNER, null, "3");
    assertEquals(List.of("generated-1"), service.itemIds());
  }

  @Test
  void theOneItemOfAnotherIsNotOverwritten() {
    service.withNode("max_items=1");
    service.affiliate("alice@example.org", "publish-only").isResult();
    publish(PublishKind.STANDING, OWNER, null, "1");
    assertEquals(PubsubError.FORBIDDEN, error(publish(PublishKind.PASSING, ALICE, null, "2")));
    assertEquals("current:1", standing());
  }

  @Test
  void sameItemAgainComesToStand() {
    service.withNode();
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'>"
                + Service.form("idempotency_window=60")
                + "</configure></pubsub>")
        .isResult();
    publish(PublishKind.PASSING, OWNER, "a", "1");
    publish(PublishKind.STANDING, OWNER, "a", "1");
    assertEquals("a:1", standing());
    assertEquals(List.of(), publish(PublishKind.STANDING, OWNER, "a", "1").changes());
  }

  // ---- its end

  @Test
  void whoeverMayPublishEndsItAndTakesBackHisOwn() {
    service.withNode("publish_model=open");
    service.subscribe(BOB, BOB).isResult();
    publish(PublishKind.STANDING, ALICE, "a", "1");
    Outcome ended = end(BOB);
    assertEquals(new Response.Done(), ended.response());
    assertEquals(List.of(), ended.notifications(), "the item stays");
    assertEquals("", standing());
    assertEquals(List.of("a"), service.itemIds());
    publish(PublishKind.STANDING, ALICE, "b", "2");
    assertEquals(1, end(ALICE).notifications().size(), "it is taken back");
    assertEquals(List.of("a"), service.itemIds());
    publish(PublishKind.STANDING, ALICE, "c", "3");
    end(OWNER);
    assertEquals(List.of("a"), service.itemIds());
  }

  @Test
  void whoMayNotPublishDoesNotEndIt() {
    service.withNode();
    publish(PublishKind.STANDING, OWNER, "a", "1");
    assertEquals(PubsubError.FORBIDDEN, error(end(ALICE)));
    assertEquals("a:1", standing());
    assertEquals(
        PubsubError.ITEM_NOT_FOUND,
        error(service.execute(new NodeCommand.EndStanding(Jid.of(OWNER), "nothing"))));
  }

  @Test
  void onlyTheItemThatIsMeantStandsNoMore() {
    service.withNode();
    publish(PublishKind.STANDING, OWNER, "1", "a");
    publish(PublishKind.STANDING, OWNER, "2", "b");
    assertEquals(PubsubError.ITEM_NOT_FOUND, error(end(1)));
    assertEquals("2:b", standing());
    end(2);
    assertEquals("", standing());
    assertEquals(PubsubError.ITEM_NOT_FOUND, error(end(2)));
  }

  @Test
  void itemThatOnlyIsTheNewestIsNotMeant() {
    service.withNode();
    publish(PublishKind.ITEM, OWNER, "1", "a");
    assertEquals(PubsubError.ITEM_NOT_FOUND, error(end(1)));
    assertEquals("1:a", standing());
  }

  @Test
  void nothingHappensWhenNothingStands() {
    service.withNode();
    assertEquals(List.of(), end(OWNER).changes());
    publish(PublishKind.ITEM, OWNER, "a", "1");
    end(OWNER);
    assertEquals(List.of(), end(OWNER).changes());
  }

  @Test
  void nodeOfTheSameNameBeginsAnew() {
    service.withNode();
    publish(PublishKind.STANDING, OWNER, "a", "1");
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'/></pubsub>")
        .isResult();
    service.withNode();
    assertEquals("", standing());
    publish(PublishKind.ITEM, OWNER, "b", "2");
    assertEquals("b:2", standing());
  }

  // ---- time

  @Test
  void itIsHiddenAndEndsWithTheTimeOfItems() {
    service.withNode("item_expire=60", "max_items=1");
    publish(PublishKind.STANDING, OWNER, "a", "1");
    service.context.pass(MINUTE.dividedBy(2));
    publish(PublishKind.PASSING, OWNER, "b", "2");
    assertEquals("a:1", standing());
    service.context.pass(MINUTE.dividedBy(2));
    assertEquals("", standing());
    service.tick();
    assertEquals(Standing.NOTHING, service.state().node("news").orElseThrow().standing());
    assertEquals(List.of("b"), service.itemIds());
  }

  @Test
  void itStandsAsLongAsItIsOneOfTheLastThatStay() {
    service.withNode("item_expire=60", "keep_last=1");
    publish(PublishKind.STANDING, OWNER, "a", "1");
    service.context.pass(MINUTE.multipliedBy(3));
    service.tick();
    assertEquals("a:1", standing());
    assertEquals(null, service.state().node("news").orElseThrow().nextDue());
    publish(PublishKind.PASSING, OWNER, "b", "2");
    service.tick();
    assertEquals("", standing());
  }

  @Test
  void itIsHiddenWhenItsPublisherSaidSo() {
    service.withNode();
    ItemHeader end = new ItemHeader("expires", "2026-06-30T12:01:00Z");
    publish(PublishKind.STANDING, OWNER, "a", "1", end);
    service.context.pass(MINUTE.minusMillis(1));
    assertEquals("a:1", standing());
    service.context.pass(Duration.ofMillis(1));
    assertEquals("", standing());
    publish(PublishKind.STANDING, OWNER, "b", "2", new ItemHeader("Expires", "soon"));
    assertEquals("b:2", standing(), "no time");
  }

  // ---- rights, and what the node shows

  @Test
  void whoMayNotReadTheNodeSeesNothing() {
    service.withNode("access_model=whitelist");
    publish(PublishKind.STANDING, OWNER, "a", "1");
    PubsubEngine engine = new PubsubEngine(service.policy());
    assertTrue(engine.standing(service.state(), "news", Jid.of(ALICE), service.context).isEmpty());
    assertTrue(engine.standing(service.state(), "none", Jid.of(OWNER), service.context).isEmpty());
    service.affiliate("alice@example.org", "member").isResult();
    assertTrue(
        engine.standing(service.state(), "news", Jid.of(ALICE), service.context).isPresent());
  }

  @Test
  void publisherIsShownAsTheNodeSays() {
    service.withNode("itemreply=publisher");
    publish(PublishKind.STANDING, OWNER, "a", "1");
    StandingItem shown =
        new PubsubEngine(service.policy())
            .standing(service.state(), "news", Jid.of(ALICE), service.context)
            .orElseThrow();
    assertEquals(BareJid.of("owner@example.org"), shown.shownPublisher());
    assertTrue(shown.payload());
  }

  // ---- cleaning of the log

  @Test
  void whatOnlyStandsIsWrittenAgainWithItsPayload() {
    service.withNode("max_items=1");
    publish(PublishKind.STANDING, OWNER, "a", "1", new ItemHeader("Content-Type", "t"));
    int position = service.log().size();
    publish(PublishKind.PASSING, OWNER, "b", "2");
    List<Item> items = new ArrayList<>(held(position));
    service.execute(new NodeCommand.Keep(BareJid.of(Service.JID), "news", items, position));
    Change.ItemsKept kept =
        (Change.ItemsKept) ChangeCodec.decode(service.log().get(service.log().size() - 1));
    assertEquals(
        List.of(new Change.ItemsKept.KeptItem(items.get(0), false, true, true)), kept.items());
    assertEquals(
        Standing.of(ItemEntry.of(items.get(0), service.log().size())),
        service.state().node("news").orElseThrow().standing());
    assertEquals("a:1", standing());
    service.execute(new NodeCommand.Keep(BareJid.of(Service.JID), "news", items, position));
    assertEquals(
        kept,
        ChangeCodec.decode(service.log().get(service.log().size() - 1)),
        "it is in no record any more that it was in before");
  }

  @Test
  void whatStandsAtANodeWithoutItemsIsWrittenAgain() {
    service.withNode("persist_items=0");
    publish(PublishKind.STANDING, OWNER, "a", "1");
    int position = service.log().size();
    service.execute(
        new NodeCommand.Keep(BareJid.of(Service.JID), "news", held(position), position));
    TakenSnapshot snapshot = new TakenSnapshot(service);
    snapshot.takeAll();
    snapshot.check(position + 1);
    assertEquals("a:1", standing());
  }

  private List<Item> held(int position) {
    return ChangeCodec.decode(service.log().get(position - 1)).held();
  }

  @Test
  void whoMayOnlyPublishEndsWhatStandsAndTakesNothingBack() {
    service.withNode();
    service.affiliate("alice@example.org", "publish-only").isResult();
    publish(PublishKind.STANDING, OWNER, "a", "1");
    assertEquals(new Response.Done(), end(ALICE).response());
    assertEquals("", standing());
    assertEquals(List.of("a"), service.itemIds());
  }
}
