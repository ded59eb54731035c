package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ArchiveKey;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.xml.XmlWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0313 and XEP-0442: the archive of a node. */
class ArchiveTest {

  private static final String MAM = "urn:xmpp:mam:2";

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static String query(String inside) {
    return "<query xmlns='" + MAM + "' queryid='q' node='news'>" + inside + "</query>";
  }

  private static String form(String... fields) {
    StringBuilder form =
        new StringBuilder(
            "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>"
                + MAM
                + "</value></field>");
    for (String field : fields) {
      int equals = field.indexOf('=');
      form.append("<field var='").append(field, 0, equals).append("'>");
      for (String value : field.substring(equals + 1).split(",", -1)) {
        form.append("<value>").append(value).append("</value>");
      }
      form.append("</field>");
    }
    return form.append("</x>").toString();
  }

  private static String set(String inside) {
    return "<set xmlns='http://jabber.org/protocol/rsm'>" + inside + "</set>";
  }

  private Reply ask(String inside) {
    return service.set(ALICE, query(inside));
  }

  private static Element fin(Reply reply) {
    Element fin = reply.isResult().payload();
    assertTrue(fin.is("fin", MAM), () -> XmlWriter.text(fin));
    return fin;
  }

  private static boolean isComplete(Reply reply) {
    return fin(reply).attribute("complete", "false").equals("true");
  }

  private static ResultSet found(Reply reply) {
    return ResultSet.read(ResultSet.find(fin(reply)).orElseThrow());
  }

  private static Element result(Element message) {
    return message.child("result", MAM).orElseThrow();
  }

  private static List<String> archiveIds(Reply reply) {
    return reply.results().stream().map(message -> result(message).attribute("id", "")).toList();
  }

  private static Element item(Element message) {
    return result(message)
        .child("forwarded", "urn:xmpp:forward:0")
        .flatMap(forwarded -> forwarded.child("message", "jabber:client"))
        .flatMap(Element::firstElement)
        .flatMap(Element::firstElement)
        .flatMap(Element::firstElement)
        .orElseThrow(() -> new AssertionError(XmlWriter.text(message)));
  }

  /** The ids of the items, with the texts of their payloads where these differ. */
  private static List<String> items(Reply reply) {
    fin(reply);
    return reply.results().stream()
        .map(
            message -> {
              String id = item(message).attribute("id", "");
              String text = item(message).firstElement().map(Element::text).orElse("");
              return text.equals(id) ? id : id + "=" + text;
            })
        .toList();
  }

  private void publish(String id, String text) {
    service
        .publishXml(OWNER, "<item id='" + id + "'><v xmlns='urn:x'>" + text + "</v></item>")
        .isResult();
    service.context.pass(Duration.ofSeconds(1));
  }

  private void publishLetters(String letters) {
    for (String letter : letters.split("")) {
      publish(letter, letter);
    }
  }

  @Test
  @Tag("PF-0442-node-attr")
  @Tag("PF-0442-forwarded-form")
  @Tag("PF-0442-delay")
  @Tag("PF-0313-fin")
  @Tag("PF-0082-datetime")
  void publishesComeAsMessagesBeforeTheEnd() {
    service.withNode("itemreply=publisher");
    publishLetters("ab");
    Reply reply = ask("");
    List<String> ids = archiveIds(reply);
    assertEquals(2, Set.copyOf(ids).size());
    Reply.assertSame(
        "<message xmlns='jabber:client' from='pubsub.example.org' to='alice@example.org/phone' id='"
            + ids.get(0)
            + "'><result xmlns='urn:xmpp:mam:2' queryid='q' id='"
            + ids.get(0)
            + "'><forwarded xmlns='urn:xmpp:forward:0'>"
            + "<delay xmlns='urn:xmpp:delay' stamp='2026-06-30T12:00:00Z'/>"
            + "<message xmlns='jabber:client' from='pubsub.example.org' type='headline'>"
            + "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='news'>"
            + "<item id='a' publisher='owner@example.org'><v xmlns='urn:x'>a</v></item>"
            + "</items></event></message></forwarded></result></message>",
        reply.results().get(0));
    reply.isResult(
        "<fin xmlns='urn:xmpp:mam:2' complete='true'>"
            + "<set xmlns='http://jabber.org/protocol/rsm'><first index='0'>"
            + ids.get(0)
            + "</first><last>"
            + ids.get(1)
            + "</last><count>2</count></set></fin>");
    reply.tellsNobody();
  }

