package io.pipit.devices.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.devices.client.Await;
import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.DeviceStatus;
import io.pipit.devices.client.FakePubsub;
import io.pipit.devices.client.FakeServer;
import io.pipit.devices.client.XmppConnector;
import io.pipit.devices.client.XmppException.NotAuthenticated;
import io.pipit.devices.client.XmppServer;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoTest {

  private static final Jid SERVICE = Jid.of("pubsub.localhost");

  private final Vertx vertx = Vertx.vertx();
  private final FakePubsub server = new FakePubsub();
  private final Output out = new Output();

  @AfterEach
  void stop() {
    Await.success(vertx.close());
  }

  /** What was written, and a future for the moment when it holds something. */
  private static final class Output extends ByteArrayOutputStream {
    private final Promise<Void> found = Promise.promise();
    private Predicate<String> wanted = text -> false;

    synchronized Future<Void> has(Predicate<String> text) {
      wanted = text;
      check();
      return found.future();
    }

    @Override
    public synchronized void flush() {
      check();
    }

    private void check() {
      if (wanted.test(toString(UTF_8))) {
        found.tryComplete();
      }
    }

    synchronized String text() {
      return toString(UTF_8);
    }
  }

  private static final class FixedTerminal implements Terminal {
    @Override
    public Size size() {
      return new Size(100, 30);
    }

    @Override
    public boolean unicode() {
      return true;
    }

    @Override
    public boolean color() {
      return true;
    }
  }

  private DemoOptions options(Credentials account) {
    XmppServer at = Await.success(server.start(vertx));
    return new DemoOptions(
        "Pipit", at, SERVICE, account, Path.of("."), List.of("./pipit node ls"), 7);
  }

  private PrintStream stream() {
    return new PrintStream(out, false, UTF_8);
  }

  private static final Set<String> SIMULATED =
      Set.of(
          "demo/room/climate",
          "demo/tank/level",
          "demo/door/contact",
          "demo/mast/wind",
          "demo/badge/battery");

  @Test
  void withoutATerminalEachItemIsALine() {
    Demo demo = Await.success(Demo.run(vertx, options(FakeServer.CREDENTIALS), stream(), null));
    Await.success(
        out.has(
            text ->
                text.contains(" demo/host/load {\"1m\":")
                    && SIMULATED.stream().allMatch(text::contains)));
    Await.success(demo.close());
    assertTrue(
        out.text()
            .lines()
            .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d demo/\\S+ \\{.*\\}")),
        out::text);
    assertTrue(server.nodes.keySet().containsAll(SIMULATED), () -> server.nodes.keySet() + "");
    assertEquals(Set.of(), server.subscribed());
    Await.success(demo.ended());
  }

  @Test
  void nodesOfAnEarlierRunAreUsed() {
    DemoOptions options = options(FakeServer.CREDENTIALS);
    Await.success(Await.success(Demo.run(vertx, options, stream(), null)).close());
    Demo again = Await.success(Demo.run(vertx, options, stream(), null));
    Await.success(again.close());
    Await.success(again.close());
  }

  @Test
  void terminalIsDrawnAndGivenBack() {
    Demo demo =
        Await.success(
            Demo.run(vertx, options(FakeServer.CREDENTIALS), stream(), new FixedTerminal()));
    Await.success(out.has(text -> text.contains("demo/host/load") && text.contains("TREND")));
    Await.success(demo.close());
    assertTrue(out.text().startsWith("\u001b[?1049h\u001b[?25l"), out::text);
    assertTrue(out.text().endsWith("\u001b[?25h\u001b[?1049l"), out::text);
  }

  @Test
  void failureGivesTheTerminalBackToo() {
    Credentials wrong = Credentials.of(BareJid.of("user@localhost"), "wrong");
    Future<Demo> failed = Demo.run(vertx, options(wrong), stream(), new FixedTerminal());
    assertInstanceOf(NotAuthenticated.class, Await.reason(failed));
    assertTrue(out.text().endsWith("\u001b[?25h\u001b[?1049l"), out::text);
  }

  @Test
  void frameIsOnePieceThatClearsWhatItDoesNotCover() {
    ScreenLine line = new ScreenLine(10).add("a", ScreenLine.Look.BOLD);
    assertEquals(
        "\u001b[?2026h\u001b[H\u001b[1ma\u001b[0m\u001b[K\r\na\u001b[K\u001b[J\u001b[?2026l"
            .replace("\r\na", "\r\n\u001b[1ma\u001b[0m"),
        LiveScreen.ansi(List.of(line, line), true));
    assertEquals(
        "\u001b[?2026h\u001b[Ha\u001b[K\u001b[J\u001b[?2026l",
        LiveScreen.ansi(List.of(line), false));
  }

  @Test
  void fleetPublishesTheItemsOfItsSeed() {
    XmppServer at = Await.success(server.start(vertx));
    List<SimulatedDevice> devices =
        List.of(
            new SimulatedDevice("a", Map.of("sim/a", Map.of("v", walk()))),
            new SimulatedDevice("b", Map.of("sim/b", Map.of("v", walk(), "w", walk()))));
    Duration period = Duration.ofMillis(10);
    Fleet fleet =
        Fleet.create(
            vertx,
            XmppConnector.create(vertx, at),
            SERVICE,
            id -> FakeServer.CREDENTIALS,
            devices,
            period,
            7,
            Instant.EPOCH);
    Await.success(fleet.start());
    Map<String, DeviceStatus> status;
    do {
      Await.success(pause());
      status = Await.success(fleet.status());
    } while (status.values().stream().anyMatch(device -> device.stored() < 5));
    Await.success(fleet.close());
    for (SimulatedDevice device : devices) {
      new TreeMap<>(device.sensors(7))
          .forEach(
              (node, sensor) -> {
                List<String> ids = List.copyOf(server.items(node).keySet());
                for (int i = 0; i < 5; i++) {
                  SimulatedSensor.Reading expected =
                      sensor.read(Instant.EPOCH.plus(period.multipliedBy(i)));
                  assertEquals(expected.itemId(), ids.get(i));
                  assertEquals(
                      "<json xmlns='urn:xmpp:json:0'>"
                          + expected.payload().toDisplay().replace("\"", "&quot;")
                          + "</json>",
                      server.items(node).get(ids.get(i)));
                }
              });
    }
  }

  private static ValueModel walk() {
    return new ValueModel.RandomWalk(5, 1, 0, 10);
  }

  private Future<Void> pause() {
    Promise<Void> later = Promise.promise();
    vertx.setTimer(10, passed -> later.complete());
    return later.future();
  }
}
