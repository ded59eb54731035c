package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.ResultSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 6.5 with XEP-0059. */
class RetrieveItemsTest {

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static final String PUBSUB_NS = "xmlns='http://jabber.org/protocol/pubsub'";

  private Reply items(String attributes, String inside, String set) {
    return service.get(
        ALICE,
        "<pubsub "
            + PUBSUB_NS
            + "><items node='news'"
            + attributes
            + ">"
            + inside
            + "</items>"
            + (set.isEmpty() ? "" : "<set xmlns='http://jabber.org/protocol/rsm'>" + set + "</set>")
            + "</pubsub>");
  }

  private Reply page(String set) {
    return items("", "", set);
  }

  private void publishLetters(String letters) {
    for (String letter : letters.split("")) {
      service.publish(OWNER, letter).isResult();
    }
  }

  @Test
  @Tag("PS-6.5-support")
  @Tag("PS-6.5.2-all")
  @Tag("PS-6.5.3-all-result")
  @Tag("PS-6.5.1-open")
  @Tag("PS-4.5-open")
  @Tag("PS-10-feature-retrieve-items")
  @Tag("PF-0413-default-order")
  @Tag("PS-12.2-trigger-request")
  void allItemsComeInOrderAndWithoutASet() {
    service.withNode();
    publishLetters("ab");
    items("", "", "")
        .isResult(
            "<pubsub "
                + PUBSUB_NS
                + "><items node='news'>"
                + "<item id='a'><v xmlns='urn:x'>a</v></item>"
                + "<item id='b'><v xmlns='urn:x'>b</v></item></items></pubsub>");
  }

  @Test
  @Tag("PS-6.5.7-none")
  @Tag("PS-6.5.9.12-no-such-items")
  @Tag("PF-0059-empty-set")
  void noItemsIsAnEmptyList() {
    service.withNode();
    String empty = "<pubsub " + PUBSUB_NS + "><items node='news'/></pubsub>";
    items("", "", "").isResult(empty);
    items("", "<item id='a'/>", "").isResult(empty);
    assertEquals(0, page("<max>5</max>").set().orElseThrow().count());
  }

  @Test
  @Tag("PS-6.5.8-one")
  @Tag("PS-6.5.6-multi-ids")
  @Tag("PS-6.5.6-notify-only-fetch")
  void itemsAreRetrievedByTheirIds() {
    service.withNode();
    publishLetters("abc");
    assertEquals(List.of("b"), items("", "<item id='b'/>", "").itemIds());
    assertEquals(
        List.of("c", "a"), items("", "<item id='c'/><item id='x'/><item id='a'/>", "").itemIds());
  }

  @Test
  @Tag("PS-6.5.7-max-items")
  @Tag("PS-6.5.7-most-recent")
  @Tag("PS-6.5.7-fewer")
  void maxItemsGivesTheNewest() {
    service.withNode();
    publishLetters("abcd");
    assertEquals(List.of("c", "d"), items(" max_items='2'", "", "").itemIds());
    assertEquals(4, items(" max_items='99999999999'", "", "").itemIds().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "", "1.5"})
  void maxItemsIsAPositiveNumber(String maxItems) {
    service.withNode();
    items(" max_items='" + maxItems + "'", "", "").isError("modify", "bad-request");
  }

  @Test
  void itemsWithoutIdAreABadRequest() {
    service.withNode();
    items("", "<item/>", "").isError("modify", "bad-request");
  }

