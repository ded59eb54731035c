package io.pipit.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.account.BlockListChange.Blocked;
import io.pipit.broker.account.BlockListChange.Unblocked;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlockListsTest {

  private static final BareJid ANN = BareJid.of("ann@pipit.test");
  private static final BareJid BOB = BareJid.of("bob@pipit.test");
  private static final BareJid EVE = BareJid.of("eve@pipit.test");
  private static final BareJid SERVICE = BareJid.of("pubsub.pipit.test");
  private static final List<Jid> ALL =
      List.of(Jid.of("ann@pipit.test/a"), Jid.of("bob@pipit.test/b"), Jid.of("bob@pipit.test"));

  private final BlockLists lists = new BlockLists();

  @Test
  void recipientsAreLeftAloneWhenNothingBlocks() {
    assertSame(ALL, lists.reachable(SERVICE, ALL));
    block(ANN, "other.test");
    assertSame(ALL, lists.reachable(SERVICE, ALL));
    // Somebody who is not among the recipients.
    block(EVE, SERVICE.toString());
    assertSame(ALL, lists.reachable(SERVICE, ALL));
  }

  @Test
  @org.junit.jupiter.api.Tag("XC-0191-pep")
  void whoHasBlockedTheSenderIsLeftOut() {
    block(BOB, "pubsub.pipit.test");
    assertEquals(List.of(ALL.get(0)), lists.reachable(SERVICE, ALL));
  }

  @Test
  @org.junit.jupiter.api.Tag("XC-0191-pep")
  void whoHasBlockedTheDomainOfTheSenderIsLeftOut() {
    block(BOB, "pipit.test");
    assertEquals(List.of(ALL.get(0)), lists.reachable(EVE, ALL));
  }

  @Test
  @org.junit.jupiter.api.Tag("XC-0191-pep")
  void whomTheSenderHasBlockedIsLeftOut() {
    block(EVE, "bob@pipit.test/b");
    assertEquals(List.of(ALL.get(0), ALL.get(2)), lists.reachable(EVE, ALL));
  }

  @Test
  void senderReachesItsOwnResourcesThoughItsDomainIsBlocked() {
    block(BOB, "pipit.test");
    assertEquals(ALL.subList(1, 3), lists.reachable(BOB, ALL));
  }

  @Test
  void nothingIsBlockedAnyMoreOnceTheListsAreEmpty() {
    block(BOB, "pubsub.pipit.test");
    block(ANN, "pubsub.pipit.test", "eve@pipit.test");
    lists.replace(BOB, BlockList.NONE);
    assertEquals(ALL.subList(1, 3), lists.reachable(SERVICE, ALL));
    assertTrue(lists.isBlocked(ANN, EVE));
    lists.replace(ANN, BlockList.NONE);
    assertSame(ALL, lists.reachable(SERVICE, ALL));
    assertFalse(lists.isBlocked(ANN, EVE));
  }

  /** Whatever is blocked and unblocked in whichever order: as if each recipient had been asked. */
  @Property(tries = 200)
  @Tag("XC-0191-pep")
  void shortWayFindsWhatAskingEverybodyFinds(
      @ForAll Random random, @ForAll @IntRange(max = 30) int changes) {
    List<BareJid> accounts = List.of(ANN, BOB, EVE);
    List<String> jids =
        List.of("ann@pipit.test", "bob@pipit.test/b", "pubsub.pipit.test", "pipit.test", "test");
    BlockLists shared = new BlockLists();
    BlockList[] own = {BlockList.NONE, BlockList.NONE, BlockList.NONE};
    for (int i = 0; i < changes; i++) {
      int of = random.nextInt(own.length);
      List<Jid> jid = List.of(Jid.of(jids.get(random.nextInt(jids.size()))));
      BareJid account = accounts.get(of);
      own[of] =
          own[of].with(
              random.nextBoolean() ? new Blocked(account, jid) : new Unblocked(account, jid));
      shared.replace(account, own[of]);
    }
    for (BareJid sender : List.of(ANN, EVE, SERVICE)) {
      int at = accounts.indexOf(sender);
      List<Jid> expected =
          ALL.stream()
              .filter(to -> at < 0 || !own[at].blocks(to))
              .filter(to -> !own[accounts.indexOf(to.bare())].blocks(sender))
              .toList();
      assertEquals(expected, shared.reachable(sender, ALL));
    }
  }

  private void block(BareJid account, String... jids) {
    List<Jid> list = List.of(jids).stream().map(Jid::of).toList();
    lists.replace(account, BlockList.NONE.with(new Blocked(account, list)));
  }
}
