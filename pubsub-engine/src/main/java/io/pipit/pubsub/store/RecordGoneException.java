package io.pipit.pubsub.store;

/**
 * A record that was once in the log and is there no more. Whoever still needs what it held finds it
 * where it has been kept since, or not at all.
 */
public final class RecordGoneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long position;

  public RecordGoneException(long position) {
    super("record " + position + " is not in the log any more");
    this.position = position;
  }

  /** The position that was asked for. */
  public long position() {
    return position;
  }
}