  @Test
  @Tag("PF-0059-max")
  @Tag("PF-0059-forwards")
  @Tag("PF-0059-backwards")
  @Tag("PF-0059-index")
  @Tag("PF-0059-by-index")
  @Tag("PF-0059-one-item")
  @Tag("PF-0059-uid-opaque")
  @Tag("PS-6.5.4-rsm-note")
  @Tag("PS-10-feature-rsm")
  void pagesGoBothWays() {
    service.withNode();
    publishLetters("abcde");
    Reply first = page("<max>2</max>");
    assertEquals(List.of("a", "b"), first.itemIds());
    ResultSet set = first.set().orElseThrow();
    assertEquals(5, set.count());
    assertEquals(0, set.index());
    Reply second = page("<max>2</max><after>" + set.last() + "</after>");
    assertEquals(List.of("c", "d"), second.itemIds());
    assertEquals(2, second.set().orElseThrow().index());
    Reply last = page("<max>2</max><after>" + second.set().orElseThrow().last() + "</after>");
    assertEquals(List.of("e"), last.itemIds());
    assertEquals(last.set().orElseThrow().first(), last.set().orElseThrow().last());
    assertEquals(List.of("d", "e"), page("<max>2</max><before/>").itemIds());
    assertEquals(
        List.of("a", "b"),
        page("<max>2</max><before>" + second.set().orElseThrow().first() + "</before>").itemIds());
    assertEquals(List.of("d", "e"), page("<max>2</max><index>3</index>").itemIds());
    assertEquals(List.of(), page("<max>2</max><index>2147483647</index>").itemIds());
  }

  @Test
  @Tag("PF-0059-count-only")
  void maxZeroGivesTheCountAlone() {
    service.withNode();
    publishLetters("abc");
    Reply reply = page("<max>0</max>");
    assertEquals(List.of(), reply.itemIds());
    ResultSet set = reply.set().orElseThrow();
    assertEquals(3, set.count());
    assertTrue(set.first() == null && set.last() == null);
  }

  @Test
  @Tag("PF-0059-uid-stable")
  void pagingGoesOnWhenTheItemItStandsOnIsGone() {
    service.withNode();
    publishLetters("abcd");
    String afterB = page("<max>2</max>").set().orElseThrow().last();
    service.retract(OWNER, "b", "").isResult();
    service.publish(OWNER, "a").isResult();
    assertEquals(List.of("c", "d"), page("<max>2</max><after>" + afterB + "</after>").itemIds());
    assertEquals(List.of(), page("<max>2</max><before>" + afterB + "</before>").itemIds());
  }

  @ParameterizedTest
  @Tag("PF-0059-not-found")
  @ValueSource(strings = {"a", "0", "-1", "99", "9999999999999999999999"})
  void unknownUidIsNotFound(String uid) {
    service.withNode();
    publishLetters("abc");
    page("<after>" + uid + "</after>").isError("cancel", "item-not-found");
    page("<before>" + uid + "</before>").isError("cancel", "item-not-found");
  }

  @Test
  void unreadableSetIsABadRequest() {
    service.withNode();
    page("<max>x</max>").isError("modify", "bad-request");
  }

  @Test
  @Tag("PS-6.5.3-truncate")
  @Tag("PS-6.5.4-rsm-note")
  void longAnswerIsTheNewestThatFitsAndSaysSo() {
    service = new Service(new ServiceLimits(10, 10, 10, 10, 10, 100, 10, 1_000, 3, 1_000));
    service.withNode("max_items=100", "max_payload_size=1000");
    publishLetters("abcde");
    Reply reply = items("", "", "");
    assertEquals(List.of("c", "d", "e"), reply.itemIds());
    ResultSet set = reply.set().orElseThrow();
    assertEquals(5, set.count());
    assertEquals(2, set.index());
    assertEquals(List.of("a", "b"), page("<before>" + set.first() + "</before>").itemIds());
    assertEquals(List.of("a", "b", "c"), page("<max>50</max>").itemIds());
  }

  @Test
  void bigAnswerIsCutByBytes() {
    service = new Service(new ServiceLimits(10, 10, 10, 10, 10, 100, 10, 1_000, 100, 60));
    service.withNode("max_items=100", "max_payload_size=1000");
    publishLetters("abcde");
    Reply newest = items("", "", "");
    assertEquals(List.of("d", "e"), newest.itemIds(), "23 bytes of payload each");
    assertEquals(3, newest.set().orElseThrow().index());
    Reply oldest = page("<max>9</max>");
    assertEquals(List.of("a", "b"), oldest.itemIds());
    assertEquals(
        List.of("a", "b"), items("", "<item id='a'/><item id='b'/><item id='c'/>", "").itemIds());
  }

