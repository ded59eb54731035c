package io.pipit.bridges.mqtt;

import java.util.Optional;

/** Which MQTT is spoken. */
public enum ProtocolVersion implements Word {
  V5("5"),
  V3_1_1("3.1.1"),
  /** 5, and 3.1.1 when the broker refuses that. */
  AUTO("auto");

  private final String word;

  ProtocolVersion(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** The value that is written so; empty when there is none. */
  public static Optional<ProtocolVersion> of(String word) {
    return Word.find(values(), word);
  }
}
