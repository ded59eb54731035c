package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.AvailableResource;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Response.DigestItem;
import io.pipit.pubsub.Response.DigestPart;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.xml.NotificationEncoder;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Show;
import io.pipit.xmpp.xml.XmlWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Digests of subscriptions to collections, as the spec notes read XEP-0060 16.4.2: what waits is
 * known at each node by sequence number, and goes as one message with an event for each node. It is
 * 12:00 at first.
 */
@Tag("PS-16.4.2-field-digest")
class CollectionDigestTest {

  private static final String BARE = "alice@example.org";
  private static final String PUBSUB_NS = "xmlns='http://jabber.org/protocol/pubsub'";
  private static final BareJid SERVICE = BareJid.of(Service.JID);

  private final Service service = new Service();

  @BeforeEach
  void twoNodes() {
    create("news");
    create("talk");
  }

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Reply pubsub(String from, String content) {
    return service.set(from, "<pubsub " + PUBSUB_NS + ">" + content + "</pubsub>");
  }

  private void create(String node, String... options) {
    pubsub(
            OWNER,
            "<create node='" + node + "'/><configure>" + Service.form(options) + "</configure>")
        .isResult();
  }

  private Reply publish(String node, String id) {
    return pubsub(
            OWNER,
            "<publish node='"
                + node
                + "'><item id='"
                + id
                + "'><v xmlns='urn:x'/></item></publish>")
        .isResult();
  }

  private String subscribe(String node, String... options) {
    return pubsub(
            ALICE,
            "<subscribe node='"
                + node
                + "' jid='"
                + BARE
                + "'/><options>"
                + Service.optionForm(options)
                + "</options>")
        .subid();
  }

  /** Everything below the root, every minute. */
  private String digest(String... more) {
    String[] options = new String[more.length + 2];
    options[0] = "digest=1";
    options[1] = "digest_frequency=60000";
    System.arraycopy(more, 0, options, 2, more.length);
    return subscribe("#", options);
  }

  private List<Change.DigestWaits> waiting(String node) {
    return List.copyOf(service.state().node(node).orElseThrow().waitingDigests());
  }

  private @Nullable Subscription held(String subid) {
    return service.state().node("#").stream()
        .flatMap(NodeState::subscriptions)
        .filter(each -> each.subid().equals(subid))
        .findFirst()
        .orElse(null);
  }

  private DigestPart take(String node, String subid, int most) {
    Response response =
        service
            .execute(
                new NodeCommand.TakeDigest(SERVICE, node, "#", subid, held(subid), most, 1_000_000))
            .response();
    return (DigestPart) response;
  }

  private DigestPart take(String node, String subid) {
    return take(node, subid, 100);
  }

  private static List<String> ids(DigestPart part) {
    return part.items().stream().map(DigestItem::id).toList();
  }

  private List<Notification> send(String subid, DigestPart... parts) {
    return service
        .execute(new NodeCommand.SendDigest(SERVICE, "#", Jid.of(BARE), subid, List.of(parts)))
        .notifications();
  }

  @Test
  @Tag("PS-16.4.2-field-digest-frequency")
  @Tag("COL-5.3.1-shim-collection")
  void itemsOfAllNodesComeInOneMessageWithAnEventForEach() {
    publish("news", "before");
    String subid = digest();
    publish("news", "a").tellsNobody();
    publish("talk", "b").tellsNobody();
    service.context.pass(Duration.ofSeconds(30));
    publish("news", "c").tellsNobody();
    assertEquals(1, waiting("news").size());
    assertEquals(1, waiting("news").get(0).after());
    assertEquals(Instant.parse("2026-06-30T12:01:00Z"), waiting("news").get(0).due());
    List<Notification> told = send(subid, take("news", subid), take("talk", subid));
    assertEquals(List.of(Jid.of(BARE)), told.get(0).recipients());
    assertEquals(
        "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='news'>"
            + "<item id='a'><v xmlns='urn:x'/></item><item id='c'><v xmlns='urn:x'/></item>"
            + "</items></event><event xmlns='http://jabber.org/protocol/pubsub#event'>"
            + "<items node='talk'><item id='b'><v xmlns='urn:x'/></item></items></event>"
            + "<headers xmlns='http://jabber.org/protocol/shim'>"
            + "<header name='Collection'>#</header></headers>",
        XmlWriter.text(NotificationEncoder.encode(told.get(0)))
            .replaceFirst("^<message[^>]*>", "")
            .replace("</message>", ""));
    assertTrue(waiting("news").isEmpty() && waiting("talk").isEmpty());
    assertEquals(List.of(), ids(take("news", subid)));
  }

