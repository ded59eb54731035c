package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 8.7: an owner asks by an ad-hoc command (XEP-0050) for the requests that wait. */
class GetPendingTest {

  private static final String COMMANDS = "http://jabber.org/protocol/commands";
  private static final String NODE = "http://jabber.org/protocol/pubsub#get-pending";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static String command(String attributes, String content) {
    return "<command xmlns='"
        + COMMANDS
        + "' node='"
        + NODE
        + "' "
        + attributes
        + ">"
        + content
        + "</command>";
  }

  private static String choose(String node) {
    return "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#node'><value>"
        + node
        + "</value></field></x>";
  }

  private void create(String from, String node) {
    service
        .set(
            from,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='"
                + node
                + "'/><configure>"
                + Service.form("access_model=authorize")
                + "</configure></pubsub>")
        .isResult();
  }

  private void subscribe(String from, String node) {
    service
        .set(
            from,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='"
                + node
                + "' jid='"
                + from
                + "'/></pubsub>")
        .isResult();
  }

  private static List<String> choices(Reply reply) {
    DataForm form = DataForm.find(reply.isResult().payload()).orElseThrow();
    return form.field("pubsub#node").orElseThrow().options().stream()
        .map(DataForm.Option::value)
        .toList();
  }

  private static List<String> fields(Reply reply) {
    return DataForm.find(reply.payload()).orElseThrow().fields().stream()
        .map(DataForm.Field::var)
        .toList();
  }

  @Test
  @Tag("PS-8.7-adhoc")
  @Tag("PS-8.7-command-name")
  @Tag("PS-8.7.2-form")
  @Tag("PS-8.7.2-form-field")
  @Tag("PS-8.7.2-only-pending-nodes")
  @Tag("PS-10-feature-get-pending")
  void ownerGetsTheNodesAtWhichSomebodyWaits() {
    create(OWNER, "a");
    create(OWNER, "b");
    create(OWNER, "c");
    create(BOB, "d");
    for (String node : List.of("a", "c", "d")) {
      subscribe(ALICE, node);
    }
    Reply reply = service.set(OWNER, command("action='execute'", ""));
    assertEquals(List.of("a", "c"), choices(reply));
    assertEquals(List.of("FORM_TYPE", "pubsub#node"), fields(reply));
    Element command = reply.payload();
    assertEquals("executing", command.attribute("status", ""));
    assertEquals(NODE, command.attribute("node", ""));
    assertFalse(command.attribute("sessionid", "").isEmpty());
    assertTrue(
        service
            .get(OWNER, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
            .payload()
            .elements()
            .stream()
            .anyMatch(
                each ->
                    each.attribute("var", "")
                        .equals("http://jabber.org/protocol/pubsub#get-pending")));
  }

  @Test
  void executionIsTheDefaultAction() {
    create(OWNER, "a");
    assertEquals(List.of(), choices(service.set(OWNER, command("", ""))));
  }

  @Test
  @Tag("PS-8.7.4-per-node")
  @Tag("PS-8.7.4-completed")
  @Tag("PS-8.7.4-send-each")
  void chosenNodeSendsEveryRequestToWhoAsks() {
    create(OWNER, "a");
    subscribe(ALICE, "a");
    subscribe(BOB, "a");
    Reply reply =
        service
            .set(OWNER, command("action='execute' sessionid='s1'", choose("a")))
            .isResult(
                "<command xmlns='"
                    + COMMANDS
                    + "' node='"
                    + NODE
                    + "' sessionid='s1' status='completed'/>");
    assertEquals(List.of(OWNER, OWNER), reply.recipients());
    assertEquals(
        List.of(ALICE, BOB),
        reply.told().stream()
            .map(told -> DataForm.find(told.message()).orElseThrow())
            .map(form -> form.value("pubsub#subscriber_jid").orElseThrow())
            .toList());
  }

  @ParameterizedTest(name = "PS-8.7.4-completed {0}")
  @ValueSource(strings = {"", "action='execute'", "action='complete'", "action='next'"})
  void everyActionThatLeadsOnCompletes(String action) {
    create(OWNER, "a");
    Element command = service.set(OWNER, command(action, choose("a"))).isResult().payload();
    assertEquals("completed", command.attribute("status", ""));
    assertFalse(command.attribute("sessionid", "").isEmpty());
  }

  @Test
  void whatWasDecidedDoesNotWait() {
    create(OWNER, "a");
    subscribe(ALICE, "a");
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='a'>"
                + "<affiliation jid='alice@example.org' affiliation='member'/></affiliations></pubsub>")
        .isResult();
    assertEquals(List.of(), choices(service.set(OWNER, command("", ""))));
    service.set(OWNER, command("", choose("a"))).isResult().tellsNobody();
  }

