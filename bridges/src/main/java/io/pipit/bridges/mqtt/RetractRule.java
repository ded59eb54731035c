package io.pipit.bridges.mqtt;

import java.util.Optional;

/** What is published when an item is retracted, or its node purged or deleted. */
public enum RetractRule implements Word {
  /** An empty retained message, which clears what the broker has retained. */
  EMPTY("empty"),
  /** Nothing. */
  IGNORE("ignore");

  private final String word;

  RetractRule(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** The value that is written so; empty when there is none. */
  public static Optional<RetractRule> of(String word) {
    return Word.find(values(), word);
  }
}
