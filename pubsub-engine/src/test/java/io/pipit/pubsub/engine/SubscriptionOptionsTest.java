package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.AvailableResource;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Show;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 6.3, 6.4, 12.3 and 16.4.2. */
class SubscriptionOptionsTest {

  private static final String BARE = "alice@example.org";
  private static final String JID = "jid='" + BARE + "'";
  private static final String PUBSUB_NS = "xmlns='http://jabber.org/protocol/pubsub'";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Reply ask(String type, String request) {
    return service.ask(ALICE, type, "<pubsub " + PUBSUB_NS + ">" + request + "</pubsub>");
  }

  // ---- successes

  @Test
  @Tag("PS-6.3-support")
  @Tag("PS-6.3-dataforms")
  @Tag("PS-6.3.1-advertise")
  @Tag("PS-6.3.2-request")
  @Tag("PS-6.3.4.1-jid-node")
  @Tag("PS-6.3.3-form")
  @Tag("PS-6.3.3-registered-fields")
  @Tag("PS-10-feature-subscription-options")
  @Tag("PS-12.8-option-only-if-able")
  void formHasTheRegisteredFieldsWithTheirValues() {
    service.withNode();
    String subid = service.subscribe(ALICE, BARE).subid();
    Reply reply = service.options(ALICE, JID).isResult();
    assertEquals(
        Optional.of(subid), reply.payload().firstElement().orElseThrow().attribute("subid"));
    DataForm form = reply.form();
    assertEquals(DataForm.Type.FORM, form.type());
    assertEquals(
        Optional.of("http://jabber.org/protocol/pubsub#subscribe_options"), form.formType());
    assertEquals(
        List.of(
            "FORM_TYPE",
            "pubsub#deliver",
            "pubsub#digest",
            "pubsub#digest_frequency",
            "pubsub#expire",
            "{urn:pipit:pubsub:0}group",
            "pubsub#show-values",
            "{urn:pipit:pubsub:0}payload_types",
            "{urn:pipit:pubsub:0}public"),
        form.fields().stream().map(DataForm.Field::var).toList());
    assertEquals(Optional.of("1"), form.value("pubsub#deliver"));
    assertEquals(Optional.of("0"), form.value("pubsub#digest"));
    assertTrue(
        PubsubFeature.advertised(service.policy())
            .contains("http://jabber.org/protocol/pubsub#subscription-options"));
  }

  @Test
  @Tag("PS-6.3.5-submit")
  @Tag("PS-6.3.6.1-success")
  void submittedOptionsAreKeptAndTheRestStays() {
    service.withNode();
    service.subscribe(ALICE, BARE).isResult();
    service.setOptions(ALICE, JID, "show-values=chat,away", "digest=1").isEmptyResult();
    service.setOptions("alice@example.org/other", JID, "digest=false").isEmptyResult();
    DataForm form = service.options(ALICE, JID).form();
    assertEquals(List.of("away", "chat"), form.values("pubsub#show-values"));
    assertEquals(List.of("0"), form.values("pubsub#digest"));
  }

  @Test
  void cancelledFormChangesNothing() {
    service.withNode();
    service.subscribe(ALICE, BARE).isResult();
    ask(
            "set",
            "<options node='news' " + JID + "><x xmlns='jabber:x:data' type='cancel'/></options>")
        .isEmptyResult();
  }

  @Test
  void fieldThatIsNotUnderstoodIsIgnored() {
    service.withNode();
    service.subscribe(ALICE, BARE).isResult();
    service.setOptions(ALICE, JID, "colour=blue", "deliver=0").isEmptyResult();
    assertEquals(Optional.of("0"), service.options(ALICE, JID).form().value("pubsub#deliver"));
  }

