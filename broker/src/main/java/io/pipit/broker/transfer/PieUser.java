package io.pipit.broker.transfer;

import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user of a file while it is read. The account comes before what is its own, but its keys may
 * stand anywhere: what comes before them waits for them. Confined to one thread.
 */
final class PieUser {

  /** What waits at most; then the account is taken as it is known. */
  private static final int MOST_WAITING = 10_000;

  /** What the attribute begins with when it has no password. */
  private static final String EJABBERD_SCRAM = "scram:";

  private final @Nullable BareJid jid;
  private final Element start;
  private final EntryReader.Receiver receiver;
  private final Map<ScramHash, ScramKeys> keys = new EnumMap<>(ScramHash.class);
  private final List<Entry> waiting = new ArrayList<>();
  private boolean isTold;

  /**
   * @param jid null when the account can have no address
   */
  PieUser(@Nullable BareJid jid, Element start, EntryReader.Receiver receiver) {
    this.jid = jid;
    this.start = start;
    this.receiver = receiver;
  }

  @Nullable BareJid jid() {
    return jid;
  }

  String name() {
    return jid == null ? start.attribute("name", "") : jid.toString();
  }

  /** Whether an element was about how the account authenticates. */
  boolean takes(Element child) throws BadEntryException {
    if (!child.is("scram-credentials", PieNs.SCRAM)) {
      return false;
    }
    String mechanism = child.attribute("mechanism", "");
    ScramHash hash =
        Parsing.hash(mechanism)
            .orElseThrow(
                () -> new BadEntryException("keys of '" + mechanism + "' are of no use here"));
    keys.put(
        hash,
        Parsing.keys(
            hash,
            text(child, "iter-count"),
            text(child, "salt"),
            text(child, "stored-key"),
            text(child, "server-key")));
    return true;
  }

  private static String text(Element credentials, String name) throws BadEntryException {
    return Parsing.required(
        credentials.child(name, PieNs.SCRAM).map(Element::text).map(String::strip).orElse(null),
        name);
  }

  /** Something of the account. */
  void entry(Entry entry) throws IOException {
    waiting.add(entry);
    if (isTold || waiting.size() > MOST_WAITING || keys.size() == ScramHash.values().length) {
      tell();
    }
  }

  /** The end of the user. */
  void end() throws IOException {
    tell();
  }

  private void tell() throws IOException {
    if (jid != null && !isTold) {
      try {
        receiver.entry("user " + jid, account(jid));
      } catch (BadEntryException e) {
        receiver.refused("user " + jid, "its password: " + e.getMessage());
      }
    }
    isTold = true;
    for (Entry entry : waiting) {
      receiver.entry("user " + name(), entry);
    }
    waiting.clear();
  }

  private Entry account(BareJid address) throws BadEntryException {
    String password = start.attribute("password").orElse(null);
    if (password != null && password.startsWith(EJABBERD_SCRAM)) {
      readKeys(password.substring(EJABBERD_SCRAM.length()));
      password = null;
    }
    return new Entry.AccountEntry(
        address,
        role(start.attribute(PieNs.ROLE, "")),
        start.attribute(PieNs.DISABLED, "").equals("true"),
        keys.get(ScramHash.SHA_1),
        keys.get(ScramHash.SHA_256),
        password);
  }

  /** ejabberd writes the stored key, the server key, the salt and the iterations of SHA-1. */
  private void readKeys(String joined) throws BadEntryException {
    List<String> parts = List.of(joined.split(",", -1));
    boolean isSha256 = parts.size() == 5 && parts.get(0).equals("sha256");
    if (isSha256) {
      parts = parts.subList(1, 5);
    }
    if (parts.size() != 4) {
      throw new BadEntryException("these keys of SCRAM are of no use here");
    }
    ScramHash hash = isSha256 ? ScramHash.SHA_256 : ScramHash.SHA_1;
    keys.put(hash, Parsing.keys(hash, parts.get(3), parts.get(2), parts.get(0), parts.get(1)));
  }

  /** A role that is not known gives no rights. */
  private static AccountRole role(String role) {
    for (AccountRole each : AccountRole.values()) {
      if (each.name().equals(role.toUpperCase(Locale.ROOT))) {
        return each;
      }
    }
    return AccountRole.USER;
  }
}
