package io.pipit.xmpp;

import org.jspecify.annotations.Nullable;

/** {@code local@domain/resource} or {@code domain/resource}. */
public final class FullJid implements Jid {

  private final BareJid bare;
  private final String resource;
  private final String text;

  /** Takes a resource that is prepared already, and the whole address; see {@link JidParser}. */
  FullJid(BareJid bare, String resource, String text) {
    this.bare = bare;
    this.resource = resource;
    this.text = text;
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
    return this == other || (other instanceof FullJid that && text.equals(that.text));
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