  @Test
  void queryWithoutIdGetsResultsWithoutOne() {
    service.withNode();
    publishLetters("a");
    Reply reply = service.set(ALICE, "<query xmlns='" + MAM + "' node='news'/>");
    assertEquals(Optional.empty(), result(reply.results().get(0)).attribute("queryid"));
  }

  @Test
  @Tag("PF-0442-store-all")
  @Tag("PF-0313-order")
  void overwrittenAndDroppedPublishesStay() {
    service.withNode("max_items=2");
    publish("a", "1");
    publish("a", "2");
    publish("b", "1");
    publish("c", "1");
    assertEquals(List.of("b", "c"), service.itemIds());
    assertEquals(List.of("a=1", "a=2", "b=1", "c=1"), items(ask("")));
  }

  @Test
  @Tag("PF-0442-forwarded-form")
  @Tag("PF-0313-no-dup")
  void itemsOfOnePublishAreMessagesOfTheirOwn() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(BOB, BOB).isResult();
    service.publish(OWNER, "a", "b", "c").isResult();
    Reply reply = ask("");
    assertEquals(List.of("a", "b", "c"), items(reply));
    assertEquals(3, Set.copyOf(archiveIds(reply)).size());
  }

  @Test
  @Tag("PF-0442-forwarded-form")
  void eventsAreAsTheNodeTellsThem() {
    service.withNode("deliver_payloads=0", "notification_type=normal");
    publishLetters("a");
    Element message =
        result(ask("").results().get(0))
            .child("forwarded", "urn:xmpp:forward:0")
            .flatMap(forwarded -> forwarded.child("message", "jabber:client"))
            .orElseThrow();
    Reply.assertSame(
        "<message xmlns='jabber:client' from='pubsub.example.org'>"
            + "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='news'>"
            + "<item id='a'/></items></event></message>",
        message);
  }

  @Test
  void whatIsTakenBackLeaves() {
    service.withNode();
    publish("a", "1");
    publish("b", "1");
    publish("a", "2");
    service.retract(OWNER, "a", "").isResult();
    assertEquals(List.of("b=1"), items(ask("")));
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><purge node='news'/></pubsub>")
        .isResult();
    Reply empty = ask("");
    assertEquals(List.of(), items(empty));
    assertTrue(isComplete(empty));
    assertEquals(new ResultSet(null, null, null, 0), found(empty));
  }

  @Test
  void nodesThatRememberNothingHaveAnEmptyArchive() {
    service.withNode("persist_items=0");
    publishLetters("ab");
    assertEquals(List.of(), items(ask("")));
  }

  @Test
  void historyEndsWithItsAge() {
    service.withNode();
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'>"
                + "<x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE' type='hidden'>"
                + "<value>http://jabber.org/protocol/pubsub#node_config</value></field>"
                + "<field var='{urn:pipit:pubsub:0}history_age'><value>10</value></field>"
                + "</x></configure></pubsub>")
        .isResult();
    publishLetters("abc");
    String first = archiveIds(ask("")).get(0);
    service.context.pass(Duration.ofSeconds(7));
    assertEquals(List.of("b", "c"), items(ask("")));
    ask(form("ids=" + first)).isError("cancel", "item-not-found");
    ask(set("<after>" + first + "</after>")).isError("cancel", "item-not-found");
    service.context.pass(Duration.ofSeconds(100));
    assertEquals(List.of(), items(ask("")));
  }

  @ParameterizedTest(name = "PF-0313-filters {0} {1}")
  @CsvSource({
    "start=2026-06-30T12:00:02Z, cd",
    "start=2026-06-30T12:00:02.001Z, d",
    "end=2026-06-30T12:00:02Z, abc",
    "end=2026-06-30T12:00:01.999Z, ab",
    "end=2026-06-30T12:00:02.0004Z, abc",
    "start=2026-06-30T14:00:02+02:00, cd",
    "start=2020-01-01T00:00:00Z, abcd",
    "end=2020-01-01T00:00:00Z, ''",
    "start=2027-01-01T00:00:00Z, ''"
  })
  @Tag("PF-0082-datetime")
  void timesBoundTheResults(String field, String expected) {
    service.withNode();
    publishLetters("abcd");
    assertEquals(expected, String.join("", items(ask(form(field)))));
  }

  @Test
  @Tag("PF-0313-filters")
  void bothBoundsHold() {
    service.withNode();
    publishLetters("abcd");
    Reply reply =
        ask(form("start=2026-06-30T12:00:01Z", "end=2026-06-30T12:00:02Z") + set("<max>1</max>"));
    assertEquals(List.of("b"), items(reply));
    assertEquals(2, found(reply).count());
    assertEquals(0, found(reply).index());
    assertFalse(isComplete(reply));
    Reply nothing = ask(form("start=2026-06-30T12:00:03Z", "end=2026-06-30T12:00:01Z"));
    assertEquals(List.of(), items(nothing));
  }

  @Test
  @Tag("PF-0313-filters")
  void idsBoundTheResults() {
    service.withNode();
    publishLetters("abcde");
    List<String> ids = archiveIds(ask(""));
    assertEquals(List.of("d", "e"), items(ask(form("after-id=" + ids.get(2)))));
    assertEquals(List.of("a", "b"), items(ask(form("before-id=" + ids.get(2)))));
    assertEquals(
        List.of("b", "c"), items(ask(form("after-id=" + ids.get(0), "before-id=" + ids.get(3)))));
    assertEquals(List.of(), items(ask(form("after-id=" + ids.get(3), "before-id=" + ids.get(0)))));
    Reply named = ask(form("ids=" + ids.get(3) + "," + ids.get(1)));
    assertEquals(List.of("b", "d"), items(named), "in the order of the archive");
    assertEquals(2, found(named).count());
  }

  @ParameterizedTest(name = "PF-0313-unknown-id {0}")
  @ValueSource(
      strings = {
        "",
        "x",
        "a",
        "0",
        "1",
        "zz-1-0",
        "mg-1",
        "zzzzzzzzzzzzz-1-0",
        "1-99-0",
        "AAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAB",
        "_____________________w",
        "AAAAAAAAAAAAAAAAAAAAA+"
      })
  void unknownIdsAreNotFound(String id) {
    service.withNode();
    publishLetters("abc");
    if (!id.isEmpty()) {
      ask(set("<after>" + id + "</after>")).isError("cancel", "item-not-found");
      ask(set("<before>" + id + "</before>")).isError("cancel", "item-not-found");
    }
    ask(form("after-id=" + id)).isError("cancel", "item-not-found");
    ask(form("before-id=" + id)).isError("cancel", "item-not-found");
    ask(form("ids=" + id)).isError("cancel", "item-not-found");
  }

  @Test
  @Tag("XC-0359-stanza-id")
  void idsTellNothing() {
    service.withNode();
    publishLetters("abcdefgh");
    List<String> ids = archiveIds(ask(""));
    for (String id : ids) {
      assertTrue(id.matches("[A-Za-z0-9_-]{22}"), id);
    }
    for (int i = 1; i < ids.size(); i++) {
      String before = ids.get(i - 1);
      String next = ids.get(i);
      long alike =
          IntStream.range(0, 22).filter(at -> before.charAt(at) == next.charAt(at)).count();
      assertTrue(alike < 8, before + " and " + next);
    }
    // Neighbours in time have no neighbouring names.
    assertNotEquals(ids.stream().sorted().toList(), ids);
    assertNotEquals(ids.stream().sorted(Comparator.reverseOrder()).toList(), ids);
    // Another node of the same software, with all the same in it, calls them otherwise.
    service.context.archiveKey = new ArchiveKey("the secret of another node".getBytes(UTF_8));
    assertTrue(Collections.disjoint(ids, archiveIds(ask(""))));
    ask(form("ids=" + ids.get(0))).isError("cancel", "item-not-found");
    ask(form("after-id=" + ids.get(0))).isError("cancel", "item-not-found");
  }

  @Test
  @Tag("PF-0313-unknown-id")
  void idsOfAnEarlierNodeOfThatNameAreUnknown() {
    service.withNode();
    publishLetters("abc");
    List<String> ids = archiveIds(ask(""));
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'/></pubsub>")
        .isResult();
    service.withNode();
    publishLetters("abc");
    for (String id : ids) {
      ask(set("<after>" + id + "</after>")).isError("cancel", "item-not-found");
    }
    assertTrue(Collections.disjoint(ids, archiveIds(ask(""))));
  }

  @Test
  @Tag("PF-0313-unknown-id")
  void pagingGoesOnFromWhatWasTakenBackInBetween() {
    service.withNode();
    publishLetters("abcd");
    List<String> ids = archiveIds(ask(""));
    service.retract(OWNER, "b", "").isResult();
    service.retract(OWNER, "d", "").isResult();
    assertEquals(List.of("c"), items(ask(set("<after>" + ids.get(1) + "</after>"))));
    assertEquals(List.of("a"), items(ask(set("<before>" + ids.get(1) + "</before>"))));
    assertEquals(List.of("c"), items(ask(form("after-id=" + ids.get(1)))));
    publishLetters("e");
    assertEquals(List.of("e"), items(ask(set("<after>" + ids.get(3) + "</after>"))));
    ask(form("ids=" + ids.get(1))).isError("cancel", "item-not-found");
    service.retract(OWNER, "a", "").isResult();
    ask(set("<after>" + ids.get(0) + "</after>")).isError("cancel", "item-not-found");
  }

  @Test
  @Tag("PF-0313-filters")
  void withIsThePublisherWhereTheNodeSaysIt() {
    service.withNode("publish_model=open", "itemreply=publisher");
    service.publish(OWNER, "a").isResult();
    service.publish(BOB, "b").isResult();
    service.publish(OWNER, "c").isResult();
    service.publish(BOB, "d").isResult();
    assertEquals(List.of("b", "d"), items(ask(form("with=bob@example.org"))));
    assertEquals(List.of(), items(ask(form("with=carol@example.org"))));
    assertEquals(List.of(), items(ask(form("with=bob@example.org/laptop"))));
    assertEquals(4, items(ask(form("with=pubsub.example.org"))).size());
    Reply first = ask(form("with=bob@example.org") + set("<max>1</max>"));
    assertEquals(List.of("b"), items(first));
    assertFalse(isComplete(first));
    service.retract(OWNER, "b", "").isResult();
    Reply second =
        ask(form("with=bob@example.org") + set("<after>" + found(first).last() + "</after>"));
    assertEquals(List.of("d"), items(second));
    assertTrue(isComplete(second));
  }

  @Test
  void withTellsNothingThatTheNodeKeepsToItself() {
    service.withNode("publish_model=open");
    service.publish(BOB, "b").isResult();
    assertEquals(List.of(), items(ask(form("with=bob@example.org"))));
    assertEquals(List.of("b"), items(ask(form("with=pubsub.example.org"))));
  }

  @Test
  @Tag("PF-0313-fin")
  void pagesGoBothWays() {
    service.withNode();
    publishLetters("abcde");
    Reply first = ask(set("<max>2</max>"));
    assertEquals(List.of("a", "b"), items(first));
    assertEquals(5, found(first).count());
    assertFalse(isComplete(first));
    Reply second = ask(set("<max>2</max><after>" + found(first).last() + "</after>"));
    assertEquals(List.of("c", "d"), items(second));
    assertEquals(2, found(second).index());
    assertFalse(isComplete(second));
    Reply third = ask(set("<max>2</max><after>" + found(second).last() + "</after>"));
    assertEquals(List.of("e"), items(third));
    assertTrue(isComplete(third));
    Reply none = ask(set("<max>2</max><after>" + found(third).last() + "</after>"));
    assertEquals(List.of(), items(none));
    assertTrue(isComplete(none));
    Reply last = ask(set("<max>2</max><before/>"));
    assertEquals(List.of("d", "e"), items(last));
    assertFalse(isComplete(last));
    Reply start = ask(set("<max>9</max><before>" + found(last).first() + "</before>"));
    assertEquals(List.of("a", "b", "c"), items(start));
    assertTrue(isComplete(start));
    Reply counted = ask(set("<max>0</max>"));
    assertEquals(List.of(), items(counted));
    assertEquals(new ResultSet(null, null, null, 5), found(counted));
    assertFalse(isComplete(counted));
  }

  @Test
  void flippedPageHasTheSameResultsInReverse() {
    service.withNode();
    publishLetters("abcde");
    Reply page = ask(set("<max>3</max><before/>"));
    Reply flipped = ask(set("<max>3</max><before/>") + "<flip-page/>");
    assertEquals(List.of("e", "d", "c"), items(flipped));
    List<String> reversed = new ArrayList<>(archiveIds(page));
    Collections.reverse(reversed);
    assertEquals(reversed, archiveIds(flipped));
    assertEquals(found(page), found(flipped));
  }

  @Test
  @Tag("PF-0313-fin")
  void answersAreBoundedAndSaySo() {
    service = new Service(new ServiceLimits(10, 10, 10, 10, 10, 100, 10, 1_000, 3, 60));
    service.withNode("max_items=100", "max_payload_size=1000");
    publishLetters("abcde");
    Reply byBytes = ask("");
    assertEquals(List.of("a", "b"), items(byBytes), "22 bytes of payload each");
    assertEquals(5, found(byBytes).count());
    assertFalse(isComplete(byBytes));
    Reply last = ask(set("<before/>"));
    assertEquals(List.of("d", "e"), items(last));
    assertEquals(3, found(last).index());
    service = new Service(new ServiceLimits(10, 10, 10, 10, 10, 100, 10, 1_000, 3, 1_000));
    service.withNode("max_items=100", "max_payload_size=1000");
    publishLetters("abcde");
    assertEquals(List.of("a", "b", "c"), items(ask(set("<max>50</max>"))));
    assertEquals(List.of("a", "b", "c"), items(ask("")));
  }

  @Test
  void everythingIsFoundOnceByPages() {
    service.withNode("max_items=3");
    List<String> published = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      publish("i" + i % 7, Integer.toString(i));
      published.add("i" + i % 7 + "=" + i);
    }
    List<String> read = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    String after = "";
    boolean complete = false;
    while (!complete) {
      Reply page = ask(set("<max>7</max>" + after));
      read.addAll(items(page));
      ids.addAll(archiveIds(page));
      complete = isComplete(page);
      after = "<after>" + found(page).last() + "</after>";
    }
    assertEquals(published, read);
    assertEquals(published.size(), ids.size());
  }

  @Test
  @Tag("PF-0413-ascending")
  @Tag("PF-0413-multi")
  @Tag("PF-0413-rsm")
  void archiveComesInTheOrderThatIsAskedFor() {
    service.withNode();
    publish("a", "1");
    publish("b", "1");
    publish("a", "2");
    publish("c", "1");
    publish("b", "2");
    String creation = "<order xmlns='urn:xmpp:order-by:1' by='creation'/>";
    String modified = "<order xmlns='urn:xmpp:order-by:1' by='modification' desc='true'/>";
    assertEquals(List.of("a=1", "a=2", "b=1", "b=2", "c=1"), items(ask(creation)));
    assertEquals(List.of("b=2", "c=1", "a=2", "b=1", "a=1"), items(ask(modified)));
    assertEquals(List.of("a=2", "a=1", "b=2", "b=1", "c=1"), items(ask(creation + modified)));
    Reply first = ask(creation + modified + set("<max>2</max>"));
    assertEquals(List.of("a=2", "a=1"), items(first));
    Reply second =
        ask(creation + modified + set("<max>2</max><after>" + found(first).last() + "</after>"));
    assertEquals(List.of("b=2", "b=1"), items(second));
    assertEquals(2, found(second).index());
    assertEquals(
        List.of("b=1", "c=1"), items(ask(creation + modified + set("<max>2</max><before/>"))));
    ask("<order xmlns='urn:xmpp:order-by:1' by='size'/>")
        .isError("cancel", "feature-not-implemented");
    ask("<order xmlns='urn:xmpp:order-by:1'/>").isError("cancel", "feature-not-implemented");
    ask("<order xmlns='urn:xmpp:order-by:1' by='creation' desc='down'/>")
        .isError("cancel", "feature-not-implemented");
    ask(creation.repeat(5)).isError("cancel", "feature-not-implemented");
  }

  @ParameterizedTest(name = "PF-0313-unknown-field {0}")
  @ValueSource(strings = {"include-groupchat=true", "{urn:x}text=a", "publisher=a", "Start=a"})
  void unknownFieldsAreNotImplemented(String field) {
    service.withNode();
    ask(form(field)).isError("cancel", "feature-not-implemented");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start=yesterday",
        "start=2026-06-30",
        "start=2026-06-30T12:00:00",
        "start=2026-06-30T12:00Z",
        "start=+12026-06-30T12:00:00Z",
        "end=",
        "end=2026-02-30T12:00:00Z",
        "start=2026-06-30T12:00:00Z,2026-06-30T12:00:00Z",
        "with=a@b@c",
        "with=",
        "before-id=a,b",
        "after-id=a,b"
      })
  @Tag("PF-0082-datetime")
  void malformedFieldsAreABadRequest(String field) {
    service.withNode();
    ask(form(field)).isError("modify", "bad-request");
  }

  @Test
  void malformedQueriesAreABadRequest() {
    service.withNode();
    String noType = "<field var='start'><value>2026-06-30T12:00:00Z</value></field>";
    String otherType = "<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:1</value></field>";
    for (String bad :
        new String[] {
          "<x xmlns='jabber:x:data' type='submit'>" + noType + "</x>",
          "<x xmlns='jabber:x:data' type='submit'>" + otherType + "</x>",
          form().replace("'submit'", "'cancel'"),
          form().replace("'submit'", "'form'"),
          form().replace("'submit'", "'other'"),
          set("<max>x</max>"),
          set("<after>a</after><before>b</before>")
        }) {
      ask(bad).isError("modify", "bad-request");
    }
    service
        .set(ALICE, "<metadata xmlns='" + MAM + "' node='news'/>")
        .isError("modify", "bad-request");
  }

  @Test
  @Tag("PF-0442-node-attr")
  void queryWithoutNodeIsRefused() {
    service
        .set(ALICE, "<query xmlns='" + MAM + "'/>")
        .isError("modify", "bad-request", "nodeid-required");
    service
        .get(ALICE, "<metadata xmlns='" + MAM + "'/>")
        .isError("modify", "bad-request", "nodeid-required");
  }

  private Reply[] allRequests() {
    return new Reply[] {
      ask(""),
      service.get(ALICE, "<metadata xmlns='" + MAM + "' node='news'/>"),
      service.get(ALICE, "<query xmlns='" + MAM + "' node='news'/>")
    };
  }

  @Test
  @Tag("PF-0442-node-attr")
  void missingNodeIsNotFound() {
    for (Reply reply : allRequests()) {
      reply.isError("cancel", "item-not-found");
    }
  }

  @Test
  @Tag("PF-0442-node-attr")
  void whoMayNotRetrieveMayNotQuery() {
    service.withNode("access_model=whitelist");
    publishLetters("a");
    for (Reply reply : allRequests()) {
      assertEquals(List.of(), reply.isError("cancel", "not-allowed", "closed-node").results());
    }
    service.affiliate("alice@example.org", "publish-only").isResult();
    for (Reply reply : allRequests()) {
      assertEquals(List.of(), reply.isError("auth", "forbidden").results());
    }
    service.affiliate("alice@example.org", "outcast").isResult();
    for (Reply reply : allRequests()) {
      assertEquals(List.of(), reply.isError("auth", "forbidden").results());
    }
    service.affiliate("alice@example.org", "member").isResult();
    assertEquals(List.of("a"), items(ask("")));
    service.configure("access_model=presence").isResult();
    service.affiliate("alice@example.org", "none").isResult();
    ask("").isError("auth", "not-authorized", "presence-subscription-required");
  }

  @Test
  @Tag("PF-0313-form")
  void formNamesTheFields() {
    service.withNode();
    for (String node : new String[] {" node='news'", ""}) {
      Element query =
          service.get(ALICE, "<query xmlns='" + MAM + "'" + node + "/>").isResult().payload();
      DataForm form = DataForm.find(query).orElseThrow();
      assertEquals(DataForm.Type.FORM, form.type());
      assertEquals(Optional.of(MAM), form.formType());
      assertEquals(
          List.of("FORM_TYPE", "with", "start", "end", "before-id", "after-id", "ids"),
          form.fields().stream().map(DataForm.Field::var).toList());
      assertEquals(DataForm.FieldType.JID_SINGLE, form.field("with").orElseThrow().type());
      assertEquals(DataForm.FieldType.TEXT_SINGLE, form.field("start").orElseThrow().type());
      assertEquals(DataForm.FieldType.TEXT_SINGLE, form.field("end").orElseThrow().type());
      assertEquals(DataForm.FieldType.LIST_MULTI, form.field("ids").orElseThrow().type());
      assertTrue(form.fields().stream().noneMatch(DataForm.Field::required));
      assertTrue(form.fields().stream().allMatch(field -> field.options().isEmpty()));
      assertTrue(XmlWriter.text(query).contains("xdata-validate"));
    }
  }

  @Test
  @Tag("PF-0313-metadata")
  void metadataSaysWhereTheArchiveBeginsAndEnds() {
    service.withNode();
    String ask = "<metadata xmlns='" + MAM + "' node='news'/>";
    service.get(ALICE, ask).isResult("<metadata xmlns='" + MAM + "'/>");
    publishLetters("abc");
    List<String> ids = archiveIds(ask(""));
    service
        .get(ALICE, ask)
        .isResult(
            "<metadata xmlns='"
                + MAM
                + "'><start id='"
                + ids.get(0)
                + "' timestamp='2026-06-30T12:00:00Z'/><end id='"
                + ids.get(2)
                + "' timestamp='2026-06-30T12:00:02Z'/></metadata>");
  }

  @Test
  @Tag("PF-0413-advertise")
  void archivesAreAdvertised() {
    String info =
        XmlWriter.text(
            service
                .get(ALICE, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                .isResult()
                .payload());
    for (String feature :
        new String[] {
          MAM, MAM + "#extended", "urn:xmpp:order-by:1", "urn:xmpp:order-by:1@urn:xmpp:mam:2"
        }) {
      assertTrue(info.contains("'" + feature + "'") || info.contains("\"" + feature + "\""), info);
    }
  }
}
