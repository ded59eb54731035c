package io.pipit.bridges.mqtt.link;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** Puts TLS on a connected socket. Reads files and waits for the broker: never on an event loop. */
final class TlsSockets {

  private static final String[] SINCE_1_2 = {"TLSv1.3", "TLSv1.2"};
  private static final String[] SINCE_1_3 = {"TLSv1.3"};

  private final Vertx vertx;
  private final LinkTls tls;
  private @Nullable ClientCertificate certificate;

  TlsSockets(Vertx vertx, LinkTls tls) {
    this.vertx = vertx;
    this.tls = tls;
  }

  /** What the broker may ask for; null before the handshake. */
  @Nullable ClientCertificate certificate() {
    return certificate;
  }

  /** The socket after its handshake, in which the broker has shown that it is the host. */
  SSLSocket secure(Socket plain, String host, int port)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    ClientCertificate own = new ClientCertificate(keys());
    certificate = own;
    context.init(new KeyManager[] {own}, trusted(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    // Without this a certificate of any host will do: Java does not look at the name by itself.
    parameters.setEndpointIdentificationAlgorithm(tls.verifyHostname() ? "HTTPS" : null);
    parameters.setProtocols(tls.minVersion().equals("1.3") ? SINCE_1_3 : SINCE_1_2);
    if (!tls.alpn().isEmpty()) {
      parameters.setApplicationProtocols(tls.alpn().toArray(String[]::new));
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private @Nullable X509KeyManager keys() throws GeneralSecurityException, IOException {
    Path file = tls.certfile();
    Path key = tls.keyfile();
    if (file == null || key == null) {
      return null;
    }
    requireReadable(file);
    requireReadable(key);
    try {
      KeyManager[] made =
          new PemKeyCertOptions()
              .addCertPath(file.toString())
              .addKeyPath(key.toString())
              .getKeyManagerFactory(vertx)
              .getKeyManagers();
      return (X509KeyManager) made[0];
    } catch (Exception unusable) {
      throw new GeneralSecurityException(
          file + " and " + key + " are no certificate with its key: " + text(unusable), unusable);
    }
  }

  private TrustManager @Nullable [] trusted() throws GeneralSecurityException, IOException {
    Path authorities = tls.cafile();
    if (authorities == null) {
      return null;
    }
    requireReadable(authorities);
    try {
      return new PemTrustOptions()
          .addCertPath(authorities.toString())
          .getTrustManagerFactory(vertx)
          .getTrustManagers();
    } catch (Exception unusable) {
      throw new GeneralSecurityException(
          authorities + " has no certificates of authorities: " + text(unusable), unusable);
    }
  }

  private static void requireReadable(Path file) throws GeneralSecurityException {
    if (!Files.isReadable(file)) {
      throw new GeneralSecurityException(file + " cannot be read");
    }
  }

  private static String text(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
