package io.pipit.broker.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One certificate is made for all tests, since keytool takes about a second. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificatesTest {

  private static final String DOMAIN = "example.org";

  private final Path folder;
  private final Configuration configuration;
  private final Path certfile;
  private final Path keyfile;

  CertificatesTest(@TempDir Path folder) throws ConfigurationException {
    this.folder = folder;
    this.configuration =
        ConfigurationLoader.load(
                folder,
                Map.of("PIPIT_DOMAIN", DOMAIN, "PIPIT_DATA", folder.resolve("data").toString()),
                Optional.empty(),
                Map.of())
            .configuration();
    this.certfile = Certificates.certificateFile(configuration);
    this.keyfile = Certificates.keyFile(configuration);
  }

  @BeforeAll
  void makeOne() throws Exception {
    assertEquals(Optional.empty(), Certificates.find(configuration, Instant.now()));
    Certificates.findOrMake(configuration, Instant.now());
  }

  private List<String> problems(Path cert, Path key, String domain, Instant now) {
    return assertThrows(
            ConfigurationException.class,
            () -> Certificates.load(cert, key, Optional.empty(), domain, now))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void selfSignedIsForTheDomainItsServiceAndThisMachine() throws Exception {
    ServerCertificate made = Certificates.find(configuration, Instant.now()).orElseThrow();
    assertEquals("EC", made.leaf().getPublicKey().getAlgorithm());
    assertEquals(
        List.of(DOMAIN, "pubsub." + DOMAIN, "localhost", "127.0.0.1"),
        made.leaf().getSubjectAlternativeNames().stream().map(entry -> entry.get(1)).toList());
    assertArrayEquals(Files.readAllBytes(certfile), made.chainPem());
    assertArrayEquals(Files.readAllBytes(keyfile), made.keyPem());
    assertFalse(made.toString().contains("PrivateKey"));
  }

  @Test
  void onlyTheOwnerReadsTheKey() throws Exception {
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyfile)));
    try (var files = Files.list(configuration.certificates())) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void keyOfTheOlderForm() throws Exception {
    byte[] pkcs8 = Certificates.find(configuration, Instant.now()).orElseThrow().key().getEncoded();
    // Behind version (3 bytes) and algorithm (21) comes the octet string with the SEC 1 key.
    byte[] sec1 = Arrays.copyOfRange(pkcs8, pkcs8.length - (pkcs8[1] - 3 - 21 - 2), pkcs8.length);
    Path old = folder.resolve("old.key");
    Files.writeString(old, PemFile.write("EC PRIVATE KEY", sec1));
    assertEquals(
        Certificates.find(configuration, Instant.now()).orElseThrow().key(),
        Certificates.load(certfile, old, Optional.empty(), DOMAIN, Instant.now()).key());
  }

  @Test
  void expired() {
    Instant later = Instant.now().plus(Duration.ofDays(1000));
    List<String> problems = problems(certfile, keyfile, DOMAIN, later);
    assertEquals(1, problems.size());
    assertTrue(
        problems.get(0).matches(".*example.org.crt: expired on .*Z \\[E1012]"), problems::toString);
  }

  @Test
  void notYetValid() {
    List<String> problems =
        problems(certfile, keyfile, DOMAIN, Instant.now().minus(Duration.ofDays(2)));
    assertTrue(problems.get(0).contains("is not valid before"), problems::toString);
  }

  @Test
  void otherDomain() {
    assertEquals(
        List.of(
            certfile
                + ": is not for the domain example.net but for example.org, pubsub.example.org,"
                + " localhost [E1012]"),
        problems(certfile, keyfile, "example.net", Instant.now()));
  }

  @Test
  void keyOfAnotherCertificate() throws Exception {
    Path other = folder.resolve("other.key");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    Files.writeString(
        other, PemFile.write("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()));
    assertEquals(
        List.of(other + ": is not the key of " + certfile + " [E1012]"),
        problems(certfile, other, DOMAIN, Instant.now()));
  }

  @Test
  void filesThatHoldSomethingElse() throws Exception {
    Path text = folder.resolve("text");
    Files.writeString(text, "hello");
    Path damaged = folder.resolve("damaged");
    Files.writeString(damaged, PemFile.write("CERTIFICATE", new byte[] {1, 2, 3}));
    assertEquals(
        List.of(text + ": holds no certificate in PEM [E1012]"),
        problems(text, keyfile, DOMAIN, Instant.now()));
    assertEquals(
        List.of(text + ": holds no private key in PEM without password [E1012]"),
        problems(certfile, text, DOMAIN, Instant.now()));
    assertEquals(
        List.of(folder.resolve("none") + ": cannot be read: there is no such file [E1012]"),
        problems(folder.resolve("none"), keyfile, DOMAIN, Instant.now()));
    assertTrue(
        problems(damaged, keyfile, DOMAIN, Instant.now()).get(0).contains("cannot be decoded"));
  }

  @Test
  void damagedKeyIsAProblemAndNoDefect() throws Exception {
    for (String label : List.of("PRIVATE KEY", "EC PRIVATE KEY")) {
      Path damaged = folder.resolve("damaged.key");
      Files.writeString(
          damaged,
          "-----BEGIN "
              + label
              + "-----\n"
              + Base64.getEncoder().encodeToString(new byte[] {0x30, 5, 1})
              + "\n-----END "
              + label
              + "-----\n");
      assertTrue(problems(certfile, damaged, DOMAIN, Instant.now()).get(0).endsWith("[E1012]"));
    }
  }
}
