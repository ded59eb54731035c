package io.pipit.xmpp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code local@domain} or {@code domain}. */
public final class BareJid implements Jid {

  private final String local;
  private final String domain;
  private final String text;

  /** Takes parts that are prepared already, and what they are together; see {@link JidParser}. */
  BareJid(String local, String domain, String text) {
    this.local = local;
    this.domain = domain;
    this.text = text;
  }

  /** As {@link Jid#of}, for an address without resource. */
  public static BareJid of(String text) {
    if (Jid.of(text) instanceof BareJid bare) {
      return bare;
    }
    throw new IllegalArgumentException("not a bare JID: " + text);
  }

  /** The address with a resource; empty when RFC 7622 3.4 does not allow it. */
  public Optional<FullJid> withResource(String resource) {
    return JidParser.resource(resource)
        .map(prepared -> new FullJid(this, prepared, text + "/" + prepared));
  }

  @Override
  public BareJid bare() {
    return this;
  }

  @Override
  public String local() {
    return local;
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof BareJid that && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
