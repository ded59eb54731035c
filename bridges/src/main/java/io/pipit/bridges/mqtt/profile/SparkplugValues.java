package io.pipit.bridges.mqtt.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.bridges.mqtt.profile.ProtoReader.MalformedException;
import io.pipit.bridges.mqtt.profile.SparkplugPayload.Metric;
import io.pipit.bridges.mqtt.profile.SparkplugPayload.Value;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of Sparkplug B as JSON: integers and floats as numbers, but for those that JSON
 * does not have as text, date and time as milliseconds since 1970, bytes and files in Base64, data
 * sets and templates as objects, arrays as arrays. Confined to its caller.
 */
final class SparkplugValues {

  /** Templates in templates, deeper than this, are refused. */
  static final int MOST_DEPTH = 8;

  /** More values in one message are refused, templates and data sets included. */
  static final int MOST_VALUES = 100_000;

  private static final int INT = 0;
  private static final int LONG = 1;
  private static final int FLOAT = 2;
  private static final int DOUBLE = 3;
  private static final int BOOLEAN = 4;
  private static final int STRING = 5;
  private static final int BYTES = 6;
  private static final int DATA_SET = 7;
  private static final int TEMPLATE = 8;

  private final JsonGenerator out;
  private int values;

  SparkplugValues(JsonGenerator out) {
    this.out = out;
  }

  /**
   * The value of the field that a reader is at.
   *
   * @param first the number of {@code int_value}, which the others follow
   */
  static Value value(ProtoReader in, int first) throws MalformedException {
    int field = in.field() - first;
    return switch (field) {
      case INT, LONG, BOOLEAN -> new Value(field, in.number(), null);
      case FLOAT -> new Value(field, Float.floatToRawIntBits(in.float32()), null);
      case DOUBLE -> new Value(field, Double.doubleToRawLongBits(in.float64()), null);
      default -> new Value(field, 0, in.bytes());
    };
  }

  /** Writes the value of a metric; null where it has none. */
  void write(@Nullable Value value, SparkplugType type) throws IOException, MalformedException {
    write(value, type, 0);
  }

  private void write(@Nullable Value value, SparkplugType type, int depth)
      throws IOException, MalformedException {
    if (++values > MOST_VALUES) {
      throw new MalformedException("more than " + MOST_VALUES + " values");
    }
    if (value == null) {
      out.writeNull();
      return;
    }
    byte[] bytes = value.bytes();
    if (bytes == null) {
      number(value, type);
    } else if (value.field() == STRING) {
      out.writeString(text(bytes));
    } else if (value.field() == DATA_SET) {
      dataSet(new ProtoReader(bytes));
    } else if (value.field() == TEMPLATE) {
      template(new ProtoReader(bytes), depth + 1);
    } else if (value.field() == BYTES) {
      array(bytes, type);
    } else {
      out.writeNull(); // an extension
    }
  }

  private void number(Value value, SparkplugType type) throws IOException {
    long bits = value.bits();
    switch (value.field()) {
      case FLOAT -> floating(Float.intBitsToFloat((int) bits));
      case DOUBLE -> floating(Double.longBitsToDouble(bits));
      case BOOLEAN -> out.writeBoolean(bits != 0);
      default -> integer(bits, type, value.field() == INT);
    }
  }

  /** Negative numbers of 8 to 32 bits are in 32 bits without a sign (6.4.16). */
  private void integer(long bits, SparkplugType type, boolean isInt) throws IOException {
    switch (type) {
      case INT8 -> out.writeNumber((byte) bits);
      case INT16 -> out.writeNumber((short) bits);
      case INT32 -> out.writeNumber((int) bits);
      case INT64, DATE_TIME -> out.writeNumber(bits);
      case BOOLEAN -> out.writeBoolean(bits != 0);
      default -> unsigned(isInt ? bits & 0xFFFF_FFFFL : bits);
    }
  }

  private void unsigned(long bits) throws IOException {
    if (bits >= 0) {
      out.writeNumber(bits);
    } else {
      out.writeNumber(new BigInteger(Long.toUnsignedString(bits)));
    }
  }

