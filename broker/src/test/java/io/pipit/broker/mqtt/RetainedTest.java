package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.port.ItemPort;
import io.pipit.broker.port.StandingPages;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.xmpp.Jid;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is retained, beside what is sent meanwhile. All happens on the thread of the test. */
class RetainedTest {

  private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");
  private static Vertx vertx;

  private final FakeClient client = new FakeClient();
  private final List<String> sent = new ArrayList<>();
  private boolean isIdle;
  private StandingPages.@Nullable Reader reader;

  private final Outgoing deliveries =
      new Outgoing() {
        @Override
        public void retained(PortItem item, QueueFilter by) {
          sent.add(by.filter() + " " + item.node() + " " + item.seq());
        }

        @Override
        public boolean isIdle() {
          return isIdle;
        }

        @Override
        public void resume() {}

        @Override
        public void answered(PacketType type, int id, int reason) {}
      };

  private final ItemPort port =
      new ItemPort() {
        @Override
        public void publish(PortPublish publish, Executor on, Consumer<PortResult> told) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void endStanding(
            Jid requester, String node, int assurance, Executor on, Consumer<PortResult> told) {
          throw new UnsupportedOperationException();
        }

        @Override
        public StandingPages standing(
            Jid requester, String filter, int most, Executor on, StandingPages.Reader asks) {
          reader = asks;
          return new StandingPages() {
            @Override
            public void next() {}

            @Override
            public void told(String node) {}

            @Override
            public void end() {}
          };
        }
      };

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private Retained retained() {
    client.loop = new LoopInbox(vertx.getOrCreateContext());
    return new Retained(
        client, 100, port, deliveries, Clock.fixed(NOW, ZoneOffset.UTC), Runnable::run);
  }

  private static PortItem item(String node, long seq) {
    PortPayload payload = new PortPayload("text", null, new byte[0]);
    return new PortItem(node, "id", seq, NOW.minusSeconds(60), null, payload, List.of(), true);
  }

  private static QueueFilter filter(String text) {
    return new QueueFilter(text, 1, false, false, 0);
  }

  /** A page is here, and the client takes nothing now. */
  private Retained waiting(String filter, PortItem... page) {
    Retained retained = retained();
    isIdle = true;
    retained.expect();
    retained.send(List.of(filter(filter)));
    isIdle = false;
    Objects.requireNonNull(reader).items(List.of(page));
    assertEquals(List.of(), sent);
    return retained;
  }

  @Test
  void whatIsOlderDoesNotFollowWhatWasSentMeanwhile() {
    Retained retained = waiting("#", item("a", 5), item("b", 5), item("c", 5));
    retained.sent("a", 6);
    retained.told("b");
    isIdle = true;
    retained.resume();
    assertEquals(List.of("# c 5"), sent);
  }

  @Test
  void messageOfAnotherFilterComesForThisOneToo() {
    Retained retained = waiting("#", item("a", 5));
    retained.sent("a", 5);
    isIdle = true;
    retained.resume();
    assertEquals(List.of("# a 5"), sent);
  }

  @Test
  void whatWasSentWhileTheSubscriptionWasMadeIsNotSentAgain() {
    Retained retained = retained();
    isIdle = true;
    retained.expect();
    retained.told("a");
    retained.sentItself("b", 5);
    retained.sentItself("c", 6);
    retained.send(List.of(filter("#")));
    Objects.requireNonNull(reader).items(List.of(item("a", 5), item("b", 5), item("c", 5)));
    assertEquals(List.of("# c 5"), sent, "c 6 is not retained");
  }

  @Test
  void whatWasSentWhileNothingCameOfASubscriptionIsForgotten() {
    Retained retained = retained();
    isIdle = true;
    retained.expect();
    retained.told("a");
    retained.send(List.of());
    retained.expect();
    retained.send(List.of(filter("#")));
    Objects.requireNonNull(reader).items(List.of(item("a", 5)));
    assertEquals(List.of("# a 5"), sent);
  }

  @Test
  void nothingMoreIsSentForAFilterThatHasGone() {
    Retained retained = waiting("#", item("a", 5));
    retained.forget("#");
    isIdle = true;
    retained.resume();
    Objects.requireNonNull(reader).items(List.of(item("b", 5)));
    assertEquals(List.of(), sent);
  }

  /** All of it is sent again, with what was sent before the client has asked for that. */
  @Test
  void secondSubscriptionTakesThePlaceOfTheFirst() {
    Retained retained = waiting("#", item("a", 5));
    StandingPages.Reader first = Objects.requireNonNull(reader);
    retained.told("a");
    retained.expect();
    retained.told("b");
    isIdle = true;
    retained.send(List.of(filter("#")));
    first.items(List.of(item("c", 5)));
    first.done(true);
    assertEquals(List.of(), sent);
    Objects.requireNonNull(reader).items(List.of(item("a", 5), item("b", 5)));
    assertEquals(List.of("# a 5"), sent);
  }

  @Test
  void whatWasSentBeforeTheSubscriptionIsSentAgain() {
    Retained retained = retained();
    retained.sent("a", 6);
    isIdle = true;
    retained.expect();
    retained.send(List.of(filter("#")));
    Objects.requireNonNull(reader).items(List.of(item("a", 6)));
    assertEquals(List.of("# a 6"), sent);
  }
}
