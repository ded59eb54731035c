package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.NodeType;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 8.1. */
class CreateNodeTest {

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static String create(String inside) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'>" + inside + "</pubsub>";
  }

  private NodeState news() {
    return service.state().node("news").orElseThrow();
  }

  @Test
  @Tag("PS-8.1.1-support")
  @Tag("PS-8.1.1-plain-result")
  @Tag("PS-8.1.2-default-create")
  @Tag("PS-3-affil-min")
  @Tag("PS-4.1-owner-none")
  void namedNodeHasDefaultsAndItsCreatorAsOwner() {
    service
        .set(OWNER, create("<create node='news'/>"))
        .isResult(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='news'/></pubsub>")
        .tellsNobody();
    assertEquals(NodeConfig.INITIAL, news().config());
    assertEquals(NodeType.LEAF, news().config().type());
    assertEquals(Affiliation.OWNER, news().affiliation(Jid.of(OWNER).bare()));
    assertEquals(Affiliation.NONE, news().affiliation(Jid.of(ALICE).bare()));
  }

  @Test
  @Tag("PS-8.1.1-instant")
  @Tag("PS-8.1.1-instant-result")
  void instantNodeHasAGeneratedName() {
    service
        .set(OWNER, create("<create/>"))
        .isResult(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                + "<create node='generated-1'/></pubsub>");
    assertTrue(service.state().node("generated-1").isPresent());
  }

  @Test
  @Tag("PS-8.1.3-support")
  @Tag("PS-8.1.2-success")
  @Tag("PS-4.5-override-default")
  void nodeIsCreatedAsConfigured() {
    service
        .set(
            OWNER,
            create(
                "<create node='news'/><configure>"
                    + Service.form("access_model=whitelist", "title=News")
                    + "</configure>"))
        .isResult();
    assertEquals(AccessModel.WHITELIST, news().config().accessModel());
    assertEquals("News", news().config().title());
    assertEquals(1_000, news().config().get(NodeConfigFields.MAX_ITEMS), "left out: the default");
  }

  @Test
  @Tag("PS-8.1.2-default-create")
  void emptyConfigureMeansDefaults() {
    service.set(OWNER, create("<create node='news'/><configure/>")).isResult();
    assertEquals(NodeConfig.INITIAL, news().config());
  }

  @Test
  @Tag("PS-8.1.1-conflict")
  @Tag("PS-11-conflict")
  @Tag("PS-12.9-nodeid-unique")
  void existingNameConflicts() {
    service.withNode();
    service.set(ALICE, create("<create node='news'/>")).isError("cancel", "conflict");
    assertEquals(Jid.of(OWNER).bare(), news().creator());
  }

  @Test
  @Tag("PS-8.1.1-forbidden")
  @Tag("PS-8.1.1-policy")
  void whoMayNotCreateIsForbidden() {
    service =
        new Service(
            ServicePolicy.builder(BareJid.of(Service.JID), "Events")
                .mayCreate(who -> who.equals(Jid.of(OWNER).bare()))
                .build());
    service.set(ALICE, create("<create node='news'/>")).isError("auth", "forbidden");
    service.set(ALICE, create("<create/>")).isError("auth", "forbidden");
    service.set(OWNER, create("<create node='news'/>")).isResult();
  }

  @Test
  @Tag("PS-17.2-max-nodes-exceeded")
  void quotaOfNodesIsPerCreatorAndGivesBack() {
    service = new Service(limits(2));
    service.set(ALICE, create("<create node='a1'/>")).isResult();
    service.set(ALICE, create("<create node='a2'/>")).isResult();
    service
        .set(ALICE, create("<create node='a3'/>"))
        .isError("cancel", "not-allowed", "max-nodes-exceeded");
    service.set(BOB, create("<create node='b1'/>")).isResult();
    service
        .set(
            ALICE,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='a1'/></pubsub>")
        .isEmptyResult();
    service.set(ALICE, create("<create node='a3'/>")).isResult();
  }

  private static ServiceLimits limits(int nodes) {
    return new ServiceLimits(nodes, 10, 10, 10, 10, 10, 10, 1_000, 10, 1_000);
  }

  @Test
  void nodesOfAdministratorsAreNotCounted() {
    service =
        new Service(
            ServicePolicy.builder(BareJid.of(Service.JID), "Events")
                .limits(limits(1))
                .administrator(who -> who.equals(Jid.of(OWNER).bare()))
                .build());
    service.set(OWNER, create("<create node='1'/>")).isResult();
    service.set(OWNER, create("<create node='2'/>")).isResult();
  }

  @Test
  @Tag("PS-8.1.2-unsupported-model")
  void accessModelThatDoesNotWorkIsNotAcceptable() {
    for (String model : new String[] {"psychic", "Open", ""}) {
      service
          .set(
              OWNER,
              create(
                  "<create node='news'/><configure>"
                      + Service.form("access_model=" + model)
                      + "</configure>"))
          .isError("modify", "not-acceptable", "unsupported-access-model");
    }
    assertFalse(service.state().node("news").isPresent(), "a refused create leaves no node");
  }

  @ParameterizedTest(name = "PS-8.1.3-order {0}")
  @Tag("PS-8.1.3-order")
  @ValueSource(
      strings = {
        "<configure/><create node='news'/>",
        "<create node='news'/><configure node='news'/>",
        "<create node='news'/><configure><x xmlns='jabber:x:data' type='form'/></configure>",
        "<create node='news'/><configure><x xmlns='jabber:x:data' type='cancel'/></configure>",
        "<create node='news'/><configure><x xmlns='jabber:x:data'/></configure>",
        "<create node='news'/><configure><x xmlns='jabber:x:data' type='submit'>"
            + "<field><value>1</value></field></x></configure>",
        "<configure/>"
      })
  void misplacedOrUnreadableConfigurationIsABadRequest(String request) {
    service.set(OWNER, create(request)).isError("modify", "bad-request");
    assertFalse(service.state().node("news").isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"$SYS", "a/#", "#", "+", "a/+/b", "+/a", "a\u0085b", "a\tb", "a/+"})
  void nameThatReadsLikeAFilterOrIsNoResourceIsNotAcceptable(String name) {
    service
        .set(OWNER, create("<create node='" + name.replace("\t", "&#9;") + "'/>"))
        .isError("modify", "not-acceptable");
  }

  @Test
  @Tag("PS-4.6.2-resourceprep-node")
  @Tag("PS-4.6.1-resourceprep-jid")
  void nameThatWouldBeNormalisedIsNotAcceptable() {
    service.set(OWNER, create("<create node='a\u00A0b'/>")).isError("modify", "not-acceptable");
    service.set(OWNER, create("<create node='e\u0301'/>")).isError("modify", "not-acceptable");
    service.set(OWNER, create("<create node='\u00E9 plus+hash#'/>")).isResult();
  }

  @Test
  void nameHasAtMost1023BytesOfUtf8() {
    service.set(OWNER, create("<create node='" + "\u00E9".repeat(511) + "x'/>")).isResult();
    service
        .set(OWNER, create("<create node='" + "\u00E9".repeat(512) + "'/>"))
        .isError("modify", "not-acceptable");
  }
}
