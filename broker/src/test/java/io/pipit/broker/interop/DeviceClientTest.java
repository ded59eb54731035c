package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.broker.TestNode;
import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.Device;
import io.pipit.devices.client.DeviceOptions;
import io.pipit.devices.client.DeviceStatus;
import io.pipit.devices.client.Payload;
import io.pipit.devices.client.PubsubClient;
import io.pipit.devices.client.PubsubEvent;
import io.pipit.devices.client.PubsubItem;
import io.pipit.devices.client.Trust;
import io.pipit.devices.client.XmppClient;
import io.pipit.devices.client.XmppConnector;
import io.pipit.devices.client.XmppException;
import io.pipit.devices.client.XmppServer;
import io.pipit.devices.client.XmppServer.Security;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client of devices against a whole node. */
class DeviceClientTest {

  private static final Jid SERVICE = Jid.of(TestNode.SERVICE);
  private static final Credentials CREDENTIALS =
      Credentials.of(BareJid.of("sensor@" + TestNode.DOMAIN), "pass word");

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static XmppServer server(TestNode node, Security security, Trust trust) {
    int port = security == Security.DIRECT_TLS ? node.directTlsPort() : node.port();
    return new XmppServer(TestNode.DOMAIN, TestNode.HOST, port, security, trust);
  }

  private XmppClient connect(TestNode node, Security security) {
    XmppServer server = server(node, security, Trust.caFile(node.certificateFile()));
    return await(XmppConnector.create(vertx, server).connect(CREDENTIALS));
  }

  @ParameterizedTest
  @EnumSource(Security.class)
  void publishesAndReceives(Security security) throws InterruptedException {
    try (TestNode node =
        (security == Security.NONE ? TestNode.startPlain(folder) : TestNode.start(folder))
            .account("sensor", "pass word")) {
      XmppClient client = connect(node, security);
      PubsubClient pubsub = new PubsubClient(client, SERVICE);
      BlockingQueue<PubsubEvent> events = new LinkedBlockingQueue<>();
      await(pubsub.onEvent(events::add));
      await(client.available());
      await(pubsub.create("room/climate", Map.of("pubsub#max_items", 10)));
      await(pubsub.subscribe("room/climate"));
      assertEquals("one", await(pubsub.publish("room/climate", "one", Payload.json("{\"c\":21}"))));
      PubsubEvent.Published told =
          assertInstanceOf(PubsubEvent.Published.class, events.poll(20, TimeUnit.SECONDS));
      assertEquals("one", told.item().id());
      assertEquals("{\"c\":21}", told.item().toDisplay());
      await(client.ping(Jid.of(TestNode.DOMAIN)));
      assertEquals(1, await(pubsub.newest("room/climate", 5)).size());
      await(pubsub.delete("room/climate"));
      assertInstanceOf(PubsubEvent.Deleted.class, events.poll(20, TimeUnit.SECONDS));
      await(client.close());
    }
  }

  @Test
  void wrongPasswordAndUnknownCertificateAreReasons() {
    try (TestNode node = TestNode.start(folder).account("sensor", "another")) {
      for (Security security : List.of(Security.STARTTLS, Security.DIRECT_TLS)) {
        assertInstanceOf(
            XmppException.NotAuthenticated.class, reason(() -> connect(node, security)));
        XmppServer distrusted = server(node, security, Trust.system());
        assertInstanceOf(
            XmppException.TlsFailed.class,
            reason(() -> await(XmppConnector.create(vertx, distrusted).connect(CREDENTIALS))));
      }
    }
  }

  private static XmppException.Reason reason(Executable call) {
    CompletionException failure = assertThrows(CompletionException.class, call);
    return assertInstanceOf(XmppException.class, failure.getCause()).reason();
  }

  @Test
  void deviceLosesNothingWhenTheNodeRestarts() {
    TestNode node = TestNode.start(folder).account("sensor", "pass word");
    XmppServer server = server(node, Security.STARTTLS, Trust.caFile(node.certificateFile()));
    Device device =
        Device.create(
            vertx,
            XmppConnector.create(vertx, server),
            DeviceOptions.of("d1", CREDENTIALS, SERVICE)
                .withBackoff(Duration.ofMillis(5), Duration.ofMillis(100)));
    List<String> published = new ArrayList<>();
    try {
      await(device.connect());
      publish(device, published, 30);
      node.close(); // while some of them are on their way
      publish(device, published, 30);
      node = node.restart();
      publish(device, published, 30);
      assertEquals(0, await(whenAllIsStored(device)).dropped());

      XmppClient reader = connect(node, Security.DIRECT_TLS);
      List<PubsubItem> items = await(new PubsubClient(reader, SERVICE).newest("d1/data", 1_000));
      assertEquals(published, items.stream().map(PubsubItem::id).toList());
      await(reader.close());
    } finally {
      await(device.close());
      node.close();
    }
  }

  private static void publish(Device device, List<String> published, int count) {
    for (int i = 0; i < count; i++) {
      String id = "i" + published.size();
      published.add(id);
      device.publish("d1/data", id, Payload.json("{}"));
    }
  }

  private Future<DeviceStatus> whenAllIsStored(Device device) {
    Promise<DeviceStatus> stored = Promise.promise();
    vertx.setPeriodic(
        5,
        timer ->
            device
                .status()
                .onSuccess(
                    status -> {
                      if (status.online() && status.waiting() == 0 && stored.tryComplete(status)) {
                        vertx.cancelTimer(timer);
                      }
                    }));
    return stored.future();
  }
}
