package io.pipit.broker.transfer;

/** Ends the reading of one entry of which a part makes no sense; the next one follows. */
final class BadEntryException extends Exception {

  private static final long serialVersionUID = 1L;

  BadEntryException(String message) {
    super(message);
  }
}
