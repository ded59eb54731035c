package io.pipit.devices.client;

/**
 * Where a server is and how it is spoken to. Any thread.
 *
 * @param domain the XMPP domain, which the certificate has to name
 * @param host where to connect, a name or an address
 * @param trust not looked at when there is no TLS
 */
public record XmppServer(String domain, String host, int port, Security security, Trust trust) {

  /** How the connection is protected. */
  public enum Security {
    /** TLS after the opening of the stream (RFC 6120 5): required, never left out. */
    STARTTLS,
    /** TLS from the first byte (XEP-0368). */
    DIRECT_TLS,
    /** None: only to an address of this machine. */
    NONE
  }

  public XmppServer {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    if (security == Security.NONE && !isLoopback(host)) {
      throw new IllegalArgumentException("without TLS only to this machine, not to " + host);
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  /** {@code host:port}, with brackets around an IPv6 address. */
  public String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
