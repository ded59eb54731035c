package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.JID;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ItemAddress;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.xml.NotificationEncoder;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stylesheets of nodes, and events with a message body (XEP-0060 12.8). */
class BodyTest {

  private static final String URI = "xmpp:" + JID + "?;node=sheets;item=body";

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  // ---- addresses

  @ParameterizedTest
  @CsvSource({
    "xmpp:pubsub.example.org?;node=a;item=b,a,b",
    "xmpp:pubsub.example.org?;node=a/b%20c%3B;item=%C3%A9,a/b c;,\u00E9",
    "xmpp:pubsub.example.org?;node=%41;item=%42,A,B"
  })
  void addressOfAnItemIsRead(String uri, String node, String item) {
    assertEquals(Optional.of(new ItemAddress(BareJid.of(JID), node, item)), ItemAddress.parse(uri));
  }

  @ParameterizedTest(name = "PS-16.4.4-field-body-xslt: {0}")
  @ValueSource(
      strings = {
        "http://example.org/body.xsl",
        "file:///etc/passwd",
        "xmpp:pubsub.example.org",
        "xmpp:pubsub.example.org?;node=a",
        "xmpp:pubsub.example.org?;item=a;node=b",
        "xmpp:pubsub.example.org?;node=;item=b",
        "xmpp:pubsub.example.org?;node=a;item=b;x=y",
        "xmpp:pubsub.example.org/res?;node=a;item=b",
        "xmpp:?;node=a;item=b",
        "xmpp:pubsub.example.org?;node=%4;item=b",
        "xmpp:pubsub.example.org?;node=%zz;item=b",
        "xmpp:pubsub.example.org?;node=%FF;item=b",
        "xmpp:pubsub.elsewhere.org?;node=a;item=b",
        "xmpp:alice@example.org?;node=a;item=b"
      })
  @Tag("PS-16.4.4-field-dataform-xslt")
  void stylesheetThatIsNoItemOfThisServiceIsNotAcceptable(String uri) {
    service.withNode();
    for (String option : List.of("body_xslt=", "dataform_xslt=")) {
      service.configure(option + uri).isError("modify", "not-acceptable");
      service
          .set(
              OWNER,
              "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='other'/><configure>"
                  + Service.form(option + uri)
                  + "</configure></pubsub>")
          .isError("modify", "not-acceptable");
    }
    Service creating =
        new Service(ServicePolicy.builder(BareJid.of(JID), "Events").autoCreate(true).build());
    creating
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='other'>"
                + "<item><v xmlns='urn:x'/></item></publish><publish-options>"
                + Service.form("body_xslt=" + uri).replace("#node_config", "#publish-options")
                + "</publish-options></pubsub>")
        .isError("modify", "not-acceptable");
    assertTrue(creating.state().node("other").isEmpty());
  }

  @Test
  @Tag("PS-16.4.4-field-body-xslt")
  @Tag("PS-16.4.4-field-dataform-xslt")
  void stylesheetsAreStoredAndTold() {
    service.withNode();
    service.configure("body_xslt=" + URI, "dataform_xslt=" + URI).isResult();
    Reply form =
        service.get(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'/>"
                + "</pubsub>");
    assertEquals(Optional.of(URI), form.form().value("pubsub#body_xslt"));
    assertEquals(Optional.of(URI), form.form().value("pubsub#dataform_xslt"));
    service.configure("body_xslt=", "dataform_xslt=").isResult();
  }

  // ---- include_body

  @Test
  @Tag("PS-12.8-option-only-if-able")
  void bodyIsOfferedOnlyWhereAStylesheetMakesIt() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    assertFalse(offered().contains("pubsub#include_body"));
    service.configure("body_xslt=" + URI).isResult();
    assertTrue(offered().contains("pubsub#include_body"));
  }

  private List<String> offered() {
    return service.options(ALICE, "jid='" + ALICE + "'").form().fields().stream()
        .map(field -> field.var())
        .toList();
  }

  private List<Notification> publish() {
    SerializedXml payload = XmlWriter.serialize(Service.parse("<v xmlns='urn:x'/>"));
    return service
        .execute(
            new NodeCommand.Publish(
                Jid.of(OWNER), "news", List.of(new PublishedItem("a", payload))))
        .notifications();
  }

  private static List<Jid> withBody(List<Notification> told) {
    return told.stream()
        .filter(Notification.ItemsPublishedWithBody.class::isInstance)
        .flatMap(event -> event.recipients().stream())
        .toList();
  }

  @Test
  @Tag("PS-12.8-include-body")
  @Tag("PS-16.4.2-field-include-body")
  @Tag("PS-12.8-xslt-by-service")
  void whoWantsABodyGetsItsOwnEvent() {
    service.withNode("body_xslt=" + URI);
    service.subscribeWith(ALICE, ALICE, "include_body=1").isResult();
    service.subscribe(BOB, BOB).isResult();
    List<Notification> told = publish();
    assertEquals(2, told.size());
    assertEquals(List.of(Jid.of(ALICE)), withBody(told));
    Notification.ItemsPublishedWithBody event =
        (Notification.ItemsPublishedWithBody)
            told.stream()
                .filter(Notification.ItemsPublishedWithBody.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertEquals(ItemAddress.parse(URI).orElseThrow(), event.stylesheet());
    Element bare = NotificationEncoder.encode(event);
    assertEquals(NotificationEncoder.encode(event.event()), bare);
    Element message = NotificationEncoder.encode(event, "Hello & more");
    assertEquals("Hello & more", message.child("body", Ns.CLIENT).orElseThrow().text());
    assertEquals(bare.elements(), message.elements().subList(1, message.elements().size()));
  }

  @Test
  @Tag("PS-12.8-mixed-subids")
  void addressWithSeveralSubscriptionsGetsABodyIfOneWantsIt() {
    service.withNode("body_xslt=" + URI);
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribeWith(ALICE, ALICE, "include_body=1").isResult();
    List<Notification> told = publish();
    assertEquals(1, told.size());
    assertEquals(List.of(Jid.of(ALICE)), withBody(told));
  }

  @Test
  void withoutAStylesheetOrAPayloadThereIsNoBody() {
    service.withNode("body_xslt=" + URI);
    service.subscribeWith(ALICE, ALICE, "include_body=1").isResult();
    service.configure("deliver_payloads=0").isResult();
    assertEquals(List.of(), withBody(publish()));
    service.configure("deliver_payloads=1", "body_xslt=").isResult();
    List<Notification> told = publish();
    assertEquals(1, told.size());
    assertEquals(List.of(), withBody(told));
  }

  @Test
  void onlyTheStylesheetOfAnAdministratorIsRun() {
    service =
        new Service(
            ServicePolicy.builder(BareJid.of(JID), "Events")
                .administrator(Jid.of(OWNER).bare()::equals)
                .build());
    service.withNode("publish_model=open");
    service.publish(OWNER, "mine").isResult();
    service.publish(ALICE, "hers").isResult();
    PubsubEngine engine = new PubsubEngine(service.policy());
    for (String id : List.of("mine", "hers", "missing")) {
      assertEquals(
          id.equals("mine"),
          engine
              .stylesheet(
                  service.state(), new ItemAddress(BareJid.of(JID), "news", id), service.context)
              .isPresent());
    }
    assertTrue(
        engine
            .stylesheet(
                service.state(), new ItemAddress(BareJid.of(JID), "other", "a"), service.context)
            .isEmpty());
  }
}
