package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.List;
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
    Predicate<BareJid> maySubscribeToAll) {

  public ServicePolicy {
    features = List.copyOf(features);
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
        who -> true);
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
        maySubscribeToAll);
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
        maySubscribeToAll);
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
        maySubscribeToAll);
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
        allowed);
  }

  /** A service where anybody may create nodes, with the usual limits and defaults. */
  public static ServicePolicy open(BareJid service, String name) {
    return new ServicePolicy(
        service, name, ServiceLimits.DEFAULT, NodeConfig.INITIAL, who -> true, who -> false);
  }
}
