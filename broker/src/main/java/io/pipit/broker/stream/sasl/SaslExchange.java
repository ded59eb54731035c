package io.pipit.broker.stream.sasl;

import java.util.function.Consumer;

/**
 * One exchange of one mechanism. Confined to whoever runs the stream; of one use: after a success
 * or a failure it takes nothing more.
 */
public sealed interface SaslExchange permits PlainExchange, ScramExchange {

  /**
   * Judges the next message of the client, which is the first one at first. The next call must wait
   * for the answer to this one.
   *
   * @param then called exactly once, either before this returns or on another thread
   */
  void respond(byte[] message, Consumer<SaslStep> then);
}
