package io.pipit.devices.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A terminal on standard output. Any thread; {@link #size} may block for a moment, so a worker
 * asks.
 */
public interface Terminal {

  /** Columns and lines. */
  record Size(int width, int height) {}

  /** The size now; it changes when a person resizes the window. */
  Size size();

  /** Whether it shows characters beyond ASCII. */
  boolean unicode();

  /** Whether it shows colours. */
  boolean color();

  /**
   * The terminal of this process; empty when standard output is a file or a pipe, or the terminal
   * cannot move its cursor. Blocks.
   *
   * @param environment {@code TERM}, {@code LC_ALL}, {@code LC_CTYPE} and {@code LANG} are looked
   *     at
   * @param color whether the user wants colours
   */
  static Optional<Terminal> detect(Map<String, String> environment, boolean color) {
    String term = environment.getOrDefault("TERM", "dumb");
    Optional<Size> size = term.equals("dumb") ? Optional.empty() : askSize();
    return size.map(first -> of(first, isUtf8(environment), color));
  }

  private static Terminal of(Size first, boolean unicode, boolean color) {
    return new Terminal() {
      @Override
      public Size size() {
        return askSize().orElse(first);
      }

      @Override
      public boolean unicode() {
        return unicode;
      }

      @Override
      public boolean color() {
        return color;
      }
    };
  }

  /** The first of the three that is set decides (POSIX XBD 8.2). */
  static boolean isUtf8(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        String locale = value.toLowerCase(Locale.ROOT);
        return locale.contains("utf-8") || locale.contains("utf8");
      }
    }
    return false;
  }

  /**
   * Java cannot ask a terminal for its size, stty can. It answers on standard error, because
   * standard output is the terminal that it is asked about.
   */
  private static Optional<Size> askSize() {
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "test -t 1 && stty size <&1 >&2")
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer = new String(stty.getErrorStream().readAllBytes(), US_ASCII);
      return stty.waitFor(2, TimeUnit.SECONDS) && stty.exitValue() == 0
          ? parse(answer)
          : Optional.empty();
    } catch (IOException noShell) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** {@code rows columns}; a terminal that does not know says 0. */
  static Optional<Size> parse(String answer) {
    String[] parts = answer.strip().split(" ");
    if (parts.length != 2 || !parts[0].matches("[0-9]{1,5}") || !parts[1].matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    int height = Integer.parseInt(parts[0]);
    int width = Integer.parseInt(parts[1]);
    return Optional.of(new Size(width > 0 ? width : 80, height > 0 ? height : 24));
  }
}
