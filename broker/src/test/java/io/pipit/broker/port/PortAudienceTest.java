package io.pipit.broker.port;

import static io.pipit.broker.port.DoorsUnderTest.ADMIN;
import static io.pipit.broker.port.DoorsUnderTest.ALICE;
import static io.pipit.broker.port.DoorsUnderTest.BOB;
import static io.pipit.broker.port.DoorsUnderTest.GUEST;
import static io.pipit.broker.port.DoorsUnderTest.filter;
import static io.pipit.broker.port.DoorsUnderTest.publishOf;
import static io.pipit.broker.port.DoorsUnderTest.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.port.DoorsUnderTest.Listener;
import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.pubsub.DoorSubscriptions;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who listens at doors gets what is published, once and as asked for. */
class PortAudienceTest {

  private DoorsUnderTest doors = DoorsUnderTest.start();

  @AfterEach
  void end() {
    doors.close();
  }

  private void withRules(String... rules) {
    doors.close();
    doors = DoorsUnderTest.withRules(rules);
  }

  @Test
  void subscriptionIsForNodesThatAreNotThereYet() {
    Listener bob = doors.listener(BOB);
    assertEquals(Subscribed.NEW, bob.subscribe("plant/a"));
    doors.pass(ALICE, "plant/a", "1");
    doors.pass(ALICE, "plant/b", "2");
    assertEquals(List.of("plant/a=1 q2"), bob.take());
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "#, a/b, true",
    "#, a, true",
    "a/#, a, true",
    "a/#, a/b/c, true",
    "a/#, ab, false",
    "+, a, true",
    "+, a/b, false",
    "+/b, a/b, true",
    "a/+/c, a/b/c, true",
    "a/+/c, a/b/d, false",
    "/+, /a, true",
    "+/+, /a, true",
    "+, /a, false",
    "a//b, a//b, true",
    "a/+/b, a//b, true",
    "a/+, a/, true",
    "a, A, false"
  })
  void filterMatchesLevelByLevel(String filter, String node, boolean matches) {
    Listener bob = doors.listener(BOB);
    assertEquals(Subscribed.NEW, bob.subscribe(filter));
    doors.pass(ALICE, node, "x");
    assertEquals(matches ? List.of(node + "=x q2") : List.of(), bob.take());
  }

  @Test
  void otherRulesDecideAboutTheNextItem() {
    Listener bob = doors.listener(BOB);
    assertEquals(Subscribed.NEW, bob.subscribe("plant/#"));
    doors.pass(ALICE, "plant/a", "1");
    doors.replaceRules("deny subscribe bob plant/a");
    doors.pass(ALICE, "plant/a", "2");
    doors.pass(ALICE, "plant/b", "3");
    doors.replaceRules();
    doors.pass(ALICE, "plant/a", "4");
    assertEquals(List.of("plant/a=1 q2", "plant/b=3 q2", "plant/a=4 q2"), bob.take());
  }

  @Test
  void whatIsNoFilterIsNotSubscribedTo() {
    Listener bob = doors.listener(BOB);
    assertEquals(Subscribed.NO_FILTER, bob.subscribe(""));
    assertEquals(Subscribed.NO_FILTER, bob.subscribe("a/#/b"));
    assertEquals(Subscribed.NO_FILTER, bob.subscribe("a/".repeat(40) + "b"));
    assertEquals(0, doors.subscriptions.count());
  }

  @Test
  void overlappingSubscriptionsAreOneDelivery() {
    Listener bob = doors.listener(BOB);
    bob.subscribe(
        new QueueFilter("a/#", 0, false, false, 7),
        new QueueFilter("a/+", 2, false, true, 9),
        new QueueFilter("a/b", 1, false, false, 0));
    doors.stand(ALICE, "a/b", "1");
    List<String> got = bob.take();
    assertEquals(1, got.size());
    assertEquals(
        List.of("#7", "#9", "a/b=1", "q2", "r"),
        List.of(got.get(0).split(" ")).stream().sorted().toList());
  }

  @ParameterizedTest(name = "published with {0}, subscribed with {1}")
  @CsvSource({"0, 2, 0", "1, 2, 1", "2, 2, 2", "2, 0, 0", "1, 0, 0", "0, 0, 0"})
  void assuranceIsTheLessOfBoth(int published, int subscribed, int delivered) {
    Listener bob = doors.listener(BOB);
    bob.subscribe(new QueueFilter("a", subscribed, false, false, 0));
    doors.publish(with(publishOf(ALICE, "a", "1"), false, published));
    assertEquals(List.of("a=1 q" + delivered), bob.take());
  }

  @Test
  void ownItemsAreLeftOutWhereEverySubscriptionSaysSo() {
    Listener bob = doors.listener(BOB);
    doors.ask(
        new ServiceCommand.CreateNode(BOB, "a", Map.of("pubsub#publish_model", List.of("open"))));
    bob.subscribe(new QueueFilter("a", 2, true, false, 3), new QueueFilter("b", 2, true, false, 4));
    bob.subscribe(new QueueFilter("+", 1, false, false, 5));
    doors.pass(BOB, "a", "mine");
    doors.pass(ALICE, "a", "hers");
    bob.unsubscribe("+");
    doors.pass(BOB, "b", "mine");
    List<String> got = bob.take();
    assertEquals(2, got.size());
    assertEquals("a=mine q1 #5", got.get(0));
    assertTrue(got.get(1).startsWith("a=hers q2 #"), got.get(1));
  }

  @Test
  void sameFilterAgainReplacesTheSubscription() {
    Listener bob = doors.listener(BOB);
    assertEquals(List.of(Subscribed.NEW), bob.subscribe(new QueueFilter("a", 0, false, false, 1)));
    assertEquals(
        List.of(Subscribed.CHANGED), bob.subscribe(new QueueFilter("a", 1, false, false, 2)));
    doors.pass(ALICE, "a", "x");
    assertEquals(List.of("a=x q1 #2"), bob.take());
    assertEquals(List.of(true, false), bob.unsubscribe("a", "a"));
    assertEquals(0, doors.subscriptions.count());
  }

  @Test
  void quotaIsOfTheAccount() {
    Listener first = doors.listener(BOB);
    Listener second = doors.listener(BOB, 1);
    for (int i = 0; i < DoorsUnderTest.MOST_SUBSCRIPTIONS - 1; i++) {
      assertEquals(Subscribed.NEW, first.subscribe("a" + i));
    }
    assertEquals(
        List.of(Subscribed.NEW, Subscribed.QUOTA), second.subscribe(filter("b"), filter("c")));
    assertEquals(Subscribed.CHANGED, second.subscribe("b"));
    assertEquals(Subscribed.NEW, doors.listener(ALICE).subscribe("b"));
    doors.subscriptions.leave(first);
    assertEquals(Subscribed.NEW, second.subscribe("c"));
  }

  @Test
  void whoHasGoneIsForgotten() {
    Listener bob = doors.listener(BOB);
    bob.subscribe(filter("#"), filter("a"), filter("a/+"));
    doors.subscriptions.leave(bob);
    doors.subscriptions.leave(bob);
    Listener other = doors.listener(BOB);
    assertEquals(List.of(false), other.unsubscribe("a"));
    doors.pass(ALICE, "a", "x");
    assertEquals(List.of(), bob.take());
    assertSame(DoorSubscriptions.NONE, doors.announcer().subscriptions());
  }

  @Test
  void subscribersOfAllLoopsAreTold() {
    List<Listener> all = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Listener each = doors.listener(FullJid.of("u" + i + "@pipit.test/x"), i % doors.loops.size());
      all.add(each);
      doors.subscriptions.subscribe(each, List.of(filter("a")), results -> {});
    }
    assertEquals(List.of(true), all.get(0).unsubscribe("a"));
    doors.pass(ALICE, "a", "1");
    doors.pass(ALICE, "a", "2");
    for (Listener each : all.subList(1, all.size())) {
      while (each.got.size() < 2) {
        DoorsUnderTest.onLoop(each.loop, () -> true); // told in slices
      }
      assertEquals(List.of("a=1 q2", "a=2 q2"), each.take());
    }
    assertEquals(List.of(), all.get(0).take());
  }

  @Test
  void itemsOfOnePublishComeInTheirOrder() {
    Listener bob = doors.listener(BOB);
    Listener other = doors.listener(ADMIN, 1);
    bob.subscribe("a");
    other.subscribe("a");
    doors.ask(
        new NodeCommand.Publish(
            ALICE, "a", List.of(xmppItem("1", "x"), xmppItem("2", "y")), Map.of(), null));
    for (Listener each : List.of(bob, other)) {
      List<String> got = each.take();
      assertEquals(2, got.size());
      assertEquals(List.of("1", "2"), each.items.stream().map(item -> item.id()).toList());
    }
  }

  private static PublishedItem xmppItem(String id, String text) {
    return new PublishedItem(
        id, XmlWriter.serialize(Element.builder("e", "urn:example").text(text).build()));
  }

  @Test
  void itemOfXmppIsAsAssuredAsCanBe() {
    Listener bob = doors.listener(BOB);
    bob.subscribe(new QueueFilter("a", 1, false, true, 0));
    doors.ask(new NodeCommand.Publish(ALICE, "a", List.of(xmppItem("1", "x"))));
    assertEquals(List.of("a=<e xmlns='urn:example'>x</e> q1"), bob.take());
    assertEquals("xml", bob.items.get(0).payload().kind());
  }

  @Test
  void rightsAreThoseOfTheNode() {
    Listener bob = doors.listener(BOB);
    Listener alice = doors.listener(ALICE);
    bob.subscribe("#");
    alice.subscribe("#");
    doors.ask(
        new ServiceCommand.CreateNode(
            ALICE, "secret", Map.of("pubsub#access_model", List.of("whitelist"))));
    doors.pass(ALICE, "secret", "1");
    assertEquals(List.of(), bob.take());
    assertEquals(List.of("secret=1 q2"), alice.take());
    doors.ask(
        new NodeCommand.Configure(ALICE, "secret", Map.of("pubsub#access_model", List.of("open"))));
    doors.pass(ALICE, "secret", "2");
    assertEquals(List.of("secret=2 q2"), bob.take());
  }

  @Test
  void rulesOfDoorsAreAskedAtEachNode() {
    withRules("deny subscribe bob plant/secret/#");
    Listener bob = doors.listener(BOB);
    assertEquals(Subscribed.NEW, bob.subscribe("plant/#"));
    assertEquals(Subscribed.NOT_AUTHORISED, bob.subscribe("plant/secret/door"));
    doors.pass(ALICE, "plant/secret/door", "1");
    doors.pass(ALICE, "plant/open", "2");
    assertEquals(List.of("plant/open=2 q2"), bob.take());
  }

  @Test
  void guestsReadTheDemonstrationOnly() {
    Listener guest = doors.listener(GUEST);
    assertEquals(Subscribed.NEW, guest.subscribe("#"));
    assertEquals(Subscribed.NEW, guest.subscribe("demo/+"));
    assertEquals(Subscribed.NOT_AUTHORISED, guest.subscribe("plant/#"));
    doors.pass(ALICE, "plant/a", "1");
    doors.pass(ALICE, "demo/a", "2");
    assertEquals(List.of("demo/a=2 q2"), guest.take());
  }

  @Test
  void nothingStandsAnyMoreIsTold() {
    Listener bob = doors.listener(BOB);
    bob.subscribe(new QueueFilter("a", 2, false, true, 0));
    doors.stand(ALICE, "a", "1");
    doors.endStanding(ALICE, "a");
    assertEquals(List.of("a=1 q2 r", "a= q1 r"), bob.take());
    assertEquals("", bob.items.get(1).id());
  }

  @Test
  void retractedItemIsNotTold() {
    Listener bob = doors.listener(BOB);
    bob.subscribe("a");
    doors.ask(new NodeCommand.Publish(ALICE, "a", List.of(xmppItem("1", "x"))));
    doors.ask(new NodeCommand.Retract(ALICE, "a", "1", true));
    assertEquals(1, bob.take().size());
  }

  @Test
  void retractedItemIsToldAsNothingWhereThatIsAskedFor() {
    doors.close();
    doors = new DoorsUnderTest(new InMemoryLog(), List.of(), policy -> policy, true);
    Listener bob = doors.listener(BOB);
    bob.subscribe(new QueueFilter("a", 2, false, true, 0));
    doors.ask(new NodeCommand.Publish(ALICE, "a", List.of(xmppItem("1", "x"))));
    bob.take();
    doors.ask(new NodeCommand.Retract(ALICE, "a", "1", true));
    doors.ask(new NodeCommand.Purge(ALICE, "a"));
    doors.ask(new NodeCommand.DeleteNode(ALICE, "a", null));
    assertEquals(List.of("a= q2", "a= q2", "a= q2"), bob.take());
  }

  @Test
  void nodeThatDeliversNoPayloadsShowsNone() {
    Listener bob = doors.listener(BOB);
    bob.subscribe("a");
    doors.ask(
        new ServiceCommand.CreateNode(
            ALICE,
            "a",
            Map.of("pubsub#deliver_payloads", List.of("0"), "pubsub#persist_items", List.of("1"))));
    doors.pass(ALICE, "a", "secret");
    assertEquals(List.of("a= q2"), bob.take());
  }

  @Test
  void numbersOfTheBrokerAreToldWhenTheyChange() {
    Listener admin = doors.listener(ADMIN);
    Listener everything = doors.listener(ADMIN, 1);
    admin.subscribe("$SYS/broker/+");
    everything.subscribe("#");
    assertEquals(Subscribed.NOT_AUTHORISED, doors.listener(BOB).subscribe("$SYS/#"));
    assertEquals(Subscribed.NOT_AUTHORISED, doors.listener(GUEST).subscribe("$SYS/broker/uptime"));
    doors.numbers.tell();
    doors.numbers.tell();
    assertEquals(List.of("$SYS/broker/uptime=1 seconds q0"), admin.take());
    doors.uptime = "2 seconds";
    doors.numbers.tell();
    assertEquals(List.of("$SYS/broker/uptime=2 seconds q0"), admin.take());
    assertEquals(List.of(), everything.take());
  }

  @Test
  void formIsMadeOnceForAllOfALoop() {
    List<String> made = new ArrayList<>();
    LiveItem.Form<String> form =
        item -> {
          made.add(item.id());
          return item.id();
        };
    LiveItem item =
        new LiveItem("a", true, ALICE, 0, () -> PortItems.none("a", DoorsUnderTest.NOON, false));
    assertSame(item.in(form), item.in(form));
    assertEquals(1, made.size());
  }
}
