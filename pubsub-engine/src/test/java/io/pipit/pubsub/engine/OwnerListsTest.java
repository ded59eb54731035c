package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0059 on the lists of an owner and of an entity: XEP-0060 8.8.1, 8.9.1, 5.6 and 5.7. */
class OwnerListsTest {

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private void fill(String... options) {
    service.withNode(options);
    for (int i = 0; i < 9; i++) {
      String jid = "u" + i + "@example.org";
      service.subscribe(jid + "/r", jid).isResult();
      service.affiliate(jid, "member").isResult();
    }
  }

  private Reply ask(String from, String list, String set) {
    return service.get(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><"
            + list
            + " node='news'/>"
            + (set.isEmpty() ? "" : "<set xmlns='http://jabber.org/protocol/rsm'>" + set + "</set>")
            + "</pubsub>");
  }

  private static List<String> jids(Reply reply) {
    return reply.isResult().payload().firstElement().orElseThrow().elements().stream()
        .map(entry -> entry.attribute("jid", ""))
        .toList();
  }

  @ParameterizedTest(name = "PF-0059-owner-lists {0}")
  @ValueSource(strings = {"subscriptions", "affiliations"})
  @Tag("PF-0059-forwards")
  @Tag("PF-0059-backwards")
  @Tag("PF-0059-count-only")
  void everyEntryIsOnOnePage(String list) {
    fill();
    List<String> all = jids(ask(OWNER, list, ""));
    assertFalse(ask(OWNER, list, "").set().isPresent(), "nobody asked for a page");
    List<String> read = new ArrayList<>();
    Reply page = ask(OWNER, list, "<max>4</max>");
    while (!jids(page).isEmpty()) {
      ResultSet set = page.set().orElseThrow();
      assertEquals(all.size(), set.count());
      assertEquals(read.size(), set.index());
      read.addAll(jids(page));
      page = ask(OWNER, list, "<max>4</max><after>" + set.last() + "</after>");
    }
    assertEquals(all, read);
    assertEquals(
        all.subList(all.size() - 2, all.size()), jids(ask(OWNER, list, "<max>2</max><before/>")));
    assertEquals(List.of(), jids(ask(OWNER, list, "<max>0</max>")));
    assertEquals(all.size(), ask(OWNER, list, "<max>0</max>").set().orElseThrow().count());
  }

  @ParameterizedTest(name = "PF-0059-not-found {0}")
  @ValueSource(strings = {"subscriptions", "affiliations"})
  void unknownPlaceIsNotFound(String list) {
    fill();
    ask(OWNER, list, "<after>nobody</after>").isError("cancel", "item-not-found");
    ask(OWNER, list, "<before>nobody</before>").isError("cancel", "item-not-found");
    ask(OWNER, list, "<max>x</max>").isError("modify", "bad-request");
    ask(OWNER, list, "<after>a</after><before/>").isError("modify", "bad-request");
  }

  @ParameterizedTest(name = "PF-0059-owner-lists {0}")
  @ValueSource(strings = {"subscriptions", "affiliations"})
  @Tag("PF-0059-max")
  void whoAsksForNoPageGetsNoMoreThanAnAnswerHolds(String list) {
    service = new Service(new ServiceLimits(99, 99, 99, 99, 99, 10, 10, 1_000, 4, 1_000_000));
    fill("max_items=10", "max_payload_size=1000");
    Reply first = ask(OWNER, list, "");
    assertEquals(4, jids(first).size());
    ResultSet set = first.set().orElseThrow();
    assertEquals(0, set.index());
    assertEquals(list.equals("affiliations") ? 10 : 9, set.count());
    Reply next = ask(OWNER, list, "<max>9</max><after>" + set.last() + "</after>");
    assertEquals(4, jids(next).size(), "nor does a page");
    assertEquals(4, next.set().orElseThrow().index());
  }

