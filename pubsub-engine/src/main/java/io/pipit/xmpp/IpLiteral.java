package io.pipit.xmpp;

/** The text form of IPv6 addresses (RFC 3986 3.2.2, RFC 4291 2.2), without zone ids. */
final class IpLiteral {

  private static final int GROUPS = 8;

  private IpLiteral() {}

  static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == GROUPS;
    }
    int before = groups(text.substring(0, gap), false);
    int after = groups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < GROUPS;
  }

  /** How many groups of 16 bits a list is; -1 when it is not one. */
  private static int groups(String list, boolean mayEndWithIpv4) {
    if (list.isEmpty()) {
      return 0;
    }
    String[] parts = list.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (mayEndWithIpv4 && i == parts.length - 1 && isIpv4(parts[i])) {
        count += 2;
      } else if (isHexGroup(parts[i])) {
        count++;
      } else {
        return -1;
      }
    }
    return count;
  }

  private static boolean isHexGroup(String part) {
    return !part.isEmpty()
        && part.length() <= 4
        && part.chars()
            .allMatch(
                c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
  }

  private static boolean isIpv4(String part) {
    String[] octets = part.split("\\.", -1);
    if (octets.length != 4) {
      return false;
    }
    for (String octet : octets) {
      boolean digits =
          !octet.isEmpty()
              && octet.length() <= 3
              && octet.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!digits
          || Integer.parseInt(octet) > 255
          || (octet.length() > 1 && octet.startsWith("0"))) {
        return false;
      }
    }
    return true;
  }
}
