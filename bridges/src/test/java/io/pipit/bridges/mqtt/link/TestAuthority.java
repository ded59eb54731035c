package io.pipit.bridges.mqtt.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
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
        "EC",
        "-groupname",
        "secp256r1",
        "-ext",
        "bc:c=ca:true",
        "-validity",
        "30");
    export("ca", certificate());
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
                "EC",
                "-groupname",
                "secp256r1",
                "-signer",
                "ca",
                "-ext",
                "san=" + alternative));
    generate.addAll(List.of(validity));
    keytool(generate.toArray(String[]::new));
    Path certificate = folder.resolve(name + ".pem");
    export(name, certificate);
    Path key = folder.resolve(name + ".key");
    pem(key, "PRIVATE KEY", keys().getKey(name, PASSWORD.toCharArray()).getEncoded());
    return new Identity(certificate, key);
  }

  private KeyStore keys() throws Exception {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private void export(String name, Path file) throws Exception {
    pem(file, "CERTIFICATE", keys().getCertificate(name).getEncoded());
  }

  private static void pem(Path file, String what, byte[] content) throws IOException {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    Files.writeString(
        file,
        "-----BEGIN "
            + what
            + "-----\n"
            + lines.encodeToString(content)
            + "\n-----END "
            + what
            + "-----\n");
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
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }
}
