package io.pipit.broker.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.store.Credentials;
import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import io.pipit.xmpp.BareJid;
import java.net.InetAddress;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An authenticator of the accounts in a map, with a clock that the test moves. */
final class AuthenticatorFixture implements AutoCloseable {

  static final String DOMAIN = "example.org";
  static final byte[] EXPORTER_DATA = "exported by this connection".getBytes(UTF_8);
  private static final byte[] SALT_1 = Base64.getDecoder().decode("QSXCR+Q6sek8bf92");
  private static final byte[] SALT_256 = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

  final Map<BareJid, Credentials> accounts = new ConcurrentHashMap<>();
  final AtomicLong now = new AtomicLong();
  String nonce = "serversnonce";
  static final String CONN = "127.0.0.1:4711";
  final SaslPeer clear = new SaslPeer(InetAddress.getLoopbackAddress(), CONN, ChannelBindings.NONE);
  final SaslPeer bound =
      new SaslPeer(
          InetAddress.getLoopbackAddress(),
          CONN,
          new ChannelBindings(Map.of(ChannelBindings.TLS_EXPORTER, EXPORTER_DATA)));
  final Authenticator authenticator;

  AuthenticatorFixture() {
    this(2, 256);
  }

  AuthenticatorFixture(int workers, int queue) {
    authenticator =
        new Authenticator(
            DOMAIN,
            account -> Optional.ofNullable(accounts.get(account)),
            new byte[32],
            now::get,
            () -> nonce,
            workers,
            queue);
    add("user", "pencil", false);
  }

  void add(String user, String password, boolean disabled) {
    accounts.put(
        BareJid.of(user + "@" + DOMAIN),
        new Credentials(
            ScramKeys.derive(ScramHash.SHA_1, password, SALT_1, 4_096).orElseThrow(),
            ScramKeys.derive(ScramHash.SHA_256, password, SALT_256, 4_096).orElseThrow(),
            disabled));
  }

  SaslStep plain(String message) throws Exception {
    return respond(authenticator.start(Mechanism.PLAIN, clear), message);
  }

  SaslStep scram(Mechanism mechanism, SaslPeer peer, ScramClient client) throws Exception {
    SaslExchange exchange = authenticator.start(mechanism, peer);
    SaslStep step = respond(exchange, client.first());
    return step instanceof SaslStep.Challenge challenge
        ? respond(exchange, client.last(new String(challenge.data(), UTF_8)))
        : step;
  }

  static SaslStep respond(SaslExchange exchange, String message) throws Exception {
    return respond(exchange, message.getBytes(UTF_8));
  }

  static SaslStep respond(SaslExchange exchange, byte[] message) throws Exception {
    CompletableFuture<SaslStep> step = new CompletableFuture<>();
    exchange.respond(message, step::complete);
    return step.get(10, TimeUnit.SECONDS);
  }

  static ScramClient client(ScramHash hash, String password) {
    return new ScramClient(hash, "user", password, "clientsnonce", "n,,", new byte[0]);
  }

  @Override
  public void close() {
    authenticator.close();
  }
}
