package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.RosterChange;
import io.pipit.broker.account.RosterItem;
import io.pipit.broker.account.Session;
import io.pipit.broker.account.SubscriptionRequest;
import io.pipit.broker.account.SubscriptionState;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.routing.Resource;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.AccountChange;
import io.pipit.broker.store.AccountChange.AccountCreated;
import io.pipit.broker.store.AccountChange.AccountRemoved;
import io.pipit.broker.store.AccountChange.CredentialsChanged;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.Credentials;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.StreamError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes, changes and removes accounts, each as a logged change in the account's shard. Any thread.
 *
 * <p>Keys are derived by workers, never on an event loop. A future completes in the account's shard
 * once what it says is durable, or on the caller's thread when there was nothing to decide; it
 * fails when the log does.
 */
public final class AccountService {

  /** What became of a request. */
  public enum Result {
    DONE,
    /** There is an account of this name already. */
    EXISTS,
    /** There is no account of this name. */
    MISSING,
    /** The password is not one that OpaqueString (RFC 8265 4.2) allows. */
    BAD_PASSWORD,
    /** Too much waits for the workers or for the disk, or the disk failed: nothing has changed. */
    BUSY
  }

  private static final SecureRandom random = new SecureRandom();

  private final BareJid server;
  private final Accounts accounts;
  private final Shards shards;
  private final ResourceRegistry registry;
  private final RosterUpdates updates;
  private final PresenceModule presence;
  private final Delivery delivery;
  private final Executor workers;
  private final BiFunction<BareJid, EntityShard, List<LogRecord>> endOfNodes;
  private final Consumer<BareJid> removed;

  /**
   * @param workers derives keys, milliseconds of CPU each; bounded, and rejects what is too much
   * @param endOfNodes what is logged with the end of an account for the end of its nodes; the shard
   *     forgets them with it
   * @param removed told of each account that was removed, in its shard, once that is durable
   */
  public AccountService(
      BareJid server,
      Accounts accounts,
      Shards shards,
      ResourceRegistry registry,
      RosterUpdates updates,
      PresenceModule presence,
      Delivery delivery,
      Executor workers,
      BiFunction<BareJid, EntityShard, List<LogRecord>> endOfNodes,
      Consumer<BareJid> removed) {
    this.server = server;
    this.accounts = accounts;
    this.shards = shards;
    this.registry = registry;
    this.updates = updates;
    this.presence = presence;
    this.delivery = delivery;
    this.workers = workers;
    this.endOfNodes = endOfNodes;
    this.removed = removed;
  }

  /**
   * The address of an account of this server.
   *
   * @param name a name, or the whole address
   * @return empty when RFC 7622 3.3 does not allow the name
   */
  public Optional<BareJid> address(String name) {
    String domain = "@" + server.domain();
    String local =
        name.endsWith(domain) ? name.substring(0, name.length() - domain.length()) : name;
    if (local.indexOf('/') >= 0) {
      return Optional.empty();
    }
    return Jid.parse(local + domain).map(Jid::bare).filter(jid -> !jid.local().isEmpty());
  }

  /** {@code EXISTS}, {@code BAD_PASSWORD}, {@code BUSY} or done. */
  public Future<Result> create(BareJid account, String password, AccountRole role) {
    if (accounts.account(account).isPresent()) {
      return Future.succeededFuture(Result.EXISTS); // before the work, not instead of the decision
    }
    return withKeys(account, password, keys -> new AccountCreated(account, keys, role));
  }

  /** {@code MISSING}, {@code BAD_PASSWORD}, {@code BUSY} or done. */
  public Future<Result> changePassword(BareJid account, String password) {
    if (accounts.account(account).isEmpty()) {
      return Future.succeededFuture(Result.MISSING);
    }
    return withKeys(account, password, keys -> new CredentialsChanged(account, keys));
  }

