package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.broker.TestNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.junit.jupiter.api.function.Executable;

/**
 * Connections as users of Smack make them: where the server is, who logs in, and trust in a
 * certificate that no authority has signed. Everything else is as Smack has it.
 */
final class SmackClient {

  static {
    useXmlParserOfTheJdk();
  }

  private SmackClient() {}

  /**
   * The parser that Smack has in a process of its own. It takes the first StAX parser on the class
   * path, which here is the node's: Aalto calls the default prefix "" and not null, and an
   * assertion of Smack's, which only tests switch on, fails.
   */
  static void useXmlParserOfTheJdk() {
    System.setProperty(
        "javax.xml.stream.XMLInputFactory", "com.sun.xml.internal.stream.XMLInputFactoryImpl");
  }

  /** Logged in over STARTTLS. */
  static XMPPTCPConnection login(TestNode node, String user, String password)
      throws IOException,
          GeneralSecurityException,
          SmackException,
          XMPPException,
          InterruptedException {
    return login(node, user, password, builder -> builder);
  }

  /** Logged in over STARTTLS, but for what is configured otherwise. */
  static XMPPTCPConnection login(
      TestNode node,
      String user,
      String password,
      UnaryOperator<XMPPTCPConnectionConfiguration.Builder> otherwise)
      throws IOException,
          GeneralSecurityException,
          SmackException,
          XMPPException,
          InterruptedException {
    XMPPTCPConnection connection =
        new XMPPTCPConnection(
            otherwise
                .apply(
                    XMPPTCPConnectionConfiguration.builder()
                        .setXmppDomain(TestNode.DOMAIN)
                        .setHost(TestNode.HOST) // else what the DNS says of the domain
                        .setPort(node.port()) // else 5222
                        .setUsernameAndPassword(user, password)
                        // else the authorities that Java knows
                        .setCustomX509TrustManager(trustManager(node)))
                .build());
    connection.connect();
    try {
      connection.login();
      return connection;
    } catch (IOException | SmackException | XMPPException | InterruptedException e) {
      connection.disconnect();
      throw e;
    }
  }

  /** Trusts the node's certificate and nothing else. */
  static SSLContext trust(TestNode node) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory(node).getTrustManagers(), null);
    return context;
  }

  static X509TrustManager trustManager(TestNode node) throws IOException, GeneralSecurityException {
    return (X509TrustManager) factory(node).getTrustManagers()[0];
  }

  private static TrustManagerFactory factory(TestNode node)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(node.certificateFile())) {
      trusted.setCertificateEntry(
          "node", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory;
  }

  /** The request is refused with this condition. */
  static void refused(StanzaError.Condition condition, Executable request) {
    XMPPErrorException refusal = assertThrows(XMPPErrorException.class, request);
    assertEquals(condition, refusal.getStanzaError().getCondition(), refusal::toString);
  }

  /** The next one of what comes by itself. */
  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }
}
