package io.pipit.broker.durability;

import io.pipit.broker.PepClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an account published before its node was killed reaches the contact that comes later. */
class PepCrashTest {

  private static final String TUNE = "http://jabber.org/protocol/tune";
  private static final String MOOD = "http://jabber.org/protocol/mood";
  private static final Map<String, String> ACCOUNTS = new HashMap<>(ChildNode.BUSY_STORE);

  static {
    ACCOUNTS.put("PIPIT_INIT__USERS", "juliet:juliet,romeo:romeo");
  }

  @Test
  @Tag("PEP-4.3.3-on-initial-presence")
  @Timeout(120)
  void newestItemSurvivesAKillAndComesOnce(@TempDir Path folder) throws Exception {
    for (String name : new String[] {"juliet", "romeo"}) {
      Files.writeString(folder.resolve(name), name + "\n");
    }
    String account;
    try (ChildNode node = ChildNode.start(folder, ACCOUNTS).awaitReady();
        PepClient juliet = PepClient.login(node.port(), "juliet", "balcony", TUNE)) {
      account = juliet.account();
      try (PepClient romeo = PepClient.login(node.port(), "romeo", "orchard", TUNE)) {
        PepClient.befriend(romeo, juliet);
      }
      juliet.publish(TUNE, "lost to nobody");
    }
    try (ChildNode node = ChildNode.start(folder, ACCOUNTS).awaitReady();
        PepClient romeo = PepClient.login(node.port(), "romeo", "orchard", TUNE, MOOD)) {
      romeo.event(account, TUNE, "lost to nobody");
      try (PepClient juliet = PepClient.login(node.port(), "juliet", "balcony", TUNE)) {
        juliet.event(account, TUNE, "lost to nobody");
        juliet.publish(MOOD, "next");
        romeo.event(account, MOOD, "next");
      }
    }
  }
}
