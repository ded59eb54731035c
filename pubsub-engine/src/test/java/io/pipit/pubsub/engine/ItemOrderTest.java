package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0413: items in the order of their creation or modification. */
class ItemOrderTest {

  private static final String CREATION = "<order xmlns='urn:xmpp:order-by:1' by='creation'/>";
  private static final String CREATION_DESC =
      "<order xmlns='urn:xmpp:order-by:1' by='creation' desc='true'/>";
  private static final String MODIFICATION =
      "<order xmlns='urn:xmpp:order-by:1' by='modification'/>";
  private static final String MODIFICATION_DESC =
      "<order xmlns='urn:xmpp:order-by:1' by='modification' desc='1'/>";

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Reply items(String attributes, String inside, String beside) {
    return service.get(
        ALICE,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='news'"
            + attributes
            + ">"
            + inside
            + "</items>"
            + beside
            + "</pubsub>");
  }

  private Reply items(String order) {
    return items("", "", order);
  }

  private Reply page(String order, String set) {
    return items(order + "<set xmlns='http://jabber.org/protocol/rsm'>" + set + "</set>");
  }

  private static String ids(Reply reply) {
    return String.join("", reply.itemIds());
  }

  private void publish(String letters) {
    for (String letter : letters.split("")) {
      service.publish(OWNER, letter).isResult();
    }
  }

  /** The example of the text: C was overwritten after D, and A later still (XEP-0413 4.5). */
  private void publishExample() {
    service.withNode();
    publish("abcdca");
  }

  @Test
  @Tag("PF-0413-ascending")
  @Tag("PF-0413-default-order")
  void itemsComeInTheOrderThatIsAskedFor() {
    publishExample();
    assertEquals("abcd", ids(items(CREATION)));
    assertEquals("dcba", ids(items(CREATION_DESC)));
    assertEquals("bdca", ids(items(MODIFICATION)));
    assertEquals("acdb", ids(items(MODIFICATION_DESC)));
    assertEquals("bdca", ids(items("")));
    assertEquals(ids(items("")), ids(items("")));
  }

  @Test
  @Tag("PF-0413-rsm")
  @Tag("PF-0059-uid-opaque")
  void pagesAreOfTheWholeOrder() {
    publishExample();
    Reply first = page(MODIFICATION, "<max>2</max>");
    assertEquals("bd", ids(first));
    assertEquals(0, first.set().orElseThrow().index());
    assertEquals(4, first.set().orElseThrow().count());
    Reply second =
        page(MODIFICATION, "<max>2</max><after>" + first.set().orElseThrow().last() + "</after>");
    assertEquals("ca", ids(second));
    assertEquals(2, second.set().orElseThrow().index());
    Reply newest = page(CREATION_DESC, "<max>2</max>");
    assertEquals("dc", ids(newest));
    assertEquals(0, newest.set().orElseThrow().index());
    Reply older =
        page(CREATION_DESC, "<max>2</max><after>" + newest.set().orElseThrow().last() + "</after>");
    assertEquals("ba", ids(older));
    assertEquals(2, older.set().orElseThrow().index());
    assertEquals(
        "dc",
        ids(
            page(
                CREATION_DESC,
                "<max>2</max><before>" + older.set().orElseThrow().first() + "</before>")));
    assertEquals("ba", ids(page(CREATION_DESC, "<max>2</max><before/>")));
    assertEquals("ba", ids(page(CREATION_DESC, "<max>2</max><index>2</index>")));
    assertEquals("", ids(page(CREATION_DESC, "<max>0</max>")));
  }

  @Test
  @Tag("PF-0413-rsm")
  @Tag("PF-0059-uid-stable")
  void overwritingMovesNothingInTheOrderOfCreation() {
    publishExample();
    Reply first = page(CREATION, "<max>2</max>");
    assertEquals("ab", ids(first));
    publish("abe");
    service.retract(OWNER, "b", "").isResult();
    Reply rest =
        page(CREATION, "<max>9</max><after>" + first.set().orElseThrow().last() + "</after>");
    assertEquals("cde", ids(rest));
    publish("b");
    assertEquals("acdeb", ids(items(CREATION)), "what was taken back is created anew");
  }

  @Test
  @Tag("PF-0413-ascending")
  void theNewestByAnOrderAreWantedByTheirNumber() {
    publishExample();
    assertEquals("dcb", ids(items(" max_items='3'", "", CREATION_DESC)));
    assertEquals("bcd", ids(items(" max_items='3'", "", CREATION)));
    assertEquals("acd", ids(items(" max_items='3'", "", MODIFICATION_DESC)));
  }

  @Test
  @Tag("PF-0413-multi")
  void secondOrderSaysNothingWhereNoTwoAreEqual() {
    publishExample();
    assertEquals("abcd", ids(items(CREATION + MODIFICATION_DESC)));
    assertEquals("acdb", ids(items(MODIFICATION_DESC + CREATION)));
  }

