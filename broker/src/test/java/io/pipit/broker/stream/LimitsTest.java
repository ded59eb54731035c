package io.pipit.broker.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.stream.StreamLimits.Connections;
import io.pipit.broker.stream.StreamLimits.Share;
import io.pipit.broker.stream.StreamLimits.Times;
import io.pipit.broker.stream.StreamMetrics.Refusal;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.xml.TreeBudget;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
@Tag("XC-6120-dos")
class LimitsTest {

  static StreamLimits withTimes(StreamLimits limits, UnaryOperator<Times> change) {
    return new StreamLimits(
        limits.beforeAuthentication(),
        limits.afterAuthentication(),
        change.apply(limits.times()),
        limits.connections(),
        limits.heap());
  }

  private static StreamLimits withConnections(Connections connections) {
    StreamLimits limits = StreamLimits.DEFAULTS;
    return new StreamLimits(
        limits.beforeAuthentication(),
        limits.afterAuthentication(),
        limits.times(),
        connections,
        limits.heap());
  }

  private static StreamLimits withShare(UnaryOperator<Share> change) {
    StreamLimits limits = StreamLimits.DEFAULTS;
    return new StreamLimits(
        limits.beforeAuthentication(),
        change.apply(limits.afterAuthentication()),
        limits.times(),
        limits.connections(),
        limits.heap());
  }

  private static StreamLimits withHeap(HeapPressure pressure, TreeBudget trees) {
    StreamLimits limits = StreamLimits.DEFAULTS;
    return new StreamLimits(
        limits.beforeAuthentication(),
        limits.afterAuthentication(),
        limits.times(),
        limits.connections(),
        new StreamLimits.Heap(pressure, trees));
  }

  // ---- heap

  @Test
  void fullHeapRefusesConnectionsThenStreamsAndLeavesOpenStreams() throws Exception {
    AtomicInteger used = new AtomicInteger();
    HeapPressure heap = new HeapPressure(85, used::get, () -> {});
    try (C2sFixture server = C2sFixture.with(withHeap(heap, TreeBudget.UNBOUNDED));
        RawClient open = server.session("open");
        RawClient accepted = server.connect()) {
      while (server.counts.connections.get() < 2) {
        Thread.onSpinWait();
      }
      used.set(91);
      heap.measure(0);
      String refused = accepted.open().expectEnd();
      assertTrue(refused.contains("<resource-constraint"), refused);
      try (RawClient late = server.connect()) {
        assertEquals("", late.expectEnd());
      }
      assertEquals(Refusal.OVERLOADED, server.counts.refusals.take());
      open.send("</stream:stream>").expect("</stream:stream>");
      used.set(80);
      heap.measure(1);
      server.session("again").close();
    }
  }

  @Test
  void halfReadStanzasOfAllStreamsShareTheHeap() throws Exception {
    TreeBudget trees = new TreeBudget(100_000);
    try (C2sFixture server = C2sFixture.with(withHeap(HeapPressure.NONE, trees));
        RawClient other = server.session("other")) {
      try (RawClient first = server.session("first")) {
        first.send("<message><body>" + "x".repeat(65_000));
        while (trees.taken() < 49_152) { // what so much needs, and no more
          Thread.onSpinWait();
        }
        other.send("<message><body>" + "x".repeat(100_000));
        String refused = other.expectEnd();
        assertTrue(refused.contains("<resource-constraint"), refused);
      }
      while (trees.taken() > 0) { // until the first one's end is noticed
        Thread.onSpinWait();
      }
    }
  }

  // ---- connections

  @Test
  void connectionsOfOneAddressBeforeAuthentication() throws Exception {
    try (C2sFixture server =
            C2sFixture.with(withConnections(new Connections(2, 100, 100, address -> false)));
        RawClient one = server.connect();
        RawClient two = server.connect()) {
      one.openFeatures();
      two.openFeatures();
      try (RawClient three = server.connect()) {
        assertEquals("", three.expectEnd());
      }
      assertEquals(Refusal.TOO_MANY_FROM_ADDRESS, server.counts.refusals.take());

      // One that has authenticated makes room for another.
      one.send(RawClient.auth("PLAIN", "\0user\0pencil")).expect("<success");
      try (RawClient four = server.connect()) {
        four.openFeatures();
      }
    }
  }

