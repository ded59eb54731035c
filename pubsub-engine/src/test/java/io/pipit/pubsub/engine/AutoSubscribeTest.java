package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.JID;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Subscription;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Owners and publishers that a node subscribes by itself (XEP-0060 12.12). */
class AutoSubscribeTest {

  private static final String BARE_OWNER = "owner@example.org";
  private static final String BARE_ALICE = "alice@example.org";

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private List<Subscription> subscriptions(String jid) {
    return service.state().node("news").orElseThrow().subscriptions(BareJid.of(jid));
  }

  private static Element subscription(Reply reply, String jid) {
    return reply.messagesTo(jid).stream()
        .flatMap(message -> message.elements().stream())
        .filter(child -> child.name().equals("event"))
        .flatMap(event -> event.elements().stream())
        .findFirst()
        .orElseThrow();
  }

  private Reply create(String... options) {
    return service.set(
        OWNER,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='news'/><configure>"
            + Service.form(options)
            + "</configure></pubsub>");
  }

  @Test
  void nobodyIsSubscribedUnlessTheNodeSaysSo() {
    create().isResult().tellsNobody();
    service.affiliate(BARE_ALICE, "publisher").isResult();
    assertEquals(List.of(), subscriptions(BARE_OWNER));
    assertEquals(List.of(), subscriptions(BARE_ALICE));
  }

  @Test
  @Tag("PS-12.12-auto-subscribe")
  @Tag("PS-12.12-auto-subscribe-note")
  void creatorIsSubscribedAndTold() {
    Element told = subscription(create("auto_subscribe=1").isResult(), BARE_OWNER);
    assertEquals("subscription", told.name());
    assertEquals("subscribed", told.attribute("subscription", ""));
    Subscription held = subscriptions(BARE_OWNER).get(0);
    assertEquals(held.subid(), told.attribute("subid", ""));
    assertEquals(List.of(BARE_OWNER), service.publish(OWNER, "a").recipients());
  }

  @ParameterizedTest(name = "PS-12.12-auto-subscribe: {0}")
  @ValueSource(strings = {"owner", "publisher"})
  @Tag("PS-12.12-auto-subscribe-note")
  void whoBecomesOwnerOrPublisherIsSubscribedAndTold(String affiliation) {
    create("auto_subscribe=1", "access_model=whitelist", "send_last_published_item=on_sub");
    service.publish(OWNER, "a").isResult();
    Reply reply = service.affiliate(BARE_ALICE, affiliation);
    assertEquals(3, reply.messagesTo(BARE_ALICE).size(), "affiliation, subscription, last item");
    assertEquals("subscribed", subscription(reply, BARE_ALICE).attribute("subscription", ""));
    assertTrue(service.publish(OWNER, "b").recipients().contains(BARE_ALICE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"member", "publish-only", "outcast", "none"})
  void othersAreNot(String affiliation) {
    create("auto_subscribe=1");
    service.affiliate(BARE_ALICE, affiliation).isResult();
    assertEquals(List.of(), subscriptions(BARE_ALICE));
  }

  @Test
  void whoIsSubscribedStaysAsItIs() {
    create("auto_subscribe=1");
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = service.affiliate(BARE_ALICE, "publisher");
    assertEquals(1, reply.told().size());
    assertEquals(
        List.of(Jid.of(ALICE)), subscriptions(BARE_ALICE).stream().map(Subscription::jid).toList());
  }

  @Test
  void quotaAndLeasesAreNotOverruled() {
    service = new Service(new ServiceLimits(3, 6, 2, 1, 3, 5, 3, 1_000, 10, 1_000));
    create("auto_subscribe=1").isResult();
    service.affiliate(BARE_ALICE, "publisher").isResult();
    assertEquals(List.of(), subscriptions(BARE_ALICE));
    service.configure("lease_required=1").isResult();
    service.unsubscribe(OWNER, BARE_OWNER).isResult();
    service.affiliate("bob@example.org", "publisher").isResult();
    assertEquals(List.of(), subscriptions("bob@example.org"));
  }

  @Test
  void creatorByPublishGetsTheFirstEvent() {
    service =
        new Service(
            ServicePolicy.builder(BareJid.of(JID), "Events")
                .defaults(NodeConfig.INITIAL.with(NodeConfigFields.AUTO_SUBSCRIBE, true))
                .autoCreate(true)
                .build());
    Reply reply = service.publish(BOB, "a").isResult();
    assertEquals(List.of("bob@example.org", "bob@example.org"), reply.recipients());
    assertEquals("items", subscriptionOrItems(reply, 1));
  }

  private static String subscriptionOrItems(Reply reply, int at) {
    return reply.told().get(at).message().elements().get(0).elements().get(0).name();
  }
}
