package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.Element;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads pass through as they are: XEP-0335 and forms in their wrappers (XEP-0004). */
class PayloadTest {

  private static final String JSON = "urn:xmpp:json:0";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  @ParameterizedTest(name = "PF-0335-json {0}")
  @ValueSource(
      strings = {
        "{\"t\":21.5,\"unit\":\"\u00b0C\"}",
        "[1, 2,\n  3]",
        "\"\ud83d\ude00 <&>\"",
        "  {\"kept\" : \"spaces\"}  ",
        "null"
      })
  @Tag("PF-0335-no-inspect")
  void jsonComesBackByteForByte(String json) {
    service.withNode("type=" + JSON);
    service.subscribe(ALICE, ALICE).isResult();
    String escaped = json.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    String item = "<item id='a'><json xmlns='" + JSON + "'>" + escaped + "</json></item>";
    Reply published = service.publishXml(OWNER, item);
    published.isResult();
    Element event = published.messagesTo(ALICE).get(0).firstElement().orElseThrow();
    assertEquals(json, text(event.firstElement().orElseThrow()));
    assertEquals(
        json, text(service.items(ALICE).isResult().payload().firstElement().orElseThrow()));
  }

  private static String text(Element items) {
    return items
        .firstElement()
        .flatMap(item -> item.child("json", JSON))
        .map(Element::text)
        .orElseThrow();
  }

  @Test
  @Tag("PF-0335-no-inspect")
  void whatIsNoJsonIsTheBusinessOfClients() {
    service.withNode();
    service
        .publishXml(OWNER, "<item id='a'><json xmlns='" + JSON + "'>{ not json</json></item>")
        .isResult();
    assertEquals(List.of("a"), service.itemIds());
  }

  @ParameterizedTest(name = "PF-0335-json {0}")
  @ValueSource(
      strings = {
        "<item id='a'>{\"t\":1}</item>",
        "<item id='a'>{\"t\":1}<json xmlns='urn:xmpp:json:0'>1</json></item>",
        "<item id='a'><json xmlns='urn:xmpp:json:0'>1</json><json xmlns='urn:xmpp:json:0'>2</json></item>"
      })
  void jsonWithoutItsElementIsNoPayload(String item) {
    service.withNode();
    service.publishXml(OWNER, item).isError("modify", "bad-request", "invalid-payload");
  }

  @ParameterizedTest(name = "PF-0004-result-wrapper {0}")
  @ValueSource(
      strings = {
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'/></pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><default/></pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><default node='news'/></pubsub>",
        "<query xmlns='urn:xmpp:mam:2' node='news'/>",
        "<query xmlns='http://jabber.org/protocol/disco#info' node='news'/>"
      })
  void formComesInTheWrapperOfItsRequest(String request) {
    service.withNode();
    Element asked = Service.parse(request);
    Reply reply = service.get(OWNER, request);
    Element answer = reply.isResult().payload();
    assertEquals(asked.name() + asked.namespace(), answer.name() + answer.namespace());
    asked
        .firstElement()
        .ifPresent(
            action ->
                assertEquals(
                    action.name() + action.attribute("node", ""),
                    answer
                        .firstElement()
                        .map(found -> found.name() + found.attribute("node", ""))
                        .orElse("")));
    reply.form();
  }
}
