package io.pipit.bridges.mqtt;

import java.util.Optional;

/** Whether messages are published with RETAIN. */
public enum RetainRule implements Word {
  /**
   * Those that were published to stand for their node, as with RETAIN, and those of nodes that have
   * one item, whose id is {@code current}.
   */
  AUTO("auto"),
  ALWAYS("true"),
  NEVER("false");

  private final String word;

  RetainRule(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** The value that is written so; empty when there is none. */
  public static Optional<RetainRule> of(String word) {
    return Word.find(values(), word);
  }
}
