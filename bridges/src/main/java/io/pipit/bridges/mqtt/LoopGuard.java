package io.pipit.bridges.mqtt;

import java.util.Optional;

/** What is done about topics of a bridge that its own filters match, on MQTT 3.1.1. */
public enum LoopGuard implements Word {
  /** Such a configuration is refused. */
  NONE("none"),
  /** One echo of each message that was published is dropped: see {@link LoopWindow}. */
  HASH("hash");

  private final String word;

  LoopGuard(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** The value that is written so; empty when there is none. */
  public static Optional<LoopGuard> of(String word) {
    return Word.find(values(), word);
  }
}
