package io.pipit.bridges.mqtt.profile;

import static io.pipit.bridges.mqtt.profile.SparkplugBytes.floating;
import static io.pipit.bridges.mqtt.profile.SparkplugBytes.join;
import static io.pipit.bridges.mqtt.profile.SparkplugBytes.metric;
import static io.pipit.bridges.mqtt.profile.SparkplugBytes.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.MovableClock;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of Sparkplug B as JSON, and payloads that are meant to do harm. */
class SparkplugValuesTest {

  private static final int BYTES = 16;
  private static final int DATA_SET = 17;
  private static final int TEMPLATE = 18;

  /** What version 1.0.3 of the npm package {@code sparkplug-payload} writes. */
  private static final String FOREIGN =
      "08809494caca3312130a02693818809494caca33200150fbffffff0f120d0a03693136200250d4"
          + "fdffff0f120f0a03693332100420035090ddfbff0f12120a03693634200458809ce8afedffffff"
          + "ff0112090a027538200550c801120d0a0375333220075880d0acf30e12120a03753634200858ff"
          + "ffffffffffffffff01120a0a01662009650000c03f120e0a0164200a699a9999999999b93f1207"
          + "0a0162200b7001120c0a0173200c7a056772c3bc6e120d0a026474200d58809494caca3312080a"
          + "0174200e7a0178120c0a026279201182010301020312070a016e20033801122f0a02647320108a"
          + "012608021201611201621803180c220d0a0608ffffffff0f0a0332017822090a0208020a033201"
          + "79122e0a02747020139201250a0131120d0a0372706d200350f7ffffff0f1a080a0170100c4201"
          + "7622054d6f746f7228001803";

  private static Reading read(byte[] payload) {
    BridgeMessage message = BridgeMessage.of("spBv1.0/G/NBIRTH/E", payload, 0, false);
    return new SparkplugProfile(new MovableClock()).read(message, "s");
  }

  /** What is written between {@code "value":} and the time. */
  private static String value(byte[] metric) {
    Reading reading = read(payload(0, metric));
    assertEquals("", reading.fault());
    String json = new String(reading.items().get(0).payload().content(), UTF_8);
    return json.substring(json.indexOf("\"value\":") + 8, json.lastIndexOf(",\"ts\":"));
  }

  @ParameterizedTest(name = "type {0}, field {1}: {2} is {3}")
  @CsvSource({
    "1, 10, 4294967295, -1",
    "1, 10, 127, 127",
    "2, 10, 4294934528, -32768",
    "3, 10, 2147483648, -2147483648",
    "4, 11, -5, -5",
    "5, 10, 255, 255",
    "7, 10, 4294967295, 4294967295",
    "8, 11, -1, 18446744073709551615",
    "11, 14, 1, true",
    "11, 14, 0, false",
    "13, 11, 1772366400000, 1772366400000",
    "99, 10, 5, 5"
  })
  void integer(int type, int field, long written, String value) {
    assertEquals(value, value(metric("m", type, field, written)));
  }

  @ParameterizedTest(name = "type {0}: {1} is {2}")
  @CsvSource({
    "9, 1.5, 1.5",
    "10, 0.1, 0.1",
    "10, NaN, '\"NaN\"'",
    "9, Infinity, '\"Infinity\"'",
    "10, -Infinity, '\"-Infinity\"'"
  })
  void number(int type, double written, String value) {
    assertEquals(value, value(floating("m", type, written)));
  }

  @Test
  void whatAnotherImplementationWritesIsRead() {
    Reading reading = read(HexFormat.of().parseHex(FOREIGN));
    assertEquals("", reading.fault());
    String json = new String(reading.items().get(0).payload().content(), UTF_8);
    assertEquals(
        """
        {"message":"NBIRTH","ts":1772366400000,"seq":3,"metrics":[
        {"name":"i8","type":"Int8","value":-5},
        {"name":"i16","type":"Int16","value":-300},
        {"name":"i32","type":"Int32","value":-70000},
        {"name":"i64","type":"Int64","value":-5000000000},
        {"name":"u8","type":"UInt8","value":200},
        {"name":"u32","type":"UInt32","value":4000000000},
        {"name":"u64","type":"UInt64","value":18446744073709551615},
        {"name":"f","type":"Float","value":1.5},
        {"name":"d","type":"Double","value":0.1},
        {"name":"b","type":"Boolean","value":true},
        {"name":"s","type":"String","value":"gr\u00fcn"},
        {"name":"dt","type":"DateTime","value":1772366400000},
        {"name":"t","type":"Text","value":"x"},
        {"name":"by","type":"Bytes","value":"AQID"},
        {"name":"n","type":"Int32","value":null,"is_null":true},
        {"name":"ds","type":"DataSet","value":{"columns":["a","b"],"types":["Int32","String"],
        "rows":[[-1,"x"],[2,"y"]]}},
        {"name":"tp","type":"Template","value":{"version":"1","template":"Motor",
        "definition":false,"parameters":[{"name":"p","type":"String","value":"v"}],
        "metrics":[{"name":"rpm","type":"Int32","value":-9}]}}
        ]}
        """
            .replace("\n", ""),
        json.replace(",\"ts\":1772366400000,\"is_null\":false", "")
            .replace("\"ts\":1772366400000,\"is_null\":true", "\"is_null\":true"));
  }

