package io.pipit.bridges.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a broker listens: {@code mqtt://HOST[:PORT]}, or {@code mqtts} with TLS.
 *
 * @param host a name or the text of an address, without brackets
 */
public record BrokerAddress(boolean tls, String host, int port) {

  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final int LAST_PORT = 65_535;

  /** Reads one; empty when it is none, or says more than where. */
  public static Optional<BrokerAddress> parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException notUri) {
      return Optional.empty();
    }
    boolean tls = "mqtts".equals(uri.getScheme());
    boolean isWhole =
        (tls || "mqtt".equals(uri.getScheme()))
            && uri.getHost() != null
            && uri.getUserInfo() == null
            && (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/"))
            && uri.getQuery() == null
            && uri.getFragment() == null
            && (uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() <= LAST_PORT));
    if (!isWhole) {
      return Optional.empty();
    }
    String host = uri.getHost().startsWith("[") ? unbracketed(uri.getHost()) : uri.getHost();
    int usual = tls ? TLS_PORT : PLAIN_PORT;
    return Optional.of(new BrokerAddress(tls, host, uri.getPort() == -1 ? usual : uri.getPort()));
  }

  private static String unbracketed(String host) {
    return host.substring(1, host.length() - 1);
  }

  /** Whether it is this machine, without asking for a name: {@code localhost}, 127.0.0.0/8, ::1. */
  public boolean isLoopback() {
    return host.equalsIgnoreCase("localhost")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
        || host.equals("::1")
        || host.equals("0:0:0:0:0:0:0:1");
  }

  /** As it is written. */
  @Override
  public String toString() {
    String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (tls ? "mqtts://" : "mqtt://") + written + ":" + port;
  }
}
