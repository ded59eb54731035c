package io.pipit.broker.stream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.pipit.broker.config.FileFault;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * TLS as the server's side (RFC 7590, RFC 9325): versions 1.3 and 1.2, forward secrecy and
 * authenticated encryption only, no compression. Any thread.
 */
public final class ServerTls {

  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
  private static final long SESSION_SECONDS = TimeUnit.HOURS.toSeconds(1);
  private static final long SESSIONS = 20_000;
  private static final String KEY_STORE_ROUNDS = "keystore.pkcs12.keyPbeIterationCount";

  static {
    // Read once by Java's TLS; it has no setting per connection.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    // Of key stores in PKCS #12, which this process makes in memory only and never writes: Netty
    // makes one with its first context, to see whether that can be done. The 10,000 rounds of
    // PBKDF2 that Java has for it were 0.4 s, a fifth of the CPU time of a start.
    if (System.getProperty(KEY_STORE_ROUNDS) == null) {
      System.setProperty(KEY_STORE_ROUNDS, "1");
    }
  }

  private final SslContext context;

  private ServerTls(SslContext context) {
    this.context = context;
  }

  /** Loads what contexts of TLS need whatever their certificate is, once. Blocks. */
  static void prepare() {
    try {
      // Its initialiser reads all authorities that Java trusts.
      Class.forName(JdkSslContext.class.getName());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("a class that was compiled against is there", e);
    }
  }

  /**
   * Reads key and certificate, which blocks.
   *
   * @param alpn the one protocol that a client may negotiate (RFC 7301); empty when its wishes are
   *     ignored
   * @param clientCa a PEM file with the authorities of clients, which are asked for a certificate
   *     then but need not have one; empty when they are not asked
   * @throws IllegalArgumentException when they cannot be used
   */
  public static ServerTls of(
      Vertx vertx, KeyCertOptions certificate, Optional<String> alpn, Optional<Path> clientCa) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(certificate.getKeyManagerFactory(vertx))
              .sslProvider(SslProvider.JDK)
              .protocols(VERSIONS)
              .ciphers(CIPHER_SUITES, SupportedCipherSuiteFilter.INSTANCE)
              .sessionTimeout(SESSION_SECONDS)
              .sessionCacheSize(SESSIONS);
      alpn.ifPresent(
          protocol ->
              builder.applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      Protocol.ALPN,
                      SelectorFailureBehavior.FATAL_ALERT,
                      SelectedListenerFailureBehavior.FATAL_ALERT,
                      protocol)));
      clientCa.ifPresent(
          file -> builder.trustManager(file.toFile()).clientAuth(ClientAuth.OPTIONAL));
      return new ServerTls(builder.build());
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "the TLS certificate cannot be used: " + FileFault.describe(e), e);
    }
  }

  /** What a channel needs to speak TLS from its next byte on. */
  public SslHandler handler(ByteBufAllocator allocator, Duration handshakeTime) {
    SslHandler handler = context.newHandler(allocator);
    handler.setHandshakeTimeoutMillis(handshakeTime.toMillis());
    return handler;
  }
}
