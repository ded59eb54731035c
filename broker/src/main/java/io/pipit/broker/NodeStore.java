package io.pipit.broker;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.Configuration.StoreView;
import io.pipit.broker.config.Configuration.SyncMode;
import io.pipit.broker.metrics.StoreSeries;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.store.view.ShardViews;
import io.pipit.broker.store.view.SnapshotKey;
import io.pipit.broker.store.view.ViewFiles;
import io.pipit.broker.store.view.ViewRebuild;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node keeps on its disk: the log, and the view in which indexes of items rest. Made by the
 * thread that starts the node.
 */
final class NodeStore implements Closeable {

  /** Of the heap, what the indexes in use may take. */
  private static final int HEAP_SHARE = 8;

  /** What an entry of an index takes on the heap, roughly. */
  private static final int ENTRY_BYTES = 220;

  /** Without room for one index nothing could be read, and with little more only one at a time. */
  private static final long FEWEST_BYTES = 64 << 10;

  private final SegmentLog log;
  private final @Nullable ViewFiles viewFiles;
  private final @Nullable ViewRebuild rebuild;
  private final Configuration.Store settings;
  private final List<ShardViews> views = new CopyOnWriteArrayList<>();

  private NodeStore(SegmentLog log, @Nullable ViewFiles viewFiles, Configuration.Store settings) {
    this.log = log;
    this.viewFiles = viewFiles;
    this.rebuild =
        viewFiles == null ? null : new ViewRebuild(viewFiles, log, entriesOnHeap(settings));
    this.settings = settings;
  }

  /** What indexes may take of the heap, in entries. */
  static int entriesOnHeap(Configuration.Store settings) {
    long heap =
        settings.indexBytes() == 0
            ? Runtime.getRuntime().maxMemory() / HEAP_SHARE
            : Math.max(FEWEST_BYTES, settings.indexBytes());
    return (int) Math.min(Integer.MAX_VALUE, heap / ENTRY_BYTES);
  }

  static NodeStore open(
      DataFolder folder, Configuration.Store settings, boolean repair, StoreSeries metrics)
      throws IOException {
    SegmentLog log =
        SegmentLog.open(
            folder,
            LogOptions.defaults()
                .withSegmentBytes(settings.segmentBytes())
                .withGroupWindow(settings.groupWindow())
                .withSyncInterval(
                    settings.sync() == SyncMode.INTERVAL ? settings.syncInterval() : Duration.ZERO)
                .withRepair(repair)
                .withMetrics(metrics));
    try {
      metrics.queue(log::queuedRecords, log::queuedBytes, log::queuedNanos);
      metrics.full(log::isWithoutRoom, log::wantedBytes, log::freeBytes);
      metrics.size(
          () -> bytesOf(folder.log()),
          () -> log.segmentFirsts().size(),
          () -> segmentBytes(log),
          log::snapshotBytes);
      return new NodeStore(log, openView(folder, settings, log, metrics), settings);
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static @Nullable ViewFiles openView(
      DataFolder folder, Configuration.Store settings, SegmentLog log, StoreSeries metrics)
      throws IOException {
    if (settings.view() == StoreView.HEAP) {
      return null;
    }
    ViewFiles files = new ViewFiles(folder.view(), log, entriesOnHeap(settings), viewReader());
    files.onDamage(metrics::viewFailed);
    files.open(SnapshotKey.newest(log));
    return files;
  }

  /** One thread, while it has something to do: it does not keep the process. */
  private static Executor viewReader() {
    ThreadPoolExecutor reader =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "pipit-view");
              thread.setDaemon(true);
              return thread;
            });
    reader.allowCoreThreadTimeOut(true);
    return reader;
  }

  /** Not a number while it cannot be told, which a scrape shows. */
  private static double bytesOf(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      double bytes = 0;
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes += Files.size(file);
      }
      return bytes;
    } catch (IOException | UncheckedIOException e) {
      return Double.NaN;
    }
  }

  private static double segmentBytes(SegmentLog log) {
    try {
      return log.segmentBytes();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  SegmentLog log() {
    return log;
  }

  /** Where indexes rest; null when they stay on the heap. */
  @Nullable ViewFiles viewFiles() {
    return viewFiles;
  }

  /** Makes the file of the view again when it is missing; null when indexes stay on the heap. */
  @Nullable ViewRebuild rebuild() {
    return rebuild;
  }

  /** Bytes of the file in which indexes rest; 0 when they do not, or it is missing. */
  long viewBytes() {
    return viewFiles == null ? 0 : viewFiles.bytes();
  }

  /** Any thread: how far that is, for a person; empty when nothing is missing. */
  Optional<String> rebuilding() {
    return rebuild == null ? Optional.empty() : rebuild.progress();
  }

  /**
   * Opens the views of the nodes of a shard.
   *
   * @param shards how many share the memory
   */
  ShardViews views(int shards) {
    boolean rests = viewFiles != null;
    ShardViews opened =
        new ShardViews(
            log,
            viewFiles,
            rests ? settings.cacheBytes() / shards : Long.MAX_VALUE,
            rests ? entriesOnHeap(settings) / shards : Integer.MAX_VALUE);
    views.add(opened);
    return opened;
  }

  /** Any thread: whether indexes that have changed should go to a file, to make room. */
  boolean wantsCheckpoint() {
    return views.stream().anyMatch(ShardViews::wantsCheckpoint);
  }

  @Override
  public void close() {
    log.close();
    if (viewFiles != null) {
      viewFiles.close();
    }
  }
}
