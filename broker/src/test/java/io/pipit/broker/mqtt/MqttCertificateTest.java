package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.interop.ForeignProgram;
import io.pipit.broker.mqtt.codec.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that show a certificate in place of a password, on a node that serves guests too. */
@Timeout(180)
class MqttCertificateTest {

  private static final byte[] NONE = {};
  private static Path folder;
  private static ClientKeys keys;
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path shared) throws Exception {
    folder = shared;
    keys =
        new ClientKeys(folder)
            .signed("juliet", "CN=juliet,O=Capulet")
            .signed("nobody", "CN=nobody")
            .signed(
                "addresses",
                "CN=juliet",
                "-ext",
                ClientKeys.xmppAddresses("romeo@localhost", "benvolio@localhost"))
            .signed(
                "elsewhere", "CN=juliet", "-ext", ClientKeys.xmppAddresses("juliet@example.org"))
            .signed("expired", "CN=juliet", "-startdate", "-3d", "-validity", "1")
            .signed("server", "CN=juliet", "-ext", "eku=serverAuth")
            .selfSigned("stranger", "CN=juliet");
    node =
        TestNode.start(
                folder, Map.of("PIPIT_LISTENERS__MQTTS__CLIENT_CA", keys.authority().toString()))
            .account("juliet", "secret")
            .account("romeo", "secret")
            .account("benvolio", "secret");
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  private static RawMqttClient connect(String alias) throws Exception {
    return connect(keys.context(node.certificateFile(), alias));
  }

  private static RawMqttClient connect(SSLContext context) throws IOException {
    return RawMqttClient.tls(node.mqttTlsPort(), context);
  }

  /** A CONNECT without a password; without a user name too when that is empty. */
  private static byte[] connect(int version, String userName) {
    return packet(
        0x10,
        "MQTT",
        version,
        userName.isEmpty() ? 0x02 : 0x82,
        0,
        60,
        version == 5 ? properties() : NONE,
        "phone",
        userName.isEmpty() ? NONE : bytes(userName));
  }

  /** What a node that the client may publish to says in its PUBACK. */
  private static int published(RawMqttClient client, String topic) throws IOException {
    client.send(packet(0x32, topic, 0, 1, properties(), bytes(1)));
    RawMqttClient.Received puback = client.next();
    assertEquals(0x40, puback.first());
    return puback.body().length > 2 ? puback.at(2) : 0;
  }

  /** Makes a node of an account, so that nobody else publishes to it. */
  private static String nodeOf(String account) throws Exception {
    String topic = "of/" + account;
    try (RawMqttClient client = new RawMqttClient(node.mqttPort())) {
      client.send(RawMqttClient.connect(5, "maker", account, "secret"));
      client.expectConnack(0);
      assertNotEquals(ReasonCode.NOT_AUTHORIZED, published(client, topic));
    }
    return topic;
  }

  private static void expectToBe(RawMqttClient client, String account) throws Exception {
    client.expectConnack(0);
    assertNotEquals(ReasonCode.NOT_AUTHORIZED, published(client, nodeOf(account)));
    String other = account.equals("juliet") ? "romeo" : "juliet";
    assertEquals(ReasonCode.NOT_AUTHORIZED, published(client, nodeOf(other)));
  }

  // ---- whom a certificate names

  @ParameterizedTest
  @ValueSource(strings = {"", "juliet", "juliet@localhost", "JULIET"})
  void commonNameIsTheAccount(String userName) throws Exception {
    try (RawMqttClient client = connect("juliet")) {
      client.send(connect(5, userName));
      expectToBe(client, "juliet");
    }
  }

  @Test
  void clientOfMqtt311ShowsACertificate() throws Exception {
    try (RawMqttClient client = connect("juliet")) {
      client.send(connect(4, ""));
      client.expectConnack(0);
      client.ping();
    }
  }

  @Test
  void addressIsTheAccountWhateverTheCommonNameSays() throws Exception {
    try (RawMqttClient client = connect("addresses")) {
      client.send(connect(5, "romeo"));
      expectToBe(client, "romeo");
    }
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "juliet, romeo", // somebody else
    "juliet, juliet@example.org",
    "addresses, ''", // it names two
    "addresses, juliet", // by its common name only
    "nobody, ''", // no such account, and no guest
    "nobody, nobody",
    "elsewhere, ''", // an account of another domain
    "elsewhere, juliet"
  })
  void certificateThatDoesNotNameTheAccountIsRefused(String alias, String userName)
      throws Exception {
    try (RawMqttClient client = connect(alias)) {
      client.send(connect(5, userName));
      client.expectConnack(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
      client.expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stranger", "expired", "server"})
  void certificateThatTheAuthorityDoesNotVouchForEndsTls(String alias) throws Exception {
    // With TLS 1.3 the client learns of it when it reads.
    assertThrows(
        IOException.class,
        () -> {
          try (RawMqttClient client = connect(alias)) {
            client.send(connect(5, ""));
            client.expectConnack(0);
          }
        });
  }

  // ---- beside passwords

  @Test
  void passwordCountsMoreThanACertificate() throws Exception {
    try (RawMqttClient client = connect("juliet")) {
      client.send(RawMqttClient.connect(5, "phone", "romeo", "secret"));
      expectToBe(client, "romeo");
    }
    try (RawMqttClient client = connect("juliet")) {
      client.send(RawMqttClient.connect(5, "phone", "juliet", "wrong"));
      client.expectConnack(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }
  }

  @Test
  void nobodyNeedsACertificate() throws Exception {
    try (RawMqttClient client = connect("")) {
      client.send(RawMqttClient.connect(5, "phone", "romeo", "secret"));
      client.expectConnack(0);
    }
    try (RawMqttClient guest = connect("")) {
      guest.send(connect(5, ""));
      guest.expectConnack(0);
      assertEquals(ReasonCode.NOT_AUTHORIZED, published(guest, "not-demo"));
    }
    try (RawMqttClient client = connect("")) {
      client.send(connect(5, "juliet"));
      client.expectConnack(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }
  }

  @Test
  void extendedAuthenticationIsRefusedWithACertificateToo() throws Exception {
    try (RawMqttClient client = connect("juliet")) {
      client.send(packet(0x10, "MQTT", 5, 0x02, 0, 60, properties(0x15, "SCRAM-SHA-256"), "phone"));
      client.expectConnack(ReasonCode.BAD_AUTHENTICATION_METHOD);
    }
  }

  @Test
  void certificateEndsWithItsAccount() throws Exception {
    keys.signed("mercutio", "CN=mercutio");
    node.account("mercutio", "secret");
    SSLContext context = keys.context(node.certificateFile(), "mercutio");
    try (RawMqttClient client = connect(context)) {
      client.send(connect(5, ""));
      client.expectConnack(0);
      node.removeAccount("mercutio");
      client.expectDisconnect(ReasonCode.NOT_AUTHORIZED);
    }
    // TLS goes on where it was, and that changes nothing.
    try (RawMqttClient client = connect(context)) {
      client.send(connect(5, ""));
      client.expectConnack(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }
  }

  @Test
  void resumedTlsStillHasTheCertificate() throws Exception {
    SSLContext context = keys.context(node.certificateFile(), "juliet");
    for (int i = 0; i < 3; i++) {
      try (RawMqttClient client = connect(context)) {
        client.send(connect(5, ""));
        client.expectConnack(0);
        client.ping();
      }
    }
  }

  // ---- foreign clients, and mistakes of an operator

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void mosquittoShowsACertificate(String version) throws Exception {
    Path program = Path.of("/usr/bin/mosquitto_pub");
    ForeignProgram.requireProgram(program, "mosquitto-clients");
    List<String> command = new ArrayList<>(List.of(program.toString(), "-V", version));
    command.addAll(List.of("-h", "localhost", "-p", String.valueOf(node.mqttTlsPort())));
    command.addAll(List.of("--cafile", node.certificateFile().toString(), "-q", "1"));
    command.addAll(List.of("-t", "certified/" + version, "-m", "m"));
    ForeignProgram.Result asGuest = ForeignProgram.run(folder, command);
    assertTrue(
        version.equals("311") || asGuest.output().contains("Not authorized"), asGuest.output());
    command.addAll(List.of("--cert", keys.pem("juliet").toString()));
    command.addAll(List.of("--key", keys.key("juliet").toString(), "-d"));
    ForeignProgram.Result certified = ForeignProgram.run(folder, command);
    assertEquals(0, certified.exit(), certified.output());
    assertTrue(certified.output().contains("received PUBACK"), certified.output());
    assertTrue(version.equals("311") || certified.output().contains("RC:16"), certified.output());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nothing\n", "-----BEGIN CERTIFICATE-----AA==-----END CERTIFICATE-----"})
  void fileWithoutAuthoritiesIsRefused(String text, @TempDir Path other) throws Exception {
    Path file = Files.writeString(other.resolve("ca.pem"), text);
    expectRefused(other, file);
  }

  @Test
  void missingFileIsRefused(@TempDir Path other) {
    expectRefused(other, other.resolve("ca.pem"));
  }

  private static void expectRefused(Path other, Path file) {
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                TestNode.start(other, Map.of("PIPIT_LISTENERS__MQTTS__CLIENT_CA", file.toString()))
                    .close());
    String said = String.valueOf(refused.getCause());
    assertTrue(said.contains("ca.pem") && said.contains("E1012"), said);
  }
}