  @Test
  void namedItemsComeInOrderToo() {
    publishExample();
    String named = "<item id='c'/><item id='a'/><item id='b'/>";
    assertEquals("cab", ids(items("", named, "")));
    assertEquals("abc", ids(items("", named, CREATION)));
    assertEquals("acb", ids(items("", named, MODIFICATION_DESC)));
  }

  @Test
  void answerThatIsTooLongHoldsTheNewestOfTheOrder() {
    service = new Service(new ServiceLimits(10, 10, 10, 10, 10, 100, 10, 1_000, 3, 1_000));
    service.withNode("max_items=100", "max_payload_size=1000");
    publish("abcdca");
    assertEquals("dcb", ids(items(CREATION_DESC)));
    assertEquals(0, items(CREATION_DESC).set().orElseThrow().index());
    assertEquals("bcd", ids(items(CREATION)));
    assertEquals(1, items(CREATION).set().orElseThrow().index());
  }

  @Test
  void whatIsPastItsTimeIsInNoOrder() {
    service.withNode("item_expire=10");
    publish("abc");
    service.context.pass(Duration.ofSeconds(6));
    publish("da");
    service.context.pass(Duration.ofSeconds(6));
    assertEquals("ad", ids(items(CREATION)));
    assertEquals("da", ids(items(MODIFICATION)));
    assertEquals("ad", ids(page(CREATION, "<max>2</max><before/>")));
  }

  @Test
  void orderOfCreationIsKeptWhenItemsHaveToGo() {
    service.withNode("max_items=3");
    publish("abc");
    assertEquals("abc", ids(items(CREATION)));
    publish("ad");
    assertEquals("acd", ids(items(CREATION)));
    assertEquals("cad", ids(items("")));
    service.configure("max_items=1").isResult();
    assertEquals("d", ids(items(CREATION)));
    publish("e");
    assertEquals("e", ids(items(CREATION)));
  }

  @Test
  @Tag("PF-0413-rsm")
  void everyItemIsOnOnePageOfEveryOrder() {
    service.withNode();
    List<String> created = new ArrayList<>();
    Set<String> modified = new LinkedHashSet<>();
    for (int i = 0; i < 60; i++) {
      String id = "i" + i * i % 23;
      service.publish(OWNER, id).isResult();
      if (!created.contains(id)) {
        created.add(id);
      }
      modified.remove(id);
      modified.add(id);
    }
    assertEquals(created, allPages(CREATION));
    assertEquals(new ArrayList<>(modified), allPages(MODIFICATION));
    Collections.reverse(created);
    assertEquals(created, allPages(CREATION_DESC));
  }

  private List<String> allPages(String order) {
    List<String> read = new ArrayList<>();
    Reply page = page(order, "<max>4</max>");
    while (!page.itemIds().isEmpty()) {
      read.addAll(page.itemIds());
      page = page(order, "<max>4</max><after>" + page.set().orElseThrow().last() + "</after>");
    }
    return read;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<order xmlns='urn:xmpp:order-by:1' by='size'/>",
        "<order xmlns='urn:xmpp:order-by:1' by='{urn:x}creation'/>",
        "<order xmlns='urn:xmpp:order-by:1' by='Creation'/>",
        "<order xmlns='urn:xmpp:order-by:1'/>",
        "<order xmlns='urn:xmpp:order-by:1' by='creation' desc='yes'/>"
      })
  void unknownOrderIsNotImplemented(String order) {
    publishExample();
    items(order).isError("cancel", "feature-not-implemented");
  }

  @Test
  @Tag("PF-0413-rsm")
  @Tag("PF-0059-not-found")
  void unknownPlaceIsNotFound() {
    publishExample();
    for (String uid : new String[] {"a", "0", "99", "-1"}) {
      page(CREATION, "<after>" + uid + "</after>").isError("cancel", "item-not-found");
      page(CREATION_DESC, "<before>" + uid + "</before>").isError("cancel", "item-not-found");
    }
  }

  @Test
  void orderGivesNoRightToRead() {
    service.withNode("access_model=whitelist");
    items(CREATION).isError("cancel", "not-allowed", "closed-node");
  }

  @Test
  @Tag("PF-0413-advertise")
  @Tag("PF-0462-advertise")
  void ordersAndFiltersAreAdvertised() {
    List<String> features =
        service
            .get(ALICE, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
            .isResult()
            .payload()
            .elements()
            .stream()
            .map((Element child) -> child.attribute("var", ""))
            .toList();
    assertTrue(
        features.containsAll(
            List.of(
                "urn:xmpp:order-by:1",
                "urn:xmpp:order-by:1@http://jabber.org/protocol/pubsub",
                "urn:xmpp:order-by:1@urn:xmpp:mam:2",
                "urn:xmpp:pubsub-filter:0")),
        features.toString());
  }
}
