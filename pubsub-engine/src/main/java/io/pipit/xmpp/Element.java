package io.pipit.xmpp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable XML element. Any thread.
 *
 * <p>Namespaces are by name; prefixes are not kept, since no rule of XMPP looks at them. An
 * attribute without namespace is known by its local name, one with a namespace by {@code
 * {namespace}local}. No method recurses, so that the depth of a tree is bounded by memory and not
 * by a thread's stack.
 */
public final class Element implements Node {

  /** The attribute {@code xml:lang}. */
  public static final String XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang";

  private final String name;
  private final String namespace;
  private final String[] attributes;
  private final List<Node> children;

  private Element(String name, String namespace, String[] attributes, List<Node> children) {
    this.name = name;
    this.namespace = namespace;
    this.attributes = attributes;
    this.children = children;
  }

  /** An element with neither attributes nor children. */
  public static Element of(String name, String namespace) {
    return new Element(name, namespace, NO_ATTRIBUTES, List.of());
  }

  /** An element with one attribute-less level: the given children. */
  public static Element of(String name, String namespace, Node... children) {
    return builder(name, namespace).children(List.of(children)).build();
  }

  public static Builder builder(String name, String namespace) {
    return new Builder(name, namespace);
  }

  /** The local name. */
  public String name() {
    return name;
  }

  /** The namespace name, empty for none. */
  public String namespace() {
    return namespace;
  }

  public boolean is(String name, String namespace) {
    return this.name.equals(name) && this.namespace.equals(namespace);
  }

  public Optional<String> attribute(String attribute) {
    return Optional.ofNullable(find(attribute));
  }

  /** The value of an attribute, or the fallback when it is absent. */
  public String attribute(String attribute, String fallback) {
    String value = find(attribute);
    return value == null ? fallback : value;
  }

  public int attributeCount() {
    return attributes.length / 2;
  }

  /** The name of the attribute at an index, {@code local} or <code>{namespace}local</code>. */
  public String attributeName(int index) {
    return attributes[2 * index];
  }

  public String attributeValue(int index) {
    return attributes[2 * index + 1];
  }

  /** All children in document order. */
  public List<Node> children() {
    return children;
  }

  /** The child elements in document order. */
  public List<Element> elements() {
    List<Element> found = new ArrayList<>(children.size());
    for (Node child : children) {
      if (child instanceof Element element) {
        found.add(element);
      }
    }
    return found;
  }

