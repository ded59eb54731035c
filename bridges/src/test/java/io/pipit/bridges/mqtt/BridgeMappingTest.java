package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.Inbound.Verdict;
import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.bridges.mqtt.profile.DevicePresence;
import io.pipit.bridges.mqtt.profile.UserProperty;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPresence;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What messages are here, and what items are there. */
class BridgeMappingTest {

  private static final String HERE = "pipit.example.org";

  private final MovableClock clock = new MovableClock();

  private BridgeMapping mapping(UnaryOperator<BridgeOptions.Builder> change) {
    BridgeOptions options =
        change
            .apply(BridgeOptions.builder("plant-a").addresses(List.of("mqtt://localhost")))
            .build();
    assertEquals(List.of(), BridgeCheck.problems(options));
    return new BridgeMapping(options, HERE, clock, new Random(1));
  }

  private BridgeMapping in(SubscribeMapping... entries) {
    return mapping(bridge -> bridge.subscribe(List.of(entries)));
  }

  private BridgeMapping out(PublishMapping... entries) {
    return mapping(bridge -> bridge.publish(List.of(entries)));
  }

  private static SubscribeMapping entry(String filter, String node) {
    return SubscribeMapping.builder(filter).node(node).build();
  }

  private static BridgeMessage message(String topic, String payload, UserProperty... properties) {
    return new BridgeMessage(
        topic,
        payload.getBytes(UTF_8),
        1,
        false,
        false,
        1,
        null,
        null,
        BridgeMessage.NO_BYTES,
        null,
        List.of(properties));
  }

  private static BridgeMessage retained(String topic, String payload) {
    return BridgeMessage.of(topic, payload.getBytes(UTF_8), 1, true);
  }

  private static Inbound.Item only(Inbound inbound) {
    assertEquals(Verdict.MAPPED, inbound.verdict(), inbound.text());
    assertEquals(1, inbound.items().size());
    return inbound.items().get(0);
  }

  private static PortItem item(String node, String id, String payload, PortHeader... headers) {
    return new PortItem(
        node,
        id,
        42,
        Instant.parse("2026-03-01T11:00:00.500Z"),
        BareJid.of("juliet@example.org"),
        new PortPayload("json", "application/json", payload.getBytes(UTF_8)),
        List.of(headers),
        false);
  }

  private static PortItem standing(PortItem item) {
    return new PortItem(
        item.node(),
        item.id(),
        item.seq(),
        item.arrival(),
        item.publisher(),
        item.payload(),
        item.headers(),
        true);
  }

  private static Optional<String> header(Inbound.Item item, String name) {
    return BridgeHeaders.value(item.headers(), name);
  }

  @Test
  void theFirstEntryThatMatchesHasTheMessage() {
    BridgeMapping mapping =
        in(entry("a/+/b", "first/{1}"), entry("a/#", "second/{*}"), entry("+/+/b", "third"));
    assertEquals("first/x", only(mapping.receive(message("a/x/b", "1"), true)).node());
    assertEquals("second/x/c", only(mapping.receive(message("a/x/c", "1"), true)).node());
    Inbound none = mapping.receive(message("b/x/c", "1"), true);
    assertEquals(Verdict.UNMATCHED, none.verdict());
    assertNull(none.entry());
  }

