package io.pipit.bridges.mqtt;

import java.util.Optional;

/** What becomes of a message that is sent because of a subscription, as retained. */
public enum RetainedRule implements Word {
  /** It is an item if its bytes differ from those of the newest item of the node. */
  STATE("state"),
  /** It is no item. */
  IGNORE("ignore"),
  /** It is an item each time. */
  ALWAYS("always");

  private final String word;

  RetainedRule(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** The value that is written so; empty when there is none. */
  public static Optional<RetainedRule> of(String word) {
    return Word.find(values(), word);
  }
}
