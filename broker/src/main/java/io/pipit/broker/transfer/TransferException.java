package io.pipit.broker.transfer;

import java.io.IOException;

/** A file that is not one of a format; the message says where and why. */
public final class TransferException extends IOException {

  private static final long serialVersionUID = 1L;

  TransferException(String message) {
    super(message);
  }
}
