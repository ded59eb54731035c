package io.pipit.broker.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.config.AccessRule;
import io.pipit.pubsub.NodeFilter;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of doors: the first that fits decides, and what none fits is the node's to say. */
class AccessRulesTest {

  private static final BareJid GUEST = BareJid.of("guest@pipit.test");
  private static final BareJid ADMIN = BareJid.of("admin@pipit.test");

  private static AccessRules rules(String text) {
    List<AccessRule> rules = new ArrayList<>();
    for (String rule : text.split(";")) {
      if (!rule.isBlank()) {
        rules.add(AccessRule.parse(rule).orElseThrow());
      }
    }
    return new AccessRules(rules, "pipit.test", GUEST::equals, ADMIN::equals);
  }

  private static Jid jid(String text) {
    return Jid.of(text.contains("@") ? text : text + "@pipit.test/phone");
  }

  @ParameterizedTest(name = "{0}: {1} at {2}")
  @CsvSource({
    "'', alice, a, true",
    "deny all * a/#, alice, a, false",
    "deny all * a/#, alice, a/b/c, false",
    "deny all * a/#, alice, ab, true",
    "deny all * a/+, alice, a, true",
    "deny all * a/+, alice, a/b, false",
    "deny all * a/+, alice, a/b/c, true",
    "deny all alice #, alice, x, false",
    "deny all alice #, bob, x, true",
    "deny all alice@pipit.test #, alice, x, false",
    "deny all alice #, alice@elsewhere.test/x, x, true",
    "allow all * a/b;deny all * a/#, alice, a/b, true",
    "allow all * a/b;deny all * a/#, alice, a/c, false",
    "deny all * a/#;allow all * a/b, alice, a/b, false",
    "allow all * home/%u/#;deny all * home/#, alice, home/alice/x, true",
    "allow all * home/%u/#;deny all * home/#, alice, home/bob/x, false",
    "allow all * dev/%c;deny all * dev/#, alice, dev/phone, true",
    "allow all * dev/%c;deny all * dev/#, alice, dev/other, false",
    "deny all * #, alice, $pep/bob/x, false",
    "allow all * #;deny all * $pep/#, alice, $pep/bob/x, false",
    "deny subscribe * a, alice, a, false",
    "deny publish * a, alice, a, true"
  })
  void firstRuleThatFitsDecidesOnReading(String rules, String who, String node, boolean may) {
    assertEquals(may, rules(rules).mayRead(jid(who), node));
  }

  @Test
  void publishAndSubscribeAreApart() {
    AccessRules rules = rules("deny publish * a; deny subscribe * b");
    assertEquals(false, rules.mayPublish(jid("alice"), "a"));
    assertEquals(true, rules.mayPublish(jid("alice"), "b"));
    assertEquals(true, rules.mayRead(jid("alice"), "a"));
    assertEquals(false, rules.mayRead(jid("alice"), "b"));
  }

  /** Such a localpart must not become a wildcard. */
  @Test
  void nameOfAnAccountIsNoWildcard() {
    AccessRules rules = rules("allow all * home/%u/#; deny all * home/#");
    FullJid plus = FullJid.of("+@pipit.test/x");
    FullJid hash = FullJid.of("#@pipit.test/x");
    for (Jid who : List.of(plus, hash)) {
      assertEquals(false, rules.mayRead(who, "home/alice/x"));
      assertEquals(false, rules.mayReadSome(who, NodeFilter.read("home/alice/x").orElseThrow()));
    }
  }

  @Test
  void resourceWithLevelsIsNoLevel() {
    AccessRules rules = rules("allow all * dev/%c; deny all * dev/#");
    assertEquals(false, rules.mayRead(FullJid.of("alice@pipit.test/a/b"), "dev/a/b"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "alice, $SYS/broker/uptime, '', false",
    "admin, $SYS/broker/uptime, '', true",
    "alice, $SYS/broker/uptime, allow subscribe alice $SYS/#, true",
    "alice, $SYS/broker/uptime, allow all * #, false",
    "alice, $SYS/broker/uptime, allow all * +/broker/#, false",
    "admin, $SYS/broker/uptime, deny all admin $SYS/#, false",
    "guest, demo/a, '', true",
    "guest, demo, '', true",
    "guest, plant/a, '', false",
    "guest, plant/a, allow all * #, false",
    "guest, $SYS/broker/uptime, allow all * $SYS/#, false"
  })
  void numbersAreForAdministratorsAndTheDemonstrationForGuests(
      String who, String node, String rules, boolean may) {
    assertEquals(may, rules(rules).mayRead(jid(who), node));
  }

  @ParameterizedTest(name = "{0}: {1} to {2}")
  @CsvSource({
    "'', alice, #, true",
    "deny subscribe * a/#, alice, a/b, false",
    "deny subscribe * a/#, alice, a/+, false",
    "deny subscribe * a/#, alice, a/#, false",
    "deny subscribe * a/#, alice, #, true",
    "deny subscribe * a/#, alice, +/b, true",
    "deny subscribe * a/+, alice, a/#, true",
    "deny subscribe * +/b, alice, a/b, false",
    "deny subscribe * #, alice, #, false",
    "allow subscribe * a/b;deny subscribe * #, alice, a/#, true",
    "allow subscribe * a/b;deny subscribe * #, alice, +/+, true",
    "allow subscribe * a/b;deny subscribe * #, alice, b/#, false",
    "allow subscribe * home/%u/#;deny subscribe * #, alice, home/+/x, true",
    "allow subscribe * home/%u/#;deny subscribe * #, alice, home/bob/x, false",
    "'', alice, $SYS/#, false",
    "allow all * #, alice, $SYS/#, false",
    "'', admin, $SYS/#, true",
    "allow subscribe * $SYS/#, alice, $SYS/#, true",
    "'', guest, #, true",
    "'', guest, demo/a, true",
    "'', guest, +/a, true",
    "'', guest, plant/#, false"
  })
  void filterIsRefusedOnlyWhenNothingCanMatch(
      String rules, String who, String filter, boolean may) {
    assertEquals(may, rules(rules).mayReadSome(jid(who), NodeFilter.read(filter).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "allow",
        "allow all *",
        "permit all * #",
        "allow write * #",
        "allow all * a/#/b",
        "ALLOW all * #"
      })
  void whatIsNoRule(String text) {
    assertTrue(AccessRule.parse(text).isEmpty());
  }

  @Test
  void ruleReadsAsItIsWritten() {
    for (String text :
        List.of("allow all * #", "deny publish alice a/+/b/#", "allow subscribe a@b x")) {
      assertEquals(text, AccessRule.parse(text).orElseThrow().toString());
    }
  }
}
