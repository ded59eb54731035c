package io.pipit.broker.interop;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A client of one protocol, as the matrix of protocols needs it. Confined to its test. */
interface DoorClient extends AutoCloseable {

  /** What a payload is. */
  enum Kind {
    JSON("application/json"),
    TEXT("text/plain"),
    BINARY("image/png"),
    XML("application/xml");

    final String contentType;

    Kind(String contentType) {
      this.contentType = contentType;
    }
  }

  /**
   * What is published.
   *
   * @param unit a header of its own
   */
  record Sent(Kind kind, byte[] payload, String unit) {}

  /**
   * What a client is told of an item; what its protocol has no word for is null.
   *
   * @param kind of the container that the payload came in
   */
  record Seen(
      String node,
      byte[] payload,
      @Nullable Kind kind,
      @Nullable String id,
      @Nullable Instant published,
      @Nullable String publisher,
      @Nullable String unit,
      @Nullable String contentType,
      boolean retained) {

    Seen publishedAt(Instant when) {
      return new Seen(node, payload, kind, id, when, publisher, unit, contentType, retained);
    }

    static Seen ofMqtt311(String node, byte[] payload, boolean retained) {
      return new Seen(node, payload, null, null, null, null, null, null, retained);
    }
  }

  /**
   * Publishes, and waits until that is answered; gives whether it was allowed as far as is told.
   */
  boolean publish(String node, Sent item) throws Exception;

  /** As {@link #publish}, to stay for who comes later where the protocol has a word for that. */
  boolean retain(String node, Sent item) throws Exception;

  /** Subscribes to a node or filter; gives whether it was allowed as far as is told. */
  boolean subscribe(String filter) throws Exception;

  /** The next item that comes. */
  Seen next() throws Exception;

  @Override
  void close() throws IOException;
}
