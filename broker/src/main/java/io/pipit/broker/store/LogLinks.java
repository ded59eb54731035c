package io.pipit.broker.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A log that was linked into a folder, see {@link SegmentLog#link}.
 *
 * @param position of the last record that counts
 * @param sizes how many bytes of each file count, by its name
 */
public record LogLinks(long position, Map<String, Long> sizes) {

  public LogLinks {
    sizes = new LinkedHashMap<>(sizes);
  }

  /** Links what a log begins with. */
  @FunctionalInterface
  interface Begin {
    /** Notes the size of what it linked; gives the position up to which the log is wanted. */
    long link(Path folder, Map<String, Long> sizes) throws IOException;
  }
}
