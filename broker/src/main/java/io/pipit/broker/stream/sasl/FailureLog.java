package io.pipit.broker.stream.sasl;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator of failed logins and of who has to wait: neither does guessing go unseen, nor
 * does it fill the log. The first failure from an address is told at once, those that follow as one
 * count a minute. Nothing that a client proves itself with is told. Any thread.
 *
 * <p>Bounded: {@value #ADDRESSES} addresses at a time, all others together are as one.
 */
final class FailureLog {

  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final int ADDRESSES = 1_000;
  private static final String OTHERS = "others";

  private final LongSupplier nanoClock;
  private final Map<String, Fold> folds = new LinkedHashMap<>();

  /** What was not told yet of one address. Guarded by the log. */
  private static final class Fold {
    long since;
    int untold;
    String lastAccount = "";

    Fold(long now) {
      since = now;
    }
  }

  FailureLog(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** A credential was wrong, or nobody has it. */
  synchronized void failed(ClaimedAccount claimed, SaslPeer peer) {
    String network = Network.of(peer.address());
    String key = folds.containsKey(network) || folds.size() < ADDRESSES ? network : OTHERS;
    Fold fold = folds.get(key);
    if (fold == null) {
      folds.put(key, new Fold(nanoClock.getAsLong()));
      log.atWarn()
          .addKeyValue("event", "auth.fail")
          .addKeyValue("conn", peer.conn())
          .addKeyValue("jid", claimed.name())
          .log("a login failed");
    } else {
      fold.untold++;
      fold.lastAccount = claimed.name();
    }
  }

  /** So many failures that no more are judged for a while. */
  void mustWait(
      FailureThrottle.Waiting who, Duration delay, ClaimedAccount claimed, SaslPeer peer) {
    boolean all = who == FailureThrottle.Waiting.ADDRESS;
    log.atWarn()
        .addKeyValue("event", "auth.lock")
        .addKeyValue("conn", peer.conn())
        .addKeyValue("jid", all ? null : claimed.name())
        .addKeyValue("address", Network.of(peer.address()))
        .addKeyValue("seconds", delay.toSeconds())
        .log(
            all
                ? "too many failed logins, the address is refused for a while"
                : "too many failed logins, the account has to wait for this address");
  }

  /** Called every second or so. */
  synchronized void tick() {
    long now = nanoClock.getAsLong();
    Iterator<Map.Entry<String, Fold>> all = folds.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Fold> next = all.next();
      Fold fold = next.getValue();
      if (now - fold.since < MINUTE) {
        continue;
      }
      if (fold.untold == 0) {
        all.remove();
        continue;
      }
      log.atWarn()
          .addKeyValue("event", "auth.fail")
          .addKeyValue("address", next.getKey())
          .addKeyValue("jid", fold.lastAccount)
          .addKeyValue("count", fold.untold)
          .log("more logins failed within a minute; the last account is named");
      fold.untold = 0;
      fold.since = now;
    }
  }
}
