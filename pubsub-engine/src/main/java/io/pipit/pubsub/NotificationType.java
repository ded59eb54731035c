package io.pipit.pubsub;

import io.pipit.xmpp.Message;
import java.util.Optional;

/** The message type of a node's events (XEP-0060 12.7). */
public enum NotificationType {
  NORMAL(Message.Type.NORMAL),
  /** Keeps events out of offline storage. */
  HEADLINE(Message.Type.HEADLINE);

  private final Message.Type messageType;

  NotificationType(Message.Type messageType) {
    this.messageType = messageType;
  }

  public Message.Type messageType() {
    return messageType;
  }

  public String wire() {
    return messageType.wire();
  }

  public static Optional<NotificationType> ofWire(String word) {
    for (NotificationType type : values()) {
      if (type.wire().equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
