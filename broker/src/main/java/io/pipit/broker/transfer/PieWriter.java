package io.pipit.broker.transfer;

import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries in the portable format of XMPP servers (XEP-0227). The nodes of a service are in a
 * host of its address, in the way of those of an account. What the format has no words for is in
 * attributes and elements of a namespace of our own. Confined to one thread.
 */
final class PieWriter implements EntryWriter {

  private final Writer out;

  /** The elements that are open, the innermost first. */
  private final Deque<Element> open = new ArrayDeque<>();

  /** Nodes of the present service whose items did not come: each has to have its element. */
  private final Set<String> withoutItems = new LinkedHashSet<>();

  PieWriter(Writer out) {
    this.out = out;
  }

  @Override
  public void begin(String domain) throws IOException {
    out.write("<?xml version='1.0' encoding='UTF-8'?>\n");
    open(Element.of("server-data", PieNs.PIE));
    open(host(domain));
  }

  private static Element host(String jid) {
    return Element.builder("host", PieNs.PIE).attribute("jid", jid).build();
  }

  /**
   * XEP-0227 knows what can be retrieved and nothing else: other servers would make items of it.
   */
  @Override
  public boolean hasHistory() {
    return false;
  }

  @Override
  public void end() throws IOException {
    endService();
    closeTo(0);
  }

  /** Goes into elements below the host or user, whatever was open there. */
  private void within(BareJid service, Element... path) throws IOException {
    int depth = service.local().isEmpty() ? 2 : 3;
    if (service.local().isEmpty() && !isIn(host(service.toString()))) {
      endService();
      closeTo(1);
      open(host(service.toString()));
    }
    Element[] now = open.toArray(Element[]::new);
    int same = 0;
    while (same < path.length
        && now.length > depth + same
        && now[now.length - 1 - depth - same].equals(path[same])) {
      same++;
    }
    closeTo(depth + same);
    for (int i = same; i < path.length; i++) {
      open(path[i]);
    }
  }

  private boolean isIn(Element element) {
    return open.contains(element);
  }

  /** Each node has an element for its items, also when there are none. */
  private void endService() throws IOException {
    boolean isOfUser = open.stream().anyMatch(element -> element.name().equals("user"));
    if (!withoutItems.isEmpty()) {
      closeTo(isOfUser ? 3 : 2);
      open(Element.of("pubsub", PubsubNs.PUBSUB));
      for (String node : withoutItems) {
        write(items(node));
      }
      withoutItems.clear();
    }
  }

  private void open(Element start) throws IOException {
    String tag = XmlWriter.text(start);
    out.write(tag, 0, tag.length() - 2);
    out.write(">\n");
    open.push(start);
  }

  private void closeTo(int depth) throws IOException {
    while (open.size() > depth) {
      out.write("</" + open.pop().name() + ">\n");
    }
  }

  private EntryWriter write(Element element) throws IOException {
    out.write(XmlWriter.text(element));
    out.write('\n');
    return this;
  }

  @Override
  public EntryWriter account(Entry.AccountEntry entry) throws IOException {
    endService();
    closeTo(2);
    Element.Builder user =
        Element.builder("user", PieNs.PIE).attribute("name", entry.jid().local());
    if (entry.role() != AccountRole.USER) {
      user.attribute(PieNs.ROLE, NdjsonWriter.wire(entry.role()));
    }
    if (entry.disabled()) {
      user.attribute(PieNs.DISABLED, "true");
    }
    open(user.build());
    scram(ScramHash.SHA_1, entry.sha1());
    scram(ScramHash.SHA_256, entry.sha256());
    return this;
  }

  private void scram(ScramHash hash, @Nullable ScramKeys keys) throws IOException {
    if (keys != null) {
      write(
          Element.builder("scram-credentials", PieNs.SCRAM)
              .attribute("mechanism", "SCRAM-" + hash.digest())
              .textElement("iter-count", PieNs.SCRAM, Integer.toString(keys.iterations()))
              .textElement("salt", PieNs.SCRAM, NdjsonWriter.base64(keys.salt()))
              .textElement("server-key", PieNs.SCRAM, NdjsonWriter.base64(keys.serverKey()))
              .textElement("stored-key", PieNs.SCRAM, NdjsonWriter.base64(keys.storedKey()))
              .build());
    }
  }

  @Override
  public EntryWriter contact(Entry.ContactEntry entry) throws IOException {
    within(entry.account(), Element.of("query", Ns.ROSTER));
    return write(entry.item().toElement());
  }

  @Override
  public EntryWriter request(Entry.RequestEntry entry) throws IOException {
    within(entry.account());
    return write(entry.request().toPresence(entry.account()).element().without("to"));
  }

