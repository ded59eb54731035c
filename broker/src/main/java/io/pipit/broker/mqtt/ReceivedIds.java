package io.pipit.broker.mqtt;

import java.util.BitSet;
import java.util.Set;

/**
 * The packet identifiers of messages of QoS 2 that a client has sent and not released: a message
 * that comes again under one of them is the same (4.3.3). At most three bits an identifier.
 * Confined to the loop of its connection.
 */
final class ReceivedIds {

  private final BitSet undecided = new BitSet(0);
  private final BitSet open = new BitSet(0);

  /** Those of earlier connections: the client does not wait for them here (4.9). */
  private final BitSet earlier = new BitSet(0);

  private int size;

  /** What is known of an identifier. */
  enum State {
    /** Nothing: a message with it is a new one. */
    UNKNOWN,
    /** Its message is being published; PUBREC follows when that is decided. */
    UNDECIDED,
    /** Its message was published, and PUBREC has been said. */
    OPEN
  }

  /** Messages with these were published, and PUBREC may have been said by another connection. */
  void known(Set<Integer> ids) {
    ids.forEach(earlier::set);
  }

  State state(int id) {
    if (open.get(id) || earlier.get(id)) {
      return State.OPEN;
    }
    return undecided.get(id) ? State.UNDECIDED : State.UNKNOWN;
  }

  /** A new message has come, and is undecided from now on. */
  void arrived(int id) {
    undecided.set(id);
    size++;
  }

  /** What was undecided was published, or refused: then nothing is open (4.3.3, PUBREC errors). */
  void decided(int id, boolean published) {
    undecided.clear(id);
    open.set(id, published);
    if (!published) {
      size--;
    }
  }

  /** PUBREL: whether there was a message; its identifier may be used again. */
  boolean released(int id) {
    if (earlier.get(id)) {
      earlier.clear(id);
      return true;
    }
    if (!open.get(id)) {
      return false;
    }
    open.clear(id);
    size--;
    return true;
  }

  /** Messages that the client has to wait for. */
  int size() {
    return size;
  }
}
