package io.pipit.broker.module;

import io.pipit.broker.store.ReplayByType;
import io.pipit.broker.store.view.Rest;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.LostConfigurationException;
import io.pipit.pubsub.store.NodeView;
import io.pipit.pubsub.store.SnapshotCodec;
import io.pipit.xmpp.BareJid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes nodes and directories again from a snapshot and the log behind it. Confined to one thread.
 *
 * <p>Where items rest in the view, whether its file is there or has to be made again, the log is
 * read from the snapshot's beginning on. Where they stay on the heap, or nothing rests yet, what
 * there is of the log before that is read too, for items alone.
 */
public final class PubsubReplay {

  private static final Logger LOG = LoggerFactory.getLogger(PubsubReplay.class);

  /** How often somebody who waits is told how far it is. */
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int TELLS_EACH = 1_000;

  /** What is made again. */
  public interface Target {

    /** The nodes of a service among which one is, null when that is not made again. */
    @Nullable ServiceState nodes(BareJid service, String node);

    /** A directory, null when it is not made again. */
    @Nullable Directory directory(BareJid service);

    /**
     * The index of a node rests in the view.
     *
     * @param through the place in the log up to which it has everything
     */
    void rests(NodeView view, Rest rest, long through);
  }

  private final ChangeLog log;
  private final boolean hasView;

  /** Whether the snapshot says where items rest: one of a node without view does not. */
  private boolean isResting;

  private final Target target;

  /** Nodes of a snapshot of which it does not say, or not yet, where their items rest. */
  private final Set<NodeName> restless = new HashSet<>();

  /** Nodes of a snapshot whose heads are not, or not yet, whole. */
  private final Set<NodeName> begun = new HashSet<>();

  private final Orphans orphans = new Orphans();
  private final Set<ServiceState> states = new HashSet<>();
  private final Set<Directory> directories = new HashSet<>();

  /** By service and name, up to where nodes are known that are not made again themselves. */
  private final Map<BareJid, Map<String, Long>> known = new HashMap<>();

  private boolean isBehindSnapshot;
  private long liveBytes;
  private long told = System.nanoTime();

  /**
   * @param hasView whether items rest as the snapshot says
   */
  public PubsubReplay(ChangeLog log, boolean hasView, Target target) {
    this.log = log;
    this.hasView = hasView;
    this.target = target;
  }

  /** Registers for the records of nodes and directories. */
  public ReplayByType in(ReplayByType replay) {
    return replay
        .to(ChangeCodec.FIRST_TYPE, ChangeCodec.LAST_TYPE, new Changes())
        .to(Rest.RECORD_TYPE, Rest.RECORD_TYPE, this::rests);
  }

  private void rests(long at, LogRecord record) {
    if (hasView) {
      isResting = true;
      Rest.Named named = Rest.decode(record.payload());
      NodeName name = new NodeName(named.service(), named.node());
      liveBytes += named.rest().logBytes();
      ServiceState nodes = target.nodes(named.service(), named.node());
      if (nodes != null && !begun.contains(name)) {
        nodes.node(named.node()).ifPresent(node -> target.rests(node.items(), named.rest(), at));
        restless.remove(name);
      }
    }
  }

  /** Whether the items of the node that a change concerns rest, and are not read from the log. */
  private boolean isResting(Change change) {
    return isResting
        && (restless.isEmpty()
            || !restless.contains(new NodeName(change.service(), change.node())));
  }

  /** Notes what the snapshot has still to say of a node. */
  private void expect(Change change) {
    if (hasView && change instanceof Change.NodeCreated) {
      NodeName name = new NodeName(change.service(), change.node());
      restless.add(name);
      begun.add(name);
    } else if (change instanceof Change.NodeRestored) {
      begun.remove(new NodeName(change.service(), change.node()));
    }
  }

  /** Bytes of the log that hold what the snapshot says is there; 0 when it does not say so. */
  long liveBytes() {
    return liveBytes;
  }

  /** The log was read to its end. */
  public void finish() {
    snapshotWasRead();
    states.forEach(ServiceState::replayed);
    directories.forEach(Directory::replayed);
    orphans.tell();
  }

  private void snapshotWasRead() {
    if (!isBehindSnapshot) {
      isBehindSnapshot = true;
      long end = log.replayedFrom();
      if (isResting && !restless.isEmpty()) {
        LOG.atWarn()
            .addKeyValue("event", "store.repair")
            .addKeyValue("nodes", restless.size())
            .log("the items of nodes are read from the log: where they rest was given up");
      }
      if ((!isResting || !restless.isEmpty()) && log.first() < end) {
        log.scan(log.first(), (position, record) -> readItems(position, record, end));
      }
    }
  }

