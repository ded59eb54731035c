package io.pipit.broker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.BridgeOptions;
import io.pipit.bridges.mqtt.BufferOptions.Overflow;
import io.pipit.bridges.mqtt.PayloadKind;
import io.pipit.bridges.mqtt.PresenceMapping;
import io.pipit.bridges.mqtt.ProtocolVersion;
import io.pipit.bridges.mqtt.PublishMapping;
import io.pipit.bridges.mqtt.SubscribeMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bridges}: a list of mappings. */
class BridgeKeysTest {

  private static final String ALL =
      """
      pubsub:
        templates: ["telemetry=plant/# max_items=10", "#"]
      bridges:
        - name: plant-a
          type: mqtt
          enabled: true
          required: true
          addresses: ["mqtts://10.0.0.5:8883", "mqtts://10.0.0.6:8883"]
          version: auto
          client_id: "pipit-{node}-plant-a"
          username: bridge
          password: ${file:secret}
          keepalive: 40s
          clean_start: false
          state_expiry: 2d
          connect_timeout: 5s
          backoff: {base: 2s, cap: 30s, stable: 10s}
          max_inflight: 7
          max_nodes: 8
          tls: {cafile: ca.pem, verify_hostname: false, min_version: "1.3", alpn: [mqtt]}
          status: {topic: "pipit/{node}/x", node: ""}
          buffer: {max_items: 5, max_bytes: 1MiB, max_age: 1h, overflow: block, sync: 1s, drain_rate: 9/s}
          loop_guard: hash
          subscribe:
            - filter: "sensors/+/+/telemetry"
              node: "plant-a/{1}/{2}/telemetry"
              qos: 2
              group: null
              payload: json
              id: "property:key"
              retained: ignore
              on_empty: publish
              create: {template: telemetry}
              publish_as: feeder@localhost
            - filter: "a,b/#"
          publish:
            - nodes: ["commands/x,y/#", "other/#"]
              topic: "cmd/{*}"
              qos: auto
              retain: auto
              on_retract: ignore
              expiry: from_item
          presence:
            - filter: "sensors/+/+/$state"
              device: "{2}"
              away: ["sleeping", "zzz"]
        - {name: other, addresses: ["mqtt://localhost"]}
      """;

  private final Path folder;

  BridgeKeysTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ConfigurationLoader.Loaded load(String yaml, Map<String, String> environment)
      throws Exception {
    Files.createDirectories(folder.resolve("etc"));
    Files.writeString(folder.resolve("etc/pipit.yml"), yaml);
    return ConfigurationLoader.load(folder, environment, Optional.empty(), Map.of());
  }

  private ConfigurationLoader.Loaded all() throws Exception {
    Files.writeString(folder.resolve("secret"), "hunter2\n");
    return load(ALL, Map.of());
  }

