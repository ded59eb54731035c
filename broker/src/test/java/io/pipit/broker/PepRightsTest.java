package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rights to the events of an account come and go between two publishes: the next one is told by
 * what is right then, and the newest item is told once to who comes to have it.
 */
class PepRightsTest {

  private static final String TUNE = "http://jabber.org/protocol/tune";
  private static final String MOOD = "http://jabber.org/protocol/mood";

  /** Everybody may have it: what did not come before it is not to come. */
  private static final String MARK = "urn:mark";

  private static final String ROMEO = "romeo@localhost";

  private TestNode node;
  private PepClient juliet;
  private PepClient romeo;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    node = TestNode.startPlain(folder).account("juliet", "juliet").account("romeo", "romeo");
    juliet = PepClient.login(node, "juliet", "balcony", "urn:none");
    romeo = PepClient.login(node, "romeo", "orchard", TUNE, MARK);
    PepClient.befriend(romeo, juliet);
    juliet.create(MARK, "access_model=open", "send_last_published_item=never");
  }

  @AfterEach
  void stop() throws IOException {
    romeo.close();
    juliet.close();
    node.close();
  }

  private void assertNothingMore() throws IOException {
    juliet.publish(MARK, "mark");
    romeo.event(juliet.account(), MARK, "mark");
  }

  private void affiliate(String affiliation) throws IOException {
    juliet.result(
        "set",
        "",
        PepClient.owner(
            "<affiliations node='"
                + TUNE
                + "'><affiliation jid='"
                + ROMEO
                + "' affiliation='"
                + affiliation
                + "'/></affiliations>"));
  }

  private void group(String name) throws IOException {
    juliet.result(
        "set",
        "",
        "<query xmlns='jabber:iq:roster'><item jid='"
            + ROMEO
            + "'><group>"
            + name
            + "</group></item></query>");
  }

  private void configure(String model) throws IOException {
    juliet.configure(TUNE, "access_model=" + model);
  }

  /** Does what takes the right away. */
  private void revoke(String how) throws IOException {
    switch (how) {
      case "approval" -> {
        juliet.send("<presence type='unsubscribed' to='" + ROMEO + "'/>");
        juliet.fence();
      }
      case "contact" ->
          juliet.result(
              "set",
              "",
              "<query xmlns='jabber:iq:roster'><item jid='"
                  + ROMEO
                  + "' subscription='remove'/></query>");
      case "group" -> group("Foes");
      case "outcast", "none" -> affiliate(how);
      case "model" -> configure("whitelist");
      case "block" ->
          juliet.result(
              "set", "", "<block xmlns='urn:xmpp:blocking'><item jid='" + ROMEO + "'/></block>");
      default -> throw new AssertionError(how);
    }
  }

  @ParameterizedTest(name = "{0}: {1}, without {2}")
  @CsvSource({
    "PEP-7.1-recalc-presence, presence, approval",
    "PEP-7.1-recalc-presence, open, contact",
    "PEP-7.1-recalc-roster, roster, contact",
    "PEP-7.1-recalc-roster, roster, group",
    "PEP-7.1-recalc-presence, presence, outcast",
    "PEP-7.1-recalc-presence, open, outcast",
    "PEP-5-model-others, whitelist, none",
    "PEP-5-model-others, presence, model",
    "PEP-4.3.3-blocked, presence, block",
    "XC-0191-pep, open, block",
  })
  void nextEventIsNotToldToWhoHasLostTheRight(String row, String model, String revoked)
      throws IOException {
    group("Friends");
    juliet.create(TUNE, "access_model=" + model, "roster_groups_allowed=Friends");
    if (model.equals("whitelist")) {
      affiliate("member");
    }
    juliet.publish(TUNE, "one");
    romeo.event(juliet.account(), TUNE, "one");
    revoke(revoked);
    juliet.publish(TUNE, "two");
    juliet.fence();
    romeo.fence();
    assertEquals(List.of(), romeo.takeEvents().stream().map(XmlWriter::text).toList(), row);
  }

  @Test
  @Tag("PEP-4.3.3-not-on-update")
  @Tag("PS-12.2-trigger-first-presence")
  void newestItemIsNotToldAgain() throws IOException {
    juliet.create(TUNE);
    juliet.publish(TUNE, "one");
    romeo.event(juliet.account(), TUNE, "one");
    String here = PepClient.capabilities(TUNE, MARK);
    String away = here.replace("</presence>", "<show>away</show></presence>");
    for (int i = 0; i < 25; i++) {
      romeo.send(away).send(here);
    }
    romeo.announce(TUNE, MARK);
    romeo.send("<presence type='probe' to='" + juliet.account() + "'/>");
    romeo.send(PepClient.presence()); // says nothing of capabilities
    romeo.fence();
    assertNothingMore();
  }

  @Test
  @Tag("PEP-4.3.3-on-initial-presence")
  @Tag("PS-12.2-trigger-first-presence")
  void newestItemIsToldOnceToEachNewResource() throws IOException {
    juliet.create(TUNE);
    juliet.publish(TUNE, "one");
    romeo.event(juliet.account(), TUNE, "one");
    try (PepClient phone = PepClient.login(node, "romeo", "phone", TUNE, MARK)) {
      phone.event(juliet.account(), TUNE, "one");
      assertNothingMore();
      phone.event(juliet.account(), MARK, "mark");
    }
  }

  @Test
  @Tag("PEP-1-caps-flow")
  void newestItemIsToldOnceOfANodeThatIsOfInterestNow() throws IOException {
    juliet.create(TUNE);
    juliet.create(MOOD);
    juliet.publish(TUNE, "one");
    romeo.event(juliet.account(), TUNE, "one");
    juliet.publish(MOOD, "calm");
    romeo.announce(TUNE, MOOD, MARK);
    romeo.event(juliet.account(), MOOD, "calm");
    assertNothingMore();
  }

  @Test
  @Tag("PEP-5-model-others")
  void newestItemIsToldOnceWhenTheNodeIsOpened() throws IOException {
    juliet.create(TUNE, "access_model=whitelist");
    juliet.publish(TUNE, "one");
    configure("presence");
    configure("open");
    romeo.event(juliet.account(), TUNE, "one");
    assertNothingMore();
  }

  @Test
  @Tag("PEP-4.3.4-last-item")
  @Tag("PS-12.2-trigger-access-change")
  void newestItemIsToldOnceToANewMember() throws IOException {
    juliet.create(TUNE, "access_model=whitelist");
    juliet.publish(TUNE, "one");
    affiliate("member");
    romeo.event(juliet.account(), TUNE, "one");
    affiliate("member");
    affiliate("publisher");
    assertNothingMore();
  }

  @Test
  @Tag("PEP-4.3.4-last-item")
  @Tag("PS-8.9.2.2-outcast-stops-events")
  void newestItemIsToldOnceToWhoIsOutcastNoMore() throws IOException {
    juliet.create(TUNE);
    affiliate("outcast");
    juliet.publish(TUNE, "one");
    assertNothingMore();
    affiliate("none");
    romeo.event(juliet.account(), TUNE, "one");
    assertNothingMore();
  }

  @Test
  @Tag("PEP-4.3.3-blocked")
  void newestItemIsNotToldToANewMemberThatIsBlocked() throws IOException {
    juliet.create(TUNE, "access_model=whitelist");
    juliet.publish(TUNE, "one");
    revoke("block");
    affiliate("member");
    juliet.fence();
    romeo.fence();
    assertEquals(List.of(), romeo.takeEvents());
  }

  @Test
  @Tag("PEP-7.1-recalc-presence")
  void newestItemIsToldOnceWhenPresenceIsSharedAgain() throws IOException {
    juliet.create(TUNE);
    juliet.publish(TUNE, "one");
    romeo.event(juliet.account(), TUNE, "one");
    revoke("approval");
    romeo.presence("unsubscribed", juliet.account());
    romeo.follow(juliet);
    romeo.event(juliet.account(), TUNE, "one");
    assertNothingMore();
  }

  @Test
  @Tag("PEP-4.3.3-on-initial-presence")
  @Tag("PEP-4.3.4-last-item")
  void presenceThatComesAndGoesBringsTheNewestItemsOnceForEachArrival() throws IOException {
    int nodes = 199; // as many as an account may have, with the mark
    String[] all = new String[nodes];
    for (int i = 0; i < nodes; i++) {
      all[i] = "urn:n:" + i;
      juliet.publish(all[i], "one");
    }
    romeo.announce(all);
    assertEquals(nodes, eventsOnceThereAre(nodes), "of all nodes");
    String arrival = PepClient.capabilities(all);
    int arrivals = 100;
    for (int i = 0; i < arrivals; i++) {
      romeo.send("<presence type='unavailable'/>").send(arrival).send(arrival);
      if (i % 10 == 9) {
        romeo.fence();
        juliet.fence(); // and others are served
      }
    }
    // Those of an arrival that has ended meanwhile are not told any more.
    romeo.fence();
    romeo.send("<presence type='unavailable'/>");
    romeo.presence("unavailable", romeo.address());
    int flood = romeo.takeEvents().size();
    assertTrue(flood <= nodes * (arrivals + 1), flood + " events");
    romeo.announce(all);
    assertEquals(nodes, eventsOnceThereAre(nodes));
  }

  /** What waits for its turn is told before the node changes, and then the change. */
  @Test
  @Tag("PEP-4.3.3-on-initial-presence")
  @Tag("PEP-4.3.4-last-item")
  void publishRightBehindAnArrivalComesOnceBehindTheNewestItems() throws IOException {
    int nodes = 199;
    String[] all = new String[nodes];
    StringBuilder publishes = new StringBuilder();
    for (int i = 0; i < nodes; i++) {
      all[i] = "urn:n:" + i;
      juliet.publish(all[i], "one");
      publishes
          .append("<iq type='set' id='p")
          .append(i)
          .append("'>")
          .append(PepClient.pubsub(PepClient.item(all[i], "two")))
          .append("</iq>");
    }
    romeo.announce(all); // what that stands for is known from now on
    romeo.send("<presence type='unavailable'/>");
    eventsOnceThereAre(nodes);
    romeo.send(PepClient.capabilities(all));
    juliet.send(publishes.toString());
    List<Element> events = new ArrayList<>();
    while (events.stream().filter(event -> XmlWriter.text(event).contains("id='two'")).count()
        < nodes) {
      events.add(romeo.nextEvent());
    }
    romeo.fence();
    events.addAll(romeo.takeEvents());
    for (String name : all) {
      List<String> items =
          events.stream()
              .map(event -> event.firstElement().flatMap(Element::firstElement).orElseThrow())
              .filter(told -> told.attribute("node", "").equals(name))
              .map(told -> told.firstElement().orElseThrow().attribute("id", ""))
              .toList();
      assertTrue(items.equals(List.of("one", "two")) || items.equals(List.of("two")), name + items);
    }
  }

  /** How many events come to the contact, when as many have come as are expected, or more. */
  private int eventsOnceThereAre(int expected) throws IOException {
    int events = 0;
    while (events < expected) {
      romeo.fence();
      events += romeo.takeEvents().size();
    }
    romeo.fence(); // what it has announced is known
    juliet.fence(); // and was answered
    romeo.fence();
    return events + romeo.takeEvents().size();
  }
}
