package io.pipit.devices.client;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.X509TrustManager;

/**
 * Which certificate a server may show. The certificate is checked against the XMPP domain and not
 * against the host name that was looked up (RFC 6120 13.7.2). Any thread.
 */
public sealed interface Trust {

  /** What the Java runtime trusts. */
  static Trust system() {
    return new SystemTrust();
  }

  /** Certificates under the authorities of a PEM file. */
  static Trust caFile(Path pem) {
    return new CaFile(pem);
  }

  /**
   * Exactly one certificate, by the SHA-256 of its DER form: for a self-signed one. Its names and
   * dates are not looked at.
   *
   * @param sha256 64 hexadecimal digits; colons between them are allowed
   * @throws IllegalArgumentException when it is not so
   */
  static Trust pinned(String sha256) {
    String hex = sha256.replace(":", "").toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 fingerprint: " + sha256);
    }
    return new Pinned(hex);
  }

  /** Any certificate of anybody: the connection is then safe against nobody who is on the path. */
  static Trust anyCertificate() {
    return new AnyCertificate();
  }

  /** The options for the TLS handshake. */
  ClientSSLOptions sslOptions();

  /** {@link #system}. */
  record SystemTrust() implements Trust {
    @Override
    public ClientSSLOptions sslOptions() {
      return new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
    }
  }

  /** {@link #caFile}. */
  record CaFile(Path pem) implements Trust {
    @Override
    public ClientSSLOptions sslOptions() {
      return new ClientSSLOptions()
          .setHostnameVerificationAlgorithm("HTTPS")
          .setTrustOptions(new PemTrustOptions().addCertPath(pem.toString()));
    }
  }

  /** {@link #pinned}. */
  record Pinned(String sha256) implements Trust {
    @Override
    public ClientSSLOptions sslOptions() {
      return new ClientSSLOptions()
          .setHostnameVerificationAlgorithm("")
          .setTrustOptions(
              TrustOptions.wrap(new PinnedCertificate(HexFormat.of().parseHex(sha256))));
    }
  }

  /** {@link #anyCertificate}. */
  record AnyCertificate() implements Trust {
    @Override
    public ClientSSLOptions sslOptions() {
      return new ClientSSLOptions().setHostnameVerificationAlgorithm("").setTrustAll(true);
    }
  }
}

/** Accepts a server by the fingerprint of its certificate. */
final class PinnedCertificate implements X509TrustManager {

  private final byte[] sha256;

  PinnedCertificate(byte[] sha256) {
    this.sha256 = sha256;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    byte[] shown = sha256(chain[0].getEncoded());
    if (!MessageDigest.isEqual(sha256, shown)) {
      throw new CertificateException(
          "the server shows another certificate: SHA-256 " + HexFormat.of().formatHex(shown));
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("a client's certificate is never asked for");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private static byte[] sha256(byte[] der) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(der);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
