package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the options of a bridge, and how it is told. */
class BridgeCheckTest {

  private static BridgeOptions.Builder good() {
    return good("plant-a");
  }

  private static BridgeOptions.Builder good(String name) {
    return BridgeOptions.builder(name).addresses(List.of("mqtt://127.0.0.1"));
  }

  private static List<String> paths(BridgeOptions options) {
    return BridgeCheck.problems(options).stream().map(BridgeProblem::path).toList();
  }

  private static SubscribeMapping subscribe(String filter, String node) {
    return SubscribeMapping.builder(filter).node(node).build();
  }

  private static PublishMapping publish(String nodes, String topic) {
    return PublishMapping.builder(List.of(nodes), topic).build();
  }

  @Test
  void defaultsAreGood() {
    assertEquals(List.of(), paths(good().build()));
  }

  @Test
  void everythingTogetherIsGood() {
    BridgeOptions options =
        good()
            .addresses(List.of("mqtts://10.0.0.5:8883", "mqtts://[2001:db8::1]"))
            .username("bridge")
            .password("secret")
            .tls(
                new TlsOptions(
                    Path.of("ca.pem"),
                    Path.of("c.pem"),
                    Path.of("k.pem"),
                    true,
                    "1.3",
                    List.of("mqtt")))
            .subscribe(
                List.of(
                    SubscribeMapping.builder("sensors/+/+/telemetry")
                        .node("plant-a/{1}/{2}/telemetry")
                        .group("workers")
                        .id("json:/id")
                        .template("telemetry")
                        .publishAs("bridge-plant-a@localhost")
                        .build(),
                    SubscribeMapping.builder("spBv1.0/#").payload(PayloadKind.SPARKPLUG).build(),
                    subscribe("$SYS/#", "remote/{*}")))
            .publish(List.of(publish("commands/plant-a/#", "cmd/{*}")))
            .presence(List.of(PresenceMapping.of("sensors/+/+/$state", "{2}")))
            .build();
    assertEquals(List.of(), BridgeCheck.problems(options));
  }

  @Test
  void allProblemsAreToldAtOnceInTheOrderOfTheKeys() {
    BridgeOptions options =
        good()
            .type("amqp")
            .addresses(List.of("tcp://a", "mqtt://127.0.0.1"))
            .maxInflight(0)
            .subscribe(List.of(subscribe("a/#/b", "x"), subscribe("a/+", "x/{2}")))
            .build();
    assertEquals(
        List.of("type", "addresses[0]", "max_inflight", "subscribe[0].filter", "subscribe[1].node"),
        paths(options));
  }

