package io.pipit.devices.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoScreenTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final DemoScreen screen =
      new DemoScreen(
          "Pipit 0.1.0  127.0.0.1:5222",
          List.of("./pipit sub demo/host/load", "./pipit node ls"),
          ZoneOffset.UTC,
          true);
  private final LiveTail tail = new LiveTail(NOON);

  private void receive(int second, String node, String value) {
    tail.add(new ReceivedItem(node, value, NOON.plusSeconds(second)));
  }

  private String frame(int second, int width, int height) {
    return screen.frame(tail, NOON.plusSeconds(second), width, height).stream()
        .map(ScreenLine::text)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private void fourSeconds() {
    for (int second = 0; second < 4; second++) {
      receive(second, "demo/host/load", "{\"1m\":0." + (second + 1) + ",\"5m\":0.5}");
      receive(second, "demo/room/temp", "{\"c\":21." + (9 - second) + "}");
    }
  }

  @Test
  void drawsTitleNodesNewestItemsAndCommands() {
    fourSeconds();
    assertEquals(
        """
         Pipit 0.1.0  127.0.0.1:5222                         8 items  2.0/s  up 0:00:04

         NODE            LATEST                            TREND                   RATE
         demo/host/load  1m 0.4  5m 0.5                    ▁▃▆█                   1.0/s
         demo/room/temp  c 21.6                            █▆▃▁                   1.0/s

         NEWEST ITEMS
         12:00:03  demo/room/temp  {"c":21.6}
         12:00:03  demo/host/load  {"1m":0.4,"5m":0.5}
         12:00:02  demo/room/temp  {"c":21.7}

         Try in another terminal:
           ./pipit sub demo/host/load
           ./pipit node ls
         Ctrl-C ends the demo
        """,
        frame(4, 80, 15));
  }

  @Test
  void saysThatItWaitsBeforeTheFirstItem() {
    assertEquals(
        """
         Pipit 0.1.0  127.0.0.1:5222                         0 items  0.0/s  up 0:00:00

         NODE  LATEST                                      TREND                   RATE
         waiting for the first item

         Try in another terminal:
           ./pipit sub demo/host/load
           ./pipit node ls
         Ctrl-C ends the demo
        """,
        frame(0, 80, 9));
  }

  @Test
  void narrowScreenHasNoTrend() {
    fourSeconds();
    assertEquals(
        """
         Pipit 0.1.0  127.0.0.1:5222

         NODE            LATEST      RATE
         demo/host/load  1m 0.4     1.0/s
         demo/room/temp  c 21.6     1.0/s

         Ctrl-C ends the demo
        """,
        frame(4, 36, 7));
  }

  @Test
  void lowScreenCountsTheNodesItLeavesOut() {
    for (int i = 1; i <= 6; i++) {
      receive(0, "n" + i, "1");
    }
    assertEquals(
        """
         Pipit 0.1.0  127.0.0.1:5222         6 items  6.0/s  up 0:00:00

         NODE  LATEST                          TREND               RATE
         n1    1                               ▅                  1.0/s
         n2    1                               ▅                  1.0/s
         and 4 more nodes
         Ctrl-C ends the demo
        """,
        frame(0, 64, 7));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,24", "80,1", "80,2", "80,3", "80,4", "80,5", "20,10", "200,60", "300,6"})
  void fitsAnySize(int width, int height) {
    fourSeconds();
    receive(4, "漢字/".repeat(60), "{\"e\u0301\":\"😀" + "x".repeat(500) + "\"}");
    List<ScreenLine> lines = screen.frame(tail, NOON.plusSeconds(4), width, height);
    assertTrue(lines.size() <= height, () -> lines.size() + " lines");
    for (ScreenLine line : lines) {
      int most = (int) line.text().codePoints().filter(c -> c != 0x301).count();
      assertTrue(most <= width, line::text);
    }
  }

  @Test
  void wideCharactersTakeTwoColumnsAndMarksNone() {
    assertEquals(
        "漢 |",
        new ScreenLine(9)
            .column("漢字", ScreenLine.Look.PLAIN, 3)
            .add("|", ScreenLine.Look.PLAIN)
            .text());
    assertEquals(
        "e\u0301a|",
        new ScreenLine(9)
            .column("e\u0301a", ScreenLine.Look.PLAIN, 2)
            .add("|", ScreenLine.Look.PLAIN)
            .text());
  }

  @Test
  void textOfOthersCannotControlTheTerminal() {
    receive(0, "evil\u001b[2J", "a\u0007b\u009bc\u202ed\ne");
    for (ScreenLine line : screen.frame(tail, NOON, 80, 20)) {
      assertTrue(line.text().codePoints().noneMatch(Character::isISOControl), line::text);
    }
    assertTrue(frame(0, 80, 20).contains("evil.[2J  a.b.c.d e"), () -> frame(0, 80, 20));
  }

  @Test
  void looksAreSetAndResetAroundEachPiece() {
    assertEquals(
        "\u001b[1mbold\u001b[0m plain",
        new ScreenLine(20)
            .add("bold", ScreenLine.Look.BOLD)
            .add(" plain", ScreenLine.Look.PLAIN)
            .ansi());
  }

  @Test
  void withoutATerminalAnItemIsOneLine() {
    assertEquals(
        "12:00:01 demo/host/load {\"1m\":0.42}",
        screen.line(new ReceivedItem("demo/host/load", "{\"1m\":0.42}", NOON.plusSeconds(1))));
    fourSeconds();
    assertEquals("12:00:04 (8 items of 2 nodes, 2.0/s)", screen.rates(tail, NOON.plusSeconds(4)));
  }

  @Test
  void trendKeepsTheNewestAndUsesAsciiWhereItMust() {
    List<Double> values = List.of(9.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0);
    assertEquals("▁▂▃▄▅▆▇█", screen.sparkline(values, 8));
    assertEquals(
        "_.-:=+*#", new DemoScreen("", List.of(), ZoneOffset.UTC, false).sparkline(values, 8));
    assertEquals("", screen.sparkline(List.of(), 8));
  }

  @Test
  void telemetryShowsItsValuesAndOtherPayloadsAsTheyAre() {
    receive(0, "a", "{\"ts\":1,\"values\":{\"c\":21.5,\"h\":40}}");
    receive(0, "b", "{not json");
    receive(0, "c", "(16 bytes of image/png)");
    receive(0, "d", "-3.5");
    List<LiveTail.NodeTail> nodes = List.copyOf(tail.nodes());
    assertEquals("c 21.5  h 40", nodes.get(0).latest());
    assertEquals(List.of(21.5), List.copyOf(nodes.get(0).history()));
    assertEquals("{not json", nodes.get(1).latest());
    assertEquals(List.of(), List.copyOf(nodes.get(1).history()));
    assertEquals(List.of(), List.copyOf(nodes.get(2).history()));
    assertEquals(List.of(-3.5), List.copyOf(nodes.get(3).history()));
  }

  @Test
  void stateIsBounded() {
    IntStream.range(0, 1000).forEach(i -> receive(0, "n" + i, "1"));
    IntStream.range(0, 1000).forEach(i -> receive(1, "n0", "2"));
    assertEquals(2000, tail.total());
    assertEquals(LiveTail.MAX_LOG, tail.log().size());
    assertEquals(LiveTail.MAX_NODES, tail.nodes().size());
    assertEquals(LiveTail.MAX_HISTORY, tail.nodes().iterator().next().history().size());
  }

  @Test
  void rateIsOfTheLastTenFullSeconds() {
    RateWindow rate = new RateWindow();
    assertEquals(0, rate.perSecond(NOON));
    for (int second = 0; second < 30; second++) {
      for (int i = 0; i < (second < 20 ? 1 : 4); i++) {
        rate.count(NOON.plusSeconds(second));
      }
    }
    assertEquals(4, rate.perSecond(NOON.plusSeconds(30)));
    assertEquals(2, rate.perSecond(NOON.plusSeconds(35)));
    assertEquals(0, rate.perSecond(NOON.plusSeconds(90)));
  }

  @Test
  void rateSurvivesAClockThatIsSetBack() {
    RateWindow rate = new RateWindow();
    rate.count(NOON);
    rate.count(NOON.minusSeconds(3600));
    assertEquals(2, rate.perSecond(NOON.minusSeconds(3600)));
  }

  @Test
  void terminalSizeIsRowsThenColumns() {
    assertEquals(Optional.of(new Terminal.Size(120, 40)), Terminal.parse("40 120\n"));
    assertEquals(Optional.of(new Terminal.Size(80, 24)), Terminal.parse("0 0\n"));
    assertEquals(Optional.empty(), Terminal.parse("stty: not a terminal\n"));
    assertEquals(Optional.empty(), Terminal.parse("-1 80"));
    assertEquals(Optional.empty(), Terminal.parse(""));
  }

  @Test
  void localeSaysWhetherCharactersBeyondAsciiWork() {
    assertTrue(Terminal.isUtf8(Map.of("LANG", "en_GB.UTF-8")));
    assertTrue(Terminal.isUtf8(Map.of("LANG", "C", "LC_ALL", "C.utf8")));
    assertTrue(!Terminal.isUtf8(Map.of("LANG", "en_GB.UTF-8", "LC_ALL", "C")));
    assertTrue(!Terminal.isUtf8(Map.of()));
  }
}
