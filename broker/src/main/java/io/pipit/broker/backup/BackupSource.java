package io.pipit.broker.backup;

import io.pipit.broker.config.FileFault;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a backup one after the other. Confined to one thread; blocks. */
interface BackupSource {

  /** Takes one file; need not read all of it. */
  @FunctionalInterface
  interface Each {
    void file(String name, long bytes, InputStream content) throws IOException;
  }

  void forEach(Each each) throws IOException;

  /** A folder, or a tar file. */
  static BackupSource of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return each -> readFolder(path, each);
    }
    if (!Files.exists(path)) {
      throw new BackupException("there is no backup " + path);
    }
    return each -> readTar(path, each);
  }

  private static void readFolder(Path folder, Each each) throws IOException {
    List<String> names = new ArrayList<>(BackupFiles.names(folder));
    for (String sub : List.of("certs", "log")) {
      BackupFiles.names(folder.resolve(sub)).forEach(name -> names.add(sub + "/" + name));
    }
    for (String name : names) {
      Path file = folder.resolve(name);
      try (InputStream in = Files.newInputStream(file)) {
        each.file(name, Files.size(file), in);
      } catch (BackupException e) {
        throw e;
      } catch (IOException e) {
        throw FileFault.of(file, e); // what is written names itself
      }
    }
  }

  private static void readTar(Path tar, Each each) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(tar), 1 << 16)) {
      while (true) {
        byte[] header = in.readNBytes(Tar.BLOCK_BYTES);
        if (header.length == Tar.BLOCK_BYTES && Tar.isEnd(header)) {
          return;
        }
        if (header.length < Tar.BLOCK_BYTES) {
          throw new BackupException(tar + " ends early: it was not copied wholly");
        }
        Tar.Entry entry =
            Tar.read(header)
                .orElseThrow(
                    () -> new BackupException(tar + " is damaged, or no tar file of a backup"));
        Bounded content = new Bounded(in, entry.bytes());
        try {
          each.file(entry.name(), entry.bytes(), content);
          content.skipRest();
          in.skipNBytes(Tar.padding(entry.bytes()));
        } catch (EOFException e) {
          throw new BackupException(tar + " ends early, in " + entry.name(), e);
        }
      }
    } catch (BackupException e) {
      throw e;
    } catch (IOException e) {
      throw FileFault.of(tar, e); // what is written names itself
    }
  }

  /** So many bytes of another stream. */
  final class Bounded extends InputStream {

    private final InputStream in;
    private long left;

    Bounded(InputStream in, long bytes) {
      this.in = in;
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException();
      }
      left -= read;
      return read;
    }

    void skipRest() throws IOException {
      in.skipNBytes(left);
      left = 0;
    }
  }
}
