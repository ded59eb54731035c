package io.pipit.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pipit.broker.account.BlockListChange.Blocked;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses an entry of a block list stands for: XEP-0191, "JID Matching". */
class BlockListTest {

  private static final BareJid OWNER = BareJid.of("owner@pipit.test");

  @ParameterizedTest(name = "XC-0191-block {0} blocks {1}: {2}")
  @CsvSource({
    "ann@other.test/hall, ann@other.test/hall,   true",
    "ann@other.test/hall, ann@other.test/garden, false",
    "ann@other.test/hall, ann@other.test,        false",
    "ann@other.test,      ann@other.test,        true",
    "ann@other.test,      ann@other.test/hall,   true",
    "ann@other.test,      bob@other.test,        false",
    "ann@other.test,      other.test,            false",
    "ann@other.test,      ann@sub.other.test,    false",
    "other.test/hall,     other.test/hall,       true",
    "other.test/hall,     other.test/garden,     false",
    "other.test/hall,     ann@other.test/hall,   false",
    "other.test,          other.test,            true",
    "other.test,          other.test/hall,       true",
    "other.test,          ann@other.test,        true",
    "other.test,          ann@other.test/hall,   true",
    "other.test,          sub.other.test,        true",
    "other.test,          ann@a.b.other.test/x,  true",
    "other.test,          ann@another.test,      false",
    "other.test,          ann@test,              false",
    "sub.other.test,      ann@other.test,        false",
    "test,                ann@other.test,        true",
    // The account's own domain, which must not shut the account out.
    "pipit.test,          ann@pipit.test,        true",
    "pipit.test,          pubsub.pipit.test,     true",
    "pipit.test,          pipit.test,            false",
    "pipit.test,          owner@pipit.test/hall, false",
    "test,                owner@pipit.test,      false",
    "test,                pipit.test,            false",
  })
  void entryStandsForTheAddressesBelowIt(String entry, String other, boolean blocks) {
    assertEquals(blocks, of(entry).blocks(Jid.of(other)));
  }

  @Test
  void emptyListBlocksNobody() {
    assertFalse(BlockList.NONE.blocks(Jid.of("ann@other.test/hall")));
  }

  static BlockList of(String... jids) {
    List<Jid> list = List.of(jids).stream().map(Jid::of).toList();
    return BlockList.NONE.with(new Blocked(OWNER, list));
  }
}
