package io.pipit.xmpp.xml;

import io.pipit.xmpp.Element;
import java.util.Optional;

/**
 * The opening tag of a stream (RFC 6120 4.7). Its namespaces are right already; what its attributes
 * say is for the stream to judge.
 *
 * @param element the tag without children
 * @param contentNamespace the default namespace it declares: {@code jabber:client} or {@code
 *     jabber:server}
 */
public record StreamHeader(Element element, String contentNamespace) {

  public Optional<String> to() {
    return element.attribute("to");
  }

  public Optional<String> from() {
    return element.attribute("from");
  }

  public Optional<String> id() {
    return element.attribute("id");
  }

  /** As it is written; absent means 0.9 (RFC 6120 4.7.5). */
  public Optional<String> version() {
    return element.attribute("version");
  }

  /** The default language of the stanzas. */
  public Optional<String> lang() {
    return element.attribute(Element.XML_LANG);
  }
}
