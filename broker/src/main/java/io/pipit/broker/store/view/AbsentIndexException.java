package io.pipit.broker.store.view;

/** An index is not here, and who asks would not wait for it. */
final class AbsentIndexException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AbsentIndexException() {
    super("an index has to be read from the log first", null, false, false);
  }
}
