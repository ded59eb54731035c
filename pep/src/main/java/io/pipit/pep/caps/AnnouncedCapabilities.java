package io.pipit.pep.caps;

import io.pipit.xmpp.Element;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a presence says of the capabilities of its resource, read but not verified. Of a hash set
 * (XEP-0390) and an older announcement (XEP-0115) beside it the set counts.
 *
 * @param kind in which form it was announced
 * @param function of the hash; null when it is not known here or there is none
 * @param hash in base64, or the version of the legacy format
 * @param queryNode under which the resource answers for it
 */
public record AnnouncedCapabilities(
    Kind kind, @Nullable HashFunction function, String hash, String queryNode) {

  /** What nobody needs to exceed; longer ones are not announcements. */
  private static final int MOST_CHARACTERS = 1_023;

  /** The forms of announcement. */
  enum Kind {
    /** XEP-0390. */
    HASH_SET,
    /** XEP-0115. */
    VERSION,
    /** XEP-0115 before it had hashes (5.4, 11). */
    LEGACY
  }

  /** What is announced, whoever does it: the same key is the same disco#info result. */
  record Key(Kind kind, HashFunction function, String hash) {}

  /** Reads a presence; empty when it announces nothing that can be asked for. */
  public static Optional<AnnouncedCapabilities> of(Element presence) {
    return presence
        .child("c", CapabilityHashes.NAMESPACE)
        .flatMap(AnnouncedCapabilities::ofHashSet)
        .or(
            () ->
                presence
                    .child("c", EntityCapabilities.NAMESPACE)
                    .flatMap(AnnouncedCapabilities::ofVersion))
        .filter(
            announced ->
                announced.hash.length() <= MOST_CHARACTERS
                    && announced.queryNode.length() <= 2 * MOST_CHARACTERS);
  }

  /** The first hash of the set that can be verified. */
  private static Optional<AnnouncedCapabilities> ofHashSet(Element set) {
    for (Element hash : set.elements()) {
      HashFunction function = HashFunction.ofWire(hash.attribute("algo", "")).orElse(null);
      if (hash.is("hash", CapabilityHashes.HASHES)
          && function != null
          && function != HashFunction.SHA_1) {
        String base64 = hash.text().strip();
        return Optional.of(
            new AnnouncedCapabilities(
                Kind.HASH_SET, function, base64, CapabilityHashes.node(function, base64)));
      }
    }
    return Optional.empty();
  }

  private static Optional<AnnouncedCapabilities> ofVersion(Element c) {
    String node = c.attribute("node", "");
    String ver = c.attribute("ver", "");
    if (node.isEmpty() || ver.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> hash = c.attribute("hash");
    return Optional.of(
        new AnnouncedCapabilities(
            hash.isPresent() ? Kind.VERSION : Kind.LEGACY,
            hash.flatMap(HashFunction::ofWire).orElse(null),
            ver,
            node + "#" + ver));
  }

  /** Under what a verified result is kept; empty when this one cannot be verified (5.4). */
  Optional<Key> key() {
    HashFunction known = function;
    return known == null ? Optional.empty() : Optional.of(new Key(kind, known, hash));
  }

  /**
   * What a disco#info result says, when it is what was announced.
   *
   * <p>By XEP-0115 many results have one hash: the end of a list of features is hashed as a form or
   * an identity of the same words would be. So what is hashed is read, not how the result puts it:
   * whoever is the first to answer for a hash cannot take interests from others who announce it.
   *
   * @param language inherited from the stanza that the result came in; empty for none
   */
  Optional<Capabilities> verified(Element info, String language) {
    HashFunction known = function;
    if (known == null) {
      return Optional.empty();
    }
    if (kind == Kind.HASH_SET) {
      return CapabilityHashes.hash(known, info, language)
          .filter(hash::equals)
          .flatMap(same -> Capabilities.of(info));
    }
    return EntityCapabilities.verificationString(info, known)
        .filter(hash::equals)
        .flatMap(same -> EntityCapabilities.factors(info))
        .flatMap(Capabilities::of);
  }
}