  @Test
  void oneItemAlwaysFits() {
    service = new Service(new ServiceLimits(10, 10, 10, 10, 10, 100, 10, 1_000, 100, 10));
    service.withNode("max_items=100", "max_payload_size=1000");
    publishLetters("ab");
    assertEquals(List.of("b"), items("", "", "").itemIds());
  }

  @Test
  void maxItemsBoundsTheWholeListThatPagesAreOf() {
    service.withNode();
    publishLetters("abcde");
    Reply reply = items(" max_items='3'", "", "<max>2</max>");
    assertEquals(List.of("c", "d"), reply.itemIds());
    assertEquals(3, reply.set().orElseThrow().count());
    assertEquals(0, reply.set().orElseThrow().index());
  }

  @Test
  @Tag("PS-6.5.9.4-persistent-unsupported")
  void nodeThatKeepsNothingHasNoItems() {
    service.withNode("persist_items=0");
    items("", "", "").isError("cancel", "feature-not-implemented", "unsupported[persistent-items]");
  }

  @Test
  @Tag("PS-6.5.9.11-not-found")
  void missingNodeIsNotFound() {
    items("", "", "").isError("cancel", "item-not-found");
  }

  @Test
  void nodeIsRequired() {
    service
        .get(ALICE, "<pubsub " + PUBSUB_NS + "><items/></pubsub>")
        .isError("modify", "bad-request", "nodeid-required");
  }

  @Test
  @Tag("PS-6.5.9.6-presence-required")
  @Tag("PS-6.5.1-presence")
  @Tag("PS-6.5.1-owner-always")
  @Tag("PS-6.5.1-publisher-always")
  @Tag("PS-12.12-owners-publishers")
  void presenceNodeIsReadByPresenceSubscribers() {
    service.withNode("access_model=presence");
    publishLetters("a");
    items("", "", "").isError("auth", "not-authorized", "presence-subscription-required");
    service.context.roster.add("owner@example.org", "alice@example.org");
    assertEquals(List.of("a"), items("", "", "").itemIds());
    service.affiliate("bob@example.org", "publisher").isResult();
    assertEquals(List.of("a"), service.items(BOB).itemIds());
    assertEquals(List.of("a"), service.items(OWNER).itemIds());
  }

  @Test
  @Tag("PS-6.5.9.7-roster-group")
  @Tag("PS-6.5.1-roster")
  void rosterNodeIsReadByTheAllowedGroups() {
    service.withNode("access_model=roster", "roster_groups_allowed=Friends");
    publishLetters("a");
    items("", "", "").isError("auth", "not-authorized", "not-in-roster-group");
    service.context.roster.add("owner@example.org", "alice@example.org", "Work");
    items("", "", "").isError("auth", "not-authorized", "not-in-roster-group");
    service.context.roster.add("owner@example.org", "alice@example.org", "Work", "Friends");
    assertEquals(List.of("a"), items("", "", "").itemIds());
  }

  @Test
  @Tag("PS-6.5.9.8-closed-node")
  @Tag("PS-6.5.1-authorize-whitelist")
  @Tag("PS-4.1-priv-none")
  void whitelistedNodeIsReadByMembers() {
    service.withNode("access_model=whitelist");
    publishLetters("a");
    items("", "", "").isError("cancel", "not-allowed", "closed-node");
    service.affiliate("alice@example.org", "member").isResult();
    assertEquals(List.of("a"), items("", "", "").itemIds());
  }

  @Test
  @Tag("PS-6.5.9.10-outcast")
  @Tag("PS-4.1-priv-outcast")
  @Tag("PS-4.1-priv-publish-only")
  void outcastsAndPublishOnlyDoNotRead() {
    service.withNode();
    service.affiliate("alice@example.org", "outcast").isResult();
    items("", "", "").isError("auth", "forbidden");
    service.affiliate("alice@example.org", "publish-only").isResult();
    items("", "", "").isError("auth", "forbidden");
  }
}
