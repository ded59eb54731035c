package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.module.AccountService;
import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.PubsubClient;
import io.pipit.devices.client.Trust;
import io.pipit.devices.client.XmppClient;
import io.pipit.devices.client.XmppConnector;
import io.pipit.devices.client.XmppServer;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an account had at the pubsub service goes with it. */
class AccountRemovalTest {

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final Jid SERVICE = Jid.of(TestNode.SERVICE);
  private static final BareJid BOB = BareJid.of("bob@" + TestNode.DOMAIN);

  private final Vertx vertx = Vertx.vertx();

  @Test
  void nextAccountOfTheNameInheritsNothing(@TempDir Path folder) throws Exception {
    try (TestNode node = TestNode.startPlain(folder)) {
      node.account("alice", "secret").account("bob", "secret");
      PubsubClient alice = new PubsubClient(login(node, "alice"), SERVICE);
      alice.create("news", Map.of()).await();
      XmppClient bob = login(node, "bob");
      new PubsubClient(bob, SERVICE).subscribe("news").await();
      bob.request(Iq.Type.SET, SERVICE, create("of-bob")).await();
      assertEquals(1, entries(bob, "subscriptions"));
      assertEquals(1, entries(bob, "affiliations"));

      assertEquals(AccountService.Result.DONE, node.broker().accounts().remove(BOB).await());
      node.account("bob", "another");
      XmppClient heir = login(node, "bob", "another");

      awaitEntries(heir, "subscriptions", 0);
      awaitEntries(heir, "affiliations", 0);
    } finally {
      vertx.close().await();
    }
  }

  /** The registration that creating nodes needs survives a restart, and ends with its account. */
  @Test
  @Tag("PS-8.1.1-registration")
  void registrationLastsAsLongAsTheAccount(@TempDir Path folder) throws Exception {
    Map<String, String> settings =
        Map.of("PIPIT_LISTENERS__C2S__TLS", "off", "PIPIT_PUBSUB__CREATE", "registered");
    try (TestNode first = TestNode.start(folder, settings)) {
      first.account("alice", "secret").account("bob", "secret");
      try (WireClient bob = WireClient.login(first, "bob", "secret", "a")) {
        bob.send(register()).answer("result", "register");
      }
      try (TestNode node = first.restart()) {
        try (WireClient alice = WireClient.login(node, "alice", "secret", "a");
            WireClient bob = WireClient.login(node, "bob", "secret", "a")) {
          alice
              .pubsub("set", "1", "<create node='of-alice'/>")
              .refused("1", "registration-required");
          bob.pubsub("set", "2", "<create node='of-bob'/>").answer("result", "2");
        }
        assertEquals(AccountService.Result.DONE, node.broker().accounts().remove(BOB).await());
        node.account("bob", "another");
        awaitUnregistered(login(node, "bob", "another"));
      }
    } finally {
      vertx.close().await();
    }
  }

  private static String register() {
    return "<iq type='set' id='register' to='"
        + TestNode.SERVICE
        + "'><query xmlns='jabber:iq:register'/></iq>";
  }

  private static void awaitUnregistered(XmppClient client) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
    Element query = Element.of("query", Ns.REGISTER);
    while (client
        .request(Iq.Type.GET, SERVICE, query)
        .await()
        .child("query", Ns.REGISTER)
        .orElseThrow()
        .child("registered", Ns.REGISTER)
        .isPresent()) {
      assertTrue(Instant.now().isBefore(deadline), "the next account of the name is registered");
    }
  }

  private static Element create(String node) {
    return Element.of(
        "pubsub", PUBSUB, Element.builder("create", PUBSUB).attribute("node", node).build());
  }

  private static void awaitEntries(XmppClient client, String list, int expected) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
    int found = entries(client, list);
    while (found != expected) {
      assertTrue(Instant.now().isBefore(deadline), found + " " + list + ", not " + expected);
      found = entries(client, list);
    }
  }

  private static int entries(XmppClient client, String list) {
    Element answer =
        client
            .request(Iq.Type.GET, SERVICE, Element.of("pubsub", PUBSUB, Element.of(list, PUBSUB)))
            .await();
    Element pubsub = answer.child("pubsub", PUBSUB).orElse(answer);
    return pubsub.child(list, PUBSUB).orElseThrow().elements().size();
  }

  private XmppClient login(TestNode node, String name) {
    return login(node, name, "secret");
  }

  private XmppClient login(TestNode node, String name, String password) {
    XmppServer server =
        new XmppServer(
            TestNode.DOMAIN, TestNode.HOST, node.port(), XmppServer.Security.NONE, Trust.system());
    return XmppConnector.create(vertx, server)
        .connect(Credentials.of(BareJid.of(name + "@" + TestNode.DOMAIN), password))
        .await();
  }
}
