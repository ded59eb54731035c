package io.pipit.bridges.mqtt;

import java.util.Arrays;
import java.util.Optional;

/** A value of an option that is one of few words. */
public sealed interface Word
    permits BufferOptions.Overflow,
        EmptyRule,
        ExpiryRule,
        LoopGuard,
        PayloadKind,
        ProtocolVersion,
        RetainRule,
        RetainedRule,
        RetractRule {

  /** As it is written in the configuration. */
  String word();

  /** The one of several that is written so. */
  static <W extends Word> Optional<W> find(W[] values, String word) {
    return Arrays.stream(values).filter(value -> value.word().equals(word)).findFirst();
  }
}
