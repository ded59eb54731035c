package io.pipit.broker.transfer;

import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.Subscription;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlLimits;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads entries from ndjson ({@code docs/export.md}), a line at a time. Confined to one thread. */
final class NdjsonReader implements EntryReader {

  private final BoundedLines lines;
  private final XmlLimits xml;
  private final ServiceLimits limits;

  NdjsonReader(InputStream in, XmlLimits xml, ServiceLimits limits) {
    this.lines = new BoundedLines(in);
    this.xml = xml;
    this.limits = limits;
  }

  @Override
  public void read(Receiver receiver) throws IOException {
    checkHeader();
    long entries = 0;
    byte[] line = nextFilled();
    while (line != null) {
      String place = "line " + lines.number();
      try {
        JsonObject object = object(line, lines.number());
        if (NdjsonWriter.END.equals(object.getValue("type"))) {
          checkEnd(object.getValue(NdjsonWriter.ENTRIES), entries);
          return;
        }
        receiver.entry(place, entry(object));
      } catch (BadEntryException e) {
        receiver.refused(place, String.valueOf(e.getMessage()));
      }
      entries++;
      line = nextFilled();
    }
    throw new TransferException(
        "it stops after line "
            + lines.number()
            + " and does not have the line that ends an export: it was not written or not copied"
            + " to its end");
  }

  private byte @Nullable [] nextFilled() throws IOException {
    byte[] line = lines.next();
    while (line != null && line.length == 0) {
      line = lines.next();
    }
    return line;
  }

  private void checkEnd(@Nullable Object told, long entries) throws IOException {
    String end = "line " + lines.number();
    if (!(told instanceof Number number) || number.longValue() != entries) {
      throw new TransferException(
          end + " says that " + told + " entries come before it, and " + entries + " do");
    }
    if (nextFilled() != null) {
      throw new TransferException(end + " ends the export, and there is more behind it");
    }
  }

  private void checkHeader() throws IOException {
    byte[] first = lines.next();
    JsonObject header;
    try {
      header = first == null ? new JsonObject() : object(first, lines.number());
    } catch (BadEntryException e) {
      header = new JsonObject();
    }
    if (!NdjsonWriter.EXPORT.equals(header.getValue(NdjsonWriter.HEADER))) {
      throw new TransferException("line 1 does not say that this is an export of Pipit");
    }
    if (!Integer.valueOf(NdjsonWriter.VERSION).equals(header.getValue("version"))) {
      throw new TransferException(
          "the export has "
              + (header.containsKey("version")
                  ? "version " + header.getValue("version")
                  : "no version")
              + ", this Pipit reads version "
              + NdjsonWriter.VERSION);
    }
  }

