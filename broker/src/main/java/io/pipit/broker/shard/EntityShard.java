package io.pipit.broker.shard;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.KnownInterests;
import io.pipit.broker.queue.Queues;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The owner of all state whose partition falls to one event loop: accounts with their rosters and
 * sessions, and pubsub nodes. One of the shards also owns each service's directory.
 *
 * <p>Confined to its event loop, but for {@link #execute}. Decisions follow one pattern: decide,
 * {@link #commit} the records, apply the changes in the same turn, {@link #release} the outputs.
 */
public final class EntityShard {

  /**
   * So many batches at most are handed to an idle log together. With one at a time, two publishes
   * that came in one read were mostly synced one after the other, and each of 1,000 subscribers got
   * them in two writes instead of one (1.97 notifications a write instead of 1.2 to 1.9).
   */
  private static final int MOST_QUEUED = 4;

  private final LoopInbox loop;
  private final ChangeLog log;
  private final Release release;
  private final NodeView.Factory views;
  private final SubscriptionLedger ledger;
  private final DueNodes.Alarm alarm;
  private final Map<BareJid, AccountState> accounts = new HashMap<>();
  private final Map<BareJid, ServiceState> services = new HashMap<>();
  private final Map<BareJid, Directory> directories = new HashMap<>();
  private final KnownInterests interests = new KnownInterests();
  private final Queues queues = new Queues();
  private final Runnable push = this::push;

  /** Batches since the tasks at hand began. */
  private int queued;

  /**
   * @param views opens the views of the nodes of this shard
   * @param ledger of the subscriptions of all shards
   */
  public EntityShard(
      LoopInbox loop, ChangeLog log, NodeView.Factory views, SubscriptionLedger ledger) {
    this(loop, log, views, ledger, loop::after);
  }

  /**
   * @param views opens the views of the nodes of this shard
   * @param ledger of the subscriptions of all shards
   * @param alarm runs tasks in this shard later
   */
  public EntityShard(
      LoopInbox loop,
      ChangeLog log,
      NodeView.Factory views,
      SubscriptionLedger ledger,
      DueNodes.Alarm alarm) {
    this.ledger = ledger;
    this.alarm = alarm;
    this.loop = loop;
    this.log = log;
    this.views = views;
    this.release = new Release(log);
    log.onDurable(this::logMoved);
  }

  /** On the log's writer: hands over, once per group, and only when somebody waits. */
  private void logMoved(long position) {
    if (position < 0) {
      loop.execute(release::failed);
    } else if (release.isWaiting()) {
      loop.execute(() -> release.durable(position));
    }
  }

  /** Any thread: runs a task in this shard, after those handed over before. */
  public void execute(Runnable task) {
    loop.execute(task);
  }

  /** Any thread: runs tasks in this shard later. */
  public DueNodes.Alarm alarm() {
    return alarm;
  }

  public LoopInbox loop() {
    return loop;
  }

  /**
   * Whether a request that changes something has to be refused with {@code resource-constraint}:
   * too much waits for the disk, or the disk failed.
   */
  public boolean refusesChanges() {
    return log.hasFailed() || log.isCongested();
  }

  /** The same for a request that makes room: some is kept for those when the disk is full. */
  public boolean refusesToFree() {
    return log.hasFailed() || log.isExhausted();
  }

  /** The same for what is written again so that older records can go. */
  public boolean refusesToKeep() {
    return log.hasFailed() || log.isStuck();
  }

  /** What is told to whom the store refuses something: {@code resource-constraint}, and why. */
  public StanzaError refusal() {
    return StanzaError.of(Condition.RESOURCE_CONSTRAINT, reason());
  }

  private String reason() {
    if (log.hasFailed()) {
      return "the disk of the server failed and nothing can be stored; ask its operator";
    }
    if (log.isWithoutRoom()) {
      return "the disk of the server is full and nothing was stored; ask its operator, or make"
          + " room: retract items, purge or delete nodes, or have them keep less";
    }
    return "more waits for the disk of the server than it can take; try again in a moment";
  }

  /** Whether the disk failed: nothing will become durable any more. */
  public boolean hasFailed() {
    return log.hasFailed();
  }

  /**
   * Appends the records of one decision. The caller applies its changes in the same turn. What the
   * tasks at hand append gets to the disk together.
   *
   * @return the position of the last of them
   */
  public long commit(List<LogRecord> records) {
    long position = log.queue(records);
    release.saw(position);
    queued++;
    if (queued == 1) {
      loop.afterTasks(push);
    } else if (queued >= MOST_QUEUED) {
      log.push();
    }
    return position;
  }

  private void push() {
    queued = 0;
    log.push();
  }

  /** Applies a change that another shard has committed; what is told next waits for it. */
  public void follow(long position, Runnable change) {
    saw(position);
    change.run();
  }

  /** A decision looked at something that another shard has committed: what it tells waits. */
  public void saw(long position) {
    release.saw(position);
  }

  /** Runs an output when all that this shard has committed or seen so far is durable. */
  public void release(Runnable output) {
    release.add(output::run);
  }

  /** As {@link #release(Runnable)}, with an action for the case that the log fails first. */
  public void release(Runnable output, Runnable lost) {
    release.add(
        new Release.Output() {
          @Override
          public void leave() {
            output.run();
          }

          @Override
          public void lost() {
            lost.run();
          }
        });
  }

  /** Of the subscriptions of all shards. */
  public SubscriptionLedger ledger() {
    return ledger;
  }

  /** The state of an account of this shard, made empty when it is asked for first. */
  public AccountState account(BareJid account) {
    return accounts.computeIfAbsent(account, AccountState::new);
  }

  /** Which events the resources of all accounts want, as this shard knows it. */
  public KnownInterests interests() {
    return interests;
  }

  /** The queues of this shard. */
  public Queues queues() {
    return queues;
  }

  /** The nodes of a service that fall to this shard. */
  public ServiceState nodes(BareJid service) {
    return services.computeIfAbsent(service, address -> new ServiceState(address, views, ledger));
  }

  /** Opens the views of the nodes of this shard. */
  public NodeView.Factory views() {
    return views;
  }

  /** The accounts of this shard of which anything is known. */
  public Collection<AccountState> accounts() {
    return Collections.unmodifiableCollection(accounts.values());
  }

  /** The nodes of all services that fall to this shard. */
  public Collection<ServiceState> nodes() {
    return Collections.unmodifiableCollection(services.values());
  }

  /** The directory of a service; only asked for in the shard that owns it. */
  public Directory directory(BareJid service) {
    return directories.computeIfAbsent(service, address -> new Directory());
  }

  /** After a failure of the log: everything in memory, in all shards, is as the log has it. */
  public void restored() {
    release.restored();
  }

  /** Whether a service has nodes that fall to this shard. Makes nothing. */
  public boolean hasNodes(BareJid service) {
    ServiceState state = services.get(service);
    return state != null && !state.nodes().isEmpty();
  }

  /** The services whose directory this shard owns, as far as they have been asked for. */
  public List<BareJid> services() {
    return List.copyOf(directories.keySet());
  }

  /** Forgets an account that was removed, its nodes and its queues. */
  public void forget(BareJid account) {
    accounts.remove(account);
    ServiceState nodes = services.remove(account);
    if (nodes != null) {
      nodes.end();
    }
    directories.remove(account);
    queues.forget(account);
  }
}
