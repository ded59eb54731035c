package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** A message of which only numbers change, so that sending costs the driver a copy. */
final class Template {

  /** Stands for a number, in its width. */
  static final String NUMBER = "##########";

  private final byte[] bytes;
  private final int[] places;

  Template(String text) {
    this(text.getBytes(UTF_8));
  }

  Template(byte[] bytes) {
    this.bytes = bytes.clone();
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
    return copy;
  }
}
