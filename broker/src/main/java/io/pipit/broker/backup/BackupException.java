package io.pipit.broker.backup;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A backup that cannot be used, or not there; the message says which file and why. */
public final class BackupException extends IOException {

  private static final long serialVersionUID = 1L;

  BackupException(String message) {
    this(message, null);
  }

  BackupException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
