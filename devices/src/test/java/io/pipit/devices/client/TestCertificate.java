package io.pipit.devices.client;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HexFormat;

/** A self-signed certificate, made by the JDK's keytool. */
record TestCertificate(PfxOptions keyStore, Path pem, String sha256) {

  static TestCertificate create(Path folder, String domain)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(domain + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + domain,
                "-ext",
                "san=dns:" + domain)
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException(output);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    Certificate certificate = keys.getCertificate("server");
    byte[] der = certificate.getEncoded();
    Path pem =
        Files.writeString(
            folder.resolve(domain + ".pem"),
            "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n");
    return new TestCertificate(
        new PfxOptions().setPath(store.toString()).setPassword("secret"),
        pem,
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
  }
}