  @Test
  void aProblemSaysWhatIsWrongAndWhatToDo() {
    BridgeOptions options = good().subscribe(List.of(subscribe("a/+", "x/{2}"))).build();
    assertEquals(
        "subscribe[0].node: 'x/{2}' has {2}, and the filter 'a/+' has only 1 '+'; use the groups"
            + " that the filter has",
        BridgeCheck.problems(options).get(0).toString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongOptions")
  void eachOptionHasItsBounds(String path, UnaryOperator<BridgeOptions.Builder> change) {
    assertEquals(List.of(path), paths(change.apply(good()).build()));
  }

  private static Arguments wrong(String path, UnaryOperator<BridgeOptions.Builder> change) {
    return Arguments.of(path, change);
  }

  private static BackoffOptions backoff(int base, int cap, int stable) {
    return new BackoffOptions(
        Duration.ofSeconds(base), Duration.ofSeconds(cap), Duration.ofSeconds(stable));
  }

  private static TlsOptions tls(String cert, String key, String version, String alpn) {
    return new TlsOptions(
        null,
        cert.isEmpty() ? null : Path.of(cert),
        key.isEmpty() ? null : Path.of(key),
        true,
        version,
        List.of(alpn));
  }

  private static BufferOptions buffer(int items, long bytes, Duration age, int sync, int rate) {
    return new BufferOptions(
        items, bytes, age, BufferOptions.Overflow.DROP_NEWEST, Duration.ofMillis(sync), rate);
  }

  static Stream<Arguments> wrongOptions() {
    Duration hour = Duration.ofHours(1);
    return Stream.of(
        wrong("addresses", b -> b.addresses(List.of())),
        wrong("client_id", b -> b.clientId("")),
        wrong("client_id", b -> b.clientId("x".repeat(65_536))),
        wrong("client_id", b -> b.clientId("pipit-{1}")),
        wrong("client_id", b -> b.clientId("pipit-{nod}")),
        wrong("password", b -> b.version(ProtocolVersion.AUTO).password("secret")),
        wrong("keepalive", b -> b.keepalive(Duration.ZERO)),
        wrong("keepalive", b -> b.keepalive(Duration.ofMillis(1_500))),
        wrong("keepalive", b -> b.keepalive(Duration.ofDays(1))),
        wrong("state_expiry", b -> b.stateExpiry(Duration.ofSeconds(0x1_0000_0000L))),
        wrong("connect_timeout", b -> b.connectTimeout(Duration.ZERO)),
        wrong("backoff.base", b -> b.backoff(backoff(0, 1, 1))),
        wrong("backoff.cap", b -> b.backoff(backoff(3, 2, 1))),
        wrong("backoff.stable", b -> b.backoff(backoff(1, 2, -1))),
        wrong("max_inflight", b -> b.maxInflight(65_536)),
        wrong("tls.keyfile", b -> b.tls(tls("c.pem", "", "1.2", "mqtt"))),
        wrong("tls.certfile", b -> b.tls(tls("", "k.pem", "1.2", "mqtt"))),
        wrong("tls.min_version", b -> b.tls(tls("", "", "1.1", "mqtt"))),
        wrong("tls.alpn[0]", b -> b.tls(tls("", "", "1.2", ""))),
        wrong("status.topic", b -> b.status(new StatusOptions("a/#", "b"))),
        wrong("status.topic", b -> b.status(new StatusOptions("a/{topic}", "b"))),
        wrong("status.node", b -> b.status(new StatusOptions("a", "$b"))),
        wrong("max_nodes", b -> b.maxNodes(0)),
        wrong("max_nodes", b -> b.maxNodes(1_000_001)),
        wrong("buffer.max_items", b -> b.buffer(buffer(0, 2_048, hour, 50, 1))),
        wrong("buffer.max_bytes", b -> b.buffer(buffer(1, 1_023, hour, 50, 1))),
        wrong("buffer.max_age", b -> b.buffer(buffer(1, 2_048, Duration.ZERO, 50, 1))),
        wrong("buffer.sync", b -> b.buffer(buffer(1, 2_048, hour, -1, 1))),
        wrong("buffer.drain_rate", b -> b.buffer(buffer(1, 2_048, hour, 0, -1))));
  }

  @Test
  void blockIsForBridgesThatSubscribe() {
    BufferOptions block =
        new BufferOptions(
            1, 2_048, Duration.ofHours(1), BufferOptions.Overflow.BLOCK, Duration.ZERO, 1);
    BridgeOptions.Builder bridge = good().publish(List.of(publish("a", "b"))).buffer(block);
    assertEquals(List.of("buffer.overflow"), paths(bridge.build()));
    SubscribeMapping in = SubscribeMapping.builder("c/#").build();
    assertEquals(List.of(), paths(bridge.subscribe(List.of(in)).build()));
  }

  @ParameterizedTest(name = "name ''{0}''")
  @ValueSource(strings = {"", "Plant", "plant_a", "plant a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void noName(String name) {
    BridgeOptions.Builder bridge =
        BridgeOptions.builder(name).addresses(good().build().addresses());
    assertTrue(paths(bridge.build()).contains("name"));
  }

  @ParameterizedTest(name = "address {0}")
  @ValueSource(
      strings = {
        "",
        "127.0.0.1",
        "127.0.0.1:1883",
        "tcp://127.0.0.1",
        "mqtt://",
        "mqtt://127.0.0.1:0",
        "mqtt://127.0.0.1:65536",
        "mqtt://127.0.0.1:x",
        "mqtt://127.0.0.1/path",
        "mqtt://127.0.0.1?a=b",
        "mqtt://127.0.0.1#a",
        "mqtt://user:secret@127.0.0.1",
        "mqtt://::1",
        "mqtt://127.0.0.1 "
      })
  void noAddress(String address) {
    assertEquals(List.of("addresses[0]"), paths(good().addresses(List.of(address)).build()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "mqtt://localhost, mqtt://localhost:1883, true",
    "mqtts://LOCALHOST, mqtts://LOCALHOST:8883, true",
    "mqtt://127.8.9.1:7/, mqtt://127.8.9.1:7, true",
    "mqtt://[::1]:99, mqtt://[::1]:99, true",
    "mqtt://broker.example.org, mqtt://broker.example.org:1883, false",
    "mqtt://127.example.org, mqtt://127.example.org:1883, false",
    "mqtts://[2001:db8::1], mqtts://[2001:db8::1]:8883, false"
  })
  void address(String text, String written, boolean isLoopback) {
    BrokerAddress address = BrokerAddress.parse(text).orElseThrow();
    assertEquals(written, address.toString());
    assertEquals(isLoopback, address.isLoopback());
  }

  @Test
  void anotherMachineNeedsTlsAndCredentials() {
    List<String> remote = List.of("mqtt://10.0.0.5");
    assertEquals(List.of("addresses[0]", "addresses[0]"), paths(good().addresses(remote).build()));
    assertEquals(
        List.of("addresses[0]"), paths(good().addresses(remote).username("bridge").build()));
    assertEquals(
        List.of("addresses[0]"), paths(good().addresses(List.of("mqtts://10.0.0.5")).build()));
  }

  @ParameterizedTest(name = "{0} <- {1}")
  @CsvSource({
    "a/#/b, x, filter",
    "'', x, filter",
    "a+, x, filter",
    "$share/g/a, x, filter",
    "a/+, x/{2}, node",
    "a/b, x/{1}, node",
    "a/+, x/{*}, node",
    "a/+, x/{level:3}, node",
    "a/+, x/{level:0}, node",
    "a/+, x/{0}, node",
    "a/+, x/{10}, node",
    "a/+, x/{}, node",
    "a/+, x/{1, node",
    "a/+, x/1}, node",
    "a/+, $x, node",
    "a/+, x/#, node",
    "a/+, '', node"
  })
  void wrongSubscription(String filter, String node, String key) {
    assertEquals(
        List.of("subscribe[0]." + key),
        paths(good().subscribe(List.of(subscribe(filter, node))).build()));
  }

  @Test
  void eachPartOfASubscriptionIsJudged() {
    SubscribeMapping mapping =
        SubscribeMapping.builder("a")
            .qos(3)
            .group("a/b")
            .id("json:id")
            .template(" ")
            .publishAs("example.org")
            .build();
    assertEquals(
        List.of(
            "subscribe[0].qos",
            "subscribe[0].group",
            "subscribe[0].id",
            "subscribe[0].create.template",
            "subscribe[0].publish_as"),
        paths(good().subscribe(List.of(mapping)).build()));
  }

  @Test
  void anEntryThatIsNeverReachedIsTold() {
    BridgeOptions options =
        good().subscribe(List.of(subscribe("a/#", "x"), subscribe("a/+/b", "y"))).build();
    assertEquals(List.of("subscribe[1].filter"), paths(options));
    BridgeOptions narrowFirst =
        good().subscribe(List.of(subscribe("a/+/b", "y"), subscribe("a/#", "x"))).build();
    assertEquals(List.of(), paths(narrowFirst));
  }

  @Test
  void eachPartOfAPublicationIsJudged() {
    PublishMapping none = PublishMapping.builder(List.of(), "t").qos(-1).build();
    PublishMapping group = PublishMapping.builder(List.of("a/#", "b", "c"), "t/{*}").build();
    PublishMapping wildcard = PublishMapping.builder(List.of("a", "b"), "t/+").build();
    assertEquals(
        List.of(
            "publish[0].nodes",
            "publish[0].qos",
            "publish[1].topic",
            "publish[1].topic",
            "publish[2].topic"),
        paths(good().publish(List.of(none, group, wildcard)).build()));
  }

  @Test
  void aTopicThatComesBackIsRefusedOn311() {
    BridgeOptions.Builder loop =
        good()
            .subscribe(List.of(subscribe("a/b", "x"), subscribe("plant/+/state", "y/{1}")))
            .publish(List.of(publish("y/#", "plant/{*}")));
    assertEquals(List.of(), paths(loop.version(ProtocolVersion.V5).build()));
    for (ProtocolVersion version : List.of(ProtocolVersion.V3_1_1, ProtocolVersion.AUTO)) {
      List<BridgeProblem> problems = BridgeCheck.problems(loop.version(version).build());
      assertEquals(
          List.of("publish[0].topic"), problems.stream().map(BridgeProblem::path).toList());
      assertTrue(problems.get(0).message().contains("subscribe[1]"), problems.get(0).message());
      assertTrue(problems.get(0).remedy().contains("loop_guard: hash"));
    }
    assertEquals(List.of(), paths(loop.loopGuard(LoopGuard.HASH).build()));
  }

  @Test
  void topicsThatStayApartAreNoLoop() {
    BridgeOptions apart =
        good()
            .version(ProtocolVersion.V3_1_1)
            .subscribe(List.of(subscribe("up/+/state", "y/{1}"), subscribe("down", "z")))
            .publish(List.of(publish("y/+", "down/{1}"), publish("x/+/+", "up/{1}/{2}/set")))
            .build();
    assertEquals(List.of(), paths(apart));
  }

  @Test
  void eachPartOfPresenceIsJudged() {
    PresenceMapping several = PresenceMapping.of("a/#", "x/{*}");
    PresenceMapping twice =
        new PresenceMapping("a/+", "{1}", List.of("on", "x"), List.of("off", "x"), List.of());
    PresenceMapping never = new PresenceMapping("a/+", "{2}", List.of(), List.of("off"), List.of());
    assertEquals(
        List.of(
            "presence[0].device",
            "presence[1].available",
            "presence[2].device",
            "presence[2].available"),
        paths(good().presence(List.of(several, twice, never)).build()));
  }

  @Test
  void bridgesHaveNamesOfTheirOwn() {
    List<BridgeProblem> problems =
        BridgeCheck.problems(List.of(good().build(), good().maxInflight(0).build()));
    assertEquals(
        List.of("bridges[1].name", "bridges[1].max_inflight"),
        problems.stream().map(BridgeProblem::path).toList());
  }

  @Test
  void twoBridgesMakeNoRingBy311() {
    BridgeOptions in = good().subscribe(List.of(subscribe("ring/#", "demo/ring/{*}"))).build();
    BridgeOptions.Builder out =
        good("other").publish(List.of(publish("x", "y"), publish("demo/#", "ring/{*}")));
    for (ProtocolVersion version : List.of(ProtocolVersion.V3_1_1, ProtocolVersion.AUTO)) {
      List<BridgeProblem> problems =
          BridgeCheck.problems(List.of(in, out.version(version).build()));
      assertEquals(
          List.of("bridges[1].publish[1].topic"),
          problems.stream().map(BridgeProblem::path).toList());
      assertTrue(problems.get(0).message().contains("subscribe[0] of the bridge 'plant-a'"));
    }
    assertEquals(
        List.of(), BridgeCheck.problems(List.of(in, out.version(ProtocolVersion.V5).build())));
    BridgeOptions.Builder apart = out.version(ProtocolVersion.V3_1_1);
    assertEquals(
        List.of(),
        BridgeCheck.problems(
            List.of(in, apart.publish(List.of(publish("sent/#", "ring/{*}"))).build())),
        "other nodes");
    assertEquals(
        List.of(),
        BridgeCheck.problems(
            List.of(in, apart.publish(List.of(publish("demo/#", "up/{*}"))).build())),
        "other topics");
    assertEquals(
        List.of(),
        BridgeCheck.problems(
            List.of(
                in,
                apart
                    .publish(List.of(publish("demo/#", "ring/{*}")))
                    .addresses(List.of("mqtt://127.0.0.1:9"))
                    .build())),
        "another broker");
  }

  @Test
  void thePasswordIsNotWritten() {
    assertFalse(good().username("u").password("secret").build().toString().contains("secret"));
  }

  @Test
  void wordsAreReadAsTheyAreWritten() {
    assertEquals(PayloadKind.HA_DISCOVERY, PayloadKind.of("ha-discovery").orElseThrow());
    assertEquals(RetainRule.NEVER, RetainRule.of("false").orElseThrow());
    assertEquals(ProtocolVersion.V3_1_1, ProtocolVersion.of("3.1.1").orElseThrow());
    assertTrue(LoopGuard.of("HASH").isEmpty());
  }
}