  @Test
  void textAndBytes() {
    assertEquals("\"a\\\"b\"", value(metric("m", 12, 15, "a\"b".getBytes(UTF_8))));
    assertEquals("\"AQID\"", value(metric("m", 17, BYTES, new byte[] {1, 2, 3})));
    assertEquals("\"AQID\"", value(metric("m", 18, BYTES, new byte[] {1, 2, 3})));
  }

  @Test
  void nothing() {
    byte[] isNull = new ProtoWriter().text(1, "m").number(4, 3).number(7, 1).toByteArray();
    assertEquals("null", value(isNull));
    byte[] noValue = new ProtoWriter().text(1, "m").number(4, 3).toByteArray();
    assertEquals("null", value(noValue));
  }

  @ParameterizedTest(name = "array {0} of {1} is {2}")
  @CsvSource(
      delimiter = ';',
      value = {
        "22; ff01; [-1,1]",
        "23; ffff0100; [-1,1]",
        "24; ffffffff; [-1]",
        "25; ffffffffffffffff; [-1]",
        "26; ff; [255]",
        "27; ffff; [65535]",
        "28; ffffffff; [4294967295]",
        "29; ffffffffffffffff; [18446744073709551615]",
        "30; 0000c03f; [1.5]",
        "31; 000000000000f83f; [1.5]",
        "32; 0a000000a040; [true,false,true,false,false,false,false,false,false,true]",
        "33; 61620000; [\"ab\",\"\"]",
        "34; 0100000000000000; [1]",
        "24; ; []"
      })
  void array(int type, String hex, String value) {
    byte[] bytes = HexFormat.of().parseHex(hex == null ? "" : hex);
    assertEquals(value, value(metric("m", type, BYTES, bytes)));
  }

  @ParameterizedTest(name = "array {0} of {1}")
  @CsvSource({
    "23, ff",
    "24, ffffff",
    "25, 01",
    "32, 0900000000",
    "32, ffffffff00",
    "32, 00",
    "33, 61"
  })
  void noArray(int type, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertFalse(read(payload(0, metric("m", type, BYTES, bytes))).fault().isEmpty());
  }

  @Test
  void dataSet() {
    byte[] row =
        new ProtoWriter()
            .bytes(1, new ProtoWriter().number(1, 0xFFFF_FFFFL).toByteArray())
            .bytes(1, new ProtoWriter().text(6, "x").toByteArray())
            .bytes(1, new byte[0])
            .toByteArray();
    byte[] set =
        new ProtoWriter()
            .number(1, 3)
            .text(2, "a")
            .text(2, "b")
            .text(2, "c")
            .number(3, 3)
            .number(3, 12)
            .number(3, 11)
            .bytes(4, row)
            .toByteArray();
    assertEquals(
        "{\"columns\":[\"a\",\"b\",\"c\"],\"types\":[\"Int32\",\"String\",\"Boolean\"],"
            + "\"rows\":[[-1,\"x\",null]]}",
        value(metric("m", 16, DATA_SET, set)));
  }

  @Test
  void template() {
    byte[] parameter = new ProtoWriter().text(1, "p").number(2, 12).text(8, "v").toByteArray();
    byte[] template =
        new ProtoWriter()
            .text(1, "1.0")
            .bytes(2, metric("inner", 3, 10, 4))
            .bytes(3, parameter)
            .text(4, "Motor")
            .number(5, 0)
            .toByteArray();
    assertEquals(
        "{\"version\":\"1.0\",\"template\":\"Motor\",\"definition\":false,"
            + "\"parameters\":[{\"name\":\"p\",\"type\":\"String\",\"value\":\"v\"}],"
            + "\"metrics\":[{\"name\":\"inner\",\"type\":\"Int32\",\"value\":4}]}",
        value(metric("m", 19, TEMPLATE, template)));
  }

