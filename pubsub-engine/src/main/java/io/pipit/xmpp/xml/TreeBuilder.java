package io.pipit.xmpp.xml;

import com.fasterxml.aalto.util.XmlChars;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import java.util.HashSet;
import java.util.Set;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Builds one element after the other from events, and counts what a peer can grow. Lives as long as
 * its stream holds an {@link XmlTokens}; does not recurse.
 */
final class TreeBuilder {

  /**
   * Distinct names in one stanza. The library's tables of names and prefixes are searched one by
   * one when they are full, so that their size is a matter of time and not only of memory. As many
   * names are free before the count begins, so that the usual stanza needs no set.
   */
  private static final int MAX_DISTINCT_NAMES = 512;

  /** After so many names the parser is worth a new start, with empty tables. */
  private static final int WORN_NAMES = 2_000;

  /** Heap bytes of an element, an attribute and a text beside their characters, about. */
  private static final int ELEMENT_BYTES = 120;

  private static final int ATTRIBUTE_BYTES = 72;
  private static final int TEXT_BYTES = 64;

  /** An element whose end tag has not come. */
  private static final class Open {
    final @Nullable Open parent;
    final Element.Builder element;
    final int level;
    final int namespaces;

    Open(@Nullable Open parent, Element.Builder element, int level, int namespaces) {
      this.parent = parent;
      this.element = element;
      this.level = level;
      this.namespaces = namespaces;
    }
  }

  private final int outerNamespaces;
  private final TreeBudget budget;
  private @Nullable Open open;

  /** Text since the last tag: the only piece, or all pieces joined. */
  private @Nullable String text;

  private @Nullable StringBuilder joined;

  private int elements;
  private long treeBytes;

  /** Up to where the tree may grow before it takes more of the budget. */
  private long covered = TreeBudget.STEP_BYTES;

  private int names;
  private int namesBefore;
  private @Nullable Set<String> distinctNames;

  /**
   * @param outerNamespaces declarations in scope around the elements
   * @param budget what the tree takes its share of; {@link #drop} gives it back
   */
  TreeBuilder(int outerNamespaces, TreeBudget budget) {
    this(outerNamespaces, budget, 0);
  }

  /**
   * @param names that the parser has read before
   */
  TreeBuilder(int outerNamespaces, TreeBudget budget, int names) {
    this.outerNamespaces = outerNamespaces;
    this.budget = budget;
    this.names = names;
  }

  /** Whether an element is open. */
  boolean isOpen() {
    return open != null;
  }

  /** Whether the name tables of the parser should be emptied at the next boundary. */
  boolean isWorn() {
    return names > WORN_NAMES;
  }

  /** How many names the parser has read. */
  int names() {
    return names;
  }

  /** Takes a start tag; not null when the peer must not go on. */
  @Nullable StreamError start(XMLStreamReader2 reader, XmlLimits limits) {
    Open parent = open;
    if (parent == null) {
      elements = 0;
      treeBytes = 0;
      namesBefore = names;
      distinctNames = null;
    } else {
      flushText(parent);
      elements++;
    }
    int level = parent == null ? 1 : parent.level + 1;
    if (level > limits.depth()) {
      return tooMuch("elements nested too deep");
    }
    if (elements > limits.elements()) {
      return tooMuch("too many elements");
    }
    int scope = (parent == null ? outerNamespaces : parent.namespaces) + reader.getNamespaceCount();
    StreamError error = namespaces(reader, scope, limits);
    if (error != null) {
      return error;
    }
    Element.Builder element = Element.builder(reader.getLocalName(), reader.getNamespaceURI());
    error = name(reader.getPrefix(), reader.getLocalName(), limits);
    if (error == null) {
      error = attributes(reader, element, limits);
    }
    treeBytes += ELEMENT_BYTES;
    if (error == null) {
      error = grown(limits);
    }
    open = new Open(parent, element, level, scope);
    return error;
  }

  private @Nullable StreamError namespaces(XMLStreamReader2 reader, int scope, XmlLimits limits) {
    if (scope > limits.namespaces()) {
      return tooMuch("too many namespaces");
    }
    for (int i = 0; i < reader.getNamespaceCount(); i++) {
      String prefix = reader.getNamespacePrefix(i);
      String uri = reader.getNamespaceURI(i);
      if (uri.isEmpty() && !prefix.isEmpty()) {
        return StreamError.of(Condition.BAD_NAMESPACE_PREFIX);
      }
      if (longer(uri, limits.attributeBytes())) {
        return tooMuch("namespace name too long");
      }
      StreamError error = prefix.isEmpty() ? null : name("xmlns", prefix, limits);
      if (error != null) {
        return error;
      }
    }
    return null;
  }

