package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.mqtt.MqttSession.Ending;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.stream.StreamLimits;
import io.pipit.broker.stream.StreamLimits.Connections;
import io.pipit.broker.stream.StreamLimits.Share;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client may cost. */
@Timeout(90)
class MqttLimitsTest {

  static StreamLimits limits(Connections connections, UnaryOperator<Share> change) {
    StreamLimits limits = StreamLimits.DEFAULTS;
    return new StreamLimits(
        limits.beforeAuthentication(),
        change.apply(limits.afterAuthentication()),
        limits.times(),
        connections,
        limits.heap());
  }

  private static StreamLimits share(UnaryOperator<Share> change) {
    return limits(StreamLimits.DEFAULTS.connections(), change);
  }

  private static Share change(Share share, int rate, int burst, int inFlight, int outboundBytes) {
    return new Share(share.xml(), rate, burst, inFlight, outboundBytes, share.outboundStanzas());
  }

  @Test
  void strangersOfOneAddressAreCounted() throws Exception {
    StreamLimits two =
        limits(new Connections(2, 100, 100, address -> false), UnaryOperator.identity());
    try (MqttFixture server = MqttFixture.with(two);
        RawMqttClient first = server.connect();
        RawMqttClient second = server.connect()) {
      // Both are there: each is asked to say something wrong only afterwards.
      first.send(RawMqttClient.connect(5, "first", "user", "pencil"));
      first.expectConnack(0);
      try (RawMqttClient third = server.connect()) {
        second.send(new byte[] {0x10});
        third.send(RawMqttClient.connect(5, "third", "user", "pencil"));
        third.expectConnack(0); // the first is no stranger any more
      }
    }
  }

  @Test
  void tooManySessionsOfOneAddressAreRefused() throws Exception {
    StreamLimits one =
        limits(new Connections(50, 100, 1, address -> false), UnaryOperator.identity());
    try (MqttFixture server = MqttFixture.with(one);
        RawMqttClient first = server.session(5, "first");
        RawMqttClient second = server.connect()) {
      second.send(RawMqttClient.connect(5, "second", "user", "pencil"));
      second.expectConnack(ReasonCode.QUOTA_EXCEEDED);
      second.expectEnd();
      first.ping();
    }
  }

  @Test
  void publishesThatAreNotDecidedStopTheReading() throws Exception {
    try (MqttFixture server =
            MqttFixture.with(share(share -> change(share, 8 << 20, 16 << 20, 4, 4 << 20)));
        RawMqttClient client = server.session(5, "eager")) {
      server.sessions.decides = false;
      for (int i = 1; i <= 10; i++) {
        client.send(packet(0x32, "a", 0, i, properties()));
      }
      MqttClient publisher = EchoSessions.next(server.sessions.undecided);
      for (int i = 1; i < 4; i++) {
        EchoSessions.next(server.sessions.undecided);
      }
      // Another client's packets go through the same loops meanwhile.
      try (RawMqttClient other = server.session(5, "other");
          RawMqttClient more = server.session(5, "more")) {
        other.ping();
        more.ping();
      }
      assertEquals(0, server.sessions.undecided.size());
      for (int i = 0; i < 10; i++) {
        publisher.loop().execute(publisher::endPublish);
      }
      for (int i = 4; i < 10; i++) {
        EchoSessions.next(server.sessions.undecided);
      }
      client.ping();
    }
  }

  @Test
  void whoSendsTooFastIsReadSlowlyAndNotClosed() throws Exception {
    try (MqttFixture server =
            MqttFixture.with(share(share -> change(share, 1 << 20, 10_000, 256, 4 << 20)));
        RawMqttClient client = server.session(5, "fast")) {
      for (int i = 0; i < 20; i++) {
        client.send(packet(0x30, "a", properties(), new byte[10_000]));
      }
      client.ping();
      assertEquals(20, server.sessions.received.size());
    }
  }

  @Test
  void whoDoesNotReadIsClosedAndTheOthersGoOn() throws Exception {
    try (MqttFixture server =
            MqttFixture.with(share(share -> change(share, 64 << 20, 64 << 20, 256, 262_144)));
        RawMqttClient reader = server.session(5, "reader");
        RawMqttClient slow = server.session(5, "slow");
        RawMqttClient publisher = server.session(5, "publisher")) {
      for (RawMqttClient each : new RawMqttClient[] {reader, slow}) {
        each.send(packet(0x82, 0, 1, properties(), "a", 0));
        assertEquals(0x90, each.next().first());
      }
      byte[] publish = packet(0x30, "a", properties(), new byte[60_000]);
      Ending ending = null;
      int sent = 0;
      while (ending == null) {
        publisher.send(publish);
        assertEquals(0x30, reader.next().first());
        sent++;
        assertTrue(sent < 2_000, "what is queued for a client has no bound");
        ending = server.sessions.ended.poll();
      }
      assertEquals(new Ending(true, -1, ReasonCode.QUOTA_EXCEEDED), ending);
      publisher.ping();
      reader.ping();
    }
  }

  @Test
  void slowClientIsSeenAndSeenToReadAgain() throws Exception {
    try (MqttFixture server =
            MqttFixture.with(share(share -> change(share, 8 << 20, 16 << 20, 256, 4 << 20)));
        RawMqttClient client = server.session(5, "slow")) {
      MqttClient session = EchoSessions.next(server.sessions.opened);
      byte[] bytes = packet(0x30, "a", properties(), new byte[16_384]);
      int written = 0;
      boolean slow = false;
      while (!slow) {
        slow =
            MqttFixture.await(
                io.vertx.core.Future.future(
                    done ->
                        session
                            .loop()
                            .execute(
                                () -> {
                                  session.write(PacketType.PUBLISH, out -> out.writeBytes(bytes));
                                  done.complete(session.isSlow());
                                })));
        written++;
        assertTrue(written < 10_000, "no end of what the system takes");
      }
      for (int i = 0; i < written; i++) {
        assertEquals(0x30, client.next().first());
      }
      client.ping();
      assertEquals(1, server.sessions.drained.get());
    }
  }
}
