package io.pipit.broker.transfer;

import io.pipit.broker.account.BlockListChange;
import io.pipit.broker.account.DocumentChange;
import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.account.RosterChange;
import io.pipit.broker.account.RosterItem;
import io.pipit.broker.account.SubscriptionRequest;
import io.pipit.broker.store.Account;
import io.pipit.broker.store.AccountChange;
import io.pipit.broker.store.Credentials;
import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Adds entries of accounts and, by {@link AddingNodes}, of nodes. Confined to one thread. */
final class Adding implements Entry.Visitor<Adding.Outcome> {

  /**
   * What became of an entry.
   *
   * @param reason why it was refused, for a person; empty otherwise
   */
  record Outcome(boolean isAdded, String reason) {
    static final Outcome ADDED = new Outcome(true, "");
    static final Outcome SAME = new Outcome(false, "");

    static Outcome refused(String reason) {
      return new Outcome(false, reason);
    }
  }

  private final StoredState state;
  private final String domain;
  private final Clock clock;
  private final SecureRandom random;
  private final AddingNodes nodes;
  private final AddingItems items;
  private final Converting converting;

  Adding(StoredState state, String domain, ServiceLimits limits, Clock clock, SecureRandom random) {
    this.state = state;
    this.domain = domain;
    this.clock = clock;
    this.random = random;
    this.nodes = new AddingNodes(state, BareJid.of("pubsub." + domain), limits, clock);
    this.items = new AddingItems(state, limits, clock);
    this.converting = new Converting(state, nodes, items, limits);
  }

  /**
   * After the last entry of an account, or of several.
   *
   * @param refusals is told of what stays as it was: of whom it is, and why
   */
  void convert(BiConsumer<String, String> refusals) throws IOException {
    converting.convert(refusals);
  }

  /** After the last entry. */
  void finish() throws IOException {
    nodes.finish();
  }

  @Override
  public Outcome account(Entry.AccountEntry entry) throws IOException {
    BareJid jid = entry.jid();
    if (!jid.domain().equals(domain) || jid.local().isEmpty()) {
      return Outcome.refused("this node has accounts of " + domain + " only");
    }
    Optional<Account> known = state.accounts().account(jid);
    if (known.isPresent()) {
      return isSame(known.get(), entry)
          ? Outcome.SAME
          : Outcome.refused("there is another account of this name, which stays as it is");
    }
    Optional<Credentials> credentials = credentials(entry);
    if (credentials.isEmpty()) {
      return Outcome.refused(
          entry.password() == null
              ? "it has neither keys of SCRAM-SHA-1 or SCRAM-SHA-256 nor a password"
              : "its password has characters that no password may have (RFC 8265 4.2)");
    }
    state.change(new AccountChange.AccountCreated(jid, credentials.get(), entry.role()));
    if (entry.disabled()) {
      state.change(new AccountChange.AccountDisabled(jid));
    }
    return Outcome.ADDED;
  }

  private Optional<Credentials> credentials(Entry.AccountEntry entry) {
    ScramKeys sha1 = entry.sha1();
    ScramKeys sha256 = entry.sha256();
    if (sha1 != null || sha256 != null) {
      return Optional.of(
          new Credentials(
              sha1 == null ? ScramKeys.none(ScramHash.SHA_1, random) : sha1,
              sha256 == null ? ScramKeys.none(ScramHash.SHA_256, random) : sha256,
              false));
    }
    return Optional.ofNullable(entry.password())
        .flatMap(password -> Credentials.derive(password, random));
  }

  /** Whether an account has what an entry says. Its role is not in every file. */
  private static boolean isSame(Account account, Entry.AccountEntry entry) {
    Credentials credentials = account.credentials();
    ScramKeys sha1 = entry.sha1();
    ScramKeys sha256 = entry.sha256();
    if (sha1 == null && sha256 == null) {
      return entry.password() != null
          && credentials.sha256().matches(ScramHash.SHA_256, entry.password());
    }
    return (sha1 == null || credentials.sha1().equals(sha1))
        && (sha256 == null || credentials.sha256().equals(sha256))
        && account.disabled() == entry.disabled();
  }

