package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.BareJid;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SubscriptionLedgerTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  private static final BareJid ALICE = BareJid.of("alice@example.org");

  private final SubscriptionLedger ledger = new SubscriptionLedger();

  private static SubscriptionClaim claim(int subscriptions, int most) {
    return new SubscriptionClaim(ALICE, subscriptions, most);
  }

  private int count() {
    return ledger.of(SERVICE).of(ALICE);
  }

  @Test
  void allPlacesOfAClaimAreTakenOrNone() {
    assertTrue(ledger.take(SERVICE, claim(2, 3)));
    assertFalse(ledger.take(SERVICE, claim(2, 3)));
    assertEquals(2, count());
    assertTrue(ledger.take(SERVICE, claim(1, 3)));
    assertTrue(ledger.take(SERVICE, null));
    assertEquals(3, count());
  }

  @Test
  void placeIsThatOfTheSubscriptionThatComes() {
    ledger.take(SERVICE, claim(1, 1));
    ledger.came(SERVICE, ALICE);
    assertEquals(1, count());
    ledger.add(SERVICE, ALICE, -1);
    assertEquals(0, count());
  }

  @Test
  void whatIsGivenBackIsFree() {
    ledger.take(SERVICE, claim(2, 2));
    ledger.giveBack(SERVICE, claim(2, 2));
    ledger.giveBack(SERVICE, null);
    assertEquals(0, count());
    assertTrue(ledger.take(SERVICE, claim(2, 2)));
  }

  @Test
  void subscriptionOfAReplayHasItsPlaceWithoutAClaim() {
    ledger.came(SERVICE, ALICE);
    ledger.came(SERVICE, ALICE);
    assertEquals(2, count());
    assertFalse(ledger.take(SERVICE, claim(1, 1)), "a quota that was lowered");
  }

  @Test
  void servicesAndEntitiesDoNotShare() {
    ledger.take(SERVICE, claim(1, 1));
    assertEquals(0, ledger.of(ALICE).of(ALICE));
    assertEquals(0, ledger.of(SERVICE).of(BareJid.of("bob@example.org")));
  }

  @RepeatedTest(20)
  void threadsTakeNoMoreThanThereIs() {
    List<CompletableFuture<Integer>> takers =
        IntStream.range(0, 4)
            .mapToObj(
                taker ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          int taken = 0;
                          for (int i = 0; i < 1_000; i++) {
                            if (ledger.take(SERVICE, claim(1, 100))) {
                              taken++;
                              ledger.came(SERVICE, ALICE);
                            }
                          }
                          return taken;
                        }))
            .toList();
    assertEquals(100, takers.stream().mapToInt(CompletableFuture::join).sum());
    assertEquals(100, count());
  }
}
