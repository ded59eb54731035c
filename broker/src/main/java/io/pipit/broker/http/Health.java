package io.pipit.broker.http;

import java.util.List;
import java.util.Map;

/** How the broker is. Called on the event loop of the door: never blocks. */
public interface Health {

  /**
   * Why the broker does not serve: the store is not open, a listener is not bound, it is stopping.
   * Each reason is one word or a few for a person; empty when it serves.
   */
  List<String> unreadiness();

  /**
   * What a person should know of a broker that serves, as {@link #unreadiness}: some of it takes
   * longer than usual.
   */
  List<String> notes();

  /** The parts of the broker by name, such as {@code store} or {@code listeners}. */
  Map<String, Part> parts();

  /**
   * The state of one part.
   *
   * @param detail for a person, empty when there is nothing to say
   */
  record Part(State state, String detail) {}

  /** From good to bad. */
  enum State {
    OK,
    /** It works, and an operator should look. */
    DEGRADED,
    FAILED
  }
}
