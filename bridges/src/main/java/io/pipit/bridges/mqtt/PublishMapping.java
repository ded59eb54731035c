package io.pipit.bridges.mqtt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items of nodes that are messages at the other broker. Each entry with a filter that matches makes
 * one.
 *
 * @param nodes filters of nodes; of several that match the first one fills the template
 * @param topic the template of the topic
 * @param qos 0, 1 or 2; null for 1, or 0 where the item was published with 0
 * @param announce whether the node is announced to Home Assistant as a sensor
 */
public record PublishMapping(
    List<String> nodes,
    String topic,
    @Nullable Integer qos,
    RetainRule retain,
    RetractRule onRetract,
    ExpiryRule expiry,
    boolean announce) {

  public PublishMapping {
    nodes = List.copyOf(nodes);
  }

  /** Begins with the defaults. */
  public static Builder builder(List<String> nodes, String topic) {
    return new Builder(nodes, topic);
  }

  /** What is not said is as {@link BridgeDefaults} has it. Confined to its caller. */
  public static final class Builder {
    private final List<String> nodes;
    private final String topic;
    private @Nullable Integer qos;
    private RetainRule retain = BridgeDefaults.RETAIN;
    private RetractRule onRetract = BridgeDefaults.ON_RETRACT;
    private ExpiryRule expiry = BridgeDefaults.EXPIRY;
    private boolean announce;

    private Builder(List<String> nodes, String topic) {
      this.nodes = nodes;
      this.topic = topic;
    }

    public Builder qos(@Nullable Integer qos) {
      this.qos = qos;
      return this;
    }

    public Builder retain(RetainRule retain) {
      this.retain = retain;
      return this;
    }

    public Builder onRetract(RetractRule onRetract) {
      this.onRetract = onRetract;
      return this;
    }

    public Builder expiry(ExpiryRule expiry) {
      this.expiry = expiry;
      return this;
    }

    public Builder announce(boolean announce) {
      this.announce = announce;
      return this;
    }

    public PublishMapping build() {
      return new PublishMapping(nodes, topic, qos, retain, onRetract, expiry, announce);
    }
  }
}
