package io.pipit.broker.config;

import io.pipit.broker.config.Problem.Parsed;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Template;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The types of values that keys have. */
final class Values {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_%-]{1,255}");

  /** XEP-0157 3, each the name of a field without {@code -addresses}. */
  private static final List<String> PURPOSES =
      List.of("abuse", "admin", "feedback", "sales", "security", "status", "support");

  private Values() {}

  static ValueType<String> domain() {
    return ValueType.of(
        "domain name",
        Map.of("type", "string", "minLength", 1),
        text ->
            Jid.parse(text)
                .filter(jid -> jid instanceof BareJid && jid.local().isEmpty())
                .map(jid -> Parsed.of(jid.domain()))
                .orElseGet(() -> wrong(text, "a domain name")),
        text -> text);
  }

  static ValueType<String> host() {
    return ValueType.of(
        "address",
        Map.of("type", "string", "minLength", 1),
        text -> HOST.matcher(text).matches() ? Parsed.of(text) : wrong(text, "an address"),
        text -> text);
  }

  static ValueType<AddressBlock> addressBlock() {
    return ValueType.of(
        "address block",
        Map.of("type", "string"),
        text ->
            AddressBlock.parse(text)
                .map(Parsed::of)
                .orElseGet(() -> wrong(text, "an address block such as 127.0.0.0/8")),
        AddressBlock::toString);
  }

  static ValueType<Path> path() {
    return ValueType.of(
        "path", Map.of("type", "string", "minLength", 1), Values::parsePath, Path::toString);
  }

  private static Parsed<Path> parsePath(String text) {
    try {
      return text.isBlank() ? wrong(text, "a path") : Parsed.of(Path.of(text));
    } catch (InvalidPathException e) {
      return wrong(text, "a path");
    }
  }

  /** A path, or nothing when the text is empty. */
  static ValueType<Optional<Path>> optionalPath() {
    return ValueType.of(
        "path",
        Map.of("type", "string"),
        text -> text.isEmpty() ? Parsed.of(Optional.empty()) : parsePath(text).map(Optional::of),
        path -> path.map(Path::toString).orElse(""));
  }

  static ValueType<Configuration.FirstAccount> firstAccount() {
    return ValueType.of(
        "NAME:FILE",
        Map.of("type", "string", "pattern", "^[^:]+:.+$"),
        text -> {
          int colon = text.indexOf(':');
          if (colon <= 0 || colon == text.length() - 1) {
            return wrong(text, "NAME:FILE, an account and the file with its password");
          }
          return parsePath(text.substring(colon + 1))
              .map(file -> new Configuration.FirstAccount(text.substring(0, colon), file));
        },
        account -> account.name() + ":" + account.passwordFile());
  }

  /** A purpose of XEP-0157 and the URI of who serves it. */
  static ValueType<Configuration.Contact> contact() {
    return ValueType.of(
        "PURPOSE:URI",
        Map.of("type", "string", "pattern", "^(" + String.join("|", PURPOSES) + "):.+$"),
        text -> {
          int colon = text.indexOf(':');
          String purpose = text.substring(0, Math.max(0, colon));
          if (!PURPOSES.contains(purpose)) {
            return wrong(text, "PURPOSE:URI with a purpose of " + String.join(", ", PURPOSES));
          }
          return parseUri(text.substring(colon + 1))
              .map(uri -> new Configuration.Contact(purpose, uri));
        },
        contact -> contact.purpose() + ":" + contact.uri());
  }

  private static Parsed<URI> parseUri(String text) {
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() ? Parsed.of(uri) : wrong(text, "an absolute URI");
    } catch (URISyntaxException e) {
      return wrong(text, "an absolute URI");
    }
  }

  static ValueType<Boolean> flag() {
    return ValueType.of(
        "true or false",
        Map.of("type", "boolean"),
        text ->
            switch (text) {
              case "true" -> Parsed.of(true);
              case "false" -> Parsed.of(false);
              default -> wrong(text, "true or false");
            },
        value -> value.toString());
  }

  /** A feature that a pubsub service can do without, by its registered name. */
  static ValueType<PubsubFeature> optionalFeature() {
    List<String> words = ServicePolicy.OPTIONAL.stream().map(PubsubFeature::wire).sorted().toList();
    return ValueType.of(
        "feature",
        Map.of("type", "string", "enum", words),
        text -> {
          for (PubsubFeature feature : ServicePolicy.OPTIONAL) {
            if (feature.wire().equals(text)) {
              return Parsed.of(feature);
            }
          }
          return Parsed.fault(
              "'" + text + "' is not one of " + String.join(", ", words), ErrorCode.CONFIG_VALUE);
        },
        PubsubFeature::wire);
  }

  /** A rule of the doors. */
  static ValueType<AccessRule> accessRule() {
    return ValueType.of(
        "rule",
        Map.of("type", "string"),
        text ->
            AccessRule.parse(text)
                .map(Parsed::of)
                .orElseGet(() -> wrong(text, "allow|deny publish|subscribe|all WHO FILTER")),
        AccessRule::toString);
  }

  /** How some nodes are configured that come by themselves. */
  static ValueType<Template> template() {
    return ValueType.of(
        "template", Map.of("type", "string"), TemplateText::parse, TemplateText::write);
  }

  /** Any text. */
  static ValueType<String> text() {
    return ValueType.of("text", Map.of("type", "string"), Parsed::of, text -> text);
  }

  /** A text that is never shown. */
  static ValueType<String> secret() {
    return ValueType.of("text", Map.of("type", "string"), Parsed::of, text -> "***");
  }

  /** A value, or {@code auto} for none. */
  static <T> ValueType<Optional<T>> auto(ValueType<T> type) {
    String auto = "auto";
    return ValueType.of(
        "auto or " + type.name(),
        Map.of("anyOf", List.of(Map.of("const", auto), type.schema())),
        text ->
            text.equals(auto) ? Parsed.of(Optional.empty()) : type.parse(text).map(Optional::of),
        value -> value.map(type::write).orElse(auto));
  }

  /** A number of something each second. */
  static ValueType<Integer> perSecond(int most) {
    ValueType<Integer> number = count(0, most);
    String unit = "/s";
    return ValueType.of(
        "number with /s, 0 to " + most,
        Map.of("type", List.of("integer", "string"), "pattern", "^[0-9]+(/s)?$"),
        text ->
            text.endsWith(unit)
                ? number.parse(text.substring(0, text.length() - unit.length()))
                : text.equals("0")
                    ? Parsed.of(0)
                    : Parsed.fault(
                        "'" + text + "' has no unit; write for example 2000/s",
                        ErrorCode.CONFIG_UNIT),
        value -> value + unit);
  }

  /** One of the constants of an enum, written in lower case. */
  static <E extends Enum<E>> ValueType<E> choice(Class<E> family) {
    return word(Arrays.asList(family.getEnumConstants()), Values::word);
  }

  /** One of several values that have a word each. */
  static <E> ValueType<E> word(List<E> constants, Function<E, String> wordOf) {
    List<String> words = constants.stream().map(wordOf).toList();
    String names = String.join(", ", words);
    return ValueType.of(
        "one of " + names,
        Map.of("type", "string", "enum", words),
        text -> {
          for (E constant : constants) {
            if (wordOf.apply(constant).equals(text)) {
              return Parsed.of(constant);
            }
          }
          String nearest =
              Suggestion.nearest(text, words).map(w -> "; did you mean '" + w + "'?").orElse("");
          return Parsed.fault(
              "'" + text + "' is not one of " + names + nearest, ErrorCode.CONFIG_VALUE);
        },
        wordOf);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static ValueType<Integer> port() {
    return integer("port", 0, 65_535);
  }

  static ValueType<Integer> count(int least, int most) {
    return integer("number", least, most);
  }

  private static ValueType<Integer> integer(String noun, int least, int most) {
    String range = least + " to " + most;
    return ValueType.of(
        noun + ", " + range,
        Map.of("type", "integer", "minimum", least, "maximum", most),
        text -> {
          if (!text.matches("-?[0-9]{1,18}")) {
            return wrong(text, "a whole number");
          }
          long value = Long.parseLong(text);
          return value < least || value > most
              ? Parsed.fault(text + " is out of range: " + range, ErrorCode.CONFIG_RANGE)
              : Parsed.of((int) value);
        },
        value -> value.toString());
  }

  static <T> Parsed<T> wrong(String text, String expected) {
    return Parsed.fault("'" + text + "' is not " + expected, ErrorCode.CONFIG_VALUE);
  }
}
