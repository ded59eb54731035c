package io.pipit.bridges.mqtt;

import java.util.Optional;

/** What the bytes of messages are, and so which profile reads and writes them. */
public enum PayloadKind implements Word {
  /** By the content type of MQTT 5, else by the bytes. */
  AUTO("auto", "{topic}"),
  JSON("json", "{topic}"),
  TEXT("text", "{topic}"),
  BINARY("binary", "{topic}"),
  XML("xml", "{topic}"),
  /** Eclipse Sparkplug B. */
  SPARKPLUG("sparkplug", "sparkplug"),
  /** The Homie convention, 4 and 5. */
  HOMIE("homie", "devices"),
  /** The discovery of Home Assistant. */
  HA_DISCOVERY("ha-discovery", "devices");

  private final String word;
  private final String defaultNode;

  PayloadKind(String word, String defaultNode) {
    this.word = word;
    this.defaultNode = defaultNode;
  }

  @Override
  public String word() {
    return word;
  }

  /**
   * The template of the node when none is given. The nodes of a profile that has names of its own
   * ({@link #hasOwnNodes}) are below it.
   */
  public String defaultNode() {
    return defaultNode;
  }

  /** Whether one message may be items of several nodes, whose names the profile makes. */
  public boolean hasOwnNodes() {
    return this == SPARKPLUG || this == HOMIE || this == HA_DISCOVERY;
  }

  /** The value that is written so; empty when there is none. */
  public static Optional<PayloadKind> of(String word) {
    return Word.find(values(), word);
  }
}
