package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import java.util.List;

/** Who subscribes at doors. Any thread; its owner changes it at any time. */
public interface DoorSubscriptions {

  /** There are no doors. */
  DoorSubscriptions NONE =
      new DoorSubscriptions() {
        @Override
        public long version() {
          return 0;
        }

        @Override
        public void match(BareJid service, String node, List<? super DoorSubscription> found) {
          // nobody
        }

        @Override
        public DoorAudience audience(List<DoorSubscription> allowed) {
          return DoorAudience.NONE;
        }
      };

  /** Another one after each change; asked before the subscriptions. */
  long version();

  /** Adds those that a node has by its name. */
  void match(BareJid service, String node, List<? super DoorSubscription> found);

  /** The audience that these make, which may all read the node; never of none. */
  DoorAudience audience(List<DoorSubscription> allowed);
}
