package io.pipit.broker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The newest item comes once and is not left out, in whatever order two accounts that share
 * presence hear of each other, though each has an owner of its own.
 */
@Timeout(60)
@Tag("PEP-4.3.3-on-initial-presence")
@Tag("PS-12.2-trigger-first-presence")
class PepOrderTest {

  private static final String TUNE = "http://jabber.org/protocol/tune";

  /** What did not come before it is not to come. */
  private static final String MARK = "urn:mark";

  private SlowOwner server;

  @BeforeEach
  void start() throws Exception {
    server = SlowOwner.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private PepClient login(String name) throws Exception {
    return PepClient.login(server.port(), name, "r", MARK);
  }

  /** The account of a client has a node with an item, and the mark. */
  private static void furnish(PepClient owner, String... fields) throws Exception {
    owner.create(MARK, "access_model=open", "send_last_published_item=never");
    owner.create(TUNE, fields);
    owner.publish(TUNE, "one");
  }

  /** What comes to a contact is this item alone. */
  private static void assertOnly(String item, PepClient owner, PepClient contact) throws Exception {
    owner.fence();
    owner.publish(MARK, "mark");
    contact.event(owner.account(), TUNE, item);
    contact.event(owner.account(), MARK, "mark");
  }

  /** The owner of the node stands still, is sent something, and hears of the interest behind it. */
  private void interestComesBehind(String sent, PepClient owner, PepClient contact)
      throws Exception {
    server.stop();
    owner.send(sent.formatted(contact.account()));
    server.settle();
    contact.announce(TUNE, MARK);
    server.settle();
    server.goOn();
  }

  @Test
  void publishAndInterest() throws Exception {
    try (PepClient owner = login(server.slowAccount());
        PepClient contact = login(server.fastAccount())) {
      PepClient.befriend(contact, owner);
      furnish(owner);
      interestComesBehind(
          "<iq type='set' id='p'>" + PepClient.pubsub(PepClient.item(TUNE, "two")) + "</iq>",
          owner,
          contact);
      assertOnly("two", owner, contact);
    }
  }

  @Test
  @Tag("PS-12.2-trigger-roster-add")
  void groupAndInterest() throws Exception {
    try (PepClient owner = login(server.slowAccount());
        PepClient contact = login(server.fastAccount())) {
      PepClient.befriend(contact, owner);
      furnish(owner, "access_model=roster", "roster_groups_allowed=Friends");
      interestComesBehind(
          "<iq type='set' id='g'><query xmlns='jabber:iq:roster'><item jid='%s'>"
              + "<group>Friends</group></item></query></iq>",
          owner, contact);
      assertOnly("one", owner, contact);
    }
  }

  @Test
  void accessModelAndInterest() throws Exception {
    try (PepClient owner = login(server.slowAccount());
        PepClient contact = login(server.fastAccount())) {
      PepClient.befriend(contact, owner);
      furnish(owner, "access_model=whitelist");
      interestComesBehind(
          "<iq type='set' id='m'>"
              + PepClient.owner(
                  "<configure node='"
                      + TUNE
                      + "'>"
                      + PepClient.form("access_model=presence")
                      + "</configure>")
              + "</iq>",
          owner,
          contact);
      assertOnly("one", owner, contact);
    }
  }

  @Test
  void approvalAndInterest() throws Exception {
    try (PepClient owner = login(server.slowAccount());
        PepClient contact = login(server.fastAccount())) {
      furnish(owner);
      owner.follow(contact);
      contact.send("<presence type='subscribe' to='" + owner.account() + "'/>");
      owner.presence("subscribe", contact.account());
      interestComesBehind("<presence type='subscribed' to='%s'/>", owner, contact);
      assertOnly("one", owner, contact);
    }
  }

  /** The contact's owner shows the interest before it hears that the contact is approved. */
  @Test
  void interestInFrontOfTheNewsThatItIsShared() throws Exception {
    try (PepClient owner = login(server.fastAccount());
        PepClient contact = login(server.slowAccount())) {
      owner.follow(contact);
      contact.announce(TUNE, MARK); // known from now on
      contact.announce(MARK);
      contact.send("<presence type='unavailable'/>");
      contact.presence("unavailable", contact.address());
      furnish(owner);
      contact.send("<presence type='subscribe' to='" + owner.account() + "'/>");
      owner.presence("subscribe", contact.account());
      server.stop();
      contact.send(PepClient.capabilities(TUNE, MARK));
      server.settle();
      owner.send("<presence type='subscribed' to='" + contact.account() + "'/>");
      owner.fence();
      server.goOn();
      contact.presence("subscribed", owner.account());
      contact.fence();
      assertOnly("one", owner, contact);
    }
  }

  private static String blocking(String command, PepClient other) {
    return "<"
        + command
        + " xmlns='urn:xmpp:blocking'><item jid='"
        + other.account()
        + "'/></"
        + command
        + ">";
  }

  /**
   * The owner of the node publishes before it hears that the contact does not block it any more.
   */
  @Test
  @Tag("PEP-4.3.3-blocked")
  @Tag("XC-0191-pep")
  void publishInFrontOfTheNewsThatTheBlockHasEnded() throws Exception {
    try (PepClient owner = login(server.slowAccount());
        PepClient contact = login(server.fastAccount())) {
      PepClient.befriend(contact, owner);
      furnish(owner);
      contact.announce(TUNE, MARK);
      contact.event(owner.account(), TUNE, "one");
      contact.result("set", "", blocking("block", owner));
      server.stop();
      owner.send(
          "<iq type='set' id='p'>" + PepClient.pubsub(PepClient.item(TUNE, "two")) + "</iq>");
      server.settle();
      contact.result("set", "", blocking("unblock", owner));
      server.goOn();
      assertOnly("two", owner, contact);
    }
  }

  /** Of several ends of blocks that the owner hears of together the last one counts. */
  @Test
  @Tag("PEP-4.3.3-blocked")
  @Tag("XC-0191-pep")
  void publishAmongTheNewsThatBlocksHaveEnded() throws Exception {
    try (PepClient owner = login(server.slowAccount());
        PepClient contact = login(server.fastAccount())) {
      PepClient.befriend(contact, owner);
      furnish(owner);
      contact.announce(TUNE, MARK);
      contact.event(owner.account(), TUNE, "one");
      contact.result("set", "", blocking("block", owner));
      server.stop();
      contact.result("set", "", blocking("unblock", owner));
      owner.send(
          "<iq type='set' id='p'>" + PepClient.pubsub(PepClient.item(TUNE, "two")) + "</iq>");
      server.settle();
      contact.result("set", "", blocking("block", owner));
      contact.result("set", "", blocking("unblock", owner));
      server.goOn();
      assertOnly("two", owner, contact);
    }
  }

  /** Whoever comes meanwhile is told with the end of the block. */
  @Test
  @Tag("PEP-4.3.3-blocked")
  @Tag("PEP-4.3.3-on-initial-presence")
  void interestInFrontOfTheNewsThatTheBlockHasEnded() throws Exception {
    try (PepClient owner = login(server.slowAccount());
        PepClient contact = login(server.fastAccount())) {
      PepClient.befriend(contact, owner);
      furnish(owner);
      contact.announce(TUNE, MARK);
      contact.event(owner.account(), TUNE, "one");
      contact.announce(MARK);
      contact.result("set", "", blocking("block", owner));
      server.stop();
      contact.announce(TUNE, MARK);
      server.settle();
      contact.result("set", "", blocking("unblock", owner));
      server.goOn();
      assertOnly("one", owner, contact);
    }
  }
}
