package io.pipit.broker.port;

import io.pipit.broker.routing.Fanout;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The numbers of the broker, which doors show as nodes below {@value AccessRules#NUMBERS} that
 * nobody publishes to. They are no nodes of the service: nothing of them is stored. Any thread.
 */
public final class BrokerNumbers {

  private static final int LEAST = 0;

  private final Map<String, Supplier<String>> numbers;
  private final PortSubscriptions subscriptions;
  private final AccessRules rules;
  private final Fanout fanout;
  private final Clock clock;
  private final BareJid service;

  /** What was told last of each. */
  private final Map<String, String> told = new ConcurrentHashMap<>();

  /**
   * @param numbers by their names, in the order in which they are shown
   */
  public BrokerNumbers(
      Map<String, Supplier<String>> numbers,
      PortSubscriptions subscriptions,
      AccessRules rules,
      Fanout fanout,
      Clock clock) {
    this.numbers = new LinkedHashMap<>(numbers);
    this.subscriptions = subscriptions;
    this.rules = rules;
    this.fanout = fanout;
    this.clock = clock;
    this.service = subscriptions.names().service();
  }

  /** Tells those who listen what has changed since this was called last. */
  public void tell() {
    numbers.forEach(
        (name, number) -> {
          String value = number.get();
          if (!value.equals(told.put(name, value))) {
            tell(name, value);
          }
        });
  }

  private void tell(String name, String value) {
    PortAudience audience = subscriptions.listenersOf(name);
    if (!audience.isEmpty()) {
      PortItem item = item(name, value, false);
      audience.tell(List.of(new LiveItem(name, true, service, LEAST, () -> item)), fanout::send);
    }
  }

  /** Those that a filter stands for and somebody may read, as they are now. */
  List<PortItem> standing(Jid requester, NodeFilter filter) {
    List<PortItem> items = new ArrayList<>();
    numbers.forEach(
        (name, number) -> {
          if (filter.matches(name) && rules.mayRead(requester, name)) {
            items.add(item(name, number.get(), true));
          }
        });
    return items;
  }

  private PortItem item(String name, String value, boolean standing) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    byte[] content = value.getBytes(StandardCharsets.UTF_8);
    return new PortItem(
        name, "", 0, now, null, new PortPayload("text", null, content), List.of(), standing);
  }
}
