package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A stanza by which a contact asked for the owner's presence, kept whole until the owner answers
 * (RFC 6121 3.1.3). The extensions in it are kept serialised, since nobody here reads them again.
 * Any thread.
 *
 * @param contact who asks
 * @param attributes of the stanza, but for its addresses and type
 * @param children of the stanza
 */
public record SubscriptionRequest(
    BareJid contact, List<Attribute> attributes, List<SerializedXml> children) {

  /** One attribute, its name as {@link Element} writes it. */
  record Attribute(String name, String value) {}

  public SubscriptionRequest {
    attributes = List.copyOf(attributes);
    children = List.copyOf(children);
  }

  /** Keeps a stanza that a contact sent. */
  public static SubscriptionRequest of(BareJid contact, Presence presence) {
    Element bare = presence.element().without("from").without("to").without("type");
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < bare.attributeCount(); i++) {
      attributes.add(new Attribute(bare.attributeName(i), bare.attributeValue(i)));
    }
    return new SubscriptionRequest(
        contact, attributes, bare.elements().stream().map(XmlWriter::serialize).toList());
  }

  /** The stanza as it was sent, to whom it was sent. */
  public Presence toPresence(BareJid owner) {
    Element.Builder element = Element.builder("presence", Ns.CLIENT);
    attributes.forEach(attribute -> element.attribute(attribute.name, attribute.value));
    return new Presence(
        element
            .attribute("type", Presence.Type.SUBSCRIBE.wire())
            .attribute("from", contact.toString())
            .attribute("to", owner.toString())
            .children(children)
            .build(),
        Presence.Type.SUBSCRIBE,
        contact,
        owner);
  }
}
