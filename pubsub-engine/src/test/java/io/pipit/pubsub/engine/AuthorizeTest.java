package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 4.5, 6.1.4, 8.6: subscriptions that an owner has to approve. */
class AuthorizeTest {

  private static final String SECOND = "second@example.org";
  private static final String FORM = "http://jabber.org/protocol/pubsub#subscribe_authorization";

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Service withNode(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "access_model=authorize";
    System.arraycopy(options, 0, all, 1, options.length);
    return service.withNode(all);
  }

  private static String answer(String type, String subid, String jid, String allow) {
    return "<x xmlns='jabber:x:data' type='"
        + type
        + "'>"
        + field("FORM_TYPE", FORM)
        + (subid.isEmpty() ? "" : field("pubsub#subid", subid))
        + field("pubsub#node", "news")
        + field("pubsub#subscriber_jid", jid)
        + (allow.isEmpty() ? "" : field("pubsub#allow", allow))
        + "</x>";
  }

  private static String field(String var, String value) {
    return "<field var='" + var + "'><value>" + value + "</value></field>";
  }

  private Reply decide(String from, String jid, String allow) {
    return service.message(from, answer("submit", "", jid, allow));
  }

  private static void isSilent(Reply reply) {
    assertEquals("nothing", reply.iq().name(), reply.toString());
  }

  private static String subscription(String jid, String state) {
    return "<subscription node='news' jid='" + jid + "' subscription='" + state + "'/>";
  }

  private String stateOf(String from) {
    return service
        .get(
            from,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscriptions node='news'/></pubsub>")
        .isResult()
        .payload()
        .elements()
        .get(0)
        .elements()
        .stream()
        .map(entry -> entry.attribute("subscription", ""))
        .reduce("", (all, each) -> all + each);
  }

  // ---- what waits, and for whom

  @Test
  @Tag("PS-6.1.4-approve")
  @Tag("PS-6.1.4-pending-result")
  @Tag("PS-6.1.4-ask-owners")
  @Tag("PS-8.6-send-request")
  @Tag("PS-12.13-who-approves")
  void requestWaitsAndEveryOwnerIsAsked() {
    withNode();
    service.affiliate(SECOND, "owner").isResult();
    Reply reply = service.subscribe(ALICE, "alice@example.org").isResult();
    Element subscription = reply.payload().elements().get(0);
    assertEquals("pending", subscription.attribute("subscription", ""));
    assertEquals(List.of("owner@example.org", SECOND), reply.recipients());
    assertEquals("pending", stateOf(ALICE));
  }

  @Test
  @Tag("PS-8.6-allow-field")
  @Tag("PS-8.6-node-jid-fields")
  @Tag("PS-8.6-body")
  @Tag("PS-16.4.1-field-allow")
  @Tag("PS-16.4.1-field-node")
  @Tag("PS-16.4.1-field-subscriber-jid")
  @Tag("PS-16.4.1-field-subid")
  void ownerGetsTheForm() {
    withNode();
    Reply reply = service.subscribe(ALICE, ALICE).isResult();
    String subid = reply.payload().elements().get(0).attribute("subid", "");
    assertFalse(subid.isEmpty());
    Element message = reply.messagesTo("owner@example.org").get(0);
    assertEquals("normal", message.attribute("type", "normal"));
    assertTrue(message.child("body", Ns.CLIENT).orElseThrow().text().contains(ALICE));
    DataForm form = DataForm.find(message).orElseThrow();
    assertEquals(DataForm.Type.FORM, form.type());
    assertEquals(FORM, form.formType().orElseThrow());
    assertEquals("news", form.value("pubsub#node").orElseThrow());
    assertEquals(FieldType.TEXT_SINGLE, form.field("pubsub#node").orElseThrow().type());
    assertEquals(ALICE, form.value("pubsub#subscriber_jid").orElseThrow());
    assertEquals(FieldType.JID_SINGLE, form.field("pubsub#subscriber_jid").orElseThrow().type());
    assertEquals(subid, form.value("pubsub#subid").orElseThrow());
    assertEquals(FieldType.HIDDEN, form.field("pubsub#subid").orElseThrow().type());
    assertEquals("false", form.value("pubsub#allow").orElseThrow());
    assertEquals(FieldType.BOOLEAN, form.field("pubsub#allow").orElseThrow().type());
  }

  @Test
  @Tag("PS-4.2-state-pending")
  @Tag("PS-4.5-authorize")
  @Tag("PS-6.5.9.3-not-subscribed")
  @Tag("PS-6.5.1-authorize-whitelist")
  void whoWaitsIsNotSubscribed() {
    withNode("publish_model=subscribers", "send_last_published_item=on_sub");
    service.publish(OWNER, "a").isResult();
    assertEquals(
        List.of("owner@example.org"), service.subscribe(ALICE, ALICE).isResult().recipients());
    service.publish(OWNER, "b").isResult().tellsNobody();
    service.items(ALICE).isError("auth", "not-authorized", "not-subscribed");
    service.items(BOB).isError("auth", "not-authorized", "not-subscribed");
    service.publish(ALICE, "c").isError("auth", "forbidden");
    service.retract(OWNER, "b", " notify='true'").isResult().tellsNobody();
    service.configure("title=New", "notify_config=1").isResult().tellsNobody();
    assertEquals(
        "0",
        service
            .get(OWNER, "<query xmlns='http://jabber.org/protocol/disco#info' node='news'/>")
            .form()
            .value("pubsub#num_subscribers")
            .orElseThrow());
  }

  @Test
  @Tag("PS-6.1.3.7-pending")
  void secondRequestIsRefusedWhileOneWaits() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .subscribe(ALICE, ALICE)
        .isError("auth", "not-authorized", "pending-subscription")
        .tellsNobody();
    service
        .subscribe(ALICE, "alice@example.org/other")
        .isError("auth", "not-authorized", "pending-subscription")
        .tellsNobody();
  }