  private Optional<Outcome> withoutAccount(BareJid account) {
    return state.accounts().account(account).isPresent()
        ? Optional.empty()
        : Optional.of(Outcome.refused("there is no account " + account));
  }

  @Override
  public Outcome contact(Entry.ContactEntry entry) throws IOException {
    BareJid account = entry.account();
    Optional<Outcome> without = withoutAccount(account);
    if (without.isPresent()) {
      return without.get();
    }
    RosterItem item = entry.item();
    Optional<RosterItem> known = state.account(account).roster().item(item.contact());
    if (known.isPresent()) {
      return versioned(item, known.get().version()).equals(known.get())
          ? Outcome.SAME
          : Outcome.refused("the roster has this contact in another way, which stays");
    }
    long version = state.account(account).roster().nextVersion(clock.millis());
    state.change(new RosterChange.ItemSet(account, versioned(item, version)));
    return Outcome.ADDED;
  }

  private static RosterItem versioned(RosterItem item, long version) {
    return item.described(item.name(), item.groups(), version);
  }

  @Override
  public Outcome request(Entry.RequestEntry entry) throws IOException {
    BareJid account = entry.account();
    Optional<Outcome> without = withoutAccount(account);
    if (without.isPresent()) {
      return without.get();
    }
    for (SubscriptionRequest known : state.account(account).roster().requests()) {
      if (known.contact().equals(entry.request().contact())) {
        return Objects.equals(known, entry.request())
            ? Outcome.SAME
            : Outcome.refused("another request of this contact waits, which stays");
      }
    }
    state.change(new RosterChange.RequestStored(account, entry.request()));
    return Outcome.ADDED;
  }

  @Override
  public Outcome blocked(Entry.BlockedEntry entry) throws IOException {
    BareJid account = entry.account();
    Optional<Outcome> without = withoutAccount(account);
    if (without.isPresent()) {
      return without.get();
    }
    if (state.account(account).blockList().contains(entry.jid())) {
      return Outcome.SAME;
    }
    state.change(new BlockListChange.Blocked(account, List.of(entry.jid())));
    return Outcome.ADDED;
  }

  @Override
  public Outcome document(Entry.DocumentEntry entry) throws IOException {
    BareJid account = entry.account();
    Optional<Outcome> without = withoutAccount(account);
    if (without.isPresent()) {
      return without.get();
    }
    SerializedXml document = entry.document();
    if (entry.kind() == DocumentKind.VCARD && !isVCard(document)) {
      return Outcome.refused("it is no vCard");
    }
    Converting.Split split = Converting.split(entry.kind(), document);
    Converting.Split known =
        state
            .account(account)
            .documents()
            .get(entry.kind(), document.name(), document.namespace())
            .map(kept -> Converting.split(entry.kind(), kept))
            .orElse(null);
    SerializedXml rest = split.rest();
    if (known != null && !Objects.equals(known.rest(), rest)) {
      return Outcome.refused("the account keeps another one, which stays");
    }
    boolean isNew = converting.take(account, split, known);
    if (rest != null && known == null) {
      state.change(new DocumentChange.DocumentSet(account, entry.kind(), rest));
      isNew = true;
    }
    return isNew ? Outcome.ADDED : Outcome.SAME;
  }

  private static boolean isVCard(SerializedXml document) {
    return document.name().equals("vCard") && document.namespace().equals(PieNs.VCARD);
  }

  @Override
  public Outcome node(Entry.NodeEntry entry) throws IOException {
    return nodes.node(entry);
  }

  @Override
  public Outcome affiliation(Entry.AffiliationEntry entry) throws IOException {
    return nodes.affiliation(entry);
  }

  @Override
  public Outcome subscription(Entry.SubscriptionEntry entry) throws IOException {
    return nodes.subscription(entry);
  }

  @Override
  public Outcome child(Entry.ChildEntry entry) throws IOException {
    return nodes.child(entry);
  }

  @Override
  public Outcome registration(Entry.RegistrationEntry entry) throws IOException {
    return nodes.registration(entry);
  }

  @Override
  public Outcome item(Entry.ItemEntry entry) throws IOException {
    Outcome outcome = items.item(entry);
    if (outcome.isAdded()) {
      converting.came(entry);
    }
    return outcome;
  }
}
