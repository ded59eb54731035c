package io.pipit.bridges.mqtt;

/**
 * What a bridge counts: one object for each bridge. Called on the context of the bridge, but {@link
 * #dropped} by any thread.
 */
public interface BridgeMetrics {

  /** It is that from now on; UP is {@code pipit_bridge_up}. */
  void state(BridgeState state);

  /**
   * An attempt has ended.
   *
   * @param result {@code ok}, or in small letters what failed
   */
  void connected(String result);

  /**
   * A message was dealt with.
   *
   * @param result {@code ok}, {@code unchanged}, {@code ignored}, {@code refused} or {@code
   *     dropped}
   */
  void message(Direction direction, String result, long bytes);

  /** What waits for the broker. */
  void buffer(int items, long bytes, double oldestSeconds);

  /** Something was lost. */
  void dropped(String reason, long count);

  /** A message was sent again that had been dealt with. */
  void duplicate();

  /** A message came back to where it began, or came too far. */
  void loop();

  /** So many messages are on their way to the broker. */
  void inflight(int messages);

  /** A message to the broker was acknowledged so long after it was sent. */
  void acknowledged(double seconds);

  /** A message or an item could not be mapped, or is refused on the other side. */
  void mapError(String reason);

  /** Which way. */
  enum Direction {
    IN,
    OUT;

    /** As it is written in metrics. */
    public String word() {
      return this == IN ? "in" : "out";
    }
  }

  /** Counts nothing. */
  BridgeMetrics NONE =
      new BridgeMetrics() {
        @Override
        public void state(BridgeState state) {}

        @Override
        public void connected(String result) {}

        @Override
        public void message(Direction direction, String result, long bytes) {}

        @Override
        public void buffer(int items, long bytes, double oldestSeconds) {}

        @Override
        public void dropped(String reason, long count) {}

        @Override
        public void duplicate() {}

        @Override
        public void loop() {}

        @Override
        public void inflight(int messages) {}

        @Override
        public void acknowledged(double seconds) {}

        @Override
        public void mapError(String reason) {}
      };
}