  @Test
  void whatThereIsNoRoomForIsDueAtOnce() {
    String subid = digest();
    List.of("a", "b", "c").forEach(id -> publish("news", id));
    service.context.pass(Duration.ofMinutes(1));
    assertEquals(List.of("a", "b"), ids(take("news", subid, 2)));
    assertEquals(service.context.now(), waiting("news").get(0).due());
    assertEquals(List.of("c"), ids(take("news", subid, 2)));
    assertTrue(waiting("news").isEmpty());
  }

  @Test
  void accessIsJudgedWhenTheDigestIsDue() {
    String subid = digest();
    publish("news", "a").tellsNobody();
    service.configure("access_model=whitelist").isResult();
    assertEquals(List.of(), ids(take("news", subid)));
    assertTrue(waiting("news").isEmpty(), "nothing is kept for who may not have it");
  }

  @Test
  void nothingWaitsForWhoMayNotReadTheNode() {
    service.configure("access_model=whitelist").isResult();
    digest();
    publish("news", "a").tellsNobody();
    assertTrue(waiting("news").isEmpty());
  }

  @Test
  void nothingWaitsForWhoWantsNoEvents() {
    digest("deliver=0");
    publish("news", "a").tellsNobody();
    assertTrue(waiting("news").isEmpty());
  }

  @Test
  void nothingWaitsForASubscriptionThatHasEnded() {
    String subid = digest();
    publish("news", "a").tellsNobody();
    DigestPart taken = take("news", subid);
    publish("news", "b").tellsNobody();
    pubsub(ALICE, "<unsubscribe node='#' jid='" + BARE + "'/>").isResult();
    assertEquals(List.of(), send(subid, taken));
    assertNull(held(subid));
    assertEquals(List.of(), ids(take("news", subid)));
    assertTrue(waiting("news").isEmpty());
  }

  @Test
  @Tag("PS-16.4.2-field-show-values")
  void digestWaitsForThePresenceThatIsWanted() {
    String subid = digest("show-values=chat");
    publish("news", "a").tellsNobody();
    service.context.pass(Duration.ofMinutes(1));
    assertEquals(List.of(), ids(take("news", subid)));
    assertEquals(Instant.parse("2026-06-30T12:02:00Z"), waiting("news").get(0).due());
    service.context.available.put(
        BareJid.of(BARE), List.of(new AvailableResource(FullJid.of(ALICE), Show.CHAT)));
    assertEquals(List.of("a"), ids(take("news", subid)));
  }

  @Test
  void retractedItemIsToldOfOnlyToWhomItWasShown() {
    String subid = digest();
    publish("news", "a");
    assertEquals(List.of("a"), ids(take("news", subid)));
    publish("news", "b");
    service.retract(OWNER, "b", "").isResult().tellsNobody();
    assertEquals(List.of(BARE), service.retract(OWNER, "a", "").recipients());
    assertEquals(List.of(), ids(take("news", subid)));
  }

  /** There is nothing to collect. */
  @Test
  void nodeThatKeepsNothingTellsAtOnce() {
    service.configure("persist_items=0").isResult();
    digest();
    assertEquals(List.of(BARE), publish("news", "a").recipients());
    assertTrue(waiting("news").isEmpty());
  }

  /** Every address is told once: by the nearest subscription of it. */
  @Test
  void whoIsToldByASubscriptionToTheNodeWaitsForNothing() {
    digest();
    service.subscribe(ALICE, BARE).isResult();
    assertEquals(List.of(BARE), publish("news", "a").recipients());
    assertTrue(waiting("news").isEmpty());
  }

  @Test
  void eachSubscriptionHasItsOwnDigest() {
    String one = digest();
    create("all", "node_type=collection");
    pubsub(
            OWNER,
            "<create node='in'/><configure>" + Service.form("collection=all") + "</configure>")
        .isResult();
    subscribe("all", "subscription_type=items", "digest=1", "digest_frequency=3600000");
    publish("in", "a").tellsNobody();
    assertEquals(2, waiting("in").size());
    assertEquals(List.of("a"), ids(take("in", one)));
    assertEquals(
        List.of("all"), waiting("in").stream().map(Change.DigestWaits::collection).toList());
  }

  @Test
  void nodeThatComesAgainHasNothingWaiting() {
    String subid = digest();
    publish("news", "a").tellsNobody();
    service.set(
        OWNER,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'/></pubsub>");
    create("news");
    assertEquals(List.of(), ids(take("news", subid)));
  }

  @Test
  @Tag("PS-6.3.3-registered-fields")
  void collectionOffersDigests() {
    digest();
    String form =
        XmlWriter.text(
            service
                .get(
                    ALICE,
                    "<pubsub " + PUBSUB_NS + "><options node='#' jid='" + BARE + "'/></pubsub>")
                .isResult()
                .payload());
    assertTrue(form.contains("pubsub#digest'") && form.contains("pubsub#digest_frequency'"), form);
  }
}
