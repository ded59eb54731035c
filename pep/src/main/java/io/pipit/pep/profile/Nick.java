package io.pipit.pep.profile;

import io.pipit.xmpp.Element;

/**
 * A nickname (XEP-0172). Any thread.
 *
 * @param name as its owner wants to be called, empty for none
 */
public record Nick(String name) {

  public static final String NAMESPACE = "http://jabber.org/protocol/nick";

  public static final PayloadFormat<Nick> FORMAT =
      new RecordFormat<>("nick", NAMESPACE, Nick::read, Nick::write);

  private static Reading<Nick> read(Element nick) {
    return new Reading.Valid<>(new Nick(nick.text()));
  }

  private Element write() {
    return Element.builder("nick", NAMESPACE).text(name).build();
  }
}
