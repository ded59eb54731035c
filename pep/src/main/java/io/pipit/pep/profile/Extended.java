package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Elements whose name is the value, and which may hold a more exact one of another namespace
 * (XEP-0107 2.1, XEP-0108 2.1). Stateless; any thread.
 */
final class Extended {

  private Extended() {}

  /** The children of the same namespace whose names are wanted. */
  static List<Element> named(Element parent, Predicate<String> wanted) {
    return parent.elements().stream()
        .filter(child -> child.namespace().equals(parent.namespace()))
        .filter(child -> wanted.test(child.name()))
        .toList();
  }

  /** The first child of another namespace, null for none. */
  static @Nullable Element extension(Element element) {
    return element.elements().stream()
        .filter(child -> !child.namespace().equals(element.namespace()))
        .findFirst()
        .orElse(null);
  }

  /** An element with a child or without. */
  static Element element(String name, String namespace, @Nullable Element child) {
    return child == null ? Element.of(name, namespace) : Element.of(name, namespace, child);
  }
}
