package io.pipit.broker.mqtt.codec;

import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.Packet.Filter;
import io.pipit.broker.mqtt.codec.Packet.Publish;
import io.pipit.broker.mqtt.codec.Packet.Subscribe;
import io.pipit.broker.mqtt.codec.Packet.Unsubscribe;
import io.pipit.broker.mqtt.codec.Packet.Will;
import io.pipit.broker.mqtt.codec.Property.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Packets that a client may send, drawn at random. */
final class RandomPackets {

  private static final String LETTERS = "abcXYZ019-_ /äß€\uFEFF\uD83D\uDC26";
  private static final int[] ACKNOWLEDGED = {0, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99};
  private static final int[] DISCONNECTED = {0, 4, 0x80, 0x81, 0x82, 0x90, 0x95, 0x97, 0x99};

  private final Random random;

  RandomPackets(long seed) {
    this.random = new Random(seed);
  }

  int version() {
    return random.nextBoolean() ? Packet.V5 : Packet.V3_1_1;
  }

  Packet next(int version) {
    return switch (random.nextInt(9)) {
      case 0 -> connect(version);
      case 1 -> new Subscribe(id(), filters(version), properties(version, Place.SUBSCRIBE));
      case 2 -> new Unsubscribe(id(), topics(), properties(version, Place.UNSUBSCRIBE));
      case 3 -> new Packet.Puback(id(), acknowledged(version), answer(version));
      case 4 -> new Packet.Pubrec(id(), acknowledged(version), answer(version));
      case 5 -> new Packet.Pubrel(id(), released(version), answer(version));
      case 6 -> new Packet.Pubcomp(id(), released(version), answer(version));
      case 7 -> disconnect(version);
      default -> publish(version);
    };
  }

  private Connect connect(int version) {
    boolean user = random.nextBoolean();
    boolean password = random.nextBoolean() && (user || version == Packet.V5);
    Properties properties = properties(version, Place.CONNECT);
    return new Connect(
        version,
        text(20),
        random.nextBoolean(),
        random.nextInt(0x10000),
        random.nextBoolean() ? will(version) : null,
        user ? text(20) : null,
        password ? bytes(20) : null,
        properties.has(Property.AUTHENTICATION_METHOD) ? properties : without(properties));
  }

  /** Authentication data cannot be without a method. */
  private static Properties without(Properties properties) {
    return properties.has(Property.AUTHENTICATION_DATA) ? Properties.NONE : properties;
  }

  private Will will(int version) {
    return new Will(
        topic(),
        bytes(40),
        random.nextInt(3),
        random.nextBoolean(),
        properties(version, Place.WILL));
  }

  Publish publish(int version) {
    int qos = random.nextInt(3);
    return new Publish(
        topic(),
        qos,
        qos > 0 && random.nextBoolean(),
        random.nextBoolean(),
        qos > 0 ? id() : 0,
        properties(version, Place.PUBLISH),
        bytes(random.nextInt(20) == 0 ? 20_000 : 200));
  }

  private Packet disconnect(int version) {
    return version == Packet.V5
        ? new Packet.Disconnect(one(DISCONNECTED), properties(version, Place.DISCONNECT))
        : new Packet.Disconnect(0, Properties.NONE);
  }

  private int acknowledged(int version) {
    return version == Packet.V5 ? one(ACKNOWLEDGED) : 0;
  }

  private int released(int version) {
    return version == Packet.V5 && random.nextBoolean() ? 0x92 : 0;
  }

  private Properties answer(int version) {
    return properties(version, Place.ANSWER);
  }

  private int one(int[] of) {
    return of[random.nextInt(of.length)];
  }

  int id() {
    return 1 + random.nextInt(0xFFFF);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  private List<Filter> filters(int version) {
    boolean modern = version == Packet.V5;
    return topics().stream()
        .map(
            topic ->
                new Filter(
                    random.nextBoolean() ? topic + "/#" : "+/" + topic,
                    random.nextInt(3),
                    modern && random.nextBoolean(),
                    modern && random.nextBoolean(),
                    modern ? random.nextInt(3) : 0))
        .toList();
  }

  private List<String> topics() {
    return Stream.generate(this::topic).limit(1 + random.nextInt(4)).toList();
  }

  String topic() {
    return "t" + text(30);
  }

  private String text(int most) {
    int[] points = LETTERS.codePoints().toArray();
    return IntStream.range(0, random.nextInt(most))
        .map(i -> points[random.nextInt(points.length)])
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  byte[] bytes(int most) {
    byte[] drawn = new byte[random.nextInt(most)];
    random.nextBytes(drawn);
    return drawn;
  }

  /** Some of the properties that may stand there. */
  Properties properties(int version, Place place) {
    if (version < Packet.V5) {
      return Properties.NONE;
    }
    Properties.Builder all = Properties.builder();
    Arrays.stream(Property.values())
        .filter(property -> Property.of(property.identifier(), place).isPresent())
        .filter(property -> place != Place.PUBLISH || property != Property.SUBSCRIPTION_IDENTIFIER)
        .filter(property -> random.nextInt(3) == 0)
        .forEach(property -> add(property, all));
    return all.build();
  }

  private void add(Property property, Properties.Builder all) {
    switch (property.kind()) {
      case FLAG -> all.with(property, random.nextInt(2));
      case TWO_BYTES -> all.with(property, id());
      case FOUR_BYTES -> all.with(property, 1 + random.nextInt(Integer.MAX_VALUE));
      case VARIABLE -> all.with(property, 1 + random.nextInt(VariableByteInteger.MOST));
      case TEXT -> all.with(property, topic());
      case BINARY -> all.with(property, bytes(30));
      case PAIR -> {
        for (int i = random.nextInt(3); i >= 0; i--) {
          all.with(new UserProperty(text(10), text(10)));
        }
      }
    }
  }
}
