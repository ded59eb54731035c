package io.pipit.broker.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The file operations that a {@link SegmentLog} is made of, so that tests can let a disk fail.
 * Everything blocks; nothing is durable before it was forced.
 */
interface LogFiles {

  /** Names of the files of the log's folder, in no order. */
  List<String> list() throws IOException;

  /** Opens a file that exists for reading and writing. */
  LogFile open(String name) throws IOException;

  /** Makes an empty file; one that exists is emptied. */
  LogFile create(String name) throws IOException;

  /** Removes a file; one that is not there is removed already. */
  void delete(String name) throws IOException;

  /** Gives a file another name, at once; a file of that name is replaced. */
  void rename(String from, String to) throws IOException;

  /** Makes creation, deletion and renaming of files durable. */
  void syncDirectory() throws IOException;

  /**
   * Gives a file a second name in another folder of the same file system, which stays when this one
   * is removed.
   */
  void link(String name, Path folder) throws IOException;

  /** How many bytes the folder's disk has room for; roughly, and more where there are quotas. */
  long usableBytes() throws IOException;

  /** The file as an operator finds it. */
  String pathOf(String name);

  /** One open file. */
  interface LogFile extends Closeable {

    long size() throws IOException;

    /** Reads what is there, at least one byte; -1 at and beyond the end of the file. */
    int read(ByteBuffer into, long offset) throws IOException;

    /** Writes all that remains in the buffer. */
    void write(ByteBuffer bytes, long offset) throws IOException;

    /** Drops everything from this offset on. */
    void truncate(long size) throws IOException;

    /**
     * Makes what was written durable.
     *
     * @param metaData false for the content alone, with the length where that has changed
     */
    void force(boolean metaData) throws IOException;
  }
}
