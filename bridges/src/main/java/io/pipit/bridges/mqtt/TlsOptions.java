package io.pipit.bridges.mqtt;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a bridge uses TLS, at addresses that begin with {@code mqtts}.
 *
 * @param cafile PEM of the authorities that are trusted; null for those of the Java installation
 * @param certfile PEM of the certificate that the bridge shows; null for none
 * @param keyfile PEM of its private key; null for none
 * @param verifyHostname whether the name of the address has to be in the certificate of the broker
 * @param minVersion the oldest version of TLS: 1.2 or 1.3
 * @param alpn names of protocols that are offered (RFC 7301); empty for none
 */
public record TlsOptions(
    @Nullable Path cafile,
    @Nullable Path certfile,
    @Nullable Path keyfile,
    boolean verifyHostname,
    String minVersion,
    List<String> alpn) {

  public TlsOptions {
    alpn = List.copyOf(alpn);
  }
}