  @Test
  void aMessageIsAnItemWithItsHeaders() {
    BridgeMessage message =
        new BridgeMessage(
            "sensors/x",
            "{}".getBytes(UTF_8),
            1,
            false,
            false,
            1,
            "application/json",
            "answers/x",
            new byte[] {1, 2},
            60L,
            List.of(
                new UserProperty("pipit-id", "id-1"),
                new UserProperty("pipit-origin", "other"),
                new UserProperty("pipit-hops", "2"),
                new UserProperty("pipit-seq", "9"),
                new UserProperty("pipit-source-topic", "false"),
                new UserProperty("via", "false"),
                new UserProperty("unit", "C")));
    Inbound.Item item = only(in(entry("sensors/+", "p/{1}")).receive(message, true));
    assertEquals("p/x", item.node());
    assertEquals("id-1", item.id());
    assertEquals(new PortPayload("auto", "application/json", "{}".getBytes(UTF_8)), item.payload());
    assertEquals(
        List.of(
            new PortHeader("Content-Type", "application/json"),
            new PortHeader("Reply-To", "answers/x"),
            new PortHeader("Correlation", "base64:AQI="),
            new PortHeader("Expires", "2026-03-01T12:01:00Z"),
            new PortHeader("Source-Topic", "sensors/x"),
            new PortHeader("Via", "plant-a"),
            new PortHeader("Origin", "other"),
            new PortHeader("Hops", "2"),
            new PortHeader("unit", "C")),
        item.headers());
  }

  @Test
  void theSourceIsNotRepeatedWhenTheNodeIsTheTopic() {
    Inbound.Item item = only(in(entry("#", "{topic}")).receive(message("a/b", "1"), true));
    assertEquals(Optional.empty(), header(item, PortHeader.SOURCE_TOPIC));
  }

  @ParameterizedTest(name = "topic {0}")
  @ValueSource(
      strings = {
        "a/b\u0001c",
        "a/\u0000",
        "a/x\u00A0y",
        "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q",
        "a/\uFFFE",
        "a/\uD800"
      })
  void whatCanBeNoNodeIsABadTopic(String topic) {
    Inbound inbound = in(entry("#", "{topic}")).receive(message(topic, "1"), true);
    assertEquals(Verdict.BAD_TOPIC, inbound.verdict());
    assertEquals("bad_topic", inbound.verdict().word());
    assertTrue(inbound.items().isEmpty());
    assertFalse(inbound.text().isEmpty());
  }

  @Test
  void namesHaveBounds() {
    BridgeMapping all = in(entry("#", "{topic}"));
    String longest = "a".repeat(1_023);
    assertEquals(longest, only(all.receive(message(longest, "1"), true)).node());
    assertEquals(Verdict.BAD_TOPIC, all.receive(message(longest + "a", "1"), true).verdict());
    String sixteen = "a/".repeat(15) + "a";
    assertEquals(sixteen, only(all.receive(message(sixteen, "1"), true)).node());
    assertEquals(
        Verdict.BAD_TOPIC,
        in(entry("$SYS/#", "{topic}")).receive(message("$SYS/a", "1"), true).verdict());
  }

  @Test
  void anEmptyMessageIsWhatTheEntrySays() {
    SubscribeMapping.Builder entry = SubscribeMapping.builder("a");
    Inbound.Item retracted = only(in(entry.build()).receive(message("a", ""), true));
    assertTrue(retracted.retract());
    assertEquals("current", retracted.id());
    assertFalse(retracted.onlyIfNew());
    BridgeMapping ignoring = in(entry.onEmpty(EmptyRule.IGNORE).build());
    assertEquals(Verdict.IGNORED, ignoring.receive(message("a", ""), true).verdict());
    BridgeMapping publishing = in(entry.onEmpty(EmptyRule.PUBLISH).build());
    Inbound.Item published = only(publishing.receive(message("a", ""), true));
    assertFalse(published.retract());
    assertEquals("text", published.payload().kind());
  }

  @Test
  void aRetainedMessageIsPublishedIfItIsNew() {
    BridgeMapping state = in(SubscribeMapping.builder("a").build());
    assertTrue(only(state.receive(retained("a", "1"), true)).onlyIfNew());
    assertTrue(only(state.receive(retained("a", "1"), true)).standing());
    assertFalse(only(state.receive(message("a", "1"), true)).onlyIfNew());
    BridgeMapping always = in(SubscribeMapping.builder("a").retained(RetainedRule.ALWAYS).build());
    assertFalse(only(always.receive(retained("a", "1"), true)).onlyIfNew());
  }

