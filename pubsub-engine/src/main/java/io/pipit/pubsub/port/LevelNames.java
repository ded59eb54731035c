package io.pipit.pubsub.port;

import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Ns;

/**
 * Which names nodes may have, and filters over them, whose levels are parted by slashes. Names are
 * compared octet for octet, never normalised. Stateless; any thread.
 */
public final class LevelNames {

  /** More levels than this have no name and no filter. */
  public static final int MAX_LEVELS = 16;

  private static final int MAX_BYTES = 1_023;

  private LevelNames() {}

  /**
   * Whether a node of the service may be called so. It has to be a resource as it stands, so that
   * the node has an address (XEP-0060 4.6.1), must not read like a filter over nodes, and must not
   * be what service discovery calls the ad-hoc commands or the headers.
   */
  public static boolean isName(BareJid service, String name) {
    return isPlain(name)
        && service.withResource(name).map(FullJid::resource).filter(name::equals).isPresent()
        && !name.startsWith("$")
        && !readsLikeFilter(name)
        && !name.equals(Ns.COMMANDS)
        && !name.equals(PubsubNs.GET_PENDING)
        && !name.equals(Ns.SHIM);
  }

  /** 1 to 1,023 bytes of UTF-8 without control characters. */
  public static boolean isPlain(String name) {
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

  /** Whether a name reads like a filter, so that no node may have it: {@code #} last or a +. */
  public static boolean readsLikeFilter(String name) {
    // Asked for every command, and nearly no name has any of the two.
    if (name.indexOf('#') < 0 && name.indexOf('+') < 0) {
      return false;
    }
    return ("/" + name).endsWith("/#") || ("/" + name + "/").contains("/+/");
  }

  /**
   * Whether a node of the service may be called so, from a door that counts levels: 1 to 1,023
   * bytes that have an address as they stand, and at most {@value #MAX_LEVELS} levels.
   */
  public static boolean isNode(BareJid service, String name) {
    return count(name) <= MAX_LEVELS && isName(service, name);
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
