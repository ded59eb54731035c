package io.pipit.broker.stream;

import io.netty.buffer.ByteBuf;

/**
 * One whole stanza that writes itself into the open buffer of a stream, such as a notification of
 * which all but {@code to} was serialised once for all recipients.
 */
@FunctionalInterface
public interface Outbound {

  /**
   * Appends one whole stanza in UTF-8. Called once per recipient, on the recipient's event loop.
   *
   * @param out grows as needed; neither kept nor released by the callee
   */
  void appendTo(ByteBuf out);
}
