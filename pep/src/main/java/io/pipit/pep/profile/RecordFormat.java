package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import java.util.function.Function;

/**
 * The format of a record, which reads and writes itself. Any thread.
 *
 * @param reader of a payload that has the name
 */
record RecordFormat<T>(
    String name,
    String namespace,
    Function<Element, Reading<T>> reader,
    Function<T, Element> writer)
    implements PayloadFormat<T> {

  @Override
  public Reading<T> read(Element payload) {
    return payload.is(name, namespace)
        ? reader.apply(payload)
        : new Reading.Invalid<>("not <" + name + " xmlns='" + namespace + "'/>");
  }

  @Override
  public Element write(T value) {
    Element payload = writer.apply(value);
    if (reader.apply(payload) instanceof Reading.Invalid<T> invalid) {
      throw new IllegalArgumentException(invalid.problem());
    }
    return payload;
  }
}
