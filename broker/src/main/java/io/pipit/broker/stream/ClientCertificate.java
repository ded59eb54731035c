package io.pipit.broker.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.ssl.SslHandler;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The certificate of a client, which TLS has verified against the authorities of the listener, and
 * whom it names (XEP-0178 1.2). Immutable, any thread.
 *
 * <p>It names the addresses that it has as {@code id-on-xmppAddr} (RFC 6120 13.7.1.4). Only one
 * that has none of these names the account of its common name, a localpart or a bare JID.
 */
public final class ClientCertificate {

  /** 1.3.6.1.5.5.7.8.5 as DER. */
  private static final byte[] XMPP_ADDR = {0x06, 0x08, 0x2B, 6, 1, 5, 5, 7, 8, 5};

  private static final int OTHER_NAME = 0;
  private static final int DER_SEQUENCE = 0x30;
  private static final int DER_CONTEXT_0 = 0xA0;
  private static final int DER_UTF8_STRING = 0x0C;

  private final X509Certificate certificate;

  ClientCertificate(X509Certificate certificate) {
    this.certificate = certificate;
  }

  /** The one that was shown inside of TLS whose handshake is over. */
  public static Optional<ClientCertificate> of(SslHandler tls) {
    try {
      return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate shown
          ? Optional.of(new ClientCertificate(shown))
          : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  /** As a log shows it. */
  public String subject() {
    return certificate.getSubjectX500Principal().getName();
  }

  /** The accounts of a domain that it names, each once; they may exist or not. */
  public List<BareJid> accounts(BareJid domain) {
    List<String> addresses = xmppAddresses();
    // A common name is anything that somebody thought of: it never stands beside an address.
    List<String> names = addresses.isEmpty() ? commonNames() : addresses;
    return names.stream().flatMap(name -> account(name, domain).stream()).distinct().toList();
  }

  /** The account of a localpart or bare JID; empty when it is none of that domain. */
  public static Optional<BareJid> account(String name, BareJid domain) {
    return Jid.parse(name.indexOf('@') < 0 ? name + "@" + domain : name)
        .filter(jid -> jid instanceof BareJid && jid.domain().equals(domain.domain()))
        .filter(jid -> !jid.local().isEmpty())
        .map(Jid::bare);
  }

  private List<String> xmppAddresses() {
    List<String> found = new ArrayList<>();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.get(0).equals(OTHER_NAME) && name.get(1) instanceof byte[] der) {
          xmppAddress(der).ifPresent(found::add);
        }
      }
    } catch (CertificateParsingException unreadable) {
      return List.of(""); // names nobody, its common name included
    }
    return found;
  }

  /**
   * Of {@code SEQUENCE { OID, [0] { UTF8String } }} the string.
   *
   * @return what is no address when it cannot be read; empty when it is a name of another kind
   */
  private static Optional<String> xmppAddress(byte[] der) {
    ByteBuffer name = content(ByteBuffer.wrap(der), DER_SEQUENCE);
    if (name.remaining() < XMPP_ADDR.length
        || !Arrays.equals(take(name, XMPP_ADDR.length), XMPP_ADDR)) {
      return Optional.empty();
    }
    ByteBuffer value = content(name, DER_CONTEXT_0);
    // Java before 21 gives the tag twice.
    if (value.hasRemaining() && (value.get(value.position()) & 0xFF) == DER_CONTEXT_0) {
      value = content(value, DER_CONTEXT_0);
    }
    try {
      return Optional.of(UTF_8.newDecoder().decode(content(value, DER_UTF8_STRING)).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.of("");
    }
  }

  private static byte[] take(ByteBuffer from, int length) {
    byte[] taken = new byte[length];
    from.get(taken);
    return taken;
  }

  /** What is in a value with this tag; nothing when it is another or is cut. */
  private static ByteBuffer content(ByteBuffer der, int tag) {
    ByteBuffer nothing = ByteBuffer.allocate(0);
    if (der.remaining() < 2 || (der.get() & 0xFF) != tag) {
      return nothing;
    }
    int length = der.get() & 0xFF;
    if (length > 0x80) {
      int digits = length & 0x7F;
      length = 0;
      if (digits > 2 || der.remaining() < digits) {
        return nothing;
      }
      for (int i = 0; i < digits; i++) {
        length = length << 8 | (der.get() & 0xFF);
      }
    }
    return length > der.remaining() ? nothing : der.slice(der.position(), length);
  }

  private List<String> commonNames() {
    try {
      return new LdapName(subject())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .toList();
    } catch (InvalidNameException impossible) {
      throw new AssertionError("what Java writes as RFC 2253 is that", impossible);
    }
  }
}