  @Test
  @Tag("PS-6.3.7-sub-and-conf")
  @Tag("PS-6.3.7-result-form")
  void subscribingWithOptionsAnswersTheEffectiveOnes() {
    service.withNode();
    Reply reply = service.subscribeWith(ALICE, BARE, "show-values=dnd").isResult();
    List<String> parts =
        reply.payload().elements().stream().map(element -> element.name()).toList();
    assertEquals(List.of("subscription", "options"), parts);
    DataForm form = DataForm.find(reply.payload().elements().get(1)).orElseThrow();
    assertEquals(DataForm.Type.RESULT, form.type());
    assertEquals(Optional.of("dnd"), form.value("pubsub#show-values"));
    assertEquals(Optional.of("1"), form.value("pubsub#deliver"));
  }

  @Test
  @Tag("PS-6.1.5-optional-options")
  @Tag("PS-6.1.5-required-only-if")
  void subscribeSaysThatThereAreOptionsAndTakesEffectAtOnce() {
    service.withNode();
    service
        .subscribe(ALICE, ALICE)
        .isResult(
            "<pubsub "
                + PUBSUB_NS
                + "><subscription node='news' jid='"
                + ALICE
                + "' subscription='subscribed'><subscribe-options/></subscription></pubsub>");
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
  }

  @Test
  @Tag("PS-6.4-support")
  @Tag("PS-6.4.1-node-default")
  @Tag("PS-6.4.1-service-default")
  @Tag("PS-6.4.1-service-default-optional")
  @Tag("PS-6.4.1-default-empty")
  @Tag("PS-6.4.2-form")
  @Tag("PS-10-feature-retrieve-default-sub")
  void defaultsOfNodeAndServiceCanBeAsked() {
    service.withNode();
    for (String node : new String[] {"", " node='news'"}) {
      Reply reply = ask("get", "<default" + node + "/>").isResult();
      assertEquals("default", reply.payload().firstElement().orElseThrow().name());
      DataForm form = reply.form();
      assertEquals(DataForm.Type.FORM, form.type());
      assertEquals(
          Optional.of("http://jabber.org/protocol/pubsub#subscribe_options"), form.formType());
      assertEquals(Optional.of("1"), form.value("pubsub#deliver"));
    }
    assertTrue(PubsubFeature.RETRIEVE_DEFAULT_SUB.isGeneral());
  }

  @Test
  @Tag("PS-12.3-options-obeyed")
  @Tag("PS-16.4.2-field-deliver")
  void deliveryCanBeSwitchedOffAndOn() {
    service.withNode("notify_config=1");
    service.subscribe(ALICE, BARE).isResult();
    service.setOptions(ALICE, JID, "deliver=0").isEmptyResult();
    service.publish(OWNER, "a").isResult().tellsNobody();
    service.retract(OWNER, "a", " notify='true'").isResult().tellsNobody();
    service.configure("title=Other").isResult().tellsNobody();
    service.setOptions(ALICE, JID, "deliver=true").isEmptyResult();
    assertEquals(List.of(BARE), service.publish(OWNER, "b").recipients());
    service.setOptions(ALICE, JID, "deliver=false").isEmptyResult();
    assertEquals(
        List.of(BARE),
        service
            .set(
                OWNER,
                "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'/>"
                    + "</pubsub>")
            .recipients(),
        "that the node and so the subscription ends is told all the same");
  }