  private void readItems(long position, LogRecord record, long end) {
    if (position % TELLS_EACH == 0 && System.nanoTime() - told > TELL_NANOS) {
      told = System.nanoTime();
      LOG.atInfo()
          .addKeyValue("event", "view.rebuild")
          .addKeyValue("position", position)
          .addKeyValue("end", end)
          .log("items are read from all of the log before the node is ready");
    }
    if (position < end && ChangeCodec.isChange(record)) {
      Change change = ChangeCodec.decode(record);
      ServiceState nodes = isResting(change) ? null : nodes(change);
      if (nodes != null) {
        nodes.replayItems(change, position);
      }
    }
  }

  private @Nullable ServiceState nodes(Change change) {
    ServiceState nodes = target.nodes(change.service(), change.node());
    if (nodes != null) {
      states.add(nodes);
    }
    return nodes;
  }

  private @Nullable Directory directory(Change change) {
    Directory directory =
        change.concernsDirectory() || !change.concernsNode()
            ? target.directory(change.service())
            : null;
    if (directory != null) {
      directories.add(directory);
    }
    return directory;
  }

  private Map<String, Long> known(BareJid service) {
    return known.computeIfAbsent(service, address -> new HashMap<>());
  }

  /** As {@link ServiceState#replay}, for a directory alone. */
  private boolean isNew(Change change, long position) {
    if (!change.concernsNode()) {
      return true;
    }
    Map<String, Long> nodes = known(change.service());
    Long at = nodes.get(change.node());
    if (at == null ? !(change instanceof Change.NodeCreated) : position <= at) {
      return false;
    }
    if (change instanceof Change.NodeDeleted) {
      nodes.remove(change.node());
    } else {
      nodes.put(change.node(), position);
    }
    return true;
  }

  private final class Changes implements ChangeLog.Reader {

    private final SnapshotCodec codec = new SnapshotCodec();

    @Override
    public void snapshot(long at, LogRecord record) {
      try {
        codec.decode(record).ifPresent(change -> restore(change, at));
      } catch (LostConfigurationException lost) {
        if (target.nodes(lost.service(), lost.node()) != null) {
          orphans.add(lost.service(), lost.node());
        }
      }
    }

    private void restore(Change change, long at) {
      ServiceState nodes = nodes(change);
      if (nodes == null ? isOrphan(change) : !nodes.hasWhatItNeeds(change)) {
        if (nodes != null) {
          orphans.add(change);
        }
        return;
      }
      if (nodes != null) {
        nodes.apply(change, at);
        expect(change);
      }
      Directory directory = directory(change);
      if (directory == null) {
        return;
      }
      if (change.concernsNode()) {
        known(change.service()).put(change.node(), at);
        directory.apply(change, at);
      } else {
        directory.restore(change, at);
      }
    }

    /** For a directory alone: whether a node was not made to which the change belongs. */
    private boolean isOrphan(Change change) {
      return change.concernsNode()
          && !(change instanceof Change.NodeCreated || change instanceof Change.NodeDeparted)
          && !known(change.service()).containsKey(change.node());
    }

    @Override
    public void record(long position, LogRecord record) {
      snapshotWasRead();
      Change change = ChangeCodec.decode(record);
      ServiceState nodes = nodes(change);
      if (nodes != null && isLost(nodes, change, position)) {
        return;
      }
      boolean isNew = nodes == null ? isNew(change, position) : nodes.replay(change, position);
      if (!isNew && nodes != null && !isResting(change)) {
        nodes.replayItems(change, position);
      }
      Directory directory = isNew ? directory(change) : null;
      if (directory != null) {
        directory.replay(change, position);
      }
    }

    /** Whether a change cannot come true, because what it rests on was given up, or is gone. */
    private boolean isLost(ServiceState nodes, Change change, long position) {
      if (!nodes.hasWhatItNeeds(change)) {
        if (change instanceof Change.NodeDeleted deleted) {
          orphans.deleted(deleted);
        } else if (isBehind(nodes, change, position)) {
          orphans.add(change);
        }
        return true;
      }
      if (change instanceof Change.NodeCreated
          && nodes.node(change.node()).isPresent()
          && isBehind(nodes, change, position)) {
        replay(nodes, new Change.NodeDeleted(change.service(), change.node()), position);
      }
      return false;
    }

    /** Whether what is there of a node is from before a change. */
    private boolean isBehind(ServiceState nodes, Change change, long position) {
      return nodes.node(change.node()).stream().allMatch(node -> position > node.position());
    }

    /** What must have been between two changes that are there. */
    private void replay(ServiceState nodes, Change lost, long position) {
      Directory directory = nodes.replay(lost, position) ? directory(lost) : null;
      if (directory != null) {
        directory.replay(lost, position);
      }
    }
  }
}
