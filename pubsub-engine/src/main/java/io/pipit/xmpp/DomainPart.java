package io.pipit.xmpp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * Prepares a domainpart (RFC 7622 3.2): a host name of ASCII labels and U-labels, or an IPv6
 * address in brackets. A-labels become U-labels, so that both spellings are one address.
 *
 * <p>The characters of a U-label are judged by the PRECIS IdentifierClass, which was made from the
 * rules of IDNA2008 (RFC 5892). Whether a label is short enough for the DNS is for whoever looks it
 * up.
 */
final class DomainPart {

  static final String ACE_PREFIX = "xn--";

  private DomainPart() {}

  /** The prepared domainpart, null when it is not one. */
  static @Nullable String prepare(String domain) {
    if (isPlain(domain)) {
      return domain;
    }
    if (domain.startsWith("[")) {
      return domain.endsWith("]") && IpLiteral.isIpv6(domain.substring(1, domain.length() - 1))
          ? toLowerAscii(domain)
          : null;
    }
    // The full stops of RFC 5895 2.3, and the one that ends a fully qualified name (RFC 7622 3.2).
    String dotted = domain.replace('\u3002', '.').replace('\uFF0E', '.').replace('\uFF61', '.');
    if (dotted.endsWith(".")) {
      dotted = dotted.substring(0, dotted.length() - 1);
    }
    StringBuilder prepared = new StringBuilder(dotted.length());
    int start = 0;
    while (start <= dotted.length()) {
      int dot = dotted.indexOf('.', start);
      int end = dot < 0 ? dotted.length() : dot;
      String label = prepareLabel(dotted.substring(start, end));
      if (label == null) {
        return null;
      }
      prepared.append(start == 0 ? "" : ".").append(label);
      start = end + 1;
    }
    return prepared.toString();
  }

  /** Whether it is a host name in the form that preparation gives, as nearly all are. */
  private static boolean isPlain(String domain) {
    char before = '.';
    for (int i = 0; i < domain.length(); i++) {
      char c = domain.charAt(i);
      boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      // Two hyphens may be an A-label; the slow way knows.
      boolean inside = c == '-' ? before != '.' && before != '-' : c == '.' && isLabelEnd(before);
      if (!letterOrDigit && !inside) {
        return false;
      }
      before = c;
    }
    return isLabelEnd(before);
  }

  private static boolean isLabelEnd(char c) {
    return c != '.' && c != '-';
  }

  private static @Nullable String prepareLabel(String label) {
    boolean ascii = true;
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean allowed = isLetterOrDigit(c) || c == '-';
      if (c < 0x80 && !allowed) {
        return null;
      }
      ascii &= c < 0x80;
    }
    if (label.isEmpty() || label.startsWith("-") || label.endsWith("-")) {
      return null;
    }
    if (!ascii) {
      String mapped = JidParser.enforce(PrecisProfiles.USERNAME_CASE_MAPPED, label);
      // Wide letters are ASCII after the mapping (RFC 5895 2.2).
      return mapped == null ? null : isAscii(mapped) ? prepareLabel(mapped) : unicodeLabel(mapped);
    }
    String lower = toLowerAscii(label);
    if (!lower.startsWith(ACE_PREFIX)) {
      return lower;
    }
    String decoded = Punycode.decode(lower.substring(ACE_PREFIX.length()));
    // An A-label that is not the encoding of a valid U-label is no label at all (RFC 5891 5.4).
    boolean stable =
        decoded != null
            && !isAscii(decoded)
            && decoded.equals(JidParser.enforce(PrecisProfiles.USERNAME_CASE_MAPPED, decoded));
    return decoded != null && stable ? unicodeLabel(decoded) : null;
  }

  /** The label when it is a U-label; it is mapped already. */
  private static @Nullable String unicodeLabel(String mapped) {
    if (mapped.startsWith("-") || mapped.endsWith("-") || mapped.startsWith("--", 2)) {
      return null;
    }
    for (int i = 0; i < mapped.length(); i++) {
      char c = mapped.charAt(i);
      // Username allows more of ASCII than a host name does.
      if (c < 0x80 && !isLetterOrDigit(c) && c != '-') {
        return null;
      }
    }
    // A label does not begin with a combining mark (RFC 5891 4.2.3.2).
    int category = Character.getType(mapped.codePointAt(0));
    boolean mark =
        category == Character.NON_SPACING_MARK
            || category == Character.COMBINING_SPACING_MARK
            || category == Character.ENCLOSING_MARK;
    return mark ? null : mapped;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  static String toLowerAscii(String ascii) {
    return ascii.toLowerCase(Locale.ROOT);
  }
}
