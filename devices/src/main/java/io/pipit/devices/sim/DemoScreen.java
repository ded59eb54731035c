package io.pipit.devices.sim;

import io.pipit.devices.sim.LiveTail.NodeTail;
import io.pipit.devices.sim.ScreenLine.Look;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Draws a {@link LiveTail}: title, a line for each node, the newest items, commands to try. A pure
 * function of the state, the time and the size; it fits any size of at least one line.
 *
 * <p>When there is not enough height, first the newest items shrink, then the commands become one
 * line, then nodes are left out and counted.
 *
 * @param title what is running and where, at the left of the title line
 * @param commands what a person can try in another terminal
 * @param unicode whether the terminal shows block characters
 */
record DemoScreen(String title, List<String> commands, ZoneId zone, boolean unicode) {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String ASCII = "_.-:=+*#";
  private static final int RATE_COLUMNS = 8;
  private static final int MIN_LOG_ROWS = 3;

  DemoScreen {
    commands = List.copyOf(commands);
  }

  /** The line for one item where there is no terminal: {@code 12:00:01 node payload}. */
  String line(ReceivedItem item) {
    return clock(item.time()) + " " + item.node() + " " + item.value();
  }

  /** The line that says now and then how many items come where there is no terminal. */
  String rates(LiveTail tail, Instant now) {
    return String.format(
        Locale.ROOT,
        "%s (%d items of %d nodes, %.1f/s)",
        clock(now),
        tail.total(),
        tail.nodes().size(),
        tail.perSecond(now));
  }

  /** The whole screen: at most {@code height} lines of at most {@code width} columns. */
  List<ScreenLine> frame(LiveTail tail, Instant now, int width, int height) {
    List<ScreenLine> lines = new ArrayList<>();
    lines.add(titleLine(tail, now, width));
    List<ScreenLine> footer = footer(width);
    int nodes = Math.max(1, tail.nodes().size());
    // Below the title: a blank and a heading, the nodes, the newest items, the footer.
    int room = height - 3;
    if (room < nodes + footer.size()) {
      footer = footer.subList(footer.size() - 1, footer.size());
    }
    if (room < 1 + footer.size()) {
      footer = List.of();
    }
    int nodeRows = Math.max(0, Math.min(nodes, room - footer.size()));
    int logRows = room - footer.size() - nodeRows - 2;
    if (nodeRows > 0) {
      lines.add(new ScreenLine(width));
      nodeTable(tail, now, width, nodeRows, lines);
    }
    if (logRows >= MIN_LOG_ROWS) {
      log(tail.log(), width, logRows, lines);
    }
    while (lines.size() < height - footer.size()) {
      lines.add(new ScreenLine(width));
    }
    lines.addAll(footer);
    return lines.subList(0, Math.min(lines.size(), Math.max(0, height)));
  }

  private ScreenLine titleLine(LiveTail tail, Instant now, int width) {
    Duration up = Duration.between(tail.started(), now);
    String counters =
        String.format(
            Locale.ROOT,
            "%d items  %.1f/s  up %d:%02d:%02d ",
            tail.total(),
            tail.perSecond(now),
            up.toHours(),
            up.toMinutesPart(),
            up.toSecondsPart());
    ScreenLine line = new ScreenLine(width).add(" " + title + " ", Look.TITLE);
    return line.right(counters, Look.TITLE).column("", Look.TITLE, width);
  }

  private void nodeTable(LiveTail tail, Instant now, int width, int rows, List<ScreenLine> lines) {
    int longest = tail.nodes().stream().mapToInt(node -> node.node().length()).max().orElse(0);
    int nodeColumns = Math.max(4, Math.min(longest, width * 2 / 5)) + 3;
    int sparkColumns = width < 60 ? 0 : Math.min(40, width / 4);
    int valueColumns = Math.max(0, width - nodeColumns - sparkColumns - 2 - RATE_COLUMNS - 1);
    ScreenLine heading = new ScreenLine(width);
    heading.column(" NODE", Look.DIM, nodeColumns).column("LATEST", Look.DIM, valueColumns);
    if (sparkColumns > 0) {
      heading.column("  TREND", Look.DIM, sparkColumns + 2);
    }
    lines.add(heading.column("    RATE", Look.DIM, RATE_COLUMNS));
    if (tail.nodes().isEmpty()) {
      lines.add(new ScreenLine(width).add(" waiting for the first item", Look.DIM));
      return;
    }
    int hidden = tail.nodes().size() - rows;
    Iterator<NodeTail> nodes = tail.nodes().iterator();
    for (int row = 0; row < (hidden > 0 ? rows - 1 : rows); row++) {
      NodeTail node = nodes.next();
      ScreenLine line = new ScreenLine(width);
      line.add(" ", Look.PLAIN);
      line.column(node.node(), Look.NODE, nodeColumns - 2).add(" ", Look.PLAIN);
      line.column(node.latest(), Look.VALUE, valueColumns);
      if (sparkColumns > 0) {
        line.add("  ", Look.PLAIN);
        line.column(sparkline(node.history(), sparkColumns), Look.SPARK, sparkColumns);
      }
      lines.add(line.add(String.format(Locale.ROOT, "%6.1f/s", node.perSecond(now)), Look.RATE));
    }
    if (hidden > 0) {
      lines.add(new ScreenLine(width).add(" and " + (hidden + 1) + " more nodes", Look.DIM));
    }
  }

  /** The last values as bars between the lowest and the highest of them. */
  String sparkline(Collection<Double> history, int columns) {
    String bars = unicode ? BLOCKS : ASCII;
    List<Double> shown = history.stream().skip(Math.max(0, history.size() - columns)).toList();
    double min = shown.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double max = shown.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    StringBuilder spark = new StringBuilder();
    for (double value : shown) {
      // A value that does not move is drawn in the middle, not as a low or a high one.
      double share = max > min ? (value - min) / (max - min) : 0.5;
      spark.append(bars.charAt((int) Math.min(bars.length() - 1, share * bars.length())));
    }
    return spark.toString();
  }

  private void log(Collection<ReceivedItem> items, int width, int rows, List<ScreenLine> lines) {
    lines.add(new ScreenLine(width));
    lines.add(new ScreenLine(width).add(" NEWEST ITEMS", Look.DIM));
    items.stream()
        .limit(rows)
        .map(
            item ->
                new ScreenLine(width)
                    .add(" " + clock(item.time()) + "  ", Look.DIM)
                    .add(item.node(), Look.NODE)
                    .add("  " + item.value(), Look.PLAIN))
        .forEach(lines::add);
  }

  private List<ScreenLine> footer(int width) {
    List<ScreenLine> footer = new ArrayList<>();
    if (!commands.isEmpty()) {
      footer.add(new ScreenLine(width));
      footer.add(new ScreenLine(width).add(" Try in another terminal:", Look.DIM));
      for (String command : commands) {
        footer.add(new ScreenLine(width).add("   " + command, Look.BOLD));
      }
    }
    footer.add(new ScreenLine(width).add(" Ctrl-C ends the demo", Look.DIM));
    return footer;
  }

  private String clock(Instant time) {
    return CLOCK.format(time.atZone(zone));
  }
}
