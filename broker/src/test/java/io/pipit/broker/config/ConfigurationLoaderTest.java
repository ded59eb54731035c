package io.pipit.broker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.config.Configuration.Registration;
import io.pipit.broker.config.Configuration.TlsMode;
import io.pipit.broker.config.ConfigurationLoader.Flag;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.Settings.Shown;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {

  private final Path folder;

  ConfigurationLoaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Loaded load(Map<String, String> environment, Map<String, Flag> flags)
      throws ConfigurationException {
    return ConfigurationLoader.load(folder, environment, Optional.empty(), flags);
  }

  private void file(String yaml) throws Exception {
    Files.createDirectories(folder.resolve("etc"));
    Files.writeString(folder.resolve("etc/pipit.yml"), yaml);
  }

  @Test
  void nothingGivenIsTryOutModeOnLoopback() throws Exception {
    Loaded loaded = load(Map.of(), Map.of());
    assertEquals(Optional.empty(), loaded.file());
    assertFalse(loaded.namesDomain());
    Configuration configuration = loaded.configuration();
    assertEquals(Configuration.defaults(), configuration);
    assertEquals("localhost", configuration.domain());
    assertEquals(
        new Configuration.C2s("127.0.0.1", 5222, TlsMode.REQUIRED),
        configuration.listeners().c2s());
    assertEquals(10_000, configuration.limits().unauthenticated().stanzaBytes());
    assertEquals(262_144, configuration.limits().authenticated().stanzaBytes());
    assertEquals(Duration.ofSeconds(30), configuration.limits().bindTime());
    assertEquals(131_072, configuration.quotas().payloadBytes());
  }

  @Test
  void laterSourcesWin() throws Exception {
    file("domain: file.example\nlisteners:\n  c2s: {port: 1}\n  http: {port: 2}\n");
    Loaded loaded =
        load(
            Map.of("PIPIT_LISTENERS__C2S__PORT", "3", "PIPIT_LISTENERS__HTTP__PORT", "4"),
            Map.of("listeners.http.port", new Flag("--set", "5")));
    assertEquals("file.example", loaded.configuration().domain());
    assertEquals(3, loaded.configuration().listeners().c2s().port());
    assertEquals(5, loaded.configuration().listeners().http().port());
    assertEquals(Optional.of("etc/pipit.yml"), loaded.file());
    assertTrue(loaded.namesDomain());
    assertEquals(
        List.of(
            new Shown("domain", "file.example", "etc/pipit.yml:1:9", true),
            new Shown("listeners.c2s.port", "3", "$PIPIT_LISTENERS__C2S__PORT", true),
            new Shown("listeners.http.port", "5", "--set", true)),
        loaded.settings().shown().stream().filter(Shown::isSet).toList());
  }

  @Test
  void everyFixedEnvironmentNameIsKnown() throws Exception {
    Loaded loaded =
        load(
            Map.ofEntries(
                Map.entry("PIPIT_DOMAIN", "example.org"),
                Map.entry("PIPIT_DATA", "d"),
                Map.entry("PIPIT_LISTENERS__C2S__HOST", "localhost"),
                Map.entry("PIPIT_LISTENERS__C2S__PORT", "0"),
                Map.entry("PIPIT_LISTENERS__C2S__TLS", "off"),
                Map.entry("PIPIT_LISTENERS__C2S_TLS__PORT", "0"),
                Map.entry("PIPIT_LISTENERS__HTTP__PORT", "0"),
                Map.entry("PIPIT_AUTH__REGISTRATION", "open"),
                Map.entry("PIPIT_LIMITS__STANZA_BYTES", "65536"),
                Map.entry("PIPIT_LIMITS__BIND_TIME", "5s"),
                Map.entry("PIPIT_LISTENERS__MQTT__HOST", "127.0.0.1"),
                Map.entry("PIPIT_LISTENERS__MQTT__PORT", "0"),
                Map.entry("PIPIT_LISTENERS__MQTT__TLS", "off"),
                Map.entry("PIPIT_LIMITS__SM_QUEUE", "5")),
            Map.of());
    Configuration configuration = loaded.configuration();
    assertEquals(TlsMode.OFF, configuration.listeners().c2s().tls());
    assertEquals(Registration.OPEN, configuration.auth().registration());
    assertEquals(65_536, configuration.limits().authenticated().stanzaBytes());
    assertEquals(Path.of("d"), configuration.data());
    assertEquals(
        List.of("limits.sm_queue ($PIPIT_LIMITS__SM_QUEUE) is not yet available; ignored"),
        loaded.settings().notices());
  }

  @Test
  void variablesOfOthersAreLeftAlone() throws Exception {
    Map<String, String> links =
        Map.ofEntries(
            Map.entry("PIPIT_SERVICE_HOST", "10.0.0.1"),
            Map.entry("PIPIT_SERVICE_PORT", "5222"),
            Map.entry("PIPIT_SERVICE_PORT_C2S_TLS", "5223"),
            Map.entry("PIPIT_PORT", "tcp://10.0.0.1:5222"),
            Map.entry("PIPIT_PORT_5222_TCP", "tcp://10.0.0.1:5222"),
            Map.entry("PIPIT_PORT_5222_TCP_ADDR", "10.0.0.1"),
            Map.entry("PIPIT_PORT_5222_TCP_PORT", "5222"),
            Map.entry("PIPIT_PORT_5222_TCP_PROTO", "tcp"),
            Map.entry("PIPIT_DATA_SERVICE_HOST", "10.0.0.2"),
            Map.entry("PIPIT_DATA_PORT", "tcp://10.0.0.2:80"),
            Map.entry("PIPIT_JAVA_OPTS", "-Xmx1g"),
            Map.entry("PATH", "/bin"));
    assertEquals(List.of(), load(links, Map.of()).warnings());
  }

  @Test
  void otherVariablesAreIgnoredWithAWarning() throws Exception {
    assertEquals(
        List.of(
            "$PIPIT_DATA_PORT is no setting of Pipit and is ignored",
            "$PIPIT_HELLO is no setting of Pipit and is ignored"),
        load(Map.of("PIPIT_HELLO", "1", "PIPIT_DATA_PORT", "80", "PATHS", "x"), Map.of())
            .warnings());
  }

  @Test
  void bareSizesAreBytes() throws Exception {
    Configuration.Limits limits =
        load(
                Map.of("PIPIT_LIMITS__STANZA_BYTES", "262144"),
                Map.of(
                    "limits.whitespace", new Flag("--set", "100"),
                    "limits.inbound_burst", new Flag("--set", "1048576")))
            .configuration()
            .limits();
    assertEquals(262_144, limits.authenticated().stanzaBytes());
    assertEquals(100, limits.authenticated().whitespaceBytes());
    assertEquals(1_048_576, limits.inboundBurstBytes());
  }

  @Test
  void referencesAreReplacedAndFilesHidden() throws Exception {
    Files.writeString(folder.resolve("name"), "pea\n");
    file("domain: ${env:HOST_PART}.${file:name}.example\ndata: ${env:FOLDER}\n");
    Loaded loaded =
        load(
            Map.of("HOST_PART", "a", "FOLDER", "a$1"), Map.of("domain", new Flag("--domain", "x")));
    assertEquals("x", loaded.configuration().domain());
    assertEquals(Path.of("a$1"), loaded.configuration().data());
    file("domain: ${env:HOST_PART}.${file:name}.example\n");
    loaded = load(Map.of("HOST_PART", "b"), Map.of());
    assertEquals("b.pea.example", loaded.configuration().domain());
    assertEquals(
        new Shown("domain", "***", "etc/pipit.yml:1:9", true), loaded.settings().shown().get(0));
  }

  @Test
  void valueFromAFileOfTheEnvironment() throws Exception {
    Files.writeString(folder.resolve("name"), "example.net\n");
    Loaded loaded = load(Map.of("PIPIT_DOMAIN_FILE", "name"), Map.of());
    assertEquals("example.net", loaded.configuration().domain());
    assertEquals(
        new Shown("domain", "***", "$PIPIT_DOMAIN_FILE", true), loaded.settings().shown().get(0));
  }

  @Test
  void listsAndUnits() throws Exception {
    file(
        """
        init:
          users: ["admin:a.txt", "app:b.txt"]
        limits:
          address_exempt: []
          inbound_rate: 1MiB/s
          name_bytes: 512
          idle: 2m
          unauth:
            stanza_bytes: 4KiB
        """);
    Configuration configuration = load(Map.of(), Map.of()).configuration();
    assertEquals(
        List.of(
            new Configuration.FirstAccount("admin", Path.of("a.txt")),
            new Configuration.FirstAccount("app", Path.of("b.txt"))),
        configuration.init().users());
    assertEquals(List.of(), configuration.limits().addressExempt());
    assertEquals(1 << 20, configuration.limits().authenticated().inboundBytesPerSecond());
    assertEquals(512, configuration.limits().authenticated().nameBytes());
    assertEquals(Duration.ofMinutes(2), configuration.limits().idle());
    assertEquals(4096, configuration.limits().unauthenticated().stanzaBytes());
    assertEquals(
        List.of(new Configuration.FirstAccount("admin", Path.of("f"))),
        load(Map.of("PIPIT_INIT__USERS", "admin:f"), Map.of()).configuration().init().users());
  }

  @Test
  void contactHasAPurposeAndAnAbsoluteUri() throws Exception {
    Map<String, String> contact = Map.of("PIPIT_SERVICE__CONTACTS", "security:mailto:s@localhost");
    assertEquals(
        List.of(new Configuration.Contact("security", URI.create("mailto:s@localhost"))),
        load(contact, Map.of()).configuration().service().contacts());
    for (String wrong :
        List.of("mailto:s@localhost", "security:", "security:s", "security:a b:c")) {
      assertThrows(
          ConfigurationException.class,
          () -> load(Map.of("PIPIT_SERVICE__CONTACTS", wrong), Map.of()),
          wrong);
    }
  }

  @Test
  void emptyFileIsNoMistake() throws Exception {
    file("# nothing\n");
    assertEquals(Configuration.defaults(), load(Map.of(), Map.of()).configuration());
  }

  @Test
  void addressBlocksHoldTheirAddresses() throws Exception {
    AddressBlock block = AddressBlock.parse("10.1.0.0/12").orElseThrow();
    assertTrue(block.contains(AddressBlock.literal("10.15.255.255").orElseThrow()));
    assertFalse(block.contains(AddressBlock.literal("10.16.0.0").orElseThrow()));
    assertFalse(block.contains(AddressBlock.literal("::1").orElseThrow()));
    assertTrue(
        AddressBlock.parse("0.0.0.0/0")
            .orElseThrow()
            .contains(AddressBlock.literal("9.9.9.9").orElseThrow()));
    assertEquals(Optional.empty(), AddressBlock.parse("10.0.0.0/33"));
    assertEquals(Optional.empty(), AddressBlock.parse("999.0.0.0"));
    assertTrue(AddressBlock.isLoopback("::1"));
    assertTrue(AddressBlock.isLoopback("127.9.9.9"));
    assertFalse(AddressBlock.isLoopback("example.org"));
  }
}
