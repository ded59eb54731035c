package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events for those who share presence with the service and want them (XEP-0060 9). */
class ImplicitSubscribersTest {

  private static final String HOME = "alice@example.org/home";

  private final Service service = new Service();

  @BeforeEach
  void areInterestedInNews() {
    service.context.implicit =
        (node, found) -> {
          if (node.equals("news")) {
            for (String jid : List.of(OWNER, ALICE, HOME, BOB)) {
              found.accept((FullJid) Jid.of(jid));
            }
          }
        };
  }

  /** Access is judged for everybody, whatever he is interested in. */
  @ParameterizedTest(name = "PS-9.1.2-no-permission-silent {0} {1} {2}: {3}")
  @CsvSource({
    "open,      none,         stranger, told",
    "open,      none,         contact,  told",
    "open,      outcast,      contact,  silent",
    "open,      publish-only, contact,  silent",
    "presence,  none,         stranger, silent",
    "presence,  none,         contact,  told",
    "presence,  none,         friend,   told",
    "presence,  member,       stranger, told",
    "presence,  publisher,    stranger, told",
    "presence,  outcast,      friend,   silent",
    "presence,  publish-only, friend,   silent",
    "roster,    none,         stranger, silent",
    "roster,    none,         contact,  silent",
    "roster,    none,         friend,   told",
    "roster,    member,       stranger, told",
    "roster,    outcast,      friend,   silent",
    "whitelist, none,         stranger, silent",
    "whitelist, none,         contact,  silent",
    "whitelist, none,         friend,   silent",
    "whitelist, member,       stranger, told",
    "whitelist, publisher,    stranger, told",
    "whitelist, outcast,      friend,   silent",
    "whitelist, publish-only, friend,   silent",
  })
  void accessIsJudgedForEverybody(String model, String affiliation, String contact, String told) {
    service.withNode(
        "access_model=" + model,
        "roster_groups_allowed=Friends",
        "send_last_published_item=on_sub_and_presence");
    if (!affiliation.equals("none")) {
      service.affiliate("alice@example.org", affiliation).isResult();
    }
    if (!contact.equals("stranger")) {
      service.context.roster.add(
          "owner@example.org",
          "alice@example.org",
          contact.equals("friend") ? new String[] {"Friends"} : new String[0]);
    }
    List<String> recipients = service.publish(OWNER, "1").recipients();
    boolean expected = told.equals("told");
    assertEquals(expected, recipients.contains(ALICE), recipients.toString());
    assertEquals(expected, recipients.contains(HOME), recipients.toString());
    assertEquals(true, recipients.contains(OWNER), "the owner always");
    assertEquals(expected ? List.of(ALICE) : List.of(), lastItem(ALICE).recipients());
  }

  @Nested
  class Silent {

    @Test
    @Tag("PS-9.2-match-only")
    void eventOfAnotherNode() {
      service.context.implicit =
          (node, found) -> {
            if (node.equals("other")) {
              found.accept((FullJid) Jid.of(ALICE));
            }
          };
      service.withNode();
      assertEquals(List.of(), service.publish(OWNER, "1").recipients());
    }

    @Test
    void nodeThatDeliversNothing() {
      service.withNode("deliver_notifications=0", "send_last_published_item=on_sub_and_presence");
      assertEquals(List.of(), service.publish(OWNER, "1").recipients());
      assertEquals(List.of(), lastItem(ALICE).recipients());
    }

    @Test
    void lastItemOfANodeThatSendsItToNewSubscribersAloneOrHasNone() {
      service.withNode("send_last_published_item=on_sub_and_presence");
      assertEquals(List.of(), lastItem(ALICE).recipients());
      for (String when : List.of("never", "on_sub")) {
        service.configure("send_last_published_item=" + when);
        service.publish(OWNER, when);
        assertEquals(List.of(), lastItem(ALICE).recipients());
      }
    }
  }

  @Test
  @Tag("PEP-4.3.2-each-interested")
  void whoSubscribedTooGetsEachEventOnce() {
    service.withNode();
    service.subscribe(ALICE, "alice@example.org").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(BOB, "bob@example.org/elsewhere").isResult();
    assertEquals(
        List.of(OWNER, ALICE, HOME, BOB, "bob@example.org/elsewhere"),
        service.publish(OWNER, "1").recipients());
  }

  @Test
  @Tag("PEP-4.3.2-at-most-one-bare")
  @Tag("PEP-4.3.1-bare-jid")
  void subscriberOfWhomNothingIsKnownGetsOneAtItsBareJid() {
    service.context.implicit = (node, found) -> found.accept((FullJid) Jid.of(OWNER));
    service.withNode();
    service.subscribe(ALICE, "alice@example.org").isResult();
    assertEquals(List.of(OWNER, "alice@example.org"), service.publish(OWNER, "1").recipients());
  }

  @Test
  void removalAndPurgeAndDeletionAreToldToTheSame() {
    service.withNode("access_model=whitelist");
    service.publish(OWNER, "1");
    assertEquals(List.of(OWNER), service.retract(OWNER, "1", " notify='1'").recipients());
    service.configure("access_model=open");
    service.publish(OWNER, "2");
    List<String> all = List.of(OWNER, ALICE, HOME, BOB);
    assertEquals(all, service.retract(OWNER, "2", " notify='1'").recipients());
    String owner = "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>";
    assertEquals(all, service.set(OWNER, owner + "<purge node='news'/></pubsub>").recipients());
    assertEquals(all, service.set(OWNER, owner + "<delete node='news'/></pubsub>").recipients());
  }

  private Reply lastItem(String resource) {
    return service.run(
        new NodeCommand.TellLastItem(BareJid.of(Service.JID), "news", (FullJid) Jid.of(resource)));
  }
}
