package io.pipit.pep.caps;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The verified capabilities that were announced, by their hash (XEP-0115 8.2, XEP-0390 6.2.1).
 * Confined to its owner.
 *
 * <p><b>Poisoning.</b> Nothing is in it whose hash was not computed here from what it stands for,
 * and a hash of one protocol never answers for the other (XEP-0390 7.2).
 *
 * <p><b>Bound.</b> Of more than {@value #MOST_WEIGHT} characters the entries that were not asked
 * for longest go; whoever announces them again is asked again.
 */
public final class CapabilitiesCache {

  static final int MOST_WEIGHT = 1_048_576;

  private static final int INITIAL = 64;
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<AnnouncedCapabilities.Key, Capabilities> verified =
      new LinkedHashMap<>(INITIAL, LOAD_FACTOR, /* accessOrder= */ true);
  private long weight;

  /** What was announced, if somebody has proven before what that is. */
  Optional<Capabilities> find(AnnouncedCapabilities announced) {
    return announced.key().map(verified::get);
  }

  /** Keeps what was verified. */
  void keep(AnnouncedCapabilities announced, Capabilities capabilities) {
    AnnouncedCapabilities.Key key = announced.key().orElseThrow();
    if (verified.put(key, capabilities) == null) {
      weight += capabilities.weight();
    }
    Iterator<Capabilities> oldest = verified.values().iterator();
    while (weight > MOST_WEIGHT) {
      weight -= oldest.next().weight();
      oldest.remove();
    }
  }

  /** What they take in memory, in characters. */
  long weight() {
    return weight;
  }

  /** How many results are known. */
  public int size() {
    return verified.size();
  }
}
