package io.pipit.broker.account;

import io.pipit.pep.caps.ResourceCapabilities;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Presence;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connected resource as its account sees it: what it last said of itself, and to whom. Confined
 * to the account's shard.
 */
public final class Session {

  private final FullJid resource;
  private final Set<Jid> directed = new LinkedHashSet<>();
  private @Nullable Presence sent;
  private @Nullable Presence presence;
  private final ResourceCapabilities capabilities = new ResourceCapabilities();
  private boolean interested;
  private boolean toldOfBlockList;

  Session(FullJid resource) {
    this.resource = resource;
  }

  public FullJid resource() {
    return resource;
  }

  /**
   * Its last undirected presence with its {@code from}, as others get it, while it is available.
   */
  public Optional<Presence> presence() {
    return Optional.ofNullable(presence);
  }

  /** The same as the client sent it. */
  public Optional<Presence> sent() {
    return Optional.ofNullable(sent);
  }

  public boolean isAvailable() {
    return presence != null;
  }

  /**
   * It is available.
   *
   * @param newSent its undirected presence as the client sent it, with its {@code from}
   * @param newPresence the same as others get it
   */
  public void available(Presence newSent, Presence newPresence) {
    sent = newSent;
    presence = newPresence;
  }

  public void unavailable() {
    sent = null;
    presence = null;
    capabilities.unavailable();
  }

  /** What it can do, as far as it is known. */
  public ResourceCapabilities capabilities() {
    return capabilities;
  }

  /** Whether it asked for the roster, and so gets pushes (RFC 6121 2.2). */
  public boolean isInterested() {
    return interested;
  }

  public void interested() {
    interested = true;
  }

  /** Whether it asked for the block list, and so is told of its changes (XEP-0191). */
  public boolean isToldOfBlockList() {
    return toldOfBlockList;
  }

  public void wantsBlockList() {
    toldOfBlockList = true;
  }

  /**
   * To whom it directed available presence and none that is unavailable since (RFC 6121 4.6.3).
   * Changed by the caller, who keeps it small.
   */
  public Set<Jid> directed() {
    return directed;
  }
}
