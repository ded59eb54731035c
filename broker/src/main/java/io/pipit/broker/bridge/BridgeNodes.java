package io.pipit.broker.bridge;

import io.pipit.bridges.mqtt.BridgeOptions;
import io.pipit.xmpp.BareJid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * How many nodes somebody may have made: a bridge as many as its own bound says, for it makes one
 * of each topic of another broker, and everybody else what is usual. Any thread.
 */
public final class BridgeNodes implements ToIntFunction<BareJid> {

  private final String domain;
  private final int usual;
  private volatile Map<BareJid, Integer> ofBridges = Map.of();

  /**
   * @param domain of the accounts
   */
  public BridgeNodes(String domain, int usual) {
    this.domain = domain;
    this.usual = usual;
  }

  /** From now on there are these bridges. */
  void configured(List<BridgeOptions> bridges) {
    Map<BareJid, Integer> all = new HashMap<>();
    bridges.forEach(each -> all.put(account(domain, each.name()), each.maxNodes()));
    ofBridges = Map.copyOf(all);
  }

  /** By whose rights a bridge publishes where nothing else is said. */
  static BareJid account(String domain, String bridge) {
    return BareJid.of("bridge-" + bridge + "@" + domain);
  }

  @Override
  public int applyAsInt(BareJid creator) {
    return ofBridges.getOrDefault(creator, usual);
  }
}
