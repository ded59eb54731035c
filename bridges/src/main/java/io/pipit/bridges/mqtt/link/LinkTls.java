package io.pipit.bridges.mqtt.link;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is used.
 *
 * @param cafile PEM of the authorities that are trusted; null for those of the Java installation
 * @param certfile PEM of the own certificate; null for none
 * @param keyfile PEM of its private key; null for none
 * @param verifyHostname whether the host has to be named by the certificate (RFC 2818)
 * @param minVersion 1.2 or 1.3
 * @param alpn protocols that are offered (RFC 7301)
 */
public record LinkTls(
    @Nullable Path cafile,
    @Nullable Path certfile,
    @Nullable Path keyfile,
    boolean verifyHostname,
    String minVersion,
    List<String> alpn) {
  public LinkTls {
    alpn = List.copyOf(alpn);
  }
}
