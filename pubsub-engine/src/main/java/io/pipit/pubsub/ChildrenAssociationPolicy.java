package io.pipit.pubsub;

import java.util.Optional;

/** Who may put a node of his into a collection (XEP-0248 7.2.1). */
public enum ChildrenAssociationPolicy {
  ALL,
  /** The owners of the collection and those on its whitelist. */
  WHITELIST,
  /** The owners of the collection. */
  OWNERS;

  private final String wire = Wire.of(this);

  public String wire() {
    return wire;
  }

  /** The word as the registry has it, or without its plural, as the text has it. */
  public static Optional<ChildrenAssociationPolicy> ofWire(String word) {
    for (ChildrenAssociationPolicy policy : values()) {
      if (policy.wire.equals(word)) {
        return Optional.of(policy);
      }
    }
    return word.equals("owner") ? Optional.of(OWNERS) : Optional.empty();
  }
}
