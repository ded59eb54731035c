package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.NodeStarter.RunningNode;
import io.pipit.broker.config.Certificates;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.Problem;
import io.pipit.broker.config.ServerCertificate;
import io.pipit.broker.http.Answer;
import io.pipit.broker.http.Reload.Reloaded;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReloadingTest {

  private final Path folder;
  private final Path file;
  private final Map<String, String> environment;

  /** What the node was told to take over. */
  private final List<Configuration> taken = new ArrayList<>();

  private ch.qos.logback.classic.Level level;
  private Reloading reloading;

  ReloadingTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("etc/pipit.yml");
    this.environment = Map.of("PIPIT_DATA", folder.resolve("data").toString());
  }

  @BeforeEach
  void start() throws Exception {
    level = root().getLevel();
    Files.createDirectories(file.getParent());
    Files.createDirectories(folder.resolve("data"));
    configure("acl: ['deny all bob a/#']");
    Loaded started = load();
    reloading = new Reloading(this::load, folder.resolve("data"), started, certificate(started));
    reloading.begin(new Node());
  }

  @AfterEach
  void restoreLevel() {
    root().setLevel(level);
  }

  private static ch.qos.logback.classic.Logger root() {
    return (ch.qos.logback.classic.Logger)
        LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private void configure(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private Loaded load() throws ConfigurationException {
    return ConfigurationLoader.load(folder, environment, Optional.empty(), Map.of());
  }

  private ServerCertificate certificate(Loaded loaded) throws Exception {
    StoreDomain.keep(folder.resolve("data"), loaded.configuration().domain());
    return Certificates.findOrMake(loaded.configuration(), Instant.now());
  }

  private Reloaded reload() {
    return (Reloaded) assertInstanceOf(Answer.Done.class, reloading.now()).value();
  }

  private final class Node implements RunningNode {
    @Override
    public Map<String, InetSocketAddress> addresses() {
      return Map.of();
    }

    @Override
    public void account(String name, String password) {
      throw new AssertionError("nobody asks for an account");
    }

    @Override
    public void apply(Configuration configuration) {
      taken.add(configuration);
    }

    @Override
    public void close() {}
  }

  @Test
  void nothingNewIsNothingToDo() {
    assertEquals(new Reloaded(List.of(), List.of(), List.of(), List.of()), reload());
  }

  @Test
  void whatARunningNodeCanTakeOverIsAppliedOnce() throws IOException {
    configure("acl: ['allow all bob a/#']", "log: {level: debug}");
    assertEquals(List.of("log.level", "acl"), reload().applied());
    assertEquals("allow all bob a/#", taken.get(0).acl().get(0).toString());
    assertEquals(folder.resolve("data"), taken.get(0).data());
    assertEquals(ch.qos.logback.classic.Level.DEBUG, root().getLevel());
    assertEquals(List.of(), reload().applied());
    configure("log: {level: warn}");
    assertEquals(List.of("log.level", "acl"), reload().applied());
    assertEquals(List.of(), taken.get(2).acl());
    assertEquals(ch.qos.logback.classic.Level.WARN, root().getLevel());
  }

  @Test
  void whatNeedsARestartIsToldUntilThereIsOne() throws IOException {
    configure("listeners: {c2s: {port: 15222}}", "mqtt: {refuse: disconnect}");
    List<String> expected = List.of("listeners.c2s.port", "mqtt.refuse");
    Reloaded first = reload();
    assertEquals(expected, first.needsRestart());
    assertEquals(List.of("acl"), first.applied());
    Reloaded second = reload();
    assertEquals(expected, second.needsRestart());
    assertEquals(List.of(), second.applied());
    configure("listeners: {c2s: {port: 5222}}");
    assertEquals(List.of(), reload().needsRestart(), "as it was started");
  }

  @Test
  void invalidFileChangesNothingAndAllProblemsAreTold() throws IOException {
    configure("acl: ['allow everything']", "log: {level: debug}", "listners: {}");
    assertEquals(
        List.of(
            "etc/pipit.yml:1:7: acl: 'allow everything' is not allow|deny publish|subscribe|all WHO"
                + " FILTER [E1005]",
            "etc/pipit.yml:3:1: unknown key 'listners'; did you mean 'listeners'? [E1004]"),
        reload().problems().stream().map(Problem::toString).toList());
    assertEquals(List.of(), taken);
    assertEquals(level, root().getLevel());
    configure("acl: ['allow all bob a/#']");
    assertEquals(List.of("acl"), reload().applied(), "the next one is not hindered");
  }

  @Test
  void whatAStartWouldRefuseIsRefused() throws IOException {
    configure("domain: example.org");
    assertEquals(ErrorCode.CONFIG_DOMAIN, reload().problems().get(0).code());
    Files.writeString(folder.resolve("a.pem"), "nothing");
    configure("tls: {certfile: " + folder + "/a.pem, keyfile: " + folder + "/a.pem}");
    assertEquals(ErrorCode.CONFIG_CERTIFICATE, reload().problems().get(0).code());
    assertEquals(List.of(), taken);
  }

  @Test
  void renewedCertificateNeedsARestart() throws Exception {
    try (var files = Files.list(folder.resolve("data/certs"))) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    assertEquals(List.of("tls.certfile"), reload().needsRestart());
    certificate(load());
    assertEquals(List.of("tls.certfile"), reload().needsRestart());
  }

  @Test
  void missingFileIsAProblemWhenItWasNamed() throws IOException {
    Files.delete(file);
    assertEquals(List.of("acl"), reload().applied(), "without a file the defaults hold");
  }

  @Test
  void refusedBeforeTheNodeRunsAndWhenItStops() {
    reloading.end();
    Answer.Refused<?> refused = assertInstanceOf(Answer.Refused.class, reloading.now());
    assertEquals(ErrorCode.UNAVAILABLE, refused.code());
    assertTrue(refused.reason().contains("starting or stopping"));
  }
}