  /** Bytes that are no text were not written so: somebody has changed the file, who knows where. */
  private static JsonObject object(byte[] line, long number)
      throws BadEntryException, TransferException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      JsonObject object = new JsonObject(text);
      object.getMap().values().removeIf(Objects::isNull); // the same as not there
      return object;
    } catch (CharacterCodingException e) {
      throw new TransferException("line " + number + " is not UTF-8");
    } catch (DecodeException | ClassCastException e) {
      throw new BadEntryException("it is no JSON object");
    }
  }

  private Entry entry(JsonObject line) throws BadEntryException {
    try {
      String type = required(line, "type");
      return switch (type) {
        case "account" -> account(line);
        case "contact" -> contact(line);
        case "request" -> request(line);
        case "blocked" ->
            new Entry.BlockedEntry(account(line, "account"), Parsing.jid(required(line, "jid")));
        case "private" -> document(line, DocumentKind.PRIVATE);
        case "vcard" -> document(line, DocumentKind.VCARD);
        case "node" -> node(line);
        case "affiliation" ->
            new Entry.AffiliationEntry(
                service(line),
                node(line, "node"),
                Parsing.bareJid(required(line, "jid")),
                Parsing.affiliation(required(line, "affiliation")));
        case "subscription" -> subscription(line);
        case "child" ->
            new Entry.ChildEntry(service(line), node(line, "node"), node(line, "child"));
        case "registration" ->
            new Entry.RegistrationEntry(service(line), Parsing.bareJid(required(line, "jid")));
        case "item" -> item(line, true, line.getBoolean("remembered", true));
        case "publish" -> item(line, false, true);
        case "standing" -> item(line.put("stands", true), false, false);
        default -> throw new BadEntryException("its type '" + type + "' is not known");
      };
    } catch (ClassCastException e) {
      throw new BadEntryException("a member has another type than it should");
    }
  }

  private Entry account(JsonObject line) throws BadEntryException {
    Map<ScramHash, ScramKeys> keys = new EnumMap<>(ScramHash.class);
    for (Object each : line.getJsonArray("scram", new JsonArray())) {
      JsonObject scram = (JsonObject) each;
      ScramHash hash = Parsing.hash(required(scram, "mechanism")).orElse(null);
      if (hash != null) {
        keys.put(
            hash,
            Parsing.keys(
                hash,
                String.valueOf(scram.getValue("iterations")),
                required(scram, "salt"),
                required(scram, "storedKey"),
                required(scram, "serverKey")));
      }
    }
    return new Entry.AccountEntry(
        Parsing.bareJid(required(line, "jid")),
        role(line.getString("role", "user")),
        line.getBoolean("disabled", false),
        keys.get(ScramHash.SHA_1),
        keys.get(ScramHash.SHA_256),
        line.getString("password"));
  }

  private static AccountRole role(String role) throws BadEntryException {
    try {
      return AccountRole.valueOf(role.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadEntryException("'" + role + "' is no role of an account");
    }
  }

  private static Entry contact(JsonObject line) throws BadEntryException {
    return new Entry.ContactEntry(
        Parsing.bareJid(required(line, "account")),
        Parsing.contact(
            Parsing.bareJid(required(line, "jid")),
            line.getString("name", ""),
            texts(line.getJsonArray("groups", new JsonArray())),
            line.getString("subscription", "none"),
            line.getBoolean("ask", false),
            line.getBoolean("approved", false)));
  }

  private Entry request(JsonObject line) throws BadEntryException {
    BareJid account = Parsing.bareJid(required(line, "account"));
    String jid = required(line, "jid");
    String stanza = line.getString("stanza", "<presence xmlns='jabber:client'/>");
    XmlDocument document = XmlDocument.read(stanza.getBytes(StandardCharsets.UTF_8), xml);
    if (document instanceof XmlDocument.Parsed parsed) {
      return new Entry.RequestEntry(
          account, Parsing.request(parsed.root().with("from", jid), account));
    }
    throw new BadEntryException("its stanza is no XML");
  }

  private static BareJid account(JsonObject line, String member) throws BadEntryException {
    return Parsing.bareJid(required(line, member));
  }

  private Entry document(JsonObject line, DocumentKind kind) throws BadEntryException {
    return new Entry.DocumentEntry(
        account(line, "account"), kind, payload(required(line, "document"), "document"));
  }

  private static Entry node(JsonObject line) throws BadEntryException {
    String creator = line.getString("creator");
    return new Entry.NodeEntry(
        service(line),
        node(line, "node"),
        creator == null ? null : Parsing.bareJid(creator),
        time(line, "created"),
        form(line.getJsonObject("configuration", new JsonObject())));
  }

  private Entry subscription(JsonObject line) throws BadEntryException {
    Jid jid = Parsing.jid(required(line, "jid"));
    String requester = line.getString("requester");
    return new Entry.SubscriptionEntry(
        service(line),
        node(line, "node"),
        new Subscription(
            jid,
            line.getString("subid", ""),
            Parsing.subscriptionState(line.getString("subscription", "subscribed")),
            Parsing.options(form(line.getJsonObject("options", new JsonObject())), limits),
            requester == null ? jid.bare() : Parsing.bareJid(requester)));
  }

  private Entry item(JsonObject line, boolean isItem, boolean isRemembered)
      throws BadEntryException {
    String publisher = line.getString("publisher");
    String payload = line.getString("payload");
    return new Entry.ItemEntry(
        service(line),
        node(line, "node"),
        required(line, "id"),
        publisher == null ? null : Parsing.bareJid(publisher),
        time(line, "arrival"),
        payload == null ? null : payload(payload, "payload"),
        Parsing.place(
            text(line.getValue("sequence")), text(line.getValue("first")), isItem, isRemembered),
        headers(line.getJsonArray("headers", new JsonArray())),
        line.getBoolean("stands"));
  }

  private static List<ItemHeader> headers(JsonArray given) throws BadEntryException {
    List<ItemHeader> headers = new ArrayList<>();
    for (Object each : given) {
      JsonObject header = (JsonObject) each;
      headers.add(new ItemHeader(required(header, "name"), header.getString("value", "")));
    }
    if (!ItemHeaders.areWithinBounds(headers)) {
      throw new BadEntryException("its headers are too many or too long");
    }
    return headers;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** Read and written again, so that what is stored was written by our own writer. */
  private SerializedXml payload(String text, String member) throws BadEntryException {
    XmlDocument document = XmlDocument.read(text.getBytes(StandardCharsets.UTF_8), xml);
    if (document instanceof XmlDocument.Parsed parsed) {
      return XmlWriter.serialize(parsed.root());
    }
    throw new BadEntryException(
        "its "
            + member
            + " is not XML that is taken: "
            + ((XmlDocument.Malformed) document).error().condition().wire());
  }

  private static BareJid service(JsonObject line) throws BadEntryException {
    return Parsing.bareJid(required(line, "service"));
  }

  /** The root has an empty name. */
  private static String node(JsonObject line, String member) throws BadEntryException {
    String name = line.getString(member);
    if (name == null) {
      throw new BadEntryException("it has no " + member);
    }
    return name;
  }

  private static @Nullable Instant time(JsonObject line, String member) throws BadEntryException {
    String text = line.getString(member);
    return text == null ? null : Parsing.time(text);
  }

  private static Map<String, List<String>> form(JsonObject fields) throws BadEntryException {
    Map<String, List<String>> form = new LinkedHashMap<>();
    for (String field : fields.fieldNames()) {
      Object value = fields.getValue(field);
      form.put(
          field,
          value instanceof JsonArray values ? texts(values) : List.of(String.valueOf(value)));
    }
    return form;
  }

  private static List<String> texts(JsonArray values) throws BadEntryException {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof String text)) {
        throw new BadEntryException("a member has another type than it should");
      }
      texts.add(text);
    }
    return texts;
  }

  private static String required(JsonObject line, String member) throws BadEntryException {
    return Parsing.required(line.getString(member), member);
  }
}
