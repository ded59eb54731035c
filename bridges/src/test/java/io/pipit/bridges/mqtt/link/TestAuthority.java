package io.pipit.bridges.mqtt.link;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** Makes certificates with the keytool of the Java that runs the test. Confined to its test. */
public final class TestAuthority {

  private static final String PASSWORD = "secret";
  private static final long SECONDS = 60;

  private final Path folder;
  private final Path store;

  /** PEM files. */
  public record Identity(Path certificate, Path key) {}

  public TestAuthority(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    store = folder.resolve("store.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "ca",
        "-dname",
        "CN=Authority of " + folder.getFileName(),
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-ext",
        "bc:c=ca:true",
        "-validity",
        "30");
    keytool("-exportcert", "-rfc", "-alias", "ca", "-file", certificate().toString());
  }

  /** What trusts all that it issues. */
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /** A certificate and its key. */
  public Identity issue(String name, String alternative, int days) throws Exception {
    return issue(name, alternative, "-validity", String.valueOf(days));
  }

  /** One whose time is over. */
  public Identity issueExpired(String name, String alternative) throws Exception {
    return issue(name, alternative, "-startdate", "-10d", "-validity", "5");
  }

  private Identity issue(String name, String alternative, String... validity) throws Exception {
    List<String> generate =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-signer",
                "ca",
                "-ext",
                "san=" + alternative));
    generate.addAll(List.of(validity));
    keytool(generate.toArray(String[]::new));
    Path certificate = folder.resolve(name + ".pem");
    keytool("-exportcert", "-rfc", "-alias", name, "-file", certificate.toString());
    Path key = folder.resolve(name + ".key");
    java.security.KeyStore keys =
        java.security.KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    byte[] encoded = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
            + "\n-----END PRIVATE KEY-----\n");
    return new Identity(certificate, key);
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Path output = folder.resolve("keytool.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    Assertions.assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "keytool ended");
    Assertions.assertEquals(0, process.exitValue(), () -> read(output));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException unreadable) {
      return unreadable.toString();
    }
  }
}
