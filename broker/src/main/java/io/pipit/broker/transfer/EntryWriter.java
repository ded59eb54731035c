package io.pipit.broker.transfer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes entries in a format. Confined to one thread; does not close what it writes to. */
interface EntryWriter extends Entry.Visitor<@Nullable Void> {

  void begin(String domain) throws IOException;

  /** After the last entry. */
  void end() throws IOException;
}
