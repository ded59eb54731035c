package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.SendLastPublishedItem;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Features that the operator does not want: not advertised, and refused by their name (XEP-0060
 * 10). Each request works where the feature is there, and there it is advertised.
 */
class WithheldTest {

  private static final String PUBSUB = "<pubsub xmlns='http://jabber.org/protocol/pubsub'>";
  private static final String OWNERS = "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>";
  private static final String COMMAND =
      "<command xmlns='http://jabber.org/protocol/commands'"
          + " node='http://jabber.org/protocol/pubsub#get-pending'>";

  private static ServicePolicy open() {
    return open(Set.of());
  }

  private static ServicePolicy open(Set<PubsubFeature> withheld) {
    return ServicePolicy.builder(BareJid.of(Service.JID), "Events")
        .autoCreate(true)
        .withheld(withheld)
        .build();
  }

  private static Service without(PubsubFeature... features) {
    return new Service(open(Set.of(features)));
  }

  private static boolean advertises(Service service, String feature) {
    return service
        .get(ALICE, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
        .payload()
        .elements()
        .stream()
        .anyMatch(
            each ->
                each.attribute("var", "").equals("http://jabber.org/protocol/pubsub#" + feature));
  }

  private static PubsubFeature feature(String wire) {
    return PubsubFeature.valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String request(String content) {
    return content.startsWith("owner ")
        ? OWNERS + content.substring(6) + "</pubsub>"
        : content.startsWith("command")
            ? COMMAND + content.substring(7) + "</command>"
            : PUBSUB + content + "</pubsub>";
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PS-5.6-unsupported | retrieve-subscriptions | get | <subscriptions/>",
        "PS-5.6-unsupported | retrieve-subscriptions | get | <subscriptions node='news'/>",
        "PS-5.7-unsupported | retrieve-affiliations | get | <affiliations/>",
        "PS-5.7-unsupported | retrieve-affiliations | get | <affiliations node='news'/>",
        "PS-6.4.3.2-unsupported | retrieve-default-sub | get | <default/>",
        "PS-6.4.3.2-unsupported | retrieve-default-sub | get | <default node='news'/>",
        "PS-7.2.3.6-unsupported | delete-items | set | <retract node='news'><item id='a'/></retract>",
        "PS-8.1.1-unsupported | create-nodes | set | <create node='other'/>",
        "PS-10-feature-create-nodes | create-nodes | set | <create/>",
        "PS-8.2.3.1-unsupported | config-node | get | owner <configure node='news'/>",
        "PS-10-feature-config-node | config-node | set | owner <configure node='news'><x xmlns='jabber:x:data' type='cancel'/></configure>",
        "PS-8.3.4.1-noconfig | config-node | get | owner <default/>",
        "PS-8.3.4.2-unsupported | retrieve-default | get | owner <default/>",
        "PS-10-feature-delete-nodes | delete-nodes | set | owner <delete node='news'/>",
        "PS-8.5.3.1-unsupported | purge-nodes | set | owner <purge node='news'/>",
        "PS-8.7.3.2-unsupported | get-pending | set | command",
        "PS-8.8.1.3.1-unsupported | manage-subscriptions | get | owner <subscriptions node='news'/>",
        "PS-8.8.2.3.1-unsupported | manage-subscriptions | set | owner <subscriptions node='news'/>",
        "PS-8.9.1.3.1-unsupported | modify-affiliations | get | owner <affiliations node='news'/>",
        "PS-8.9.2.3.1-unsupported | modify-affiliations | set | owner <affiliations node='news'/>"
      })
  @Tag("PS-11-feature-not-implemented")
  void whatIsWithheldIsRefusedByName(String row, String name, String type, String content) {
    Service with = new Service(open()).withNode();
    with.publish(OWNER, "a").isResult();
    assertTrue(advertises(with, name));
    with.ask(OWNER, type, request(content)).isResult();
    Service service =
        name.equals("create-nodes") ? without(feature(name)) : without(feature(name)).withNode();
    assertFalse(advertises(service, name));
    service
        .ask(OWNER, type, request(content))
        .isError("cancel", "feature-not-implemented", "unsupported[" + name + "]")
        .tellsNobody();
    service
        .ask(ALICE, type, request(content))
        .isError("cancel", "feature-not-implemented", "unsupported[" + name + "]");
  }

  @ParameterizedTest(name = "PS-8.9.2.3.2-affil-unsupported {0}")
  @CsvSource({"member", "outcast", "publisher", "publish-only"})
  @Tag("PS-8.9.2.3.2-affil-unsupported")
  void affiliationThatIsWithheldIsRefused(String affiliation) {
    String name = affiliation + "-affiliation";
    Service service = without(feature(name)).withNode();
    assertFalse(advertises(service, name));
    service
        .affiliate("alice@example.org", affiliation)
        .isError("cancel", "feature-not-implemented", "unsupported[" + name + "]")
        .tellsNobody();
    service.affiliate("alice@example.org", "owner").isResult();
  }

  @Test
  @Tag("PS-8.1.1-no-instant")
  @Tag("PS-10-feature-instant-nodes")
  void serviceThatChoosesNoNamesWantsOne() {
    Service service = without(PubsubFeature.INSTANT_NODES);
    assertFalse(advertises(service, "instant-nodes"));
    service.set(OWNER, request("<create/>")).isError("modify", "not-acceptable", "nodeid-required");
    service.set(OWNER, request("<create node='news'/>")).isResult();
    assertTrue(advertises(new Service(open()), "instant-nodes"));
  }

  @Test
  @Tag("PS-8.1.3-ignore")
  @Tag("PS-10-feature-create-and-configure")
  void configurationIsIgnoredWhereItDoesNotGoWithTheCreation() {
    Service service = without(PubsubFeature.CREATE_AND_CONFIGURE).withNode("title=News");
    assertFalse(advertises(service, "create-and-configure"));
    assertEquals("", service.state().node("news").orElseThrow().config().title());
    service.configure("title=News").isResult();
    assertEquals("News", service.state().node("news").orElseThrow().config().title());
    assertTrue(advertises(new Service(open()), "create-and-configure"));
  }

  @Test
  @Tag("PS-10-feature-auto-create")
  void publishCreatesNoNodeWhereThatIsWithheld() {
    Service service = without(PubsubFeature.AUTO_CREATE);
    assertFalse(advertises(service, "auto-create"));
    service.publish(OWNER, "a").isError("cancel", "item-not-found");
    Service with = new Service(open());
    assertTrue(advertises(with, "auto-create"));
    with.publish(OWNER, "a").isResult();
  }

  /** The tools of the node itself need no features. */
  @Test
  void operatorCanDoEverything() {
    Service service = without(PubsubFeature.PURGE_NODES).withNode();
    service.publish(OWNER, "a").isResult();
    service.run(new NodeCommand.Purge(BareJid.of(Service.JID), "news")).isResult();
    assertEquals(List.of(), service.itemIds());
  }

  @ParameterizedTest
  @EnumSource(
      value = PubsubFeature.class,
      names = {"SUBSCRIBE", "PUBLISH", "META_DATA", "RSM", "ACCESS_OPEN"})
  void whatEverythingElseNeedsCannotBeWithheld(PubsubFeature feature) {
    Set<PubsubFeature> withheld = Set.of(feature);
    assertThrows(IllegalArgumentException.class, () -> open(withheld));
  }

  /** As the spec notes read 10: that of the default, and no other. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(AccessModel.class)
  @Tag("PS-10-feature-access-authorize")
  @Tag("PS-10-feature-access-roster")
  @Tag("PS-10-feature-access-whitelist")
  @Tag("PS-10-feature-access-presence")
  @Tag("PS-10-feature-access-open")
  @Tag("PS-4.5-all-models")
  void accessModelOfTheDefaultIsAdvertised(AccessModel model) {
    Service service =
        new Service(
            ServicePolicy.builder(BareJid.of(Service.JID), "Events")
                .defaults(NodeConfig.INITIAL.with(NodeConfigFields.ACCESS_MODEL, model))
                .build());
    for (AccessModel each : AccessModel.values()) {
      assertEquals(each == model, advertises(service, "access-" + each.wire()), each.wire());
    }
    service.withNode();
    for (AccessModel each : AccessModel.values()) {
      service.configure("access_model=" + each.wire()).isResult();
    }
    List<Element> options =
        service
            .get(OWNER, OWNERS + "<configure node='news'/></pubsub>")
            .payload()
            .elements()
            .get(0)
            .elements()
            .get(0)
            .elements()
            .stream()
            .filter(field -> field.attribute("var", "").equals("pubsub#access_model"))
            .findFirst()
            .orElseThrow()
            .elements();
    assertEquals(5, options.stream().filter(each -> each.name().equals("option")).count());
  }

  @ParameterizedTest(name = "PS-6.1.7-advertise {0}")
  @EnumSource(SendLastPublishedItem.class)
  @Tag("PS-6.1.7-advertise")
  @Tag("PS-4.3-last-published-default")
  @Tag("PS-10-feature-last-published")
  void newestItemByDefaultIsAdvertised(SendLastPublishedItem mode) {
    Service service =
        new Service(
            ServicePolicy.builder(BareJid.of(Service.JID), "Events")
                .defaults(NodeConfig.INITIAL.with(NodeConfigFields.SEND_LAST_PUBLISHED_ITEM, mode))
                .build());
    assertEquals(
        mode == SendLastPublishedItem.ON_SUB_AND_PRESENCE, advertises(service, "last-published"));
  }

  /** A filter over names is a node without options. */
  @ParameterizedTest(name = "PS-8.2.3.4-locked {0}")
  @CsvSource({"get", "set"})
  @Tag("PS-8.2.3.4-locked")
  void nodeWithoutOptionsCannotBeConfigured(String type) {
    String form = type.equals("get") ? "" : "<x xmlns='jabber:x:data' type='submit'/>";
    new Service(open())
        .ask(OWNER, type, OWNERS + "<configure node='a/#'>" + form + "</configure></pubsub>")
        .isError("cancel", "not-allowed");
  }
}
