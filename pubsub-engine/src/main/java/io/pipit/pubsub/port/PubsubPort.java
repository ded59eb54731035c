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
   * The same, if what stands was published to stand and is the item with that {@link
   * PortItem#seq()}; else it is refused as {@link PortResult.Reason#MISSING}.
   */
  void endStanding(Jid requester, String node, long seq, Consumer<PortResult> told);

  /**
   * What stands for the nodes that a filter matches and the requester may read, the oldest first.
   *
   * @param most so many at most
   * @param done told behind the last of them; refused when these are not all that there are
   */
  void standing(
      Jid requester, String filter, int most, Consumer<PortItem> each, Consumer<PortResult> done);

  /**
   * Makes a queue, changes it to what it is to be, or finds it as it is. From then on the consumer
   * is the one that has its items; another one has lost it. What was delivered before and not
   * acknowledged is delivered again, in its order.
   *
   * @param told once, when it is durable or refused; nothing is delivered before
   */
  void open(QueueSpec spec, QueueConsumer consumer, Consumer<PortOpening> told);

  /**
   * As {@link #publish}, but once for that id of the consumer of a queue until it is completed,
   * also over a crash: who sends it again is told that it was done, and nothing is published.
   *
   * @param owner of the queue
   * @param queue its name; without that queue the publish is refused as missing
   * @param id from 1 to 65,535
   */
  void publishOnce(
      PortPublish publish, BareJid owner, String queue, int id, Consumer<PortResult> told);

  /**
   * The id may be used for something else.
   *
   * @param durable run when that is durable; never when it cannot be stored, then it is asked again
   */
  void completed(BareJid owner, String queue, int id, Runnable durable);

  /** Nothing that the consumer of a queue has published is known by its id any more. */
  void forget(BareJid owner, String queue);

  /**
   * Gives a node a title, for people. One that has a title keeps it.
   *
   * @param told as by {@link #publish}
   */
  void title(Jid requester, String node, String title, Consumer<PortResult> told);

  /**
   * Keeps something with a queue, in place of what was kept with it: whoever opens it is told.
   *
   * @param what not to be changed afterwards
   * @param told whether it is durable; not when there is no such queue, or nothing can be stored
   */
  void keep(BareJid owner, String queue, byte[] what, Consumer<Boolean> told);

  /** Somebody who has no stream comes, goes away for a while, or goes. */
  void presence(BareJid account, String resource, PortPresence presence);
}
