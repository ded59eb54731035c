package io.pipit.broker.interop;

import java.io.IOException;

/** A client of one protocol that does not wait for each answer. Confined to its test. */
interface BatchDoor extends AutoCloseable {

  /** What a client was told; bytes as they came. */
  record Message(String node, byte[] payload) {}

  /** Subscribes, and waits until that is done. */
  void subscribe(String filter) throws IOException;

  /** Publishes without waiting. */
  void post(String node, RandomPayload payload) throws IOException;

  /** Reads answers to so many publishes, each of which has to be taken. */
  void answered(int count) throws IOException;

  /** The next item that comes. */
  Message next() throws IOException;

  @Override
  void close() throws IOException;
}
