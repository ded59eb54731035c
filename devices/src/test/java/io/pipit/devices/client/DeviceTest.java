package io.pipit.devices.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.devices.client.XmppException.Disconnected;
import io.pipit.devices.client.XmppException.NotAuthenticated;
import io.pipit.devices.client.XmppException.Overloaded;
import io.pipit.devices.client.XmppException.Refused;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceTest {

  private static final Jid SERVICE = Jid.of("pubsub.localhost");

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.success(vertx.close());
  }

  private static DeviceOptions options() {
    return DeviceOptions.of("d1", FakeServer.CREDENTIALS, SERVICE)
        .withBackoff(Duration.ofMillis(1), Duration.ofMillis(20));
  }

  private Device device(FakeServer server, DeviceOptions options) {
    XmppServer at = Await.success(server.start(vertx));
    return Device.create(vertx, XmppConnector.create(vertx, at), options);
  }

  private static Payload number(int i) {
    return Payload.json(Integer.toString(i));
  }

  private static String json(String text) {
    return "<json xmlns='urn:xmpp:json:0'>" + text + "</json>";
  }

  @Test
  void telemetryMakesItsNodeAndIsStored() {
    FakePubsub server = new FakePubsub();
    Device device = device(server, options());
    Await.success(device.connect());
    assertEquals(Delivery.STORED, Await.success(device.telemetry("temp", Map.of("c", 21.5))));
    assertEquals(Delivery.STORED, Await.success(device.telemetry("temp", Map.of("c", 22))));
    Map<String, String> items = server.items("devices/d1/telemetry/temp");
    assertEquals(2, items.size());
    String first = items.values().iterator().next();
    JsonObject body = new JsonObject(first.replaceAll("<[^>]*>", "").replace("&quot;", "\""));
    assertEquals(new JsonObject().put("c", 21.5), body.getJsonObject("values"));
    assertTrue(body.getLong("ts") > 0);
    assertEquals(new DeviceStatus(true, 0, 2, 0, 0), Await.success(device.status()));
    Await.success(device.close());
  }

  @Test
  void nodeThatExistsIsUsed() {
    FakePubsub server = new FakePubsub();
    server.nodes.put("n", new LinkedHashMap<>());
    Device device = device(server, options());
    Await.success(device.connect());
    assertEquals(Delivery.STORED, Await.success(device.publish("n", "1", number(1))));
    Await.success(device.close());
  }

  @Test
  void whatIsPublishedBeforeTheConnectionIsBufferedAndSentInOrder() {
    FakePubsub server = new FakePubsub();
    Device device = device(server, options());
    for (int i = 0; i < 50; i++) {
      assertEquals(Delivery.BUFFERED, Await.success(device.publish("n", "id" + i, number(i))));
    }
    Await.success(device.connect());
    assertEquals(Delivery.STORED, Await.success(device.publish("n", "last", number(50))));
    assertEquals(51, server.items("n").size());
    assertEquals(
        IntStream.rangeClosed(0, 50).mapToObj(i -> json("" + i)).toList(),
        List.copyOf(server.items("n").values()));
    Await.success(device.close());
  }

  @Test
  void lostAnswerIsSentAgainUnderTheSameIdAfterReconnecting() {
    FakePubsub server =
        new FakePubsub() {
          private boolean cut;

          @Override
          void stanza(Connection connection, Element stanza) {
            boolean second = stanza.attribute("id", "").equals("3");
            if (second && !cut) {
              cut = true;
              connection.socket.close();
            } else if (!cut || connection != connections.get(0)) {
              super.stanza(connection, stanza);
            }
          }
        };
    Device device = device(server, options());
    Await.success(device.connect());
    List<Future<Delivery>> all =
        IntStream.range(0, 5).mapToObj(i -> device.publish("n", "id" + i, number(i))).toList();
    all.forEach(Await::success);
    // Whatever came after the loss is stored once the device is back, which the last answer shows.
    while (Await.success(device.publish("n", "end", number(9))) != Delivery.STORED) {
      Await.success(pause());
    }
    assertEquals(
        IntStream.range(0, 5).mapToObj(i -> json("" + i)).toList(),
        List.copyOf(server.items("n").values()).subList(0, 5));
    assertEquals(6, server.items("n").size());
    assertEquals(2, server.connections.size());
    Await.success(device.close());
  }

  private Future<Void> pause() {
    Promise<Void> later = Promise.promise();
    vertx.setTimer(5, passed -> later.complete());
    return later.future();
  }

  @Test
  void fullBufferDropsTheOldestAndCountsThem() {
    FakePubsub server = new FakePubsub();
    Device device = device(server, options().withBuffer(10 * 140));
    for (int i = 0; i < 30; i++) {
      assertEquals(Delivery.BUFFERED, Await.success(device.publish("n", "i", number(i))));
    }
    DeviceStatus status = Await.success(device.status());
    assertEquals(30, status.waiting() + status.dropped());
    assertTrue(status.waiting() >= 10 && status.waiting() < 12, status::toString);
    Await.success(device.connect());
    while (Await.success(device.status()).waiting() > 0) {
      Await.success(pause());
    }
    assertEquals(json("29"), server.items("n").get("i"));
    Await.success(device.close());
  }

  @Test
  void itemLargerThanTheBufferIsRefusedAtOnce() {
    Device device = device(new FakePubsub(), options().withBuffer(200));
    assertInstanceOf(
        Overloaded.class, Await.reason(device.publish("n", "i", Payload.text("x".repeat(200)))));
    Await.success(device.close());
  }

  @Test
  void refusedItemIsNotSentAgain() {
    FakePubsub server =
        new FakePubsub() {
          @Override
          void stanza(Connection connection, Element stanza) {
            connection.error(stanza, "forbidden");
          }
        };
    Device device = device(server, options());
    Await.success(device.connect());
    assertInstanceOf(Refused.class, Await.reason(device.publish("n", "1", number(1))));
    assertEquals(new DeviceStatus(true, 0, 0, 1, 0), Await.success(device.status()));
    Await.success(device.close());
  }

  @Test
  void nodeThatWasDeletedIsMadeAgainForTheNextItem() {
    FakePubsub server = new FakePubsub();
    Device device = device(server, options());
    Await.success(device.connect());
    Await.success(device.publish("n", "1", number(1)));
    server.nodes.remove("n");
    assertInstanceOf(Refused.class, Await.reason(device.publish("n", "2", number(2))));
    assertEquals(Delivery.STORED, Await.success(device.publish("n", "3", number(3))));
    Await.success(device.close());
  }

  @Test
  void wrongPasswordAtTheFirstTryEndsTheTrying() {
    XmppServer at = Await.success(new FakePubsub().start(vertx));
    Device device =
        Device.create(
            vertx,
            XmppConnector.create(vertx, at),
            DeviceOptions.of("d1", Credentials.of(BareJid.of("user@localhost"), "wrong"), SERVICE));
    assertInstanceOf(NotAuthenticated.class, Await.reason(device.connect()));
    Await.success(device.close());
  }

  @Test
  void serverThatComesLaterIsFound() {
    FakePubsub server = new FakePubsub();
    XmppServer at = Await.success(server.start(vertx));
    Await.success(server.stop());
    Device device = Device.create(vertx, XmppConnector.create(vertx, at), options());
    Future<Void> connected = device.connect();
    Await.success(pause());
    Await.success(new FakePubsub().start(vertx, at.port()));
    Await.success(connected);
    Await.success(device.close());
  }

  @Test
  void closedDeviceTakesNothing() {
    Device device = device(new FakePubsub(), options());
    Future<Delivery> buffered = device.publish("n", "1", number(1));
    Await.success(buffered);
    Await.success(device.close());
    assertInstanceOf(Disconnected.class, Await.reason(device.publish("n", "2", number(2))));
    assertInstanceOf(Disconnected.class, Await.reason(device.connect()));
  }

  @Test
  void idIsOneLevelOfANodeName() {
    assertThrows(
        IllegalArgumentException.class,
        () -> DeviceOptions.of("a/b", FakeServer.CREDENTIALS, SERVICE));
    assertThrows(
        IllegalArgumentException.class,
        () -> DeviceOptions.of("", FakeServer.CREDENTIALS, SERVICE));
  }

  @Test
  void backoffGrowsFromTheBaseToTheCapAndStartsAgain() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));
    long last = 1000;
    boolean capped = false;
    for (int i = 0; i < 1000; i++) {
      long next = backoff.nextMillis();
      assertTrue(next >= 1000 && next <= Math.min(60_000, 3 * last), () -> "" + next);
      capped |= next == 60_000;
      last = next;
    }
    assertTrue(capped);
    backoff.reset();
    assertTrue(backoff.nextMillis() <= 3000);
  }
}
