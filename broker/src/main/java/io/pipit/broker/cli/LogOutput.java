package io.pipit.broker.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.Configuration.LogFormat;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Makes the log of this process what the configuration of a node says. */
final class LogOutput {

  /** The appender of the standard error output. */
  static final String APPENDER = "STDERR";

  private LogOutput() {}

  static void configure(Configuration.Log log) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      configure(root, log, hasTerminal());
    }
  }

  /** Changes the least level that is written, while the process runs. */
  static void level(Configuration.Log log) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      level(root, log);
    }
  }

  private static void level(Logger root, Configuration.Log log) {
    root.setLevel(Level.valueOf(log.level().name()));
  }

  @SuppressWarnings("SystemConsoleNull") // the chosen one is null without a terminal on every JDK
  private static boolean hasTerminal() {
    // Later JDKs have a console also without a terminal unless this one is chosen.
    System.setProperty("jdk.console", "java.base");
    return System.console() != null;
  }

  /**
   * @param terminal whether a person sits before the output
   */
  static void configure(Logger root, Configuration.Log log, boolean terminal) {
    level(root, log);
    Appender<ILoggingEvent> appender = root.getAppender(APPENDER);
    if (isJson(log.format(), terminal)
        && appender instanceof OutputStreamAppender<ILoggingEvent> output) {
      output.setEncoder(encoder(new JsonLog(), root.getLoggerContext()));
    }
  }

  private static boolean isJson(LogFormat format, boolean terminal) {
    return format == LogFormat.JSON || (format == LogFormat.AUTO && !terminal);
  }

  static LayoutWrappingEncoder<ILoggingEvent> encoder(
      Layout<ILoggingEvent> layout, LoggerContext context) {
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    return encoder;
  }
}
