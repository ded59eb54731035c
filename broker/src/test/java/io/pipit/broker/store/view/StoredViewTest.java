package io.pipit.broker.store.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.pubsub.store.NodeView;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views of which parts rest in a file are like those on the heap, whatever happens when. */
class StoredViewTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");

  /** A shard's views with little room, beside views that have all in memory. */
  private static final class Pair implements AutoCloseable {

    final ChangeLog log = new InMemoryLog();
    final ViewFiles files;
    final ShardViews views;
    final List<NodeView> stored = new ArrayList<>();
    final List<NodeView> expected = new ArrayList<>();
    final long[] seqs;
    final Random random;
    long begin;

    Pair(Path folder, int nodes, int maxEntries, int maxBytes, long seed) throws IOException {
      this(folder, nodes, maxEntries, maxBytes, seed, Runnable::run);
    }

    Pair(Path folder, int nodes, int maxEntries, int maxBytes, long seed, Executor reader)
        throws IOException {
      files = new ViewFiles(folder, log, Integer.MAX_VALUE, reader);
      views = new ShardViews(log, files, maxBytes, maxEntries);
      seqs = new long[nodes];
      random = new Random(seed);
      for (int i = 0; i < nodes; i++) {
        stored.add(views.open(SERVICE, "node" + i));
        expected.add(new InMemoryView(Long.MAX_VALUE));
      }
    }

    void publish(int node) {
      publish(node, "id" + random.nextInt(12));
    }

    void publish(int node, String id) {
      long seq = ++seqs[node];
      byte[] xml = ("<v>" + node + " " + seq + "</v>").getBytes(StandardCharsets.UTF_8);
      SerializedXml payload = random.nextInt(9) == 0 ? null : new SerializedXml("v", "", xml);
      long created = expected.get(node).entry(id).map(entry -> entry.created()).orElse(seq);
      BareJid publisher = BareJid.of("user" + random.nextInt(3) + "@example.org");
      Item item = new Item(seq, id, publisher, Instant.ofEpochMilli(1_000 * seq), payload, created);
      Change change = new Change.ItemsPublished(SERVICE, "node" + node, List.of(item), 0);
      long position =
          log.append(List.of(ChangeCodec.encode(change, Partitions.of(SERVICE, "node" + node))));
      for (NodeView view : List.of(stored.get(node), expected.get(node))) {
        view.put(item, position);
        view.history().add(item, position);
      }
    }

    void trim(int node) {
      int what = random.nextInt(4);
      String id = "id" + random.nextInt(12);
      long through = Math.max(0, seqs[node] - random.nextInt(20));
      for (NodeView view : List.of(stored.get(node), expected.get(node))) {
        switch (what) {
          case 0 -> view.dropThrough(through);
          case 1 -> view.history().trim(through, Instant.EPOCH);
          case 2 -> view.history().trim(0, Instant.ofEpochMilli(1_000 * through));
          default -> {
            view.remove(id);
            view.history().remove(id);
          }
        }
      }
      if (what == 3) {
        Change change = new Change.ItemsRetracted(SERVICE, "node" + node, List.of(id));
        log.append(List.of(ChangeCodec.encode(change, Partitions.of(SERVICE, "node" + node))));
      }
    }

    /** As after a purge. */
    void clear(int node) {
      for (NodeView view : List.of(stored.get(node), expected.get(node))) {
        view.dropThrough(Long.MAX_VALUE);
        view.history().trim(Long.MAX_VALUE, Instant.EPOCH);
      }
      Change change = new Change.NodePurged(SERVICE, "node" + node);
      log.append(List.of(ChangeCodec.encode(change, Partitions.of(SERVICE, "node" + node))));
    }

    /** As after a start without the file: views that know no more than what rests. */
    void restInMissingFile() {
      int generation = files.generationOf(new SnapshotKey(log.appended() + 1, 0));
      for (int i = 0; i < stored.size(); i++) {
        Rest rest = ShardViews.take(stored.get(i), i, log.appended()).rest();
        NodeView view = views.open(SERVICE, "node" + i);
        ShardViews.restAt(view, rest, generation, log.appended());
        stored.set(i, view);
      }
    }

    void checkpoint(Runnable meanwhile) throws IOException {
      begin = log.appended() + 1;
      try (ViewWriter writer = files.begin(new SnapshotKey(begin, 0))) {
        for (int i = 0; i < stored.size(); i++) {
          writer.add(ShardViews.take(stored.get(i), i, log.appended()));
          meanwhile.run();
        }
        int generation = writer.finish();
        stored.forEach(view -> ShardViews.restsNow(view, generation));
        files.removeOlder();
      }
    }

    void check() {
      for (int i = 0; i < stored.size(); i++) {
        check(stored.get(i), expected.get(i));
      }
    }

    static void check(NodeView found, NodeView wanted) {
      int size = wanted.size();
      assertEquals(size, found.size());
      assertEquals(wanted.oldestSeq(), found.oldestSeq());
      assertEquals(wanted.history().size(), found.history().size());
      assertEquals(wanted.history().oldestArrival(), found.history().oldestArrival());
      assertEquals(wanted.history().oldestSeq(), found.history().oldestSeq());
      assertEquals(wanted.entries(0, size), found.entries(0, size));
      assertEquals(wanted.range(0, size), found.range(0, size));
      assertEquals(wanted.entriesByCreation(0, size), found.entriesByCreation(0, size));
      int remembered = wanted.history().size();
      assertEquals(wanted.history().entries(0, remembered), found.history().entries(0, remembered));
      assertEquals(wanted.history().range(0, remembered), found.history().range(0, remembered));
      for (int id = 0; id < 12; id++) {
        assertEquals(wanted.get("id" + id), found.get("id" + id));
      }
    }

    @Override
    public void close() {
      files.close();
      log.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isLikeOneOnTheHeap(long seed, @TempDir Path folder) throws Exception {
    try (Pair pair = new Pair(folder, 7, 40, 300, seed)) {
      for (int step = 0; step < 1_500; step++) {
        int node = pair.random.nextInt(7);
        int what = pair.random.nextInt(60);
        if (what == 0) {
          pair.checkpoint(() -> {});
        } else if (what == 1) {
          pair.checkpoint(() -> pair.publish(pair.random.nextInt(7)));
        } else if (what < 8) {
          pair.trim(node);
        } else if (what < 12) {
          Pair.check(pair.stored.get(node), pair.expected.get(node));
        } else {
          pair.publish(node);
        }
      }
      pair.check();
      pair.checkpoint(() -> {});
      pair.check();
      try (Stream<Path> left = Files.list(folder)) {
        assertEquals(1, left.count());
      }
    }
  }

  @Test
  void indexesRestWhenTheyAreNotUsed(@TempDir Path folder) throws Exception {
    try (Pair pair = new Pair(folder, 100, 1_000, 100, 1)) {
      for (int i = 0; i < 1_000; i++) {
        pair.publish(i % 100);
      }
      assertTrue(pair.views.wantsCheckpoint());
      pair.checkpoint(() -> {});
      for (int i = 0; i < 100; i++) {
        pair.publish(i % 3);
      }
      assertFalse(pair.views.wantsCheckpoint());
      pair.check();
    }
  }

  /** A bit of one chunk is enough for that node, and is nothing to the others. */
  @Test
  void chunkThatIsDamagedIsReadFromTheLog(@TempDir Path folder) throws Exception {
    try (Pair pair = new Pair(folder, 20, 1, 1, 1)) {
      List<String> damaged = new ArrayList<>();
      pair.files.onDamage(() -> damaged.add("once"));
      for (int i = 0; i < 400; i++) {
        pair.publish(i % 20);
      }
      pair.publish(7, "needle");
      pair.checkpoint(() -> {});
      for (int i = 0; i < 20; i++) {
        pair.publish(0); // the others leave the heap
        pair.stored.get(i).entry("id1");
      }
      pair.checkpoint(() -> {});
      flip(pair.files, folder, "needle");
      pair.check();
      assertEquals(List.of("once"), damaged);
    }
  }

  private static void flip(ViewFiles files, Path folder, String needle) throws IOException {
    assertTrue(files.bytes() > 0);
    try (Stream<Path> found = Files.list(folder)) {
      Path file = found.findFirst().orElseThrow();
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      int at = text.indexOf(needle);
      assertTrue(at > 0 && text.indexOf(needle, at + 1) < 0, "it is there once");
      try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
        open.write(ByteBuffer.wrap(new byte[] {(byte) (text.charAt(at) ^ 1)}), at);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatChangesWhileItIsNotHereIsDoneLater(long seed, @TempDir Path folder) throws Exception {
    Deque<Runnable> reader = new ArrayDeque<>();
    try (Pair pair = new Pair(folder, 7, 40, 300, seed, reader::add)) {
      for (int round = 0; round < 30; round++) {
        for (int step = 0; step < 60; step++) {
          pair.publish(pair.random.nextInt(7));
          if (step % 8 == 0) {
            pair.trim(pair.random.nextInt(7));
          }
        }
        pair.restInMissingFile();
        for (int step = 0; step < 20; step++) {
          if (pair.random.nextInt(3) > 0) {
            pair.publish(pair.random.nextInt(7));
          } else if (pair.random.nextInt(9) == 0) {
            pair.clear(pair.random.nextInt(7));
          } else {
            pair.trim(pair.random.nextInt(7));
          }
        }
        List<Boolean> told = new ArrayList<>();
        for (NodeView view : pair.stored) {
          if (!view.isHere()) {
            ShardViews.read(view, Runnable::run, told::add);
          }
        }
        reader.forEach(Runnable::run);
        reader.clear();
        assertFalse(told.contains(false));
        pair.check();
      }
    }
  }

  @Test
  void thoseThatWaitShareOneReadingOfTheLog(@TempDir Path folder) throws Exception {
    Deque<Runnable> reader = new ArrayDeque<>();
    try (Pair pair = new Pair(folder, 20, 1_000, 100_000, 1, reader::add)) {
      for (int i = 0; i < 400; i++) {
        pair.publish(i % 20);
      }
      pair.restInMissingFile();
      List<Integer> told = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int node = i;
        assertFalse(pair.stored.get(i).isHere());
        ShardViews.read(pair.stored.get(i), Runnable::run, wasRead -> told.add(node));
      }
      assertEquals(List.of(), told);
      reader.remove().run();
      assertEquals(20, told.size());
      pair.check();
    }
  }

  /** What retention takes counts no more, and an item and its place in the history are one. */
  @Test
  void whatIsKeptIsCountedOnceHoweverMuchComes(@TempDir Path folder) throws Exception {
    int entries = 50 * (12 + 4);
    try (Pair pair = new Pair(folder, 50, entries, 100, 1)) {
      for (int i = 0; i < 5_000; i++) {
        int node = i % 50;
        pair.publish(node);
        pair.stored.get(node).history().trim(pair.seqs[node] - 10, Instant.EPOCH);
        assertFalse(pair.views.wantsCheckpoint(), "after " + i);
      }
    }
  }

  @Test
  void whatRestsWantsNoCheckpoint(@TempDir Path folder) throws Exception {
    try (Pair pair = new Pair(folder, 100, 1_000, 100, 1)) {
      for (int i = 0; i < 1_000; i++) {
        pair.publish(i % 100);
      }
      assertTrue(pair.views.wantsCheckpoint());
      pair.checkpoint(() -> {});
      assertFalse(pair.views.wantsCheckpoint());
      for (int i = 0; i < 100; i++) {
        pair.stored.get(i).entries(0, 1);
      }
      assertFalse(pair.views.wantsCheckpoint());
    }
  }

  @Test
  void whatCannotBeReadIsReadFromTheLog(@TempDir Path folder) throws Exception {
    try (Pair pair = new Pair(folder, 20, 1, 1, 1)) {
      for (int i = 0; i < 400; i++) {
        pair.publish(i % 20);
        if (i % 10 == 0) {
          pair.trim(i % 20);
        }
      }
      pair.checkpoint(() -> {});
      pair.publish(0);
      for (int i = 1; i < 20; i++) {
        pair.stored.get(i).entry("id1");
      }
      pair.files.close();
      pair.check();
    }
  }
}
