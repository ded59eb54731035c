package io.pipit.broker.http;

/**
 * Begins the orderly end of the broker. Any thread; returns at once, a second call does nothing.
 */
@FunctionalInterface
public interface Shutdown {

  void begin();
}
