package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;
import java.util.Set;

/**
 * Learns of rights that a roster gave and gives no more, so that whoever judged by it judges again.
 */
@FunctionalInterface
public interface RosterListener {

  /**
   * A contact lost the presence subscription, or is in fewer groups. Called in the shard of the
   * owner, once the change is durable and {@link RosterSnapshots} shows it.
   */
  void rightsLost(BareJid owner, BareJid contact);

  /**
   * The owner and a contact get each other's presence from now on. Called in the shard of the
   * owner, in the turn of the change, so that nothing comes between; what is told of it waits until
   * it is durable.
   */
  default void presenceShared(BareJid owner, BareJid contact) {}

  /**
   * A contact is in more groups. Called as {@link #presenceShared}.
   *
   * @param before the groups that it was in
   */
  default void groupsGained(BareJid owner, BareJid contact, Set<String> before) {}
}
