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
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.parsing.ExceptionLoggingCallback;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.pubsub.provider.SubscriptionProvider;
import org.junit.jupiter.api.function.Executable;

/** Connections as users of Smack make them, to a node whose certificate they trust. */
final class SmackClient {

  private static final long REPLY_MILLIS = 10_000;

  static {
    useXmlParserOfTheJdk();
    // Smack has a class for this event (XEP-0060 12.14) and no provider that makes it: without one
    // its reader ends with a ClassCastException as soon as a subscription is changed.
    ProviderManager.addExtensionProvider(
        "subscription", "http://jabber.org/protocol/pubsub#event", new SubscriptionProvider());
  }

  private SmackClient() {}

  /**
   * Smack takes any StAX parser that it finds, but is written for the JDK's: Aalto, which is here
   * for the node, calls the default prefix "" and not null, and an assertion of Smack's fails.
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
                        .setHost(TestNode.HOST)
                        .setPort(node.port())
                        .setUsernameAndPassword(user, password)
                        .setResource("smack")
                        .setSecurityMode(SecurityMode.required)
                        .setCustomX509TrustManager(trustManager(node)))
                .build());
    connection.setReplyTimeout(REPLY_MILLIS);
    // Its push notifications take every <pubsub/> in a message for theirs (XEP-0357) and fail on
    // the news of an affiliation (XEP-0060 8.9.4), which ends a connection that is left alone.
    connection.setParsingExceptionCallback(new ExceptionLoggingCallback());
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

  private static X509TrustManager trustManager(TestNode node)
      throws IOException, GeneralSecurityException {
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
