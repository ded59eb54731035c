package io.pipit.broker.store.view;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What makes a file of the view durable: tests have it fail. Any thread; blocks. */
interface ViewDisk {

  /** Makes what was written to a file durable, or which names a folder has. */
  void sync(Path path) throws IOException;

  /** Gives a file another name in its folder, at once; a file of that name is replaced. */
  void rename(Path from, Path to) throws IOException;

  /** The disk there is. */
  final class Real implements ViewDisk {

    @Override
    public void sync(Path path) throws IOException {
      StandardOpenOption mode =
          Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
      try (FileChannel channel = FileChannel.open(path, mode)) {
        channel.force(true);
      }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
