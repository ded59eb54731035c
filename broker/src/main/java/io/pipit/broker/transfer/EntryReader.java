package io.pipit.broker.transfer;

import java.io.IOException;

/** Reads entries of a format. Confined to one thread. */
interface EntryReader {

  /** Takes what was read. */
  interface Receiver {

    /**
     * @param place where it stood, for a person
     */
    void entry(String place, Entry entry) throws IOException;

    /** Something that is no entry, or one that makes no sense. */
    void refused(String place, String reason);

    /** Takes nothing of it. */
    Receiver NONE =
        new Receiver() {
          @Override
          public void entry(String place, Entry entry) {}

          @Override
          public void refused(String place, String reason) {}
        };
  }

  /**
   * Reads all.
   *
   * @throws TransferException when it is none of the format, or not whole; what came before was
   *     received
   */
  void read(Receiver receiver) throws IOException;
}
