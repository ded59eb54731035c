package io.pipit.broker.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.account.RosterItem;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes entries as ndjson ({@code docs/export.md}). Confined to one thread. */
final class NdjsonWriter implements EntryWriter {

  /** The member of the first line that says what the file is. */
  static final String HEADER = "pipit";

  static final String EXPORT = "export";
  static final int VERSION = 1;

  /** The type of the last line, which says how many entries came before it. */
  static final String END = "end";

  static final String ENTRIES = "entries";

  private final Writer out;
  private long entries;

  NdjsonWriter(Writer out) {
    this.out = out;
  }

  @Override
  public void begin(String domain) throws IOException {
    write(new JsonObject().put(HEADER, EXPORT).put("version", VERSION).put("domain", domain));
  }

  @Override
  public boolean hasHistory() {
    return true;
  }

  @Override
  public void end() throws IOException {
    write(new JsonObject().put("type", END).put(ENTRIES, entries));
  }

  @Override
  public EntryWriter account(Entry.AccountEntry entry) throws IOException {
    JsonArray scram = new JsonArray();
    add(scram, ScramHash.SHA_1, entry.sha1());
    add(scram, ScramHash.SHA_256, entry.sha256());
    return line(
        new JsonObject()
            .put("type", "account")
            .put("jid", entry.jid().toString())
            .put("role", wire(entry.role()))
            .put("disabled", entry.disabled())
            .put("scram", scram));
  }

  static String wire(AccountRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static void add(JsonArray scram, ScramHash hash, @Nullable ScramKeys keys) {
    if (keys != null) {
      scram.add(
          new JsonObject()
              .put("mechanism", "SCRAM-" + hash.digest())
              .put("iterations", keys.iterations())
              .put("salt", base64(keys.salt()))
              .put("storedKey", base64(keys.storedKey()))
              .put("serverKey", base64(keys.serverKey())));
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public EntryWriter contact(Entry.ContactEntry entry) throws IOException {
    RosterItem item = entry.item();
    return line(
        new JsonObject()
            .put("type", "contact")
            .put("account", entry.account().toString())
            .put("jid", item.contact().toString())
            .put("name", item.name())
            .put("subscription", item.subscription().wire())
            .put("ask", item.ask())
            .put("approved", item.approved())
            .put("groups", new JsonArray(item.groups())));
  }

  @Override
  public EntryWriter request(Entry.RequestEntry entry) throws IOException {
    byte[] stanza = XmlWriter.bytes(entry.request().toPresence(entry.account()).element());
    return line(
        new JsonObject()
            .put("type", "request")
            .put("account", entry.account().toString())
            .put("jid", entry.request().contact().toString())
            .put("stanza", new String(stanza, UTF_8)));
  }

  @Override
  public EntryWriter blocked(Entry.BlockedEntry entry) throws IOException {
    return line(
        new JsonObject()
            .put("type", "blocked")
            .put("account", entry.account().toString())
            .put("jid", entry.jid().toString()));
  }

  @Override
  public EntryWriter document(Entry.DocumentEntry entry) throws IOException {
    return line(
        new JsonObject()
            .put("type", entry.kind() == DocumentKind.VCARD ? "vcard" : "private")
            .put("account", entry.account().toString())
            .put("document", new String(entry.document().bytes(), UTF_8)));
  }

  @Override
  public EntryWriter node(Entry.NodeEntry entry) throws IOException {
    JsonObject node = of("node", entry.service(), entry.node());
    put(node, "creator", entry.creator());
    put(node, "created", entry.created());
    return line(node.put("configuration", form(entry.configuration())));
  }

  private static JsonObject of(String type, BareJid service, String node) {
    return new JsonObject().put("type", type).put("service", service.toString()).put("node", node);
  }

  private static void put(JsonObject object, String member, @Nullable Object value) {
    if (value != null) {
      object.put(member, value instanceof Instant at ? at.toString() : value.toString());
    }
  }

  private static JsonObject form(Map<String, List<String>> fields) {
    JsonObject form = new JsonObject();
    fields.forEach((field, values) -> form.put(field, new JsonArray(values)));
    return form;
  }

  @Override
  public EntryWriter affiliation(Entry.AffiliationEntry entry) throws IOException {
    return line(
        of("affiliation", entry.service(), entry.node())
            .put("jid", entry.entity().toString())
            .put("affiliation", entry.affiliation().wire()));
  }

  @Override
  public EntryWriter subscription(Entry.SubscriptionEntry entry) throws IOException {
    Subscription subscription = entry.subscription();
    JsonObject object =
        of("subscription", entry.service(), entry.node())
            .put("jid", subscription.jid().toString())
            .put("subid", subscription.subid())
            .put("subscription", subscription.state().wire());
    if (!subscription.requester().equals(subscription.jid().bare())) {
      object.put("requester", subscription.requester().toString());
    }
    return line(
        object.put(
            "options",
            form(Configurations.changed(subscription.options(), SubscriptionOptions.INITIAL))));
  }

  @Override
  public EntryWriter child(Entry.ChildEntry entry) throws IOException {
    return line(of("child", entry.service(), entry.collection()).put("child", entry.child()));
  }

  @Override
  public EntryWriter registration(Entry.RegistrationEntry entry) throws IOException {
    return line(
        new JsonObject()
            .put("type", "registration")
            .put("service", entry.service().toString())
            .put("jid", entry.entity().toString()));
  }

  @Override
  public EntryWriter item(Entry.ItemEntry entry) throws IOException {
    Entry.Place place = entry.place();
    JsonObject item =
        of(
                place.isItem() ? "item" : place.isRemembered() ? "publish" : "standing",
                entry.service(),
                entry.node())
            .put("id", entry.id())
            .put("sequence", place.sequence());
    if (place.first() != place.sequence()) {
      item.put("first", place.first());
    }
    if (place.isItem() && !place.isRemembered()) {
      item.put("remembered", false);
    }
    put(item, "publisher", entry.publisher());
    put(item, "arrival", entry.arrival());
    if (entry.payload() != null) {
      item.put("payload", new String(entry.payload().bytes(), UTF_8));
    }
    if (!entry.headers().isEmpty()) {
      JsonArray headers = new JsonArray();
      entry
          .headers()
          .forEach(
              header ->
                  headers.add(
                      new JsonObject().put("name", header.name()).put("value", header.value())));
      item.put("headers", headers);
    }
    if (entry.stands() != null && !place.isStandingAlone()) {
      item.put("stands", entry.stands());
    }
    return line(item);
  }

  private EntryWriter line(JsonObject entry) throws IOException {
    write(entry);
    entries++;
    return this;
  }

  private void write(JsonObject object) throws IOException {
    out.write(object.encode());
    out.write('\n');
  }
}
