package io.pipit.broker.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.stream.FakeStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.Turns;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Show;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One message to many recipients on two event loops. */
@Timeout(60)
class FanoutTest {

  private static final int LOOPS = 2;

  /** More than a loop sends in one go, and not a multiple of it. */
  private static final int MANY = 700;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
  private final List<LoopInbox> loops = new Loops(vertx, LOOPS).all();
  private final ResourceRegistry registry = new ResourceRegistry();
  private final Fanout fanout = new Fanout(registry, loops);

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static FullJid jid(String text) {
    return (FullJid) Jid.parse(text).orElseThrow();
  }

  /** A stream on one of the loops. */
  private FakeStream connect(FullJid jid, int loop) {
    FakeStream stream = new FakeStream(jid, loops.get(loop));
    assertTrue(registry.bind(jid, stream, 1_000));
    return stream;
  }

  private List<FakeStream> connect(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> connect(jid("user" + i + "@pipit.test/r"), i % LOOPS))
        .toList();
  }

  private static List<Jid> addresses(List<FakeStream> streams) {
    return streams.stream().<Jid>map(FakeStream::jid).toList();
  }

  private static Element message(String body) {
    return Element.builder("message", Ns.CLIENT)
        .attribute("from", "pubsub.pipit.test")
        .textElement("body", Ns.CLIENT, body)
        .build();
  }

  private static String body(Element message) {
    return message.child("body", Ns.CLIENT).orElseThrow().text();
  }

  /** Waits until both loops have done what they have. */
  private void settle() {
    for (LoopInbox loop : loops) {
      // Each slice queues the next one behind what waits already.
      for (int turn = 0; turn < 20; turn++) {
        Turns.pass(loop);
      }
    }
  }

  /** Keeps a loop busy until the latch is counted down. */
  private static void hold(LoopInbox loop, CountDownLatch latch) {
    loop.execute(
        () -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  @Tag("PS-7.1.2-msg-id")
  @Tag("PS-12.4-id-unique")
  void eachRecipientGetsItsOwnAddressAndAnIdOfItsOwn() throws Exception {
    List<FakeStream> streams = connect(MANY);
    assertEquals(MANY, fanout.send(message("a"), addresses(streams)));
    assertEquals(MANY, fanout.send(message("b"), addresses(streams)));
    settle();
    Set<String> ids = new HashSet<>();
    for (FakeStream stream : streams) {
      List<Element> got = stream.take();
      assertEquals(List.of("a", "b"), got.stream().map(FanoutTest::body).toList());
      for (Element message : got) {
        assertEquals(stream.jid().toString(), message.attribute("to", ""));
        assertEquals("pubsub.pipit.test", message.attribute("from", ""));
        String id = message.attribute("id", "");
        assertTrue(id.matches("[0-9a-z]+-[0-9a-z]+"), id);
        assertTrue(ids.add(id), id);
      }
    }
    assertEquals(2 * MANY, ids.size());
  }

  @Test
  void messagesKeepTheirOrderThoughALoopSendsThemInSlices() throws Exception {
    List<FakeStream> streams = connect(MANY);
    List<String> bodies = IntStream.range(0, 5).mapToObj(Integer::toString).toList();
    bodies.forEach(body -> fanout.send(message(body), addresses(streams)));
    settle();
    for (FakeStream stream : streams) {
      assertEquals(bodies, stream.take().stream().map(FanoutTest::body).toList());
    }
  }

  @Test
  void firstStreamThatHasTheMessageIsTold() throws Exception {
    List<FakeStream> streams = connect(MANY);
    List<Long> had = Collections.synchronizedList(new ArrayList<>());
    fanout.send(message("a"), addresses(streams), null, () -> had.add(1L));
    settle();
    assertTrue(had.size() >= 1 && had.size() <= loops.size(), had::toString);
    fanout.send(message("a"), List.of(), null, () -> had.clear());
    assertFalse(had.isEmpty(), "without a recipient nothing is written");
  }

  @Test
  void answerDoesNotOvertakeTheEventsBeforeIt() throws Exception {
    List<FakeStream> streams = connect(MANY);
    FakeStream last = streams.get(MANY - 1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    fanout.send(message("event"), addresses(streams));
    fanout.run(last, () -> order.addAll(last.takeXml()));
    settle();
    assertEquals(1, order.size());
  }

  @Test
  void workThatAnswersCauseOnTheSameLoopQueuesBehindThem() throws Exception {
    FakeStream stream = connect(jid("a@pipit.test/r"), 0);
    List<String> order = new ArrayList<>();
    fanout.run(
        stream,
        () -> {
          order.add("first begins");
          fanout.run(stream, () -> order.add("second"));
          order.add("first ends");
        });
    settle();
    assertEquals(List.of("first begins", "first ends", "second"), order);
  }

  @Test
  void defectOfOneDeliveryNeitherRepeatsItNorStopsOthers() throws Exception {
    FakeStream stream = connect(jid("a@pipit.test/r"), 0);
    List<String> order = new ArrayList<>();
    fanout.run(
        stream,
        () -> {
          order.add("broken");
          throw new IllegalStateException("a defect");
        });
    fanout.run(stream, () -> order.add("next"));
    settle();
    assertEquals(List.of("broken", "next"), order);
    assertEquals(1, loops.get(0).failures());
  }

  @Test
  void bareAddressIsAllItsResourcesThatTakeMessages() throws Exception {
    BareJid account = BareJid.of("a@pipit.test");
    FakeStream taking = connect(jid("a@pipit.test/taking"), 0);
    FakeStream other = connect(jid("a@pipit.test/other"), 1);
    FakeStream negative = connect(jid("a@pipit.test/negative"), 0);
    FakeStream unavailable = connect(jid("a@pipit.test/unavailable"), 1);
    registry.resource(taking.jid()).orElseThrow().available(0, Show.ONLINE);
    registry.resource(other.jid()).orElseThrow().available(5, Show.ONLINE);
    registry.resource(negative.jid()).orElseThrow().available(-1, Show.ONLINE);
    assertEquals(2, fanout.send(message("a"), List.of(account)));
    settle();
    assertEquals(List.of("a@pipit.test"), recipients(taking));
    assertEquals(List.of("a@pipit.test"), recipients(other));
    assertEquals(List.of(), recipients(negative));
    assertEquals(List.of(), recipients(unavailable));
  }

  @Test
  void resourceThatHasItsAnswerIsLeftOutUnderBothItsAddresses() throws Exception {
    FakeStream asked = connect(jid("a@pipit.test/asked"), 0);
    FakeStream other = connect(jid("a@pipit.test/other"), 1);
    registry.resource(asked.jid()).orElseThrow().available(0, Show.ONLINE);
    registry.resource(other.jid()).orElseThrow().available(0, Show.ONLINE);
    List<Jid> both = List.of(BareJid.of("a@pipit.test"), asked.jid());
    assertEquals(1, fanout.send(message("a"), both, asked.jid()));
    settle();
    assertEquals(List.of(), recipients(asked));
    assertEquals(List.of("a@pipit.test"), recipients(other));
  }

  private static List<String> recipients(FakeStream stream) {
    return stream.take().stream().map(message -> message.attribute("to", "")).toList();
  }

  @Test
  void whoIsNotConnectedGetsNothing() throws Exception {
    FakeStream here = connect(jid("a@pipit.test/r"), 0);
    assertEquals(
        1,
        fanout.send(
            message("a"),
            List.of(jid("a@pipit.test/gone"), here.jid(), BareJid.of("b@pipit.test"))));
    settle();
    assertEquals(List.of("a@pipit.test/r"), recipients(here));
  }

  @Test
  void resourceIsEscapedInTheAddress() throws Exception {
    for (String resource :
        List.of("a'<&>\"b", "&amp;", "\u00e9\u6f22\ud83d\ude00", "' id='x", "a b")) {
      FakeStream stream = connect(jid("a@pipit.test/" + resource), 0);
      fanout.send(message("a"), List.of(stream.jid()));
      settle();
      Element got = stream.take().get(0);
      assertEquals("a@pipit.test/" + resource, got.attribute("to", ""));
      assertEquals(3, got.attributeCount());
      assertEquals("a", body(got));
    }
  }

  @Test
  void tooMuchThatWaitsIsSaidUntilItIsSent() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    hold(loops.get(0), latch);
    FakeStream stream = FakeStream.forgetful(jid("a@pipit.test/r"), loops.get(0));
    assertTrue(registry.bind(stream.jid(), stream, 1));
    List<Jid> recipients = Collections.nCopies(10_000, stream.jid());
    Element message = message("a");
    try {
      for (int i = 0; i < 100; i++) {
        fanout.send(message, recipients);
      }
      assertFalse(fanout.isOverloaded());
      fanout.send(message, recipients);
      assertTrue(fanout.isOverloaded());
    } finally {
      latch.countDown();
    }
    CompletableFuture<Boolean> after = new CompletableFuture<>();
    fanout.run(stream, () -> after.complete(fanout.isOverloaded()));
    assertFalse(after.get(30, TimeUnit.SECONDS));
  }
}
