package io.pipit.broker.cli;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

/**
 * The log of this process at first: what a person has to know, as text, on the standard error
 * output. A node sets its own level and format later ({@link LogOutput}).
 *
 * <p>Found by Logback as a service. Not a {@code logback.xml}, since reading that took 50 ms of
 * each start; where somebody has added one it is used instead.
 */
public final class LogStart extends ContextAwareBase implements Configurator {

  /** For Logback. */
  public LogStart() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (hasFile()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    context.getStatusManager().add(new NopStatusListener());
    addOutput(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** The output alone, whatever files there are. */
  static void addOutput(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName(LogOutput.APPENDER);
    appender.setTarget("System.err");
    appender.setEncoder(LogOutput.encoder(new TextLog(), context));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
  }

  private static boolean hasFile() {
    return System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null
        || LogStart.class.getResource("/" + ClassicConstants.TEST_AUTOCONFIG_FILE) != null
        || LogStart.class.getResource("/" + ClassicConstants.AUTOCONFIG_FILE) != null;
  }
}
