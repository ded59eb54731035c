package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.port.LiveItem;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueuedItem;
import io.pipit.xmpp.FullJid;

/** A connected client of a shared subscription. Known by identity. Any thread. */
final class SharedMember {

  private final MqttClient client;
  private final SharedInbox inbox;
  private volatile QueueFilter options;

  SharedMember(MqttClient client, SharedInbox inbox, QueueFilter options) {
    this.client = client;
    this.inbox = inbox;
    this.options = options;
  }

  FullJid client() {
    return client.jid();
  }

  /** The options of the subscription, as its client has asked for them last. */
  QueueFilter options() {
    return options;
  }

  void options(QueueFilter changed) {
    options = changed;
  }

  /** A message is this one's; the group waits until it has ended. */
  void deliver(QueuedItem item, SharedGroup group) {
    client.loop().execute(() -> inbox.deliver(new SharedInbox.Assigned(item, this, group)));
  }

  /** A message that nobody waits for. */
  void passing(LiveItem item) {
    client.loop().execute(() -> inbox.passing(item, this));
  }

  /** The group has ended for all. */
  void lost() {
    client
        .loop()
        .execute(
            () -> client.close(ReasonCode.ADMINISTRATIVE_ACTION, "its subscription has ended"));
  }
}
