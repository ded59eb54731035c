package io.pipit.xmpp.xml;

/**
 * How much XML a peer may send before its stream is closed with {@code policy-violation}.
 *
 * @param stanzaBytes bytes of one stanza (or of the stream header), counted in the byte stream
 * @param depth levels of elements in one stanza, which itself is level 1
 * @param elements elements in one stanza, at all levels, below the stanza itself
 * @param attributes attributes of one element
 * @param namespaces namespace declarations in scope
 * @param nameBytes UTF-8 bytes of one element name, attribute name or prefix
 * @param attributeBytes UTF-8 bytes of one attribute value or namespace name
 * @param treeBytes estimated heap bytes of one stanza as a tree
 * @param whitespaceBytes bytes of white space between stanzas
 * @param whitespacePerSecond whether {@code whitespaceBytes} is for each second, or for the whole
 *     stream
 */
public record XmlLimits(
    int stanzaBytes,
    int depth,
    int elements,
    int attributes,
    int namespaces,
    int nameBytes,
    int attributeBytes,
    int treeBytes,
    int whitespaceBytes,
    boolean whitespacePerSecond) {

  /** For a peer that is not known yet. */
  public static final XmlLimits BEFORE_AUTHENTICATION =
      new XmlLimits(10_000, 8, 200, 16, 16, 256, 3_071, 65_536, 1_024, false);

  /** For a peer that has authenticated, by default. */
  public static final XmlLimits AFTER_AUTHENTICATION =
      new XmlLimits(262_144, 64, 10_000, 64, 64, 1_024, 65_536, 2_097_152, 1_024, true);

  /** For what this process wrote itself. */
  static final XmlLimits NONE =
      new XmlLimits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          false);

  public XmlLimits {
    if (stanzaBytes < 1
        || depth < 1
        || elements < 0
        || attributes < 0
        || namespaces < 0
        || nameBytes < 1
        || attributeBytes < 1
        || treeBytes < 1
        || whitespaceBytes < 0) {
      throw new IllegalArgumentException("a limit of XML is out of range");
    }
  }

  /** These limits for stanzas of another size; the tree may take 8 times that, at most 2 MiB. */
  public XmlLimits withStanzaBytes(int bytes) {
    return new XmlLimits(
        bytes,
        depth,
        elements,
        attributes,
        namespaces,
        nameBytes,
        attributeBytes,
        (int) Math.min(8L * bytes, 2_097_152),
        whitespaceBytes,
        whitespacePerSecond);
  }
}
