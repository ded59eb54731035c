package io.pipit.broker.stream;

import io.pipit.broker.stream.sasl.ChannelBindings;
import io.pipit.broker.stream.sasl.Mechanism;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;

/** What a client is offered at each opening of the stream (RFC 6120 4.3.2). */
final class Features {

  /** XEP-0440. */
  private static final String CHANNEL_BINDING = "urn:xmpp:sasl-cb:0";

  private Features() {}

  /** Nothing but TLS (RFC 6120 5.3.1). */
  static Element starttls() {
    return features().child(Element.of("starttls", Ns.TLS, Element.of("required", Ns.TLS))).build();
  }

  static Element beforeAuthentication(C2sStream stream) {
    Element.Builder features = features();
    if (stream.security().mayStartTls()) {
      features.child(Element.of("starttls", Ns.TLS));
    }
    Element.Builder mechanisms = Element.builder("mechanisms", Ns.SASL);
    for (Mechanism mechanism : Mechanism.values()) {
      if (stream.security().offers(mechanism)) {
        mechanisms.textElement("mechanism", Ns.SASL, mechanism.wire());
      }
    }
    features.child(mechanisms.build());
    ChannelBindings bindings = stream.security().peer().bindings();
    if (!bindings.types().isEmpty()) {
      Element.Builder types = Element.builder("sasl-channel-binding", CHANNEL_BINDING);
      for (String type : bindings.types()) {
        types.child(
            Element.builder("channel-binding", CHANNEL_BINDING).attribute("type", type).build());
      }
      features.child(types.build());
    }
    stream.registration().ifPresent(registration -> features.child(registration.feature()));
    return features.build();
  }

  static Element afterAuthentication(C2sOptions options) {
    return features()
        .child(Element.of("bind", Ns.BIND))
        // RFC 3921 clients want it; RFC 6120 ones see that they need not.
        .child(Element.of("session", Ns.SESSION, Element.of("optional", Ns.SESSION)))
        .children(options.features())
        .build();
  }

  private static Element.Builder features() {
    return Element.builder("features", Ns.STREAMS);
  }
}
