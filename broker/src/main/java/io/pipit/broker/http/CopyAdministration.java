package io.pipit.broker.http;

import io.vertx.core.Future;
import java.util.Map;

/**
 * Copies of the store while the node runs. Called on the event loop of the door, so that it never
 * blocks.
 */
public interface CopyAdministration {

  /**
   * Links the log for a process of this machine, which copies it and then removes the links.
   * Refused: it is linked for that process already ({@code CONFLICT}), or it cannot be linked
   * ({@code BACKUP}).
   */
  Future<Answer<Linked>> link(long process);

  /**
   * What was linked.
   *
   * @param folder where
   * @param position of the last record that counts
   * @param sizes how many bytes of each file count, by its name
   */
  record Linked(String folder, long position, Map<String, Long> sizes) {}
}
