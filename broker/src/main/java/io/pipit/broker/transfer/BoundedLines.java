package io.pipit.broker.transfer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of a file, none of which may be longer than memory can bear. Confined to one thread. */
final class BoundedLines {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int MAX_BYTES = 32 * 1024 * 1024;

  private final InputStream in;
  private long number;

  BoundedLines(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
  }

  /** The number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /**
   * The next line without its end; null when there is none.
   *
   * @throws TransferException when it is too long
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = in.read();
    if (octet < 0) {
      return null;
    }
    number++;
    while (octet >= 0 && octet != '\n') {
      if (line.size() == MAX_BYTES) {
        throw new TransferException(
            "line " + number + " is longer than " + MAX_BYTES + " bytes: not an export");
      }
      line.write(octet);
      octet = in.read();
    }
    return line.toByteArray();
  }
}
