package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.module.AccountService;
import io.pipit.broker.store.AccountRole;
import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.Payload;
import io.pipit.devices.client.PubsubClient;
import io.pipit.devices.client.Trust;
import io.pipit.devices.client.XmppClient;
import io.pipit.devices.client.XmppConnector;
import io.pipit.devices.client.XmppException;
import io.pipit.devices.client.XmppServer;
import io.pipit.devices.client.XmppServer.Security;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node whose domain is not ASCII: addresses have U-labels, TLS has A-labels. */
class InternationalDomainTest {

  private static final String DOMAIN = "bücher.example";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** The client checks that the certificate is for the A-labels of the domain. */
  @ParameterizedTest
  @CsvSource({
    "bücher.example, STARTTLS",
    "xn--bcher-kva.example, DIRECT_TLS",
    "BÜCHER.example, DIRECT_TLS"
  })
  @Tag("XC-7622-domainpart")
  void clientOfTheDomainLogsInAndPublishes(
      String configured, Security security, @TempDir Path folder) {
    BareJid sensor = BareJid.of("sensor@" + DOMAIN);
    try (TestNode node = TestNode.start(folder, Map.of("PIPIT_DOMAIN", configured))) {
      assertEquals(
          AccountService.Result.DONE,
          await(node.broker().accounts().create(sensor, "pass word", AccountRole.USER)));
      assertTrue(node.certificateFile().endsWith("xn--bcher-kva.example.crt"));

      XmppClient client = connect(node, DOMAIN, sensor, security);
      assertEquals(DOMAIN, client.jid().domain());
      PubsubClient pubsub = new PubsubClient(client, Jid.of("pubsub." + DOMAIN));
      await(pubsub.create("room", Map.of()));
      assertEquals("one", await(pubsub.publish("room", "one", Payload.json("{\"c\":21}"))));
      await(client.close());

      CompletionException other =
          assertThrows(
              CompletionException.class, () -> connect(node, "bucher.example", sensor, security));
      assertInstanceOf(XmppException.class, other.getCause());
    }
  }

  private XmppClient connect(TestNode node, String domain, BareJid account, Security security) {
    int port = security == Security.DIRECT_TLS ? node.directTlsPort() : node.port();
    XmppServer server =
        new XmppServer(domain, TestNode.HOST, port, security, Trust.caFile(node.certificateFile()));
    return await(XmppConnector.create(vertx, server).connect(Credentials.of(account, "pass word")));
  }
}