  /** With MQTT 5 the broker is asked not to send it; then RETAIN says how it was published. */
  @Test
  void aRetainedMessageIsIgnoredIfThatIsSaid() {
    BridgeMapping ignore = in(SubscribeMapping.builder("a").retained(RetainedRule.IGNORE).build());
    assertEquals(Verdict.IGNORED, ignore.receive(retained("a", "1"), false).verdict());
    only(ignore.receive(message("a", "1"), false));
    only(ignore.receive(retained("a", "1"), true));
    assertEquals(List.of(new BridgeMapping.Subscription("a", 1, false)), ignore.subscriptions());
  }

  /** MQTT 3.1.1 does not say of a live message whether it was published with RETAIN. */
  @Test
  void whatStandsIsKnownByVersion5Only() {
    BridgeMapping mapping = in(entry("a", "a"));
    assertTrue(only(mapping.receive(message("a", "1"), true)).passing());
    assertFalse(only(mapping.receive(message("a", "1"), false)).passing());
    assertFalse(only(mapping.receive(retained("a", "1"), true)).passing());
  }

  @Test
  void whatWasPublishedHereFirstEnds() {
    BridgeMapping mapping = in(entry("a", "a"));
    UserProperty own = new UserProperty("pipit-origin", HERE);
    UserProperty far = new UserProperty("pipit-hops", "5");
    assertEquals(Verdict.LOOP, mapping.receive(message("a", "1", own), true).verdict());
    assertEquals(Verdict.LOOP, mapping.receive(message("a", "1", far), true).verdict());
  }

  @Test
  void anEchoIsDroppedOnceOn311() {
    BridgeMapping mapping =
        mapping(
            bridge ->
                bridge
                    .version(ProtocolVersion.V3_1_1)
                    .loopGuard(LoopGuard.HASH)
                    .subscribe(List.of(entry("#", "{topic}"))));
    BridgeMessage message = message("a", "1");
    mapping.published(message);
    assertEquals(Verdict.LOOP, mapping.receive(message, false).verdict());
    assertEquals(Verdict.MAPPED, mapping.receive(message, false).verdict());
  }

  @Test
  void idsAreTheSameWhenAMessageComesAgain() {
    BridgeMapping mapping = in(entry("a", "a"));
    BridgeMessage first = message("a", "1");
    BridgeMessage again =
        new BridgeMessage(
            "a",
            first.payload(),
            1,
            false,
            true,
            1,
            null,
            null,
            BridgeMessage.NO_BYTES,
            null,
            List.of());
    String id = only(mapping.receive(first, true)).id();
    assertEquals(26, id.length());
    assertEquals(id, only(mapping.receive(again, true)).id());
  }

  @Test
  void presenceNeedsNoEntry() {
    BridgeMapping mapping =
        mapping(
            bridge -> bridge.presence(List.of(PresenceMapping.of("sensors/+/+/$state", "{2}"))));
    Map<String, PortPresence> words =
        Map.of(
            "ready", PortPresence.AVAILABLE,
            "sleeping", PortPresence.AWAY,
            "lost", PortPresence.UNAVAILABLE);
    words.forEach(
        (word, presence) -> {
          Inbound inbound = mapping.receive(message("sensors/x/y/$state", word), true);
          assertEquals(Verdict.MAPPED, inbound.verdict());
          assertEquals(List.of(new DevicePresence("y", presence)), inbound.presences());
        });
    assertEquals(
        Verdict.UNMATCHED, mapping.receive(message("sensors/x/y/$state", "what"), true).verdict());
    assertEquals(
        List.of(new BridgeMapping.Subscription("sensors/+/+/$state", 1, true)),
        mapping.subscriptions());
  }

