package io.pipit.broker.stream;

import io.pipit.broker.stream.sasl.SaslStep;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.StreamHeader;

/** What can happen to a stream that is negotiated or used. */
sealed interface StreamEvent {

  /** The client has opened the stream, or opened it again after TLS or SASL. */
  record Opened(StreamHeader header) implements StreamEvent {}

  /** The client has sent a child of the stream. */
  record Received(Element element) implements StreamEvent {}

  /** The client has closed the stream. */
  record ClosedByPeer() implements StreamEvent {}

  /** The TLS handshake is done. */
  record Secured() implements StreamEvent {}

  /** A message of the client's authentication was judged. */
  record Judged(SaslStep step) implements StreamEvent {}
}
