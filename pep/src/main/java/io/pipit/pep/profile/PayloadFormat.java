package io.pipit.pep.profile;

import io.pipit.xmpp.Element;

/**
 * How a payload of extended presence is written as XML and read back. Any thread.
 *
 * <p>What reads as valid is what the specification asks for. Children and attributes that it does
 * not know are never invalid: they are left out of the value.
 *
 * @param <T> the value
 */
public interface PayloadFormat<T> {

  /** The local name of the payload's root element. */
  String name();

  /** The namespace name of the payload's root element. */
  String namespace();

  /** Reads a payload, whatever its name. */
  Reading<T> read(Element payload);

  /**
   * The payload of a value, which reads back as an equal one.
   *
   * @throws IllegalArgumentException when the specification has no such value
   */
  Element write(T value);
}
