package io.pipit.broker.cli;

import io.pipit.broker.backup.LogCopies;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.config.PrivateFiles;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.DataFolderInUseException;
import io.pipit.broker.store.LogLinks;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
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

  private static final int CHUNK_BYTES = 256 * 1024;
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
    try (SegmentLog log = SegmentLog.open(held, LogOptions.defaults())) {
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

  /**
   * A folder with the log as one of this process's own, which it may open: the segments that do not
   * change any more are linked, the last one is copied.
   */
  Path own() throws IOException {
    Path own = folder().resolve("own");
    PrivateFiles.createFolder(own);
    String last = links.sizes().keySet().stream().reduce("", (before, name) -> name);
    for (Map.Entry<String, Long> file : links.sizes().entrySet()) {
      Path linked = folder().resolve(file.getKey());
      if (file.getKey().equals(last) || Files.size(linked) != file.getValue()) {
        Path copy = own.resolve(file.getKey());
        try (InputStream in = Files.newInputStream(linked);
            OutputStream out = Channels.newOutputStream(PrivateFiles.create(copy))) {
          copy(in, out, file.getValue());
        } catch (IOException e) {
          throw FileFault.of(copy, e);
        }
      } else {
        Files.createLink(own.resolve(file.getKey()), linked);
      }
    }
    return own;
  }

  private static void copy(InputStream in, OutputStream out, long bytes) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    long left = bytes;
    while (left > 0) {
      int read = in.readNBytes(chunk, 0, (int) Math.min(left, chunk.length));
      if (read == 0) {
        throw new EOFException("the log became shorter while it was read");
      }
      out.write(chunk, 0, read);
      left -= read;
    }
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
