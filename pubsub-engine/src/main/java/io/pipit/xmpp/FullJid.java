package io.pipit.xmpp;

import org.jspecify.annotations.Nullable;

/** {@code local@domain/resource} or {@code domain/resource}. */
public final class FullJid implements Jid {

  private final BareJid bare;
  private final String resource;
  private final String text;
  private final int hash;

  /** Takes a resource that is prepared already; see {@link JidParser}. */
  FullJid(BareJid bare, String resource) {
    this.bare = bare;
    this.resource = resource;
    this.text = bare + "/" + resource;
    this.hash = text.hashCode();
  }

  /** As {@link Jid#of}, for an address with a resource. */
  public static FullJid of(String text) {
    if (Jid.of(text) instanceof FullJid full) {
      return full;
    }
    throw new IllegalArgumentException("not a full JID: " + text);
  }

  @Override
  public BareJid bare() {
    return bare;
  }

  public String resource() {
    return resource;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof FullJid that && hash == that.hash && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text;
  }
}
