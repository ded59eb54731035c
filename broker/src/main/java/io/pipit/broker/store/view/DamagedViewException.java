package io.pipit.broker.store.view;

import java.nio.file.Path;

/** A file of the view is not what was written. Nothing is lost by it: the log has everything. */
final class DamagedViewException extends Exception {

  private static final long serialVersionUID = 1L;

  DamagedViewException(Path file, String what, Throwable cause) {
    super(file + ": " + what, cause);
  }

  DamagedViewException(Path file, String what) {
    super(file + ": " + what);
  }
}
