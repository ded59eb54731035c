package io.pipit.devices.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows received items as they come: a screen that is drawn anew on a terminal, lines where there
 * is none. Confined to the Vert.x context that it is started on; a worker writes, so that a
 * terminal that does not take more cannot hold up the event loop.
 *
 * <p>Bounded: on a terminal a frame is left out while the last one is being written. Elsewhere up
 * to {@value #MAX_LINES} lines wait; more are left out and counted.
 */
final class LiveScreen {

  static final int MAX_LINES = 1_000;

  private static final long FRAME_MILLIS = 200;
  private static final long RATE_MILLIS = 5_000;
  private static final int FRAMES_PER_SIZE = 5;

  /** Alternate screen, no cursor, no line wrap; and the reverse. */
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";

  private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";

  private final Vertx vertx;
  private final DemoScreen screen;
  private final LiveTail tail = new LiveTail(Instant.now());
  private final PrintStream out;
  private final @Nullable Terminal terminal;
  private final WorkerExecutor writer;
  private final Deque<String> lines = new ArrayDeque<>();
  private long omitted;
  private long timer = -1;
  private long frames;
  private Terminal.@Nullable Size size;
  private boolean writing;
  private boolean stopped;

  private LiveScreen(Vertx vertx, DemoScreen screen, PrintStream out, @Nullable Terminal terminal) {
    this.vertx = vertx;
    this.screen = screen;
    this.out = out;
    this.terminal = terminal;
    this.writer = vertx.createSharedWorkerExecutor("pipit-live-screen", 1);
  }

  static LiveScreen start(
      Vertx vertx, DemoScreen screen, PrintStream out, @Nullable Terminal terminal) {
    LiveScreen live = new LiveScreen(vertx, screen, out, terminal);
    if (terminal != null) {
      live.write(ENTER, terminal);
      live.paint(terminal);
      live.timer = vertx.setPeriodic(FRAME_MILLIS, next -> live.paint(terminal));
    } else {
      live.timer = vertx.setPeriodic(RATE_MILLIS, next -> live.addLine(live.rates()));
    }
    return live;
  }

  void add(ReceivedItem item) {
    if (stopped) {
      return;
    }
    tail.add(item);
    if (terminal == null) {
      addLine(screen.line(item));
    }
  }

  private void addLine(String line) {
    if (lines.size() == MAX_LINES) {
      omitted++;
    } else {
      lines.addLast(line);
    }
    writeLines();
  }

  private String rates() {
    return screen.rates(tail, Instant.now());
  }

  /** Items received so far. */
  long total() {
    return tail.total();
  }

  /** Gives the terminal back as it was. Done when everything is written. */
  Future<Void> stop() {
    if (stopped) {
      return Future.succeededFuture();
    }
    stopped = true;
    vertx.cancelTimer(timer);
    Promise<Void> closed = Promise.promise();
    Future<Void> last = terminal != null ? write(LEAVE, terminal) : write(takeLines(), null);
    last.onComplete(written -> writer.close().onComplete(closed));
    return closed.future();
  }

  private void paint(Terminal on) {
    boolean askSize = frames % FRAMES_PER_SIZE == 0;
    if (writing || stopped) {
      return;
    }
    frames++;
    Terminal.Size known = size;
    if (known == null || askSize) {
      writing = true;
      // It may have to run a program, so the worker asks.
      writer
          .executeBlocking(on::size)
          .onSuccess(now -> size = now)
          .onComplete(asked -> writing = false)
          .onSuccess(now -> draw(on, now));
    } else {
      draw(on, known);
    }
  }

  private void draw(Terminal on, Terminal.Size to) {
    if (!stopped) {
      write(ansi(screen.frame(tail, Instant.now(), to.width(), to.height()), on.color()), on);
    }
  }

  /**
   * One frame as one piece: home, each line with its rest cleared, the rest of the screen cleared.
   * Terminals that know synchronised output (DEC mode 2026) show it at once; others ignore the
   * mode.
   */
  static String ansi(List<ScreenLine> lines, boolean color) {
    return lines.stream()
        .map(line -> (color ? line.ansi() : line.text()) + "\u001b[K")
        .collect(Collectors.joining("\r\n", "\u001b[?2026h\u001b[H", "\u001b[J\u001b[?2026l"));
  }

  private void writeLines() {
    if (!writing && !lines.isEmpty()) {
      write(takeLines(), null).onComplete(written -> writeLines());
    }
  }

  private String takeLines() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append(System.lineSeparator()));
    lines.clear();
    if (omitted > 0) {
      text.append("(").append(omitted).append(" items not shown)").append(System.lineSeparator());
      omitted = 0;
    }
    return text.toString();
  }

  private Future<Void> write(String text, @Nullable Terminal on) {
    byte[] bytes = text.getBytes(on == null || on.unicode() ? UTF_8 : US_ASCII);
    writing = true;
    return writer
        .<Void>executeBlocking(
            () -> {
              out.write(bytes, 0, bytes.length);
              out.flush();
              return null;
            })
        .onComplete(written -> writing = false);
  }
}
