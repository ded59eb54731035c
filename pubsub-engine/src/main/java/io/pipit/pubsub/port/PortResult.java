package io.pipit.pubsub.port;

/** What became of something that a door asked for. */
public sealed interface PortResult {

  /**
   * It is done and durable.
   *
   * @param id of the item; empty where there is none
   * @param repeated whether it was done before, and nothing now
   * @param anybody whether anybody was told of it
   */
  record Done(String id, boolean repeated, boolean anybody) implements PortResult {}

  /**
   * Nothing was done.
   *
   * @param text for a person
   */
  record Refused(Reason reason, String text) implements PortResult {}

  /** Why nothing was done. */
  enum Reason {
    NOT_AUTHORISED,
    BAD_NAME,
    TOO_LARGE,
    INVALID_PAYLOAD,
    QUOTA,
    MISSING,
    /** The store is congested or full: it may be tried again. */
    BUSY,
    FAILED
  }
}