  // ---- refusals

  /** Of type auth, as RFC 6120 8.3.3 has it. */
  @Test
  @Tag("PS-8.7.3.3-forbidden")
  void whoOwnsNothingIsForbidden() {
    create(OWNER, "a");
    subscribe(ALICE, "a");
    service.set(ALICE, command("", "")).isError("auth", "forbidden");
    service.set(ALICE, command("", choose("a"))).isError("auth", "forbidden").tellsNobody();
    create(BOB, "b");
    service.set(BOB, command("", choose("a"))).isError("auth", "forbidden").tellsNobody();
  }

  @Test
  @Tag("PS-8.7.3.4-not-found")
  void missingNodeIsNotFound() {
    create(OWNER, "a");
    service.set(OWNER, command("", choose("b"))).isError("cancel", "item-not-found");
  }

  @Test
  void otherCommandsAreNotFound() {
    service
        .set(OWNER, "<command xmlns='" + COMMANDS + "' node='urn:other' action='execute'/>")
        .isError("cancel", "item-not-found");
    service
        .set(OWNER, "<command xmlns='" + COMMANDS + "' action='execute'/>")
        .isError("cancel", "item-not-found");
  }

  @ParameterizedTest(name = "PS-8.7-adhoc {0}")
  @CsvSource({
    "action='prev', '', bad-action",
    "action='again', '', malformed-action",
    "action='complete', '', bad-payload",
    "action='next', '', bad-payload",
    "action='cancel', '', bad-sessionid",
    "'', \"<x xmlns='jabber:x:data' type='submit'/>\", bad-payload",
    "'', \"<x xmlns='jabber:x:data' type='form'/>\", bad-payload",
    "'', \"<x xmlns='jabber:x:data'/>\", bad-payload"
  })
  void stepThatDoesNotExistIsRefused(String attributes, String content, String condition) {
    create(OWNER, "a");
    Reply reply = service.set(OWNER, command(attributes, content));
    Element error = reply.iq().child("error", "jabber:client").orElseThrow();
    assertEquals("modify", error.attribute("type", ""));
    assertEquals(
        List.of("bad-request", condition), error.elements().stream().map(Element::name).toList());
    assertEquals(COMMANDS, error.elements().get(1).namespace());
  }

  @Test
  void commandIsNotAGet() {
    service.get(OWNER, command("", "")).isError("modify", "bad-request");
  }

  @Test
  void commandCanBeGivenUp() {
    create(OWNER, "a");
    service
        .set(OWNER, command("action='cancel' sessionid='s1'", ""))
        .isResult(
            "<command xmlns='"
                + COMMANDS
                + "' node='"
                + NODE
                + "' sessionid='s1' status='canceled'/>");
  }

  // ---- discovery

  @Test
  @Tag("PF-0030-command-node")
  void commandIsDiscovered() {
    service
        .get(
            ALICE,
            "<query xmlns='http://jabber.org/protocol/disco#items' node='" + COMMANDS + "'/>")
        .isResult(
            "<query xmlns='http://jabber.org/protocol/disco#items' node='"
                + COMMANDS
                + "'><item jid='pubsub.example.org' node='"
                + NODE
                + "' name='Requests to subscribe'/></query>");
    service
        .get(ALICE, "<query xmlns='http://jabber.org/protocol/disco#items' node='" + NODE + "'/>")
        .isResult("<query xmlns='http://jabber.org/protocol/disco#items' node='" + NODE + "'/>");
    assertTrue(identity(COMMANDS).endsWith("automation/command-list"));
    assertTrue(identity(NODE).endsWith("automation/command-node"));
  }

  private String identity(String node) {
    Element query =
        service
            .get(
                ALICE, "<query xmlns='http://jabber.org/protocol/disco#info' node='" + node + "'/>")
            .isResult()
            .payload();
    assertEquals(node, query.attribute("node", ""));
    assertTrue(
        query.elements().stream().anyMatch(each -> each.attribute("var", "").equals(COMMANDS)));
    Element identity = query.elements().get(0);
    return identity.attribute("category", "") + "/" + identity.attribute("type", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {COMMANDS, NODE})
  void nodeCannotBeNamedLikeTheCommands(String name) {
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='"
                + name
                + "'/></pubsub>")
        .isError("modify", "not-acceptable");
  }
}
