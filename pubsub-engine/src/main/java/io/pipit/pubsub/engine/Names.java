package io.pipit.pubsub.engine;

import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.port.LevelNames;
import io.pipit.xmpp.BareJid;

/** Which names nodes and items may have. They are compared octet for octet, never normalised. */
public final class Names {

  private Names() {}

  /** Whether a node of the service may be called so: see {@link LevelNames#isName}. */
  public static boolean isNode(BareJid service, String name) {
    return LevelNames.isName(service, name);
  }

  /**
   * Whether a name is that of a collection which nobody creates: the root, which has none, or what
   * reads like a filter.
   */
  public static boolean isVirtual(String name) {
    return name.isEmpty() || NodeFilter.isFilter(name);
  }

  /** Whether an item may have that id. */
  public static boolean isItem(String id) {
    return LevelNames.isPlain(id);
  }
}
