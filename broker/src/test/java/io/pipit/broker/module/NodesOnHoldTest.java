package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodesOnHoldTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  private static final BareJid ACCOUNT = BareJid.of("alice@example.org");

  private static final FullJid RESOURCE = (FullJid) Jid.of("bob@example.org/r");

  private final NodesOnHold onHold = new NodesOnHold();

  private static NodeCommand command(String node, int number) {
    return new NodeCommand.Purge(BareJid.of("u" + number + "@example.org"), node);
  }

  private boolean add(BareJid service, NodeCommand command) {
    return onHold.add(service, command, Requester.NOBODY);
  }

  private List<NodeCommand> release(BareJid service, String node) {
    return onHold.release(service, node).stream().map(NodesOnHold.Waiting::command).toList();
  }

  @Test
  void whatWaitsForANodeComesBackInOrder() {
    onHold.hold(SERVICE, "a");
    assertTrue(onHold.holds(SERVICE, "a"));
    for (int i = 0; i < 3; i++) {
      assertTrue(add(SERVICE, command("a", i)));
    }
    assertEquals(List.of(command("a", 0), command("a", 1), command("a", 2)), release(SERVICE, "a"));
    assertFalse(onHold.holds(SERVICE, "a"));
    assertEquals(List.of(), release(SERVICE, "a"));
  }

  @Test
  void whoComesIsFirstAndWaitsOnce() {
    onHold.hold(ACCOUNT, "a");
    List<NodeCommand> arrivals =
        List.of(
            new NodeCommand.TellLastItem(ACCOUNT, "a", RESOURCE),
            new NodeCommand.SubscriberAvailable(ACCOUNT, "a", RESOURCE));
    assertTrue(add(ACCOUNT, command("a", 1)));
    arrivals.forEach(each -> assertTrue(add(ACCOUNT, each)));
    assertTrue(add(ACCOUNT, command("a", 1)));
    for (int i = 0; i < NodesOnHold.MOST_WAITING; i++) {
      arrivals.forEach(each -> assertTrue(add(ACCOUNT, each)));
    }
    assertEquals(
        List.of(arrivals.get(0), arrivals.get(1), command("a", 1), command("a", 1)),
        release(ACCOUNT, "a"));
  }

  @Test
  void nodesOfOneNameAtTwoServicesAreTwo() {
    onHold.hold(SERVICE, "a");
    assertFalse(onHold.holds(ACCOUNT, "a"));
    assertFalse(onHold.holds(SERVICE, "b"));
    assertThrows(IllegalStateException.class, () -> add(ACCOUNT, command("a", 1)));
  }

  @Test
  void whatFindsTheQueueFullIsNotTaken() {
    onHold.hold(SERVICE, "a");
    onHold.hold(SERVICE, "b");
    for (int i = 0; i < NodesOnHold.MOST_WAITING; i++) {
      assertTrue(add(SERVICE, command(i % 2 == 0 ? "a" : "b", i)));
    }
    assertFalse(add(SERVICE, command("a", 0)));
    assertEquals(NodesOnHold.MOST_WAITING / 2, release(SERVICE, "b").size());
    assertTrue(add(SERVICE, command("a", 0)));
  }
}
