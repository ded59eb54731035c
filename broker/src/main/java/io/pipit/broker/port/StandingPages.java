package io.pipit.broker.port;

import io.pipit.pubsub.port.PortItem;
import java.util.List;

/**
 * What stands for nodes, given out in pages as its reader asks for them. Confined to the executor
 * of the reader.
 */
public interface StandingPages {

  /** Who asked. Called on the executor that it gave. */
  interface Reader {

    /** The next page, never an empty one. */
    void items(List<PortItem> items);

    /**
     * There is nothing more; not called after {@link StandingPages#end}.
     *
     * @param isWhole false when there was more than was to be given out, or some of it could not be
     *     read
     */
    void done(boolean isWhole);
  }

  /** Asks for the next page, or for the end. Once, until that has come. */
  void next();

  /**
   * Something was told that stands for its node from then on: nothing older of it is given out.
   *
   * @param node as doors call it
   */
  void told(String node);

  /** Nobody wants the rest. */
  void end();
}
