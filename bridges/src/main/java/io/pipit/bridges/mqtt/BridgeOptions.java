package io.pipit.bridges.mqtt;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge is to be, as it is written: {@link BridgeCheck} says what is wrong with it.
 * Immutable; any thread.
 *
 * @param name of the bridge, also in its metrics: 1 to 32 of a to z, 0 to 9 and {@code -}
 * @param type {@code mqtt}
 * @param enabled whether it runs
 * @param required whether the node is not ready while the bridge is down
 * @param addresses where the broker listens; see {@link BrokerAddress}
 * @param roundRobin whether the next attempt begins behind the address of the last one, not at the
 *     first
 * @param clientId the template of the client identifier, with {@code {node}} and {@code {name}}
 * @param keepalive in whole seconds
 * @param cleanStart whether the broker forgets what it has for this client, at each connection
 * @param stateExpiry how long the broker keeps it, in whole seconds (MQTT 5)
 * @param connectTimeout for the connection, TLS and CONNACK together
 * @param maxInflight messages on their way to the broker
 * @param maxNodes nodes that the account of the bridge may have made
 * @param subscribe which messages are items; the first that matches
 * @param publish which items are messages; all that match
 * @param presence which messages say whether a device is there; all that match
 */
public record BridgeOptions(
    String name,
    String type,
    boolean enabled,
    boolean required,
    List<String> addresses,
    boolean roundRobin,
    ProtocolVersion version,
    String clientId,
    @Nullable String username,
    @Nullable String password,
    Duration keepalive,
    boolean cleanStart,
    Duration stateExpiry,
    Duration connectTimeout,
    BackoffOptions backoff,
    int maxInflight,
    TlsOptions tls,
    StatusOptions status,
    BufferOptions buffer,
    int maxNodes,
    List<SubscribeMapping> subscribe,
    List<PublishMapping> publish,
    List<PresenceMapping> presence,
    LoopGuard loopGuard) {

  public BridgeOptions {
    addresses = List.copyOf(addresses);
    subscribe = List.copyOf(subscribe);
    publish = List.copyOf(publish);
    presence = List.copyOf(presence);
  }

  /** Begins with the defaults. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "bridge " + name + " to " + addresses;
  }

  /** What is not said is as {@link BridgeDefaults} has it. Confined to its caller. */
  public static final class Builder {
    private final String name;
    private String type = BridgeDefaults.TYPE;
    private boolean enabled = true;
    private boolean required;
    private List<String> addresses = List.of();
    private boolean roundRobin;
    private ProtocolVersion version = BridgeDefaults.VERSION;
    private String clientId = BridgeDefaults.CLIENT_ID;
    private @Nullable String username;
    private @Nullable String password;
    private Duration keepalive = BridgeDefaults.KEEPALIVE;
    private boolean cleanStart = BridgeDefaults.CLEAN_START;
    private Duration stateExpiry = BridgeDefaults.STATE_EXPIRY;
    private Duration connectTimeout = BridgeDefaults.CONNECT_TIMEOUT;
    private BackoffOptions backoff = BridgeDefaults.BACKOFF;
    private int maxInflight = BridgeDefaults.MAX_INFLIGHT;
    private TlsOptions tls = BridgeDefaults.TLS;
    private StatusOptions status = BridgeDefaults.STATUS;
    private BufferOptions buffer = BridgeDefaults.BUFFER;
    private int maxNodes = BridgeDefaults.MAX_NODES;
    private List<SubscribeMapping> subscribe = List.of();
    private List<PublishMapping> publish = List.of();
    private List<PresenceMapping> presence = List.of();
    private LoopGuard loopGuard = BridgeDefaults.LOOP_GUARD;

    private Builder(String name) {
      this.name = name;
    }

    public Builder type(String type) {
      this.type = type;
      return this;
    }

    public Builder enabled(boolean enabled) {
      this.enabled = enabled;
      return this;
    }

    public Builder required(boolean required) {
      this.required = required;
      return this;
    }

    public Builder addresses(List<String> addresses) {
      this.addresses = addresses;
      return this;
    }

    public Builder roundRobin(boolean roundRobin) {
      this.roundRobin = roundRobin;
      return this;
    }

    public Builder version(ProtocolVersion version) {
      this.version = version;
      return this;
    }

    public Builder clientId(String clientId) {
      this.clientId = clientId;
      return this;
    }

    public Builder username(@Nullable String username) {
      this.username = username;
      return this;
    }

    public Builder password(@Nullable String password) {
      this.password = password;
      return this;
    }

    public Builder keepalive(Duration keepalive) {
      this.keepalive = keepalive;
      return this;
    }

    public Builder cleanStart(boolean cleanStart) {
      this.cleanStart = cleanStart;
      return this;
    }

    public Builder stateExpiry(Duration stateExpiry) {
      this.stateExpiry = stateExpiry;
      return this;
    }

    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = connectTimeout;
      return this;
    }

    public Builder backoff(BackoffOptions backoff) {
      this.backoff = backoff;
      return this;
    }

    public Builder maxInflight(int maxInflight) {
      this.maxInflight = maxInflight;
      return this;
    }

    public Builder tls(TlsOptions tls) {
      this.tls = tls;
      return this;
    }

    public Builder status(StatusOptions status) {
      this.status = status;
      return this;
    }

    public Builder buffer(BufferOptions buffer) {
      this.buffer = buffer;
      return this;
    }

    public Builder maxNodes(int maxNodes) {
      this.maxNodes = maxNodes;
      return this;
    }

    public Builder subscribe(List<SubscribeMapping> subscribe) {
      this.subscribe = subscribe;
      return this;
    }

    public Builder publish(List<PublishMapping> publish) {
      this.publish = publish;
      return this;
    }

    public Builder presence(List<PresenceMapping> presence) {
      this.presence = presence;
      return this;
    }

    public Builder loopGuard(LoopGuard loopGuard) {
      this.loopGuard = loopGuard;
      return this;
    }

    public BridgeOptions build() {
      return new BridgeOptions(
          name,
          type,
          enabled,
          required,
          addresses,
          roundRobin,
          version,
          clientId,
          username,
          password,
          keepalive,
          cleanStart,
          stateExpiry,
          connectTimeout,
          backoff,
          maxInflight,
          tls,
          status,
          buffer,
          maxNodes,
          subscribe,
          publish,
          presence,
          loopGuard);
    }
  }
}
