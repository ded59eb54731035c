package io.pipit.broker.stream;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StreamError;
import java.time.Instant;
import java.util.Optional;

/**
 * The stream of an authenticated client, as the rest of the broker sees it.
 *
 * <p>Confined to its event loop, {@link #loop}, except for what says "any thread". After the stream
 * has ended, everything that would be sent is dropped and counted.
 */
public interface ClientStream {

  /**
   * The address it is bound to. Any thread.
   *
   * @throws IllegalStateException before {@link StreamListener#bind} has given it one
   */
  FullJid jid();

  /** The account that has authenticated. Any thread. */
  BareJid account();

  /** The inbox of its event loop. Any thread. */
  LoopInbox loop();

  /** Queues a stanza; it leaves at the end of the loop's turn. */
  void send(Stanza stanza);

  /** Queues a stanza that is serialised already. */
  void write(Outbound stanza);

  /**
   * Says that a request of this client is being worked on and will be followed by exactly one
   * {@link #answer}. With {@code limits.in_flight} of them under way nothing more is read from this
   * client until one is answered.
   */
  void beginRequest();

  /** Sends the answer to a request that {@link #beginRequest} has counted. */
  void answer(Iq answer);

  /**
   * Ends the stream with an error (RFC 6120 4.9) behind everything that is queued. The listener has
   * been told when this returns; nothing if it has ended already.
   */
  void close(StreamError error);

  /** Keeps one object of the listener's with this stream, in place of an earlier one. */
  void attach(Object state);

  /** What {@link #attach} was given last, if it is of that type. */
  <T> Optional<T> attachment(Class<T> type);

  /** When the connection was accepted. Any thread. */
  Instant acceptedAt();

  /**
   * Address and port of the client, {@code 192.0.2.1:40000} or {@code [2001:db8::1]:40000}. Any
   * thread.
   */
  String remoteAddress();

  /** The version of TLS, such as {@code TLSv1.3}; empty without TLS. */
  Optional<String> tlsVersion();

  /** Bytes that wait for this client to read. */
  int queuedBytes();
}
