package io.pipit.broker.cli;

import io.pipit.broker.backup.LogCopies;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.DataFolderInUseException;
import io.pipit.broker.store.LogLinks;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log of a node of this machine, linked for this process so that it can be copied: by the node
 * itself when it runs, otherwise by this process, which then holds the data folder. Closing removes
 * the links. Confined to one thread; blocks.
 */
final class StoreCopy implements Closeable {

  private static final long PROCESS = ProcessHandle.current().pid();

  private final Path data;
  private final LogLinks links;
  private final @Nullable DataFolder held;

  private StoreCopy(Path data, LogLinks links, @Nullable DataFolder held) {
    this.data = data;
    this.links = links;
    this.held = held;
  }

  static StoreCopy of(PipitCommand pipit, LocalNode node) throws CliException, IOException {
    if (!node.hasStore()) {
      throw new CliException(
          ErrorCode.DATA_FOLDER,
          "there is no store in " + node.data() + "; name another folder with --data");
    }
    Optional<RunFile> run = node.running();
    if (run.isPresent()) {
      try {
        return ofRunning(node.data(), NodeApi.of(run.get(), pipit.timeout()));
      } catch (CliException e) {
        if (e.code() != ErrorCode.NO_CONNECTION) {
          throw e;
        }
        // The file is left from a node that was killed, unless somebody holds the folder.
      }
    }
    return ofStopped(node);
  }

  private static StoreCopy ofRunning(Path data, NodeApi api) throws CliException {
    Map<String, Object> answer = api.send("POST", "/copies", Map.of("process", PROCESS));
    Map<String, Long> sizes = new LinkedHashMap<>();
    Json.object(answer.getOrDefault("sizes", Map.of()))
        .forEach((name, size) -> sizes.put(name, ((Number) size).longValue()));
    if (!(answer.get("position") instanceof Number position) || sizes.isEmpty()) {
      throw new CliException(ErrorCode.BAD_REQUEST, "the node's answer has no copy of its log");
    }
    return new StoreCopy(data, new LogLinks(position.longValue(), sizes), null);
  }

  private static StoreCopy ofStopped(LocalNode node) throws CliException, IOException {
    DataFolder held;
    try {
      held = node.hold();
    } catch (DataFolderInUseException e) {
      throw LocalNode.inUse(e);
    }
    try (SegmentLog log = SegmentLog.open(held.log(), LogOptions.defaults())) {
      LogCopies copies = new LogCopies(held);
      copies.clear();
      return new StoreCopy(held.root(), copies.link(log, PROCESS), held);
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /** The data folder. */
  Path data() {
    return data;
  }

  /** The folder with the links. */
  Path folder() {
    return LogCopies.of(data, PROCESS);
  }

  LogLinks links() {
    return links;
  }

  @Override
  public void close() throws IOException {
    try {
      if (Files.exists(data)) {
        LogCopies.remove(data, PROCESS);
      }
    } finally {
      if (held != null) {
        held.close();
      }
    }
  }
}
