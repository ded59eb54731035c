package io.pipit.broker.store;

import java.io.IOException;

/** The log holds bytes that are not what was written, where acknowledged records should be. */
public final class DamagedLogException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;
  private final String where;

  /**
   * @param repaired whether a repair was asked for, and is not possible here
   */
  DamagedLogException(String file, long offset, long position, String reason, boolean repaired) {
    super(
        "the log is damaged: "
            + file
            + " at byte "
            + offset
            + " (record "
            + position
            + "): "
            + reason
            + (repaired
                ? ". This cannot be repaired. Restore the data folder from a backup"
                : ". Nothing was changed. Restore the data folder from a backup, or give up the"
                    + " damaged records and keep the others with 'pipit run --repair'"));
    this.file = file;
    this.offset = offset;
    this.where = file + " at byte " + offset + " (record " + position + "): " + reason;
  }

  /** What is found when records are read from a log that is open. */
  static DamagedLogException found(String file, long offset, long position) {
    return new DamagedLogException(
        file, offset, position, "a record is not what was written", false);
  }

  /** What is found when a record is read that is needed, but was given up. */
  static DamagedLogException gone(String file, long position) {
    return new DamagedLogException(
        file, 0, position, "a repair gave up a record that is still needed", false);
  }

  /** File, offset, position and what is wrong there, without what to do. */
  public String where() {
    return where;
  }

  /** Path of the segment or snapshot. */
  public String file() {
    return file;
  }

  /** Where in it, in bytes from its start. */
  public long offset() {
    return offset;
  }
}
