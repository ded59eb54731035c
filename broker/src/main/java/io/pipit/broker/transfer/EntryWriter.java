package io.pipit.broker.transfer;

import java.io.IOException;

/**
 * Writes entries in a format; each method gives the writer itself. Confined to one thread; does not
 * close what it writes to.
 */
interface EntryWriter extends Entry.Visitor<EntryWriter> {

  void begin(String domain) throws IOException;

  /** Whether the format has a place for what was published and is no item any more. */
  boolean hasHistory();

  /** After the last entry. */
  void end() throws IOException;
}
