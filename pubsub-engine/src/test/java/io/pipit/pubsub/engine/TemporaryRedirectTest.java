package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.Ns;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that has moved for a while (XEP-0060 6.1.3.11): the option {@code pipit#redirect}. */
class TemporaryRedirectTest {

  private static final String URI = "xmpp:pubsub.example.net?;node=news";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static void isRedirected(Reply reply) {
    reply.isError("modify", "redirect");
    assertEquals(
        URI,
        reply
            .iq()
            .child("error", Ns.CLIENT)
            .flatMap(error -> error.child("redirect", Ns.STANZA_ERRORS))
            .orElseThrow()
            .text());
  }

  @Test
  @Tag("PS-6.1.3.11-redirect")
  void whoSubscribesOrRetrievesIsSentThere() {
    service.withNode("redirect=" + URI);
    isRedirected(service.subscribe(ALICE, ALICE));
    isRedirected(service.items(BOB));
    isRedirected(service.items(OWNER));
    isRedirected(service.set(BOB, "<query xmlns='urn:xmpp:mam:2' node='news'/>"));
  }

  @Test
  @Tag("PS-6.1.3.11-redirect")
  void whoMayNotReadTheNodeIsNotToldWhereItIs() {
    service.withNode("access_model=whitelist", "redirect=" + URI);
    service.subscribe(ALICE, ALICE).isError("cancel", "not-allowed", "closed-node");
    service.items(ALICE).isError("cancel", "not-allowed", "closed-node");
    service.affiliate("alice@example.org", "member").isResult();
    isRedirected(service.subscribe(ALICE, ALICE));
    service.subscribe(ALICE, "bob@example.org").isError("modify", "bad-request", "invalid-jid");
  }

  @Test
  @Tag("PS-6.1.3.11-redirect")
  void ownerManagesItAndBringsItBack() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.configure("redirect=" + URI).isResult();
    service
        .get(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'/>"
                + "</pubsub>")
        .isResult();
    isRedirected(service.subscribe(BOB, BOB));
    service.configure("redirect=").isResult();
    service.subscribe(BOB, BOB).isResult();
    service.items(BOB).isResult();
  }

  /** Who is there goes on: it asked before. */
  @Test
  void subscribersGoOn() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.configure("redirect=" + URI).isResult();
    assertEquals(
        List.of(ALICE), service.publish(OWNER, "a").told().stream().map(Service.Told::to).toList());
    service.unsubscribe(ALICE, ALICE).isResult();
  }

  @Test
  @Tag("PS-6.1.3.11-redirect")
  void collectionSendsThereToo() {
    service.withNode("node_type=collection", "redirect=" + URI);
    isRedirected(service.subscribe(ALICE, ALICE));
    isRedirected(service.items(ALICE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nowhere",
        "https://example.org/",
        "xmpp:pubsub.example.net",
        "xmpp:pubsub.example.net?;node=",
        "xmpp:pubsub.example.net?;item=a",
        "xmpp:pubsub.example.net?join;node=news",
        "xmpp:?;node=news",
        "xmpp:pubsub..example.net?;node=news",
        "xmpp:pubsub.example.net?;node=%zz",
        "xmpp:pubsub.example.net?;node=%ff",
        "xmpp:pubsub.example.net?;node=a#b"
      })
  void addressThatIsNoNodeIsRefused(String uri) {
    service.withNode();
    service.configure("redirect=" + uri).isError("modify", "not-acceptable");
    service.items(BOB).isResult();
  }

  @Test
  void addressHasABound() {
    service.withNode();
    String node = "xmpp:pubsub.example.net?;node=";
    service.configure("redirect=" + node + "n".repeat(1_024)).isError("modify", "not-acceptable");
    service.configure("redirect=" + node + "n".repeat(1_023)).isResult();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xmpp:hamlet@denmark.lit?;node=blogs/king_lear",
        "xmpp:pubsub.example.net?pubsub;action=subscribe;node=a%20b",
        "xmpp:pubsub.example.net?;node=caf%C3%A9"
      })
  void addressOfANodeIsTaken(String uri) {
    service.withNode("redirect=" + uri);
    service.items(BOB).isError("modify", "redirect");
  }
}
