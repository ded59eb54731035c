package io.pipit.pubsub.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pipit.pubsub.PayloadContainer;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlDocument;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers in a JSON payload (XEP-0335) by JSON pointer (RFC 6901), in the order in which they
 * stand there. Numbers in arrays and more than {@value #MOST_DEPTH} objects deep are no fields, nor
 * are those whose pointers are long or hold what XML cannot. Stateless; any thread.
 */
final class JsonNumbers {

  static final String NAMESPACE = PayloadContainer.JSON_NAMESPACE;

  static final int MOST_DEPTH = 8;

  private static final int LONGEST_POINTER = 256;

  /** Sums of what is larger could be infinite. */
  private static final double LARGEST = 1e290;

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;
  private final Map<String, Double> found = new LinkedHashMap<>();

  private JsonNumbers(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The numbers of a payload; none of one that is not JSON.
   *
   * @param wanted the pointers of those that count, empty for all
   */
  static Map<String, Double> read(SerializedXml payload, List<String> wanted) {
    if (!payload.name().equals("json") || !payload.namespace().equals(NAMESPACE)) {
      return Map.of();
    }
    try (JsonParser parser = JSON.createParser(XmlDocument.parse(payload.bytes()).text().strip())) {
      JsonNumbers numbers = new JsonNumbers(parser);
      parser.nextToken();
      numbers.value("", 0);
      if (parser.nextToken() != null) {
        return Map.of();
      }
      if (!wanted.isEmpty()) {
        numbers.found.keySet().retainAll(wanted);
      }
      return numbers.found;
    } catch (IOException notJson) {
      return Map.of();
    }
  }

  private void value(String pointer, int depth) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = parser.getDoubleValue();
      if (Math.abs(value) <= LARGEST && isPlain(pointer)) {
        found.put(pointer, value);
      }
    } else if (token == JsonToken.START_OBJECT && depth < MOST_DEPTH) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        value(pointer + '/' + name.replace("~", "~0").replace("/", "~1"), depth + 1);
      }
    } else {
      parser.skipChildren();
    }
  }

  private static boolean isPlain(String pointer) {
    return pointer.length() <= LONGEST_POINTER
        && pointer
            .codePoints()
            .noneMatch(
                point ->
                    Character.isISOControl(point)
                        || Character.getType(point) == Character.SURROGATE
                        || (point & 0xFFFE) == 0xFFFE);
  }
}
