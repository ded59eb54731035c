package io.pipit.devices.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pep.caps.CapabilityHashes;
import io.pipit.pep.caps.EntityCapabilities;
import io.pipit.pep.profile.Geoloc;
import io.pipit.pep.profile.Mood;
import io.pipit.pep.profile.MoodValue;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a device says of itself at its account, and to whom. */
class PersonalDeviceTest {

  private static final Jid SERVICE = Jid.of("pubsub.localhost");
  private static final BareJid OWNER = BareJid.of("owner@localhost");
  private static final Geoloc HERE =
      Geoloc.at(new BigDecimal("45.44"), new BigDecimal("12.33")).build();
  private static final String EMPTY = "<geoloc xmlns='" + Geoloc.NAMESPACE + "'/>";

  private final Vertx vertx = Vertx.vertx();
  private final FakePubsub server = new FakePubsub();

  @AfterEach
  void stop() {
    Await.success(vertx.close());
  }

  private Device device(FakeServer at, Set<BareJid> owners) {
    XmppServer address = Await.success(at.start(vertx));
    return Device.create(
        vertx,
        XmppConnector.create(vertx, address),
        DeviceOptions.of("d1", FakeServer.CREDENTIALS, SERVICE)
            .withBackoff(Duration.ofMillis(1), Duration.ofMillis(20))
            .withOwners(owners));
  }

  private Future<Void> pause() {
    Promise<Void> later = Promise.promise();
    vertx.setTimer(5, passed -> later.complete());
    return later.future();
  }

  /** The first stanza of a kind that the server gets. */
  private Element received(Predicate<Element> wanted) {
    while (server.received.stream().noneMatch(wanted)) {
      Await.success(pause());
    }
    return server.received.stream().filter(wanted).findFirst().orElseThrow();
  }

  private static Predicate<Element> presence(String type, String to) {
    return stanza ->
        stanza.is("presence", Ns.CLIENT)
            && stanza.attribute("type", "").equals(type)
            && stanza.attribute("to", "").equals(to);
  }

  private static Predicate<Element> answer(String id) {
    return stanza -> stanza.is("iq", Ns.CLIENT) && stanza.attribute("id", "").equals(id);
  }

  private void send(String stanza) {
    server.connections.get(0).send(stanza);
  }

  private String published(String node) {
    return String.join("", server.items(node).values());
  }

  @Test
  @Tag("PF-0080-geoloc")
  void locationIsPublishedAtTheAccountWithoutMakingItsNode() {
    Device device = device(server, Set.of());
    Await.success(device.connect());
    assertEquals(Delivery.STORED, Await.success(device.location(HERE)));
    assertEquals(XmlWriter.text(Geoloc.FORMAT.write(HERE)), published(Geoloc.NAMESPACE));
    Element publish = received(stanza -> stanza.child("pubsub", PUBSUB).isPresent());
    assertEquals(FakePubsub.ACCOUNT, publish.attribute("to", ""));
    assertTrue(XmlWriter.text(publish).contains("<publish "), XmlWriter.text(publish));
    Await.success(device.close());
  }

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

  @Test
  void newerLocationTakesThePlaceOfOneThatWaits() {
    Device device = device(server, Set.of());
    Geoloc before = Geoloc.at(BigDecimal.ONE, BigDecimal.ONE).build();
    Future<Delivery> telemetry = device.publish("n", "i", Payload.json("1"));
    assertEquals(Delivery.BUFFERED, Await.success(telemetry));
    assertEquals(Delivery.BUFFERED, Await.success(device.location(before)));
    assertEquals(
        Delivery.BUFFERED, Await.success(device.publishPersonal(Mood.FORMAT, Mood.of(HAPPY))));
    assertEquals(Delivery.BUFFERED, Await.success(device.location(HERE)));
    assertEquals(3, Await.success(device.status()).waiting());
    assertEquals(0, Await.success(device.status()).dropped());
    Await.success(device.connect());
    assertEquals(Delivery.STORED, Await.success(device.publish("n", "last", Payload.json("2"))));
    assertEquals(XmlWriter.text(Geoloc.FORMAT.write(HERE)), published(Geoloc.NAMESPACE));
    assertEquals(2, server.items("n").size());
    assertEquals(4, Await.success(device.status()).stored());
    Await.success(device.close());
  }

  private static final MoodValue HAPPY = MoodValue.HAPPY;

