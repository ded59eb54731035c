package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** A message of which only numbers change, so that sending costs the driver a copy. */
final class Template {

  /** Stands for a number, in its width. */
  static final String NUMBER = "##########";

  /** It has no packet identifier. */
  static final int NONE = -1;

  private final byte[] bytes;
  private final int[] places;
  private final int idPlace;

  Template(String text) {
    this(text.getBytes(UTF_8), NONE);
  }

  /**
   * @param idPlace where the packet identifier of MQTT is that goes with the number, or {@link
   *     #NONE}
   */
  Template(byte[] bytes, int idPlace) {
    this.bytes = bytes.clone();
    this.idPlace = idPlace;
    // A byte for each char, so that places in the text are places in the bytes.
    String text = new String(bytes, ISO_8859_1);
    List<Integer> found = new ArrayList<>();
    for (int at = text.indexOf(NUMBER); at >= 0; at = text.indexOf(NUMBER, at + NUMBER.length())) {
      found.add(at);
    }
    places = found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The bytes with that number in all places. */
  byte[] with(long number) {
    byte[] copy = bytes.clone();
    for (int place : places) {
      long rest = number;
      for (int i = place + NUMBER.length() - 1; i >= place; i--) {
        copy[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    if (idPlace != NONE) {
      int id = MqttClient.id(number);
      copy[idPlace] = (byte) (id >> 8);
      copy[idPlace + 1] = (byte) id;
    }
    return copy;
  }
}