  /** The default namespace at the present start tag, empty for none. */
  static String defaultNamespace(XMLStreamReader2 reader) {
    if (reader.getPrefix().isEmpty()) {
      return reader.getNamespaceURI();
    }
    String uri = reader.getNamespaceContext().getNamespaceURI("");
    return uri == null ? "" : uri;
  }

  private @Nullable StreamError attributes(
      XMLStreamReader2 reader, Element.Builder element, XmlLimits limits) {
    int count = reader.getAttributeCount();
    if (count > limits.attributes()) {
      return tooMuch("too many attributes");
    }
    for (int i = 0; i < count; i++) {
      String local = reader.getAttributeLocalName(i);
      String value = reader.getAttributeValue(i);
      if (longer(value, limits.attributeBytes())) {
        return tooMuch("attribute value too long");
      }
      String namespace = reader.getAttributeNamespace(i);
      String prefix = namespace.isEmpty() ? "" : reader.getAttributePrefix(i);
      StreamError error = name(prefix, local, limits);
      if (error != null) {
        return error;
      }
      treeBytes += ATTRIBUTE_BYTES + value.length();
      if (namespace.isEmpty()) {
        element.attribute(local, value);
      } else if (namespace.equals(Ns.XML) && local.equals("lang")) {
        element.attribute(Element.XML_LANG, value);
      } else {
        treeBytes += namespace.length();
        element.attribute("{" + namespace + "}" + local, value);
      }
    }
    return null;
  }

  /** Counts one name. */
  private @Nullable StreamError name(String prefix, String local, XmlLimits limits) {
    if (longer(local, limits.nameBytes()) || longer(prefix, limits.nameBytes())) {
      return tooMuch("name too long");
    }
    if (!prefix.isEmpty() && (local.isEmpty() || !XmlChars.is10NameStartChar(local.charAt(0)))) {
      // The library looks at the whole name with its colon (Namespaces in XML 1.0 4).
      return StreamError.of(Condition.NOT_WELL_FORMED);
    }
    names++;
    if (names - namesBefore > MAX_DISTINCT_NAMES) {
      Set<String> distinct = distinctNames;
      if (distinct == null) {
        distinct = new HashSet<>();
        distinctNames = distinct;
      }
      distinct.add(prefix.isEmpty() ? local : prefix + ":" + local);
      if (distinct.size() > MAX_DISTINCT_NAMES) {
        return tooMuch("too many names");
      }
    }
    return null;
  }

  /** Takes a piece of text inside an open element. */
  @Nullable StreamError text(String piece, XmlLimits limits) {
    // Counted per piece: many pieces of a few characters cost more than one.
    treeBytes += piece.length() + (text == null ? TEXT_BYTES : 0);
    StreamError error = grown(limits);
    if (error != null) {
      return error;
    }
    if (text == null) {
      text = piece;
    } else if (joined == null) {
      joined = new StringBuilder(text.length() + piece.length() + 64).append(text).append(piece);
    } else {
      joined.append(piece);
    }
    return null;
  }

  private @Nullable StreamError grown(XmlLimits limits) {
    if (treeBytes > limits.treeBytes()) {
      return tooMuch("stanza too large");
    }
    if (treeBytes > covered) {
      long steps = (treeBytes - covered - 1) / TreeBudget.STEP_BYTES + 1;
      if (!budget.take(steps * TreeBudget.STEP_BYTES)) {
        return StreamError.of(Condition.RESOURCE_CONSTRAINT, "too much is half-read here");
      }
      covered += steps * TreeBudget.STEP_BYTES;
    }
    return null;
  }

  /** The tree is done with, or given up: its share of the budget goes back. */
  void drop() {
    budget.giveBack(covered - TreeBudget.STEP_BYTES);
    covered = TreeBudget.STEP_BYTES;
  }

  private void flushText(Open element) {
    if (text != null) {
      element.element.text(joined == null ? text : joined.toString());
      text = null;
      joined = null;
    }
  }

  /** Takes an end tag; the element when it is the outermost, else null. */
  @Nullable Element end() {
    Open ended = open;
    if (ended == null) {
      throw new IllegalStateException("no element is open");
    }
    flushText(ended);
    open = ended.parent;
    Element element = ended.element.build();
    if (open == null) {
      return element;
    }
    open.element.child(element);
    return null;
  }

  private static StreamError tooMuch(String what) {
    return StreamError.of(Condition.POLICY_VIOLATION, what);
  }

  /** Whether a string takes more than that many bytes as UTF-8. */
  private static boolean longer(String value, int bytes) {
    int length = value.length();
    if (length <= bytes / 3) {
      return false;
    }
    int size = length;
    for (int i = 0; i < length && size <= bytes; i++) {
      char c = value.charAt(i);
      // A pair of surrogates takes four bytes: two for each.
      size += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return size > bytes;
  }
}