  @Test
  void filtersAreSubscribedOnceWithTheHighestQos() {
    BridgeMapping mapping =
        mapping(
            bridge ->
                bridge
                    .subscribe(
                        List.of(
                            SubscribeMapping.builder("a/+").qos(0).build(),
                            SubscribeMapping.builder("b/#").qos(2).group("g").build()))
                    .presence(List.of(PresenceMapping.of("a/+", "{1}")))
                    .publish(
                        List.of(PublishMapping.builder(List.of("n"), "t").announce(true).build())));
    assertEquals(
        List.of(
            new BridgeMapping.Subscription("a/+", 1, true),
            new BridgeMapping.Subscription("$share/g/b/#", 2, true),
            new BridgeMapping.Subscription("homeassistant/status", 1, true)),
        mapping.subscriptions());
  }

  @Test
  void anItemIsAMessageOfEachEntryThatMatches() {
    BridgeMapping mapping =
        out(
            PublishMapping.builder(List.of("x", "cmd/#"), "all").build(),
            PublishMapping.builder(List.of("cmd/+"), "one/{1}").qos(2).build(),
            PublishMapping.builder(List.of("other"), "never").build());
    Outbound outbound = mapping.send(item("cmd/a", "i", "{}"), 2);
    assertEquals(
        List.of("all 1", "one/a 2"),
        outbound.messages().stream().map(each -> each.topic() + " " + each.qos()).toList());
    assertEquals(List.of(), mapping.send(item("b", "i", "{}"), 2).messages());
  }

  @Test
  void aMessageCarriesWhatTheItemHas() {
    PortItem item =
        item(
            "n",
            "i",
            "{}",
            new PortHeader("Origin", "other"),
            new PortHeader("Hops", "2"),
            new PortHeader("Via", "plant-b"),
            new PortHeader("Correlation", "base64:AQI="),
            new PortHeader("Reply-To", "answers/x"),
            new PortHeader("Expires", "2026-03-01T12:01:00Z"),
            new PortHeader("unit", "C"));
    BridgeMessage message =
        out(PublishMapping.builder(List.of("n"), "t").build()).send(item, 1).messages().get(0);
    BridgeMessage expected =
        new BridgeMessage(
            "t",
            "{}".getBytes(UTF_8),
            1,
            false,
            false,
            0,
            "application/json",
            "answers/x",
            new byte[] {1, 2},
            60L,
            List.of(
                new UserProperty("pipit-id", "i"),
                new UserProperty("pipit-published", "2026-03-01T11:00:00.500Z"),
                new UserProperty("pipit-publisher", "juliet@example.org"),
                new UserProperty("pipit-seq", "42"),
                new UserProperty("pipit-origin", "other"),
                new UserProperty("pipit-hops", "3"),
                new UserProperty("unit", "C")));
    assertEquals(expected, message);
    assertEquals("t (2 bytes, QoS 1)", message.toString());
  }

  @Test
  void whatCameByThisBridgeIsNotSentBack() {
    BridgeMapping mapping = out(PublishMapping.builder(List.of("#"), "{topic}").build());
    PortItem mine = item("n", "i", "{}", new PortHeader("via", "plant-a"));
    assertEquals(new Outbound(List.of(), List.of()), mapping.send(mine, 1));
    PortItem theirs = item("n", "i", "{}", new PortHeader("Via", "plant-b"));
    assertEquals(1, mapping.send(theirs, 1).messages().size());
  }

  @Test
  void whatIsNotSentIsSaid() {
    BridgeMapping mapping = out(PublishMapping.builder(List.of("#"), "{topic}").build());
    PortItem far = item("n", "i", "{}", new PortHeader("Hops", "4"));
    assertEquals(List.of("loop"), mapping.send(far, 1).dropped());
    PortItem old = item("n", "i", "{}", new PortHeader("Expires", "2026-03-01T12:00:00Z"));
    assertEquals(List.of("expired"), mapping.send(old, 1).dropped());
    for (String node : List.of("a+b", "a/".repeat(16) + "a")) {
      Outbound outbound = mapping.send(item(node, "i", "{}"), 1);
      assertEquals(List.of("bad_topic"), outbound.dropped());
      assertEquals(List.of(), outbound.messages());
    }
  }

