package io.pipit.pep.caps;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The hash of a disco#info result that stands for it in presence and in stream features (XEP-0115
 * 5.1). Any thread; plain functions.
 *
 * <p>The same function makes our own hash and checks those of others, so that it has to judge
 * whether a result is well-formed (5.4). One rule goes beyond the text: {@code <} ends each factor
 * of the hashed string, so that a factor which contains it could pass for several, and two
 * different results would have one hash. Such a result counts as ill-formed.
 */
public final class EntityCapabilities {

  /** The namespace, and the feature that says that capabilities are supported (7). */
  public static final String NAMESPACE = "http://jabber.org/protocol/caps";

  /** The hash of our own capabilities, the one that all implement (9.1). */
  private static final HashFunction OURS = HashFunction.SHA_1;

  private static final char END = '<';

  private static final Comparator<String> OCTET =
      (a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b));

  private EntityCapabilities() {}

  /**
   * The verification string of a disco#info result.
   *
   * @param info the {@code query} element in {@code http://jabber.org/protocol/disco#info}
   * @return the base64 of the SHA-1 hash, or empty when the result is ill-formed (5.4 step 3)
   */
  public static Optional<String> verificationString(Element info) {
    return verificationString(info, OURS);
  }

  static Optional<String> verificationString(Element info, HashFunction function) {
    return factors(info).map(factors -> hash(function, factors));
  }

  /**
   * What is hashed, in its order: all that results of one hash have in common. A list does not tell
   * what was an identity, a feature or a part of a form.
   *
   * @return empty when the result is ill-formed
   */
  static Optional<List<String>> factors(Element info) {
    List<Identity> identities = new ArrayList<>();
    List<String> features = new ArrayList<>();
    List<Form> forms = new ArrayList<>();
    for (Element child : info.elements()) {
      if (child.is("identity", Ns.DISCO_INFO)) {
        identities.add(Identity.of(child));
      } else if (child.is("feature", Ns.DISCO_INFO)) {
        features.add(child.attribute("var", ""));
      } else if (child.is("x", Ns.DATA_FORMS)) {
        List<Element> types = fieldsOf(child, Form::isFormType);
        if (types.isEmpty()) {
          // 5.4: without a hidden FORM_TYPE the form has no part in the hash.
          continue;
        }
        List<String> names = types.stream().flatMap(field -> values(field).stream()).toList();
        if (names.stream().distinct().count() != 1) {
          return Optional.empty();
        }
        forms.add(new Form(names.get(0), child));
      }
    }
    List<String> formTypes = forms.stream().map(Form::type).toList();
    if (hasDuplicate(identities) || hasDuplicate(features) || hasDuplicate(formTypes)) {
      return Optional.empty();
    }

    List<String> factors = new ArrayList<>();
    identities.stream().sorted(Identity.ORDER).map(Identity::factor).forEach(factors::add);
    features.stream().sorted(OCTET).forEach(factors::add);
    forms.stream()
        .sorted(Comparator.comparing(Form::type, OCTET))
        .forEach(form -> form.addFactors(factors));
    return factors.stream().anyMatch(factor -> factor.indexOf(END) >= 0)
        ? Optional.empty()
        : Optional.of(factors);
  }

  /**
   * The element that announces capabilities (4).
   *
   * @param node a URI that names the software, the same for all its installations
   * @param verificationString of the result that a request for {@code node#verificationString} gets
   */
  public static Element element(String node, String verificationString) {
    return Element.builder("c", NAMESPACE)
        .attribute("hash", OURS.wire())
        .attribute("node", node)
        .attribute("ver", verificationString)
        .build();
  }

  private static String hash(HashFunction function, List<String> factors) {
    StringBuilder text = new StringBuilder();
    factors.forEach(factor -> text.append(factor).append(END));
    return function.base64(utf8(text.toString()));
  }

  private static boolean hasDuplicate(List<?> values) {
    Set<Object> seen = new HashSet<>();
    return !values.stream().allMatch(seen::add);
  }

  private static List<Element> fieldsOf(Element form, Predicate<Element> wanted) {
    return form.elements().stream()
        .filter(child -> child.is("field", Ns.DATA_FORMS))
        .filter(wanted)
        .toList();
  }

  private static List<String> values(Element field) {
    return field.elements().stream()
        .filter(child -> child.is("value", Ns.DATA_FORMS))
        .map(Element::text)
        .toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Absent parts are empty: the text puts each slash even then. */
  private record Identity(String category, String type, String lang, String name) {

    static final Comparator<Identity> ORDER =
        Comparator.comparing(Identity::category, OCTET)
            .thenComparing(Identity::type, OCTET)
            .thenComparing(Identity::lang, OCTET)
            .thenComparing(Identity::name, OCTET);

    static Identity of(Element identity) {
      return new Identity(
          identity.attribute("category", ""),
          identity.attribute("type", ""),
          identity.attribute(Element.XML_LANG, ""),
          identity.attribute("name", ""));
    }

    String factor() {
      return category + '/' + type + '/' + lang + '/' + name;
    }
  }

  /** An extension of the result (XEP-0128) with its FORM_TYPE. */
  private record Form(String type, Element element) {

    private static final String FORM_TYPE = "FORM_TYPE";

    static boolean isFormType(Element field) {
      return field.attribute("var", "").equals(FORM_TYPE)
          && field.attribute("type", "").equals("hidden");
    }

    void addFactors(List<String> factors) {
      factors.add(type);
      fieldsOf(element, field -> !field.attribute("var", "").equals(FORM_TYPE)).stream()
          .sorted(Comparator.comparing(field -> field.attribute("var", ""), OCTET))
          .forEach(
              field -> {
                factors.add(field.attribute("var", ""));
                values(field).stream().sorted(OCTET).forEach(factors::add);
              });
    }
  }
}
