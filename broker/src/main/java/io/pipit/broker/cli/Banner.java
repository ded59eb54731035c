package io.pipit.broker.cli;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.Configuration.MqttTls;
import io.pipit.broker.config.Configuration.TlsMode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node says when it is ready: at most 14 lines, of which {@code ready in N ms} is the last.
 */
final class Banner {

  private Banner() {}

  /**
   * The lines.
   *
   * @param file the configuration file; empty in try-out mode
   * @param addresses the bound addresses by listener
   * @param account the one that the first start made, when its password file can be read
   * @param notices keys that were given and do nothing yet
   */
  static List<String> lines(
      Configuration configuration,
      Optional<String> file,
      Map<String, InetSocketAddress> addresses,
      Optional<LocalAccount> account,
      List<String> notices,
      long readyMillis) {
    List<String> lines = new ArrayList<>();
    lines.add("pipit " + Version.pipit() + ", Java " + Version.java());
    lines.add("configuration: " + file.orElse(without(configuration)));
    lines.add("data: " + configuration.data());
    lines.add("domain: " + configuration.domain());
    addresses.forEach(
        (listener, address) ->
            lines.add(
                listener
                    + " "
                    + RunFile.text(address)
                    + " "
                    + protection(listener, configuration)));
    if (!notices.isEmpty()) {
      lines.add("not yet available, ignored: " + String.join(", ", notices));
    }
    lines.add(
        account
            .map(
                known ->
                    "password of "
                        + known.name()
                        + "@"
                        + configuration.domain()
                        + ": first line of "
                        + known.passwordFile())
            .orElse(
                "pub, sub and get need: --as NAME@"
                    + configuration.domain()
                    + " --password-file FILE (accounts: pipit user ls, pipit user add NAME)"));
    if (configuration.isLoopbackOnly()) {
      lines.add(
          "to accept remote clients: listeners.c2s.host: 0.0.0.0"
              + " (PIPIT_LISTENERS__C2S__HOST=0.0.0.0)");
    }
    lines.add("ready in " + readyMillis + " ms");
    return lines;
  }

  private static String without(Configuration configuration) {
    return configuration.isLoopbackOnly()
        ? "none: try-out mode, this machine only"
        : "none: environment and flags";
  }

  private static String protection(String listener, Configuration configuration) {
    return switch (listener) {
      case "c2s" -> c2s(configuration.listeners().c2s().tls());
      case "c2s_tls", "mqtts" -> "tls";
      case "mqtt_ws" ->
          configuration.listeners().mqttWebSocketTls() == MqttTls.REQUIRED
              ? "websocket, tls"
              : "websocket";
      default -> "plain";
    };
  }

  private static String c2s(TlsMode mode) {
    return switch (mode) {
      case REQUIRED -> "starttls";
      case OPTIONAL -> "starttls optional";
      case OFF -> "plain";
    };
  }
}
