package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.bridges.mqtt.link.LinkFilter;
import io.pipit.bridges.mqtt.link.MqttLink;
import io.pipit.bridges.mqtt.link.SubscribeAnswer;
import io.pipit.pubsub.port.PubsubPort;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge is subscribed to: all of it is asked for at each connection, also where the broker
 * kept it, since that is the only way to know. A refused filter is noted and the others go on. A
 * filter that is wanted no more is taken back, for a broker that keeps the state of the bridge
 * keeps its filters too. Which ones it may have is kept with the queue of the bridge, before they
 * are asked for, so that also those are taken back that went out of the configuration while nothing
 * ran; and with them since when the broker has known the bridge. Confined to the context of its
 * bridge.
 */
final class BridgeFilters {

  /** In one packet, so that it stays below what small brokers take. */
  private static final int MOST_AT_ONCE = 50;

  /** Is in no filter (MQTT 5, 1.5.4). */
  private static final String BETWEEN = "\0";

  private final PubsubPort port;
  private final Clock clock;
  private final InboundWork.Place place;
  private final BridgeLog log;
  private final Runnable changed;
  private final Map<String, Integer> failed = new LinkedHashMap<>();

  /** Those that the broker may still have. */
  private final Set<String> old = new LinkedHashSet<>();

  /** What is kept with the queue. */
  private String stored = "";

  /** Since when the broker has known the bridge without a break; null when that is not known. */
  private @Nullable Instant since;

  private List<LinkFilter> wanted = List.of();
  private @Nullable MqttLink link;

  /**
   * @param place with the queue where they are kept
   */
  BridgeFilters(
      PubsubPort port, Clock clock, InboundWork.Place place, BridgeLog log, Runnable changed) {
    this.port = port;
    this.clock = clock;
    this.place = place;
    this.log = log;
    this.changed = changed;
  }

  /** What the rules of a bridge ask for. */
  static List<LinkFilter> of(BridgeMapping mapping) {
    List<LinkFilter> filters = new ArrayList<>();
    for (BridgeMapping.Subscription one : mapping.subscriptions()) {
      // A shared subscription must not have No Local (MQTT 5 3.8.3.1).
      boolean isShared = one.filter().startsWith("$share/");
      filters.add(new LinkFilter(one.filter(), one.qos(), !isShared, one.sendRetained()));
    }
    return filters;
  }

  /** Filters that the broker refuses, with its reason codes. */
  Map<String, Integer> failed() {
    return failed;
  }

  /** What is kept with the queue: a former process may have asked for more than is wanted. */
  void found(byte[] kept) {
    stored = new String(kept, UTF_8);
    List<String> parts = List.of(stored.split(BETWEEN));
    try {
      since = Instant.parse(parts.get(0));
      old.addAll(parts.subList(1, parts.size()));
    } catch (DateTimeParseException e) {
      since = null; // nothing is kept yet
    }
    wanted.forEach(filter -> old.remove(filter.filter()));
  }

  /**
   * Since when the broker has known the bridge without a break, of a connection that is {@link
   * #up}.
   */
  Instant since() {
    Instant known = since;
    return known == null ? Instant.MAX : known;
  }

  /** Keeps all that the broker may have, and goes on also where that cannot be stored. */
  private void keep(Runnable then) {
    Set<String> all = new TreeSet<>(old);
    wanted.forEach(filter -> all.add(filter.filter()));
    String kept = since() + BETWEEN + String.join(BETWEEN, all);
    if (kept.equals(stored)) {
      then.run();
      return;
    }
    port.keep(
        place.owner(),
        place.queue(),
        kept.getBytes(UTF_8),
        isKept -> {
          if (isKept) {
            stored = kept;
          }
          then.run();
        });
  }

  /** Wants these from now on. */
  void want(List<LinkFilter> filters) {
    Set<String> kept = new LinkedHashSet<>();
    filters.forEach(filter -> kept.add(filter.filter()));
    for (LinkFilter filter : wanted) {
      if (!kept.contains(filter.filter())) {
        old.add(filter.filter());
        failed.remove(filter.filter());
      }
    }
    List<LinkFilter> added = new ArrayList<>(filters);
    added.removeAll(wanted);
    wanted = List.copyOf(filters);
    old.removeAll(kept);
    MqttLink current = link;
    if (current != null) {
      keep(
          () -> {
            if (current == link) {
              takeBack();
              Future<?> unused = ask(added);
            }
          });
    }
  }

  /**
   * There is a connection.
   *
   * @param isKnown whether the broker kept the state of the bridge
   * @return when all filters are answered; fails when the connection ends before
   */
  Future<?> up(MqttLink current, boolean isKnown) {
    link = current;
    failed.clear();
    if (!isKnown) {
      old.clear();
    }
    if (!isKnown || since == null) {
      since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
    Promise<Void> answered = Promise.promise();
    keep(
        () -> {
          if (current == link) {
            takeBack();
            Future<?> unused = ask(wanted).<Void>mapEmpty().onComplete(answered);
          } else {
            answered.fail("the connection has ended");
          }
        });
    return answered.future();
  }

  void down() {
    link = null;
  }

  private void takeBack() {
    MqttLink current = link;
    if (current == null || old.isEmpty()) {
      return;
    }
    List<String> gone = List.copyOf(old);
    Future<?> unused =
        current
            .unsubscribe(gone)
            .onSuccess(
                done -> {
                  old.removeAll(gone);
                  keep(() -> {});
                })
            .onFailure(lost -> log.debug("not unsubscribed", lost));
  }

  private Future<?> ask(List<LinkFilter> filters) {
    MqttLink current = link;
    if (current == null) {
      return Future.succeededFuture();
    }
    List<Future<?>> answers = new ArrayList<>();
    for (int from = 0; from < filters.size(); from += MOST_AT_ONCE) {
      List<LinkFilter> some = filters.subList(from, Math.min(filters.size(), from + MOST_AT_ONCE));
      answers.add(
          current
              .subscribe(some)
              .onSuccess(this::answered)
              .onFailure(lost -> log.debug("not subscribed", lost)));
    }
    return Future.all(answers);
  }

  private void answered(List<SubscribeAnswer> answers) {
    for (SubscribeAnswer answer : answers) {
      if (!answer.isRefused()) {
        failed.remove(answer.filter());
      } else if (failed.put(answer.filter(), answer.code()) == null) {
        log.warn("bridge.filter")
            .addKeyValue("filter", answer.filter())
            .addKeyValue("code", answer.code())
            .log(
                "the broker refuses the filter; the others go on. Allow it there, or take the"
                    + " mapping out");
      }
    }
    changed.run();
  }
}
