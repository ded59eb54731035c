package io.pipit.broker.port;

import io.pipit.broker.module.PubsubService;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.engine.StandingItem;
import io.pipit.pubsub.port.PortItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the nodes of a filter that somebody may read, the oldest first: given out in
 * pages as it is asked for, so that no more is in memory than the reader takes.
 *
 * <p>Confined to the executor of its reader. First it goes through the names of the directory, so
 * many in a turn, and asks the shards which of those nodes have something standing and since when;
 * of that it remembers no more than it may give out. The items themselves are read with each page,
 * as they are then.
 *
 * <p><b>Order.</b> What is published meanwhile may be told before the page that its node is in. A
 * reader that says so with {@link #told} gets nothing older of that node.
 */
final class StandingQuery implements StandingPages {

  /** Items of one page, at most. */
  static final int PAGE = 64;

  static final int NAMES_IN_A_TURN = 1_024;
  static final int NODES_IN_A_TURN = 256;

  /** What all queries share. */
  record Parts(PubsubService pubsub, Shards shards, PortNames names, AccessRules rules) {}

  /** A node for which something stands. */
  private record Candidate(String node, Instant since) {}

  private static final Comparator<Candidate> BY_TIME =
      Comparator.comparing(Candidate::since).thenComparing(Candidate::node);

  private final Parts parts;
  private final BareJid owner;

  /** Null for what is none. */
  private final @Nullable NodeFilter filter;

  private final Jid requester;
  private final int most;
  private final Executor on;
  private final Reader reader;

  /** The newest first, so that it is the first to go. */
  private final PriorityQueue<Candidate> found = new PriorityQueue<>(BY_TIME.reversed());

  /** Null while the nodes are looked for. */
  private @Nullable List<Candidate> all;

  private int given;
  private boolean isWhole = true;
  private boolean isWanted;
  private boolean isReading;
  private boolean hasEnded;

  /** Nodes of which something newer was told since the page was asked for. */
  private final Set<String> told = new HashSet<>();

  StandingQuery(Parts parts, String filter, Jid requester, int most, Executor on, Reader reader) {
    this.parts = parts;
    Optional<BareJid> owner = parts.names.owner(filter);
    this.owner = owner.orElse(parts.names.service());
    this.filter = owner.isEmpty() ? null : NodeFilter.read(filter).orElse(null);
    this.requester = requester;
    this.most = most;
    this.on = on;
    this.reader = reader;
  }

  // ---- what the reader does

  @Override
  public void next() {
    isWanted = true;
    goOn();
  }

  @Override
  public void told(String node) {
    if (isReading) {
      told.add(node);
    }
  }

  @Override
  public void end() {
    hasEnded = true;
  }

  // ---- which nodes

  /** Begins to look for nodes. */
  void start() {
    if (filter == null) {
      finish();
      return;
    }
    List<String> levels = filter.levels();
    int wild = levels.indexOf(NodeFilter.ANY);
    String beginning = own(String.join("/", wild < 0 ? levels : levels.subList(0, wild)));
    if (wild < 0 && !filter.open()) {
      ask(isAsked(beginning) ? List.of(beginning) : List.of(), this::finish);
    } else {
      look(beginning, true, beginning);
    }
  }

  /** What their owner knows nodes by, or the beginning of it. */
  private String own(String name) {
    int owned = parts.names.of(owner, "").length();
    return name.length() <= owned ? "" : name.substring(owned);
  }

  /** Goes through some names of the directory. */
  private void look(String from, boolean isIncluded, String beginning) {
    EntityShard directory = parts.shards.ofDirectory(owner);
    directory.execute(
        () -> {
          List<String> names =
              parts
                  .pubsub
                  .directoryOf(owner, directory)
                  .map(known -> known.names(from, isIncluded, NAMES_IN_A_TURN))
                  .orElse(List.of());
          on.execute(() -> looked(names, beginning));
        });
  }

  private void looked(List<String> names, String beginning) {
    if (hasEnded) {
      return;
    }
    String last = names.isEmpty() ? "" : names.get(names.size() - 1);
    boolean goesOn = names.size() == NAMES_IN_A_TURN && last.startsWith(beginning);
    Runnable then = goesOn ? () -> look(last, false, beginning) : this::finish;
    ask(names.stream().filter(this::isAsked).toList(), then);
  }

  private boolean isAsked(String node) {
    String name = parts.names.of(owner, node);
    return filter != null && filter.matches(name) && parts.rules.mayRead(requester, name);
  }

  /** Asks the shards of some nodes what stands for them. */
  private void ask(List<String> nodes, Runnable then) {
    Map<EntityShard, List<String>> byShard = byShard(nodes);
    List<List<String>> chunks = new ArrayList<>();
    List<EntityShard> owners = new ArrayList<>();
    byShard.forEach(
        (shard, own) -> {
          for (int at = 0; at < own.size(); at += NODES_IN_A_TURN) {
            chunks.add(own.subList(at, Math.min(own.size(), at + NODES_IN_A_TURN)));
            owners.add(shard);
          }
        });
    if (chunks.isEmpty()) {
      then.run();
      return;
    }
    int[] left = {chunks.size()};
    for (int i = 0; i < chunks.size(); i++) {
      askIn(
          owners.get(i),
          chunks.get(i),
          () -> {
            if (--left[0] == 0 && !hasEnded) {
              then.run();
            }
          });
    }
  }

  private Map<EntityShard, List<String>> byShard(List<String> nodes) {
    Map<EntityShard, List<String>> byShard = new HashMap<>();
    for (String node : nodes) {
      byShard
          .computeIfAbsent(parts.shards.ofNode(owner, node), shard -> new ArrayList<>())
          .add(node);
    }
    return byShard;
  }

  private void askIn(EntityShard shard, List<String> nodes, Runnable then) {
    shard.execute(
        () -> {
          InShard<Candidate> answers =
              new InShard<>(
                  nodes.size(),
                  (some, failed) ->
                      on.execute(
                          () -> {
                            found(some, failed);
                            then.run();
                          }));
          for (String node : nodes) {
            parts.pubsub.standingEntry(
                owner,
                node,
                requester,
                shard,
                entry -> answers.add(entry.map(each -> new Candidate(node, each.arrival()))),
                error -> answers.failed());
          }
        });
  }

  private void found(List<Candidate> some, boolean failed) {
    isWhole &= !failed;
    for (Candidate candidate : some) {
      found.add(candidate);
      if (found.size() > most) {
        found.remove();
        isWhole = false;
      }
    }
  }

  private void finish() {
    List<Candidate> sorted = new ArrayList<>(found);
    sorted.sort(BY_TIME);
    found.clear();
    all = sorted;
    goOn();
  }

  // ---- the items

  private void goOn() {
    List<Candidate> known = all;
    if (known == null || !isWanted || isReading || hasEnded) {
      return;
    }
    if (given == known.size()) {
      hasEnded = true;
      reader.done(isWhole);
      return;
    }
    int end = Math.min(known.size(), given + PAGE);
    List<String> page = known.subList(given, end).stream().map(Candidate::node).toList();
    given = end;
    read(page);
  }

  private void read(List<String> page) {
    isReading = true;
    told.clear();
    Map<String, PortItem> items = new HashMap<>();
    Map<EntityShard, List<String>> byShard = byShard(page);
    int[] left = {byShard.size()};
    byShard.forEach(
        (shard, nodes) ->
            readIn(
                shard,
                nodes,
                (some, failed) -> {
                  isWhole &= !failed;
                  some.forEach(item -> items.put(item.node(), item));
                  if (--left[0] == 0) {
                    arrived(page, items);
                  }
                }));
  }

  private void readIn(EntityShard shard, List<String> nodes, Told<PortItem> then) {
    shard.execute(
        () -> {
          // What is shown has to be durable, like everything that leaves the shard.
          InShard<PortItem> answers =
              new InShard<>(
                  nodes.size(),
                  (some, failed) ->
                      shard.release(
                          () -> on.execute(() -> then.told(some, failed)),
                          () -> on.execute(() -> then.told(List.of(), true))));
          for (String node : nodes) {
            parts.pubsub.standing(
                owner,
                node,
                requester,
                shard,
                item -> answers.add(item.map(each -> shown(node, each))),
                error -> answers.failed());
          }
        });
  }

  private PortItem shown(String node, StandingItem standing) {
    return PortItems.of(
        parts.names.of(owner, node),
        standing.item(),
        standing.shownPublisher(),
        standing.payload(),
        standing.chosen());
  }

  private void arrived(List<String> page, Map<String, PortItem> items) {
    isReading = false;
    if (hasEnded) {
      return;
    }
    List<PortItem> ordered = new ArrayList<>(items.size());
    for (String node : page) {
      String name = parts.names.of(owner, node);
      PortItem item = told.contains(name) ? null : items.get(name);
      if (item != null) {
        ordered.add(item);
      }
    }
    if (ordered.isEmpty()) {
      goOn();
      return;
    }
    isWanted = false;
    reader.items(ordered);
  }

  /** Answers that come together. */
  @FunctionalInterface
  private interface Told<T> {
    void told(List<T> some, boolean failed);
  }

  /** Gathers the answers of one shard. Confined to it. */
  private static final class InShard<T> {

    private final List<T> some = new ArrayList<>();
    private final Told<T> told;
    private int left;
    private boolean failed;

    InShard(int expected, Told<T> told) {
      this.left = expected;
      this.told = told;
    }

    void add(Optional<T> answer) {
      answer.ifPresent(some::add);
      count();
    }

    void failed() {
      failed = true;
      count();
    }

    private void count() {
      if (--left == 0) {
        told.told(some, failed);
      }
    }
  }
}
