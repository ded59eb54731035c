package io.pipit.broker.config;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate with its chain and private key, checked to belong together. Immutable, any thread.
 *
 * @param chain the certificate of the server first, then its issuers
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {

  public ServerCertificate {
    chain = List.copyOf(chain);
  }

  /** The certificate of the server itself. */
  public X509Certificate leaf() {
    return chain.get(0);
  }

  public Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  /** The chain as one PEM text in ASCII. */
  public byte[] chainPem() {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : chain) {
      try {
        text.append(PemFile.write("CERTIFICATE", certificate.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new AssertionError("a certificate that was decoded can be encoded", e);
      }
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The private key as PKCS #8 in PEM. */
  public byte[] keyPem() {
    return PemFile.write("PRIVATE KEY", key.getEncoded()).getBytes(StandardCharsets.US_ASCII);
  }

  /** The record's own would print the key. */
  @Override
  public String toString() {
    return "ServerCertificate[" + leaf().getSubjectX500Principal() + "]";
  }
}