  @Test
  @Tag("PEP-3-client-clears")
  void closingTakesBackWhatWasSaid() {
    Device device = device(server, Set.of());
    Await.success(device.connect());
    Await.success(device.location(HERE));
    Await.success(device.publishPersonal(Mood.FORMAT, Mood.of(HAPPY)));
    Await.success(device.publishPersonal(Mood.FORMAT, Mood.NONE));
    long before = publishes();
    Await.success(device.close());
    assertEquals(EMPTY, published(Geoloc.NAMESPACE));
    assertEquals(before + 1, publishes(), "the mood was taken back before");
    Await.success(device.close());
    assertEquals(before + 1, publishes());
  }

  private long publishes() {
    return server.received.stream()
        .filter(stanza -> stanza.child("pubsub", PUBSUB).isPresent())
        .count();
  }

  @Test
  void refusalOfATakingBackDoesNotKeepTheDeviceFromClosing() {
    FakePubsub refusing =
        new FakePubsub() {
          @Override
          void stanza(Connection connection, Element stanza) {
            if (XmlWriter.text(stanza).contains(EMPTY)) {
              connection.error(stanza, "internal-server-error");
            } else {
              super.stanza(connection, stanza);
            }
          }
        };
    Device device = device(refusing, Set.of());
    Await.success(device.connect());
    Await.success(device.location(HERE));
    Await.success(device.close());
  }

  @Test
  void locationThatCannotBeIsNotSent() {
    Device device = device(server, Set.of());
    Geoloc nowhere = Geoloc.at(new BigDecimal("91"), BigDecimal.ZERO).build();
    Future<Delivery> refused = device.location(nowhere);
    ExecutionException failed =
        assertThrows(
            ExecutionException.class,
            () -> refused.toCompletionStage().toCompletableFuture().get());
    assertInstanceOf(IllegalArgumentException.class, failed.getCause());
    assertEquals(0, Await.success(device.status()).waiting());
    Await.success(device.close());
  }

  @Test
  void deviceWithoutOwnersIsNotAvailable() {
    Device device = device(server, Set.of());
    Await.success(device.connect());
    Await.success(device.location(HERE));
    assertTrue(server.received.stream().noneMatch(stanza -> stanza.name().equals("presence")));
    assertEquals(Set.of(Geoloc.NAMESPACE), server.nodes.keySet());
    Await.success(device.close());
  }

  @Test
  void ownersAreOnTheRosterAndAskedForTheirPresence() {
    Device device = device(server, Set.of(OWNER, BareJid.of(FakePubsub.ACCOUNT)));
    Await.success(device.connect());
    received(presence("subscribe", OWNER.toString()));
    Element set =
        received(
            stanza ->
                stanza.attribute("type", "").equals("set")
                    && stanza.child("query", Ns.ROSTER).isPresent());
    assertEquals(
        "<query xmlns='jabber:iq:roster'><item jid='owner@localhost'><group>owners</group></item>"
            + "</query>",
        XmlWriter.text(set.firstElement().orElseThrow()));
    received(presence("", ""));
    Await.success(device.close());
    assertEquals(
        List.of("owner@localhost"),
        server.received.stream()
            .filter(stanza -> stanza.name().equals("presence"))
            .flatMap(stanza -> stanza.attribute("to").stream())
            .toList());
  }

  @Test
  void ownerWhoIsOnTheRosterKeepsNameAndGroups() {
    FakePubsub knowing =
        new FakePubsub() {
          @Override
          void stanza(Connection connection, Element stanza) {
            boolean asked =
                stanza.attribute("type", "").equals("get")
                    && stanza.child("query", Ns.ROSTER).isPresent();
            if (asked) {
              connection.result(
                  stanza,
                  "<query xmlns='jabber:iq:roster'><item jid='owner@localhost' name='Juliet'"
                      + " subscription='both' ask='subscribe'><group>Friends</group></item>"
                      + "<item jid='done@localhost' subscription='to'><group>owners</group></item>"
                      + "</query>");
            } else {
              super.stanza(connection, stanza);
            }
          }
        };
    Device device = device(knowing, Set.of(OWNER, BareJid.of("done@localhost")));
    Await.success(device.connect());
    while (knowing.items(DeviceStatus.NODE).isEmpty()) {
      Await.success(pause());
    }
    List<Element> sets =
        knowing.received.stream()
            .filter(stanza -> stanza.attribute("type", "").equals("set"))
            .flatMap(stanza -> stanza.child("query", Ns.ROSTER).stream())
            .toList();
    assertEquals(1, sets.size());
    assertEquals(
        "<query xmlns='jabber:iq:roster'><item jid='owner@localhost' name='Juliet'>"
            + "<group>Friends</group><group>owners</group></item></query>",
        XmlWriter.text(sets.get(0)));
    assertTrue(
        knowing.received.stream()
            .noneMatch(stanza -> stanza.attribute("type", "").equals("subscribe")));
    Await.success(device.close());
  }

