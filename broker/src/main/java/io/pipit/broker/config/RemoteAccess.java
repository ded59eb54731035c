package io.pipit.broker.config;

import java.util.ArrayList;
import java.util.List;

/** The condition for listening on addresses that other machines can reach. Any thread. */
public final class RemoteAccess {

  private RemoteAccess() {}

  /**
   * Refuses listeners that are not loopback while the certificate or any account is missing; they
   * are never moved to loopback silently.
   *
   * @throws ConfigurationException that names the commands which help
   */
  public static void check(Configuration configuration, boolean certificate, boolean account)
      throws ConfigurationException {
    if (configuration.isLoopbackOnly() || (certificate && account)) {
      return;
    }
    List<String> commands = new ArrayList<>();
    if (!certificate) {
      commands.add("pipit init --domain " + configuration.domain() + " (makes a certificate)");
    }
    if (!account) {
      commands.add("pipit user add NAME (makes an account)");
    }
    throw new ConfigurationException(
        Problem.of(
            "other machines could reach this node ("
                + remoteHosts(configuration)
                + "), which needs a certificate and an account first; run: "
                + String.join(" and ", commands),
            ErrorCode.CONFIG_UNPROTECTED));
  }

  private static String remoteHosts(Configuration configuration) {
    Configuration.Listeners listeners = configuration.listeners();
    List<String> hosts = new ArrayList<>();
    add(hosts, Keys.C2S_HOST, listeners.c2s().host());
    add(hosts, Keys.C2S_TLS_HOST, listeners.c2sTls().host());
    add(hosts, Keys.HTTP_HOST, listeners.http().host());
    add(hosts, Keys.MQTT_HOST, listeners.mqtt().host());
    add(hosts, Keys.MQTTS_HOST, listeners.mqtts().host());
    add(hosts, Keys.MQTT_WS_HOST, listeners.mqttWebSocket().host());
    return String.join(", ", hosts);
  }

  private static void add(List<String> hosts, Key<String> key, String host) {
    if (!AddressBlock.isLoopback(host)) {
      hosts.add(key.path() + ": " + host);
    }
  }
}
