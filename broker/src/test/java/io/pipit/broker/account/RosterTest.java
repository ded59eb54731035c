package io.pipit.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.account.RosterChange.Cleared;
import io.pipit.broker.account.RosterChange.ItemRemoved;
import io.pipit.broker.account.RosterChange.ItemSet;
import io.pipit.xmpp.BareJid;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RosterTest {

  private static final BareJid OWNER = BareJid.of("owner@pipit.test");
  private static final BareJid ANN = BareJid.of("ann@pipit.test");
  private static final BareJid BOB = BareJid.of("bob@pipit.test");

  private final AccountState account = new AccountState(OWNER);
  private final Roster roster = account.roster();

  private void set(BareJid contact, String name, long version) {
    account.apply(new ItemSet(OWNER, item(contact, name, version)), 1);
  }

  private static RosterItem item(BareJid contact, String name, long version) {
    return RosterItem.of(contact).described(name, List.of(), version);
  }

  private void remove(BareJid contact, long version) {
    account.apply(new ItemRemoved(OWNER, contact, version), 1);
  }

  private Optional<List<RosterChange>> since(long version) {
    return roster.changesSince(OptionalLong.of(version), OWNER);
  }

  @Test
  void changeOfAnotherAccountIsADefect() {
    assertThrows(IllegalArgumentException.class, () -> account.apply(new Cleared(ANN), 1));
  }

  @Tag("XC-6121-roster-ver")
  @Test
  void clientWithoutAUsefulVersionNeedsTheWholeRoster() {
    set(ANN, "Ann", 100);
    assertEquals(Optional.empty(), roster.changesSince(OptionalLong.empty(), OWNER));
    assertEquals(Optional.empty(), since(101));
    assertEquals(Optional.empty(), since(99));
    assertEquals(Optional.empty(), since(-1));
  }

  @Tag("XC-6121-roster-ver")
  @Test
  void nothingChangedSinceTheLastVersion() {
    assertEquals(Optional.of(List.of()), since(0));
    set(ANN, "Ann", 100);
    assertEquals(Optional.of(List.of()), since(100));
  }

  @Tag("XC-6121-roster-ver-pushes")
  @Test
  void missedChangesAreTheFinalStateOfEachItemInTheOrderOfChange() {
    set(ANN, "Ann", 100);
    set(BOB, "Bob", 101);
    set(ANN, "Anna", 102);
    remove(BOB, 103);
    assertEquals(
        Optional.of(
            List.of(new ItemSet(OWNER, item(ANN, "Anna", 102)), new ItemRemoved(OWNER, BOB, 103))),
        since(101));
    set(BOB, "Robert", 104);
    assertEquals(
        Optional.of(
            List.of(
                new ItemSet(OWNER, item(ANN, "Anna", 102)),
                new ItemSet(OWNER, item(BOB, "Robert", 104)))),
        since(101));
  }

  @Test
  void versionsGrowEvenWhenTheClockDoesNot() {
    assertEquals(5_000, roster.nextVersion(5_000));
    set(ANN, "Ann", 5_000);
    assertEquals(5_001, roster.nextVersion(5_000));
    assertEquals(5_001, roster.nextVersion(10));
    assertEquals(9_000, roster.nextVersion(9_000));
  }

  @Test
  void forgottenRemovalsMakeOldVersionsUseless() {
    set(ANN, "Ann", 1);
    for (int i = 0; i <= Roster.REMEMBERED_REMOVALS; i++) {
      BareJid contact = BareJid.of("c" + i + "@pipit.test");
      set(contact, "", roster.version() + 1);
      remove(contact, roster.version() + 1);
    }
    // The first contact came as version 2 and went as version 3, which is forgotten.
    assertEquals(Optional.empty(), since(2));
    assertEquals(
        Roster.REMEMBERED_REMOVALS, since(3).orElseThrow().size(), "all other removals are known");
  }

  @Test
  void versionsOfAnEarlierAccountOfTheSameNameAreUseless() {
    set(ANN, "Ann", 1_000);
    account.apply(new Cleared(OWNER), 1);
    assertEquals(0, roster.size());
    assertEquals(Optional.empty(), since(1_000));
    set(BOB, "Bob", roster.nextVersion(2_000));
    assertEquals(Optional.empty(), since(1_000));
    assertTrue(since(2_000).isPresent());
  }

  @Test
  void snapshotStaysAsItWas() {
    RosterSnapshots snapshots = new RosterSnapshots();
    account.apply(
        new ItemSet(
            OWNER,
            new RosterItem(
                ANN, "", List.of("Friends", "Work"), Subscription.FROM, false, false, 1)),
        1);
    snapshots.replace(account, 7);
    remove(ANN, 2);
    assertTrue(snapshots.hasPresenceSubscription(OWNER, ANN));
    assertEquals(Set.of("Friends", "Work"), snapshots.groups(OWNER, ANN));
    assertEquals(7, snapshots.position(OWNER));
    snapshots.replace(account, 8);
    assertEquals(Set.of(), snapshots.groups(OWNER, ANN));
    assertFalse(snapshots.hasPresenceSubscription(OWNER, ANN));
    assertEquals(8, snapshots.position(OWNER));
  }

  @Test
  void snapshotOfNobodyIsEmpty() {
    RosterSnapshots snapshots = new RosterSnapshots();
    assertFalse(snapshots.hasPresenceSubscription(OWNER, ANN));
    assertEquals(0, snapshots.position(OWNER));
  }

  @Test
  void presenceSubscriptionIsFromOrBoth() {
    RosterSnapshots snapshots = new RosterSnapshots();
    for (Subscription subscription : Subscription.values()) {
      account.apply(
          new ItemSet(
              OWNER,
              new RosterItem(
                  ANN, "", List.of(), subscription, false, false, roster.nextVersion(0))),
          1);
      snapshots.replace(account, 1);
      assertEquals(
          subscription == Subscription.FROM || subscription == Subscription.BOTH,
          snapshots.hasPresenceSubscription(OWNER, ANN));
    }
  }
}
