package io.pipit.broker;

import io.pipit.broker.config.Certificates;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.Answer;
import io.pipit.broker.module.AccountService;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.DataFolder;
import io.pipit.xmpp.BareJid;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A whole node in this process, on a folder of its own and on free ports of the loopback address:
 * what {@code pipit run} starts, with the configuration from an environment. Confined to its test.
 */
public final class TestNode implements AutoCloseable {

  public static final String DOMAIN = "localhost";
  public static final String SERVICE = "pubsub." + DOMAIN;
  public static final String HOST = "127.0.0.1";
  public static final String ADMIN_TOKEN = "token-of-the-test";

  private static final int MOST_STARTS = 100;

  private final Path folder;
  private final Map<String, String> environment;
  private final Configuration configuration;
  private final DataFolder data;
  private final BrokerTime time;
  private final Broker broker;
  private final Map<String, InetSocketAddress> addresses;
  private boolean closed;

  private TestNode(
      Path folder,
      Map<String, String> environment,
      Configuration configuration,
      DataFolder data,
      BrokerTime time,
      Broker broker) {
    this.folder = folder;
    this.time = time;
    this.environment = environment;
    this.configuration = configuration;
    this.data = data;
    this.broker = broker;
    this.addresses = broker.addresses();
  }

  /** Starts a node that requires TLS. */
  public static TestNode start(Path folder) {
    return start(folder, Map.of());
  }

  /** Starts a node that offers PLAIN without TLS, for tests that write their own XML. */
  public static TestNode startPlain(Path folder) {
    return start(folder, Map.of("PIPIT_LISTENERS__C2S__TLS", "off"));
  }

  /**
   * Starts a node.
   *
   * @param folder the working folder; the node's data are in its folder {@code data}, and are those
   *     of an earlier node if there was one
   * @param environment what differs from the defaults of this fixture
   */
  public static TestNode start(Path folder, Map<String, String> environment) {
    return start(folder, environment, BrokerTime.SYSTEM);
  }

  /** As {@link #start(Path, Map)}, where time passes as the test says. */
  public static TestNode start(Path folder, Map<String, String> environment, TestTime time) {
    return start(folder, environment, time.ofBroker());
  }

  private static TestNode start(Path folder, Map<String, String> environment, BrokerTime time) {
    Map<String, String> all = new HashMap<>();
    all.put("PIPIT_DOMAIN", DOMAIN);
    all.put("PIPIT_DATA", folder.resolve("data").toString());
    all.put("PIPIT_LISTENERS__C2S__PORT", "0");
    all.put("PIPIT_LISTENERS__C2S_TLS__PORT", "0");
    all.put("PIPIT_LISTENERS__HTTP__PORT", "0");
    all.put("PIPIT_LISTENERS__MQTT__PORT", "0");
    all.put("PIPIT_LISTENERS__MQTTS__PORT", "0");
    all.put("PIPIT_LISTENERS__MQTT_WS__PORT", "0");
    all.put("PIPIT_LIMITS__CLOSING_TIME", "1s"); // clients of tests seldom close their side
    all.putAll(environment);
    try {
      Configuration loaded =
          ConfigurationLoader.load(folder, all, Optional.empty(), Map.of()).configuration();
      DataFolder data = DataFolder.hold(loaded.data());
      try {
        Configuration configuration = loaded.settled(data.root(), loaded.domain());
        return new TestNode(
            folder, environment, configuration, data, time, run(configuration, data, time));
      } catch (ConfigurationException | IOException | RuntimeException e) {
        data.close();
        throw e;
      }
    } catch (ConfigurationException | IOException e) {
      throw new IllegalStateException("the node does not start", e);
    }
  }

  private static Broker run(Configuration configuration, DataFolder data, BrokerTime time)
      throws ConfigurationException, IOException {
    return Broker.start(
        new Broker.Setup(
            configuration,
            data,
            Certificates.findOrMake(configuration, Instant.now()),
            ADMIN_TOKEN,
            "0.0.1-test",
            false,
            () -> {},
            () -> Answer.refused(ErrorCode.UNAVAILABLE, "there is no file in this test")),
        time);
  }

  /** Makes an account. */
  public TestNode account(String name, String password) {
    return account(name, password, AccountRole.USER);
  }

  /** Makes an account that administers the node. */
  public TestNode administrator(String name, String password) {
    return account(name, password, AccountRole.ADMINISTRATOR);
  }

  TestNode account(String name, String password, AccountRole role) {
    AccountService.Result result =
        broker
            .accounts()
            .create(BareJid.of(name + "@" + domain()), password, role)
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
    if (result != AccountService.Result.DONE) {
      throw new IllegalStateException("the account " + name + " was not made: " + result);
    }
    return this;
  }

  /** Removes an account. */
  public void removeAccount(String name) {
    AccountService.Result result =
        broker
            .accounts()
            .remove(BareJid.of(name + "@" + domain()))
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
    if (result != AccountService.Result.DONE) {
      throw new IllegalStateException("the account " + name + " was not removed: " + result);
    }
  }

  /** Stops this node and starts one on the same data, with the same ports and configuration. */
  public TestNode restart() {
    close();
    Map<String, String> same = new HashMap<>(environment);
    addresses.forEach(
        (listener, address) ->
            same.put(
                "PIPIT_LISTENERS__" + listener.toUpperCase(Locale.ROOT) + "__PORT",
                String.valueOf(address.getPort())));
    for (int attempt = 1; ; attempt++) {
      try {
        return start(folder, same, time);
      } catch (IllegalStateException e) {
        // Somebody who connects may have got one of the ports in between, for a moment.
        if (!(e.getCause() instanceof BindException) || attempt == MOST_STARTS) {
          throw e;
        }
      }
    }
  }

  public Broker broker() {
    return broker;
  }

  /** The domain of the accounts, {@link #DOMAIN} unless the environment said otherwise. */
  public String domain() {
    return configuration.domain();
  }

  /** The port for clients with STARTTLS, or without TLS. */
  public int port() {
    return port("c2s");
  }

  /** The port for clients with direct TLS. */
  public int directTlsPort() {
    return port("c2s_tls");
  }

  public int httpPort() {
    return port("http");
  }

  /** The port for MQTT clients without TLS. */
  public int mqttPort() {
    return port("mqtt");
  }

  /** The port for MQTT clients with TLS. */
  public int mqttTlsPort() {
    return port("mqtts");
  }

  /** The port for MQTT clients inside of WebSocket. */
  public int mqttWebSocketPort() {
    return port("mqtt_ws");
  }

  private int port(String listener) {
    return Objects.requireNonNull(addresses.get(listener)).getPort();
  }

  /** The certificate as PEM, self-signed: the authority that a client has to trust. */
  public Path certificateFile() {
    return Certificates.certificateFile(configuration);
  }

  /** Stops the node; a second call does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    broker.close();
    try {
      data.close();
    } catch (IOException e) {
      throw new IllegalStateException("the data folder is not given back", e);
    }
  }
}