  /**
   * Removes an account with its roster: contacts are told, streams end with {@code not-authorized}
   * (XEP-0077 3.2). {@code MISSING}, {@code BUSY} or done.
   */
  public Future<Result> remove(BareJid account) {
    Promise<Result> result = Promise.promise();
    EntityShard shard = shards.ofAccount(account);
    shard.execute(() -> remove(shard.account(account), shard, result));
    return result.future();
  }

  private Future<Result> withKeys(
      BareJid account, String password, Function<Credentials, AccountChange> change) {
    Promise<Result> result = Promise.promise();
    EntityShard shard = shards.ofAccount(account);
    try {
      workers.execute(
          () -> {
            Optional<Credentials> keys = Credentials.derive(password, random);
            shard.execute(
                () -> {
                  if (keys.isEmpty()) {
                    shard.release(() -> result.complete(Result.BAD_PASSWORD));
                  } else {
                    decide(change.apply(keys.get()), shard, result);
                  }
                });
          });
    } catch (RejectedExecutionException full) {
      result.complete(Result.BUSY);
    }
    return result.future();
  }

  /** In the account's shard. */
  private void decide(AccountChange change, EntityShard shard, Promise<Result> result) {
    Optional<Result> refusal = refusal(change, shard);
    if (refusal.isPresent()) {
      shard.release(() -> result.complete(refusal.get()), () -> lost(result));
      return;
    }
    shard.commit(List.of(change.toRecord()));
    accounts.apply(change);
    shard.release(() -> result.complete(Result.DONE), () -> lost(result));
  }

  private Optional<Result> refusal(AccountChange change, EntityShard shard) {
    boolean frees = change instanceof AccountChange.AccountRemoved;
    if (frees ? shard.refusesToFree() : shard.refusesChanges()) {
      return Optional.of(Result.BUSY);
    }
    return accounts
        .refusal(change)
        .map(
            refusal ->
                switch (refusal) {
                  case EXISTS -> Result.EXISTS;
                  case MISSING -> Result.MISSING;
                });
  }

  private static void lost(Promise<Result> result) {
    result.fail(new IllegalStateException("the log failed before the change was durable"));
  }

  private void remove(AccountState account, EntityShard shard, Promise<Result> result) {
    AccountRemoved change = new AccountRemoved(account.jid());
    Optional<Result> refusal = refusal(change, shard);
    if (refusal.isPresent()) {
      shard.release(() -> result.complete(refusal.get()), () -> lost(result));
      return;
    }
    // While the contacts still are contacts, so that all who should know are told.
    for (Session session : account.sessions()) {
      presence.disconnected(session.resource(), account, shard);
    }
    Map<BareJid, SubscriptionState> contacts = new LinkedHashMap<>();
    for (RosterItem item : account.roster().items()) {
      contacts.put(item.contact(), account.roster().state(item.contact()));
    }
    List<BareJid> requesters =
        account.roster().requests().stream().map(SubscriptionRequest::contact).toList();

    List<LogRecord> ends = new ArrayList<>(endOfNodes.apply(account.jid(), shard));
    ends.add(change.toRecord());
    updates.commit(account, shard, ends, List.of(new RosterChange.Cleared(account.jid())));
    accounts.apply(change);
    shard.forget(account.jid());

    contacts.forEach(
        (contact, before) -> presence.endSubscriptions(account, shard, contact, before));
    shard.release(
        () -> {
          for (BareJid requester : requesters) {
            delivery.deliver(Presence.of(Presence.Type.UNSUBSCRIBED, account.jid(), requester));
          }
          removed.accept(account.jid());
          result.complete(Result.DONE);
          registry.resources(account.jid()).forEach(AccountService::close);
        },
        () -> lost(result));
  }

  private static void close(Resource resource) {
    FullJid jid = resource.jid();
    resource.stream()
        .loop()
        .execute(
            () ->
                resource.stream()
                    .close(
                        StreamError.of(
                            StreamError.Condition.NOT_AUTHORIZED,
                            "the account " + jid.bare() + " was removed")));
  }
}
