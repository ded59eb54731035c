package io.pipit.bridges.mqtt.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both versions of the link against a Mosquitto. */
class MqttLinkTest {

  /** Everything may be sent and subscribed but below {@code secret}. */
  private static final String RIGHTS =
      """
      {"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true,
        "subscribe": true, "unsubscribe": true},
       "anonymousGroup": "all", "clients": [],
       "groups": [{"groupname": "all", "roles": [{"rolename": "all", "priority": 1}]}],
       "roles": [{"rolename": "all", "acls": [
         {"acltype": "publishClientSend", "topic": "secret/#", "priority": 1, "allow": false},
         {"acltype": "subscribePattern", "topic": "secret/#", "priority": 1, "allow": false}]}]}
      """;

  /** Of what goes wrong now and then. */
  private static final int ROUNDS = 4;

  private static Vertx vertx;
  private static MosquittoBroker broker;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    Path rights = folder.resolve("rights.json");
    Files.writeString(rights, RIGHTS, UTF_8);
    broker =
        new MosquittoBroker(
            folder,
            "allow_anonymous true",
            "plugin /usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so",
            "plugin_opt_config_file " + rights,
            "max_queued_messages 100000",
            "max_inflight_messages 0");
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static LinkFixture link(String clientId, boolean isVersion5) {
    return new LinkFixture(vertx, LinkFixture.options(broker.port(), clientId, isVersion5));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void messagesOfEachQosComeInOrder(boolean isVersion5) throws Exception {
    for (int qos = 0; qos <= 2; qos++) {
      try (LinkFixture to = link("to-" + isVersion5 + qos, isVersion5);
          LinkFixture from = link("from-" + isVersion5 + qos, isVersion5)) {
        to.up();
        from.up();
        to.subscribe("order/" + isVersion5 + qos, qos);
        int count = 200;
        int sent = 0;
        List<Future<PublishAnswer>> answers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        while (sent < count) {
          String text = "n" + sent;
          int level = qos;
          int exact = qos == 2 ? MqttLink.FIRST_EXACT_ID + sent : 0;
          answers.add(
              from.later(
                  link ->
                      link.publish(
                          LinkFixture.message("order/" + isVersion5 + level, text, level, exact))));
          if (qos == 2) {
            from.release(from.next(LinkFixture.Received.class).id());
          }
          answers.get(sent).toCompletionStage().toCompletableFuture().join();
          sent++;
        }
        while (texts.size() < count) {
          Object event = to.next(Object.class);
          if (event instanceof IncomingMessage message) {
            assertEquals(qos, message.qos());
            texts.add(new String(message.payload(), UTF_8));
            to.acknowledge(message);
          } else {
            to.complete(((LinkFixture.Released) event).id());
          }
        }
        assertEquals(IntStream.range(0, count).mapToObj(n -> "n" + n).toList(), texts);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageThatWasNotAcknowledgedComesAgainOnTheNextLink(boolean isVersion5) throws Exception {
    String client = "again-" + isVersion5;
    String topic = "again/" + isVersion5;
    try (LinkFixture from = link("again-from-" + isVersion5, isVersion5)) {
      from.up();
      try (LinkFixture to = link(client, isVersion5)) {
        assertFalse(to.up().sessionPresent());
        to.subscribe(topic, 2);
        from.await(link -> link.publish(LinkFixture.message(topic, "one", 1, 0)));
        from.later(
            link -> link.publish(LinkFixture.message(topic, "two", 2, MqttLink.FIRST_EXACT_ID)));
        from.release(from.next(LinkFixture.Received.class).id());
        to.next(IncomingMessage.class);
        to.next(IncomingMessage.class);
        // It ends without a word, and with nothing acknowledged.
      }
      try (LinkFixture to = link(client, isVersion5)) {
        assertTrue(to.up().sessionPresent());
        IncomingMessage one = to.next(IncomingMessage.class);
        IncomingMessage two = to.next(IncomingMessage.class);
        // Order holds for messages of one topic and one QoS (MQTT 5 4.6).
        assertEquals(
            Set.of("one", "two"),
            Set.of(new String(one.payload(), UTF_8), new String(two.payload(), UTF_8)));
        assertTrue(one.duplicate() && two.duplicate());
        int logged = broker.logSize();
        to.acknowledge(one);
        to.acknowledge(two);
        int exact = one.qos() == 2 ? one.id() : two.id();
        assertEquals(exact, to.next(LinkFixture.Released.class).id());
        broker.awaitLog(logged, "Received PUBACK from " + client);
      }
      // Released and not completed: it is released again, not sent again.
      try (LinkFixture to = link(client, isVersion5)) {
        to.up();
        int id = to.next(LinkFixture.Released.class).id();
        int logged = broker.logSize();
        to.complete(id);
        broker.awaitLog(logged, "Received PUBCOMP from " + client);
      }
      try (LinkFixture to = link(client, isVersion5)) {
        to.up();
        from.await(link -> link.publish(LinkFixture.message(topic, "three", 1, 0)));
        assertEquals(List.of("three"), to.texts(1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageOfQos2IsSentOnceOverALostLink(boolean isVersion5) throws Exception {
    String client = "once-" + isVersion5;
    String topic = "once/" + isVersion5;
    int id = MqttLink.FIRST_EXACT_ID + 7;
    try (LinkFixture to = link("once-to-" + isVersion5, isVersion5)) {
      to.up();
      to.subscribe(topic, 1);
      try (LinkFixture from = link(client, isVersion5)) {
        from.up();
        from.later(link -> link.publish(LinkFixture.message(topic, "once", 2, id)));
        assertEquals(id, from.next(LinkFixture.Received.class).id());
      }
      // PUBREC was lost: the message goes again, with its identifier.
      try (LinkFixture from = link(client, isVersion5)) {
        assertTrue(from.up().sessionPresent());
        from.later(
            link ->
                link.publish(
                    new OutgoingMessage(
                        topic,
                        "once".getBytes(UTF_8),
                        2,
                        false,
                        id,
                        true,
                        MessageProperties.NONE)));
        assertEquals(id, from.next(LinkFixture.Received.class).id());
      }
      // PUBREL was lost: it alone goes again, and others have their own identifiers.
      try (LinkFixture from = link(client, isVersion5)) {
        from.up();
        from.release(id);
        assertEquals(id, from.next(LinkFixture.Completed.class).id());
        from.await(link -> link.publish(LinkFixture.message(topic, "last", 1, 0)));
      }
      assertEquals(List.of("once", "last"), to.texts(2));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRefusedFilterIsToldBesideTheOthers(boolean isVersion5) throws Exception {
    try (LinkFixture one = link("filters-" + isVersion5, isVersion5)) {
      one.up();
      List<SubscribeAnswer> answers =
          one.await(
              link ->
                  link.subscribe(
                      List.of(
                          new LinkFilter("open/a", 1, true, true),
                          new LinkFilter("secret/a", 1, true, true),
                          new LinkFilter("open/b", 2, true, true))));
      assertEquals(List.of(1, 128, 2), answers.stream().map(one2 -> code(one2)).toList());
      one.await(link -> link.unsubscribe(List.of("open/a", "open/b")));
    }
  }

  private static int code(SubscribeAnswer answer) {
    return answer.isRefused() ? 128 : answer.code();
  }

  @Test
  void aRefusedMessageIsToldAndTheLinkGoesOn() throws Exception {
    try (LinkFixture one = link("refused", true)) {
      one.up();
      for (int qos = 1; qos <= 2; qos++) {
        int level = qos;
        int exact = qos == 2 ? MqttLink.FIRST_EXACT_ID : 0;
        PublishAnswer answer =
            one.await(link -> link.publish(LinkFixture.message("secret/x", "no", level, exact)));
        assertTrue(answer.isRefused(), answer.toString());
      }
      one.await(link -> link.publish(LinkFixture.message("open/x", "yes", 1, 0)));
    }
  }

  @Test
  void theIntakeHoldsWhatIsNotAcknowledgedAndDropsOfQos0() throws Exception {
    LinkOptions small =
        LinkFixture.options(
            "127.0.0.1", broker.port(), null, "intake", true, java.time.Duration.ofSeconds(30), 5);
    try (LinkFixture to = new LinkFixture(vertx, small);
        LinkFixture from = link("intake-from", true)) {
      to.up();
      from.up();
      to.subscribe("intake/#", 1);
      for (int i = 0; i < 5; i++) {
        String text = "kept" + i;
        from.await(link -> link.publish(LinkFixture.message("intake/1", text, 1, 0)));
      }
      List<IncomingMessage> held = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        held.add(to.next(IncomingMessage.class));
      }
      for (int i = 0; i < 3; i++) {
        from.await(link -> link.publish(LinkFixture.message("intake/0", "dropped", 0, 0)));
      }
      from.await(link -> link.publish(LinkFixture.message("intake/1", "later", 1, 0)));
      to.awaitOverflows(3);
      // It is behind those of QoS 0 in the connection, and waits until there is room.
      for (IncomingMessage message : held) {
        to.acknowledge(message);
      }
      assertEquals(List.of("later"), to.texts(1));
      assertEquals(3, to.overflows());
    }
  }

  @Test
  void theIntakeMayHoldWhatIsOfQos0() throws Exception {
    LinkOptions small =
        LinkFixture.options(
            "127.0.0.1", broker.port(), null, "blocks", true, java.time.Duration.ofSeconds(30), 5);
    try (LinkFixture to = new LinkFixture(vertx, LinkFixture.blocking(small));
        LinkFixture from = link("blocks-from", true)) {
      to.up();
      from.up();
      to.subscribe("blocks/#", 1);
      List<String> sent = IntStream.range(0, 40).mapToObj(n -> "n" + n).toList();
      for (String text : sent) {
        int qos = text.endsWith("7") ? 1 : 0;
        from.await(link -> link.publish(LinkFixture.message("blocks/1", text, qos, 0)));
      }
      List<String> came = new ArrayList<>();
      List<IncomingMessage> held = new ArrayList<>();
      while (came.size() < sent.size()) {
        IncomingMessage message = to.next(IncomingMessage.class);
        came.add(new String(message.payload(), UTF_8));
        held.add(message);
        if (held.size() == 5) {
          // The sixth was not told: it waits until there is room.
          assertTrue(to.events.isEmpty(), came.toString());
          held.forEach(to::acknowledge);
          held.clear();
        }
      }
      assertEquals(sent, came);
      assertEquals(0, to.overflows());
    }
  }

  @Test
  void noMoreThanTheBrokerTakesAreOnTheirWay() throws Exception {
    try (LinkFixture one = link("window", true)) {
      assertEquals(20, one.up().inflight());
      int id = MqttLink.FIRST_EXACT_ID;
      for (int i = 0; i < 20; i++) {
        int exact = id + i;
        one.later(link -> link.publish(LinkFixture.message("window", "x", 2, exact)));
      }
      Future<PublishAnswer> more =
          one.later(link -> link.publish(LinkFixture.message("window", "x", 2, id + 20)));
      assertTrue(more.cause() instanceof BackPressureException);
      one.release(one.next(LinkFixture.Received.class).id());
    }
  }

  @Test
  void nobodyListensAtThePort() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    try (LinkFixture one = new LinkFixture(vertx, LinkFixture.options(port, "none", true))) {
      assertEquals(LinkFailure.Kind.CONNECT, one.connect().next(LinkFailure.class).kind());
    }
  }

  /** As by a proxy in front of a broker that is not there. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectionThatEndsAtOnceLeavesNoThread(boolean isVersion5) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread closing =
          new Thread(
              () -> {
                while (!server.isClosed()) {
                  try {
                    server.accept().close();
                  } catch (IOException closed) {
                    // The end, as the loop sees.
                  }
                }
              });
      closing.setDaemon(true);
      closing.start();
      for (int i = 0; i < ROUNDS; i++) {
        try (LinkFixture link =
            new LinkFixture(
                vertx, LinkFixture.options(server.getLocalPort(), "ends-at-once", isVersion5))) {
          link.connect().next(LinkFailure.class);
        }
      }
    }
    assertNoThreadIsLeft("ends-at-once");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLinkThatIsClosedWhileItConnectsLeavesNoThread(boolean isVersion5) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < ROUNDS; i++) {
        LinkOptions options =
            LinkFixture.options(server.getLocalPort(), "closed-at-once", isVersion5);
        LinkFixture link = new LinkFixture(vertx, options).connect();
        Socket accepted = server.accept();
        link.close();
        accepted.close();
      }
    }
    assertNoThreadIsLeft("closed-at-once");
  }

  private static void assertNoThreadIsLeft(String client) throws InterruptedException {
    for (Thread left : Thread.getAllStackTraces().keySet()) {
      if (left.getName().contains(client)) {
        left.join(TimeUnit.SECONDS.toMillis(30)); // its work is done, it may not be gone yet
        assertFalse(left.isAlive(), left.getName());
      }
    }
  }
}