  private void floating(float value) throws IOException {
    if (Float.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Float.toString(value));
    }
  }

  private void floating(double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Double.toString(value));
    }
  }

  private void dataSet(ProtoReader in) throws IOException, MalformedException {
    List<String> columns = new ArrayList<>();
    List<SparkplugType> types = new ArrayList<>();
    List<List<Value>> rows = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 2 -> columns.add(in.text());
        case 3 -> types.add(SparkplugType.of(in.number()));
        case 4 -> rows.add(row(in.message()));
        default -> {} // the number of columns
      }
    }
    out.writeStartObject();
    out.writeArrayFieldStart("columns");
    for (String column : columns) {
      out.writeString(column);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("types");
    for (SparkplugType type : types) {
      out.writeString(type.word());
    }
    out.writeEndArray();
    out.writeArrayFieldStart("rows");
    for (List<Value> row : rows) {
      out.writeStartArray();
      for (int i = 0; i < row.size(); i++) {
        Value value = row.get(i);
        boolean isNone = value.field() == BYTES;
        write(isNone ? null : value, i < types.size() ? types.get(i) : SparkplugType.UNKNOWN);
      }
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private List<Value> row(ProtoReader in) throws MalformedException {
    List<Value> row = new ArrayList<>();
    while (in.next()) {
      if (in.field() == 1) {
        ProtoReader element = in.message();
        Value value = new Value(BYTES, 0, null);
        while (element.next()) {
          value = element.field() <= 1 + STRING ? value(element, 1) : value;
        }
        if (++values > MOST_VALUES) {
          throw new MalformedException("more than " + MOST_VALUES + " values");
        }
        row.add(value);
      }
    }
    return row;
  }

  private void template(ProtoReader in, int depth) throws IOException, MalformedException {
    if (depth > MOST_DEPTH) {
      throw new MalformedException("templates more than " + MOST_DEPTH + " deep");
    }
    List<Metric> metrics = new ArrayList<>();
    out.writeStartObject();
    List<ProtoReader> parameters = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> out.writeStringField("version", in.text());
        case 2 -> metrics.add(SparkplugPayload.metric(in.message()));
        case 3 -> parameters.add(in.message());
        case 4 -> out.writeStringField("template", in.text());
        case 5 -> out.writeBooleanField("definition", in.bool());
        default -> {} // what later versions add
      }
    }
    if (!parameters.isEmpty()) {
      out.writeArrayFieldStart("parameters");
      for (ProtoReader parameter : parameters) {
        parameter(parameter);
      }
      out.writeEndArray();
    }
    out.writeArrayFieldStart("metrics");
    for (Metric metric : metrics) {
      SparkplugType type = metric.type() == null ? SparkplugType.UNKNOWN : metric.type();
      out.writeStartObject();
      if (metric.name() != null) {
        out.writeStringField("name", metric.name());
      }
      out.writeStringField("type", type.word());
      out.writeFieldName("value");
      write(metric.isNull() ? null : metric.value(), type, depth);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void parameter(ProtoReader in) throws IOException, MalformedException {
    String name = "";
    SparkplugType type = SparkplugType.UNKNOWN;
    Value value = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> type = SparkplugType.of(in.number());
        case 3, 4, 5, 6, 7, 8 -> value = value(in, 3);
        default -> {} // extensions
      }
    }
    out.writeStartObject();
    out.writeStringField("name", name);
    out.writeStringField("type", type.word());
    out.writeFieldName("value");
    write(value, type);
    out.writeEndObject();
  }

  /** Arrays are packed, with the lowest byte first (6.4.17). */
  private void array(byte[] bytes, SparkplugType type) throws IOException, MalformedException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case INT8_ARRAY -> elements(in, Byte.BYTES, () -> out.writeNumber(in.get()));
      case INT16_ARRAY -> elements(in, Short.BYTES, () -> out.writeNumber(in.getShort()));
      case INT32_ARRAY -> elements(in, Integer.BYTES, () -> out.writeNumber(in.getInt()));
      case INT64_ARRAY, DATE_TIME_ARRAY ->
          elements(in, Long.BYTES, () -> out.writeNumber(in.getLong()));
      case UINT8_ARRAY -> elements(in, Byte.BYTES, () -> out.writeNumber(in.get() & 0xFF));
      case UINT16_ARRAY -> elements(in, Short.BYTES, () -> out.writeNumber(in.getShort() & 0xFFFF));
      case UINT32_ARRAY ->
          elements(in, Integer.BYTES, () -> out.writeNumber(in.getInt() & 0xFFFF_FFFFL));
      case UINT64_ARRAY -> elements(in, Long.BYTES, () -> unsigned(in.getLong()));
      case FLOAT_ARRAY -> elements(in, Float.BYTES, () -> floating(in.getFloat()));
      case DOUBLE_ARRAY -> elements(in, Double.BYTES, () -> floating(in.getDouble()));
      case BOOLEAN_ARRAY -> booleans(in);
      case STRING_ARRAY -> strings(bytes);
      default -> out.writeBinary(bytes);
    }
  }

  /** Writes one element of an array, which it takes. */
  @FunctionalInterface
  private interface Element {
    void write() throws IOException;
  }

  private void elements(ByteBuffer in, int size, Element element)
      throws IOException, MalformedException {
    if (in.remaining() % size != 0) {
      throw new MalformedException("an array that ends in an element");
    }
    count(in.remaining() / size);
    out.writeStartArray();
    while (in.hasRemaining()) {
      element.write();
    }
    out.writeEndArray();
  }

  /** Their number in 4 bytes, then 8 in each byte, the first one in the highest bit. */
  private void booleans(ByteBuffer in) throws IOException, MalformedException {
    if (in.remaining() < Integer.BYTES) {
      throw new MalformedException("an array that ends in its length");
    }
    int number = in.getInt();
    if (number < 0 || number > in.remaining() * (long) Byte.SIZE) {
      throw new MalformedException("an array that is longer than its bytes");
    }
    count(number);
    out.writeStartArray();
    for (int i = 0; i < number; i++) {
      byte eight = in.get(Integer.BYTES + i / Byte.SIZE);
      out.writeBoolean((eight >> (7 - i % Byte.SIZE) & 1) != 0);
    }
    out.writeEndArray();
  }

  /** Each one ends with a zero. */
  private void strings(byte[] bytes) throws IOException, MalformedException {
    if (bytes.length > 0 && bytes[bytes.length - 1] != 0) {
      throw new MalformedException("an array that ends in a text");
    }
    out.writeStartArray();
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == 0) {
        count(1);
        out.writeString(text(java.util.Arrays.copyOfRange(bytes, from, at)));
        from = at + 1;
      }
    }
    out.writeEndArray();
  }

  private void count(int more) throws MalformedException {
    values += more;
    if (values > MOST_VALUES) {
      throw new MalformedException("more than " + MOST_VALUES + " values");
    }
  }

  private static String text(byte[] bytes) throws MalformedException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new MalformedException("a text that is not UTF-8");
    }
  }
}
