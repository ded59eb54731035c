package io.pipit.broker.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A backup as one tar file, which has another name until it is whole. */
final class TarTarget implements BackupTarget {

  private final Path file;
  private final Path unfinished;
  private final FileChannel channel;
  private final SlowCopy copy;

  private TarTarget(Path file, Path unfinished, FileChannel channel) {
    this.file = file;
    this.unfinished = unfinished;
    this.channel = channel;
    this.copy = new SlowCopy(unfinished, channel);
  }

  static TarTarget create(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(unfinished);
    return new TarTarget(file, unfinished, BackupFiles.create(unfinished));
  }

  @Override
  public void add(String name, long bytes, InputStream content) throws IOException {
    byte[] header = Tar.header(name, bytes);
    copy.write(header, header.length);
    copy.copy(content, bytes);
    copy.write(new byte[Tar.BLOCK_BYTES], Tar.padding(bytes));
  }

  @Override
  public void finish() throws IOException {
    copy.write(new byte[2 * Tar.BLOCK_BYTES], 2 * Tar.BLOCK_BYTES);
    copy.finish();
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    BackupFiles.sync(file.toAbsolutePath().resolveSibling(""));
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(unfinished);
  }
}