  private static byte[] nested(int depth) {
    byte[] metric = metric("m", 3, 10, 1);
    for (int i = 0; i < depth; i++) {
      metric = metric("m", 19, TEMPLATE, new ProtoWriter().bytes(2, metric).toByteArray());
    }
    return payload(0, metric);
  }

  @Test
  void whatIsNestedTooDeepIsRefused() {
    assertEquals("", read(nested(SparkplugValues.MOST_DEPTH)).fault());
    assertFalse(read(nested(SparkplugValues.MOST_DEPTH + 1)).fault().isEmpty());
    assertFalse(read(nested(2_000)).fault().isEmpty());
  }

  @Test
  void whatHasTooMuchIsRefused() {
    byte[] metric = new ProtoWriter().bytes(2, new byte[0]).toByteArray();
    byte[][] many = new byte[SparkplugPayload.MOST_METRICS][];
    Arrays.fill(many, metric);
    assertEquals("", read(join(many)).fault());
    assertFalse(read(join(join(many), metric)).fault().isEmpty());

    byte[] booleans = new byte[4 + SparkplugValues.MOST_VALUES];
    booleans[2] = 2; // 131,072 of them
    assertFalse(read(payload(0, metric("m", 32, BYTES, booleans))).fault().isEmpty());

    byte[][] elements = new byte[SparkplugValues.MOST_VALUES + 1][];
    Arrays.fill(elements, new ProtoWriter().bytes(1, new byte[0]).toByteArray());
    byte[] set = new ProtoWriter().bytes(4, join(elements)).toByteArray();
    assertFalse(read(payload(0, metric("m", 16, DATA_SET, set))).fault().isEmpty());
  }

  @ParameterizedTest(name = "payload {0}")
  @ValueSource(
      strings = {
        "08", // a number that is missing
        "088080808080808080808001", // of more than 64 bits
        "00", // no field
        "0b", // a group
        "0f01", // no wire type
        "12ffffffff0f", // longer than the message
        "12ffffffffffffffffff01", // of a negative length
        "1205", // text that is missing
        "0a0161", // a timestamp that is text
        "1001", // metrics that are a number
        "12020a05", // a name that is longer than its metric
        "12030a01ff", // a name that is not UTF-8
        "120320010a", // a metric that ends in a field
        "12046d010203", // a float of three bytes
        "8080808080100100" // a field number beyond all
      })
  void noPayload(String hex) {
    Reading reading = read(HexFormat.of().parseHex(hex));
    assertTrue(reading.fault().startsWith("no payload of Sparkplug B"), reading.fault());
    assertTrue(reading.items().isEmpty());
  }

  @Test
  void aCompressedPayloadIsSaidToBeOne() {
    byte[] compressed = new ProtoWriter().text(4, "SPBV1.0_COMPRESSED").toByteArray();
    assertTrue(read(compressed).fault().contains("compressed"));
  }

  /** Never an exception, whatever the bytes. */
  @Property(tries = 2_000)
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
    Reading reading = read(bytes);
    assertEquals(reading.items().isEmpty(), !reading.fault().isEmpty());
  }

  /** A good payload with some bytes changed, or cut off, reaches more of the reader. */
  @Property(tries = 3_000)
  void brokenPayloadsAreReadOrRefused(
      @ForAll @IntRange(max = 400) int at,
      @ForAll byte with,
      @ForAll @IntRange(max = 400) int length) {
    byte[] good = rich();
    good[at % good.length] = with;
    Reading reading = read(length >= good.length ? good : Arrays.copyOf(good, length));
    assertEquals(reading.items().isEmpty(), !reading.fault().isEmpty());
  }

  private static byte[] rich() {
    byte[] row =
        new ProtoWriter()
            .bytes(1, new ProtoWriter().number(1, 5).toByteArray())
            .bytes(1, new ProtoWriter().text(6, "x").toByteArray())
            .toByteArray();
    byte[] set =
        new ProtoWriter().text(2, "a").number(3, 3).number(3, 12).bytes(4, row).toByteArray();
    byte[] template =
        new ProtoWriter().text(1, "1").bytes(2, metric("i", 12, 15, new byte[3])).toByteArray();
    return payload(
        0,
        metric("set", 16, DATA_SET, set),
        metric("template", 19, TEMPLATE, template),
        metric("array", 24, BYTES, new byte[8]),
        metric("bits", 32, BYTES, new byte[] {3, 0, 0, 0, 5}),
        metric("texts", 33, BYTES, new byte[] {'a', 0}),
        floating("float", 9, 2.5),
        metric("int", 3, 10, 7));
  }
}
