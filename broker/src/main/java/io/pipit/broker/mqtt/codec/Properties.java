package io.pipit.broker.mqtt.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The properties of one packet (MQTT 5, 2.2.2), each at most once but for the user's own.
 * Immutable; any thread.
 */
public final class Properties {

  /** No properties. */
  public static final Properties NONE = new Properties(new EnumMap<>(Property.class), List.of());

  /** A {@link Long}, a {@link String} or a {@code byte[]}, by the kind of the property. */
  private final Map<Property, Object> values;

  private final List<UserProperty> user;

  private Properties(Map<Property, Object> values, List<UserProperty> user) {
    this.values = values;
    this.user = user;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The value of a property that is a number, or what holds when it is absent. */
  public long number(Property property, long otherwise) {
    return values.get(property) instanceof Long number ? number : otherwise;
  }

  /** The value of a property that is text. */
  public Optional<String> text(Property property) {
    return Optional.ofNullable(values.get(property))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  /** The value of a property that is binary; not to be changed. */
  public Optional<byte[]> bytes(Property property) {
    return Optional.ofNullable(values.get(property))
        .filter(byte[].class::isInstance)
        .map(byte[].class::cast);
  }

  public boolean has(Property property) {
    return property == Property.USER_PROPERTY ? !user.isEmpty() : values.containsKey(property);
  }

  /** The user properties in the order of the packet. */
  public List<UserProperty> user() {
    return user;
  }

  public boolean isEmpty() {
    return values.isEmpty() && user.isEmpty();
  }

  /** The bytes that they take, without the length that stands before them. */
  int length() {
    int length = 0;
    for (Map.Entry<Property, Object> entry : values.entrySet()) {
      length += 1 + lengthOf(entry.getKey().kind(), entry.getValue());
    }
    for (UserProperty property : user) {
      length += 1 + textLength(property.name()) + textLength(property.value());
    }
    return length;
  }

  private static int lengthOf(Property.Kind kind, Object value) {
    return switch (kind) {
      case FLAG -> 1;
      case TWO_BYTES -> 2;
      case FOUR_BYTES -> 4;
      case VARIABLE -> VariableByteInteger.length(((Long) value).intValue());
      case TEXT -> textLength((String) value);
      case BINARY -> 2 + ((byte[]) value).length;
      case PAIR -> throw new AssertionError("user properties are apart");
    };
  }

  private static int textLength(String text) {
    return 2 + ByteBufUtil.utf8Bytes(text);
  }

  /** Appends length and properties. */
  void appendTo(ByteBuf out) {
    VariableByteInteger.append(length(), out);
    appendEach(out);
  }

  /** The properties as they stand in a packet, without the length before them. */
  void appendEach(ByteBuf out) {
    values.forEach((property, value) -> append(property, value, out));
    for (UserProperty property : user) {
      out.writeByte(Property.USER_PROPERTY.identifier());
      append(property.name(), out);
      append(property.value(), out);
    }
  }

  private static void append(Property property, Object value, ByteBuf out) {
    out.writeByte(property.identifier());
    switch (property.kind()) {
      case FLAG -> out.writeByte(((Long) value).intValue());
      case TWO_BYTES -> out.writeShort(((Long) value).intValue());
      case FOUR_BYTES -> out.writeInt(((Long) value).intValue());
      case VARIABLE -> VariableByteInteger.append(((Long) value).intValue(), out);
      case TEXT -> append((String) value, out);
      case BINARY -> {
        byte[] bytes = (byte[]) value;
        out.writeShort(bytes.length);
        out.writeBytes(bytes);
      }
      case PAIR -> throw new AssertionError("user properties are apart");
    }
  }

  private static void append(String text, ByteBuf out) {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeShort(bytes.length);
    out.writeBytes(bytes);
  }

  /**
   * Collects properties; values out of range are a mistake of the program. Confined to its user.
   */
  public static final class Builder {

    private static final int LONGEST = 65_535;

    private final Map<Property, Object> values = new EnumMap<>(Property.class);
    private final List<UserProperty> user = new ArrayList<>(0);

    private Builder() {}

    public Builder with(Property property, long number) {
      long most =
          switch (property.kind()) {
            case FLAG -> 1;
            case TWO_BYTES -> 0xFFFF;
            case FOUR_BYTES -> 0xFFFF_FFFFL;
            case VARIABLE -> VariableByteInteger.MOST;
            case TEXT, BINARY, PAIR -> -1;
          };
      if (number < 0 || number > most) {
        throw new IllegalArgumentException(property + " = " + number);
      }
      return put(property, number);
    }

    public Builder with(Property property, String text) {
      if (property.kind() != Property.Kind.TEXT || ByteBufUtil.utf8Bytes(text) > LONGEST) {
        throw new IllegalArgumentException(property + " as text");
      }
      return put(property, text);
    }

    public Builder with(Property property, byte[] bytes) {
      if (property.kind() != Property.Kind.BINARY || bytes.length > LONGEST) {
        throw new IllegalArgumentException(property + " as bytes");
      }
      return put(property, bytes);
    }

    public Builder with(UserProperty property) {
      if (ByteBufUtil.utf8Bytes(property.name()) > LONGEST
          || ByteBufUtil.utf8Bytes(property.value()) > LONGEST) {
        throw new IllegalArgumentException("a user property that is too long");
      }
      user.add(property);
      return this;
    }

    private Builder put(Property property, Object value) {
      values.put(property, value);
      return this;
    }

    boolean has(Property property) {
      return values.containsKey(property);
    }

    public Properties build() {
      return values.isEmpty() && user.isEmpty()
          ? NONE
          : new Properties(new EnumMap<>(values), List.copyOf(user));
    }
  }
}
