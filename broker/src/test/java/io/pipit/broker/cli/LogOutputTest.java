package io.pipit.broker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.Configuration.LogFormat;
import io.pipit.broker.config.Configuration.LogLevel;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text or JSON, one event is one line, whatever a peer has put into it. */
class LogOutputTest {

  /** Another line, a terminal's command, a change of direction, half a character, JSON's own. */
  private static final String HOSTILE =
      "juliet\r\n12:00:00.000 ERROR forged\u001b[2J\u2028\u0085\u202e\ud800 \"\\ \u00e9";

  private final LoggerContext context = new LoggerContext();
  private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger logger = context.getLogger("io.pipit.broker.Some");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** As a process has it before a node is configured, with an output that can be read here. */
  LogOutputTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    LogStart.addOutput(context);
    ((OutputStreamAppender<ILoggingEvent>) root.getAppender("STDERR")).setOutputStream(out);
  }

  private void configure(LogFormat format, boolean terminal) {
    LogOutput.configure(root, new Configuration.Log(LogLevel.INFO, format), terminal);
  }

  private List<String> lines() {
    String text = out.toString(UTF_8);
    assertTrue(text.endsWith("\n"), text);
    return List.of(text.substring(0, text.length() - 1).split("\\R", -1));
  }

  @ParameterizedTest
  @CsvSource({"TEXT, true", "TEXT, false", "AUTO, true"})
  void textLineCannotBeForged(LogFormat format, boolean terminal) {
    configure(format, terminal);
    logger.info("stream={} refused", HOSTILE);
    assertEquals(1, lines().size());
    String line = lines().get(0);
    assertTrue(
        line.endsWith(
            " INFO  Some stream=juliet\\r\\n12:00:00.000 ERROR forged\\u{1b}[2J"
                + "\\u{2028}\\u{85}\\u{202e}\\u{d800} \"\\ \u00e9 refused"),
        line);
  }

  @ParameterizedTest
  @CsvSource({"JSON, true", "JSON, false", "AUTO, false"})
  void jsonLineSaysWhatWasLogged(LogFormat format, boolean terminal) {
    configure(format, terminal);
    logger.warn("stream={} refused", HOSTILE);
    logger
        .atInfo()
        .addKeyValue("event", "conn.open")
        .addKeyValue("jid", HOSTILE)
        .addKeyValue("conn", (Object) null)
        .addKeyValue("count", 3)
        .log("opened");
    assertEquals(2, lines().size());
    JsonObject first = new JsonObject(lines().get(0));
    assertEquals("warn", first.getString("level"));
    assertEquals("io.pipit.broker.Some", first.getString("logger"));
    assertEquals("log", first.getString("event"), "of a library, which names none");
    assertEquals("stream=" + HOSTILE + " refused", first.getString("msg"));
    assertTrue(first.getString("ts").endsWith("Z"), first::encode);
    JsonObject second = new JsonObject(lines().get(1));
    assertEquals("conn.open", second.getString("event"));
    assertEquals(HOSTILE, second.getString("jid"));
    assertEquals(3, second.getValue("count"));
    assertFalse(second.containsKey("conn"));
    assertTrue(lines().get(1).indexOf("event") < lines().get(1).indexOf("msg"));
    assertFalse(lines().stream().anyMatch(line -> line.chars().anyMatch(c -> c < ' ' || c > '~')));
  }

  @Test
  void eventCannotReplaceWhatTheLogSays() {
    configure(LogFormat.JSON, false);
    logger.atInfo().addKeyValue("level", "error").log("opened");
    assertEquals("info", new JsonObject(lines().get(0)).getString("level"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void messageOfAnExceptionCannotForgeALineEither(boolean json) {
    configure(json ? LogFormat.JSON : LogFormat.TEXT, false);
    logger.error("failed", new IllegalStateException(HOSTILE, new RuntimeException("why\nnot")));
    List<String> lines = lines();
    String trace = json ? new JsonObject(lines.get(0)).getString("err") : out.toString(UTF_8);
    assertEquals(json ? 1 : trace.lines().count(), lines.size());
    assertTrue(trace.contains("java.lang.IllegalStateException: juliet\\r\\n12:00"), trace);
    assertTrue(trace.contains("Caused by: java.lang.RuntimeException: why\\nnot\n"), trace);
    assertTrue(
        trace
            .lines()
            .skip(1)
            .allMatch(
                line ->
                    line.startsWith("\tat ")
                        || line.startsWith("Caused by: ")
                        || line.startsWith("java.lang.IllegalStateException: ")),
        trace);
  }

  @Test
  void levelIsTheConfiguredOne() {
    configure(LogFormat.TEXT, false);
    logger.debug("not this");
    logger.info("this");
    assertEquals(1, lines().size());
  }
}