  @Test
  void qosIsThatOfTheItemButNotTwo() {
    BridgeMapping mapping = out(PublishMapping.builder(List.of("n"), "t").build());
    for (int assurance = 0; assurance <= 2; assurance++) {
      BridgeMessage message = mapping.send(item("n", "i", "{}"), assurance).messages().get(0);
      assertEquals(Math.min(assurance, 1), message.qos());
    }
  }

  @Test
  void whatStandsIsRetained() {
    for (RetainRule rule : RetainRule.values()) {
      BridgeMapping mapping = out(PublishMapping.builder(List.of("n"), "t").retain(rule).build());
      PortItem passing = item("n", "i", "{}");
      assertEquals(rule == RetainRule.ALWAYS, isRetained(mapping, passing));
      assertEquals(rule != RetainRule.NEVER, isRetained(mapping, item("n", "current", "{}")));
      assertEquals(rule != RetainRule.NEVER, isRetained(mapping, standing(passing)));
    }
  }

  private static boolean isRetained(BridgeMapping mapping, PortItem item) {
    return mapping.send(item, 1).messages().get(0).retain();
  }

  @Test
  void aRetractClearsWhatIsRetained() {
    PublishMapping.Builder entry = PublishMapping.builder(List.of("n"), "t");
    BridgeMessage empty = out(entry.build()).send(item("n", "", ""), 1).messages().get(0);
    assertEquals(BridgeMessage.of("t", new byte[0], 1, true), empty);
    assertEquals(
        List.of(),
        out(entry.onRetract(RetractRule.IGNORE).build()).send(item("n", "", ""), 1).messages());
    assertEquals(
        List.of(),
        out(entry.onRetract(RetractRule.EMPTY).retain(RetainRule.NEVER).build())
            .send(item("n", "", ""), 1)
            .messages());
  }

  @Test
  void expiryIsLeftOutIfThatIsSaid() {
    PortItem item = item("n", "i", "{}", new PortHeader("Expires", "2026-03-01T12:00:00.001Z"));
    PublishMapping.Builder entry = PublishMapping.builder(List.of("n"), "t");
    assertEquals(1L, out(entry.build()).send(item, 1).messages().get(0).expirySeconds());
    BridgeMapping never = out(entry.expiry(ExpiryRule.NEVER).build());
    assertNull(never.send(item, 1).messages().get(0).expirySeconds());
  }

  /** Bytes go through as they are, whatever they are. */
  @Property(tries = 500)
  void payloadsAreTheSameBytes(@ForAll byte[] payload) {
    BridgeMapping both =
        mapping(
            bridge ->
                bridge
                    .subscribe(
                        List.of(SubscribeMapping.builder("a").onEmpty(EmptyRule.PUBLISH).build()))
                    .publish(List.of(PublishMapping.builder(List.of("a"), "b").build())));
    Inbound.Item item = only(both.receive(BridgeMessage.of("a", payload, 1, false), true));
    PortItem stored =
        new PortItem("a", item.id(), 1, clock.instant(), null, item.payload(), List.of(), false);
    assertEquals(
        java.util.Arrays.toString(payload),
        java.util.Arrays.toString(both.send(stored, 1).messages().get(0).payload()));
  }

  @Test
  void homeAssistantIsToldAndToldAgain() {
    BridgeMapping mapping = out(PublishMapping.builder(List.of("n"), "t").announce(true).build());
    assertEquals(
        List.of("homeassistant/sensor/pipit_plant-19-a_t_c/config", "t"),
        mapping.send(item("n", "i", "{\"c\":1}"), 1).messages().stream()
            .map(BridgeMessage::topic)
            .toList());
    assertEquals(1, mapping.send(item("n", "i", "{\"c\":2}"), 1).messages().size());
    Inbound online = mapping.receive(message("homeassistant/status", "online"), true);
    assertEquals(Verdict.MAPPED, online.verdict());
    assertEquals(1, online.answers().size());
    assertEquals(
        Verdict.UNMATCHED,
        mapping.receive(message("homeassistant/status", "offline"), true).verdict());
  }
}
