package io.pipit.bridges.mqtt;

import java.util.Optional;

/** What an empty message means. */
public enum EmptyRule implements Word {
  /** Nothing stands for the node any more, and the item {@code current} is retracted. */
  RETRACT("retract"),
  /** Nothing. */
  IGNORE("ignore"),
  /** An item with no bytes. */
  PUBLISH("publish");

  private final String word;

  EmptyRule(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** The value that is written so; empty when there is none. */
  public static Optional<EmptyRule> of(String word) {
    return Word.find(values(), word);
  }
}
