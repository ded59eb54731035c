package io.pipit.broker;

import io.pipit.xmpp.Ns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An account with nodes, juliet's, and others that may want their events, over real sockets. */
abstract class PersonalNodes {

  static final String TUNE = "http://jabber.org/protocol/tune";
  static final String MOOD = "http://jabber.org/protocol/mood";

  /**
   * Everybody is interested in it, and anybody may have it: what did not come before it is not to
   * come.
   */
  static final String MARK = "urn:mark";

  static final String JULIET = "juliet@" + TestNode.DOMAIN;

  TestNode node;
  PepClient juliet;

  @BeforeEach
  final void start(@TempDir Path folder) throws IOException {
    node = TestNode.startPlain(folder);
    for (String name : new String[] {"juliet", "romeo", "nurse", "paris"}) {
      node.account(name, name);
    }
    juliet = PepClient.login(node, "juliet", "balcony", TUNE);
  }

  @AfterEach
  final void stop() throws IOException {
    juliet.close();
    node.close();
  }

  final PepClient login(String name, String... interests) throws IOException {
    return PepClient.login(node, name, "orchard", interests);
  }

  /** A contact of juliet's, both ways, with these interests and the mark. */
  final PepClient friend(String name, String... interests) throws IOException {
    PepClient friend = login(name, MARK);
    PepClient.befriend(friend, juliet);
    String[] all = Arrays.copyOf(interests, interests.length + 1);
    all[interests.length] = MARK;
    friend.announce(all);
    return friend;
  }

  /** Publishes what is to be the next event of that client. */
  final void assertNothingBeforeMark(PepClient client) throws IOException {
    if (juliet.result("get", "", "<query xmlns='" + Ns.DISCO_ITEMS + "'/>").contains(MARK)) {
      juliet.publish(MARK, "mark");
    } else {
      juliet.create(MARK, "access_model=open", "send_last_published_item=never");
      juliet.publish(MARK, "mark");
    }
    client.event(JULIET, MARK, "mark");
  }
}
