package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.DoorSubscriptions;
import io.pipit.pubsub.change.Change;
import java.util.List;

/** Those who listen to the services at doors that are not XMPP. */
public interface Announcer {

  /** There are no such doors. */
  Announcer NONE =
      new Announcer() {
        @Override
        public DoorSubscriptions subscriptions() {
          return DoorSubscriptions.NONE;
        }

        @Override
        public void tell(List<Announcement> announcements, Requester requester) {
          // nobody is announced to
        }
      };

  /**
   * Any thread: who listens. {@link DoorSubscriptions#NONE} while nobody does, so that a publish
   * costs nothing then.
   */
  DoorSubscriptions subscriptions();

  /**
   * In the shard that has decided: whether somebody who is to have what was published has no room
   * for it, and wants it refused.
   */
  default boolean refuses(List<Announcement> announcements, Requester requester) {
    return false;
  }

  /**
   * In the shard that has decided, before anything is logged: what is logged with it.
   *
   * @param changes that were decided
   * @param requester who asked for it
   */
  default Riders riders(
      List<Announcement> announcements,
      List<Change> changes,
      Requester requester,
      EntityShard shard) {
    return Riders.NONE;
  }

  /**
   * In the shard that has decided: what was decided is durable.
   *
   * @param requester who asked for it, and has the answer
   */
  void tell(List<Announcement> announcements, Requester requester);
}
