package io.pipit.broker.port;

import io.pipit.broker.shard.Shards;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.StreamListener;
import io.pipit.pubsub.port.PortPresence;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Show;
import io.pipit.xmpp.StreamError;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are present without a connection of their own, since a bridge knows of them. Any
 * thread; each of them is looked after on the loop of its account, so that what is said of one
 * account happens in its order.
 */
public final class PortPresences {

  private static final Logger LOG = LoggerFactory.getLogger(PortPresences.class);

  private final Shards shards;
  private final StreamListener router;
  private final Predicate<BareJid> isAccount;
  private final Clock clock;

  /** Changed on the loops of the accounts. */
  private final Map<FullJid, Present> present = new ConcurrentHashMap<>();

  /**
   * @param router what knows the resources of accounts
   * @param isAccount whether there is an account of that address now; any thread
   */
  public PortPresences(
      Shards shards, StreamListener router, Predicate<BareJid> isAccount, Clock clock) {
    this.shards = shards;
    this.router = router;
    this.isAccount = isAccount;
    this.clock = clock;
  }

  /** Somebody comes, goes away for a while, or goes. */
  void show(BareJid account, String resource, PortPresence presence) {
    Optional<FullJid> jid = account.withResource(resource);
    if (jid.isEmpty()) {
      refused(account, resource, "no resource can be called that");
      return;
    }
    LoopInbox loop = shards.ofAccount(account).loop();
    loop.execute(() -> show(jid.get(), loop, presence));
  }

  private void show(FullJid jid, LoopInbox loop, PortPresence presence) {
    Present known = present.get(jid);
    switch (presence) {
      case UNAVAILABLE -> {
        if (known != null) {
          known.gone();
        }
      }
      case AVAILABLE -> available(known, jid, loop, Show.ONLINE);
      case AWAY -> available(known, jid, loop, Show.AWAY);
      default -> throw new AssertionError(presence);
    }
  }

  private void available(@Nullable Present known, FullJid jid, LoopInbox loop, Show show) {
    if (known != null) {
      known.available(show);
      return;
    }
    Present made = new Present(jid, loop);
    if (!isAccount.test(jid.bare())) {
      refused(jid.bare(), jid.resource(), "there is no such account");
      return;
    }
    if (!made.bind()) {
      refused(jid.bare(), jid.resource(), "the account has as many sessions as it may");
      return;
    }
    present.put(jid, made);
    if (!isAccount.test(jid.bare())) {
      made.gone(); // it was deleted before it was bound, and nobody else would end it
      return;
    }
    made.bound();
    made.available(show);
  }

  private static void refused(BareJid account, String resource, String why) {
    LOG.atDebug()
        .addKeyValue("event", "presence.refused")
        .addKeyValue("jid", account)
        .addKeyValue("resource", resource)
        .log(why);
  }

  /** One of them. Confined to its loop. */
  private final class Present extends DoorStream {

    Present(FullJid jid, LoopInbox loop) {
      super(jid, loop, router, clock.instant());
    }

    /** Goes, unless it has. */
    void gone() {
      if (present.remove(jid(), this)) {
        closed();
      }
    }

    /** The account was deleted, or another resource has the address: it may come again. */
    @Override
    public void close(StreamError error) {
      gone();
    }

    @Override
    public String remoteAddress() {
      return "";
    }

    @Override
    public Optional<String> tlsVersion() {
      return Optional.empty();
    }
  }
}
