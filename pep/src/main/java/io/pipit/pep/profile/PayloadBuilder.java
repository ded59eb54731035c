package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A payload of children with one value each. Confined to its caller. */
final class PayloadBuilder {

  private final Element.Builder payload;
  private final String namespace;

  PayloadBuilder(String name, String namespace) {
    this.payload = Element.builder(name, namespace);
    this.namespace = namespace;
  }

  PayloadBuilder attribute(String name, @Nullable String value) {
    if (value != null) {
      payload.attribute(name, value);
    }
    return this;
  }

  /** Adds a child with a value; nothing for null. */
  PayloadBuilder child(String name, @Nullable Object value) {
    if (value != null) {
      payload.textElement(
          name,
          namespace,
          // Without an exponent, which a decimal of XML Schema has not.
          value instanceof BigDecimal number ? number.toPlainString() : value.toString());
    }
    return this;
  }

  Element build() {
    return payload.build();
  }
}
