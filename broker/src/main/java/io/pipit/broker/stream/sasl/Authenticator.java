package io.pipit.broker.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.store.CredentialStore;
import io.pipit.broker.store.Credentials;
import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import io.pipit.xmpp.BareJid;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the credentials that clients show, for all streams of a domain. Any thread.
 *
 * <p><b>Cost.</b> A SCRAM proof takes microseconds. The password of PLAIN has to go through PBKDF2,
 * which takes milliseconds: {@value #WORKERS} threads do that, {@value #QUEUE} more may wait, and
 * beyond that the answer is a temporary failure. A password that was right is remembered as a MAC
 * under a key of this process, so that a fleet of devices that reconnects costs no PBKDF2; it is
 * forgotten when the account's keys change.
 *
 * <p><b>What a failure tells.</b> A wrong password, an unknown account and a disabled one get the
 * same answer after the same work.
 */
public final class Authenticator implements AutoCloseable {

  /** What a check of a password says. */
  enum Verdict {
    RIGHT,
    WRONG,
    BUSY
  }

  private static final int WORKERS = 2;
  private static final int QUEUE = 256;
  private static final int NONCE_BYTES = 18;
  private static final int SALT_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom random = new SecureRandom();
  private static final Logger log = LoggerFactory.getLogger(Authenticator.class);

  private final String domain;
  private final CredentialStore store;
  private final byte[] secret;
  private final FailureThrottle throttle;
  private final FailureLog failures;
  private final VerifiedPasswords verified;
  private final Supplier<String> nonces;
  private final ThreadPoolExecutor workers;

  /**
   * Starts the workers.
   *
   * @param domain whose accounts log in, prepared
   * @param secret from which the salts of unknown accounts are made: 16 bytes or more that stay the
   *     same over restarts, as the salts of known accounts do
   */
  public Authenticator(String domain, CredentialStore store, byte[] secret) {
    this(domain, store, secret, System::nanoTime, () -> encoded(NONCE_BYTES), WORKERS, QUEUE);
  }

  Authenticator(
      String domain,
      CredentialStore store,
      byte[] secret,
      LongSupplier nanoClock,
      Supplier<String> nonces,
      int workers,
      int queue) {
    if (secret.length < SALT_BYTES) {
      throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
    }
    this.domain = domain;
    this.store = store;
    this.secret = secret.clone();
    this.throttle = new FailureThrottle(nanoClock);
    this.failures = new FailureLog(nanoClock);
    this.nonces = nonces;
    this.verified = new VerifiedPasswords(drawn(SECRET_BYTES));
    AtomicInteger number = new AtomicInteger();
    this.workers =
        new ThreadPoolExecutor(
            workers,
            workers,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            work -> {
              Thread thread = new Thread(work, "pipit-auth-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.workers.allowCoreThreadTimeOut(true);
  }

  /**
   * Starts an exchange. Whether the mechanism may be used there (PLAIN only where nobody listens,
   * -PLUS only with a binding) is for the caller to say before.
   */
  public SaslExchange start(Mechanism mechanism, SaslPeer peer) {
    return mechanism == Mechanism.PLAIN
        ? new PlainExchange(this, peer)
        : new ScramExchange(mechanism, this, peer);
  }

  /**
   * Judges an account that a verified certificate names, which has to be there and enabled. Nobody
   * guesses a certificate, so that it never waits.
   *
   * @param shown what the log says of a certificate that names none
   */
  public SaslStep certified(Optional<BareJid> account, String shown, SaslPeer peer) {
    ClaimedAccount claimed =
        new ClaimedAccount(account.map(BareJid::toString).orElse(shown), account);
    if (enabled(claimed).isEmpty()) {
      failed(claimed, peer);
      return new SaslStep.Failure(SaslError.NOT_AUTHORIZED);
    }
    return new SaslStep.Success(account.orElseThrow(), new byte[0]);
  }

  /** Whether an address has failed so often that it is not served for now. */
  public boolean refuses(InetAddress address) {
    return throttle.refuses(address);
  }

  /** Called every second or so: tells the log what it was not told one by one. */
  public void tick() {
    failures.tick();
  }

  /** Stops the workers; whatever waits for them gets a temporary failure or no answer at all. */
  @Override
  public void close() {
    workers.shutdownNow();
  }

  ClaimedAccount claim(String userName) {
    return ClaimedAccount.of(userName, domain);
  }

  boolean mustWait(ClaimedAccount claimed, SaslPeer peer) {
    return throttle.mustWait(claimed.name(), peer.address());
  }

  void failed(ClaimedAccount claimed, SaslPeer peer) {
    failures.failed(claimed, peer);
    throttle
        .failed(claimed.name(), peer.address())
        .forEach((who, delay) -> failures.mustWait(who, delay, claimed, peer));
  }

  void succeeded(ClaimedAccount claimed, SaslPeer peer) {
    throttle.succeeded(claimed.name(), peer.address());
  }

  /** Our part of a SCRAM nonce. */
  String nonce() {
    return nonces.get();
  }

  /** The keys of an account, or made-up ones that nothing can be proven against. */
  ScramKeys keys(ClaimedAccount claimed, ScramHash hash) {
    return enabled(claimed)
        .map(credentials -> credentials.keys(hash))
        .orElseGet(() -> madeUp(claimed, hash));
  }

  /** Whether the account can log in, and still with these keys. */
  boolean isCurrent(ClaimedAccount claimed, ScramKeys keys) {
    return enabled(claimed)
        .filter(now -> now.sha256().equals(keys) || now.sha1().equals(keys))
        .isPresent();
  }

  /**
   * Checks the password of an account.
   *
   * @param then called once, before this returns or on a worker
   */
  void checkPassword(ClaimedAccount claimed, String password, Consumer<Verdict> then) {
    ScramHash hash = hashOfPassword(claimed);
    ScramKeys keys = keys(claimed, hash);
    if (verified.isKnown(claimed.name(), password, keys)) {
      then.accept(Verdict.RIGHT);
      return;
    }
    try {
      workers.execute(() -> then.accept(judge(claimed, password, hash, keys)));
    } catch (RejectedExecutionException full) {
      then.accept(Verdict.BUSY);
    }
  }

  private static String encoded(int bytes) {
    return Base64.getEncoder().encodeToString(drawn(bytes));
  }

  private static byte[] drawn(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return drawn;
  }

  /** The usual one, unless the account came from elsewhere with keys of another only. */
  private ScramHash hashOfPassword(ClaimedAccount claimed) {
    ScramHash usual = Mechanism.PLAIN.hash();
    return enabled(claimed).filter(credentials -> !credentials.hasKeys(usual)).isPresent()
        ? ScramHash.SHA_1
        : usual;
  }

  private Verdict judge(ClaimedAccount claimed, String password, ScramHash hash, ScramKeys keys) {
    try {
      if (!keys.matches(hash, password) || !isCurrent(claimed, keys)) {
        return Verdict.WRONG;
      }
      verified.add(claimed.name(), password, keys);
      return Verdict.RIGHT;
    } catch (RuntimeException defect) {
      log.atError()
          .addKeyValue("event", "auth.defect")
          .addKeyValue("jid", claimed.name())
          .setCause(defect)
          .log("a password could not be checked");
      return Verdict.BUSY;
    }
  }

  private Optional<Credentials> enabled(ClaimedAccount claimed) {
    return claimed
        .account()
        .flatMap(store::credentials)
        .filter(credentials -> !credentials.disabled());
  }

  private ScramKeys madeUp(ClaimedAccount claimed, ScramHash hash) {
    byte[] salt = derived("salt", hash, claimed);
    byte[] key = derived("key", hash, claimed);
    return new ScramKeys(
        Arrays.copyOf(salt, SALT_BYTES), hash.defaultIterations(), key, key.clone());
  }

  private byte[] derived(String purpose, ScramHash hash, ClaimedAccount claimed) {
    String of = purpose + '\0' + hash.digest() + '\0' + claimed.name();
    return ScramExchange.hmac(hash, secret, of.getBytes(UTF_8));
  }
}
