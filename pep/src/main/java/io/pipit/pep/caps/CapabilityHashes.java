package io.pipit.pep.caps;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The hashes of a disco#info result that stand for it (XEP-0390). Any thread; plain functions.
 *
 * <p>The same functions make our own hashes and check those of others.
 */
public final class CapabilityHashes {

  /** The namespace, and the feature that says that these capabilities are supported (5.1). */
  public static final String NAMESPACE = "urn:xmpp:caps";

  static final String HASHES = "urn:xmpp:hashes:2";

  private static final String NODE_PREFIX = NAMESPACE + "#";
  private static final List<HashFunction> OURS =
      List.of(HashFunction.SHA_256, HashFunction.SHA3_256);

  private static final int AFTER_LIST = 0x1c;
  private static final int AFTER_FORM = 0x1d;
  private static final int AFTER_ENTRY = 0x1e;
  private static final int AFTER_TEXT = 0x1f;

  private CapabilityHashes() {}

  /**
   * What is hashed (4.1).
   *
   * @param info the {@code query} element in {@code http://jabber.org/protocol/disco#info}
   * @param language of what says nothing of its own, inherited from the stanza or stream; empty for
   *     none
   * @return empty when the result is not of the form that can be hashed
   */
  static Optional<byte[]> input(Element info, String language) {
    String inherited = info.attribute(Element.XML_LANG, language);
    List<byte[]> features = new ArrayList<>();
    List<byte[]> identities = new ArrayList<>();
    List<byte[]> forms = new ArrayList<>();
    for (Element child : info.elements()) {
      if (child.is("feature", Ns.DISCO_INFO)) {
        features.add(text(child.attribute("var", "")));
      } else if (child.is("identity", Ns.DISCO_INFO)) {
        identities.add(identity(child, inherited));
      } else if (child.is("x", Ns.DATA_FORMS) && isPlainForm(child)) {
        forms.add(form(child));
      } else {
        return Optional.empty();
      }
    }
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    for (List<byte[]> list : List.of(features, identities, forms)) {
      input.writeBytes(sorted(list, AFTER_LIST));
    }
    return Optional.of(input.toByteArray());
  }

  private static byte[] identity(Element identity, String inherited) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(text(identity.attribute("category", "")));
    bytes.writeBytes(text(identity.attribute("type", "")));
    bytes.writeBytes(text(identity.attribute(Element.XML_LANG, inherited)));
    bytes.writeBytes(text(identity.attribute("name", "")));
    bytes.write(AFTER_ENTRY);
    return bytes.toByteArray();
  }

  /** Fields alone, one of which says of what type the form is (XEP-0068). */
  private static boolean isPlainForm(Element form) {
    long types =
        form.elements().stream()
            .filter(field -> field.is("field", Ns.DATA_FORMS))
            .filter(field -> field.attribute("var", "").equals("FORM_TYPE"))
            .filter(field -> values(field).size() == 1)
            .count();
    return types == 1
        && form.elements().stream()
            .noneMatch(
                child -> child.is("reported", Ns.DATA_FORMS) || child.is("item", Ns.DATA_FORMS));
  }

  private static byte[] form(Element form) {
    List<byte[]> fields = new ArrayList<>();
    for (Element field : form.elements()) {
      if (field.is("field", Ns.DATA_FORMS)) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(text(field.attribute("var", "")));
        bytes.writeBytes(sorted(values(field), AFTER_ENTRY));
        fields.add(bytes.toByteArray());
      }
    }
    return sorted(fields, AFTER_FORM);
  }

  private static List<byte[]> values(Element field) {
    return field.elements().stream()
        .filter(child -> child.is("value", Ns.DATA_FORMS))
        .map(value -> text(value.text()))
        .toList();
  }

  private static byte[] text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] ended = Arrays.copyOf(utf8, utf8.length + 1);
    ended[utf8.length] = AFTER_TEXT;
    return ended;
  }

  /** The parts in the order of their octets, with an end. */
  private static byte[] sorted(List<byte[]> parts, int end) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    parts.stream().sorted(Arrays::compareUnsigned).forEach(joined::writeBytes);
    joined.write(end);
    return joined.toByteArray();
  }

  /** The base64 of the hash of a result; empty when it cannot be hashed. */
  static Optional<String> hash(HashFunction function, Element info, String language) {
    return input(info, language).map(function::base64);
  }

  /** The node that a hash names (4.3). */
  static String node(HashFunction function, String base64) {
    return NODE_PREFIX + function.wire() + "." + base64;
  }

  /**
   * The element that announces a result (4.2), with the hashes that XEP-0300 has everybody know.
   *
   * @throws IllegalArgumentException when it cannot be hashed
   */
  public static Element element(Element info) {
    Element.Builder set = Element.builder("c", NAMESPACE);
    for (HashFunction function : OURS) {
      set.child(
          Element.builder("hash", HASHES)
              .attribute("algo", function.wire())
              .text(ours(function, info))
              .build());
    }
    return set.build();
  }

  /**
   * The nodes under which the entity of a result has to answer for it (6.1).
   *
   * @throws IllegalArgumentException when it cannot be hashed
   */
  public static List<String> nodes(Element info) {
    return OURS.stream().map(function -> node(function, ours(function, info))).toList();
  }

  private static String ours(HashFunction function, Element info) {
    return hash(function, info, "")
        .orElseThrow(() -> new IllegalArgumentException("this result cannot be hashed"));
  }
}
