package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote about a mood or an activity, for people. Any thread.
 *
 * @param text what it says
 * @param lang in which language (xml:lang), null when it is not said
 */
public record Described(String text, @Nullable String lang) {

  /** A text in a language that is not said. */
  public static Described of(String text) {
    return new Described(text, null);
  }

  /** The {@code <text/>} of a payload, null for none. */
  static @Nullable Described read(Children children) {
    Element text = children.element("text");
    return text == null
        ? null
        : new Described(text.text(), text.attribute(Element.XML_LANG).orElse(null));
  }

  Element write(String namespace) {
    Element.Builder element = Element.builder("text", namespace).text(text);
    if (lang != null) {
      element.attribute(Element.XML_LANG, lang);
    }
    return element.build();
  }
}
