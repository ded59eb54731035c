package io.pipit.broker.module;

import io.pipit.broker.account.BlockLists;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.NotificationResult;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.routing.Fanout;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.xml.NotificationEncoder;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.Optional;

/**
 * Writes notifications and hands them to the streams of their recipients, but for those who block
 * the service or are blocked by the account that tells (XEP-0163 4.3.3). They stay subscribed, and
 * are told again when the block ends. Any thread.
 */
final class EventSender implements EventOrder.Sender {

  private final Fanout fanout;
  private final BrokerMetrics metrics;
  private final BlockLists blocks;

  EventSender(Fanout fanout, BrokerMetrics metrics, BlockLists blocks) {
    this.fanout = fanout;
    this.metrics = metrics;
    this.blocks = blocks;
  }

  /** The resources that an event for some addresses goes to now; one may be there twice. */
  List<FullJid> reached(BareJid service, List<Jid> recipients) {
    return blocks.reachable(service, recipients).stream()
        .flatMap(jid -> fanout.reached(jid).stream())
        .filter(resource -> !blocks.reachable(service, List.of(resource)).isEmpty())
        .toList();
  }

  /** An event was for one of many, of whom nobody is connected. */
  void reachesNobody() {
    metrics.notified(Protocol.XMPP, NotificationResult.UNDELIVERABLE, 1);
  }

  @Override
  public void send(Notification notification, Optional<String> body, Runnable written) {
    List<Jid> recipients = blocks.reachable(notification.service(), notification.recipients());
    if (recipients.isEmpty() && !notification.recipients().isEmpty()) {
      return;
    }
    Optional<FullJid> answered = notification.answered();
    Element message =
        notification instanceof Notification.ItemsPublishedWithBody event && body.isPresent()
            ? NotificationEncoder.encode(event, body.get())
            : NotificationEncoder.encode(notification);
    int streams = fanout.send(message, recipients, answered.orElse(null), written);
    metrics.fannedOut(streams);
    metrics.notified(Protocol.XMPP, NotificationResult.SENT, streams);
    if (streams == 0 && !recipients.isEmpty() && answered.isEmpty()) {
      metrics.notified(Protocol.XMPP, NotificationResult.UNDELIVERABLE, recipients.size());
    }
  }
}
