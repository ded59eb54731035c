package io.pipit.broker.stream.sasl;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What identifies one TLS connection, by type of channel binding (RFC 5056), so that a SCRAM proof
 * made in it is worth nothing in another one. Any thread.
 *
 * <p>{@code tls-server-end-point} (RFC 5929 4.1) is the hash of our certificate and needs nothing
 * special. {@code tls-exporter} (RFC 9266) needs keying material of the connection, which Java
 * exports from version 25 on; it is offered for TLS 1.3 only, where it is unique without
 * conditions.
 */
public final class ChannelBindings {

  public static final String TLS_SERVER_END_POINT = "tls-server-end-point";
  public static final String TLS_EXPORTER = "tls-exporter";

  /** For a connection without TLS. */
  public static final ChannelBindings NONE = new ChannelBindings(Map.of());

  private static final Logger log = LoggerFactory.getLogger(ChannelBindings.class);
  private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";
  private static final int EXPORTER_BYTES = 32;
  private static final @Nullable MethodHandle EXPORTER = exporter();

  private final Map<String, byte[]> dataByType;

  ChannelBindings(Map<String, byte[]> dataByType) {
    this.dataByType = dataByType;
  }

  /** The bindings of a session whose handshake is done, on the server's side. */
  public static ChannelBindings of(SSLSession session) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    if (session.getProtocol().equals("TLSv1.3")) {
      exported(session).ifPresent(data -> found.put(TLS_EXPORTER, data));
    }
    Certificate[] own = session.getLocalCertificates();
    if (own != null && own[0] instanceof X509Certificate certificate) {
      endPoint(certificate).ifPresent(data -> found.put(TLS_SERVER_END_POINT, data));
    }
    return new ChannelBindings(found);
  }

  /** The types there are, the stronger one first; empty without TLS. */
  public Set<String> types() {
    return dataByType.keySet();
  }

  Optional<byte[]> data(String type) {
    return Optional.ofNullable(dataByType.get(type));
  }

  /** RFC 5929 4.1: the hash of the signature, or SHA-256 in place of MD5 and SHA-1. */
  static Optional<byte[]> endPoint(X509Certificate certificate) {
    try {
      Optional<String> hash = signatureHash(certificate);
      if (hash.isEmpty()) {
        return Optional.empty(); // a signature without a hash of its own: undefined there
      }
      return Optional.of(MessageDigest.getInstance(hash.get()).digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      log.atWarn()
          .addKeyValue("event", "tls.binding")
          .addKeyValue("reason", e.toString())
          .log("no channel binding to the certificate");
      return Optional.empty();
    }
  }

  private static Optional<String> signatureHash(X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.equals("RSASSA-PSS")) {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance(algorithm);
      try {
        parameters.init(certificate.getSigAlgParams());
        String digest = parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        return Optional.of(atLeastSha256(digest.toUpperCase(Locale.ROOT)));
      } catch (IOException e) {
        throw new GeneralSecurityException("unreadable parameters of the signature", e);
      }
    }
    int with = algorithm.indexOf("WITH");
    if (with < 0) {
      return Optional.empty();
    }
    String digest = algorithm.substring(0, with);
    return Optional.of(
        atLeastSha256(
            digest.startsWith("SHA") && !digest.startsWith("SHA3-") && !digest.startsWith("SHA-")
                ? "SHA-" + digest.substring(3)
                : digest));
  }

  private static String atLeastSha256(String digest) {
    return digest.equals("MD5") || digest.equals("SHA-1") ? "SHA-256" : digest;
  }

  private static Optional<byte[]> exported(SSLSession session) {
    if (EXPORTER == null || !(session instanceof ExtendedSSLSession extended)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          (byte[]) EXPORTER.invokeExact(extended, EXPORTER_LABEL, new byte[0], EXPORTER_BYTES));
    } catch (Throwable e) {
      log.atDebug()
          .addKeyValue("event", "tls.binding")
          .addKeyValue("reason", e.toString())
          .log("the TLS session exports no keying material");
      return Optional.empty();
    }
  }

  private static @Nullable MethodHandle exporter() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              ExtendedSSLSession.class,
              "exportKeyingMaterialData",
              MethodType.methodType(byte[].class, String.class, byte[].class, int.class));
    } catch (NoSuchMethodException | IllegalAccessException before25) {
      return null;
    }
  }
}
