package io.pipit.broker.backup;

import io.pipit.broker.store.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup into an empty data folder. Everything is copied beside its place and checked first;
 * the log comes last, so that a restore which was cut off leaves no half of a node.
 *
 * <p>Confined to one thread; blocks.
 */
public final class Restore {

  private static final String UNCHECKED = "restoring";

  private final Path folder;
  private final Map<String, Manifest.FileEntry> found = new HashMap<>();
  private @Nullable Manifest manifest;

  private Restore(Path folder) {
    this.folder = folder;
  }

  /**
   * Restores a node that nobody runs.
   *
   * @param backup a folder or a tar file
   * @param data the data folder: not there, or empty
   * @throws BackupException when the backup is damaged or not whole; the folder is as it was
   * @throws DirectoryNotEmptyException when something is in the folder
   * @throws io.pipit.broker.store.DataFolderInUseException when a process uses the folder
   */
  public static Manifest into(Path data, Path backup) throws IOException {
    BackupSource source = BackupSource.of(backup);
    boolean isThere = Files.exists(data);
    if (isThere && !BackupFiles.isEmpty(data)) {
      if (Files.exists(data.resolve("lock"))) {
        DataFolder.hold(data).close(); // says so when somebody uses it
      }
      throw new DirectoryNotEmptyException(data.toString());
    }
    try (DataFolder held = DataFolder.hold(data)) {
      return new Restore(held.root()).restore(source);
    } catch (IOException e) {
      clear(data, isThere, e);
      throw e;
    }
  }

  private static void clear(Path data, boolean wasThere, IOException reason) {
    try {
      if (Files.exists(data)) {
        BackupFiles.empty(data.toRealPath());
        if (!wasThere) {
          Files.delete(data);
        }
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private Manifest restore(BackupSource source) throws IOException {
    source.forEach(this::copy);
    Manifest told = manifest;
    if (told == null) {
      throw new BackupException("the backup has no " + Manifest.NAME + ": it was never finished");
    }
    check(told);
    place();
    return told;
  }

  private void copy(String name, long bytes, InputStream content) throws IOException {
    if (name.equals(Manifest.NAME)) {
      manifest = Manifest.read(content.readNBytes(Manifest.MAX_BYTES));
      return;
    }
    if (!Manifest.allows(name) || found.containsKey(name)) {
      throw new BackupException("the file '" + name + "' is not of a backup, or is in it twice");
    }
    Path file = folder.resolve(UNCHECKED).resolve(name);
    MessageDigest digest = Backup.sha256();
    try (FileChannel out = BackupFiles.create(file)) {
      SlowCopy copy = new SlowCopy(file, out);
      copy.copy(new DigestInputStream(content, digest), bytes);
      copy.finish();
    }
    found.put(name, new Manifest.FileEntry(name, bytes, Backup.hex(digest)));
  }

  private void check(Manifest told) throws BackupException {
    for (Manifest.FileEntry file : told.files()) {
      Manifest.FileEntry copied = found.remove(file.name());
      if (copied == null) {
        throw new BackupException(file.name() + " is missing in the backup");
      }
      if (!copied.equals(file)) {
        throw new BackupException(
            file.name()
                + " is damaged: it is not what was backed up ("
                + copied.bytes()
                + " bytes, "
                + file.bytes()
                + " then; its checksum differs)");
      }
    }
    if (!found.isEmpty()) {
      throw new BackupException(
          String.join(", ", found.keySet()) + " is in the backup and not in its " + Manifest.NAME);
    }
  }

  private void place() throws IOException {
    Path unchecked = folder.resolve(UNCHECKED);
    for (String name : List.of("domain", "secret", "certs", "log")) {
      Path copied = unchecked.resolve(name);
      if (Files.exists(copied)) {
        if (Files.isDirectory(copied)) {
          BackupFiles.sync(copied);
        }
        Files.deleteIfExists(folder.resolve(name));
        Files.move(copied, folder.resolve(name));
        BackupFiles.sync(folder);
      }
    }
    Files.delete(unchecked);
    BackupFiles.sync(folder);
  }
}
