package io.pipit.broker.transfer;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.AccountStateChange;
import io.pipit.broker.account.AccountStateCodec;
import io.pipit.broker.module.PubsubReplay;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.store.AccountChange;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.ReplayByType;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.store.view.Rest;
import io.pipit.broker.store.view.ShardViews;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.NodeView;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * All state of a log that nobody else uses, and the way to change it. In memory are the heads of
 * everything and what is known of items; their payloads stay in the log. Confined to one thread;
 * blocks.
 */
final class StoredState implements Closeable {

  private static final long PAYLOAD_BYTES = 16L * 1024 * 1024;

  private final Path folder;
  private final SegmentLog log;
  private final ShardViews views;
  private final Semaphore progress = new Semaphore(0);
  private final Accounts accounts = new Accounts();
  private final Map<BareJid, AccountState> states = new HashMap<>();
  private final Map<BareJid, ServiceState> services = new HashMap<>();
  private final Map<BareJid, Directory> directories = new HashMap<>();

  private StoredState(Path folder, SegmentLog log) {
    this.folder = folder;
    this.log = log;
    this.views = new ShardViews(log, null, PAYLOAD_BYTES, Integer.MAX_VALUE);
    log.onDurable(position -> progress.release());
  }

  /**
   * @param folder of the log, held by the caller
   */
  static StoredState open(Path folder) throws IOException {
    StoredState state = new StoredState(folder, SegmentLog.open(folder, LogOptions.defaults()));
    try {
      state.replay();
      return state;
    } catch (RuntimeException e) {
      state.log.close();
      throw e;
    }
  }

  /** Without the view: everything that it could have is in the log. */
  private void replay() {
    PubsubReplay nodes = new PubsubReplay(log, false, new Nodes());
    log.replay(
        nodes
            .in(new ReplayByType())
            .to(AccountChange.FIRST_TYPE, AccountChange.LAST_TYPE, accounts)
            .to(AccountStateCodec.FIRST_TYPE, AccountStateCodec.LAST_TYPE, new AccountStates())
            // What waits is for who is connected to this node: it goes with a copy of the folder.
            .to(QueueChangeCodec.FIRST_TYPE, QueueChangeCodec.LAST_TYPE, (position, record) -> {}));
    nodes.finish();
  }

  private final class Nodes implements PubsubReplay.Target {

    @Override
    public ServiceState nodes(BareJid address, String node) {
      return service(address);
    }

    @Override
    public Directory directory(BareJid service) {
      return StoredState.this.directory(service);
    }

    @Override
    public void rests(NodeView view, Rest rest, long through) {
      throw new IllegalStateException("there is no view");
    }
  }

  private final class AccountStates implements ChangeLog.Reader {

    @Override
    public void record(long position, LogRecord record) {
      AccountStateChange change = AccountStateCodec.decode(record);
      account(change.account()).replay(change, position);
    }

    @Override
    public void snapshot(long at, LogRecord record) {
      AccountStateChange change = AccountStateCodec.decode(record);
      account(change.account()).apply(change, at);
    }
  }

  Accounts accounts() {
    return accounts;
  }

  AccountState account(BareJid jid) {
    return states.computeIfAbsent(jid, AccountState::new);
  }

  /**
   * Services with nodes, or with what only the directory knows, in the order of their addresses.
   */
  Collection<BareJid> services() {
    return services.keySet().stream().sorted(Comparator.comparing(BareJid::toString)).toList();
  }

  ServiceState service(BareJid address) {
    return services.computeIfAbsent(address, own -> new ServiceState(own, views));
  }

  Directory directory(BareJid service) {
    return directories.computeIfAbsent(service, address -> new Directory());
  }

  void change(AccountChange change) throws IOException {
    append(change.toRecord());
    accounts.apply(change);
  }

  void change(AccountStateChange change) throws IOException {
    long position = append(AccountStateCodec.encode(change));
    account(change.account()).apply(change, position);
  }

  void change(Change change) throws IOException {
    BareJid service = change.service();
    long position = append(ChangeCodec.encode(change, Partitions.of(service, change.node())));
    service(service).apply(change, position);
    if (change.concernsDirectory()) {
      directory(service).apply(change, position);
    }
  }

  private long append(LogRecord record) throws IOException {
    while (log.isCongested()) {
      checkDisk();
      await();
    }
    progress.drainPermits();
    return log.append(List.of(record));
  }

  /** Until more is durable; now and again the disk is looked at, which may be full. */
  private void await() throws IOException {
    try {
      boolean unused = progress.tryAcquire(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private void checkDisk() throws IOException {
    if (log.isWithoutRoom()) {
      throw fault("no space left on its disk");
    }
    if (log.hasFailed()) {
      throw fault("it could not be written");
    }
  }

  private IOException fault(String reason) {
    return new FileSystemException(folder.toString(), null, reason);
  }

  /** Makes everything durable, and gives the log back. */
  @Override
  public void close() throws IOException {
    boolean hadRoom = !log.isWithoutRoom();
    log.close();
    if (log.hasFailed()) {
      throw fault(
          hadRoom
              ? "it could not be written, and the last changes may be lost"
              : "no space left on its disk, and the last changes are lost");
    }
  }
}
