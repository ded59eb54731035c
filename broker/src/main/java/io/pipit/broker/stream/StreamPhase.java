package io.pipit.broker.stream;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;

/**
 * Where a stream is in its life (RFC 6120 4.3). Confined to the event loop of its stream.
 *
 * <pre>
 * (accepted)     -> Opening
 * (direct TLS)   -> Securing
 * Opening        -> Securing        header was right, TLS is required and missing
 * Opening        -> Authentication  header was right
 * Opening        -> Binding         header was right, the client has authenticated
 * Securing       -> Opening         handshake done
 * Authentication -> Securing        STARTTLS where TLS is optional
 * Authentication -> Opening         success
 * Binding        -> Bound           the listener has given an address
 * (any)          -> Closing         closed by either side, for whatever reason
 * </pre>
 */
sealed interface StreamPhase
    permits Opening, Securing, Authentication, Binding, Bound, StreamPhase.Closing {

  /** Takes an event, and returns the phase that the next one is for. */
  StreamPhase on(StreamEvent event);

  /** The stream has ended; only its last bytes may still be on their way. */
  record Closing() implements StreamPhase {
    @Override
    public StreamPhase on(StreamEvent event) {
      return this;
    }
  }

  /** Whether it is one of the three kinds of stanza, right or wrong. */
  static boolean isStanza(Element element) {
    return element.namespace().equals(Ns.CLIENT) && isNamedAsStanza(element);
  }

  private static boolean isNamedAsStanza(Element element) {
    return switch (element.name()) {
      case "iq", "message", "presence" -> true;
      default -> false;
    };
  }

  /**
   * How a stream ends that gets an element which is no stanza of a client: one of another content
   * namespace, such as a server's (RFC 6120 4.9.3.10), or something unknown (4.9.3.25).
   */
  static StreamError noStanza(Element element) {
    return StreamError.of(
        isNamedAsStanza(element)
            ? StreamError.Condition.INVALID_NAMESPACE
            : StreamError.Condition.UNSUPPORTED_STANZA_TYPE);
  }
}
