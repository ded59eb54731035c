package io.pipit.broker.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes certificates and private keys in PEM (RFC 7468). Any thread. */
final class PemFile {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private static final int DER_SEQUENCE = 0x30;
  private static final int DER_OCTET_STRING = 0x04;
  private static final byte[] DER_ZERO = {0x02, 0x01, 0x00};

  private PemFile() {}

  /** All certificates of a text, in order. */
  static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> found = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals("CERTIFICATE")) {
        found.add(
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(decode(matcher.group(2)))));
      }
    }
    return found;
  }

  /**
   * The first private key of a text: PKCS #8, or the older forms of RSA and EC keys that lack the
   * algorithm; it is then that of the public key.
   *
   * @return empty when the text holds no private key without password
   */
  static Optional<PrivateKey> privateKey(String text, PublicKey publicKey)
      throws GeneralSecurityException {
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      byte[] der =
          switch (matcher.group(1)) {
            case "PRIVATE KEY" -> decode(matcher.group(2));
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> wrap(decode(matcher.group(2)), publicKey);
            default -> new byte[0];
          };
      if (der.length > 0) {
        KeyFactory factory = KeyFactory.getInstance(publicKey.getAlgorithm());
        return Optional.of(factory.generatePrivate(new PKCS8EncodedKeySpec(der)));
      }
    }
    return Optional.empty();
  }

  static String write(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static byte[] decode(String body) throws InvalidKeySpecException {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("not base64", e);
    }
  }

  /** PKCS #8 around a key: version 0, algorithm, key (RFC 5208 5). */
  private static byte[] wrap(byte[] key, PublicKey publicKey) {
    byte[] algorithm = firstElement(contentOf(ByteBuffer.wrap(publicKey.getEncoded())));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(DER_ZERO);
    content.writeBytes(algorithm);
    content.writeBytes(der(DER_OCTET_STRING, key));
    return der(DER_SEQUENCE, content.toByteArray());
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** What is inside the element at the position of the buffer. */
  private static ByteBuffer contentOf(ByteBuffer der) {
    der.get();
    int length = length(der);
    return der.slice(der.position(), length);
  }

  private static byte[] firstElement(ByteBuffer der) {
    int start = der.position();
    der.get();
    int length = length(der);
    byte[] element = new byte[der.position() - start + length];
    der.get(start, element);
    return element;
  }

  private static int length(ByteBuffer der) {
    int first = der.get() & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der.get() & 0xff);
    }
    return length;
  }
}
