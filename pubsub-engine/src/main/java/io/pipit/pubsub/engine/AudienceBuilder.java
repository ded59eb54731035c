package io.pipit.pubsub.engine;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.notify.Notification.Header;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects an audience, one entity after the other. Confined to its caller. */
final class AudienceBuilder {

  private final String node;
  private final Instant now;
  private final NodeConfig config;
  private final List<Jid> plain;
  private final List<Audience.Reader> others = new ArrayList<>();
  private final Sharing.Builder sharing = new Sharing.Builder();
  private Instant validUntil = Instant.MAX;

  /**
   * @param size about how many there will be
   */
  AudienceBuilder(String node, Instant now, NodeConfig config, int size) {
    this.node = node;
    this.now = now;
    this.config = config;
    this.plain = new ArrayList<>(size);
  }

  /** Adds an entity with all its subscriptions. */
  void add(List<Subscription> held) {
    if (held.size() == 1) {
      Subscription only = held.get(0);
      if (isActive(only)) {
        add(only.jid(), held);
      }
      return;
    }
    Map<Jid, List<Subscription>> byAddress = new LinkedHashMap<>();
    for (Subscription subscription : held) {
      if (isActive(subscription)) {
        byAddress.computeIfAbsent(subscription.jid(), first -> new ArrayList<>()).add(subscription);
      }
    }
    if (byAddress.values().stream().flatMap(List::stream).noneMatch(Audience::picksResources)) {
      byAddress.forEach(this::add);
      return;
    }
    // What the bare address gets may go to an address that has a subscription of its own: that
    // is looked at first, and then has the event already.
    byAddress.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey() instanceof BareJid))
        .forEach(entry -> addReader(entry.getKey(), entry.getValue()));
  }

  private void add(Jid jid, List<Subscription> active) {
    if (active.size() == 1
        && active.get(0).options().isPlain()
        && !config.get(NodeConfigFields.PRESENCE_BASED_DELIVERY)) {
      plain.add(jid);
    } else {
      addReader(jid, active);
    }
  }

  private void addReader(Jid jid, List<Subscription> active) {
    others.add(new Audience.Reader(jid, active));
    for (Subscription each : active) {
      if (each.options().isGrouped()) {
        sharing.add(
            node, each, active.size() == 1 ? List.of() : List.of(Header.subid(each.subid())));
      }
    }
  }

  private boolean isActive(Subscription subscription) {
    if (!subscription.isActive(now)) {
      return false;
    }
    Instant end = subscription.options().expiry().at();
    if (end != null && end.isBefore(validUntil)) {
      validUntil = end;
    }
    return true;
  }

  Audience build() {
    return new Audience(plain, others, List.of(), sharing.build(), validUntil, config);
  }
}
