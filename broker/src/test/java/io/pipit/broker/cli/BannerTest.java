package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BannerTest {

  private static Map<String, InetSocketAddress> addresses(String host) {
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    addresses.put("c2s", InetSocketAddress.createUnresolved(host, 5222));
    addresses.put("c2s_tls", InetSocketAddress.createUnresolved(host, 5223));
    addresses.put("http", InetSocketAddress.createUnresolved("127.0.0.1", 5280));
    addresses.put("mqtt", InetSocketAddress.createUnresolved("127.0.0.1", 1883));
    addresses.put("mqtts", InetSocketAddress.createUnresolved("127.0.0.1", 8883));
    addresses.put("mqtt_ws", InetSocketAddress.createUnresolved("127.0.0.1", 8083));
    return addresses;
  }

  private static Configuration configuration(Map<String, String> environment)
      throws ConfigurationException {
    Loaded loaded =
        ConfigurationLoader.load(Path.of("/nowhere"), environment, Optional.empty(), Map.of());
    return loaded.configuration();
  }

  @Test
  void tryOutModeSaysHowToReachItAndHowToOpenIt() throws Exception {
    assertEquals(
        List.of(
            "pipit " + Version.pipit() + ", Java " + System.getProperty("java.version"),
            "configuration: none: try-out mode, this machine only",
            "data: data",
            "domain: localhost",
            "c2s 127.0.0.1:5222 starttls",
            "c2s_tls 127.0.0.1:5223 tls",
            "http 127.0.0.1:5280 plain",
            "mqtt 127.0.0.1:1883 plain",
            "mqtts 127.0.0.1:8883 tls",
            "mqtt_ws 127.0.0.1:8083 websocket",
            "password of admin@localhost: first line of data/first-run.txt",
            "to accept remote clients: listeners.c2s.host: 0.0.0.0"
                + " (PIPIT_LISTENERS__C2S__HOST=0.0.0.0)",
            "ready in 812 ms"),
        Banner.lines(
            configuration(Map.of()),
            Optional.empty(),
            addresses("127.0.0.1"),
            Optional.of(new LocalAccount("admin", Path.of("data/first-run.txt"))),
            List.of(),
            812));
  }

  @Test
  void remoteNodeWithEverythingStaysWithinFourteenLines() throws Exception {
    List<String> lines =
        Banner.lines(
            configuration(Map.of("PIPIT_LISTENERS__C2S__HOST", "::")),
            Optional.of("etc/pipit.yml"),
            addresses("::"),
            Optional.of(new LocalAccount("boss", Path.of("/etc/pipit/boss"))),
            List.of("limits.sm_queue", "limits.resume_time"),
            5);
    assertTrue(lines.size() <= 14);
    assertTrue(lines.contains("c2s [::]:5222 starttls"));
    assertTrue(lines.contains("configuration: etc/pipit.yml"));
    assertTrue(lines.contains("password of boss@localhost: first line of /etc/pipit/boss"));
    assertTrue(lines.contains("not yet available, ignored: limits.sm_queue, limits.resume_time"));
    assertTrue(lines.stream().noneMatch(line -> line.startsWith("to accept remote clients")));
    assertEquals("ready in 5 ms", lines.get(lines.size() - 1));
  }

  @Test
  void streamsWithoutTlsAreNamed() throws Exception {
    for (Map.Entry<String, String> mode :
        Map.of("off", "plain", "optional", "starttls optional").entrySet()) {
      List<String> lines =
          Banner.lines(
              configuration(Map.of("PIPIT_LISTENERS__C2S__TLS", mode.getKey())),
              Optional.empty(),
              addresses("127.0.0.1"),
              Optional.empty(),
              List.of(),
              1);
      assertTrue(lines.contains("c2s 127.0.0.1:5222 " + mode.getValue()), lines::toString);
    }
  }

  @Test
  void withoutKnownAccountItSaysWhatTheCommandsNeed() throws Exception {
    assertTrue(
        Banner.lines(
                configuration(Map.of("PIPIT_DOMAIN", "example.org")),
                Optional.empty(),
                addresses("127.0.0.1"),
                Optional.empty(),
                List.of(),
                1)
            .contains(
                "pub, sub and get need: --as NAME@example.org --password-file FILE (accounts: pipit"
                    + " user ls, pipit user add NAME)"));
  }
}
