package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.BridgeMetrics.Direction;
import io.pipit.bridges.mqtt.link.IncomingMessage;
import io.pipit.bridges.mqtt.link.MqttLink;
import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.bridges.mqtt.profile.DevicePresence;
import io.pipit.xmpp.BareJid;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the messages of the broker: they are read, and published as items by {@link
 * InboundWork}; a message is acknowledged when all that it means is durable, or can never be.
 * Confined to the context of its bridge.
 */
final class BridgeInbound {

  private final BridgeEnvironment environment;
  private final InboundWork.Place place;
  private final Consumer<BridgeMessage> answers;
  private final TopicLanes lanes = new TopicLanes();
  private final RedeliveryWindow redelivered;
  private final BridgeTally tally;
  private BridgeMapping mapping;
  private @Nullable MqttLink link;
  private @Nullable AckOrder acks;
  private boolean isVersion5;

  /**
   * @param answers takes what a profile answers
   */
  BridgeInbound(
      BridgeEnvironment environment,
      InboundWork.Place place,
      BridgeTally tally,
      BridgeMapping mapping,
      Consumer<BridgeMessage> answers) {
    this.environment = environment;
    this.place = place;
    this.tally = tally;
    this.mapping = mapping;
    this.answers = answers;
    redelivered = new RedeliveryWindow(environment.clock());
  }

  void change(BridgeMapping changed) {
    mapping = changed;
  }

  void up(MqttLink current, boolean sessionPresent, boolean version5) {
    if (!sessionPresent) {
      // Its identifiers of QoS 2 begin anew.
      environment.port().forget(place.owner(), place.queue());
    }
    link = current;
    isVersion5 = version5;
    acks = new AckOrder(current);
  }

  void down() {
    link = null;
    acks = null;
  }

  int unacknowledged() {
    AckOrder current = acks;
    return current == null ? 0 : current.size();
  }

  /** The broker will not send that message of QoS 2 again. */
  void released(int id) {
    MqttLink current = link;
    if (current != null) {
      environment
          .port()
          .completed(
              place.owner(),
              place.queue(),
              id,
              () -> {
                if (link == current) {
                  current.complete(id);
                }
              });
    }
  }

  void message(IncomingMessage message) {
    AckOrder order = acks;
    if (order == null) {
      return;
    }
    AckOrder.Pending pending = order.add(message);
    Runnable acknowledge = () -> order.done(pending);
    if (message.qos() != 1) {
      read(message, acknowledge);
      return;
    }
    RedeliveryWindow.Entry before =
        message.duplicate()
            ? redelivered.find(message.id(), message.topic(), message.payload())
            : null;
    if (before != null) {
      environment.metrics().duplicate();
      before.whenDone(acknowledge);
      return;
    }
    RedeliveryWindow.Entry entry =
        redelivered.add(message.id(), message.topic(), message.payload());
    entry.whenDone(acknowledge);
    read(message, entry::done);
  }

  /**
   * @param done when nothing is lost if the broker forgets the message
   */
  private void read(IncomingMessage incoming, Runnable done) {
    BridgeMessage message = LinkMessages.read(incoming);
    Inbound mapped = mapping.receive(message, isVersion5);
    count(message, mapped);
    mapped.presences().forEach(this::present);
    mapped.answers().forEach(answers);
    SubscribeMapping entry = mapped.entry();
    if (mapped.items().isEmpty() || entry == null) {
      end(message, result(mapped), done);
      return;
    }
    lanes.submit(
        message.topic(),
        new InboundWork(
            environment,
            place,
            entry,
            message,
            mapped.items(),
            this::lost,
            result -> end(message, result, done)));
  }

  /** The broker does not retain that any more, and has no message that says so. */
  void cleared(Mirrored one) {
    lanes.submit(
        one.topic(),
        new TopicLanes.Work() {
          @Override
          public boolean isAlone() {
            return true;
          }

          @Override
          public void run(Runnable ended) {
            environment
                .port()
                .endStanding(
                    place.requester(one.entry()), one.node(), one.seq(), told -> ended.run());
          }
        });
  }

  private void count(BridgeMessage message, Inbound mapped) {
    switch (mapped.verdict()) {
      case LOOP -> environment.metrics().loop();
      case UNMATCHED, BAD_TOPIC, BAD_PAYLOAD -> {
        environment.metrics().mapError(mapped.verdict().word());
        tally.dropped(
            Direction.IN, mapped.verdict().word(), (message.topic() + " " + mapped.text()).strip());
      }
      case MAPPED, IGNORED -> {}
    }
  }

  private static String result(Inbound mapped) {
    return switch (mapped.verdict()) {
      case MAPPED -> "ok";
      case BAD_TOPIC, BAD_PAYLOAD -> "refused";
      case IGNORED, UNMATCHED, LOOP -> "ignored";
    };
  }

  private void present(DevicePresence device) {
    BareJid account;
    try {
      account = BareJid.of(device.device() + "@" + environment.domain());
    } catch (IllegalArgumentException noAddress) {
      environment.metrics().mapError("bad_device");
      return;
    }
    environment.port().presence(account, place.bridge(), device.presence());
  }

  private void lost(BridgeMessage message, String reason) {
    tally.dropped(Direction.IN, reason, message.topic());
  }

  private void end(BridgeMessage message, String result, Runnable done) {
    if (result.equals("ok") || result.equals("unchanged")) {
      tally.published();
    }
    environment.metrics().message(Direction.IN, result, message.payload().length);
    done.run();
  }
}