  @Test
  void requestsThatWaitAreBounded() {
    service = new Service(new ServiceLimits(10, 10, 10, 10, 10, 10, 10, 1_000, 2, 1_000));
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(BOB, BOB).isResult();
    service
        .subscribe("carol@example.org/x", "carol@example.org")
        .isError("wait", "policy-violation", "too-many-subscriptions");
    decide(OWNER, ALICE, "0");
    service.subscribe("carol@example.org/x", "carol@example.org").isResult();
  }

  @ParameterizedTest(name = "PS-6.1.4-auto-by-affil {0}")
  @ValueSource(strings = {"owner", "publisher", "member"})
  @Tag("PS-6.1.4-auto-by-affil")
  void whoHasAnAffiliationNeedsNoApproval(String affiliation) {
    withNode();
    service.affiliate("alice@example.org", affiliation).isResult();
    service.subscribe(ALICE, ALICE).isResult().tellsNobody();
    assertEquals("subscribed", stateOf(ALICE));
  }

  @ParameterizedTest(name = "PS-6.1.3.8-outcast {0}")
  @ValueSource(strings = {"outcast", "publish-only"})
  void whoMayNotReadCannotAsk(String affiliation) {
    withNode();
    service.affiliate("alice@example.org", "outcast").isResult();
    service.affiliate("alice@example.org", affiliation).isResult();
    service.subscribe(ALICE, ALICE).isError("auth", "forbidden").tellsNobody();
  }

  // ---- how often owners are asked

  private Reply withdraw(String from) {
    return service.unsubscribe(from, from).isResult();
  }

  @Test
  @Tag("PS-6.1.4-ask-owners")
  void whoAsksAgainAndAgainIsAskedAboutOnceInAMinute() {
    withNode();
    int asked = 0;
    for (int i = 0; i < 400; i++) {
      asked += service.subscribe(ALICE, ALICE).isResult().messagesTo("owner@example.org").size();
      withdraw(ALICE);
      service.context.pass(Duration.ofMillis(10));
    }
    assertEquals(1, asked);
    service.context.pass(Duration.ofMinutes(5));
    service.tick().tellsNobody();
  }

