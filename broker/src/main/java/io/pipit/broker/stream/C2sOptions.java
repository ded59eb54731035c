package io.pipit.broker.stream;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How client streams are listened for.
 *
 * @param domain the address of the server, to which streams are opened
 * @param host address to listen at
 * @param port of the listener with STARTTLS; 0 is any free one
 * @param tls what that listener asks for
 * @param directTlsHost address of the listener that starts with TLS
 * @param directTlsPort of the listener that starts with TLS (XEP-0368), 0 is any free one; empty
 *     for none
 * @param certificate needed unless {@code tls} is off and there is no direct TLS
 * @param plain whether the mechanism PLAIN is offered where it may be
 * @param channelBinding whether SCRAM is offered with channel binding too, inside TLS
 * @param features what else is advertised to an authenticated client, before it binds
 */
public record C2sOptions(
    BareJid domain,
    String host,
    int port,
    TlsMode tls,
    String directTlsHost,
    OptionalInt directTlsPort,
    Optional<KeyCertOptions> certificate,
    boolean plain,
    boolean channelBinding,
    StreamLimits limits,
    List<Element> features) {

  public C2sOptions {
    features = List.copyOf(features);
    if (!domain.local().isEmpty()) {
      throw new IllegalArgumentException("not the address of a server: " + domain);
    }
    if (tls != TlsMode.REQUIRED && !Loopback.is(host)) {
      throw new IllegalArgumentException(
          "streams without TLS are for loopback addresses, not for " + host);
    }
    if ((tls != TlsMode.OFF || directTlsPort.isPresent()) && certificate.isEmpty()) {
      throw new IllegalArgumentException("TLS needs a certificate");
    }
  }
}