  private List<String> problems(String yaml, Map<String, String> environment) {
    return assertThrows(ConfigurationException.class, () -> load(yaml, environment))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void everyKeyOfABridgeIsRead() throws Exception {
    BridgeOptions bridge = all().configuration().bridges().get(0);
    assertEquals("plant-a", bridge.name());
    assertTrue(bridge.required());
    assertEquals(List.of("mqtts://10.0.0.5:8883", "mqtts://10.0.0.6:8883"), bridge.addresses());
    assertEquals(ProtocolVersion.AUTO, bridge.version());
    assertEquals("pipit-{node}-plant-a", bridge.clientId());
    assertEquals("bridge", bridge.username());
    assertEquals("hunter2", bridge.password());
    assertEquals(Duration.ofSeconds(40), bridge.keepalive());
    assertEquals(Duration.ofDays(2), bridge.stateExpiry());
    assertEquals(Duration.ofSeconds(5), bridge.connectTimeout());
    assertEquals(Duration.ofSeconds(30), bridge.backoff().cap());
    assertEquals(7, bridge.maxInflight());
    assertEquals(8, bridge.maxNodes());
    assertEquals(folder.resolve("ca.pem"), bridge.tls().cafile());
    assertFalse(bridge.tls().verifyHostname());
    assertEquals("1.3", bridge.tls().minVersion());
    assertEquals(List.of("mqtt"), bridge.tls().alpn());
    assertEquals("", bridge.status().node());
    assertEquals(1 << 20, bridge.buffer().maxBytes());
    assertEquals(Overflow.BLOCK, bridge.buffer().overflow());
    assertEquals(9, bridge.buffer().drainRate());
    SubscribeMapping first = bridge.subscribe().get(0);
    assertEquals(2, first.qos());
    assertEquals(null, first.group());
    assertEquals(PayloadKind.JSON, first.payload());
    assertEquals("property:key", first.id());
    assertEquals("telemetry", first.template());
    assertEquals("feeder@localhost", first.publishAs());
    assertEquals("a,b/#", bridge.subscribe().get(1).filter());
    PublishMapping publish = bridge.publish().get(0);
    assertEquals(List.of("commands/x,y/#", "other/#"), publish.nodes());
    assertEquals(null, publish.qos());
    PresenceMapping presence = bridge.presence().get(0);
    assertEquals(List.of("sleeping", "zzz"), presence.away());
    assertEquals(List.of("disconnected", "lost"), presence.unavailable());
  }

  @Test
  void whatIsNotGivenIsAsTheBridgeHasIt() throws Exception {
    assertEquals(
        BridgeOptions.builder("other").addresses(List.of("mqtt://localhost")).build(),
        all().configuration().bridges().get(1));
    SubscribeMapping second = all().configuration().bridges().get(0).subscribe().get(1);
    assertEquals(SubscribeMapping.builder("a,b/#").build(), second);
  }

  @Test
  void secretsAreNeverShown() throws Exception {
    Settings.Shown shown = shown(all());
    assertFalse(shown.value().contains("hunter2"), shown.value());
    assertTrue(shown.value().contains("\"password\":\"***\""), shown.value());
    assertTrue(shown.value().contains("\"keepalive\":\"40s\""), shown.value());
    assertTrue(shown.origin().startsWith("etc/pipit.yml:4:"), shown.origin());
    String plain =
        "bridges: [{name: a, addresses: ['mqtt://localhost'], username: u, password: pw1}]";
    assertFalse(shown(load(plain, Map.of())).value().contains("pw1"));
    assertFalse(load(plain, Map.of()).configuration().bridges().toString().contains("pw1"));
  }

  private static Settings.Shown shown(ConfigurationLoader.Loaded loaded) {
    return loaded.settings().shown().stream()
        .filter(each -> each.path().equals("bridges"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void environmentReplacesTheList() throws Exception {
    Files.writeString(folder.resolve("secret"), "hunter2\n");
    String text =
        "[{name: b, addresses: ['mqtt://localhost:1'], username: u, password: '${env:PW}'}]";
    BridgeOptions bridge =
        load(ALL, Map.of("PIPIT_BRIDGES", text, "PW", "x")).configuration().bridges().get(0);
    assertEquals("b", bridge.name());
    assertEquals("x", bridge.password());
    Files.writeString(folder.resolve("list.yml"), "- name: c\n  addresses: ['mqtt://localhost']\n");
    assertEquals(
        "c",
        load(ALL, Map.of("PIPIT_BRIDGES_FILE", "list.yml"))
            .configuration()
            .bridges()
            .get(0)
            .name());
    assertEquals(
        List.of("$PIPIT_BRIDGES:1:12: unknown key 'adresses'; did you mean 'addresses'? [E1004]"),
        problems("domain: a", Map.of("PIPIT_BRIDGES", "[{name: b, adresses: []}]")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          bridges: {name: a}          | 1:10: 'bridges' takes a list of keys, not keys [E1003]
          bridges: a                  | 1:10: 'bridges' takes a list of keys, not a single value [E1003]
          bridges: [a]                | 1:11: an element of 'bridges' takes keys, not a single value [E1003]
          bridges: [{nmae: a}]        | 1:12: unknown key 'nmae'; did you mean 'name'? [E1004]
          bridges: [{name: a, tls: {cafle: b}}] | 1:27: unknown key 'cafle'; did you mean 'cafile'? [E1004]
          bridges: [{subscribe: [{fliter: b}]}] | 1:25: unknown key 'fliter'; did you mean 'filter'? [E1004]
          bridges: [{subscribe: {filter: b}}]   | 1:23: 'subscribe' takes a list of keys, not keys [E1003]
          bridges: [{name: a, name: b}]         | 1:21: 'name' is given twice [E1009]
          bridges: [{keepalive: 30}]            | 1:23: keepalive: '30' has no unit; write for example 30s (ms, s, m, h, d) [E1006]
          bridges: [{version: 4}]               | 1:21: version: '4' is not one of 5, 3.1.1, auto; did you mean '5'? [E1005]
          bridges: [{buffer: {drain_rate: 9}}]  | 1:33: buffer.drain_rate: '9' has no unit; write for example 2000/s [E1006]
          bridges: [{name: null}]               | 1:18: 'name' has no value [E1003]
          bridges: [{password: "${file:nope}"}] | 1:22: the file 'nope' cannot be read: there is no such file [E1008]
          """)
  void oneMistake(String yaml, String expected) {
    assertEquals(List.of("etc/pipit.yml:" + expected), problems(yaml, Map.of()));
  }

  @Test
  void whatIsWrongWithABridgeHasThePlaceOfItsKey() {
    String yaml =
        """
        bridges:
          - name: Plant
            addresses:
              - mqtt://10.0.0.5
            subscribe:
              - filter: a/#
                node: "x/{3}"
              - filter: a/b
          - name: a
          - name: a
            addresses: ["mqtt://localhost"]
        """;
    List<String> places =
        problems(yaml, Map.of()).stream()
            .map(problem -> problem.replaceAll("^(\\S+ \\S+) .*", "$1"))
            .distinct()
            .toList();
    assertEquals(
        List.of(
            "etc/pipit.yml:2:11: bridges[0].name:",
            "etc/pipit.yml:4:7: bridges[0].addresses[0]:",
            "etc/pipit.yml:7:15: bridges[0].subscribe[0].node:",
            "etc/pipit.yml:8:17: bridges[0].subscribe[1].filter:",
            "etc/pipit.yml:9:5: bridges[1].addresses:",
            "etc/pipit.yml:10:11: bridges[2].name:"),
        places);
  }

  @Test
  void templateHasToBeThere() {
    String yaml =
        """
        pubsub: {templates: ["telemetry=a/#", "#"]}
        bridges:
          - name: a
            addresses: ["mqtt://localhost"]
            subscribe: [{filter: "a/#", create: {template: telemtry}}]
        """;
    assertEquals(
        List.of(
            "etc/pipit.yml:3:3: bridges[0].subscribe[0].create.template: pubsub.templates has no"
                + " 'telemtry'; did you mean 'telemetry'? [E1005]"),
        problems(yaml, Map.of()));
  }

  @Test
  void changeOfASecretIsAChange() throws Exception {
    List<BridgeOptions> before = all().configuration().bridges();
    assertEquals(before, all().configuration().bridges());
    Files.writeString(folder.resolve("secret"), "other\n");
    assertFalse(before.equals(load(ALL, Map.of()).configuration().bridges()));
  }

  @Test
  void schemaAndTableHaveTheKeysOfLists() {
    assertTrue(ConfigurationText.table().contains("| `bridges[].subscribe[].filter` | text |"));
    assertTrue(ConfigurationText.schema().toString().contains("verify_hostname={"));
  }
}
