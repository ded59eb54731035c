package io.pipit.broker.store;

import java.io.IOException;

/** The disk does not give what stands somewhere in the log. */
final class UnreadableLogException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  UnreadableLogException(String file, long offset, IOException cause) {
    super(file + " at byte " + offset + " cannot be read: " + cause.getMessage(), cause);
    this.file = file;
    this.offset = offset;
  }

  /** Path of the segment. */
  String file() {
    return file;
  }

  /** Where in it, in bytes from its start. */
  long offset() {
    return offset;
  }
}
