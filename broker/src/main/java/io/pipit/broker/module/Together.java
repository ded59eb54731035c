package io.pipit.broker.module;

import io.pipit.pubsub.Response;
import io.pipit.xmpp.StanzaError;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What comes of several commands. Confined to the shard. */
final class Together implements Requester {

  private final Consumer<Optional<StanzaError>> told;
  private int open = 1;
  private @Nullable StanzaError error;

  /**
   * @param told once, when all is durable or why it is not
   */
  Together(Consumer<Optional<StanzaError>> told) {
    this.told = told;
  }

  /** One more command that is waited for. */
  Requester another() {
    open++;
    return this;
  }

  /** Whether a command was refused already. */
  boolean hasFailed() {
    return error != null;
  }

  @Override
  public void decided(Response response) {
    if (response instanceof Response.Refusal refusal && error == null) {
      error = refusal.error().toStanzaError(refusal.detail());
    }
    ended();
  }

  @Override
  public void refused(StanzaError why) {
    if (error == null) {
      error = why;
    }
    ended();
  }

  /** One of them, or the last of all, has come to its end. */
  void ended() {
    open--;
    if (open == 0) {
      told.accept(Optional.ofNullable(error));
    }
  }
}
