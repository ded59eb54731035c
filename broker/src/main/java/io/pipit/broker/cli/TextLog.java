package io.pipit.broker.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * An event of the log as a line of text. What peers have a say in cannot forge a line, nor command
 * a terminal: everything that is not printed as itself is escaped. Any thread.
 */
final class TextLog extends LayoutBase<ILoggingEvent> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  /** Causes of causes that are written. */
  private static final int MOST_CAUSES = 16;

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
    line.append(' ').append(String.format("%-5s", event.getLevel())).append(' ');
    line.append(simpleName(event.getLoggerName())).append(' ');
    escape(event.getFormattedMessage(), line);
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        if (pair.value != null) {
          escape(" " + pair.key + "=" + pair.value, line);
        }
      }
    }
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      line.append(trace(event.getThrowableProxy()));
    }
    return line.toString();
  }

  private static String simpleName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  /** A stack trace, a line per frame. */
  static String trace(IThrowableProxy thrown) {
    StringBuilder lines = new StringBuilder(1_024);
    IThrowableProxy next = thrown;
    for (int i = 0; next != null && i < MOST_CAUSES; i++) {
      lines.append(i == 0 ? "" : "Caused by: ").append(next.getClassName());
      if (next.getMessage() != null) {
        escape(": " + next.getMessage(), lines);
      }
      lines.append('\n');
      StackTraceElementProxy[] frames = next.getStackTraceElementProxyArray();
      for (int frame = 0; frame < frames.length - next.getCommonFrames(); frame++) {
        lines.append('\t').append(frames[frame].getSTEAsString()).append('\n');
      }
      next = next.getCause();
    }
    return lines.toString();
  }

  /** Writes text so that it stays on its line and in its order. */
  static void escape(@Nullable String text, StringBuilder line) {
    String.valueOf(text)
        .codePoints()
        .forEach(
            c -> {
              if (isPlain(c)) {
                line.appendCodePoint(c);
              } else if (c == '\n') {
                line.append("\\n");
              } else if (c == '\r') {
                line.append("\\r");
              } else if (c == '\t') {
                line.append("\\t");
              } else {
                line.append(String.format("\\u{%x}", c));
              }
            });
  }

  /** Neither a control, nor a change of direction, nor an end of line, nor half a character. */
  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
