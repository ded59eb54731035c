package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Headers (XEP-0131) that a publisher gives an item. */
class ItemHeadersTest {

  private static final String SHIM = "http://jabber.org/protocol/shim";
  private static final String ARCHIVE = "<query xmlns='urn:xmpp:mam:2' node='news'/>";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Reply publish(String items, String headers) {
    return service.set(
        OWNER,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='news'>"
            + items
            + "</publish><headers xmlns='"
            + SHIM
            + "'>"
            + headers
            + "</headers></pubsub>");
  }

  private static String item(String id) {
    return "<item id='" + id + "'><v xmlns='urn:x'/></item>";
  }

  private static String header(String name, String value) {
    return "<header name='" + name + "'>" + value + "</header>";
  }

  private List<ItemHeader> stored(String id) {
    return service
        .state()
        .node("news")
        .flatMap(node -> node.items().get(id))
        .orElseThrow()
        .headers();
  }

  private static String headers(Element message) {
    Optional<Element> headers = message.child("headers", SHIM);
    headers.ifPresent(
        last -> assertEquals(last, message.elements().get(message.elements().size() - 1), "last"));
    return headers.map(Element::elements).orElse(List.of()).stream()
        .map(header -> header.attribute("name", "") + "=" + header.text())
        .collect(Collectors.joining(" "));
  }

  @Test
  void headersAreStoredAndToldOf() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply =
        publish(item("a"), header("Content-Type", "text/csv") + header("x-own", "&lt;1>"))
            .isResult();
    assertEquals(
        List.of(new ItemHeader("Content-Type", "text/csv"), new ItemHeader("x-own", "<1>")),
        stored("a"));
    assertEquals("Content-Type=text/csv x-own=<1>", headers(reply.messagesTo(ALICE).get(0)));
  }

  @Test
  void headersStandBehindThoseOfTheService() {
    service.withNode("stamp_items=1");
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'>"
                + Service.form("stamp_items=1").replace("pubsub#stamp", "{urn:pipit:pubsub:0}stamp")
                + "</configure></pubsub>")
        .isResult();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = publish(item("a"), header("Hops", "1")).isResult();
    assertEquals("Published=2026-06-30T12:00:00Z Hops=1", headers(reply.messagesTo(ALICE).get(0)));
  }

  /** What the service says nobody else does. */
  @Test
  void headersOfTheServiceAndOfTheRequestAreTakenFromNobody() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply =
        publish(
                item("a"),
                header("published", "1999-01-01T00:00:00Z")
                    + header("SubID", "s")
                    + header("COLLECTION", "c")
                    + header("Idempotency-Key", "k")
                    + "<header>no name</header><other name='x'>1</other>")
            .isResult();
    assertEquals(List.of(), stored("a"));
    assertFalse(reply.messagesTo(ALICE).get(0).child("headers", SHIM).isPresent());
    assertEquals(5, service.log().get(service.log().size() - 2).type(), "as the log always was");
  }

  @Test
  void headersOfSeveralItemsAreNobodys() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = publish(item("a") + item("b"), header("Hops", "1")).isResult();
    assertEquals(List.of(), stored("a"));
    assertEquals(List.of(), stored("b"));
    assertFalse(reply.messagesTo(ALICE).get(0).child("headers", SHIM).isPresent());
  }

  @Test
  void itemThatComesAgainHasTheHeadersOfTheLastTime() {
    service.withNode();
    publish(item("a"), header("Hops", "1")).isResult();
    publish(item("a"), header("Hops", "2")).isResult();
    assertEquals(Optional.of("2"), ItemHeaders.value(stored("a"), "hops"));
    service.publish(OWNER, "a").isResult();
    assertEquals(List.of(), stored("a"));
  }

  @Test
  void tooManyOrTooLongOnesAreRefused() {
    service.withNode();
    String most =
        IntStream.range(0, 32).mapToObj(i -> header("h" + i, "v")).collect(Collectors.joining());
    publish(item("a"), most).isResult();
    publish(item("b"), most + header("more", "v")).isError("modify", "not-acceptable");
    publish(item("c"), header("h", "v".repeat(8_191))).isResult();
    publish(item("d"), header("h", "v".repeat(8_192))).isError("modify", "not-acceptable");
    publish(item("e"), header("h", "\u00E9".repeat(4_096))).isError("modify", "not-acceptable");
    assertEquals(List.of("a", "c"), service.itemIds());
  }

  @Test
  void archiveCarriesHeadersAndRetrievedItemsDoNot() {
    service.withNode();
    publish(item("a"), header("Hops", "1")).isResult();
    Element result = service.set(ALICE, ARCHIVE).results().get(0);
    assertTrue(XmlWriter.text(result).contains("<header name='Hops'>1</header>"));
    assertFalse(XmlWriter.text(service.items(OWNER).payload()).contains("Hops"));
  }

  @Test
  void nodeThatDeliversNoPayloadsDeliversNoHeaders() {
    service.withNode("deliver_payloads=0");
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = publish(item("a"), header("Hops", "1")).isResult();
    assertFalse(reply.messagesTo(ALICE).get(0).child("headers", SHIM).isPresent());
    assertEquals(1, stored("a").size());
  }

  @Test
  void headersCountAsBytesOfTheNode() {
    service.withNode();
    service.configure("max_bytes=100").isResult();
    publish(item("a"), header("h", "v".repeat(60))).isResult();
    publish(item("b"), header("h", "v".repeat(60))).isResult();
    assertEquals(List.of("b"), service.itemIds());
    publish(item("c"), header("h", "v".repeat(100)))
        .isError("modify", "not-acceptable", "payload-too-big");
  }

  @Test
  void knownNamesAreKnownWhateverTheirCase() {
    assertTrue(ItemHeaders.isKnown("content-type"));
    assertTrue(ItemHeaders.isKnown("REPLY-TO"));
    assertFalse(ItemHeaders.isKnown("x"));
    List<ItemHeader> headers = List.of(new ItemHeader("a", "1"), new ItemHeader("A", "2"));
    assertEquals(Optional.of("1"), ItemHeaders.value(headers, "A"));
    assertEquals(Optional.empty(), ItemHeaders.value(headers, "b"));
  }
}
