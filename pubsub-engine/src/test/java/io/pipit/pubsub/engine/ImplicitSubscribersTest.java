package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.ImplicitSubscribers;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.xml.XmlWriter;
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

  /** Filters and the root are met like subscriptions to the node, whoever was there before. */
  @ParameterizedTest(name = "PEP-4.3.2-each-interested {0} {1}")
  @CsvSource({"open, #", "presence, #", "whitelist, #", "open, ''"})
  @Tag("PEP-4.3.2-at-most-one-bare")
  @Tag("COL-5.3.1-shim-collection")
  void whoSubscribedToAFilterTooGetsEachEventOnce(String model, String filter) {
    service.withNode("access_model=" + model);
    service.affiliate("alice@example.org", "member").isResult();
    service.affiliate("bob@example.org", "member").isResult();
    subscribe(ALICE, "alice@example.org", filter);
    subscribe(BOB, "bob@example.org/elsewhere", filter);
    ImplicitSubscribers interested = service.context.implicit;
    List<String> all = List.of(OWNER, ALICE, HOME, BOB, "bob@example.org/elsewhere");
    assertEquals(all, service.publish(OWNER, "1").recipients());
    service.context.implicit = (node, found) -> found.accept((FullJid) Jid.of(OWNER));
    Reply alone = service.publish(OWNER, "2");
    assertEquals(
        List.of(OWNER, "alice@example.org", "bob@example.org/elsewhere"), alone.recipients());
    assertEquals(
        true, XmlWriter.text(alone.messagesTo("alice@example.org").get(0)).contains("Collection"));
    service.context.implicit = interested;
    assertEquals(all, service.publish(OWNER, "3").recipients());
    assertEquals(all, service.retract(OWNER, "3", " notify='1'").recipients());
    assertEquals(all, service.configure("notify_config=1", "title=x").recipients());
    String owner = "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>";
    assertEquals(all, service.set(OWNER, owner + "<purge node='news'/></pubsub>").recipients());
    assertEquals(all, service.set(OWNER, owner + "<delete node='news'/></pubsub>").recipients());
  }

  private void subscribe(String from, String jid, String node) {
    service
        .set(
            from,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe"
                + (node.isEmpty() ? "" : " node='" + node + "'")
                + " jid='"
                + jid
                + "'/><options>"
                + Service.optionForm("subscription_type=all", "subscription_depth=all")
                + "</options></pubsub>")
        .isResult();
  }

  @Test
  @Tag("PS-7.1.2.4-shim-subid")
  @Tag("PS-7.1.2.4-shim-format")
  @Tag("PS-12.16-shim-items")
  void severalSubscriptionsAreNotedAtTheResourcesThatAreInterested() {
    service.withNode();
    String first = service.subscribe(ALICE, "alice@example.org").subid();
    String second =
        service.subscribeWith(ALICE, "alice@example.org", "include_body=1").isResult().subid();
    String off = service.subscribeWith(ALICE, "alice@example.org", "deliver=0").subid();
    Reply reply = service.publish(OWNER, "1");
    assertEquals(List.of(OWNER, BOB, ALICE, HOME), reply.recipients());
    for (String resource : new String[] {ALICE, HOME}) {
      String message = XmlWriter.text(reply.messagesTo(resource).get(0));
      assertEquals(true, message.contains(">" + first + "<"), message);
      assertEquals(true, message.contains(">" + second + "<"), message);
      assertEquals(false, message.contains(">" + off + "<"), message);
    }
    String other = XmlWriter.text(reply.messagesTo(BOB).get(0));
    assertEquals(false, other.contains("SubID"), other);
    // What its subscriptions do not want, it gets all the same by its presence.
    service
        .unsubscribe(ALICE, "alice@example.org")
        .isError("modify", "bad-request", "subid-required");
    for (String subid : new String[] {first, second}) {
      service
          .set(
              ALICE,
              "<pubsub xmlns='http://jabber.org/protocol/pubsub'><unsubscribe node='news'"
                  + " jid='alice@example.org' subid='"
                  + subid
                  + "'/></pubsub>")
          .isResult();
    }
    service.subscribeWith(ALICE, "alice@example.org", "deliver=0", "digest=1").isResult();
    assertEquals(List.of(OWNER, BOB, ALICE, HOME), service.publish(OWNER, "2").recipients());
  }

  @Nested
  class NewestItem {

    private void withNode(String model) {
      service.withNode("access_model=" + model, "send_last_published_item=on_sub_and_presence");
      service.publish(OWNER, "1").isResult();
    }

    private List<String> events(Reply reply) {
      return reply.told().stream()
          .filter(each -> XmlWriter.text(each.message()).contains("<item "))
          .map(Service.Told::to)
          .toList();
    }

    @ParameterizedTest(name = "PEP-4.3.4-last-item: {1} of a node of model {0}")
    @CsvSource({
      "whitelist, member",
      "whitelist, publisher",
      "presence, member",
      "roster, owner",
      "authorize, member"
    })
    @Tag("PS-12.2-trigger-access-change")
    void isToldOnceToWhoMayReadTheNodeByANewAffiliation(String model, String affiliation) {
      withNode(model);
      assertEquals(
          List.of(ALICE, HOME), events(service.affiliate("alice@example.org", affiliation)));
      service.affiliate("alice@example.org", affiliation).tellsNobody();
      assertEquals(List.of(), events(service.affiliate("alice@example.org", "none")));
      assertEquals(List.of(OWNER), service.publish(OWNER, "2").recipients());
    }

    @Test
    @Tag("PEP-4.3.4-last-item")
    @Tag("PS-12.2-trigger-access-change")
    void isToldToAnOutcastThatMayComeAgain() {
      withNode("open");
      assertEquals(List.of(), events(service.affiliate("alice@example.org", "outcast")));
      assertEquals(List.of(OWNER, BOB), service.publish(OWNER, "2").recipients());
      assertEquals(List.of(ALICE, HOME), events(service.affiliate("alice@example.org", "none")));
    }

    @ParameterizedTest(name = "PS-9.1.2-no-permission-silent: {1} of a node of model {0}")
    @CsvSource({
      "open, member",
      "open, publisher",
      "whitelist, publish-only",
      "whitelist, outcast",
      "presence, outcast"
    })
    void isNotToldToWhoMayReadNoMoreThanBefore(String model, String affiliation) {
      withNode(model);
      assertEquals(List.of(), events(service.affiliate("alice@example.org", affiliation)));
    }

    @ParameterizedTest(name = "PEP-4.3.4-default-osap: {0}")
    @CsvSource({
      "send_last_published_item=never",
      "send_last_published_item=on_sub",
      "deliver_notifications=0"
    })
    void isNotToldWhereTheNodeDoesNotSendIt(String option) {
      withNode("whitelist");
      service.configure(option).isResult();
      assertEquals(List.of(), events(service.affiliate("alice@example.org", "member")));
    }

    @Test
    @Tag("PS-12.12-auto-subscribe")
    void isToldOnceToWhoIsSubscribedOrApprovedByIt() {
      service.withNode(
          "access_model=authorize",
          "auto_subscribe=1",
          "send_last_published_item=on_sub_and_presence");
      service.publish(OWNER, "1").isResult();
      assertEquals(
          List.of("alice@example.org"),
          events(service.affiliate("alice@example.org", "publisher")));
      service.subscribe(BOB, "bob@example.org").isResult();
      assertEquals(
          List.of("bob@example.org"), events(service.affiliate("bob@example.org", "member")));
    }

    /** What one resource has asked for is for that one, and maybe wants no events. */
    @ParameterizedTest(name = "PEP-4.3.4-last-item: {0}, {1}")
    @CsvSource({"member, deliver=1", "open, deliver=1", "member, deliver=0", "open, deliver=0"})
    @Tag("PS-12.2-trigger-access-change")
    void isToldOnceToEachResourceWhateverOneHasAskedFor(String how, String option) {
      withNode("authorize");
      service.subscribeWith(ALICE, ALICE, option).isResult();
      List<String> events =
          events(
              how.equals("member")
                  ? service.affiliate("alice@example.org", "member")
                  : service.configure("access_model=open"));
      assertEquals(1, events.stream().filter(ALICE::equals).count(), events.toString());
      assertEquals(1, events.stream().filter(HOME::equals).count(), events.toString());
    }
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
