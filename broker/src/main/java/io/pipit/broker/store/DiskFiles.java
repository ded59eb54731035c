package io.pipit.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of the machine's file system. Its files can be read by their owner only. */
final class DiskFiles implements LogFiles {

  private final Path folder;
  private final FileAttribute<?>[] ownerOnly;

  DiskFiles(Path folder) {
    this.folder = folder;
    this.ownerOnly =
        folder.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  @Override
  public LogFile open(String name) throws IOException {
    return new DiskFile(
        FileChannel.open(folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  @Override
  public LogFile create(String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(name),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            ownerOnly);
    DiskFile file = new DiskFile(channel);
    file.truncate(0);
    return file;
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void syncDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public void link(String name, Path other) throws IOException {
    Files.createLink(other.resolve(name), folder.resolve(name));
  }

  @Override
  public long usableBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  @Override
  public String pathOf(String name) {
    return folder.resolve(name).toString();
  }

  private record DiskFile(FileChannel channel) implements LogFile {

    /** Each thread keeps a direct buffer as large as the largest heap buffer it ever read into. */
    private static final int MAX_HEAP_READ_BYTES = 64 * 1024;

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
      if (into.isDirect() || into.remaining() <= MAX_HEAP_READ_BYTES) {
        return channel.read(into, offset);
      }
      int read = channel.read(into.slice(into.position(), MAX_HEAP_READ_BYTES), offset);
      into.position(into.position() + Math.max(0, read));
      return read;
    }

    @Override
    public void write(ByteBuffer bytes, long offset) throws IOException {
      long at = offset;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      channel.force(metaData);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
