package io.pipit.broker.cli;

import io.pipit.devices.client.Payload;
import io.pipit.devices.client.PubsubItem;
import io.pipit.xmpp.xml.XmlWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How items are printed. */
final class ItemText {

  private static final Pattern DIRECTIVE = Pattern.compile("%([niptj%])");

  private ItemText() {}

  /** The payload as it was published; binary data as base64. */
  static String payload(PubsubItem item) {
    return item.payload().map(ItemText::text).orElse("");
  }

  private static String text(Payload payload) {
    if (payload instanceof Payload.Json json) {
      return json.text();
    }
    if (payload instanceof Payload.Text text) {
      return text.text();
    }
    if (payload instanceof Payload.Binary binary) {
      return Base64.getEncoder().encodeToString(binary.bytes());
    }
    return XmlWriter.text(payload.toElement());
  }

  static Map<String, Object> object(String node, PubsubItem item) {
    return object(node, item, Optional.empty());
  }

  /**
   * @param time when it was published, if that is known
   */
  static Map<String, Object> object(String node, PubsubItem item, Optional<Instant> time) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("node", node);
    object.put("id", item.id());
    time.ifPresent(published -> object.put("time", published.toString()));
    item.publisher().ifPresent(publisher -> object.put("publisher", publisher));
    item.payload()
        .ifPresent(
            payload -> {
              object.put("type", type(payload));
              object.put("payload", text(payload));
            });
    return object;
  }

  private static String type(Payload payload) {
    if (payload instanceof Payload.Json) {
      return "json";
    }
    if (payload instanceof Payload.Text) {
      return "text";
    }
    return payload instanceof Payload.Binary ? "binary" : "xml";
  }

  /**
   * A line by a format: {@code %n} node, {@code %i} id, {@code %p} payload, {@code %t} time, {@code
   * %j} publisher, {@code %%} a percent sign.
   */
  static String format(String format, String node, PubsubItem item, Instant time) {
    Matcher matcher = DIRECTIVE.matcher(format);
    return matcher.replaceAll(
        found ->
            Matcher.quoteReplacement(
                switch (found.group(1)) {
                  case "n" -> node;
                  case "i" -> item.id();
                  case "p" -> payload(item);
                  case "t" -> time.truncatedTo(ChronoUnit.MILLIS).toString();
                  case "j" -> item.publisher().orElse("");
                  default -> "%";
                }));
  }
}
