package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The node option {@code pipit#stamp_items}. */
class StampedItemsTest {

  private static final String SHIM = "http://jabber.org/protocol/shim";
  private static final String SID = "urn:xmpp:sid:0";
  private static final String ARCHIVE = "<query xmlns='urn:xmpp:mam:2' node='news'/>";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private void stamp(String... others) {
    service.withNode(others);
    option("stamp_items", "1");
    service.subscribe(ALICE, ALICE).isResult();
  }

  private void option(String name, String value) {
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'>"
                + "<x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE' type='hidden'>"
                + "<value>http://jabber.org/protocol/pubsub#node_config</value></field>"
                + "<field var='{urn:pipit:pubsub:0}"
                + name
                + "'><value>"
                + value
                + "</value></field></x></configure></pubsub>")
        .isResult();
  }

  private Element published(String... ids) {
    List<Element> messages = service.publish(OWNER, ids).messagesTo(ALICE);
    assertEquals(1, messages.size());
    return messages.get(0);
  }

  @Test
  void eventsSayNothingUnlessTheNodeDoes() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Element message = published("a");
    assertFalse(message.child("headers", SHIM).isPresent());
    assertFalse(message.child("stanza-id", SID).isPresent());
    assertFalse(XmlWriter.text(service.set(ALICE, ARCHIVE).results().get(0)).contains(SHIM));
  }

  @Test
  @Tag("PF-0313-stanza-id")
  void eventSaysWhenItsItemCameAndWhereItIs() {
    stamp("itemreply=publisher");
    Element message = published("a");
    Reply.assertSame(
        "<headers xmlns='http://jabber.org/protocol/shim'>"
            + "<header name='Published'>2026-06-30T12:00:00Z</header></headers>",
        message.child("headers", SHIM).orElseThrow());
    Element id = message.child("stanza-id", SID).orElseThrow();
    assertEquals(Optional.of(Service.JID), id.attribute("by"));
    published("b");
    Reply after =
        service.set(
            ALICE,
            "<query xmlns='urn:xmpp:mam:2' node='news'><set xmlns='http://jabber.org/protocol/rsm'>"
                + "<after>"
                + id.attribute("id", "")
                + "</after></set></query>");
    assertEquals(1, after.isResult().results().size());
    assertTrue(XmlWriter.text(after.results().get(0)).contains("<item id='b' publisher='owner@"));
    assertTrue(XmlWriter.text(after.results().get(0)).contains("name='Published'"));
  }

  @Test
  @Tag("PF-0313-stanza-id")
  void eventOfSeveralItemsHasNoPlaceOfItsOwn() {
    stamp();
    Element message = published("a", "b");
    assertTrue(message.child("headers", SHIM).isPresent());
    assertFalse(message.child("stanza-id", SID).isPresent());
  }

  @Test
  @Tag("PF-0313-stanza-id")
  void nodeWithoutHistoryHasNoArchiveToPointInto() {
    stamp();
    option("history_items", "0");
    Element message = published("a");
    assertTrue(message.child("headers", SHIM).isPresent());
    assertFalse(message.child("stanza-id", SID).isPresent());
  }
}
