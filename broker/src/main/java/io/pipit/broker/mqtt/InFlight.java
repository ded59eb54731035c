package io.pipit.broker.mqtt;

import java.util.Arrays;

/**
 * The messages of QoS 1 and 2 that were sent to a client and have not come to their end: which they
 * are, not what they say. Confined to the loop of its connection.
 *
 * <p><b>Packet identifiers.</b> Each message has a number that only grows, and its identifier is
 * that of its number modulo how many there are; no message is sent whose number is so far away from
 * another one's on its way. So an identifier says which message is meant, and a message that is
 * sent again has the identifier that it had.
 *
 * <p><b>Memory.</b> A {@code long} a message, in the order of their numbers; ended ones stay as
 * gaps until half of the room is gaps.
 */
final class InFlight {

  /** There is no such message. */
  static final long NONE = -1;

  private static final int ALL_IDS = 65_535;
  private static final int FIRST_ROOM = 8;

  // The state of a message, below its number.
  private static final int STATE_BITS = 2;
  private static final int STATE = 3;

  /** PUBACK is waited for. */
  private static final int SENT_ONCE_OR_MORE = 0;

  /** PUBREC is waited for. */
  private static final int SENT_ONCE = 1;

  /** PUBCOMP is waited for. */
  private static final int RELEASED = 2;

  private static final int ENDED = 3;

  private static final long[] NOTHING = {};

  private final Window window;
  private final int firstId;
  private final int ids;
  private long[] entries = NOTHING;

  /** The oldest that has not ended, unless there is none. */
  private int head;

  private int tail;
  private int size;

  /**
   * With all packet identifiers.
   *
   * @param window so many at most
   */
  InFlight(Window window) {
    this(window, 1, ALL_IDS);
  }

  /**
   * With some of the packet identifiers.
   *
   * @param window so many at most, with those of others that share it
   * @param ids how many, from the first one on
   */
  InFlight(Window window, int firstId, int ids) {
    this.window = window;
    this.firstId = firstId;
    this.ids = ids;
  }

  /** The packet identifier of a number. */
  int id(long number) {
    return firstId + (int) (number % ids);
  }

  /** Whether a packet identifier is one of these. */
  boolean has(int id) {
    return id >= firstId && id < firstId + ids;
  }

  int size() {
    return size;
  }

  /** Whether the message of that number may be sent now. */
  boolean takes(long number) {
    return window.isOpen()
        && (size == 0
            || Math.max(number, numberAt(tail - 1)) - Math.min(number, numberAt(head)) < ids);
  }

  /** A message that it {@link #takes} is sent; most often its number is the highest. */
  void add(long number, int qos) {
    if (!takes(number)) {
      throw new IllegalStateException("message " + number + " has no room");
    }
    if (tail == entries.length) {
      makeRoom();
    }
    int at = tail++;
    while (at > head && numberAt(at - 1) > number) {
      entries[at] = entries[at - 1];
      at--;
    }
    entries[at] = number << STATE_BITS | (qos == 1 ? SENT_ONCE_OR_MORE : SENT_ONCE);
    size++;
    window.sent();
  }

  /**
   * PUBACK: a message of QoS 1 has come to its end.
   *
   * @return its number, {@link #NONE} when there is none
   */
  long acknowledged(int id) {
    int at = find(id);
    return at >= 0 && stateAt(at) == SENT_ONCE_OR_MORE ? end(at) : NONE;
  }

  /**
   * PUBREC: a message of QoS 2 has come, perhaps told again.
   *
   * @return its number, {@link #NONE} when there is none
   */
  long received(int id) {
    int at = find(id);
    if (at < 0 || stateAt(at) == SENT_ONCE_OR_MORE) {
      return NONE;
    }
    long number = numberAt(at);
    entries[at] = number << STATE_BITS | RELEASED;
    return number;
  }

  /**
   * PUBREC with an error: a message of QoS 2 will not be taken, and has come to its end.
   *
   * @return its number, {@link #NONE} when there is none, or it was taken before
   */
  long refused(int id) {
    int at = find(id);
    return at >= 0 && stateAt(at) == SENT_ONCE ? end(at) : NONE;
  }

  /**
   * PUBCOMP: a message of QoS 2 has come to its end.
   *
   * @return its number, {@link #NONE} when there is none, or it has not come yet
   */
  long completed(int id) {
    int at = find(id);
    return at >= 0 && stateAt(at) == RELEASED ? end(at) : NONE;
  }

  private long numberAt(int at) {
    return entries[at] >> STATE_BITS;
  }

  private int stateAt(int at) {
    return (int) (entries[at] & STATE);
  }

  /** The place of a message that has not ended, or -1. */
  private int find(int id) {
    if (size == 0 || !has(id)) {
      return -1;
    }
    long oldest = numberAt(head);
    long number = oldest + Math.floorMod(id - id(oldest), ids);
    // Without gaps in the numbers it is exactly there, and never behind.
    int latest = (int) Math.min(head + number - oldest, tail - 1L);
    int at =
        numberAt(latest) == number
            ? latest
            : Arrays.binarySearch(entries, head, latest, number << STATE_BITS);
    if (at < 0) {
      at = -1 - at; // where it is when its state is not 0
    }
    return at < tail && numberAt(at) == number && stateAt(at) != ENDED ? at : -1;
  }

  private long end(int at) {
    entries[at] |= ENDED;
    size--;
    window.ended();
    while (head < tail && stateAt(head) == ENDED) {
      head++;
    }
    while (tail > head && stateAt(tail - 1) == ENDED) {
      tail--;
    }
    if (head == tail) {
      head = 0;
      tail = 0;
    }
    return entries[at] >> STATE_BITS;
  }

  /** Closes the gaps; takes twice the room when they are less than half of it. */
  private void makeRoom() {
    int room = Math.max(FIRST_ROOM, entries.length);
    long[] dense = new long[2 * size < entries.length ? room : 2 * room];
    int at = 0;
    for (int i = head; i < tail; i++) {
      if (stateAt(i) != ENDED) {
        dense[at++] = entries[i];
      }
    }
    entries = dense;
    head = 0;
    tail = at;
  }
}
