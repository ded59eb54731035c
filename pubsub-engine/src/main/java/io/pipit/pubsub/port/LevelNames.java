package io.pipit.pubsub.port;

import io.pipit.pubsub.engine.Names;
import io.pipit.xmpp.BareJid;

/**
 * The names of nodes where a door counts their levels, which slashes part, and filters over such
 * names. Stateless; any thread.
 */
public final class LevelNames {

  /** More levels than this have no name and no filter. */
  public static final int MAX_LEVELS = 16;

  private LevelNames() {}

  /**
   * Whether a node of the service may be called so, from a door that counts levels: 1 to 1,023
   * bytes that have an address as they stand, and at most {@value #MAX_LEVELS} levels.
   */
  public static boolean isNode(BareJid service, String name) {
    return count(name) <= MAX_LEVELS && Names.isNode(service, name);
  }

  /**
   * Whether it is the name of one node or a filter over several: {@code #} is a whole level and the
   * last one, {@code +} is a whole level (MQTT 5, 4.7.1).
   */
  public static boolean isFilter(String filter) {
    if (filter.isEmpty() || count(filter) > MAX_LEVELS) {
      return false;
    }
    int start = 0;
    while (true) {
      int slash = filter.indexOf('/', start);
      int end = slash < 0 ? filter.length() : slash;
      boolean wildcard = false;
      for (int at = start; at < end; at++) {
        char each = filter.charAt(at);
        wildcard |= each == '#' || each == '+';
      }
      if (wildcard && (end - start > 1 || (filter.charAt(start) == '#' && slash >= 0))) {
        return false;
      }
      if (slash < 0) {
        return true;
      }
      start = slash + 1;
    }
  }

  private static int count(String text) {
    int levels = 1;
    for (int at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
      levels++;
    }
    return levels;
  }
}
