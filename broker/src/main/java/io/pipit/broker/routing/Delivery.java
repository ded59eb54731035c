package io.pipit.broker.routing;

import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Stanza;

/** The way of a stanza to whoever it is for. Any thread. */
public interface Delivery {

  /**
   * Delivers a stanza that has both addresses to whoever it is for. What cannot be delivered is
   * answered to its sender as the RFCs say, or dropped in silence.
   */
  void deliver(Stanza stanza);

  /**
   * Hands a stanza as it is to one connected resource, such as a subscription stanza that is
   * addressed to its account; dropped when nobody is there any more.
   */
  void deliverTo(FullJid resource, Stanza stanza);
}
