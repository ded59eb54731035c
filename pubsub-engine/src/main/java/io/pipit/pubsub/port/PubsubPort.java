package io.pipit.pubsub.port;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.function.Consumer;

/**
 * The pubsub service as a door sees it that is not XMPP. Any thread; what is told runs on the
 * executor that the port was made for, in order.
 */
public interface PubsubPort {

  /**
   * Publishes an item, to a node that may come with it.
   *
   * @param told once, when it is durable or refused
   */
  void publish(PortPublish publish, Consumer<PortResult> told);

  /**
   * Has nothing stand for a node any more.
   *
   * @param told as by {@link #publish}
   */
  void endStanding(Jid requester, String node, Consumer<PortResult> told);

  /**
   * What stands for the nodes that a filter matches and the requester may read, the oldest first.
   *
   * @param most so many at most
   * @param done told behind the last of them
   */
  void standing(
      Jid requester, String filter, int most, Consumer<PortItem> each, Consumer<PortResult> done);

  /**
   * Makes a queue, changes it to what it is to be, or finds it as it is. From then on the consumer
   * is the one that has its items; another one has lost it.
   *
   * @param opened when it is durable
   */
  void open(QueueSpec spec, QueueConsumer consumer, Consumer<DurableQueue> opened);

  /**
   * As {@link #publish}, but once for that id of that session until it is completed, also over a
   * crash: who sends it again is told the same and nothing is published.
   *
   * @param id from 1 to 65,535
   */
  void publishOnce(PortPublish publish, String session, int id, Consumer<PortResult> told);

  /**
   * The id of that session may be used for something else.
   *
   * @param durable run when that is durable
   */
  void completed(String session, int id, Runnable durable);

  /** Nothing of that session is known by its id any more. */
  void forget(String session);

  /** Somebody who has no stream comes, goes away for a while, or goes. */
  void presence(BareJid account, String resource, PortPresence presence);
}
