package io.pipit.bridges.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * Messages of the other broker that are items here. The first entry whose filter matches has the
 * message.
 *
 * @param filter of topics
 * @param node the template of the node, or of the name that the nodes of the profile are below
 * @param qos with which the filter is subscribed: 0, 1 or 2
 * @param group the filter is subscribed as {@code $share/GROUP/FILTER}; null for a subscription of
 *     this bridge alone
 * @param id where the id of the item comes from: {@code auto}, {@code property:NAME}, {@code
 *     json:/pointer} or {@code current}; see {@link ItemIds}
 * @param template the name of the template that a new node has; null for the one that fits its name
 * @param publishAs the bare JID by whose rights it is published; null for the account {@code
 *     bridge-NAME} of the domain
 */
public record SubscribeMapping(
    String filter,
    String node,
    int qos,
    @Nullable String group,
    PayloadKind payload,
    String id,
    RetainedRule retained,
    EmptyRule onEmpty,
    @Nullable String template,
    @Nullable String publishAs) {

  /** Begins with the defaults. */
  public static Builder builder(String filter) {
    return new Builder(filter);
  }

  /** What is not said is as {@link BridgeDefaults} has it. Confined to its caller. */
  public static final class Builder {
    private final String filter;
    private @Nullable String node;
    private int qos = BridgeDefaults.SUBSCRIBE_QOS;
    private @Nullable String group;
    private PayloadKind payload = BridgeDefaults.PAYLOAD;
    private String id = BridgeDefaults.ITEM_ID;
    private RetainedRule retained = BridgeDefaults.RETAINED;
    private EmptyRule onEmpty = BridgeDefaults.ON_EMPTY;
    private @Nullable String template;
    private @Nullable String publishAs;

    private Builder(String filter) {
      this.filter = filter;
    }

    /** Without it the node is what {@link PayloadKind#defaultNode} says. */
    public Builder node(String node) {
      this.node = node;
      return this;
    }

    public Builder qos(int qos) {
      this.qos = qos;
      return this;
    }

    public Builder group(@Nullable String group) {
      this.group = group;
      return this;
    }

    public Builder payload(PayloadKind payload) {
      this.payload = payload;
      return this;
    }

    public Builder id(String id) {
      this.id = id;
      return this;
    }

    public Builder retained(RetainedRule retained) {
      this.retained = retained;
      return this;
    }

    public Builder onEmpty(EmptyRule onEmpty) {
      this.onEmpty = onEmpty;
      return this;
    }

    public Builder template(@Nullable String template) {
      this.template = template;
      return this;
    }

    public Builder publishAs(@Nullable String publishAs) {
      this.publishAs = publishAs;
      return this;
    }

    public SubscribeMapping build() {
      return new SubscribeMapping(
          filter,
          node == null ? payload.defaultNode() : node,
          qos,
          group,
          payload,
          id,
          retained,
          onEmpty,
          template,
          publishAs);
    }
  }
}
