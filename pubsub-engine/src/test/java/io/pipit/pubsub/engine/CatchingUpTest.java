package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Response;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.xml.NotificationEncoder;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.xml.XmlWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** XEP-0312: what a subscriber missed while it was away. */
class CatchingUpTest {

  private static final Instant START = Instant.parse("2026-06-30T12:00:00Z");

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  /** Letters are published, a second apart. */
  private void publish(String letters) {
    for (String letter : letters.split("")) {
      service.publish(OWNER, letter).isResult();
      service.context.pass(Duration.ofSeconds(1));
    }
  }

  private List<Notification.ItemsPublished> tell(
      String resource, Instant from, Instant to, int mostItems, int mostBytes) {
    Outcome outcome =
        service.execute(
            new NodeCommand.TellMissed(
                Jid.of(Service.JID),
                "news",
                (FullJid) Jid.of(resource),
                from,
                to,
                mostItems,
                mostBytes));
    assertEquals(new Response.Done(), outcome.response());
    assertTrue(outcome.changes().isEmpty());
    return outcome.notifications().stream()
        .map(each -> (Notification.ItemsPublished) each)
        .peek(each -> assertEquals(List.of(Jid.of(resource)), each.recipients()))
        .toList();
  }

  private String missed(String resource, Instant from) {
    return ids(tell(resource, from, Instant.MAX.minusSeconds(1), 99, 9_999));
  }

  private static String ids(List<Notification.ItemsPublished> told) {
    return String.join("", told.stream().map(each -> each.items().get(0).id()).toList());
  }

  @Test
  @Tag("PF-0312-since")
  @Tag("PF-0203-delay")
  void itemsSinceThenAreToldWithTheirTime() {
    service.withNode();
    service.subscribe(ALICE, "alice@example.org").isResult();
    publish("abc");
    assertEquals("bc", missed(ALICE, START.plusSeconds(1)));
    assertEquals("c", missed(ALICE, START.plusMillis(1_001)));
    assertEquals("abc", missed(ALICE, Instant.EPOCH));
    assertEquals("", missed(ALICE, START.plusSeconds(9)));
    assertEquals("ab", ids(tell(ALICE, START, START.plusSeconds(1), 99, 9_999)));
    String message =
        XmlWriter.text(NotificationEncoder.encode(tell(ALICE, START, START, 9, 9_999).get(0)));
    assertTrue(message.contains("stamp='2026-06-30T12:00:00Z'"), message);
    assertTrue(message.contains("urn:xmpp:delay"), message);
  }

  @Test
  @Tag("PF-0312-final-version")
  void itemsAreToldAsTheyAreNow() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    publish("abca");
    service.retract(OWNER, "b", "").isResult();
    assertEquals("ca", missed(ALICE, Instant.EPOCH));
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><purge node='news'/></pubsub>")
        .isResult();
    assertEquals("", missed(ALICE, Instant.EPOCH));
  }

  @Test
  @Tag("PF-0312-limit")
  void theNewestAreToldWhenTheyAreTooMany() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    publish("abcde");
    Instant end = START.plusSeconds(60);
    assertEquals("de", ids(tell(ALICE, START, end, 2, 9_999)));
    assertEquals("cde", ids(tell(ALICE, START, end, 99, 80)), "22 bytes of payload each");
    assertEquals("", ids(tell(ALICE, START, end, 99, 21)));
    assertEquals("", ids(tell(ALICE, START, end, 0, 9_999)));
  }

  @Test
  void nobodyElseIsTold() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    publish("ab");
    assertEquals("", missed(BOB, Instant.EPOCH));
    assertEquals("", missed("alice@example.org/desk", Instant.EPOCH));
    service.unsubscribe(ALICE, ALICE).isResult();
    assertEquals("", missed(ALICE, Instant.EPOCH));
  }

  @Test
  void whoMayNotReceiveIsNotTold() {
    service.withNode("access_model=presence");
    service.context.roster.add("owner@example.org", "alice@example.org");
    service.subscribe(ALICE, ALICE).isResult();
    publish("ab");
    assertEquals("ab", missed(ALICE, Instant.EPOCH));
    service.context.roster.remove("owner@example.org", "alice@example.org");
    assertEquals("", missed(ALICE, Instant.EPOCH));
  }

  @Test
  void nodeWithoutEventsTellsNothing() {
    service.withNode("deliver_notifications=0");
    service.subscribe(ALICE, ALICE).isResult();
    publish("ab");
    assertEquals("", missed(ALICE, Instant.EPOCH));
  }

  @Test
  void nodeThatKeepsNothingTellsNothing() {
    service.withNode("persist_items=0");
    service.subscribe(ALICE, ALICE).isResult();
    publish("ab");
    assertEquals("", missed(ALICE, Instant.EPOCH));
  }

  @Test
  void subscriptionThatIsSwitchedOffTellsNothing() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .set(
            ALICE,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><options node='news' jid='"
                + ALICE
                + "'><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE' type='hidden'>"
                + "<value>http://jabber.org/protocol/pubsub#subscribe_options</value></field>"
                + "<field var='pubsub#deliver'><value>0</value></field></x></options></pubsub>")
        .isResult();
    publish("ab");
    assertEquals("", missed(ALICE, Instant.EPOCH));
  }

  @Test
  void resourceWithTwoSubscriptionsIsToldOnce() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(ALICE, "alice@example.org").isResult();
    publish("a");
    List<Notification.ItemsPublished> told = tell(ALICE, START, START.plusSeconds(9), 99, 9_999);
    assertEquals("a", ids(told));
    assertEquals(2, told.get(0).headers().size());
  }
}
