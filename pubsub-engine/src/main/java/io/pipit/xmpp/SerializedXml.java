package io.pipit.xmpp;

import java.util.Arrays;

/**
 * One element as UTF-8 bytes that our own writer made, with every namespace declared inside it, so
 * that it can be copied into any context. This is how payloads are stored and delivered: serialised
 * once, never parsed again. The array is shared and must not be changed.
 *
 * @param name local name of the root element
 * @param namespace namespace name of the root element, empty for none
 * @param bytes the element, from its {@code <} to its {@code >}
 */
public record SerializedXml(String name, String namespace, byte[] bytes) implements Node {

  @Override
  public boolean equals(Object other) {
    return other instanceof SerializedXml that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "<" + name + " xmlns='" + namespace + "'…> (" + bytes.length + " bytes)";
  }
}
