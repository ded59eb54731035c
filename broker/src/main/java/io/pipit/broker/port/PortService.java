package io.pipit.broker.port;

import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What doors ask the pubsub service for, beside {@link PortSubscriptions}. Any thread. */
public final class PortService implements ItemPort, OncePort {

  private final PortPublishing publishing;
  private final OncePublishing once;
  private final StandingQuery.Parts standing;
  private final BrokerNumbers numbers;

  /**
   * @param rules what doors let through
   * @param numbers shown beside the nodes
   * @param door as what publishes are counted
   */
  public PortService(
      PubsubService pubsub,
      Shards shards,
      AccessRules rules,
      BrokerNumbers numbers,
      Protocol door,
      BrokerMetrics metrics) {
    this.numbers = numbers;
    PortNames names = new PortNames(pubsub.address(), rules.domain());
    this.standing = new StandingQuery.Parts(pubsub, shards, names, rules);
    this.publishing = new PortPublishing(pubsub, rules, door, metrics);
    this.once = new OncePublishing(shards, publishing);
  }

  @Override
  public void publish(PortPublish publish, Executor on, Consumer<PortResult> told) {
    publishing.publish(publish, result -> on.execute(() -> told.accept(result)));
  }

  @Override
  public void endStanding(
      Jid requester, String node, int assurance, Executor on, Consumer<PortResult> told) {
    publishing.endStanding(
        new NodeCommand.EndStanding(requester, node),
        assurance,
        result -> on.execute(() -> told.accept(result)));
  }

  /** The same, if what stands was published to stand and is the item with that number. */
  void endStanding(Jid requester, String node, long seq, Executor on, Consumer<PortResult> told) {
    publishing.endStanding(
        new NodeCommand.EndStanding(requester, node, seq),
        PortPublish.MOST_ASSURANCE,
        result -> on.execute(() -> told.accept(result)));
  }

  /** Gives a node a title, unless it has one. */
  void title(Jid requester, String node, String title, Executor on, Consumer<PortResult> told) {
    publishing.title(requester, node, title, result -> on.execute(() -> told.accept(result)));
  }

  @Override
  public StandingPages standing(
      Jid requester, String filter, int most, Executor on, StandingPages.Reader reader) {
    if (filter.startsWith(AccessRules.NUMBERS)) {
      List<PortItem> items =
          NodeFilter.read(filter).map(read -> numbers.standing(requester, read)).orElse(List.of());
      return new NumbersPage(items, on, reader);
    }
    StandingQuery query = new StandingQuery(standing, filter, requester, most, on, reader);
    query.start();
    return query;
  }

  @Override
  public void publishOnce(
      PortPublish publish, QueueId session, int id, Executor on, Consumer<PortResult> told) {
    once.publish(session, id, publish, on, told);
  }

  @Override
  public void completed(QueueId session, int id, Executor on, Runnable durable) {
    once.completed(session, id, on, durable);
  }

  /** Nothing that the consumer of a queue publishes is known by its id any more. */
  public void forget(QueueId session) {
    once.forget(session);
  }

  /** The numbers of the broker: one page, since there are few. */
  private static final class NumbersPage implements StandingPages {

    private final Executor on;
    private final Reader reader;
    private List<PortItem> left;
    private boolean hasEnded;

    NumbersPage(List<PortItem> items, Executor on, Reader reader) {
      this.left = items;
      this.on = on;
      this.reader = reader;
    }

    @Override
    public void next() {
      on.execute(this::page);
    }

    private void page() {
      List<PortItem> page = left;
      left = List.of();
      if (hasEnded) {
        return;
      }
      if (page.isEmpty()) {
        reader.done(true);
      } else {
        reader.items(page);
      }
    }

    @Override
    public void told(String node) {
      left = left.stream().filter(item -> !item.node().equals(node)).toList();
    }

    @Override
    public void end() {
      hasEnded = true;
    }
  }
}
