package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the operator decides about a service. Any thread.
 *
 * @param service its address
 * @param name for people, in service discovery
 * @param features of other protocols that the service answers, for service discovery
 * @param limits quotas and bounds
 * @param leases of subscriptions
 * @param defaults the configuration of a node whose creator said nothing
 * @param mayCreate who may create nodes, once registered where that is needed
 * @param administrator whose nodes do not count against the quota of nodes
 * @param mostNodes how many nodes somebody else may have made
 * @param autoCreate whether a publish to a missing node creates it, for who may create nodes
 * @param collections what it makes of collections
 * @param maySubscribeToAll who may subscribe to the items of all nodes at once
 * @param withheld features that this service does not have although the engine does: they are not
 *     advertised, and what needs them is refused by their name
 * @param registration whether who creates nodes, but for administrators, has to have registered
 *     with the service (XEP-0077)
 * @param payloadCheck of what is published at the service
 * @param templates of nodes that come with the first publish to them
 */
public record ServicePolicy(
    BareJid service,
    String name,
    List<String> features,
    ServiceLimits limits,
    LeasePolicy leases,
    NodeConfig defaults,
    Predicate<BareJid> mayCreate,
    Predicate<BareJid> administrator,
    ToIntFunction<BareJid> mostNodes,
    boolean autoCreate,
    CollectionPolicy collections,
    Predicate<BareJid> maySubscribeToAll,
    Set<PubsubFeature> withheld,
    boolean registration,
    PayloadCheck payloadCheck,
    Templates templates) {

  /** What a service can do without: what else it does needs none of these. */
  public static final Set<PubsubFeature> OPTIONAL =
      Set.of(
          PubsubFeature.AUTO_CREATE,
          PubsubFeature.CONFIG_NODE,
          PubsubFeature.CREATE_AND_CONFIGURE,
          PubsubFeature.CREATE_NODES,
          PubsubFeature.DELETE_ITEMS,
          PubsubFeature.DELETE_NODES,
          PubsubFeature.GET_PENDING,
          PubsubFeature.INSTANT_NODES,
          PubsubFeature.MANAGE_SUBSCRIPTIONS,
          PubsubFeature.MEMBER_AFFILIATION,
          PubsubFeature.MODIFY_AFFILIATIONS,
          PubsubFeature.OUTCAST_AFFILIATION,
          PubsubFeature.PUBLISH_ONLY_AFFILIATION,
          PubsubFeature.PUBLISHER_AFFILIATION,
          PubsubFeature.PURGE_NODES,
          PubsubFeature.RETRIEVE_AFFILIATIONS,
          PubsubFeature.RETRIEVE_DEFAULT,
          PubsubFeature.RETRIEVE_DEFAULT_SUB,
          PubsubFeature.RETRIEVE_SUBSCRIPTIONS);

  public ServicePolicy {
    features = List.copyOf(features);
    withheld = Set.copyOf(withheld);
    if (!OPTIONAL.containsAll(withheld)) {
      throw new IllegalArgumentException("a service cannot do without: " + withheld);
    }
  }

  /** Begins with a service of the usual limits and defaults where anybody may create nodes. */
  public static Builder builder(BareJid service, String name) {
    return new Builder(service, name);
  }

  /** A service where anybody may create nodes, with the usual limits and defaults. */
  public static ServicePolicy open(BareJid service, String name) {
    return builder(service, name).build();
  }

  /** Whether the service has a feature that works. */
  public boolean offers(PubsubFeature feature) {
    return !withheld.contains(feature) && (feature != PubsubFeature.AUTO_CREATE || autoCreate);
  }

  /** Whether an entity creates nodes, if need be once it has registered. */
  public boolean mayCreate(BareJid creator) {
    return mayCreate.test(creator) || isOperator(creator);
  }

  /** Whether an entity that made so many nodes may make another one. */
  public boolean mayCreateMore(BareJid creator, int made) {
    return made < mostNodes.applyAsInt(creator) || administrator.test(creator);
  }

  /** Whether an entity creates nodes only when it has registered with the service. */
  public boolean hasToRegister(BareJid creator) {
    return registration && !administrator.test(creator) && !isOperator(creator);
  }

  /** Whether a node of this service may be configured so: its stylesheets have to be here. */
  public boolean allows(NodeConfig config) {
    return config.hasStylesheetsOf(service);
  }

  /**
   * Whether a request comes from the node's own tools, which act under the address of the service
   * and stand above affiliations. No client can have that address.
   */
  public boolean isOperator(Jid requester) {
    return requester.equals(service);
  }

  /** A policy in the making. Confined to its caller. */
  public static final class Builder {

    private final BareJid service;
    private final String name;
    private List<String> features = List.of();
    private ServiceLimits limits = ServiceLimits.DEFAULT;
    private LeasePolicy leases = LeasePolicy.DEFAULT;
    private NodeConfig defaults = NodeConfig.INITIAL;
    private Predicate<BareJid> mayCreate = who -> true;
    private Predicate<BareJid> administrator = who -> false;
    private @Nullable ToIntFunction<BareJid> mostNodes;
    private boolean autoCreate;
    private CollectionPolicy collections = CollectionPolicy.OPEN;
    private Predicate<BareJid> maySubscribeToAll = who -> true;
    private Set<PubsubFeature> withheld = Set.of();
    private boolean registration;
    private PayloadCheck payloadCheck = PayloadCheck.NONE;
    private Templates templates = Templates.EVERYTHING;

    private Builder(BareJid service, String name) {
      this.service = service;
      this.name = name;
    }

    public Builder features(List<String> features) {
      this.features = features;
      return this;
    }

    public Builder limits(ServiceLimits limits) {
      this.limits = limits;
      return this;
    }

    public Builder leases(LeasePolicy leases) {
      this.leases = leases;
      return this;
    }

    public Builder defaults(NodeConfig defaults) {
      this.defaults = defaults;
      return this;
    }

    public Builder mayCreate(Predicate<BareJid> mayCreate) {
      this.mayCreate = mayCreate;
      return this;
    }

    public Builder administrator(Predicate<BareJid> administrator) {
      this.administrator = administrator;
      return this;
    }

    /** Else all are bounded by {@link ServiceLimits#nodesPerCreator}. */
    public Builder mostNodes(ToIntFunction<BareJid> mostNodes) {
      this.mostNodes = mostNodes;
      return this;
    }

    public Builder autoCreate(boolean autoCreate) {
      this.autoCreate = autoCreate;
      return this;
    }

    public Builder collections(CollectionPolicy collections) {
      this.collections = collections;
      return this;
    }

    public Builder maySubscribeToAll(Predicate<BareJid> maySubscribeToAll) {
      this.maySubscribeToAll = maySubscribeToAll;
      return this;
    }

    public Builder withheld(Set<PubsubFeature> withheld) {
      this.withheld = withheld;
      return this;
    }

    public Builder registration(boolean registration) {
      this.registration = registration;
      return this;
    }

    public Builder payloadCheck(PayloadCheck payloadCheck) {
      this.payloadCheck = payloadCheck;
      return this;
    }

    public Builder templates(Templates templates) {
      this.templates = templates;
      return this;
    }

    /**
     * @throws IllegalArgumentException when a feature is withheld that a service cannot do without
     */
    public ServicePolicy build() {
      return new ServicePolicy(
          service,
          name,
          features,
          limits,
          leases,
          defaults,
          mayCreate,
          administrator,
          mostNodes == null ? who -> limits.nodesPerCreator() : mostNodes,
          autoCreate,
          collections,
          maySubscribeToAll,
          withheld,
          registration,
          payloadCheck,
          templates);
    }
  }
}