  @ParameterizedTest(name = "PF-0059-owner-lists {0}")
  @ValueSource(strings = {"subscriptions", "affiliations"})
  void longAddressesTakeMoreRoomInAnAnswer(String list) {
    service = new Service(new ServiceLimits(99, 99, 99, 99, 99, 10, 10, 1_000, 99, 60));
    fill("max_items=10", "max_payload_size=1000");
    int fitting = jids(ask(OWNER, list, "")).size();
    assertTrue(0 < fitting && fitting < 9, () -> fitting + " entries");
    List<String> read = new ArrayList<>();
    Reply page = ask(OWNER, list, "<before/>");
    int count = Objects.requireNonNull(page.set().orElseThrow().count());
    while (!jids(page).isEmpty()) {
      ResultSet set = page.set().orElseThrow();
      assertEquals(count - read.size() - jids(page).size(), set.index());
      read.addAll(0, jids(page));
      page = ask(OWNER, list, "<before>" + set.first() + "</before>");
    }
    assertEquals(count, read.size());
    service = new Service(new ServiceLimits(99, 99, 99, 99, 99, 10, 10, 1_000, 99, 1));
    fill("max_items=10", "max_payload_size=1000");
    assertEquals(1, jids(ask(OWNER, list, "")).size(), "one is always there");
  }

  private void set(String from, String fragment, String action) {
    service
        .set(
            from,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub"
                + fragment
                + "'>"
                + action
                + "</pubsub>")
        .isResult();
  }

  private Reply askForOwn(String list, String set) {
    return service.get(
        ALICE,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><"
            + list
            + "/>"
            + (set.isEmpty() ? "" : "<set xmlns='http://jabber.org/protocol/rsm'>" + set + "</set>")
            + "</pubsub>");
  }

  private static List<String> nodes(Reply reply) {
    return reply.isResult().payload().firstElement().orElseThrow().elements().stream()
        .map(entry -> entry.attribute("node", ""))
        .toList();
  }

  @ParameterizedTest(name = "PF-0059-max {0}")
  @ValueSource(strings = {"subscriptions", "affiliations"})
  void ofOnesOwnTooNoMoreThanAnAnswerHolds(String list) {
    service = new Service(new ServiceLimits(99, 99, 99, 99, 99, 10, 10, 1_000, 2, 1_000));
    for (String node : List.of("a", "b", "c")) {
      service
          .set(
              ALICE,
              "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='"
                  + node
                  + "'/><configure>"
                  + Service.form("max_items=10", "max_payload_size=1000")
                  + "</configure></pubsub>")
          .isResult();
      set(ALICE, "", "<subscribe node='" + node + "' jid='alice@example.org'/>");
    }
    Reply first = askForOwn(list, "");
    assertEquals(List.of("a", "b"), nodes(first));
    assertEquals(3, first.set().orElseThrow().count());
    String last = first.set().orElseThrow().last();
    assertEquals(List.of("c"), nodes(askForOwn(list, "<after>" + last + "</after>")));
  }

  @ParameterizedTest(name = "PF-0059-max {0}")
  @ValueSource(strings = {"subscriptions", "affiliations"})
  @Tag("PF-0059-forwards")
  @Tag("PF-0059-backwards")
  @Tag("PF-0059-count-only")
  void everyEntryOfOnesOwnIsOnOnePage(String list) {
    List<String> all = List.of("a", "b", "c", "d", "e");
    for (String node : all) {
      set(OWNER, "", "<create node='" + node + "'/>");
      set(ALICE, "", "<subscribe node='" + node + "' jid='alice@example.org'/>");
      set(
          OWNER,
          "#owner",
          "<affiliations node='"
              + node
              + "'><affiliation jid='alice@example.org' affiliation='member'/></affiliations>");
    }
    assertEquals(all, nodes(askForOwn(list, "")));
    assertFalse(askForOwn(list, "").set().isPresent(), "nobody asked for a page");
    List<String> read = new ArrayList<>();
    Reply page = askForOwn(list, "<max>2</max>");
    while (!nodes(page).isEmpty()) {
      ResultSet set = page.set().orElseThrow();
      assertEquals(all.size(), set.count());
      assertEquals(read.size(), set.index());
      read.addAll(nodes(page));
      page = askForOwn(list, "<max>2</max><after>" + set.last() + "</after>");
    }
    assertEquals(all, read);
    assertEquals(List.of("d", "e"), nodes(askForOwn(list, "<max>2</max><before/>")));
    assertEquals(all.size(), askForOwn(list, "<max>0</max>").set().orElseThrow().count());
    askForOwn(list, "<after>nobody</after>").isError("cancel", "item-not-found");
    askForOwn(list, "<max>x</max>").isError("modify", "bad-request");
  }

  @Test
  void pagesAreForOwners() {
    fill();
    ask(ALICE, "subscriptions", "<max>1</max>").isError("auth", "forbidden");
    ask(ALICE, "affiliations", "<max>1</max>").isError("auth", "forbidden");
  }
}
