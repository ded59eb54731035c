package io.pipit.broker.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * An event of the log as one JSON object on one line of ASCII: {@code ts} (UTC), {@code level},
 * {@code event}, {@code msg}, the event's own keys such as {@code conn} and {@code jid}, {@code
 * logger}, and {@code err} with the stack trace. Any thread.
 */
final class JsonLog extends LayoutBase<ILoggingEvent> {

  /** What libraries log has no name of an event. */
  private static final String FOREIGN_EVENT = "log";

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @Override
  public String doLayout(ILoggingEvent event) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("ts", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    members.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    members.put("event", FOREIGN_EVENT);
    members.put("msg", event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        if (pair.key.equals("event")) {
          members.put(pair.key, String.valueOf(pair.value));
        } else if (pair.value != null) {
          members.putIfAbsent(pair.key, pair.value);
        }
      }
    }
    members.put("logger", event.getLoggerName());
    if (event.getThrowableProxy() != null) {
      members.put("err", TextLog.trace(event.getThrowableProxy()));
    }
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> member : members.entrySet()) {
        if (member.getValue() instanceof Long || member.getValue() instanceof Integer) {
          json.writeNumberField(member.getKey(), ((Number) member.getValue()).longValue());
        } else {
          json.writeStringField(member.getKey(), member.getValue().toString());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return line + "\n";
  }
}
