package io.pipit.bridges.mqtt;

import java.util.Optional;

/** Whether messages of MQTT 5 expire. */
public enum ExpiryRule implements Word {
  /** When the item does, by its header {@code Expires}. */
  FROM_ITEM("from_item"),
  NEVER("none");

  private final String word;

  ExpiryRule(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** The value that is written so; empty when there is none. */
  public static Optional<ExpiryRule> of(String word) {
    return Word.find(values(), word);
  }
}
