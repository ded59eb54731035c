package io.pipit.broker.config;

import io.pipit.broker.config.Configuration.MqttTls;
import io.pipit.broker.config.Configuration.TlsMode;
import java.util.List;
import java.util.Set;

/** What listeners must not be, each by itself and together. Confined to its caller. */
final class ListenerCheck {

  /** Of all addresses of this machine. */
  private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]");

  private static final List<Listener> ALL =
      List.of(
          new Listener("listeners.c2s", Keys.C2S_HOST, Keys.C2S_PORT),
          new Listener("listeners.c2s_tls", Keys.C2S_TLS_HOST, Keys.C2S_TLS_PORT),
          new Listener("listeners.http", Keys.HTTP_HOST, Keys.HTTP_PORT),
          new Listener("listeners.mqtt", Keys.MQTT_HOST, Keys.MQTT_PORT),
          new Listener("listeners.mqtts", Keys.MQTTS_HOST, Keys.MQTTS_PORT),
          new Listener("listeners.mqtt_ws", Keys.MQTT_WS_HOST, Keys.MQTT_WS_PORT));

  private record Listener(String name, Key<String> host, Key<Integer> port) {}

  private final Settings settings;
  private final List<Problem> problems;

  private ListenerCheck(Settings settings, List<Problem> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** Adds what is wrong with them. */
  static void check(Settings settings, List<Problem> problems) {
    ListenerCheck check = new ListenerCheck(settings, problems);
    check.plain();
    for (int i = 0; i < ALL.size(); i++) {
      for (int j = 0; j < i; j++) {
        check.apart(ALL.get(j), ALL.get(i));
      }
    }
  }

  private void plain() {
    if (settings.get(Keys.C2S_TLS) != TlsMode.REQUIRED) {
      plain(Keys.C2S_HOST, Keys.C2S_TLS, "use 'required' or a loopback address");
    }
    if (settings.get(Keys.MQTT_TLS) == MqttTls.REQUIRED) {
      plain(
          Keys.MQTT_HOST,
          Keys.MQTT_TLS,
          "use " + Keys.MQTTS_HOST.path() + " and a loopback address here, or 'off'");
    }
    if (settings.get(Keys.MQTT_WS_TLS) == MqttTls.OFF) {
      plain(Keys.MQTT_WS_HOST, Keys.MQTT_WS_TLS, "use 'required' or a loopback address");
    }
  }

  /** A listener without TLS is for this machine. */
  private <E extends Enum<E>> void plain(Key<String> host, Key<E> tls, String help) {
    if (!AddressBlock.isLoopback(settings.get(host))) {
      problems.add(
          Problem.at(
              settings.origin(settings.origin(tls).isDefault() ? host : tls),
              tls.path()
                  + ": '"
                  + Values.word(settings.get(tls))
                  + "' is refused on "
                  + settings.get(host)
                  + ", passwords could be read on the way; "
                  + help,
              ErrorCode.CONFIG_PLAIN_REMOTE));
    }
  }

  /** Of two on one port the second could not listen. */
  private void apart(Listener one, Listener other) {
    int port = settings.get(other.port());
    if (port == 0 || port != settings.get(one.port()) || !meet(one, other)) {
      return;
    }
    boolean isOther = !settings.origin(other.port()).isDefault();
    Listener given = isOther ? other : one;
    problems.add(
        Problem.at(
            settings.origin(given.port()),
            given.port().path()
                + ": "
                + port
                + " on "
                + settings.get(given.host())
                + " is the port of "
                + (isOther ? one : other).name()
                + " as well; give one of them another port or address",
            ErrorCode.CONFIG_VALUE));
  }

  private boolean meet(Listener one, Listener other) {
    String here = host(one);
    String there = host(other);
    return here.equals(there) || ANY.contains(here) || ANY.contains(there);
  }

  private String host(Listener of) {
    String host = settings.get(of.host());
    return host.equalsIgnoreCase("localhost") ? "127.0.0.1" : host;
  }
}
