package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.Delivery;
import io.pipit.devices.client.Device;
import io.pipit.devices.client.DeviceOptions;
import io.pipit.devices.client.DeviceStatus;
import io.pipit.devices.client.Trust;
import io.pipit.devices.client.XmppConnector;
import io.pipit.devices.client.XmppServer;
import io.pipit.devices.client.XmppServer.Security;
import io.pipit.pep.profile.Geoloc;
import io.pipit.pep.profile.Reading;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device and its owner: two accounts of a whole node. */
class DevicePresenceTest {

  private static final BareJid SENSOR = BareJid.of("sensor@" + TestNode.DOMAIN);
  private static final BareJid OWNER = BareJid.of("juliet@" + TestNode.DOMAIN);
  private static final Geoloc HERE =
      Geoloc.at(new BigDecimal("45.44"), new BigDecimal("12.33")).locality("Venice").build();

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Device device(TestNode node) {
    XmppServer server =
        new XmppServer(TestNode.DOMAIN, TestNode.HOST, node.port(), Security.NONE, Trust.system());
    return Device.create(
        vertx,
        XmppConnector.create(vertx, server),
        DeviceOptions.of("d1", Credentials.of(SENSOR, "sensor"), Jid.of(TestNode.SERVICE))
            .withOwners(Set.of(OWNER)));
  }

  private static Element payload(Element message) {
    Element items = message.firstElement().flatMap(Element::firstElement).orElseThrow();
    return items.firstElement().flatMap(Element::firstElement).orElseThrow();
  }

  @Test
  @Tag("PF-0080-geoloc")
  @Tag("PEP-3-client-clears")
  void locationAndStatusArriveAtTheOwnerAndAtNobodyElse(@TempDir Path folder) throws IOException {
    try (TestNode node =
            TestNode.startPlain(folder)
                .account("sensor", "sensor")
                .account("juliet", "juliet")
                .account("romeo", "romeo");
        PepClient owner =
            PepClient.login(node, "juliet", "phone", Geoloc.NAMESPACE, DeviceStatus.NODE);
        PepClient stranger =
            PepClient.login(node, "romeo", "phone", Geoloc.NAMESPACE, DeviceStatus.NODE)) {
      Device device = device(node);
      await(device.connect());
      owner.presence("subscribe", SENSOR.toString());
      owner.send("<presence type='subscribed' to='" + SENSOR + "'/>");
      owner.send("<presence type='subscribe' to='" + SENSOR + "'/>");
      owner.presence("subscribed", SENSOR.toString());
      Element status = owner.event(SENSOR.toString(), DeviceStatus.NODE, "current");
      assertTrue(payload(status).text().contains("\"online\":true"), XmlWriter.text(status));
      // As loud as a stranger can be: it shows presence to the device, and asks for its presence.
      stranger.send("<presence to='" + SENSOR + "'/>");
      stranger.send("<presence type='subscribe' to='" + SENSOR + "'/>");
      stranger.fence();

      assertEquals(Delivery.STORED, await(device.location(HERE)));
      Element located = owner.event(SENSOR.toString(), Geoloc.NAMESPACE, "current");
      assertEquals(new Reading.Valid<>(HERE), Geoloc.FORMAT.read(payload(located)));
      for (String name : new String[] {Geoloc.NAMESPACE, DeviceStatus.NODE}) {
        String error =
            stranger.refused(
                "get",
                SENSOR.toString(),
                PepClient.pubsub("<items node='" + name + "'/>"),
                "not-authorized");
        assertTrue(error.contains("presence-subscription-required"), error);
      }

      await(device.close());
      Element left = owner.event(SENSOR.toString(), Geoloc.NAMESPACE, "current");
      assertEquals(new Reading.Valid<>(Geoloc.NONE), Geoloc.FORMAT.read(payload(left)));
      Element offline = owner.event(SENSOR.toString(), DeviceStatus.NODE, "current");
      assertTrue(payload(offline).text().contains("\"online\":false"), XmlWriter.text(offline));
      owner.presence("unavailable", SENSOR.toString());
      stranger.fence();
      assertEquals(0, stranger.kept(), "events for a stranger");
    }
  }
}