  @Test
  @Tag("PS-6.1.4-ask-owners")
  void requestThatComesTooSoonIsAskedAboutLater() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    withdraw(ALICE);
    service.context.pass(Duration.ofSeconds(10));
    Reply again = service.subscribe(ALICE, ALICE).isResult().tellsNobody();
    String subid = again.payload().elements().get(0).attribute("subid", "");
    assertEquals("pending", stateOf(ALICE));
    service.context.pass(Duration.ofSeconds(49));
    service.tick().tellsNobody();
    service.context.pass(Duration.ofSeconds(1));
    Reply tick = service.tick();
    assertEquals(List.of("owner@example.org"), tick.recipients());
    DataForm form = DataForm.find(tick.messagesTo("owner@example.org").get(0)).orElseThrow();
    assertEquals(subid, form.value("pubsub#subid").orElseThrow());
    service.context.pass(Duration.ofHours(1));
    service.tick().tellsNobody();
    decide(OWNER, ALICE, "1");
    assertEquals("subscribed", stateOf(ALICE));
  }

  @Test
  void requestCanBeApprovedBeforeItsQuestion() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    withdraw(ALICE);
    service.subscribe(ALICE, ALICE).isResult().tellsNobody();
    decide(OWNER, ALICE, "1");
    assertEquals("subscribed", stateOf(ALICE));
    service.context.pass(Duration.ofMinutes(2));
    service.tick().tellsNobody();
  }

  @Test
  void whoWasDeniedIsNotAskedAboutAtOnce() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    decide(OWNER, ALICE, "0");
    service.subscribe(ALICE, ALICE).isResult().tellsNobody();
    service.context.pass(Duration.ofMinutes(1));
    assertEquals(List.of("owner@example.org"), service.tick().recipients());
  }

  @Test
  void othersAreNotHeldUpByWhoAsksAgain() {
    withNode();
    for (int i = 0; i < 100; i++) {
      service.subscribe(ALICE, ALICE).isResult();
      withdraw(ALICE);
    }
    assertEquals(List.of("owner@example.org"), service.subscribe(BOB, BOB).isResult().recipients());
  }

  @Test
  @Tag("PS-6.1.4-ask-owners")
  void ownersAreAskedAboutManyOneAfterTheOther() {
    withNode();
    int many = QuestionPace.BURST + 10;
    int asked = 0;
    for (int i = 0; i < many; i++) {
      String jid = "user" + i + "@example.org/x";
      asked += service.subscribe(jid, jid).isResult().messagesTo("owner@example.org").size();
    }
    assertEquals(QuestionPace.BURST, asked);
    for (int i = asked; i < many; i++) {
      service.tick().tellsNobody();
      service.context.pass(QuestionPace.SPACING);
      assertEquals(1, service.tick().messagesTo("owner@example.org").size());
    }
    service.context.pass(Duration.ofHours(1));
    service.tick().tellsNobody();
    for (int i = 0; i < QuestionPace.BURST; i++) {
      String jid = "other" + i + "@example.org/x";
      assertEquals(1, service.subscribe(jid, jid).isResult().recipients().size());
    }
  }

  @Test
  @Tag("PS-6.1.4-ask-owners")
  void ownerOfManyNodesIsNotFloodedThroughAllOfThem() {
    withNode();
    int asked = 0;
    for (int i = 0; i < QuestionPace.BURST + 10; i++) {
      String pubsub = "<pubsub xmlns='http://jabber.org/protocol/pubsub'>";
      String node = "node" + i;
      service
          .set(
              OWNER,
              pubsub
                  + "<create node='"
                  + node
                  + "'/><configure>"
                  + Service.form("access_model=authorize")
                  + "</configure></pubsub>")
          .isResult();
      String subscribe = "<subscribe node='" + node + "' jid='" + ALICE + "'/></pubsub>";
      asked += service.set(ALICE, pubsub + subscribe).isResult().told().size();
    }
    assertEquals(QuestionPace.BURST, asked);
  }

  // ---- answers

  @ParameterizedTest(name = "PS-8.6-approve {0}")
  @ValueSource(strings = {"1", "true"})
  @Tag("PS-8.6-approve")
  @Tag("PS-8.6-notify-approved")
  @Tag("PS-8.6-check-allow")
  @Tag("PS-16.4.1-field-allow")
  void approvedEntityIsToldAndGetsEvents(String allow) {
    withNode("send_last_published_item=on_sub");
    service.publish(OWNER, "a").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = decide(OWNER, ALICE, allow);
    isSilent(reply);
    assertEquals(List.of(ALICE, ALICE), reply.recipients());
    Reply.assertSame(
        "<event xmlns='http://jabber.org/protocol/pubsub#event'>"
            + subscription(ALICE, "subscribed")
            + "</event>",
        withoutSubid(reply.messagesTo(ALICE).get(0).elements().get(0)));
    assertEquals(List.of(ALICE), service.publish(OWNER, "b").recipients());
    assertEquals(List.of("a", "b"), service.items(ALICE).itemIds());
  }

  private static Element withoutSubid(Element event) {
    Element subscription = event.elements().get(0);
    Element.Builder copy = Element.builder(subscription.name(), subscription.namespace());
    for (String name : List.of("node", "jid", "subscription")) {
      copy.attribute(name, subscription.attribute(name, ""));
    }
    return Element.of(event.name(), event.namespace(), copy.build());
  }

  @ParameterizedTest(name = "PS-8.6-deny {0}")
  @ValueSource(strings = {"0", "false"})
  @Tag("PS-8.6-deny")
  @Tag("PS-8.6-notify-denied")
  @Tag("PS-16.4.1-field-allow")
  void deniedEntityIsToldAndMayAskAgain(String allow) {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = decide(OWNER, ALICE, allow);
    isSilent(reply);
    assertEquals(List.of(ALICE), reply.recipients());
    assertEquals(
        "none",
        reply
            .messagesTo(ALICE)
            .get(0)
            .elements()
            .get(0)
            .elements()
            .get(0)
            .attribute("subscription", ""));
    assertEquals("", stateOf(ALICE));
    service.subscribe(ALICE, ALICE).isResult();
  }

  @Test
  @Tag("PS-8.6-cancel-stays-pending")
  void cancelledFormDecidesNothing() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply =
        service.message(
            OWNER, "<x xmlns='jabber:x:data' type='cancel'>" + field("FORM_TYPE", FORM) + "</x>");
    isSilent(reply);
    reply.tellsNobody();
    assertEquals("pending", stateOf(ALICE));
  }

  @ParameterizedTest(name = "PS-8.6-only-owner {0}")
  @ValueSource(strings = {"none", "publisher", "member", "publish-only", "outcast"})
  @Tag("PS-8.6-only-owner")
  @Tag("PS-14.2-owner-only")
  void answerOfAnotherEntityHasNoEffect(String affiliation) {
    withNode();
    service.affiliate("bob@example.org", "outcast").isResult();
    service.affiliate("bob@example.org", affiliation).isResult();
    service.subscribe(ALICE, ALICE).isResult();
    for (String allow : List.of("1", "0")) {
      decide(BOB, ALICE, allow).isError("auth", "forbidden").tellsNobody();
      decide(ALICE, ALICE, allow).isError("auth", "forbidden").tellsNobody();
    }
    assertEquals("pending", stateOf(ALICE));
  }

  @Test
  @Tag("PS-12.13-who-approves")
  void firstAnswerCounts() {
    withNode();
    service.affiliate(SECOND, "owner").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    isSilent(decide(OWNER, ALICE, "1"));
    Reply again = decide(SECOND + "/x", ALICE, "true").tellsNobody();
    isSilent(again);
    decide(SECOND + "/x", ALICE, "0").isError("cancel", "conflict").tellsNobody();
    assertEquals("subscribed", stateOf(ALICE));
  }

  @Test
  void denialTwiceIsOneDenial() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    isSilent(decide(OWNER, ALICE, "0"));
    isSilent(decide(OWNER, ALICE, "0").tellsNobody());
    decide(OWNER, ALICE, "1").isError("cancel", "unexpected-request", "not-subscribed");
    assertEquals("", stateOf(ALICE));
  }

  @Test
  void approvalOfWhatWasWithdrawnIsRefused() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.unsubscribe(ALICE, ALICE).isResult();
    decide(OWNER, ALICE, "1")
        .isError("cancel", "unexpected-request", "not-subscribed")
        .tellsNobody();
  }

  /** An old form is not an answer to a new request of the same address. */
  @Test
  @Tag("PS-16.4.1-field-subid")
  void answerIsForTheRequestThatItNames() {
    withNode();
    String first =
        service
            .subscribe(ALICE, ALICE)
            .isResult()
            .payload()
            .elements()
            .get(0)
            .attribute("subid", "");
    service.unsubscribe(ALICE, ALICE).isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .message(OWNER, answer("submit", first, ALICE, "1"))
        .isError("cancel", "unexpected-request", "not-subscribed");
    assertEquals("pending", stateOf(ALICE));
  }

  @Test
  void answerAboutANodeThatIsGoneIsNotFound() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'/></pubsub>")
        .isResult();
    decide(OWNER, ALICE, "1").isError("cancel", "item-not-found").tellsNobody();
  }

  @Test
  @Tag("PS-8.6-check-allow")
  @Tag("PS-16.4.1-field-allow")
  void formThatDoesNotSayWhatIsMeantIsRefused() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    for (String allow : List.of("", "yes", "TRUE", "2")) {
      service
          .message(OWNER, answer("submit", "", ALICE, allow))
          .isError("modify", "bad-request")
          .tellsNobody();
    }
    for (String type : List.of("form", "result")) {
      service
          .message(OWNER, answer(type, "", ALICE, "1"))
          .isError("modify", "bad-request")
          .tellsNobody();
    }
    service
        .message(OWNER, answer("submit", "", "not a jid@@", "1"))
        .isError("modify", "bad-request");
    service
        .message(
            OWNER,
            "<x xmlns='jabber:x:data' type='submit'>"
                + field("FORM_TYPE", FORM)
                + field("pubsub#subscriber_jid", ALICE)
                + field("pubsub#allow", "1")
                + "</x>")
        .isError("modify", "bad-request");
    assertEquals("pending", stateOf(ALICE));
  }

  @Test
  void otherMessagesAreNotForTheService() {
    withNode();
    service.message(OWNER, "<body>hello</body>").isError("cancel", "service-unavailable");
    service
        .message(
            OWNER,
            "<x xmlns='jabber:x:data' type='submit'>" + field("FORM_TYPE", "urn:other") + "</x>")
        .isError("cancel", "service-unavailable");
  }

  // ---- what else ends the wait

  @ParameterizedTest(name = "PS-8.7.4-auto-approve {0}")
  @ValueSource(strings = {"owner", "publisher", "member"})
  @Tag("PS-8.7.4-auto-approve")
  void affiliationApproves(String affiliation) {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = service.affiliate("alice@example.org", affiliation).isResult();
    assertEquals(1, reply.messagesTo(ALICE).size());
    assertEquals("subscribed", stateOf(ALICE));
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
    assertTrue(service.state().node("news").orElseThrow().pending().isEmpty());
  }

  @Test
  @Tag("PS-8.7.4-auto-reject")
  @Tag("PS-8.7.4-reject-message")
  void outcastIsRejected() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = service.affiliate("alice@example.org", "outcast").isResult();
    assertEquals(
        "none",
        reply
            .messagesTo(ALICE)
            .get(0)
            .elements()
            .get(0)
            .elements()
            .get(0)
            .attribute("subscription", ""));
    assertTrue(service.state().node("news").orElseThrow().pending().isEmpty());
    decide(OWNER, ALICE, "1").isError("cancel", "unexpected-request", "not-subscribed");
  }

  @Test
  void changeOfAnotherAffiliationLeavesTheRequest() {
    withNode();
    service.affiliate("alice@example.org", "member").isResult();
    service.affiliate("alice@example.org", "none").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service.affiliate("bob@example.org", "member").isResult();
    assertEquals("pending", stateOf(ALICE));
  }

  @Test
  @Tag("PS-12.2-trigger-access-change")
  void openingTheNodeApprovesAndSendsTheLastItem() {
    withNode("send_last_published_item=on_sub");
    service.publish(OWNER, "a", "b").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = service.configure("access_model=open").isResult();
    List<Element> messages = reply.messagesTo(ALICE);
    assertEquals(2, messages.size());
    assertEquals("subscription", messages.get(0).elements().get(0).elements().get(0).name());
    Element items = messages.get(1).elements().get(0).elements().get(0);
    assertEquals("b", items.elements().get(0).attribute("id", ""));
    assertEquals("subscribed", stateOf(ALICE));
  }

  @Test
  void closingTheNodeRejects() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = service.configure("access_model=whitelist").isResult();
    assertEquals(1, reply.messagesTo(ALICE).size());
    assertTrue(service.state().node("news").orElseThrow().pending().isEmpty());
    service.publish(OWNER, "a").tellsNobody();
  }

  @Test
  void whoWasSubscribedBeforeStaysSo() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.configure("access_model=authorize").isResult().tellsNobody();
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
    assertEquals(List.of("a"), service.items(ALICE).itemIds());
  }

  @Test
  @Tag("PS-8.4.2-notify-pending")
  void whoWaitsIsToldThatTheNodeIsDeleted() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.affiliate("bob@example.org", "member").isResult();
    service.subscribe(BOB, BOB).isResult();
    Reply reply =
        service
            .set(
                OWNER,
                "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'/></pubsub>")
            .isResult();
    assertEquals(List.of(BOB, ALICE), reply.recipients());
  }

  /** Each subscription is approved; that the entity has another one does not replace it. */
  @Test
  @Tag("PS-4.5-authorize")
  void eachSubscriptionIsApproved() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    decide(OWNER, ALICE, "1");
    service.subscribe(ALICE, ALICE).isResult().tellsNobody();
    assertEquals("subscribed", stateOf(ALICE));
    String other = "alice@example.org/other";
    service.subscribe(ALICE, other).isResult();
    assertEquals("subscribedpending", stateOf(ALICE));
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
    decide(OWNER, other, "1");
    assertEquals(List.of(ALICE, other), service.publish(OWNER, "b").recipients());
  }

  @Test
  void endOfTheSubscriptionIsTheEndOfTheApproval() {
    withNode();
    service.subscribe(ALICE, ALICE).isResult();
    decide(OWNER, ALICE, "1");
    service.unsubscribe(ALICE, ALICE).isResult();
    service.items(ALICE).isError("auth", "not-authorized", "not-subscribed");
    service.subscribe(ALICE, ALICE).isResult();
    assertEquals("pending", stateOf(ALICE));
  }
}