  @Test
  void connectionsInAllCountExemptAddressesToo() throws Exception {
    try (C2sFixture server =
            C2sFixture.with(
                withConnections(new Connections(1, 2, 100, InetAddress::isLoopbackAddress)));
        RawClient one = server.connect();
        RawClient two = server.connect()) {
      one.openFeatures();
      two.openFeatures();
      try (RawClient three = server.connect()) {
        assertEquals("", three.expectEnd());
      }
      assertEquals(Refusal.TOO_MANY, server.counts.refusals.take());
    }
  }

  @Test
  void streamsOfOneAddressAfterAuthentication() throws Exception {
    try (C2sFixture server =
            C2sFixture.with(withConnections(new Connections(50, 100, 1, address -> false)));
        RawClient one = server.connect().plain("user", "pencil");
        RawClient two = server.connect()) {
      two.openFeatures();
      two.send(RawClient.auth("PLAIN", "\0user\0pencil"));
      String said = two.expectEnd();
      assertTrue(said.contains("<resource-constraint"), said);
      assertFalse(said.contains("<success"), said);
      one.bind("first");
    }
  }

  @Test
  void connectionsThatEndAreNotCountedAnyMore() throws Exception {
    try (C2sFixture server =
        C2sFixture.with(withConnections(new Connections(1, 1, 1, address -> false)))) {
      for (int i = 0; i < 5; i++) {
        try (RawClient client = server.session("again")) {
          client.send("</stream:stream>").expect("</stream:stream>");
        }
        server.listener.nextClosed();
        awaitNoConnection(server);
      }
      assertEquals(0, server.service.unauthenticatedConnections());
      assertEquals(0, server.counts.streams.get());
    }
  }

  private static void awaitNoConnection(C2sFixture server) {
    while (server.counts.connections.get() > 0) {
      Thread.onSpinWait();
    }
  }

  // ---- time

  @Test
  void streamThatDoesNotBindInTime() throws Exception {
    StreamLimits limits =
        withTimes(
            StreamLimits.DEFAULTS,
            times ->
                new Times(
                    Duration.ofMillis(1),
                    times.tls(),
                    times.idle(),
                    times.idleGrace(),
                    times.closing()));
    try (C2sFixture server = C2sFixture.with(limits);
        RawClient silent = server.connect();
        RawClient authenticated = server.connect()) {
      BadInputTest.assertEnd("connection-timeout", withoutText(silent.expectEnd()));
      authenticated.open();
      BadInputTest.assertEnd("connection-timeout", withoutText(authenticated.expectEnd()));
    }
  }

  private static String withoutText(String said) {
    return said.replaceAll("<text .*</text>", "");
  }

  @Test
  @Tag("XC-6120-idle")
  @Tag("XC-0199-s2c")
  void silentClientIsPingedAndThenClosed() throws Exception {
    StreamLimits limits =
        withTimes(
            StreamLimits.DEFAULTS,
            times ->
                new Times(
                    times.bind(),
                    times.tls(),
                    Duration.ofMillis(1),
                    Duration.ofMillis(1_500),
                    times.closing()));
    try (C2sFixture server = C2sFixture.with(limits);
        RawClient client = server.session("silent")) {
      String ping = client.expect("</iq>");
      assertTrue(ping.contains("<ping xmlns='urn:xmpp:ping'/>"), ping);
      assertTrue(ping.contains("from='example.org' to='user@example.org/silent'"), ping);
      // Anything that it says keeps it alive; a second ping follows.
      client.send("\n");
      assertNotEquals(ping, client.expect("</iq>"));
      BadInputTest.assertEnd("connection-timeout", client.expectEnd());
    }
  }

  // ---- what a stream may use

  @Test
  void nothingIsReadBeyondTheRequestsInFlight() throws Exception {
    try (C2sFixture server =
            C2sFixture.with(
                withShare(
                    share ->
                        new Share(
                            share.xml(),
                            share.inboundBytesPerSecond(),
                            share.inboundBurstBytes(),
                            3,
                            share.outboundBytes(),
                            share.outboundStanzas())));
        RawClient client = server.session("busy")) {
      ClientStream stream = server.listener.nextBound();
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        requests.append("<iq type='get' id='" + i + "'><x xmlns='urn:test:later'/></iq>");
      }
      client.send(requests.append("<message id='last'/>").toString());
      List<Iq> taken = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        taken.add((Iq) server.listener.nextStanza());
      }
      onLoop(stream, () -> {});
      onLoop(stream, () -> {});
      assertTrue(server.listener.received.isEmpty(), "not one more is read");