  @Override
  public EntryWriter blocked(Entry.BlockedEntry entry) throws IOException {
    within(entry.account(), Element.of("blocklist", PieNs.BLOCKING));
    return write(
        Element.builder("item", PieNs.BLOCKING).attribute("jid", entry.jid().toString()).build());
  }

  @Override
  public EntryWriter document(Entry.DocumentEntry entry) throws IOException {
    if (entry.kind() == DocumentKind.VCARD) {
      within(entry.account());
    } else {
      within(entry.account(), Element.of("query", PieNs.PRIVATE));
    }
    out.write(new String(entry.document().bytes(), StandardCharsets.UTF_8));
    out.write('\n');
    return this;
  }

  private static Element owner() {
    return Element.of("pubsub", PubsubNs.OWNER);
  }

  private static Element ofNode(String name, String namespace, String node) {
    return Element.builder(name, namespace).attribute("node", node).build();
  }

  private static Element items(String node) {
    return ofNode("items", PubsubNs.PUBSUB, node);
  }

  @Override
  public EntryWriter node(Entry.NodeEntry entry) throws IOException {
    within(entry.service(), owner());
    withoutItems.add(entry.node());
    return write(
        ofNode("configure", PubsubNs.OWNER, entry.node()).toBuilder()
            .attribute(PieNs.CREATOR, Optional.ofNullable(entry.creator()).map(BareJid::toString))
            .attribute(PieNs.CREATED, Optional.ofNullable(entry.created()).map(Instant::toString))
            .child(form(DataForm.Type.FORM, PubsubNs.NODE_CONFIG, entry.configuration()))
            .build());
  }

  private static Element form(
      DataForm.Type type, String formType, Map<String, List<String>> fields) {
    DataForm.Builder form = DataForm.builder(type).formType(formType);
    fields.forEach((field, values) -> form.field(field, values.toArray(String[]::new)));
    return form.build().toElement();
  }

  @Override
  public EntryWriter affiliation(Entry.AffiliationEntry entry) throws IOException {
    within(entry.service(), owner(), ofNode("affiliations", PubsubNs.OWNER, entry.node()));
    return write(
        Element.builder("affiliation", PubsubNs.OWNER)
            .attribute("jid", entry.entity().toString())
            .attribute("affiliation", entry.affiliation().wire())
            .build());
  }

  @Override
  public EntryWriter subscription(Entry.SubscriptionEntry entry) throws IOException {
    within(entry.service(), owner(), ofNode("subscriptions", PubsubNs.OWNER, entry.node()));
    Subscription subscription = entry.subscription();
    Element.Builder element =
        Element.builder("subscription", PubsubNs.OWNER)
            .attribute("jid", subscription.jid().toString())
            .attribute("subscription", subscription.state().wire())
            .attribute("subid", subscription.subid());
    if (!subscription.requester().equals(subscription.jid().bare())) {
      element.attribute(PieNs.REQUESTER, subscription.requester().toString());
    }
    Map<String, List<String>> options =
        Configurations.changed(subscription.options(), SubscriptionOptions.INITIAL);
    if (!options.isEmpty()) {
      element.child(
          Element.of(
              "options",
              PubsubNs.PUBSUB,
              form(DataForm.Type.SUBMIT, PubsubNs.SUBSCRIBE_OPTIONS, options)));
    }
    return write(element.build());
  }

  @Override
  public EntryWriter child(Entry.ChildEntry entry) throws IOException {
    within(entry.service(), owner(), ofNode("collection", PubsubNs.OWNER, entry.collection()));
    return write(ofNode("associate", PubsubNs.OWNER, entry.child()));
  }

  @Override
  public EntryWriter registration(Entry.RegistrationEntry entry) throws IOException {
    within(entry.service());
    return write(
        Element.builder("registered", PieNs.PIPIT)
            .attribute("jid", entry.entity().toString())
            .build());
  }

  @Override
  public EntryWriter item(Entry.ItemEntry entry) throws IOException {
    within(entry.service(), Element.of("pubsub", PubsubNs.PUBSUB), items(entry.node()));
    withoutItems.remove(entry.node());
    Entry.Place place = entry.place();
    Element.Builder item =
        Element.builder("item", PubsubNs.PUBSUB)
            .attribute("id", entry.id())
            .attribute("publisher", Optional.ofNullable(entry.publisher()).map(BareJid::toString))
            .attribute(PieNs.ARRIVAL, Optional.ofNullable(entry.arrival()).map(Instant::toString))
            .attribute(PieNs.SEQUENCE, Long.toString(place.sequence()));
    if (place.first() != place.sequence()) {
      item.attribute(PieNs.FIRST, Long.toString(place.first()));
    }
    if (!place.isRemembered()) {
      item.attribute(PieNs.REMEMBERED, "false");
    }
    if (entry.payload() != null) {
      item.child(entry.payload());
    }
    return write(item.build());
  }
}
