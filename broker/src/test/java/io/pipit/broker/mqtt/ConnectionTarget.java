package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.pipit.broker.mqtt.codec.PacketType;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Runs any bytes as what a client does: its connections, session, subscriptions and messages, in a
 * node of its own. Fails when the node says or logs that something is wrong with itself, when it
 * says what MQTT does not let it say, keeps anything of connections that have ended, or does not
 * serve the next client.
 *
 * <p><b>Input.</b> The first byte is about the CONNECT (the constants), the others are steps that
 * are divided by {@link #DIVIDER}. A step is a packet, whose length is put in, unless its first
 * byte is below 16: then it is one of those that {@link #step} names.
 */
public final class ConnectionTarget {

  static final byte[] DIVIDER = {(byte) 0xFF, (byte) 0xFE};

  private static final int V5 = 1;
  private static final int CLEAN = 2;
  private static final int KEPT = 4;
  private static final int NARROW = 8;
  private static final int ALIASES = 16;
  private static final int WILL = 32;
  private static final int GUEST = 64;

  /** No CONNECT but what the steps say, from an address that may fail. */
  private static final int STRANGER = 128;

  /** What clients take that take any. */
  static final int MOST_ALIASES = 2;

  private static final int MOST_STEPS = 40;

  /** Where others publish. */
  static final String TOPIC = "topic/a";

  private static final byte[] NONE = {};

  private static final Errors ERRORS = new Errors();

  private final OneThreadNode node = new OneThreadNode();
  private final List<OneThreadClient> clients = new ArrayList<>();
  private final int options;
  private OneThreadClient client;

  private ConnectionTarget(int options) {
    this.options = options;
    this.client = connected();
  }

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    ERRORS.clear();
    ConnectionTarget target = new ConnectionTarget(input[0] & 0xFF);
    steps(input).stream().limit(MOST_STEPS).forEach(target::step);
    target.end();
    ERRORS.requireNone();
  }

  private static List<byte[]> steps(byte[] input) {
    List<byte[]> steps = new ArrayList<>();
    int from = 1;
    for (int at = 1; at < input.length; at++) {
      if (at + 1 < input.length && input[at] == DIVIDER[0] && input[at + 1] == DIVIDER[1]) {
        steps.add(Arrays.copyOfRange(input, from, at));
        from = at + 2;
        at++;
      }
    }
    steps.add(Arrays.copyOfRange(input, from, input.length));
    return steps;
  }

  /** An input of steps. */
  static byte[] input(int options, byte[]... steps) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(options);
    for (int i = 0; i < steps.length; i++) {
      if (i > 0) {
        all.writeBytes(DIVIDER);
      }
      all.writeBytes(steps[i]);
    }
    return all.toByteArray();
  }

  private void step(byte[] step) {
    if (step.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(step, 1, step.length);
    switch (step[0] & 0xFF) {
      case 0 -> client.send(rest); // as it is, with whatever length it says
      case 1 -> {
        for (byte each : rest) {
          client.send(new byte[] {each});
        }
      }
      case 2 -> {
        client.hangUp();
        client = connected();
      }
      case 3 -> client = connected(); // which takes the session over
      case 4 -> client.answerAll();
      case 5 -> publish(0x32, rest);
      case 6 -> publish(0x35, rest);
      case 7 -> node.pass(Duration.ofSeconds(1));
      case 8 -> node.pass(Duration.ofHours(1));
      default -> client.send(packet(step[0] & 0xFF, (Object) rest));
    }
  }

  /** Another client publishes to where this one may have subscribed. */
  private void publish(int first, byte[] payload) {
    OneThreadClient other = node.connect(1);
    other.send(RawMqttClient.connect(5, "other", OneThreadNode.NAME, OneThreadNode.PASSWORD));
    other.send(packet(first, TOPIC, 0, 1, properties(), payload));
    other.answerAll();
    other.hangUp();
  }

  private OneThreadClient connected() {
    boolean stranger = has(STRANGER);
    OneThreadClient connected = node.connect(stranger ? 2 : 1);
    clients.add(connected);
    if (!stranger) {
      connected.send(connect());
    }
    return connected;
  }

  private boolean has(int option) {
    return (options & option) != 0;
  }

  private byte[] connect() {
    boolean v5 = has(V5);
    byte[] asked =
        v5
            ? properties(
                has(KEPT) ? bytes(0x11, 0, 0, 1, 0) : NONE,
                has(NARROW) ? bytes(0x21, 0, 1, 0x27, 0, 0, 0, 100) : NONE,
                has(ALIASES) ? bytes(0x22, 0, MOST_ALIASES) : NONE)
            : NONE;
    byte[] will = v5 ? bytes(properties(), TOPIC, "will") : bytes(TOPIC, "will");
    boolean guest = has(GUEST);
    return packet(
        0x10,
        "MQTT",
        v5 ? 5 : 4,
        (guest ? 0 : 0xC0) | (has(CLEAN) ? 2 : 0) | (has(WILL) ? 0x0C : 0),
        0,
        60,
        asked,
        "client",
        has(WILL) ? will : NONE,
        guest ? NONE : bytes(OneThreadNode.NAME, OneThreadNode.PASSWORD));
  }

  /** Everybody goes, and the next one is served. */
  private void end() {
    clients.forEach(OneThreadClient::hangUp);
    node.requireNothingLeft();
    OneThreadClient fresh = node.connect(1);
    fresh.send(RawMqttClient.connect(5, "fresh", OneThreadNode.NAME, OneThreadNode.PASSWORD));
    fresh.send(packet(0x82, 0, 1, properties(), "fresh", 1));
    fresh.send(packet(0x32, "fresh", 0, 1, properties(), bytes(1)));
    List<PacketType> heard =
        fresh.take().stream().map(OneThreadClient.Heard::type).sorted().toList();
    List<PacketType> expected =
        List.of(PacketType.CONNACK, PacketType.PUBLISH, PacketType.PUBACK, PacketType.SUBACK);
    if (!heard.equals(expected)) {
      throw new AssertionError("the next client gets " + heard);
    }
    fresh.hangUp();
    node.requireNothingLeft();
    node.close();
  }

  /** What is logged as a defect. */
  private static final class Errors extends AppenderBase<ILoggingEvent> {

    private @Nullable ILoggingEvent first;

    Errors() {
      Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      setContext(root.getLoggerContext());
      start();
      root.addAppender(this);
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
      if (first == null && event.getLevel().isGreaterOrEqual(Level.ERROR)) {
        first = event;
      }
    }

    synchronized void clear() {
      first = null;
    }

    synchronized void requireNone() {
      ILoggingEvent event = first;
      if (event != null) {
        StringBuilder text = new StringBuilder(event.getFormattedMessage());
        for (IThrowableProxy cause = event.getThrowableProxy();
            cause != null;
            cause = cause.getCause()) {
          text.append("\n").append(cause.getClassName()).append(": ").append(cause.getMessage());
          Arrays.stream(cause.getStackTraceElementProxyArray())
              .limit(12)
              .forEach(line -> text.append("\n  ").append(line));
        }
        throw new AssertionError(text.toString());
      }
    }
  }
}
