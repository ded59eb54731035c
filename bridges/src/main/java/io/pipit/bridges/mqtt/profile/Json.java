package io.pipit.bridges.mqtt.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, texts, numbers, booleans and null, for what a profile has to look into.
 * Stateless; any thread.
 */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int MOST_DEPTH = 32;

  private Json() {}

  /** Reads one object; empty for anything else, and for what is nested too deep. */
  static Optional<Map<String, Object>> readObject(byte[] json) {
    try (JsonParser in = FACTORY.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Map<String, Object> object = object(in, 0);
      return in.nextToken() == null ? Optional.of(object) : Optional.empty();
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> object(JsonParser in, int depth) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      Object value = value(in, depth);
      if (value != null) {
        object.put(name, value);
      }
    }
    return object;
  }

  private static @Nullable Object value(JsonParser in, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new IOException("nested too deep");
    }
    JsonToken token = in.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(in, depth + 1);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        Object value = value(in, depth + 1);
        if (value != null) {
          list.add(value);
        }
      }
      return list;
    }
    return switch (token) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getNumberValue();
      default -> in.getText();
    };
  }

  /** Writes maps, lists, texts, numbers and booleans. */
  static String write(Map<String, ?> object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      write(object, out);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return text.toString();
  }

  private static void write(Object value, JsonGenerator out) throws IOException {
    if (value instanceof Map<?, ?> object) {
      out.writeStartObject();
      for (Map.Entry<?, ?> member : object.entrySet()) {
        out.writeFieldName(String.valueOf(member.getKey()));
        write(member.getValue(), out);
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object each : list) {
        write(each, out);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof Number number) {
      out.writeNumber(number.toString());
    } else {
      out.writeString(String.valueOf(value));
    }
  }

  /** A member that is a text; a number is taken for its text. */
  static Optional<String> text(Map<?, ?> object, String... names) {
    for (String name : names) {
      Object value = object.get(name);
      if (value instanceof String || value instanceof Number) {
        return Optional.of(value.toString());
      }
    }
    return Optional.empty();
  }

  /** A member that is an object; an empty one when there is none. */
  static Map<?, ?> object(Map<?, ?> object, String... names) {
    for (String name : names) {
      if (object.get(name) instanceof Map<?, ?> found) {
        return found;
      }
    }
    return Map.of();
  }

  /** A member that is a list of objects, or one of them alone. */
  static List<Map<?, ?>> objects(Map<?, ?> object, String... names) {
    List<Map<?, ?>> found = new ArrayList<>();
    for (String name : names) {
      Object value = object.get(name);
      List<?> values =
          value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
      for (Object each : values) {
        if (each instanceof Map<?, ?> one) {
          found.add(one);
        }
      }
    }
    return found;
  }
}