  @Test
  @Tag("PS-12.3-options-obeyed")
  @Tag("PS-12.3-to-subscribed-jid")
  @Tag("PS-12.3-no-guess")
  @Tag("PS-16.4.2-field-show-values")
  void eventsComeInTheWantedPresenceOnly() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "show-values=chat,online").isResult();
    service.subscribeWith(ALICE, ALICE, "show-values=dnd").isResult();
    service.publish(OWNER, "a").isResult().tellsNobody();
    available(Show.DND);
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
    available(Show.AWAY, Show.ONLINE);
    assertEquals(List.of("alice@example.org/other-1"), service.publish(OWNER, "a").recipients());
    available(Show.XA, Show.DND);
    service.publish(OWNER, "a").isResult().tellsNobody();
  }

  /** The phone, which is subscribed, and others that are not. */
  private void available(Show... shows) {
    List<AvailableResource> resources = new java.util.ArrayList<>();
    for (int i = 0; i < shows.length; i++) {
      FullJid jid = FullJid.of(i == 0 ? ALICE : "alice@example.org/other-" + i);
      resources.add(new AvailableResource(jid, shows[i]));
    }
    service.context.available.put(BareJid.of(BARE), resources);
  }

  @Test
  @Tag("PS-12.3-options-obeyed")
  void lastItemIsNotSentToWhoWantsNoEvents() {
    service.withNode("send_last_published_item=on_sub");
    service.publish(OWNER, "a").isResult();
    service.subscribeWith(ALICE, BARE, "deliver=0").isResult().tellsNobody();
    service.subscribe(BOB, BOB).isResult();
  }

  // ---- refusals

  @Test
  @Tag("PS-6.3.4.1-forbidden")
  @Tag("PS-6.3.4.1-check-bare")
  @Tag("PS-6.3.6.2-same-errors")
  void optionsOfAnotherAreForbidden() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    String jid = "jid='" + ALICE + "'";
    for (String other : List.of(BOB, OWNER, "alice@example.com/phone")) {
      service.options(other, jid).isError("auth", "forbidden");
      service.setOptions(other, jid, "deliver=0").isError("auth", "forbidden");
    }
    service.options("alice@example.org/other", jid).isResult();
  }

  /** The type is that of the row: RFC 6120 knows modify for this condition. */
  @Test
  @Tag("PS-6.3.4.2-not-subscribed")
  @Tag("PS-6.3.6.2-same-errors")
  void whoIsNotSubscribedHasNoOptions() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.options(ALICE, JID).isError("modify", "unexpected-request", "not-subscribed");
    service
        .setOptions(ALICE, JID, "deliver=0")
        .isError("modify", "unexpected-request", "not-subscribed");
  }

  @Test
  @Tag("PS-6.3.4.3-jid-required")
  @Tag("PS-6.3.6.2-same-errors")
  void addressIsRequired() {
    service.withNode();
    service.options(ALICE, "").isError("modify", "bad-request", "jid-required");
    service.setOptions(ALICE, "", "deliver=0").isError("modify", "bad-request", "jid-required");
    service.options(ALICE, "jid='@'").isError("modify", "bad-request", "invalid-jid");
  }

  @Test
  @Tag("PS-6.3.4.4-subid-required")
  @Tag("PS-6.3.4.4-subid-include")
  @Tag("PS-6.3.4.5-invalid-subid")
  @Tag("PS-6.3.6.2-same-errors")
  void whichOfSeveralIsMeantHasToBeSaid() {
    service.withNode();
    service.subscribe(ALICE, BARE).isResult();
    String second = service.subscribeWith(ALICE, BARE, "digest=1").subid();
    service.options(ALICE, JID).isError("modify", "bad-request", "subid-required");
    service.setOptions(ALICE, JID, "deliver=0").isError("modify", "bad-request", "subid-required");
    String wrong = JID + " subid='wrong'";
    service.options(ALICE, wrong).isError("modify", "not-acceptable", "invalid-subid");
    service
        .setOptions(ALICE, wrong, "deliver=0")
        .isError("modify", "not-acceptable", "invalid-subid");
    String right = JID + " subid='" + second + "'";
    assertEquals(Optional.of("1"), service.options(ALICE, right).form().value("pubsub#digest"));
    service.setOptions(ALICE, right, "digest=0").isEmptyResult();
  }

  @Test
  @Tag("PS-6.3.4.6-unsupported")
  @Tag("PS-6.4.3.1-noconfig")
  void nodeWithoutSubscriptionsHasNoOptions() {
    service.withNode("subscribe=0");
    String unsupported = "unsupported[subscription-options]";
    service.options(ALICE, JID).isError("cancel", "feature-not-implemented", unsupported);
    service
        .setOptions(ALICE, JID, "deliver=0")
        .isError("cancel", "feature-not-implemented", unsupported);
    ask("get", "<default node='news'/>").isError("cancel", "feature-not-implemented", unsupported);
  }

  @Test
  @Tag("PS-6.3.4.7-not-found")
  @Tag("PS-6.3.6.2-same-errors")
  void missingNodeIsNotFound() {
    service.options(ALICE, JID).isError("cancel", "item-not-found");
    service.setOptions(ALICE, JID, "deliver=0").isError("cancel", "item-not-found");
    ask("get", "<default node='news'/>").isError("cancel", "item-not-found");
  }

  @Test
  void strangerDoesNotLearnOfARestrictedNode() {
    service.withNode("access_model=whitelist");
    ask("get", "<default node='news'/>").isError("cancel", "item-not-found");
  }

  @ParameterizedTest(name = "PS-6.3.6.2-invalid {0}")
  @Tag("PS-6.3.6.2-invalid")
  @Tag("PS-6.3.3-boolean")
  @ValueSource(
      strings = {
        "deliver=maybe",
        "deliver=TRUE",
        "deliver=0,1",
        "digest=2",
        "digest_frequency=0",
        "digest_frequency=-5",
        "digest_frequency=12345678901",
        "digest_frequency=often",
        "expire=tomorrow",
        "expire=2026-06-30",
        "expire=2026-13-30T12:00:00Z",
        "expire=999999999-01-01T00:00:00Z",
        "expire=2026-06-30T12:00:00Z",
        "expire=presence,2030-01-01T00:00:00Z",
        "show-values=asleep",
        "show-values=chat,asleep",
        "subscription_type=some",
        "subscription_depth=-1"
      })
  void groupWithAnUnfitValueIsInvalid(String option) {
    service.withNode();
    service.subscribeWith(ALICE, BARE, option).isError("modify", "bad-request", "invalid-options");
    service.subscribe(ALICE, BARE).isResult();
    String fit = option.startsWith("show-values") ? "digest=1" : "show-values=dnd";
    service.setOptions(ALICE, JID, fit, option).isError("modify", "bad-request", "invalid-options");
    DataForm form = service.options(ALICE, JID).form();
    assertEquals(List.of(), form.values("pubsub#show-values"), "all or none");
    assertEquals(List.of("0"), form.values("pubsub#digest"), "all or none");
    assertEquals(1, service.state().node("news").orElseThrow().subscriptionCount());
  }

  @Test
  @Tag("PS-6.3.6.2-invalid")
  void formOfAnotherKindIsInvalid() {
    service.withNode();
    service.subscribe(ALICE, BARE).isResult();
    ask("set", "<options node='news' " + JID + ">" + Service.form("deliver=0") + "</options>")
        .isError("modify", "bad-request", "invalid-options");
  }

  @ParameterizedTest(name = "PS-6.3.7-order {0}")
  @Tag("PS-6.3.7-order")
  @ValueSource(
      strings = {
        "<options/><subscribe node='news' jid='alice@example.org'/>",
        "<subscribe node='news' jid='alice@example.org'/><options node='news'/>",
        "<subscribe node='news' jid='alice@example.org'/><options jid='alice@example.org'/>",
        "<subscribe node='news' jid='alice@example.org'/><options><y xmlns='urn:y'/></options>",
        "<subscribe node='news' jid='alice@example.org'/><options/><options/>",
        "<subscribe node='news' jid='alice@example.org'/>"
            + "<options><x xmlns='jabber:x:data' type='form'/></options>",
        "<options node='news' jid='alice@example.org'/>",
        "<options node='news' jid='alice@example.org'><x xmlns='jabber:x:data' type='result'/>"
            + "</options>"
      })
  void optionsInTheWrongPlaceAreABadRequest(String request) {
    service.withNode();
    ask("set", request).isError("modify", "bad-request");
    assertEquals(0, service.state().node("news").orElseThrow().subscriptionCount());
  }

  @Test
  void subscribingWithEmptyOptionsIsSubscribing() {
    service.withNode();
    ask("set", "<subscribe node='news' " + JID + "/><options/>").isResult();
    assertEquals(1, service.state().node("news").orElseThrow().subscriptionCount());
  }
}
