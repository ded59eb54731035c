package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Publishes the items of one message. What the node refuses is counted and done with; while its
 * store is congested or has failed, the message is kept and tried again, unless it is of QoS 0.
 * Confined to the context of its bridge.
 */
final class InboundWork implements TopicLanes.Work {

  private static final long FIRST_WAIT_MILLIS = 250;
  private static final long LONGEST_WAIT_MILLIS = 5_000;
  private static final String KEY = "pipit-key";

  /**
   * Where it is published.
   *
   * @param owner of the queue, by whose rights is published where nothing else is said
   * @param queue which remembers messages of QoS 2
   */
  record Place(String bridge, BareJid owner, String queue) {

    /** By whose rights it is published. */
    Jid requester(SubscribeMapping entry) {
      String account = entry.publishAs();
      BareJid publisher = account == null ? owner : BareJid.of(account);
      return publisher.withResource(bridge).orElseThrow();
    }
  }

  private final BridgeEnvironment environment;
  private final Place place;
  private final SubscribeMapping entry;
  private final BridgeMessage message;
  private final List<Inbound.Item> items;
  private final BiConsumer<BridgeMessage, String> lost;
  private final Consumer<String> done;
  private final Jid requester;
  private int left;
  private String result = "unchanged";

  /**
   * @param lost told what does not become an item, and why
   * @param done told {@code ok}, {@code unchanged}, {@code refused} or {@code dropped} at the end
   */
  InboundWork(
      BridgeEnvironment environment,
      Place place,
      SubscribeMapping entry,
      BridgeMessage message,
      List<Inbound.Item> items,
      BiConsumer<BridgeMessage, String> lost,
      Consumer<String> done) {
    this.environment = environment;
    this.place = place;
    this.entry = entry;
    this.message = message;
    this.items = List.copyOf(items);
    this.lost = lost;
    this.done = done;
    requester = place.requester(entry);
  }

  /**
   * What is tried again must not be overtaken by what came behind it, and what looks at the node
   * first must see what came before it.
   */
  @Override
  public boolean isAlone() {
    return message.qos() > 0 || items.stream().anyMatch(Inbound.Item::onlyIfNew);
  }

  @Override
  public void run(Runnable ended) {
    Map<String, Queue<Inbound.Item>> nodes = new LinkedHashMap<>();
    for (Inbound.Item item : items) {
      nodes.computeIfAbsent(item.node(), node -> new ArrayDeque<>()).add(item);
    }
    left = nodes.size();
    nodes.values().forEach(ofNode -> next(ofNode, ended));
  }

  /** The items of one node go one behind the other, beside those of other nodes. */
  private void next(Queue<Inbound.Item> ofNode, Runnable ended) {
    Inbound.Item item = ofNode.poll();
    if (item == null) {
      left--;
      if (left == 0) {
        done.accept(result);
        ended.run();
      }
      return;
    }
    Runnable one =
        () -> {
          title(item);
          next(ofNode, ended);
        };
    if (item.retract()) {
      end(item, FIRST_WAIT_MILLIS, one);
    } else if (item.onlyIfNew()) {
      publishIfNew(item, one);
    } else {
      publish(item, FIRST_WAIT_MILLIS, one);
    }
  }

  /** Nothing waits for that, and who may not do it leaves the node without a title. */
  private void title(Inbound.Item item) {
    if (!item.title().isEmpty()) {
      environment.port().title(requester, item.node(), item.title(), told -> {});
    }
  }

  /** A connection begins with everything that is retained; most of it is here already. */
  private void publishIfNew(Inbound.Item item, Runnable one) {
    List<PortItem> newest = new ArrayList<>();
    environment
        .port()
        .standing(
            requester,
            item.node(),
            1,
            newest::add,
            known -> {
              boolean isSame =
                  known instanceof PortResult.Done
                      && !newest.isEmpty()
                      && Arrays.equals(newest.get(0).payload().content(), item.payload().content());
              if (isSame) {
                one.run();
              } else {
                publish(item, FIRST_WAIT_MILLIS, one);
              }
            });
  }

  private void publish(Inbound.Item item, long wait, Runnable one) {
    PortPublish publish =
        new PortPublish(
            requester,
            item.node(),
            item.id(),
            item.payload(),
            item.headers(),
            item.standing(),
            item.passing(),
            message.qos(),
            message.property(KEY).orElse(null),
            entry.template());
    Consumer<PortResult> told =
        answer -> told(answer, wait, longer -> publish(item, longer, one), one);
    if (message.qos() == 2 && items.size() == 1) {
      environment
          .port()
          .publishOnce(publish, place.owner(), place.queue(), message.packetId(), told);
    } else {
      environment.port().publish(publish, told);
    }
  }

  private void end(Inbound.Item item, long wait, Runnable one) {
    environment
        .port()
        .endStanding(
            requester,
            item.node(),
            answer -> told(answer, wait, longer -> end(item, longer, one), one));
  }

  private void told(PortResult answer, long wait, Consumer<Long> again, Runnable one) {
    if (answer instanceof PortResult.Done known) {
      if (known.repeated() && message.qos() == 2) {
        environment.metrics().duplicate();
      }
      result = "ok";
      one.run();
      return;
    }
    PortResult.Reason reason = ((PortResult.Refused) answer).reason();
    boolean isPassing = reason == PortResult.Reason.BUSY || reason == PortResult.Reason.FAILED;
    if (isPassing && message.qos() > 0) {
      long longer = Math.min(LONGEST_WAIT_MILLIS, wait * 2);
      long unused = environment.vertx().setTimer(wait, id -> again.accept(longer));
      return;
    }
    String word = reason.name().toLowerCase(Locale.ROOT);
    if (isPassing) {
      environment.metrics().dropped(word, 1);
      result = "dropped";
    } else {
      environment.metrics().mapError(word);
      result = "refused";
    }
    lost.accept(message, word);
    one.run();
  }
}
