package io.pipit.pubsub.engine;

import io.pipit.xmpp.BareJid;

/**
 * What is different at a service that is an account (XEP-0163 2.1, 2.2): all its nodes are the
 * account's, whoever else owns them too. A service that is none has an address without a local
 * part.
 */
final class PersonalService {

  private PersonalService() {}

  /** Whether a service is an account. */
  static boolean is(BareJid service) {
    return !service.local().isEmpty();
  }

  /**
   * Whether an entity owns the nodes of a service by being the account that the service is. Nothing
   * takes that away, neither another owner nor a log of a time when one could.
   */
  static boolean isOf(BareJid entity, BareJid service) {
    return is(service) && entity.equals(service);
  }

  /**
   * Whether an entity is at best another owner of the nodes of an account: it may empty and delete
   * them, but not send others elsewhere in the account's name, nor make them what the account could
   * not use.
   */
  static boolean isOther(BareJid entity, BareJid service) {
    return is(service) && !entity.equals(service);
  }
}
