package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** XEP-0060 12.20 by the option pipit#payload_types: subscriptions to payloads of some kinds. */
class ContentFilterTest {

  private static final String BARE = "alice@example.org";
  private static final String JID = "jid='" + BARE + "'";
  private static final String ATOM = "http://www.w3.org/2005/Atom";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static String item(String id, String namespace) {
    return "<item id='" + id + "'><v xmlns='" + namespace + "'/></item>";
  }

  private static List<String> ids(Element message) {
    return message.elements().get(0).elements().get(0).elements().stream()
        .map(item -> item.attribute("id", ""))
        .toList();
  }

  private static List<String> subids(Element message) {
    return message.elements().get(1).elements().stream().map(Element::text).toList();
  }

  @Test
  @Tag("PS-12.20-content")
  @Tag("PS-12.20-content-options")
  void onlyItemsOfTheWantedKindAreTold() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "payload_types=" + ATOM).isResult();
    DataForm.Field field =
        service.options(ALICE, JID).form().field("{urn:pipit:pubsub:0}payload_types").orElseThrow();
    assertEquals(List.of(ATOM), field.values());
    service.publishXml(OWNER, item("a", "urn:x")).isResult().tellsNobody();
    assertEquals(
        List.of("b"), ids(service.publishXml(OWNER, item("b", ATOM)).messagesTo(BARE).get(0)));
    assertEquals(
        List.of("d"),
        ids(
            service
                .publishXml(OWNER, item("c", "urn:x") + item("d", ATOM))
                .messagesTo(BARE)
                .get(0)));
  }

  @Test
  @Tag("PS-12.20-content-multi")
  @Tag("PS-12.20-content-subid")
  @Tag("PS-12.20-content-gen-subid")
  @Tag("PS-12.20-content-event")
  void eventNotesTheSubscriptionsThatItemsMatch() {
    service.withNode();
    String atom = service.subscribeWith(ALICE, BARE, "payload_types=" + ATOM).subid();
    String both = service.subscribeWith(ALICE, BARE, "payload_types=" + ATOM + ",urn:x").subid();
    assertNotEquals(atom, both);
    Element message = service.publishXml(OWNER, item("a", ATOM)).messagesTo(BARE).get(0);
    assertEquals(List.of(atom, both), subids(message));
    message = service.publishXml(OWNER, item("b", "urn:x")).messagesTo(BARE).get(0);
    assertEquals(List.of(both), subids(message));
    message =
        service
            .publishXml(OWNER, item("c", "urn:y") + item("d", "urn:x") + item("e", ATOM))
            .messagesTo(BARE)
            .get(0);
    assertEquals(List.of("d", "e"), ids(message), "what any of them is about");
    assertEquals(List.of(atom, both), subids(message));
    service.publishXml(OWNER, item("f", "urn:y")).isResult().tellsNobody();
  }

  @Test
  void theSameItemsAreToldOnceForAllWhoWantThem() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "payload_types=" + ATOM).isResult();
    service.subscribeWith(BOB, BOB, "payload_types=urn:y," + ATOM).isResult();
    assertEquals(List.of(BARE, BOB), service.publishXml(OWNER, item("a", ATOM)).recipients());
  }

  @Test
  void retractionsAreToldOfTheItemsThatWereWanted() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "payload_types=" + ATOM).isResult();
    service.publishXml(OWNER, item("a", "urn:x") + item("b", ATOM)).isResult();
    service.retract(OWNER, "a", "").isResult().tellsNobody();
    assertEquals(List.of(BARE), service.retract(OWNER, "b", "").recipients());
  }

  @Test
  void payloadIsJudgedWhereEventsCarryNone() {
    service.withNode("deliver_payloads=0");
    service.subscribeWith(ALICE, BARE, "payload_types=" + ATOM).isResult();
    service.publishXml(OWNER, item("a", "urn:x")).isResult().tellsNobody();
    assertEquals(List.of(BARE), service.publishXml(OWNER, item("b", ATOM)).recipients());
  }

  @Test
  void lastItemAndDigestAreFiltered() {
    service.withNode("send_last_published_item=on_sub");
    service.publishXml(OWNER, item("a", "urn:x")).isResult();
    service
        .subscribeWith(ALICE, BARE, "payload_types=" + ATOM, "digest=1", "digest_frequency=1000")
        .isResult()
        .tellsNobody();
    service.publishXml(OWNER, item("b", "urn:x") + item("c", ATOM)).isResult();
    service.context.pass(Duration.ofSeconds(1));
    assertEquals(List.of("c"), ids(service.tick().messagesTo(BARE).get(0)));
    service.publishXml(OWNER, item("d", "urn:x")).isResult();
    service.context.pass(Duration.ofSeconds(1));
    service.tick().tellsNobody();
  }

  @Test
  void anEmptyValueWantsEverything() {
    service.withNode();
    String subid = service.subscribe(ALICE, BARE).subid();
    assertEquals(subid, service.subscribeWith(ALICE, BARE, "payload_types=").subid());
    assertEquals(List.of(BARE), service.publishXml(OWNER, item("a", "urn:x")).recipients());
  }

  @Test
  void tooManyKindsAreInvalid() {
    service.withNode();
    List<String> many = IntStream.range(0, 101).mapToObj(i -> "urn:" + i).toList();
    service
        .subscribeWith(ALICE, BARE, "payload_types=" + String.join(",", many))
        .isError("modify", "bad-request", "invalid-options");
    assertTrue(service.publishXml(OWNER, item("a", "urn:1")).told().isEmpty());
  }
}
