package io.pipit.bridges.mqtt.link;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * One connection to an MQTT broker, from its attempt to its end; another attempt is another link.
 *
 * <p>Confined to the Vert.x context that it was made for: it is called there, its listener and its
 * futures run there. Nothing that it does waits for the broker on that context. Identifiers of
 * messages are those of this connection and mean nothing to the next one.
 *
 * <p><b>QoS 2.</b> A message of the broker is told when it comes, not when it is released; its
 * PUBREC is {@link #acknowledge}, its PUBCOMP {@link #complete}. A message to the broker is sent
 * with an identifier that the caller chose, so that who sends it again on another connection is
 * known; its PUBREL is {@link #release}. Each of these packets goes out only when it is asked for,
 * which lets the caller make its side durable before (MQTT 5 4.3.3).
 */
public interface MqttLink {

  /** The lowest identifier that a message of QoS 2 to the broker may have. */
  int FIRST_EXACT_ID = 32_768;

  /** The highest one. */
  int LAST_EXACT_ID = 65_535;

  /**
   * A link that has not begun.
   *
   * @param context where it is called and tells
   */
  static MqttLink create(Vertx vertx, Context context, LinkOptions options, LinkListener listener) {
    return options.isVersion5()
        ? new PahoLink5(vertx, context, options, listener)
        : new PahoLink3(vertx, context, options, listener);
  }

  /** Begins. The listener is told {@code connected}, or {@code closed} with why not. Once. */
  void connect();

  /**
   * Asks for filters, in one packet.
   *
   * @return the answer to each, in their order; fails when the link ends before
   */
  Future<List<SubscribeAnswer>> subscribe(List<LinkFilter> filters);

  /** Takes filters back, as they were asked for. */
  Future<Void> unsubscribe(List<String> filters);

  /**
   * Sends a message.
   *
   * @return what the broker answered at the end (PUBACK, PUBCOMP, or PUBREC with a refusal);
   *     succeeds with {@link PublishAnswer#DONE} at QoS 0 when it is written. Fails with {@link
   *     BackPressureException} when no more can be on their way now, and otherwise when the link
   *     ends before
   */
  Future<PublishAnswer> publish(OutgoingMessage message);

  /**
   * A message of the broker is safe here: PUBACK or PUBREC. Of QoS 0, only that it is dealt with.
   */
  void acknowledge(IncomingMessage message);

  /** A message that the broker released is forgotten here: PUBCOMP. */
  void complete(int id);

  /** A message that the broker has received is released: PUBREL. Also for one of a former link. */
  void release(int id);

  /**
   * Ends the connection, with DISCONNECT when it is orderly and there is one.
   *
   * @return when its threads and its socket are gone; the listener is not told of anything more
   */
  Future<Void> close(boolean orderly);
}
