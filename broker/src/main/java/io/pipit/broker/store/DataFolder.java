package io.pipit.broker.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which a node keeps what survives, held by one process at a time. Folders and files
 * that are made here can be read by their owner only.
 *
 * <pre>
 * lock      held while a process uses the folder; its id as text
 * log/      segments and snapshots of the log
 * view/     where indexes of items rest; can be thrown away
 * certs/    certificates and keys
 * secret    random bytes that are the node's own
 * copies/   what is being copied elsewhere
 * run.json  where a running node can be reached
 * </pre>
 *
 * <p>Any thread; blocks.
 */
public final class DataFolder implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final int SECRET_BYTES = 32;
  private static final int MAX_PID_BYTES = 32;

  /** Not a byte that has content, so that others can read the id where locks are mandatory. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /**
   * The folders held by this process. The operating system's lock is the whole process's: it
   * neither refuses a second holder here nor outlives the closing of any channel to the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder if it is not there, and holds it until {@link #close()}.
   *
   * @throws DataFolderInUseException when it is held already
   */
  public static DataFolder hold(Path folder) throws IOException {
    createFolder(folder);
    Path root = folder.toRealPath();
    if (!HELD.add(root)) {
      throw new DataFolderInUseException(root, OptionalLong.of(ProcessHandle.current().pid()));
    }
    try {
      return lock(root);
    } catch (IOException | RuntimeException e) {
      HELD.remove(root);
      throw e;
    }
  }

  private static DataFolder lock(Path root) throws IOException {
    FileChannel lockFile =
        FileChannel.open(
            root.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            ownerOnly(root, "rw-------"));
    try {
      FileLock lock = lockFile.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw new DataFolderInUseException(root, readPid(lockFile));
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      lockFile.truncate(0);
      lockFile.write(ByteBuffer.wrap(pid), 0);
      createFolder(root.resolve("log"));
      createFolder(root.resolve("view"));
      createFolder(root.resolve("certs"));
      return new DataFolder(root, lockFile);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private static OptionalLong readPid(FileChannel lockFile) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_PID_BYTES);
    lockFile.read(bytes, 0);
    String pid = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    return pid.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty();
  }

  /** The folder itself, with no symbolic link in its path. */
  public Path root() {
    return root;
  }

  /** Folder of the log's segments; exists. */
  public Path log() {
    return root.resolve("log");
  }

  /** Folder of the view; exists. */
  public Path view() {
    return root.resolve("view");
  }

  /** Folder of certificates and keys; exists. */
  public Path certs() {
    return root.resolve("certs");
  }

  /** Folder for what is being copied elsewhere; not there while nothing is. */
  public Path copies() {
    return root.resolve("copies");
  }

  /**
   * A file that shows that a log was begun in this folder, of which nothing is there: the disk that
   * holds it may not be mounted. Empty when there is a log, or nothing was ever kept here.
   */
  Optional<Path> traceOfLog() throws IOException {
    List<String> names = new DiskFiles(log()).list();
    if (names.stream().anyMatch(DataFolder::isOfLog)) {
      return Optional.empty();
    }
    for (String name : names) {
      if (FileKind.TABLE.positionOf(name).isPresent()) {
        return Optional.of(log().resolve(name));
      }
    }
    Path secret = root.resolve("secret"); // made once the log is open
    if (Files.exists(secret)) {
      return Optional.of(secret);
    }
    try (Stream<Path> files = Files.list(view())) {
      return files.findAny();
    }
  }

  private static boolean isOfLog(String name) {
    return FileKind.SEGMENT.positionOf(name).isPresent()
        || FileKind.SNAPSHOT.positionOf(name).isPresent();
  }

  /** File in which a running node says where it can be reached. */
  public Path runFile() {
    return root.resolve("run.json");
  }

  /**
   * Random bytes that are this node's own and stay the same over restarts, made when first asked
   * for. They key what others must neither guess nor see change: the salts shown for accounts that
   * do not exist, and the names of publishes in archives. That they were lost is logged.
   */
  public byte[] secret() throws IOException {
    Path file = root.resolve("secret");
    try {
      byte[] secret = Files.readAllBytes(file);
      if (secret.length == SECRET_BYTES) {
        return secret;
      }
      tellLost(file, "is not whole");
    } catch (NoSuchFileException absent) {
      if (hasSnapshot()) { // else it is the first start
        tellLost(file, "is missing");
      }
    }
    return createSecret(file);
  }

  private boolean hasSnapshot() throws IOException {
    try (Stream<Path> files = Files.list(log())) {
      return files.anyMatch(
          file -> FileKind.SNAPSHOT.positionOf(String.valueOf(file.getFileName())).isPresent());
    }
  }

  private static void tellLost(Path file, String how) {
    LOG.atWarn()
        .addKeyValue("event", "data.secret")
        .addKeyValue("file", file)
        .log(
            "the node's secret {} and is made anew: publishes have other names in archives from now"
                + " on, so clients read them from the beginning, and whoever asked for an account"
                + " before can tell whether it exists; put the file back from a backup",
            how);
  }

  private byte[] createSecret(Path file) throws IOException {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            ownerOnly(root, "rw-------"))) {
      ByteBuffer bytes = ByteBuffer.wrap(secret);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.truncate(SECRET_BYTES);
      channel.force(true);
    }
    return secret;
  }

  /** Lets go of the folder. */
  @Override
  public void close() throws IOException {
    try {
      lockFile.close();
    } finally {
      HELD.remove(root);
    }
  }

  private static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