  @Test
  void onlyOwnersAreApproved() {
    Device device = device(server, Set.of(OWNER));
    Await.success(device.connect());
    received(presence("", ""));
    send("<presence type='subscribe' from='stranger@localhost'/>");
    send("<presence type='subscribe' from='owner@localhost.example.org'/>");
    send("<presence type='subscribe'/>");
    send("<presence type='unsubscribe' from='owner@localhost'/>");
    send("<presence type='subscribe' from='owner@localhost/phone'/>");
    received(presence("subscribed", "owner@localhost"));
    assertEquals(
        1,
        server.received.stream()
            .filter(stanza -> stanza.attribute("type", "").equals("subscribed"))
            .count());
    Await.success(device.close());
  }

  @Test
  @Tag("PEP-3-client-clears")
  void ownersAreToldTheStatusWhileTheDeviceIsThereAndThatItLeaves() {
    Device device = device(server, Set.of(OWNER));
    Await.success(device.connect());
    while (server.items(DeviceStatus.NODE).isEmpty()) {
      Await.success(pause());
    }
    assertEquals(
        XmlWriter.text(new DeviceStatus(true, 0, 0, 0, 0).toPayload().toElement()),
        published(DeviceStatus.NODE));
    Await.success(device.telemetry("t", Map.of("c", 1)));
    Await.success(device.close());
    assertEquals(
        XmlWriter.text(new DeviceStatus(false, 0, 2, 0, 0).toPayload().toElement()),
        published(DeviceStatus.NODE));
  }

  @Test
  void deviceWhoseOwnersCannotBeToldWorksAllTheSame() {
    FakePubsub without =
        new FakePubsub() {
          @Override
          void stanza(Connection connection, Element stanza) {
            if (stanza.child("query", Ns.ROSTER).isPresent()) {
              connection.error(stanza, "service-unavailable");
            } else {
              super.stanza(connection, stanza);
            }
          }
        };
    Device device = device(without, Set.of(OWNER));
    Await.success(device.connect());
    assertEquals(Delivery.STORED, Await.success(device.location(HERE)));
    Await.success(device.close());
  }

  @Test
  @Tag("CAPS-6.1-every-presence")
  @Tag("CAPS2-5.4-in-presence")
  void presenceAnnouncesWhatServiceDiscoveryTells() {
    Device device = device(server, Set.of(OWNER));
    Await.success(device.connect());
    Element presence = received(presence("", ""));
    Element caps = presence.child("c", EntityCapabilities.NAMESPACE).orElseThrow();
    String node = caps.attribute("node", "") + "#" + caps.attribute("ver", "");
    Element info = info("a", node);
    assertEquals(caps.attribute("ver"), EntityCapabilities.verificationString(info));
    assertEquals(
        CapabilityHashes.element(info.without("node")),
        presence.child("c", CapabilityHashes.NAMESPACE).orElseThrow());
    for (String other : CapabilityHashes.nodes(info.without("node"))) {
      assertEquals(info.with("node", other), info("b" + other.length() + other.hashCode(), other));
    }
    assertEquals(info.without("node"), info("c", ""));
    Await.success(device.close());
  }

  private Element info(String id, String node) {
    send(
        "<iq type='get' id='"
            + id
            + "' from='localhost'><query xmlns='"
            + Ns.DISCO_INFO
            + "'"
            + (node.isEmpty() ? "" : " node='" + node + "'")
            + "/></iq>");
    return received(answer(id)).child("query", Ns.DISCO_INFO).orElseThrow();
  }

  @Test
  void otherRequestsAreRefused() {
    Device device = device(server, Set.of(OWNER));
    Await.success(device.connect());
    received(presence("", ""));
    String query = "<query xmlns='" + Ns.DISCO_INFO;
    send("<iq type='get' id='x1' from='localhost'>" + query + "' node='other'/></iq>");
    send("<iq type='set' id='x2' from='localhost'>" + query + "'/></iq>");
    send("<iq type='get' id='x3' from='localhost'><a xmlns='urn:a'/></iq>");
    String push = "<query xmlns='jabber:iq:roster'><item jid='a@b'/></query></iq>";
    send("<iq type='set' id='x4' from='stranger@localhost'>" + push);
    for (String id : List.of("x1", "x2", "x3", "x4")) {
      assertEquals("error", received(answer(id)).attribute("type", ""), id);
    }
    send("<iq type='set' id='r1'>" + push);
    send("<iq type='set' id='r2' from='" + FakePubsub.ACCOUNT + "'>" + push);
    for (String id : List.of("r1", "r2")) {
      assertEquals("result", received(answer(id)).attribute("type", ""), id);
    }
    Await.success(device.close());
  }
}
