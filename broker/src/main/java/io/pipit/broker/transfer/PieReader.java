package io.pipit.broker.transfer;

import io.pipit.broker.account.DocumentKind;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.xml.DocumentReader;
import io.pipit.xmpp.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the portable format of XMPP servers (XEP-0227), of ours and of others, a part at a time.
 * What is not understood is told and left out. Confined to one thread; blocks.
 */
final class PieReader implements EntryReader, DocumentReader.Handler {

  private static final int BUFFER_BYTES = 16 * 1024;

  /** What an element that is open is, and whose. */
  private record Place(Kind kind, String name) {}

  private enum Kind {
    SERVER_DATA,
    HOST,
    USER,
    ROSTER,
    PRIVATE,
    BLOCK_LIST,
    OWNER,
    AFFILIATIONS,
    SUBSCRIPTIONS,
    COLLECTION,
    PUBSUB,
    ITEMS
  }

  private final InputStream in;
  private final @Nullable Inclusion inclusion;
  private final XmlLimits xml;
  private final PieElements elements;
  private final Deque<Place> open = new ArrayDeque<>();
  private @Nullable Receiver receiver;
  private @Nullable PieUser user;
  private @Nullable BareJid service;

  PieReader(InputStream in, @Nullable Path folder, XmlLimits xml, ServiceLimits limits) {
    this.in = in;
    this.inclusion = folder == null ? null : new Inclusion(folder);
    this.xml = xml;
    this.elements = new PieElements(limits);
  }

