package io.pipit.broker.transfer;

import io.pipit.broker.account.DocumentKind;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The elements of XEP-0227 as entries. Confined to one thread. */
final class PieElements {

  private final ServiceLimits limits;
  private final List<Entry> associations = new ArrayList<>();

  PieElements(ServiceLimits limits) {
    this.limits = limits;
  }

  static BadEntryException unknown(Element element) {
    return new BadEntryException(
        "it is not kept here (namespace '" + element.namespace() + "'), and left out");
  }

  Entry ofHost(Element element, BareJid host) throws BadEntryException {
    if (!element.is("registered", PieNs.PIPIT)) {
      throw unknown(element);
    }
    return new Entry.RegistrationEntry(host, Parsing.bareJid(element.attribute("jid", "")));
  }

  static Entry document(Element document, BareJid account, DocumentKind kind) {
    return new Entry.DocumentEntry(account, kind, XmlWriter.serialize(document));
  }

  static Entry blocked(Element item, BareJid account) throws BadEntryException {
    if (!item.is("item", PieNs.BLOCKING)) {
      throw unknown(item);
    }
    return new Entry.BlockedEntry(account, Parsing.jid(item.attribute("jid", "")));
  }

  Entry ofUser(Element element, BareJid account) throws BadEntryException {
    if (element.is("vCard", PieNs.VCARD)) {
      return document(element, account, DocumentKind.VCARD);
    }
    if (!element.is("presence", Ns.CLIENT) || !element.attribute("type", "").equals("subscribe")) {
      throw unknown(element);
    }
    return new Entry.RequestEntry(account, Parsing.request(element, account));
  }

  Entry contact(Element item, BareJid account) throws BadEntryException {
    if (!item.is("item", Ns.ROSTER)) {
      throw unknown(item);
    }
    List<String> groups =
        item.elements().stream()
            .filter(child -> child.is("group", Ns.ROSTER))
            .map(Element::text)
            .toList();
    return new Entry.ContactEntry(
        account,
        Parsing.contact(
            Parsing.jid(item.attribute("jid", "")).bare(),
            item.attribute("name", ""),
            groups,
            item.attribute("subscription", "none"),
            item.attribute("ask", "").equals("subscribe"),
            DataForm.readBoolean(item.attribute("approved", "")).orElse(false)));
  }

  Entry node(Element configure, BareJid service) throws BadEntryException {
    if (!configure.is("configure", PubsubNs.OWNER)) {
      throw unknown(configure);
    }
    String node = node(configure);
    Map<String, List<String>> fields = fields(configure);
    // A file that does not say how many items there may be is no reason to lose any.
    fields.putIfAbsent(NodeConfigFields.MAX_ITEMS.var(), NodeConfigFields.MAX_ITEMS.print(1_000));
    for (String collection : values(fields, NodeConfigFields.COLLECTION.var())) {
      associations.add(new Entry.ChildEntry(service, collection, node));
    }
    for (String child : values(fields, NodeConfigFields.CHILDREN.var())) {
      associations.add(new Entry.ChildEntry(service, node, child));
    }
    String creator = configure.attribute(PieNs.CREATOR, "");
    return new Entry.NodeEntry(
        service,
        node,
        creator.isEmpty() ? null : Parsing.bareJid(creator),
        time(configure, PieNs.CREATED),
        fields);
  }

  /** Takes a field that is about the tree; a node in the root is in no collection. */
  private static List<String> values(Map<String, List<String>> fields, String name) {
    List<String> values = fields.remove(name);
    return values == null ? List.of() : values.stream().filter(each -> !each.isEmpty()).toList();
  }

  private static Map<String, List<String>> fields(Element parent) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    DataForm.find(parent)
        .ifPresent(form -> form.fields().forEach(field -> fields.put(field.var(), field.values())));
    return fields;
  }

  /** What hangs together by what the configurations said; all their nodes have come. */
  List<Entry> associations() {
    List<Entry> all = List.copyOf(associations);
    associations.clear();
    return all;
  }

  Entry affiliation(Element affiliation, BareJid service, String node) throws BadEntryException {
    if (!affiliation.is("affiliation", PubsubNs.OWNER)) {
      throw unknown(affiliation);
    }
    return new Entry.AffiliationEntry(
        service,
        node,
        Parsing.jid(affiliation.attribute("jid", "")).bare(),
        Parsing.affiliation(affiliation.attribute("affiliation", "")));
  }

  Entry subscription(Element subscription, BareJid service, String node) throws BadEntryException {
    if (!subscription.is("subscription", PubsubNs.OWNER)) {
      throw unknown(subscription);
    }
    Jid jid = Parsing.jid(subscription.attribute("jid", ""));
    String requester = subscription.attribute(PieNs.REQUESTER, "");
    Element options = subscription.child("options", PubsubNs.PUBSUB).orElse(null);
    return new Entry.SubscriptionEntry(
        service,
        node,
        new Subscription(
            jid,
            subscription.attribute("subid", ""),
            Parsing.subscriptionState(subscription.attribute("subscription", "subscribed")),
            options == null
                ? SubscriptionOptions.INITIAL
                : Parsing.options(fields(options), limits),
            requester.isEmpty() ? jid.bare() : Parsing.bareJid(requester)));
  }

  Entry child(Element associate, BareJid service, String collection) throws BadEntryException {
    if (!associate.is("associate", PubsubNs.OWNER)) {
      throw unknown(associate);
    }
    return new Entry.ChildEntry(service, collection, node(associate));
  }

  Entry item(Element item, BareJid service, String node) throws BadEntryException {
    if (!item.is("item", PubsubNs.PUBSUB)) {
      throw unknown(item);
    }
    List<Element> content = item.elements();
    if (content.size() > 1) {
      throw new BadEntryException("an item with several payloads");
    }
    String publisher = item.attribute("publisher", "");
    SerializedXml payload = content.isEmpty() ? null : XmlWriter.serialize(content.get(0));
    return new Entry.ItemEntry(
        service,
        node,
        Parsing.required(item.attribute("id").orElse(null), "id"),
        publisher.isEmpty() ? null : Parsing.jid(publisher).bare(),
        time(item, PieNs.ARRIVAL),
        payload,
        Parsing.place(
            item.attribute(PieNs.SEQUENCE).orElse(null),
            item.attribute(PieNs.FIRST).orElse(null),
            true,
            !item.attribute(PieNs.REMEMBERED, "").equals("false")));
  }

  private static @Nullable Instant time(Element element, String attribute)
      throws BadEntryException {
    String text = element.attribute(attribute, "");
    return text.isEmpty() ? null : Parsing.time(text);
  }

  /** The root has an empty name. */
  private static String node(Element element) throws BadEntryException {
    return element.attribute("node").orElseThrow(() -> new BadEntryException("it has no node"));
  }
}
