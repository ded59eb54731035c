package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.ItemAddress;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.EventItem;
import io.pipit.pubsub.notify.Notification.ItemsPublished;
import io.pipit.pubsub.notify.Notification.ItemsPublishedWithBody;
import io.pipit.pubsub.notify.Notification.ItemsShared;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One of a group is told, each in turn. */
class GroupTurnsTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  private static final String ALICE = "alice@example.org";

  /** Resources of alice that are connected. */
  private final TreeSet<String> connected = new TreeSet<>(List.of("a", "b", "c"));

  private final GroupTurns turns = new GroupTurns((service, recipients) -> reached(recipients));

  private List<FullJid> reached(List<Jid> recipients) {
    List<FullJid> reached = new ArrayList<>();
    for (String resource : connected) {
      FullJid jid = FullJid.of(ALICE + "/" + resource);
      if (recipients.contains(jid) || recipients.contains(jid.bare())) {
        reached.add(jid);
      }
    }
    return reached;
  }

  private static ItemsPublished offer(String id, String... addresses) {
    return new ItemsPublished(
        SERVICE,
        "n",
        List.of(addresses).stream().map(Jid::of).toList(),
        Message.Type.HEADLINE,
        List.of(new EventItem(id, null, null)),
        null,
        List.of());
  }

  private Optional<Notification> next(String node, String group, Notification... offers) {
    return turns.next(new ItemsShared(node, group, List.of(offers)));
  }

  /** Who is told, when all of the account are in a group. */
  private String next(String node, String group) {
    return next(node, group, offer("i", ALICE))
        .map(chosen -> ((FullJid) chosen.recipients().get(0)).resource())
        .orElse("nobody");
  }

  private String next() {
    return next("n", "g");
  }

  @Test
  void eachIsToldInTurn() {
    assertEquals("abcabc", next() + next() + next() + next() + next() + next());
  }

  @Test
  void whoComesAndGoesKeepsTheTurn() {
    assertEquals("ab", next() + next());
    connected.remove("b");
    assertEquals("cac", next() + next() + next());
    connected.add("b");
    connected.add("d");
    assertEquals("dabc", next() + next() + next() + next());
    connected.clear();
    assertEquals("nobody", next());
    connected.add("a");
    assertEquals("aa", next() + next());
  }

  @Test
  void groupsHaveTurnsOfTheirOwn() {
    assertEquals("a", next("n", "g"));
    assertEquals("a", next("n", "h"));
    assertEquals("a", next("n/#", "g"));
    assertEquals("b", next("n", "g"));
  }

  @Test
  void whoeverIsToldGetsWhatItsSubscriptionIsOffered() {
    Notification first = offer("first", ALICE + "/a");
    Notification second =
        new ItemsPublishedWithBody(
            offer("second", ALICE + "/b"), new ItemAddress(SERVICE, "sheets", "1"));
    ItemsPublished a = (ItemsPublished) next("n", "g", first, second).orElseThrow();
    assertEquals(List.of(Jid.of(ALICE + "/a")), a.recipients());
    assertEquals("first", a.items().get(0).id());
    ItemsPublishedWithBody b = (ItemsPublishedWithBody) next("n", "g", first, second).orElseThrow();
    assertEquals(List.of(Jid.of(ALICE + "/b")), b.recipients());
    assertEquals("second", b.event().items().get(0).id());
  }

  /** A resource that has several subscriptions in a group is one member. */
  @Test
  void nobodyHasTwoTurns() {
    Notification all = offer("all", ALICE);
    Notification own = offer("own", ALICE + "/a");
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      Notification chosen = next("n", "g", all, own).orElseThrow();
      assertEquals(1, chosen.recipients().size());
      told.append(((FullJid) chosen.recipients().get(0)).resource());
    }
    assertEquals("abcabc", told.toString());
  }

  @Test
  void turnsOfManyGroupsAreForgotten() {
    assertEquals("a", next());
    for (int i = 0; i < GroupTurns.MOST_GROUPS - 1; i++) {
      next("n", "other" + i);
    }
    assertEquals("b", next(), "known still");
    for (int i = 0; i < GroupTurns.MOST_GROUPS; i++) {
      next("n", "another" + i);
    }
    assertEquals("a", next(), "begins anew");
  }
}