  @Override
  public void read(Receiver to) throws IOException {
    receiver = to;
    try {
      Optional<StreamError> error = document(in);
      endUser();
      if (error.isPresent()) {
        throw new TransferException("it cannot be read further: " + told(error.get()));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Optional<StreamError> document(InputStream from) throws IOException {
    DocumentReader reader = new DocumentReader(xml, this);
    byte[] buffer = new byte[BUFFER_BYTES];
    Optional<StreamError> error = Optional.empty();
    int length = from.read(buffer);
    while (length >= 0 && error.isEmpty()) {
      error = reader.read(buffer, length);
      length = from.read(buffer);
    }
    return error.isPresent() ? error : reader.end();
  }

  private static String told(StreamError error) {
    String text = error.text();
    if (text == null && error.condition() == StreamError.Condition.RESTRICTED_XML) {
      text =
          "document type declarations, entities, comments and processing instructions are not taken";
    }
    return error.condition().wire() + (text == null ? "" : ", " + text);
  }

  private Receiver receiver() {
    Receiver known = receiver;
    if (known == null) {
      throw new IllegalStateException("nobody receives");
    }
    return known;
  }

  @Override
  public boolean opened(Element start) {
    Place parent = open.peek();
    Kind kind = kind(parent == null ? null : parent.kind(), start);
    if (kind == null) {
      return false;
    }
    switch (kind) {
      case HOST -> service = Jid.parse(start.attribute("jid", "")).map(Jid::bare).orElse(null);
      case USER -> begin(start);
      default -> {}
    }
    open.push(new Place(kind, start.attribute("node", "")));
    return true;
  }

  /** What may be looked into, and where; null for what is wanted whole, or not at all. */
  private @Nullable Kind kind(@Nullable Kind parent, Element start) {
    boolean isPie = start.namespace().equals(PieNs.PIE);
    if (parent == null) {
      return isPie && start.name().equals("server-data") ? Kind.SERVER_DATA : null;
    }
    return switch (parent) {
      case SERVER_DATA -> isPie && start.name().equals("host") ? Kind.HOST : null;
      case HOST -> isPie && start.name().equals("user") ? Kind.USER : pubsub(start);
      case USER -> ofUser(start);
      case OWNER ->
          start.is("affiliations", PubsubNs.OWNER)
              ? Kind.AFFILIATIONS
              : start.is("subscriptions", PubsubNs.OWNER)
                  ? Kind.SUBSCRIPTIONS
                  : start.is("collection", PubsubNs.OWNER) ? Kind.COLLECTION : null;
      case PUBSUB -> start.is("items", PubsubNs.PUBSUB) ? Kind.ITEMS : null;
      default -> null;
    };
  }

  private static @Nullable Kind ofUser(Element start) {
    if (start.is("query", Ns.ROSTER)) {
      return Kind.ROSTER;
    }
    if (start.is("query", PieNs.PRIVATE)) {
      return Kind.PRIVATE;
    }
    return start.is("blocklist", PieNs.BLOCKING) ? Kind.BLOCK_LIST : pubsub(start);
  }

  private static @Nullable Kind pubsub(Element start) {
    return start.is("pubsub", PubsubNs.OWNER)
        ? Kind.OWNER
        : start.is("pubsub", PubsubNs.PUBSUB) ? Kind.PUBSUB : null;
  }

  private void begin(Element start) {
    BareJid host = service;
    String name = start.attribute("name", "");
    Optional<Jid> jid =
        host == null
            ? Optional.empty()
            : Jid.parse(name + "@" + host).filter(BareJid.class::isInstance);
    if (jid.isEmpty() || name.isEmpty()) {
      refused("'" + name + "' cannot be the name of an account here");
    }
    user = new PieUser(jid.map(Jid::bare).orElse(null), start, receiver());
  }

  private String place() {
    PieUser known = user;
    return known != null
        ? "user " + known.name()
        : service == null ? "the file" : "host " + service;
  }

  private void refused(String reason) {
    receiver().refused(place(), reason);
  }

  @Override
  public void closed() {
    Place place = open.pop();
    if (place.kind() == Kind.USER) {
      try {
        endUser();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else if (place.kind() == Kind.OWNER) {
      elements.associations().forEach(this::entry);
    }
  }

  private void endUser() throws IOException {
    PieUser known = user;
    if (known != null) {
      known.end();
      user = null;
    }
  }

  @Override
  public void element(Element whole) {
    Place parent = open.peek();
    if (parent == null) {
      refused("<" + whole.name() + "/> is not the data of a server (XEP-0227)");
      return;
    }
    try {
      if (whole.is("include", PieNs.XINCLUDE)) {
        include(whole);
      } else {
        take(whole, parent);
      }
    } catch (BadEntryException e) {
      refused("<" + whole.name() + "/>: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(Element whole, Place parent) throws BadEntryException, IOException {
    PieUser account = user;
    if (parent.kind() == Kind.USER && account != null && account.takes(whole)) {
      return;
    }
    BareJid owner = account == null ? service : account.jid();
    if (owner == null) {
      return; // was told at the beginning of the user or host
    }
    Entry entry =
        switch (parent.kind()) {
          case HOST -> elements.ofHost(whole, owner);
          case USER -> elements.ofUser(whole, owner);
          case ROSTER -> elements.contact(whole, owner);
          case PRIVATE -> PieElements.document(whole, owner, DocumentKind.PRIVATE);
          case BLOCK_LIST -> PieElements.blocked(whole, owner);
          case OWNER -> elements.node(whole, owner);
          case AFFILIATIONS -> elements.affiliation(whole, owner, parent.name());
          case SUBSCRIPTIONS -> elements.subscription(whole, owner, parent.name());
          case COLLECTION -> elements.child(whole, owner, parent.name());
          case ITEMS -> elements.item(whole, owner, parent.name());
          default -> throw PieElements.unknown(whole);
        };
    entry(entry);
  }

  private void entry(Entry entry) {
    try {
      PieUser account = user;
      if (account == null) {
        receiver().entry(place(), entry);
      } else {
        account.entry(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another file stands for the element (XEP-0227 "Use of XInclude"). */
  private void include(Element include) throws BadEntryException, IOException {
    if (inclusion == null) {
      throw new BadEntryException("files are not included here: import the file by its name");
    }
    try (InputStream other = inclusion.open(include)) {
      Optional<StreamError> error = document(other);
      if (error.isPresent()) {
        throw new TransferException(
            "'"
                + include.attribute("href", "")
                + "', which it includes, cannot be read further: "
                + told(error.get()));
      }
    } finally {
      inclusion.close();
    }
  }
}
