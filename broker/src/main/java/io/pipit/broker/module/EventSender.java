package io.pipit.broker.module;

import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.NotificationResult;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.routing.Fanout;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.xml.NotificationEncoder;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import java.util.Optional;

/** Writes notifications and hands them to the streams of their recipients. Any thread. */
final class EventSender implements EventOrder.Sender {

  private final Fanout fanout;
  private final BrokerMetrics metrics;

  EventSender(Fanout fanout, BrokerMetrics metrics) {
    this.fanout = fanout;
    this.metrics = metrics;
  }

  @Override
  public void send(Notification notification, Optional<String> body, Runnable written) {
    Optional<FullJid> answered = notification.answered();
    Element message =
        notification instanceof Notification.ItemsPublishedWithBody event && body.isPresent()
            ? NotificationEncoder.encode(event, body.get())
            : NotificationEncoder.encode(notification);
    int streams = fanout.send(message, notification.recipients(), answered.orElse(null), written);
    metrics.fannedOut(streams);
    metrics.notified(Protocol.XMPP, NotificationResult.SENT, streams);
    if (streams == 0 && !notification.recipients().isEmpty() && answered.isEmpty()) {
      metrics.notified(
          Protocol.XMPP, NotificationResult.UNDELIVERABLE, notification.recipients().size());
    }
  }
}
