package io.pipit.bridges.mqtt.link;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Which packet identifier on the wire stands for which one of Paho.
 *
 * <p>Paho numbers what it sends from 1 in each connection. A broker that kept the state of this
 * client may still wait for the end of a message of QoS 2 with that number, and would take a new
 * one for a repetition of it. So messages of QoS 2 have the identifiers that the bridge chose, from
 * {@link MqttLink#FIRST_EXACT_ID} on, and everything else has those below. Any thread.
 */
final class PacketIds {

  /** A message of QoS 2 that Paho was given and has not written. */
  private record Exact(int id, boolean again) {}

  private final Map<Integer, Integer> wireByPaho = new HashMap<>();
  private final Map<Integer, Integer> pahoByWire = new HashMap<>();
  private final Queue<Exact> unwritten = new ArrayDeque<>();
  private int last;

  /** The next message of QoS 2 that Paho writes will be this one: Paho keeps their order. */
  synchronized void expect(int id, boolean again) {
    unwritten.add(new Exact(id, again));
  }

  /** Paho did not take the message that was expected last. */
  synchronized void refused(int id) {
    unwritten.removeIf(exact -> exact.id() == id);
  }

  /** Whether the message of QoS 2 that Paho is about to write was sent before. */
  synchronized boolean isNextAgain() {
    Exact next = unwritten.peek();
    return next != null && next.again();
  }

  synchronized int takeExact(int paho) throws IOException {
    Exact next = unwritten.poll();
    if (next == null) {
      throw new IOException("a message of QoS 2 that nobody sent");
    }
    return put(paho, next.id());
  }

  synchronized int take(int paho) throws IOException {
    for (int tried = 1; tried < MqttLink.FIRST_EXACT_ID; tried++) {
      last = last % (MqttLink.FIRST_EXACT_ID - 1) + 1;
      if (!pahoByWire.containsKey(last)) {
        return put(paho, last);
      }
    }
    throw new IOException("no packet identifier is free");
  }

  private int put(int paho, int wire) {
    wireByPaho.put(paho, wire);
    pahoByWire.put(wire, paho);
    return wire;
  }

  /** 0 when there is none. */
  synchronized int wire(int paho) {
    return wireByPaho.getOrDefault(paho, 0);
  }

  /** 0 when there is none. */
  synchronized int paho(int wire) {
    return pahoByWire.getOrDefault(wire, 0);
  }

  /** The broker has answered for good. */
  synchronized void free(int wire) {
    Integer paho = pahoByWire.remove(wire);
    if (paho != null) {
      wireByPaho.remove(paho);
    }
  }
}
