package io.pipit.xmpp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.PrecisProfile;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * Splits and prepares addresses (RFC 7622 3.1 to 3.4). ASCII, which nearly all are, is prepared
 * here; everything else by the PRECIS profiles.
 */
final class JidParser {

  /** Bytes of one part after preparation (RFC 7622 3.2 to 3.4). */
  private static final int MAX_BYTES = 1_023;

  /** No text of more chars can become a part that short: preparation composes four at most. */
  private static final int MAX_UNPREPARED_CHARS = 4 * MAX_BYTES;

  private static final String FORBIDDEN_IN_LOCAL = "\"&'/:<>@";

  private JidParser() {}

  static Optional<Jid> parse(String text) {
    // The first slash ends what comes before the resource, and may be part of a resource itself.
    int slash = text.indexOf('/');
    int bareEnd = slash < 0 ? text.length() : slash;
    int at = text.indexOf('@');
    if (at >= bareEnd) {
      at = -1;
    }
    String writtenLocal = at < 0 ? "" : text.substring(0, at);
    String writtenDomain = text.substring(at + 1, bareEnd);
    String local = prepareLocal(writtenLocal);
    String domain = DomainPart.prepare(writtenDomain);
    if (local == null || domain == null || (local.isEmpty() && at >= 0) || tooLong(domain)) {
      return Optional.empty();
    }
    // Most addresses are written as they are prepared, and so need no text of their own.
    boolean asWritten = local.equals(writtenLocal) && domain.equals(writtenDomain);
    String bareText =
        asWritten ? text.substring(0, bareEnd) : local.isEmpty() ? domain : local + "@" + domain;
    BareJid bare = new BareJid(local, domain, bareText);
    if (slash < 0) {
      return Optional.of(bare);
    }
    String writtenResource = text.substring(slash + 1);
    Optional<String> resource = resource(writtenResource);
    if (resource.isEmpty()) {
      return Optional.empty();
    }
    String prepared = resource.get();
    String fullText =
        asWritten && prepared.equals(writtenResource) ? text : bareText + "/" + prepared;
    return Optional.of(new FullJid(bare, prepared, fullText));
  }

  static Optional<String> resource(String resource) {
    if (isPrintableAscii(resource)) {
      return resource.isEmpty() || resource.length() > MAX_BYTES
          ? Optional.empty()
          : Optional.of(resource);
    }
    String prepared = enforce(PrecisProfiles.OPAQUE_STRING, resource);
    return prepared == null || tooLong(prepared) ? Optional.empty() : Optional.of(prepared);
  }

  /** The prepared localpart; empty for an empty one, null when it is not one. */
  private static @Nullable String prepareLocal(String local) {
    boolean ascii = true;
    boolean upper = false;
    for (int i = 0; i < local.length() && ascii; i++) {
      char c = local.charAt(i);
      ascii = c > ' ' && c < 0x7F;
      upper |= c >= 'A' && c <= 'Z';
    }
    String prepared = local;
    if (!ascii) {
      prepared = enforce(PrecisProfiles.USERNAME_CASE_MAPPED, local);
    } else if (upper) {
      prepared = DomainPart.toLowerAscii(local);
    }
    if (prepared == null || tooLong(prepared)) {
      return null;
    }
    // After preparation, which maps the wide forms of these characters to themselves.
    for (int i = 0; i < prepared.length(); i++) {
      if (FORBIDDEN_IN_LOCAL.indexOf(prepared.charAt(i)) >= 0) {
        return null;
      }
    }
    return prepared;
  }

  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  static @Nullable String enforce(PrecisProfile profile, String text) {
    if (text.length() > MAX_UNPREPARED_CHARS) {
      return null;
    }
    try {
      return profile.enforce(text);
    } catch (IllegalArgumentException disallowed) {
      return null;
    }
  }

  private static boolean tooLong(String text) {
    int length = text.length();
    if (length <= MAX_BYTES / 3) {
      return false;
    }
    int bytes = length;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return bytes > MAX_BYTES;
  }
}
