package io.pipit.broker.module;

import io.pipit.broker.queue.QueueChange;
import io.pipit.pubsub.Response;
import io.pipit.xmpp.StanzaError;
import java.util.List;

/** Who asked, and is told in the shard of what was asked about. */
public interface Requester {

  /** The assurance of what has to arrive once. */
  int EVERYTHING = 2;

  /** Does not want to know. */
  Requester NOBODY = nobody(false);

  /** The same, for what takes the place of more. */
  Requester NOBODY_MAKING_ROOM = nobody(true);

  private static Requester nobody(boolean makesRoom) {
    return new Requester() {
      @Override
      public void decided(Response response) {}

      @Override
      public void refused(StanzaError error) {}

      @Override
      public boolean makesRoom() {
        return makesRoom;
      }
    };
  }

  /** What was decided, and is durable. */
  void decided(Response response);

  /** It could not be decided, or not made durable. */
  void refused(StanzaError error);

  /** The most that is to be done for what was asked to arrive: 0, 1 or 2, as XMPP does. */
  default int assurance() {
    return EVERYTHING;
  }

  /** What is logged with what is decided, unless that is a refusal. */
  default List<QueueChange> together() {
    return List.of();
  }

  /** Whether what is asked for takes the place of more, so that a full disk takes it too. */
  default boolean makesRoom() {
    return false;
  }

  /** Any thread, more than once: a stream has a notification of what was decided. */
  default void written() {}
}
