package io.pipit.xmpp.xml;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * One whole XML document, read under the same rules as a stream: a message of a WebSocket, a
 * payload that came by HTTP, a stored item. Any thread.
 */
public sealed interface XmlDocument {

  /** A document that is right. */
  record Parsed(Element root) implements XmlDocument {}

  /** A document that must not be used. */
  record Malformed(StreamError error) implements XmlDocument {}

  /** Reads a document of a peer. */
  static XmlDocument read(byte[] bytes, XmlLimits limits) {
    if (bytes.length > limits.stanzaBytes()) {
      return malformed(Condition.POLICY_VIOLATION, "document too large");
    }
    XmlTokens tokens = new XmlTokens();
    TreeBuilder tree = new TreeBuilder(0, TreeBudget.UNBOUNDED);
    Element root = null;
    int at = 0;
    while (at < bytes.length) {
      at = tokens.offer(bytes, at, bytes.length);
      int event = tokens.next();
      while (event != XmlTokens.INCOMPLETE) {
        StreamError error = null;
        switch (event) {
          case XmlTokens.FAULT -> error = tokens.fault();
          case XMLStreamConstants.START_ELEMENT -> error = tree.start(tokens.reader(), limits);
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
              error = tree.text(tokens.reader().getText(), limits);
          case XMLStreamConstants.END_ELEMENT -> root = tree.end();
          default -> {}
        }
        if (error != null) {
          return new Malformed(error);
        }
        event = tokens.next();
      }
    }
    if (root == null || !tokens.isWhole()) {
      return malformed(Condition.NOT_WELL_FORMED, "the document is not complete");
    }
    return new Parsed(root);
  }

  /**
   * Parses a document of our own, such as a stored item: without limits.
   *
   * @throws IllegalArgumentException when it is not well-formed
   */
  static Element parse(byte[] bytes) {
    XmlDocument document = read(bytes, XmlLimits.NONE);
    if (document instanceof Parsed parsed) {
      return parsed.root();
    }
    throw new IllegalArgumentException(document.toString());
  }

  private static XmlDocument malformed(Condition condition, @Nullable String text) {
    return new Malformed(new StreamError(condition, text, null));
  }
}
