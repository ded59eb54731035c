package io.pipit.broker.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a running node writes to {@code DATA/run.json}, readable by its owner only.
 *
 * @param domain the XMPP domain
 * @param token the bearer token of the administrator, for this run
 * @param addresses the bound address of each listener by its name in the configuration
 */
record RunFile(long pid, String domain, String token, Map<String, InetSocketAddress> addresses) {

  RunFile {
    addresses = new LinkedHashMap<>(addresses);
  }

  String write() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("pid", pid);
    object.put("domain", domain);
    object.put("token", token);
    object.put("addresses", written());
    return Json.writePretty(object) + "\n";
  }

  /** The addresses as {@code host:port} by listener. */
  Map<String, String> written() {
    Map<String, String> texts = new LinkedHashMap<>();
    addresses.forEach((listener, address) -> texts.put(listener, text(address)));
    return texts;
  }

  static String text(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Empty when the text was not written by a node. */
  static Optional<RunFile> parse(String text) {
    Map<String, Object> object = Json.parseObject(text).orElse(Map.of());
    if (object.get("pid") instanceof Number pid
        && object.get("domain") instanceof String domain
        && object.get("token") instanceof String token
        && object.get("addresses") instanceof Map<?, ?> map) {
      Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
      map.forEach((name, value) -> addresses.put(name.toString(), address(value.toString())));
      return Optional.of(new RunFile(pid.longValue(), domain, token, addresses));
    }
    return Optional.empty();
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
    return InetSocketAddress.createUnresolved(host, Integer.parseInt(text.substring(colon + 1)));
  }

  /**
   * Where a client of this machine reaches a listener: an address that stands for all is replaced
   * by the loopback one.
   */
  Optional<InetSocketAddress> reachable(String listener) {
    return Optional.ofNullable(addresses.get(listener))
        .map(
            address ->
                isWildcard(address.getHostString())
                    ? InetSocketAddress.createUnresolved(
                        InetAddress.getLoopbackAddress().getHostAddress(), address.getPort())
                    : address);
  }

  private static boolean isWildcard(String host) {
    return host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
  }
}
