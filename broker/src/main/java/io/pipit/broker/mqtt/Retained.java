package io.pipit.broker.mqtt;

import io.pipit.broker.port.ItemPort;
import io.pipit.broker.port.StandingPages;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.QueueFilter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is retained for the filters to which a client subscribes (3.3.1.3), one filter after
 * the other, and no faster than the client takes it: one page is in memory, and the next is asked
 * for when it was sent. Confined to the loop of its connection.
 *
 * <p>A message that is retained from now on and was sent as it was published is followed neither by
 * the one that it has replaced nor by itself. What is sent is known for that since the client has
 * asked, before the subscription stands. And a page comes behind what was published before it was
 * read: so of the messages in a page those are missing that come as they are published, and no
 * others.
 */
final class Retained implements Subscriptions.Standing {

  private static final Logger log = LoggerFactory.getLogger(Retained.class);

  private final MqttClient client;
  private final int most;
  private final ItemPort port;
  private final Outgoing deliveries;

  /** By filter, in their order: so many at most as the session has. */
  private final Map<String, Wanted> waiting = new LinkedHashMap<>();

  /** Of what the filters that wait have been told; null while none waits. */
  private @Nullable ToldTopics told;

  private final ArrayDeque<PortItem> page = new ArrayDeque<>(0);

  private final Clock clock;
  private final Executor behind;

  /** How much had been told when the client asked for the subscriptions that are being made. */
  private long mark;

  /** Of which the page is; null while nothing is sent. */
  private @Nullable Wanted wanted;

  private @Nullable StandingPages pages;

  /** Whom that page comes to: another one's is not wanted any more. */
  private @Nullable Reader reader;

  private boolean isAsked;
  private boolean hasEnded;

  /**
   * What is retained for a filter.
   *
   * @param since from then on at the latest, messages come by it as they are published
   */
  private record Wanted(QueueFilter filter, Instant since) {

    String text() {
      return filter.filter();
    }

    /**
     * Whether it came later than the subscription, and so is sent as it was published. One from
     * beyond now did not: the clock was set back.
     */
    boolean isLive(PortItem item, Instant now) {
      return !item.id().isEmpty() && item.arrival().isAfter(since) && !item.arrival().isAfter(now);
    }
  }

  /**
   * @param most so many for one filter
   * @param clock by which items arrive
   * @param behind runs something on the loop of the connection, behind all that was published
   *     before for the session
   */
  Retained(
      MqttClient client,
      int most,
      ItemPort port,
      Outgoing deliveries,
      Clock clock,
      Executor behind) {
    this.behind = behind;
    this.clock = clock;
    this.client = client;
    this.most = most;
    this.port = port;
    this.deliveries = deliveries;
  }

  @Override
  public void expect() {
    if (!hasEnded && most > 0) {
      ToldTopics known = told;
      if (known == null) {
        known = new ToldTopics(most);
        told = known;
      }
      mark = known.expect();
    }
  }

  @Override
  public void send(List<QueueFilter> subscribed) {
    ToldTopics known = told;
    if (hasEnded || known == null) {
      return;
    }
    for (QueueFilter each : subscribed) {
      boolean unused = leave(each.filter());
      waiting.put(each.filter(), new Wanted(each, clock.instant()));
      known.begin(each.filter(), mark);
    }
    if (known.expected()) {
      told = null;
    }
    resume();
  }

  @Override
  public void forget(String filter) {
    if (leave(filter)) {
      waitsNoMore(filter);
    }
  }

  /** Nothing more is sent for a filter; says whether anything was to be. */
  private boolean leave(String filter) {
    boolean wasWaiting = waiting.remove(filter) != null;
    Wanted current = wanted;
    if (current == null || !current.text().equals(filter)) {
      return wasWaiting;
    }
    if (pages != null) {
      pages.end();
    }
    pages = null;
    reader = null;
    wanted = null;
    isAsked = false;
    page.clear();
    return true;
  }

  private void waitsNoMore(String filter) {
    if (told != null && told.end(filter)) {
      told = null;
    }
  }

  private boolean isTold(String filter, String topic, long seq) {
    return told != null && told.isTold(filter, topic, seq);
  }

  /** Sends as much as the client takes. */
  void resume() {
    while (!page.isEmpty() && deliveries.isIdle()) {
      send(page.remove(), wanted);
    }
    if (page.isEmpty() && !isAsked && !hasEnded && deliveries.isIdle()) {
      ask();
    }
  }

  private void send(PortItem item, @Nullable Wanted by) {
    if (by != null
        && !by.isLive(item, clock.instant())
        && !isTold(by.text(), item.node(), item.seq())) {
      deliveries.retained(item, by.filter());
    }
  }

  /** The next page, or the first one of the next filter. */
  private void ask() {
    StandingPages current = pages;
    if (current == null) {
      Iterator<Wanted> first = waiting.values().iterator();
      if (!first.hasNext()) {
        return;
      }
      Wanted next = first.next();
      first.remove();
      wanted = next;
      Reader mine = new Reader(next);
      reader = mine;
      current = port.standing(client.jid(), next.text(), most, behind, mine);
      pages = current;
    }
    isAsked = true;
    current.next();
  }

  /** What comes of one filter. */
  private final class Reader implements StandingPages.Reader {

    private final Wanted of;

    Reader(Wanted of) {
      this.of = of;
    }

    @Override
    public void items(List<PortItem> items) {
      if (this == reader && !hasEnded) {
        isAsked = false;
        page.addAll(items);
        resume();
      }
    }

    @Override
    public void done(boolean isWhole) {
      if (this != reader) {
        return; // it is not wanted any more
      }
      isAsked = false;
      pages = null;
      reader = null;
      if (!isWhole) {
        log.atInfo()
            .addKeyValue("event", "mqtt.retained_cut")
            .addKeyValue("jid", client.jid())
            .addKeyValue("filter", of.text())
            .addKeyValue("most", most)
            .log("a client did not get all that is retained for a filter");
      }
      wanted = null;
      waitsNoMore(of.text());
      resume();
    }
  }

  /** A message was sent as it was published, and is retained from now on. */
  void told(String topic) {
    sent(topic, Long.MAX_VALUE);
    StandingPages current = pages;
    if (current != null) {
      current.told(topic);
    }
  }

  /**
   * A message was sent that is retained, be it as it was published or by this.
   *
   * @param seq a place in the order of the topic: what is before it does not follow
   */
  void sent(String topic, long seq) {
    if (told != null) {
      told.add(topic, seq);
    }
  }

  /** A message was sent as it was published: it does not follow, be it retained. */
  void sentItself(String topic, long seq) {
    if (told != null) {
      told.addItself(topic, seq);
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
