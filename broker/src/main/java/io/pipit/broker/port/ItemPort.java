package io.pipit.broker.port;

import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.xmpp.Jid;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What doors ask of the service, beside subscriptions. Any thread. */
public interface ItemPort {

  /**
   * Publishes an item, to a node that may come with it.
   *
   * @param on where it is told, in order
   * @param told once, when it is durable or refused
   */
  void publish(PortPublish publish, Executor on, Consumer<PortResult> told);

  /**
   * Has nothing stand for a node any more.
   *
   * @param assurance as of a {@link PortPublish}: who listens is told of it
   */
  void endStanding(
      Jid requester, String node, int assurance, Executor on, Consumer<PortResult> told);

  /**
   * What stands for the nodes that a filter matches and the requester may read, the oldest first.
   * Nothing is given out before {@link StandingPages#next}.
   *
   * @param filter with or without wildcards; nothing stands for what is no filter
   * @param most so many at most
   * @param on where the pages are used and the reader is told, in order; the caller is there
   */
  StandingPages standing(
      Jid requester, String filter, int most, Executor on, StandingPages.Reader reader);
}
