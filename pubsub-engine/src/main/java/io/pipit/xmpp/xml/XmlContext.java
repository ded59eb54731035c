package io.pipit.xmpp.xml;

import io.pipit.xmpp.Ns;
import org.jspecify.annotations.Nullable;

/**
 * What is declared at the place where an element is written.
 *
 * @param defaultNamespace the default namespace there; null when it is unknown, so that the element
 *     declares its own, even the empty one
 * @param streamPrefix whether the prefix {@code stream} is bound to {@link Ns#STREAMS} there
 */
public record XmlContext(@Nullable String defaultNamespace, boolean streamPrefix) {

  /** Nothing is known: the element can be copied to any place or stand alone. */
  public static final XmlContext STANDALONE = new XmlContext(null, false);

  /** Inside {@code <stream:stream xmlns='jabber:client' xmlns:stream='…'>}. */
  public static final XmlContext CLIENT_STREAM = new XmlContext(Ns.CLIENT, true);
}
