package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pipit.xmpp.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0059 on the lists of an owner and of an entity: XEP-0060 8.8.1, 8.9.1, 5.6 and 5.7. */
class OwnerListsTest {

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private void fill() {
    service.withNode();
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
