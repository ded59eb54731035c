package io.pipit.pep.caps;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of a disco#info result: the nodes whose events the entity wants, those of which it
 * has the feature {@code NODE+notify} (XEP-0060 9.2). Immutable; any thread.
 *
 * @param interests names of nodes
 */
record Capabilities(Set<String> interests) {

  /** No client has as many; more are not read, so that a hostile one costs little (9.2). */
  static final int MOST_FEATURES = 1_000;

  private static final String NOTIFY = "+notify";
  private static final int MOST_CHARACTERS = 1_023;

  Capabilities {
    interests = Set.copyOf(interests);
  }

  /** Reads a result; empty when it is larger than anybody needs. */
  static Optional<Capabilities> of(Element info) {
    return of(
        info.elements().stream()
            .filter(child -> child.is("feature", Ns.DISCO_INFO))
            .map(child -> child.attribute("var", ""))
            .toList());
  }

  /** Reads names, of which those of features that are no interest do not matter. */
  static Optional<Capabilities> of(List<String> names) {
    if (names.size() > MOST_FEATURES) {
      return Optional.empty();
    }
    Set<String> interests = new HashSet<>();
    for (String name : names) {
      int length = name.length() - NOTIFY.length();
      if (name.endsWith(NOTIFY) && length > 0 && length <= MOST_CHARACTERS) {
        interests.add(name.substring(0, length));
      }
    }
    return Optional.of(new Capabilities(interests));
  }

  /** Roughly what it takes in memory, in characters. */
  int weight() {
    int weight = 64;
    for (String interest : interests) {
      weight += 32 + interest.length();
    }
    return weight;
  }
}
