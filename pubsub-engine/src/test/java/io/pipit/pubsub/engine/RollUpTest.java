package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.xml.XmlDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the numbers in items come to by the minute, the hour and the day. It is 12:00 at first. */
class RollUpTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String MINUTES = "news/rollup/1m";
  private static final String HOURS = "news/rollup/1h";
  private static final String DAYS = "news/rollup/1d";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private NodeState node(String name) {
    return service.state().node(name).orElseThrow();
  }

  private Reply json(String json) {
    String text = json.replace("&", "&amp;").replace("<", "&lt;");
    return service.publishXml(
        OWNER, "<item><json xmlns='urn:xmpp:json:0'>" + text + "</json></item>");
  }

  /** Lets time pass and the node do what is due. */
  private Reply after(Duration time) {
    service.context.pass(time);
    return service.tick();
  }

  /** What was published to a node: id and JSON, one a line. */
  private String published(String name) {
    NodeState node = node(name);
    return node.items().range(0, node.items().size()).stream()
        .map(
            item ->
                item.id()
                    + " "
                    + XmlDocument.parse(Objects.requireNonNull(item.payload()).bytes()).text())
        .collect(Collectors.joining("\n"));
  }

  private static String fields(String... fields) {
    return "{\"from\":\"2026-06-30T12:00:00Z\",\"period\":\"1m\",\"fields\":{"
        + String.join(",", fields)
        + "}}";
  }

  private static String field(String pointer, String min, String max, String mean, int count) {
    return "\""
        + pointer
        + "\":{\"min\":"
        + min
        + ",\"max\":"
        + max
        + ",\"mean\":"
        + mean
        + ",\"count\":"
        + count
        + "}";
  }

  private void assertMinute(String... fields) {
    assertEquals("2026-06-30T12:00:00Z " + fields(fields), published(MINUTES));
  }

  // ---- what is published

  @Test
  void numbersOfAMinuteArePublishedWhenItIsOver() {
    service.withNode("rollup=1m");
    json("{\"t\":21.5,\"room\":{\"h\":40}}").isResult();
    service.context.pass(Duration.ofSeconds(59));
    json("{\"t\":20.5}").isResult();
    after(Duration.ofMillis(999)).isResult();
    assertEquals("", published(MINUTES));
    assertEquals(Instant.parse("2026-06-30T12:01:00Z"), new RollUpTimes().nextDue(node("news")));
    after(Duration.ofMillis(1)).isResult();
    assertMinute(field("/t", "20.5", "21.5", "21", 2), field("/room/h", "40", "40", "40", 1));
    assertNull(new RollUpTimes().nextDue(node("news")));
    assertEquals(BareJid.of(Service.JID), node(MINUTES).items().range(0, 1).get(0).publisher());
  }

  @Test
  void eachLengthHasItsNode() {
    service.withNode("rollup=1m,1h,1d");
    json("{\"t\":1}").isResult();
    service.context.pass(MINUTE);
    json("{\"t\":3}").isResult();
    after(Duration.ofDays(1)).isResult();
    assertEquals(2, node(MINUTES).items().size());
    assertTrue(published(HOURS).startsWith("2026-06-30T12:00:00Z {"), published(HOURS));
    assertTrue(published(HOURS).contains(field("/t", "1", "3", "2", 2)), published(HOURS));
    assertTrue(published(DAYS).startsWith("2026-06-30T00:00:00Z {"), published(DAYS));
    assertTrue(published(DAYS).contains(field("/t", "1", "3", "2", 2)), published(DAYS));
  }

  @Test
  void periodWithoutNumbersPublishesNothing() {
    service.withNode("rollup=1m");
    service.publish(OWNER, "a").isResult();
    json("{\"on\":true}").isResult();
    assertNull(new RollUpTimes().nextDue(node("news")));
    after(MINUTE).tellsNobody();
    assertEquals("", published(MINUTES));
  }

  @Test
  void lateTickEndsAllPeriodsThatAreOver() {
    service.withNode("rollup=1m");
    for (int i = 0; i < 3; i++) {
      json("{\"t\":" + i + "}").isResult();
      service.context.pass(MINUTE);
    }
    json("{\"t\":9}").isResult();
    service.tick().isResult();
    assertEquals(3, node(MINUTES).items().size());
    after(MINUTE).isResult();
    assertEquals(4, node(MINUTES).items().size());
    after(MINUTE).isResult();
    assertEquals(4, node(MINUTES).items().size());
  }

  @Test
  void itemCountsOnceWhenTheClockIsSetBack() {
    service.withNode("rollup=1m");
    service.context.pass(Duration.ofSeconds(30));
    json("{\"t\":1}").isResult();
    after(Duration.ofSeconds(30)).isResult();
    service.context.pass(Duration.ofSeconds(-20));
    json("{\"t\":2}").isResult();
    after(Duration.ofSeconds(20)).isResult();
    assertMinute(field("/t", "1", "1", "1", 1));
    after(MINUTE).isResult();
    assertEquals(2, node(MINUTES).items().size());
    assertTrue(published(MINUTES).contains(field("/t", "2", "2", "2", 1)));
  }

  @Test
  void subscribersAreTold() {
    service.withNode("rollup=1m");
    service
        .set(
            ALICE,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='news/rollup/1m'"
                + " jid='alice@example.org/phone'/></pubsub>")
        .isResult();
    json("{\"t\":1}").tellsNobody();
    after(MINUTE)
        .tells(
            ALICE,
            "<items node='news/rollup/1m'><item id='2026-06-30T12:00:00Z'>"
                + "<json xmlns='urn:xmpp:json:0'>"
                + fields(field("/t", "1", "1", "1", 1))
                + "</json></item></items>");
  }

  @Test
  void onlySoManyPeriodsAreKept() {
    service.withNode("rollup=1m", "rollup_items=2");
    for (int i = 0; i < 4; i++) {
      json("{\"t\":" + i + "}").isResult();
      service.context.pass(MINUTE);
    }
    for (int i = 0; i < 2; i++) {
      service.tick().isResult();
    }
    assertEquals(
        List.of("2026-06-30T12:02:00Z", "2026-06-30T12:03:00Z"),
        node(MINUTES).items().entries(0, 2).stream().map(item -> item.id()).toList());
  }

  @Test
  void whatIsRetractedHasCounted() {
    service.withNode("rollup=1m", "max_items=1");
    json("{\"t\":1}").isResult();
    json("{\"t\":3}").isResult();
    service.execute(new NodeCommand.Purge(io.pipit.xmpp.FullJid.of(OWNER), "news"));
    after(MINUTE).isResult();
    assertMinute(field("/t", "1", "3", "2", 2));
  }

  // ---- what counts

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"t\":1",
        "{\"t\":1}}",
        "{\"t\":1} {\"t\":2}",
        "{\"t\":01}",
        "{\"t\":NaN}",
        "{\"t\":1e400}",
        "{\"t\":\"1\"}",
        "[1,2]",
        "{\"t\":[1,{\"a\":2}]}",
        "{\"a\\u0000b\":1}",
        "{\"a\\ud800\":1}",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
        "no json",
        "null",
        ""
      })
  void whatIsNoNumberOfAFieldCountsNothing(String json) {
    service.withNode("rollup=1m");
    json(json).isResult();
    after(MINUTE).isResult();
    assertEquals("", published(MINUTES));
  }

  @Test
  void deepestObjectAndTheWholePayloadCount() {
    service.withNode("rollup=1m");
    json("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}").isResult();
    json(" 7 ").isResult();
    after(MINUTE).isResult();
    assertMinute(field("/a/a/a/a/a/a/a/a", "1", "1", "1", 1), field("", "7", "7", "7", 1));
  }

  @Test
  void namesAreJsonPointers() {
    service.withNode("rollup=1m");
    json("{\"a/b\":1,\"m~n\":2,\"\":3,\"q\\\"<&\":4}").isResult();
    after(MINUTE).isResult();
    assertMinute(
        field("/a~1b", "1", "1", "1", 1),
        field("/m~0n", "2", "2", "2", 1),
        field("/", "3", "3", "3", 1),
        field("/q\\\"<&", "4", "4", "4", 1));
  }

  @Test
  void onlyFieldsThatAreWantedCount() {
    service.withNode("rollup=1m", "rollup_fields=/b,/c/d");
    json("{\"a\":1,\"b\":2,\"c\":{\"d\":3,\"e\":4}}").isResult();
    after(MINUTE).isResult();
    assertMinute(field("/b", "2", "2", "2", 1), field("/c/d", "3", "3", "3", 1));
  }

  @Test
  void firstSixteenFieldsCount() {
    service.withNode("rollup=1m");
    StringBuilder json = new StringBuilder("{\"f0\":0");
    for (int i = 1; i < 20; i++) {
      json.append(",\"f").append(i).append("\":").append(i);
    }
    json(json.append("}").toString()).isResult();
    json("{\"late\":1,\"f15\":17}").isResult();
    after(MINUTE).isResult();
    String published = published(MINUTES);
    assertTrue(published.endsWith(field("/f15", "15", "17", "16", 2) + "}}"), published);
    assertFalse(published.contains("f16"));
    assertFalse(published.contains("late"));
  }

  @Test
  void meanIsThatOfTheNumbersAndNotOfTheirRounding() {
    service.withNode("rollup=1m");
    json("{\"t\":1e17}").isResult();
    json("{\"t\":1}").isResult();
    json("{\"t\":-1e17}").isResult();
    json("{\"t\":1}").isResult();
    after(MINUTE).isResult();
    assertMinute(field("/t", "-1.0E17", "1.0E17", "0.5", 4));
  }

  // ---- the nodes

  @Test
  void nodesComeAndGoWithTheOption() {
    service.withNode();
    assertTrue(service.state().node(MINUTES).isEmpty());
    service.affiliate("bob@example.org", "publisher").isResult();
    service.configure("rollup=1h,1m").isResult();
    assertEquals(Affiliation.PUBLISHER, node(HOURS).affiliation(BareJid.of("bob@example.org")));
    assertTrue(service.directory().contains(HOURS));
    json("{\"t\":1}").isResult();
    service.configure("rollup=1h").isResult();
    assertTrue(service.state().node(MINUTES).isEmpty());
    assertFalse(service.directory().contains(MINUTES));
    after(Duration.ofHours(1)).isResult();
    assertEquals(1, node(HOURS).items().size());
    service.execute(new NodeCommand.DeleteNode(io.pipit.xmpp.FullJid.of(OWNER), "news", null));
    assertTrue(service.state().nodes().isEmpty());
    assertEquals(0, service.directory().size());
    service.withNode("rollup=1h");
    assertEquals(0, node(HOURS).items().size());
  }

  @Test
  void subscribersAreToldThatTheNodesGo() {
    service.withNode("rollup=1m");
    subscribe(ALICE).isResult();
    assertEquals(List.of(ALICE), service.configure("rollup=1h").recipients());
  }

  private Reply subscribe(String jid) {
    return service.set(
        jid,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='news/rollup/1m' jid='"
            + jid
            + "'/></pubsub>");
  }

  private Reply read(String from) {
    return service.get(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='news/rollup/1m'/></pubsub>");
  }

  @Test
  void whoMayNotReadTheNodeMayNotReadItsRollUps() {
    service.withNode("rollup=1m", "access_model=whitelist");
    read(ALICE).isError("cancel", "not-allowed", "closed-node");
    subscribe(ALICE).isError("cancel", "not-allowed", "closed-node");
    service.affiliate("alice@example.org", "member").isResult();
    read(ALICE).isResult();
    service.affiliate("alice@example.org", "outcast").isResult();
    read(ALICE).isError("auth", "forbidden");
  }

  @Test
  void whoLosesTheRightToReadTheNodeLosesItsRollUps() {
    service.withNode("rollup=1m");
    subscribe(ALICE).isResult();
    subscribe(BOB).isResult();
    service.affiliate("alice@example.org", "outcast").isResult();
    assertEquals(1, node(MINUTES).subscriptionCount());
    service.configure("access_model=whitelist").isResult();
    assertEquals(0, node(MINUTES).subscriptionCount());
    json("{\"t\":1}").isResult();
    after(MINUTE).tellsNobody();
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner@example.org/desk", "alice@example.org/phone"})
  void nobodyElseWritesThem(String from) {
    service.withNode("rollup=1m", "publish_model=open");
    String pubsub = "<pubsub xmlns='http://jabber.org/protocol/pubsub'>";
    String owner = "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>";
    for (String node : List.of("news/rollup/1m", "other/rollup/1d")) {
      for (String request :
          List.of(
              pubsub + "<create node='" + node + "'/></pubsub>",
              pubsub
                  + "<publish node='"
                  + node
                  + "'><item><v xmlns='urn:x'/></item></publish></pubsub>",
              owner + "<delete node='" + node + "'/></pubsub>",
              owner
                  + "<configure node='"
                  + node
                  + "'>"
                  + Service.form("title=T")
                  + "</configure></pubsub>",
              owner
                  + "<affiliations node='"
                  + node
                  + "'><affiliation jid='x@y' affiliation='owner'/></affiliations></pubsub>")) {
        service.set(from, request).isError("auth", "forbidden");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "rollup=1w",
        "rollup=1m,2m",
        "rollup=1M",
        "rollup_fields=t",
        "rollup_fields=/a~2",
        "rollup_items=0",
        "rollup_items=max"
      })
  void valueThatIsNoneIsRefused(String option) {
    service.withNode();
    service.configure(option).isError("modify", "not-acceptable");
  }

  @Test
  void emptyValueIsNone() {
    service.withNode("rollup=1m", "rollup_fields=/a");
    service.configure("rollup=", "rollup_fields=").isResult();
    assertEquals(List.of(), node("news").config().rollUps());
    assertEquals(List.of(), node("news").config().get(NodeConfigFields.ROLLUP_FIELDS));
  }

  @Test
  void nodeThatKeepsNoItemsHasNoRollUps() {
    service.withNode();
    service.configure("rollup=1m", "persist_items=0").isError("modify", "not-acceptable");
    service.configure("rollup=1m").isResult();
    service.configure("persist_items=0").isError("modify", "not-acceptable");
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='other'/><configure>"
                + Service.form("rollup=1m", "persist_items=0")
                + "</configure></pubsub>")
        .isError("modify", "not-acceptable");
  }

  @Test
  void nodeWhoseNameIsTooLongHasNone() {
    String name = "n".repeat(1_015);
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='"
                + name
                + "'/><configure>"
                + Service.form("rollup=1m")
                + "</configure></pubsub>")
        .isError("modify", "not-acceptable");
  }

  @Test
  void collectionHasNone() {
    service.withNode("rollup=1m");
    service.configure("node_type=collection").isResult();
    assertTrue(service.state().node(MINUTES).isEmpty());
  }

  /** Has a node come as an import brings it, alone. */
  private void bring(String name, NodeConfig config) {
    BareJid jid = BareJid.of(Service.JID);
    Change created =
        new Change.NodeCreated(
            jid, name, BareJid.of("owner@example.org"), config, service.context.now());
    service.log().add(ChangeCodec.encode(created, Partitions.of(jid, name)));
    service.state().apply(created, service.log().size());
    service.directory().apply(created, service.log().size());
  }

  @Test
  void nodeThatWasBroughtWithoutThemGetsThem() {
    bring("news", NodeConfig.INITIAL.with(NodeConfigFields.ROLLUP, List.of(RollUpPeriod.MINUTE)));
    json("{\"t\":1}").isResult();
    after(MINUTE).isResult();
    service.tick().isResult();
    assertMinute(field("/t", "1", "1", "1", 1));
    assertTrue(service.directory().contains(MINUTES));
  }

  @Test
  void theyThatWereBroughtWithoutTheirSourceCanBeDeleted() {
    bring(MINUTES, NodeConfig.INITIAL);
    String create =
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='news'/><configure>"
            + Service.form("rollup=1m")
            + "</configure></pubsub>";
    service.set(OWNER, create).isError("cancel", "conflict");
    String delete =
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news/rollup/1m'/>"
            + "</pubsub>";
    service.set(ALICE, delete).isError("auth", "forbidden");
    service.set(OWNER, delete).isResult();
    service.set(OWNER, create).isResult();
    service.set(OWNER, delete).isError("auth", "forbidden");
  }

  @Test
  void theyThatWereBroughtBeforeAreTakenOver() {
    bring(MINUTES, NodeConfig.INITIAL);
    service.withNode();
    service.configure("rollup=1m", "access_model=whitelist").isResult();
    read(ALICE).isError("cancel", "not-allowed", "closed-node");
    json("{\"t\":1}").isResult();
    after(MINUTE).isResult();
    assertMinute(field("/t", "1", "1", "1", 1));
  }

  @Test
  void theyAreWhereTheirSourceIs() {
    BareJid jid = BareJid.of(Service.JID);
    for (int i = 0; i < 100; i++) {
      assertEquals(Partitions.of(jid, "n" + i), Partitions.of(jid, "n" + i + "/rollup/1d"));
    }
  }
}
