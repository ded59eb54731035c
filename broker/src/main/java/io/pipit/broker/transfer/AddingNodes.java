package io.pipit.broker.transfer;

import io.pipit.broker.store.Account;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.transfer.Adding.Outcome;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.Submission;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.TreeView;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.Names;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.xmpp.BareJid;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Adds nodes with what belongs to them, to the pubsub service and to accounts. Nobody is told, now
 * or later. Confined to one thread.
 */
final class AddingNodes {

  /** A node by its address. */
  private record Address(BareJid service, String node) {}

  private final StoredState state;
  private final BareJid pubsub;
  private final ServiceLimits limits;
  private final Clock clock;

  /** The node that was created last, whose creator may turn out to own it no more. */
  private @Nullable Address created;

  /** Of the node that had a subscription last. */
  private @Nullable Address subscribedTo;

  private Set<String> subids = Set.of();

  /** Subscriptions that came here and get digests, by node. */
  private final Map<Address, Set<Subscription>> digests = new LinkedHashMap<>();

  AddingNodes(StoredState state, BareJid pubsub, ServiceLimits limits, Clock clock) {
    this.state = state;
    this.pubsub = pubsub;
    this.limits = limits;
    this.clock = clock;
  }

  private Optional<NodeState> find(BareJid service, String node) {
    return state.service(service).node(node);
  }

  static Outcome noNode() {
    return Outcome.refused("there is no such node; was it refused?");
  }

  Outcome node(Entry.NodeEntry entry) throws IOException {
    BareJid service = entry.service();
    String name = entry.node();
    if (!service.equals(pubsub) && state.accounts().account(service).isEmpty()) {
      return Outcome.refused("there is neither such a service nor such an account");
    }
    Submission<NodeConfig> submitted =
        Configurations.defaults(service).submit(entry.configuration(), limits);
    if (submitted instanceof Submission.Refused<NodeConfig> refused) {
      return Outcome.refused("its configuration cannot be so: " + refused.detail());
    }
    NodeConfig config = ((Submission.Accepted<NodeConfig>) submitted).values();
    NodeState known = find(service, name).orElse(null);
    if (known != null) {
      return known.config().equals(config)
          ? Outcome.SAME
          : Outcome.refused("there is such a node with another configuration, which stays");
    }
    boolean mayBe = Names.isVirtual(name) ? service.equals(pubsub) : Names.isNode(service, name);
    if (!mayBe) {
      return Outcome.refused("a node cannot have this name");
    }
    state.change(
        new Change.NodeCreated(
            service,
            name,
            creator(entry),
            config,
            Optional.ofNullable(entry.created()).orElseGet(this::now)));
    created = new Address(service, name);
    return Outcome.ADDED;
  }

