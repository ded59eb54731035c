package io.pipit.bridges.mqtt;

/**
 * Something wrong with the options of a bridge.
 *
 * @param path of the key in the part of the bridge, as {@code subscribe[0].node}
 * @param message what is wrong with which value
 * @param remedy what to do
 */
public record BridgeProblem(String path, String message, String remedy) {

  /** As it is printed. */
  @Override
  public String toString() {
    return path + ": " + message + "; " + remedy;
  }
}
