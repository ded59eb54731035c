package io.pipit.broker.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The standard output of this process, which keeps why it failed: writers of text do not say. Any
 * thread.
 */
final class StandardOutput extends FilterOutputStream {

  private volatile @Nullable IOException fault;

  StandardOutput(OutputStream out) {
    super(out);
  }

  static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      fault = e;
      throw e;
    }
  }

  /** Why not all was written; empty too when who read it wanted no more, as {@code head}. */
  Optional<IOException> fault() {
    return Optional.ofNullable(fault)
        .filter(e -> !String.valueOf(e.getMessage()).contains("Broken pipe"));
  }
}