  /** The first child element of any name. */
  public Optional<Element> firstElement() {
    for (Node child : children) {
      if (child instanceof Element element) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  /** The first child element with that name and namespace. */
  public Optional<Element> child(String name, String namespace) {
    for (Node child : children) {
      if (child instanceof Element element && element.is(name, namespace)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  /** The text directly inside this element, empty when there is none. */
  public String text() {
    if (children.size() == 1 && children.get(0) instanceof Text only) {
      return only.value();
    }
    StringBuilder joined = new StringBuilder();
    for (Node child : children) {
      if (child instanceof Text text) {
        joined.append(text.value());
      }
    }
    return joined.toString();
  }

  /** This element with one attribute set. The children are shared. */
  public Element with(String attribute, String value) {
    return toBuilder().attribute(attribute, value).build();
  }

  /** This element without one attribute. The children are shared. */
  public Element without(String attribute) {
    if (find(attribute) == null) {
      return this;
    }
    String[] kept = new String[attributes.length - 2];
    int at = 0;
    for (int i = 0; i < attributes.length; i += 2) {
      if (!attributes[i].equals(attribute)) {
        kept[at++] = attributes[i];
        kept[at++] = attributes[i + 1];
      }
    }
    return new Element(name, namespace, kept, children);
  }

  /** This element with other children. */
  public Element withChildren(List<? extends Node> others) {
    return new Element(name, namespace, attributes, List.copyOf(others));
  }

  /** A builder that starts as a copy of this element. */
  public Builder toBuilder() {
    Builder copy = new Builder(name, namespace);
    copy.attributes.addAll(Arrays.asList(attributes));
    copy.children.addAll(children);
    return copy;
  }

  private @Nullable String find(String attribute) {
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i].equals(attribute)) {
        return attributes[i + 1];
      }
    }
    return null;
  }

  /** Equal as trees: names, attributes in any order, children in order. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Element that)) {
      return false;
    }
    Deque<Element> left = new ArrayDeque<>(List.of(this));
    Deque<Element> right = new ArrayDeque<>(List.of(that));
    while (!left.isEmpty()) {
      Element a = left.pop();
      Element b = right.pop();
      if (!a.sameTag(b) || a.children.size() != b.children.size()) {
        return false;
      }
      for (int i = 0; i < a.children.size(); i++) {
        Node childOfA = a.children.get(i);
        Node childOfB = b.children.get(i);
        if (childOfA instanceof Element x && childOfB instanceof Element y) {
          left.push(x);
          right.push(y);
        } else if (childOfA instanceof Element
            || childOfB instanceof Element
            || !childOfA.equals(childOfB)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean sameTag(Element that) {
    if (!name.equals(that.name)
        || !namespace.equals(that.namespace)
        || attributes.length != that.attributes.length) {
      return false;
    }
    for (int i = 0; i < attributes.length; i += 2) {
      if (!Objects.equals(attributes[i + 1], that.find(attributes[i]))) {
        return false;
      }
    }
    return true;
  }

  /** Of the tag alone, so that it costs the same for any tree. */
  @Override
  public int hashCode() {
    return 31 * name.hashCode() + namespace.hashCode() + attributes.length + children.size();
  }

  @Override
  public String toString() {
    return "<" + name + " xmlns='" + namespace + "'…>";
  }

  private static final String[] NO_ATTRIBUTES = {};

  /** Collects an element. Confined to its caller. */
  public static final class Builder {

    private final String name;
    private final String namespace;
    private final List<String> attributes = new ArrayList<>();
    private final List<Node> children = new ArrayList<>();

    private Builder(String name, String namespace) {
      this.name = Objects.requireNonNull(name);
      this.namespace = Objects.requireNonNull(namespace);
    }

    /** Sets an attribute, replacing an earlier value. */
    public Builder attribute(String attribute, String value) {
      Objects.requireNonNull(value);
      for (int i = 0; i < attributes.size(); i += 2) {
        if (attributes.get(i).equals(attribute)) {
          attributes.set(i + 1, value);
          return this;
        }
      }
      attributes.add(attribute);
      attributes.add(value);
      return this;
    }

    /** Sets an attribute when there is a value. */
    public Builder attribute(String attribute, Optional<String> value) {
      value.ifPresent(present -> attribute(attribute, present));
      return this;
    }

    public Builder child(Node child) {
      if (child instanceof Text text) {
        return text(text.value());
      }
      children.add(child);
      return this;
    }

    /** Adds a child when there is one. */
    public Builder child(Optional<? extends Node> child) {
      child.ifPresent(this::child);
      return this;
    }

    public Builder children(Iterable<? extends Node> more) {
      more.forEach(this::child);
      return this;
    }

    /** Adds an element that holds only text. */
    public Builder textElement(String name, String namespace, String text) {
      return child(Element.builder(name, namespace).text(text).build());
    }

    /** Adds character data, joined to a piece right before it; nothing when it is empty. */
    public Builder text(String value) {
      if (value.isEmpty()) {
        return this;
      }
      int last = children.size() - 1;
      if (last >= 0 && children.get(last) instanceof Text before) {
        children.set(last, new Text(before.value() + value));
      } else {
        children.add(new Text(value));
      }
      return this;
    }

    public Element build() {
      return new Element(
          name,
          namespace,
          attributes.isEmpty() ? NO_ATTRIBUTES : attributes.toArray(String[]::new),
          List.copyOf(children));
    }
  }
}