  /**
   * The account of a node of an account; of others who the file says, or the first administrator.
   */
  private BareJid creator(Entry.NodeEntry entry) {
    BareJid service = entry.service();
    if (!service.equals(pubsub)) {
      return service;
    }
    return Optional.ofNullable(entry.creator())
        .orElseGet(
            () ->
                state.accounts().all().stream()
                    .filter(account -> account.role() == AccountRole.ADMINISTRATOR)
                    .map(Account::jid)
                    .findFirst()
                    .orElse(service));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  Outcome affiliation(Entry.AffiliationEntry entry) throws IOException {
    NodeState node = find(entry.service(), entry.node()).orElse(null);
    if (node == null) {
      return noNode();
    }
    Affiliation known = node.affiliation(entry.entity());
    if (known == entry.affiliation()) {
      return Outcome.SAME;
    }
    boolean isOfCreator =
        new Address(entry.service(), entry.node()).equals(created)
            && entry.entity().equals(node.creator());
    if (known != Affiliation.NONE && !isOfCreator) {
      return Outcome.refused("the entity is " + known.wire() + " there, and stays so");
    }
    if (node.affiliations().size() >= limits.affiliationsPerNode()) {
      return Outcome.refused("the node has as many affiliations as it may have");
    }
    state.change(
        new Change.AffiliationChanged(
            entry.service(), entry.node(), entry.entity(), entry.affiliation()));
    return Outcome.ADDED;
  }

  Outcome subscription(Entry.SubscriptionEntry entry) throws IOException {
    NodeState node = find(entry.service(), entry.node()).orElse(null);
    if (node == null) {
      return noNode();
    }
    Subscription wanted = entry.subscription();
    for (Subscription known : node.subscriptions(wanted.jid().bare())) {
      if (known.jid().equals(wanted.jid())
          && (wanted.subid().isEmpty() || known.subid().equals(wanted.subid()))) {
        return isSame(known, wanted)
            ? Outcome.SAME
            : Outcome.refused("it is subscribed in another way, which stays");
      }
    }
    Address address = new Address(entry.service(), entry.node());
    if (!address.equals(subscribedTo)) {
      subscribedTo = address;
      subids = node.subscriptions().map(Subscription::subid).collect(Collectors.toSet());
    }
    if (subids.contains(wanted.subid())) {
      return Outcome.refused("another subscription has its subid '" + wanted.subid() + "'");
    }
    if (node.subscriptionCount() >= limits.subscriptionsPerNode()) {
      return Outcome.refused("the node has as many subscriptions as it may have");
    }
    Subscription subscription = wanted.subid().isEmpty() ? withSubid(wanted) : wanted;
    subids.add(subscription.subid());
    state.change(
        new Change.Subscribed(
            entry.service(), entry.node(), subscription, subscription.options().expiry().at()));
    if (subscription.options().digests()) {
      digests.computeIfAbsent(address, none -> new HashSet<>()).add(subscription);
    }
    return Outcome.ADDED;
  }

  private static boolean isSame(Subscription known, Subscription wanted) {
    return wanted.subid().isEmpty()
        ? known.state() == wanted.state() && known.options().equals(wanted.options())
        : known.equals(wanted);
  }

  private static Subscription withSubid(Subscription without) {
    return new Subscription(
        without.jid(),
        UUID.randomUUID().toString(),
        without.state(),
        without.options(),
        without.requester());
  }

  Outcome child(Entry.ChildEntry entry) throws IOException {
    TreeView tree = state.directory(entry.service()).tree();
    if (tree.parents(entry.child()).contains(entry.collection())) {
      return Outcome.SAME;
    }
    Optional<NodeState> collection = find(entry.service(), entry.collection());
    if (collection.isEmpty() || find(entry.service(), entry.child()).isEmpty()) {
      return noNode();
    }
    if (!collection.get().config().isCollection()) {
      return Outcome.refused("'" + entry.collection() + "' is no collection");
    }
    if (isAbove(entry.child(), entry.collection(), tree)) {
      return Outcome.refused("a collection cannot be in itself");
    }
    state.change(new Change.ChildAssociated(entry.service(), entry.collection(), entry.child()));
    return Outcome.ADDED;
  }

  /** Whether a node is the other one, or above it. */
  private static boolean isAbove(String node, String other, TreeView tree) {
    Deque<String> left = new ArrayDeque<>(List.of(other));
    Set<String> seen = new HashSet<>(left);
    while (!left.isEmpty()) {
      String each = left.remove();
      if (each.equals(node)) {
        return true;
      }
      tree.parents(each).stream().filter(seen::add).forEach(left::add);
    }
    return false;
  }

  Outcome registration(Entry.RegistrationEntry entry) throws IOException {
    if (!entry.service().equals(pubsub)) {
      return Outcome.refused("there is no such service");
    }
    if (state.directory(pubsub).isRegistered(entry.entity())) {
      return Outcome.SAME;
    }
    state.change(new Change.EntityRegistered(pubsub, entry.entity()));
    return Outcome.ADDED;
  }

  /** What was imported is nothing that a subscription to digests has to be told of. */
  void finish() throws IOException {
    for (Map.Entry<Address, Set<Subscription>> each : digests.entrySet()) {
      Address address = each.getKey();
      NodeState node = find(address.service(), address.node()).orElseThrow();
      for (Subscription subscription : each.getValue()) {
        state.change(
            new Change.DigestSent(
                address.service(),
                address.node(),
                subscription.jid(),
                subscription.subid(),
                node.lastSeq(),
                null));
      }
    }
    digests.clear();
  }
}
