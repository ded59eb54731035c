package io.pipit.broker.stream.sasl;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * PLAIN on the server's side (RFC 4616): {@code [authzid] NUL authcid NUL passwd}. The password is
 * checked on a worker, unless the same one was right before.
 */
final class PlainExchange implements SaslExchange {

  private final Authenticator authenticator;
  private final SaslPeer peer;

  PlainExchange(Authenticator authenticator, SaslPeer peer) {
    this.authenticator = authenticator;
    this.peer = peer;
  }

  @Override
  public void respond(byte[] message, Consumer<SaslStep> then) {
    Optional<String> text = ScramExchange.decode(message);
    String[] parts = text.map(present -> present.split("\0", -1)).orElse(new String[0]);
    if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
      then.accept(new SaslStep.Failure(SaslError.MALFORMED_REQUEST));
      return;
    }
    ClaimedAccount claimed = authenticator.claim(parts[1]);
    if (!claimed.mayActAs(parts[0])) {
      then.accept(new SaslStep.Failure(SaslError.INVALID_AUTHZID));
    } else if (authenticator.mustWait(claimed, peer)) {
      then.accept(new SaslStep.Failure(SaslError.TEMPORARY_AUTH_FAILURE));
    } else {
      authenticator.checkPassword(
          claimed, parts[2], verdict -> then.accept(judge(claimed, verdict)));
    }
  }

  private SaslStep judge(ClaimedAccount claimed, Authenticator.Verdict verdict) {
    return switch (verdict) {
      case RIGHT -> {
        authenticator.succeeded(claimed, peer);
        yield new SaslStep.Success(claimed.account().orElseThrow(), new byte[0]);
      }
      case WRONG -> {
        authenticator.failed(claimed, peer);
        yield new SaslStep.Failure(SaslError.NOT_AUTHORIZED);
      }
      case BUSY -> new SaslStep.Failure(SaslError.TEMPORARY_AUTH_FAILURE);
    };
  }
}
