package io.pipit.xmpp;

/**
 * A domain as the DNS, certificates (RFC 6125 6.4.2) and the names of TLS servers write it:
 * U-labels become A-labels (RFC 5890 2.3.2.1). Addresses keep their U-labels. Any thread.
 */
public final class DnsName {

  private DnsName() {}

  /**
   * The name of a domain in ASCII.
   *
   * @param domain prepared, as {@link Jid#domain()} is
   */
  public static String of(String domain) {
    StringBuilder name = new StringBuilder(domain.length());
    for (String label : domain.split("\\.", -1)) {
      boolean ascii = label.chars().allMatch(c -> c < 0x80);
      name.append(name.length() == 0 ? "" : ".")
          .append(ascii ? label : DomainPart.ACE_PREFIX + Punycode.encode(label));
    }
    return name.toString();
  }
}
