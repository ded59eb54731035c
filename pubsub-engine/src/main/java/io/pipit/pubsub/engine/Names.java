package io.pipit.pubsub.engine;

import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Ns;

/** Which names nodes and items may have. They are compared octet for octet, never normalised. */
public final class Names {

  private static final int MAX_BYTES = 1_023;

  private Names() {}

  /**
   * Whether a node of the service may be called so. It has to be a resource as it stands, so that
   * the node has an address (XEP-0060 4.6.1), must not read like a filter over nodes, and must not
   * be what service discovery calls the ad-hoc commands or the headers.
   */
  public static boolean isNode(BareJid service, String name) {
    return isPlain(name)
        && service.withResource(name).map(FullJid::resource).filter(name::equals).isPresent()
        && !name.startsWith("$")
        && !NodeFilter.isFilter(name)
        && !name.equals(Ns.COMMANDS)
        && !name.equals(PubsubNs.GET_PENDING)
        && !name.equals(Ns.SHIM);
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
    return isPlain(id);
  }

  /** 1 to 1,023 bytes of UTF-8 without control characters. */
  private static boolean isPlain(String name) {
    int bytes = 0;
    for (int at = 0; at < name.length(); ) {
      int point = name.codePointAt(at);
      if (Character.isISOControl(point)) {
        return false;
      }
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      at += Character.charCount(point);
    }
    return 1 <= bytes && bytes <= MAX_BYTES;
  }
}
