package io.pipit.broker.mqtt;

import io.pipit.broker.port.ItemPort;
import io.pipit.broker.port.StandingPages;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.QueueFilter;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is retained for the filters to which a client subscribes (3.3.1.3), one filter after
 * the other, and no faster than the client takes it: one page is in memory, and the next is asked
 * for when it was sent. Confined to the loop of its connection.
 *
 * <p>A message that is retained from now on and was sent as it was published is followed neither by
 * the one that it has replaced nor by itself.
 */
final class Retained implements Subscriptions.Standing {

  private static final Logger log = LoggerFactory.getLogger(Retained.class);

  private final MqttClient client;
  private final int most;
  private final ItemPort port;
  private final Outgoing deliveries;

  /** By filter, in their order: so many at most as the session has. */
  private final Map<String, QueueFilter> waiting = new LinkedHashMap<>();

  private final ToldTopics told;
  private final ArrayDeque<PortItem> page = new ArrayDeque<>(0);

  /** Of which the page is; null while nothing is sent. */
  private @Nullable QueueFilter filter;

  private @Nullable StandingPages pages;
  private boolean isAsked;
  private boolean hasEnded;

  /**
   * @param most so many for one filter
   */
  Retained(MqttClient client, int most, ItemPort port, Outgoing deliveries) {
    this.client = client;
    this.most = most;
    this.port = port;
    this.deliveries = deliveries;
    this.told = new ToldTopics(most);
  }

  @Override
  public void send(QueueFilter subscribed) {
    if (!hasEnded && most > 0) {
      waiting.put(subscribed.filter(), subscribed);
      told.begin(subscribed.filter());
      resume();
    }
  }

  @Override
  public void forget(String filter) {
    if (waiting.remove(filter) != null) {
      told.end(filter);
    }
  }

  /** Sends as much as the client takes. */
  void resume() {
    while (!page.isEmpty() && deliveries.isIdle()) {
      send(page.remove(), filter);
    }
    if (page.isEmpty() && !isAsked && !hasEnded && deliveries.isIdle()) {
      ask();
    }
  }

  private void send(PortItem item, @Nullable QueueFilter by) {
    if (by != null && !told.isTold(by.filter(), item.node())) {
      deliveries.retained(item, by);
    }
  }

  /** The next page, or the first one of the next filter. */
  private void ask() {
    StandingPages current = pages;
    if (current == null) {
      Iterator<QueueFilter> first = waiting.values().iterator();
      if (!first.hasNext()) {
        return;
      }
      QueueFilter next = first.next();
      first.remove();
      filter = next;
      current =
          port.standing(client.jid(), next.filter(), most, client.loop()::execute, new Reader());
      pages = current;
    }
    isAsked = true;
    current.next();
  }

  /** What comes of one filter. */
  private final class Reader implements StandingPages.Reader {

    @Override
    public void items(List<PortItem> items) {
      isAsked = false;
      if (!hasEnded) {
        page.addAll(items);
        resume();
      }
    }

    @Override
    public void done(boolean isWhole) {
      isAsked = false;
      pages = null;
      if (!isWhole && filter != null) {
        log.atInfo()
            .addKeyValue("event", "mqtt.retained_cut")
            .addKeyValue("jid", client.jid())
            .addKeyValue("filter", filter.filter())
            .addKeyValue("most", most)
            .log("a client did not get all that is retained for a filter");
      }
      if (filter != null && !waiting.containsKey(filter.filter())) {
        told.end(filter.filter());
      }
      filter = null;
      resume();
    }
  }

  /** A message was sent that is retained from now on. */
  void told(String topic) {
    told.add(topic);
    StandingPages current = pages;
    if (current != null) {
      current.told(topic);
    }
  }

  /** The session has ended. */
  void end() {
    hasEnded = true;
    StandingPages current = pages;
    if (current != null) {
      current.end();
    }
    waiting.clear();
    page.clear();
  }
}
