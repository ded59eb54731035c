package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the operator decides about a service. Any thread.
 *
 * @param service its address
 * @param name for people, in service discovery
 * @param features of other protocols that the service answers, for service discovery
 * @param limits quotas and bounds
 * @param leases of subscriptions
 * @param defaults the configuration of a node whose creator said nothing
 * @param mayCreate who may create nodes
 * @param administrator whose nodes do not count against the quota of nodes
 * @param autoCreate whether a publish to a missing node creates it, for who may create nodes
 * @param collections what it makes of collections
 * @param maySubscribeToAll who may subscribe to the items of all nodes at once
 * @param withheld features that this service does not have although the engine does: they are not
 *     advertised, and what needs them is refused by their name
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
    boolean autoCreate,
    CollectionPolicy collections,
    Predicate<BareJid> maySubscribeToAll,
    Set<PubsubFeature> withheld) {

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

  /** A service with collections. */
  public ServicePolicy(
      BareJid service,
      String name,
      List<String> features,
      ServiceLimits limits,
      LeasePolicy leases,
      NodeConfig defaults,
      Predicate<BareJid> mayCreate,
      Predicate<BareJid> administrator,
      boolean autoCreate) {
    this(
        service,
        name,
        features,
        limits,
        leases,
        defaults,
        mayCreate,
        administrator,
        autoCreate,
        CollectionPolicy.OPEN,
        who -> true,
        Set.of());
  }

  /**
   * A service with collections and the usual leases that answers no other protocol and creates no
   * nodes itself.
   */
  public ServicePolicy(
      BareJid service,
      String name,
      ServiceLimits limits,
      NodeConfig defaults,
      Predicate<BareJid> mayCreate,
      Predicate<BareJid> administrator) {
    this(
        service,
        name,
        List.of(),
        limits,
        LeasePolicy.DEFAULT,
        defaults,
        mayCreate,
        administrator,
        false);
  }

  public ServicePolicy withAutoCreate(boolean creates) {
    return new ServicePolicy(
        service,
        name,
        features,
        limits,
        leases,
        defaults,
        mayCreate,
        administrator,
        creates,
        collections,
        maySubscribeToAll,
        withheld);
  }

  public ServicePolicy withLeases(LeasePolicy others) {
    return new ServicePolicy(
        service,
        name,
        features,
        limits,
        others,
        defaults,
        mayCreate,
        administrator,
        autoCreate,
        collections,
        maySubscribeToAll,
        withheld);
  }

  public ServicePolicy without(Set<PubsubFeature> features) {
    return new ServicePolicy(
        service,
        name,
        this.features,
        limits,
        leases,
        defaults,
        mayCreate,
        administrator,
        autoCreate,
        collections,
        maySubscribeToAll,
        features);
  }

  /** Whether the service has a feature that works. */
  public boolean offers(PubsubFeature feature) {
    return !withheld.contains(feature) && (feature != PubsubFeature.AUTO_CREATE || autoCreate);
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

  public ServicePolicy withCollections(CollectionPolicy changed) {
    return new ServicePolicy(
        service,
        name,
        features,
        limits,
        leases,
        defaults,
        mayCreate,
        administrator,
        autoCreate,
        changed,
        maySubscribeToAll,
        withheld);
  }

  public ServicePolicy withSubscribersToAll(Predicate<BareJid> allowed) {
    return new ServicePolicy(
        service,
        name,
        features,
        limits,
        leases,
        defaults,
        mayCreate,
        administrator,
        autoCreate,
        collections,
        allowed,
        withheld);
  }

  /** A service where anybody may create nodes, with the usual limits and defaults. */
  public static ServicePolicy open(BareJid service, String name) {
    return new ServicePolicy(
        service, name, ServiceLimits.DEFAULT, NodeConfig.INITIAL, who -> true, who -> false);
  }
}
