package io.pipit.xmpp.xml;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Node;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.Text;
import org.jspecify.annotations.Nullable;

/**
 * Writes elements as UTF-8 XML. Any thread; it does not recurse, so that a deep tree costs memory
 * and no stack.
 *
 * <p>Elements are written with default namespaces ({@code xmlns='…'} where it changes), except
 * those in {@link Ns#STREAMS}, which have the prefix {@code stream} as peers expect them (RFC 6120
 * 4.8.5). Attributes in a namespace get a prefix that is declared in the same tag. {@link
 * SerializedXml} is copied byte for byte. Names are written as they are: they come from a parser or
 * from constants.
 */
public final class XmlWriter {

  private final XmlBuffer out;
  private final boolean streamPrefix;

  private XmlWriter(XmlBuffer out, boolean streamPrefix) {
    this.out = out;
    this.streamPrefix = streamPrefix;
  }

  /** The element as a document of its own, which declares all its namespaces. */
  public static byte[] bytes(Element element) {
    XmlBuffer out = new XmlBuffer();
    append(element, XmlContext.STANDALONE, out);
    return out.toByteArray();
  }

  /** The element, to be stored or copied into any context without being parsed again. */
  public static SerializedXml serialize(Element element) {
    return new SerializedXml(element.name(), element.namespace(), bytes(element));
  }

  /** The element as a document of its own, for logs and tests. */
  public static String text(Element element) {
    XmlBuffer out = new XmlBuffer();
    append(element, XmlContext.STANDALONE, out);
    return out.toString();
  }

  /** The element as it is written at a place, such as inside a stream. */
  public static byte[] bytes(Element element, XmlContext context) {
    XmlBuffer out = new XmlBuffer();
    append(element, context, out);
    return out.toByteArray();
  }

  /** Appends the element as it is written at a place, such as inside a stream. */
  public static void append(Element element, XmlContext context, XmlBuffer out) {
    new XmlWriter(out, context.streamPrefix()).write(element, context.defaultNamespace());
  }

  /** An element whose end tag is still to be written. */
  private static final class Open {
    final @Nullable Open parent;
    final Element element;
    final @Nullable String defaultNamespace;
    int next;

    Open(@Nullable Open parent, Element element, @Nullable String defaultNamespace) {
      this.parent = parent;
      this.element = element;
      this.defaultNamespace = defaultNamespace;
    }
  }

  private void write(Element root, @Nullable String context) {
    Open open = start(null, root, context);
    while (open != null) {
      if (open.next == open.element.children().size()) {
        end(open.element);
        open = open.parent;
        continue;
      }
      Node child = open.element.children().get(open.next++);
      if (child instanceof Element element) {
        open = start(open, element, open.defaultNamespace);
      } else if (child instanceof Text text) {
        out.text(text.value());
      } else if (child instanceof SerializedXml xml) {
        out.bytes(xml.bytes());
      } else {
        throw new AssertionError(child);
      }
    }
  }

  /** Writes the start tag, and returns the element that is open after it. */
  private @Nullable Open start(
      @Nullable Open parent, Element element, @Nullable String defaultNamespace) {
    out.octet('<');
    String inside = defaultNamespace;
    if (element.namespace().equals(Ns.STREAMS)) {
      out.markup("stream:").markup(element.name());
      if (!streamPrefix) {
        out.markup(" xmlns:stream='" + Ns.STREAMS + "'");
      }
    } else {
      out.markup(element.name());
      if (!element.namespace().equals(defaultNamespace)) {
        out.markup(" xmlns='").attributeValue(element.namespace()).octet('\'');
        inside = element.namespace();
      }
    }
    for (int i = 0; i < element.attributeCount(); i++) {
      attribute(element.attributeName(i), element.attributeValue(i), i);
    }
    if (element.children().isEmpty()) {
      out.markup("/>");
      return parent;
    }
    out.octet('>');
    return new Open(parent, element, inside);
  }

  private void attribute(String name, String value, int index) {
    // A namespace name may hold a brace, a local name may not.
    int brace = name.charAt(0) == '{' ? name.lastIndexOf('}') : -1;
    out.octet(' ');
    if (brace <= 1) {
      out.markup(brace < 0 ? name : name.substring(brace + 1));
    } else if (name.startsWith(Ns.XML, 1) && brace == Ns.XML.length() + 1) {
      out.markup("xml:").markup(name.substring(brace + 1));
    } else {
      String prefix = "a" + index;
      out.markup("xmlns:").markup(prefix).markup("='");
      out.attributeValue(name.substring(1, brace)).markup("' ");
      out.markup(prefix).octet(':').markup(name.substring(brace + 1));
    }
    out.markup("='").attributeValue(value).octet('\'');
  }

  private void end(Element element) {
    out.markup(element.namespace().equals(Ns.STREAMS) ? "</stream:" : "</");
    out.markup(element.name()).octet('>');
  }
}
