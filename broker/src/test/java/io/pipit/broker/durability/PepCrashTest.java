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

/** What an account published before its node was killed reaches those who come later. */
class PepCrashTest {

  private static final String TUNE = "http://jabber.org/protocol/tune";
  private static final String MOOD = "http://jabber.org/protocol/mood";

  /** Everybody wants it: what did not come before it is not to come. */
  private static final String MARK = "urn:mark";

  private static final String[] ALL = {TUNE, MOOD, MARK};
  private static final Map<String, String> ACCOUNTS = new HashMap<>(ChildNode.BUSY_STORE);

  static {
    ACCOUNTS.put("PIPIT_INIT__USERS", "juliet:juliet,romeo:romeo,nurse:nurse");
  }

  /** Each resource of each contact, and the own one, gets the last item of each node. */
  @Test
  @Tag("PEP-4.3.3-on-initial-presence")
  @Timeout(180)
  void newestItemsSurviveAKillAndComeOnce(@TempDir Path folder) throws Exception {
    for (String name : new String[] {"juliet", "romeo", "nurse"}) {
      Files.writeString(folder.resolve(name), name + "\n");
    }
    String account;
    try (ChildNode node = ChildNode.start(folder, ACCOUNTS).awaitReady();
        PepClient juliet = PepClient.login(node.port(), "juliet", "balcony", "urn:none")) {
      account = juliet.account();
      for (String name : new String[] {"romeo", "nurse"}) {
        try (PepClient contact = PepClient.login(node.port(), name, "first", "urn:none")) {
          PepClient.befriend(contact, juliet);
        }
      }
      juliet.publish(TUNE, "older");
      juliet.publish(MOOD, "the only one");
      juliet.publish(TUNE, "lost to nobody");
      node.kill();
    }
    try (ChildNode node = ChildNode.start(folder, ACCOUNTS).awaitReady();
        PepClient romeo = PepClient.login(node.port(), "romeo", "orchard", ALL);
        PepClient phone = PepClient.login(node.port(), "romeo", "phone", ALL);
        PepClient nurse = PepClient.login(node.port(), "nurse", "room", ALL);
        PepClient other = PepClient.login(node.port(), "juliet", "garden", ALL);
        PepClient juliet = PepClient.login(node.port(), "juliet", "balcony", ALL)) {
      juliet.publish(MARK, "mark");
      for (PepClient client : new PepClient[] {romeo, phone, nurse, other, juliet}) {
        client.assertNextEvents(
            account, Map.of(TUNE, "lost to nobody", MOOD, "the only one"), MARK, "mark");
      }
    }
  }
}
