package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.JID;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.NodeAddress;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Ns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a node that was deleted with an address where to go on (XEP-0060 6.1.3.11). */
class RedirectTest {

  private static final String URI = "xmpp:hamlet@denmark.lit?;node=blog";

  private final Service service =
      new Service(ServicePolicy.builder(BareJid.of(JID), "Events").autoCreate(true).build());

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Reply delete(String redirect) {
    return service.set(
        OWNER,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'>"
            + redirect
            + "</delete></pubsub>");
  }

  private void move(String... options) {
    service.withNode(options);
    delete("<redirect uri='" + URI + "'/>").isResult();
  }

  private static void isGone(Reply reply) {
    reply.isError("modify", "gone");
    assertEquals(
        URI,
        reply
            .iq()
            .child("error", Ns.CLIENT)
            .flatMap(error -> error.child("gone", Ns.STANZA_ERRORS))
            .orElseThrow()
            .text());
  }

  @Test
  @Tag("PS-6.1.3.11-gone")
  void whoeverAsksForTheNodeIsToldWhereItIs() {
    move();
    isGone(service.subscribe(ALICE, ALICE));
    isGone(service.items(BOB));
    isGone(service.publish(OWNER, "a"));
    isGone(service.configure("title=T"));
  }

  @Test
  @Tag("PS-6.1.3.11-gone")
  void whoCouldNotReadTheNodeIsNotTold() {
    service.withNode("access_model=whitelist");
    service.affiliate("alice@example.org", "member").isResult();
    delete("<redirect uri='" + URI + "'/>").isResult();
    isGone(service.subscribe(ALICE, ALICE));
    service.subscribe(BOB, BOB).isError("cancel", "item-not-found");
    service.items(BOB).isError("cancel", "item-not-found");
    service.publish(BOB, "a").isError("cancel", "item-not-found");
  }

  @Test
  void outcastIsNotTold() {
    service.withNode();
    service.affiliate("bob@example.org", "outcast").isResult();
    delete("<redirect uri='" + URI + "'/>").isResult();
    service.items(BOB).isError("cancel", "item-not-found");
  }

  @Test
  void nodeOfThatNameThatComesAgainIsANode() {
    move();
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    delete("").isResult();
    service.items(BOB).isError("cancel", "item-not-found");
  }

  @Test
  void nodeThatWentNowhereIsNotFound() {
    service.withNode();
    delete("").isResult();
    service.subscribe(ALICE, ALICE).isError("cancel", "item-not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "x",
        "javascript:alert(1)",
        "javascript:xmpp:pubsub.example.org?;node=a",
        "http://example.org/?;node=a",
        "xmpp:pubsub.example.org",
        "xmpp:pubsub.example.org?",
        "xmpp:pubsub.example.org?;node=",
        "xmpp:pubsub.example.org?node=a",
        "xmpp:pubsub.example.org?;item=a",
        "xmpp:pubsub.example.org?message;node=a;body=x",
        "xmpp:pubsub.example.org?;node=a;node=b",
        "xmpp:pubsub.example.org?;node=a;",
        "xmpp:pubsub.example.org?;node=a;body=b",
        "xmpp:pubsub.example.org?;node=a#b",
        "xmpp:pubsub.example.org?;node=a b",
        "xmpp:pubsub.example.org?;node=a&#10;b",
        "xmpp:pubsub.example.org?;node=a&#9;",
        "xmpp:pubsub.example.org?;node=a%0Ab",
        "xmpp:pubsub.example.org?;node=a%00",
        "xmpp:pubsub.example.org?;node=a%7F",
        "xmpp:pubsub.example.org?;node=%C2%85",
        "xmpp:pubsub.example.org?;node=%FF",
        "xmpp:pubsub.example.org?;node=%4",
        "xmpp:pubsub.example.org?;node=%zz",
        "xmpp:pubsub.example.org?;node=&lt;script&gt;",
        "xmpp:pubsub.example.org?;node=\u00e4",
        "xmpp:@example.org?;node=a",
        "xmpp:?;node=a",
        "xmpp://owner@example.org/pubsub.example.org?;node=a",
      })
  @Tag("PS-8.4.1-redirect")
  void addressThatIsNoneOfANodeIsRefused(String uri) {
    service.withNode();
    delete("<redirect uri='" + uri + "'/>").isError("modify", "bad-request");
    service.items(BOB).isResult();
  }

  @Test
  void addressThatIsMissingOrTooLongIsRefused() {
    service.withNode();
    delete("<redirect/>").isError("modify", "bad-request");
    String uri = "xmpp:pubsub.example.org?;node=";
    delete("<redirect uri='" + uri + "x".repeat(1_024) + "'/>").isError("modify", "bad-request");
    String item = "a;item=" + "x".repeat(NodeAddress.MAX_URI_LENGTH);
    delete("<redirect uri='" + uri + item + "'/>").isError("modify", "bad-request");
    service.items(BOB).isResult();
    delete("<redirect uri='" + uri + "%41".repeat(1_023) + "'/>").isResult();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xmpp:hamlet@denmark.lit?;node=blog",
        "XMPP:pubsub.example.org?;node=a/b",
        "xmpp:pubsub.example.org?pubsub;action=subscribe;node=princely_musings",
        "xmpp:pubsub.example.org?;node=urn:xmpp:a%20b%C3%A4%3B",
        "xmpp:pubsub.example.org?;node=a;item=b",
      })
  @Tag("PS-8.4.1-redirect")
  void addressOfANodeIsTaken(String uri) {
    service.withNode();
    delete("<redirect uri='" + uri + "'/>").isResult();
    service.items(BOB).isError("modify", "gone");
  }

  @Test
  void aBoundedNumberIsRemembered() {
    String create =
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='%s'/></pubsub>";
    String delete =
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='%s'>"
            + "<redirect uri='xmpp:x?;node=y'/></delete></pubsub>";
    for (int i = 0; i <= ServiceState.MOST_DEPARTED; i++) {
      service.set(OWNER, create.formatted("n" + i)).isResult();
      service.set(OWNER, delete.formatted("n" + i)).isResult();
    }
    String items = "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='%s'/></pubsub>";
    service.get(BOB, items.formatted("n0")).isError("cancel", "item-not-found");
    service.get(BOB, items.formatted("n1")).isError("modify", "gone");
  }
}
