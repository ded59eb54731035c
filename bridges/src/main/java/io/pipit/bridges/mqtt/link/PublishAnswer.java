package io.pipit.bridges.mqtt.link;

/**
 * What the broker said to a message.
 *
 * @param code 0 or 16 (nobody is subscribed) when it has it, 128 and more when it refused it
 */
public record PublishAnswer(int code) {

  /** It has it. */
  public static final PublishAnswer DONE = new PublishAnswer(0);

  private static final int FIRST_REFUSAL = 128;

  public boolean isRefused() {
    return code >= FIRST_REFUSAL;
  }
}