      stream.loop().execute(() -> stream.answer(taken.get(0).result()));
      assertEquals("3", server.listener.nextStanza().id());
      stream.loop().execute(() -> stream.answer(taken.get(1).result()));
      stream.loop().execute(() -> stream.answer(taken.get(2).result()));
      assertEquals("4", server.listener.nextStanza().id());
      assertEquals("last", server.listener.nextStanza().id());
    }
  }

  @Test
  void clientThatSendsTooFastIsReadSlowlyAndNotClosed() throws Exception {
    try (C2sFixture server =
            C2sFixture.with(
                withShare(
                    share ->
                        new Share(
                            share.xml(),
                            200_000,
                            10_000,
                            share.inFlight(),
                            share.outboundBytes(),
                            share.outboundStanzas())));
        RawClient client = server.session("fast")) {
      String message = "<message><body>" + "x".repeat(1_000) + "</body></message>";
      for (int i = 0; i < 100; i++) {
        client.send(message);
      }
      for (int i = 0; i < 100; i++) {
        assertEquals("message", server.listener.nextStanza().element().name());
      }
    }
  }

  @Test
  void whiteSpaceIsLimited() throws Exception {
    try (C2sFixture server = C2sFixture.clear();
        RawClient client = server.connect();
        RawClient bound = server.session("blank")) {
      client.openFeatures();
      String said = client.send(" ".repeat(1_025)).expectEnd();
      assertTrue(said.contains("<policy-violation"), said);
      String saidLater = bound.send(" ".repeat(3_000)).expectEnd();
      assertTrue(saidLater.contains("<policy-violation"), saidLater);
    }
  }

  @Test
  void clientThatDoesNotReadIsClosedWithinItsBounds() throws Exception {
    try (C2sFixture server = C2sFixture.clear();
        RawClient slow = server.session("slow");
        RawClient other = server.session("other")) {
      ClientStream stream = server.listener.nextBound();
      Message large =
          (Message)
              read(
                  other,
                  server,
                  "<message to='user@example.org/slow'><body>"
                      + "x".repeat(100_000)
                      + "</body></message>");
      int most = 0;
      while (server.counts.slowConsumers.isEmpty()) {
        int[] queued = new int[1];
        onLoop(
            stream,
            () -> {
              stream.send(large);
              queued[0] = stream.queuedBytes();
            });
        most = Math.max(most, queued[0]);
      }
      assertTrue(most <= (4 << 20) + 200_000, "at most " + most + " bytes");
      assertEquals(stream, server.listener.nextClosed());
      assertTrue(server.counts.slowConsumers.take() > 30);
      assertTrue(stream.queuedBytes() < 1_000, "nothing but the error is left");

      other.send("<iq type='get' id='e'><ping xmlns='urn:test:echo'/></iq>").expect("id='e'");
      String rest = slow.expectEnd();
      assertTrue(rest.contains("<resource-constraint"), rest.substring(rest.length() - 300));
      assertTrue(rest.endsWith("</stream:stream>"));
    }
  }

  @Test
  void requestsOfAClientThatDoesNotReadAreNotRead() throws Exception {
    try (C2sFixture server = C2sFixture.clear();
        RawClient slow = server.session("slow");
        RawClient other = server.session("other")) {
      ClientStream stream = server.listener.nextBound();
      Stanza large =
          read(
              other,
              server,
              "<message to='user@example.org/slow'><body>"
                  + "x".repeat(100_000)
                  + "</body></message>");
      int sent = 0;
      int[] queued = new int[1];
      while (queued[0] <= 1 << 20) {
        sent++;
        onLoop(
            stream,
            () -> {
              stream.send(large);
              queued[0] = stream.queuedBytes();
            });
      }
      slow.send("<message id='held'/>");
      onLoop(stream, () -> {});
      onLoop(stream, () -> {});
      assertTrue(server.listener.received.isEmpty(), "not read while it does not read");

      for (int i = 0; i < sent; i++) {
        slow.expect("</message>");
      }
      assertEquals("held", server.listener.nextStanza().id());
    }
  }

  private static Stanza read(RawClient from, C2sFixture server, String xml)
      throws IOException, InterruptedException {
    from.send(xml);
    return server.listener.nextStanza();
  }

  static void onLoop(ClientStream stream, Runnable task) throws Exception {
    java.util.concurrent.CompletableFuture<Void> done =
        new java.util.concurrent.CompletableFuture<>();
    stream
        .loop()
        .execute(
            () -> {
              task.run();
              done.complete(null);
            });
    done.get(15, TimeUnit.SECONDS);
  }
}
