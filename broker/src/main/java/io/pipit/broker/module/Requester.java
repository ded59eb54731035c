package io.pipit.broker.module;

import io.pipit.pubsub.Response;
import io.pipit.xmpp.StanzaError;

/** Who asked, and is told in the shard of what was asked about. */
public interface Requester {

  /** Does not want to know. */
  Requester NOBODY =
      new Requester() {
        @Override
        public void decided(Response response) {}

        @Override
        public void refused(StanzaError error) {}
      };

  /** What was decided, and is durable. */
  void decided(Response response);

  /** It could not be decided, or not made durable. */
  void refused(StanzaError error);

  /** Any thread, more than once: a stream has a notification of what was decided. */
  default void written() {}
}
