package io.pipit.devices.client;

import io.pipit.pep.caps.CapabilityHashes;
import io.pipit.pep.caps.EntityCapabilities;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client says that it is and does: its answer to service discovery, and the hashes that
 * stand for it in presence (XEP-0115, XEP-0390). Immutable, any thread.
 */
final class ClientCapabilities {

  private static final String NODE = "https://pipit.io/device";

  /** A device: a program that no person sits at. */
  static final ClientCapabilities DEVICE =
      new ClientCapabilities(
          "Pipit device",
          List.of(
              EntityCapabilities.NAMESPACE,
              Ns.DISCO_INFO,
              CapabilityHashes.NAMESPACE,
              XmppClient.PING));

  private final Element info;
  private final List<Element> hashes;
  private final List<String> nodes;

  private ClientCapabilities(String name, List<String> features) {
    Element.Builder query =
        Element.builder("query", Ns.DISCO_INFO)
            .child(
                Element.builder("identity", Ns.DISCO_INFO)
                    .attribute("category", "client")
                    .attribute("type", "bot")
                    .attribute("name", name)
                    // Said here, so that no stream or stanza says another language for the hash.
                    .attribute(Element.XML_LANG, "en")
                    .build());
    for (String feature : features) {
      query.child(Element.builder("feature", Ns.DISCO_INFO).attribute("var", feature).build());
    }
    this.info = query.build();
    String ver =
        EntityCapabilities.verificationString(info)
            .orElseThrow(() -> new IllegalArgumentException("a feature comes twice"));
    this.hashes = List.of(EntityCapabilities.element(NODE, ver), CapabilityHashes.element(info));
    List<String> names = new ArrayList<>(CapabilityHashes.nodes(info));
    names.add(NODE + "#" + ver);
    this.nodes = List.copyOf(names);
  }

  /** Available presence that announces them. */
  Element presence() {
    return Element.builder("presence", Ns.CLIENT).children(hashes).build();
  }

  /** The answer to a query of service discovery; empty when there is no such node here. */
  Optional<Element> answer(Element query) {
    String node = query.attribute("node", "");
    if (node.isEmpty()) {
      return Optional.of(info);
    }
    return nodes.contains(node) ? Optional.of(info.with("node", node)) : Optional.empty();
  }
}
