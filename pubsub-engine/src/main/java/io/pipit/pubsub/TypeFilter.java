package io.pipit.pubsub;

import java.util.Set;

/**
 * Which nodes are wanted, by {@code pubsub#type} (XEP-0462). Any thread.
 *
 * @param types the empty one means nodes without a type
 * @param including whether nodes of these types are wanted, or all but them
 */
public record TypeFilter(Set<String> types, boolean including) {

  /** Wants every node. */
  public static final TypeFilter NONE = new TypeFilter(Set.of(), false);

  public TypeFilter {
    types = Set.copyOf(types);
  }

  public boolean admits(String type) {
    return types.contains(type) == including;
  }
}
