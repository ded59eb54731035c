package io.pipit.broker.config;

import io.pipit.bridges.mqtt.BridgeOptions;
import io.pipit.broker.config.Keys.StreamLimitKeys;
import io.pipit.pubsub.CollectionPolicy;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.Template;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of a node, read and checked. Immutable, any thread. Units are in the types and
 * names; the keys are documented in {@code docs/configuration.md}.
 */
public record Configuration(
    String domain,
    Path data,
    Listeners listeners,
    Tls tls,
    Store store,
    Auth auth,
    Init init,
    Service service,
    Log log,
    Pubsub pubsub,
    Pep pep,
    Mqtt mqtt,
    List<BridgeOptions> bridges,
    List<AccessRule> acl,
    Limits limits,
    Quotas quotas) {

  /** The configuration that a node has without file, environment and flags. */
  public static Configuration defaults() {
    return of(Settings.defaults());
  }

  static Configuration of(Settings s) {
    return new Configuration(
        s.get(Keys.DOMAIN),
        s.get(Keys.DATA),
        new Listeners(
            new C2s(s.get(Keys.C2S_HOST), s.get(Keys.C2S_PORT), s.get(Keys.C2S_TLS)),
            new Address(s.get(Keys.C2S_TLS_HOST), s.get(Keys.C2S_TLS_PORT)),
            new Address(s.get(Keys.HTTP_HOST), s.get(Keys.HTTP_PORT)),
            new Address(s.get(Keys.MQTT_HOST), s.get(Keys.MQTT_PORT)),
            new Address(s.get(Keys.MQTTS_HOST), s.get(Keys.MQTTS_PORT)),
            s.get(Keys.MQTTS_CLIENT_CA),
            new Address(s.get(Keys.MQTT_WS_HOST), s.get(Keys.MQTT_WS_PORT)),
            s.get(Keys.MQTT_WS_TLS)),
        new Tls(s.get(Keys.TLS_CERTFILE), s.get(Keys.TLS_KEYFILE), s.get(Keys.TLS_CHAINFILE)),
        new Store(
            s.get(Keys.STORE_GROUP_WINDOW),
            s.get(Keys.STORE_SYNC),
            s.get(Keys.STORE_SYNC_INTERVAL),
            s.get(Keys.STORE_VIEW),
            s.get(Keys.STORE_CACHE_BYTES),
            s.get(Keys.STORE_INDEX_BYTES),
            s.get(Keys.STORE_SEGMENT_BYTES),
            s.get(Keys.STORE_CHECKPOINT_BYTES)),
        new Auth(
            s.get(Keys.AUTH_REGISTRATION),
            s.get(Keys.AUTH_PLAIN),
            s.get(Keys.AUTH_CHANNEL_BINDING)),
        new Init(s.get(Keys.INIT_USERS)),
        new Service(s.get(Keys.SERVICE_CONTACTS), s.get(Keys.REQUESTS_OF_STRANGERS)),
        new Log(s.get(Keys.LOG_LEVEL), s.get(Keys.LOG_FORMAT)),
        new Pubsub(
            s.get(Keys.PUBSUB_AUTO_CREATE),
            s.get(Keys.PUBSUB_TEMPLATES),
            s.get(Keys.PUBSUB_CREATE),
            s.get(Keys.PUBSUB_LONGEST_LEASE),
            s.get(Keys.PUBSUB_LEASE_REMINDER),
            s.get(Keys.PUBSUB_UNCONFIGURED_TIME),
            s.get(Keys.PUBSUB_COLLECTIONS),
            s.get(Keys.PUBSUB_SUBSCRIBERS_TO_ALL),
            Set.copyOf(s.get(Keys.PUBSUB_WITHHELD_FEATURES))),
        new Pep(s.get(Keys.PEP_VALIDATE)),
        new Mqtt(
            s.get(Keys.MQTT_ANONYMOUS),
            s.get(Keys.MQTT_MAX_PACKET),
            s.get(Keys.MQTT_MAX_QOS),
            s.get(Keys.MQTT_RECEIVE_MAXIMUM),
            s.get(Keys.MQTT_TOPIC_ALIASES),
            s.get(Keys.MQTT_MAX_KEEPALIVE),
            s.get(Keys.MQTT_INFLIGHT),
            s.get(Keys.MQTT_QUEUE_ITEMS),
            s.get(Keys.MQTT_QUEUE_BYTES),
            s.get(Keys.MQTT_QUEUE_AGE),
            s.get(Keys.MQTT_MAX_EXPIRY),
            s.get(Keys.MQTT_FILTERS),
            s.get(Keys.MQTT_RETAINED),
            s.get(Keys.MQTT_REFUSE),
            s.get(Keys.MQTT_PRESENCE),
            s.get(Keys.MQTT_ON_RETRACT),
            s.get(Keys.MQTT_SYS_INTERVAL)),
        s.get(Keys.BRIDGES).stream().map(BridgeEntry::options).toList(),
        s.get(Keys.ACL),
        Limits.of(s),
        Quotas.of(s));
  }

  /** This configuration with the data folder as an absolute path and the domain of its store. */
  public Configuration settled(Path folder, String storeDomain) {
    return new Configuration(
        storeDomain,
        folder,
        listeners,
        tls,
        store,
        auth,
        init,
        service,
        log,
        pubsub,
        pep,
        mqtt,
        bridges,
        acl,
        limits,
        quotas);
  }

  /** Whether every listener can be reached from this machine only. */
  public boolean isLoopbackOnly() {
    return AddressBlock.isLoopback(listeners.c2s().host())
        && AddressBlock.isLoopback(listeners.c2sTls().host())
        && AddressBlock.isLoopback(listeners.http().host())
        && AddressBlock.isLoopback(listeners.mqtt().host())
        && AddressBlock.isLoopback(listeners.mqtts().host())
        && AddressBlock.isLoopback(listeners.mqttWebSocket().host());
  }

  /** Whether MQTT clients of this machine are served that show no credentials. */
  public boolean hasGuests() {
    return mqtt.anonymous() == Anonymous.TRYOUT && domain.equals("localhost");
  }

  /** The folder of the certificates that are made here. */
  public Path certificates() {
    return data.resolve("certs");
  }

  /** Whether a client has to start TLS (RFC 6120 5). */
  public enum TlsMode {
    REQUIRED,
    OPTIONAL,
    OFF
  }

  /** Whether accounts can be made in-band (XEP-0077). */
  public enum Registration {
    OFF,
    OPEN
  }

  /** Where what is known of items is while it is not used. */
  public enum StoreView {
    MAPDB,
    HEAP
  }

  /** When the log is synced. */
  public enum SyncMode {
    SYNC,
    INTERVAL
  }

  /** The least level that is logged. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /** How a line of the log looks. */
  public enum LogFormat {
    AUTO,
    TEXT,
    JSON
  }

  /** Whether MQTT clients have to use TLS. */
  public enum MqttTls {
    REQUIRED,
    OFF
  }

  /** What becomes of a publish that is refused and whose client cannot be told. */
  public enum RefusedPublish {
    DROP,
    DISCONNECT
  }

  /** Whether MQTT clients without credentials are served. */
  public enum Anonymous {
    /** Those of this machine, while the domain is {@code localhost}. */
    TRYOUT,
    OFF
  }

  /**
   * Where the node listens; port 0 is any free one.
   *
   * @param mqttsClientCa the authorities of clients that show a certificate
   */
  public record Listeners(
      C2s c2s,
      Address c2sTls,
      Address http,
      Address mqtt,
      Address mqtts,
      Optional<Path> mqttsClientCa,
      Address mqttWebSocket,
      MqttTls mqttWebSocketTls) {}

  public record C2s(String host, int port, TlsMode tls) {}

  public record Address(String host, int port) {}

  /** The certificate of the domain; when {@code certfile} is empty the one in DATA/certs. */
  public record Tls(Optional<Path> certfile, Optional<Path> keyfile, Optional<Path> chainfile) {}

  /**
   * The change log.
   *
   * @param syncInterval the longest time between two syncs in the mode {@code INTERVAL}
   * @param cacheBytes of payloads that stay in memory
   * @param indexBytes what indexes of items in use may take on the heap; 0 for a share of it
   * @param segmentBytes size of a file of the log
   * @param checkpointBytes by which the log grows at least between two checkpoints
   */
  public record Store(
      Duration groupWindow,
      SyncMode sync,
      Duration syncInterval,
      StoreView view,
      int cacheBytes,
      int indexBytes,
      int segmentBytes,
      int checkpointBytes) {}

  public record Auth(Registration registration, boolean plain, boolean channelBinding) {}

  /** What is made once, on a store without accounts. */
  public record Init(List<FirstAccount> users) {}

  /** An account to make; the password is the first line of the file. */
  public record FirstAccount(String name, Path passwordFile) {}

  /** What the node says of itself and lets pass. */
  public record Service(List<Contact> contacts, Strangers requestsOfStrangers) {}

  /** What becomes of a request to the resource of an account that does not show its presence. */
  public enum Strangers {
    REFUSE,
    DELIVER
  }

  /**
   * Whom to write about this node (XEP-0157).
   *
   * @param purpose such as {@code abuse}
   */
  public record Contact(String purpose, URI uri) {}

  public record Log(LogLevel level, LogFormat format) {}

  /** Who creates nodes at the pubsub service; administrators always do. */
  public enum Creators {
    ANYONE,
    /** Who has registered with the service (XEP-0077). */
    REGISTERED,
    ADMINISTRATORS
  }

  /**
   * The pubsub service.
   *
   * @param autoCreate whether a publish to a missing node creates it
   * @param templates how those nodes are configured
   * @param creators who may create nodes
   * @param longestLease of a subscription
   * @param leaseReminder before the end of a lease
   * @param unconfiguredTime for which a subscription waits for its options
   * @param collections what the service makes of collections
   * @param subscribersToAll who may subscribe to the items of all nodes at once
   * @param withheldFeatures that the service does not have
   */
  public record Pubsub(
      boolean autoCreate,
      List<Template> templates,
      Creators creators,
      Duration longestLease,
      Duration leaseReminder,
      Duration unconfiguredTime,
      CollectionPolicy collections,
      SubscribersToAll subscribersToAll,
      Set<PubsubFeature> withheldFeatures) {}

  /** Who may subscribe to the items of all nodes at once. */
  public enum SubscribersToAll {
    EVERYBODY,
    ADMINISTRATORS,
    NOBODY
  }

  /**
   * Personal eventing.
   *
   * @param validate what becomes of payloads that are not what their specifications say
   */
  public record Pep(Validation validate) {}

  /** What becomes of a payload of extended presence that is not what its specification says. */
  public enum Validation {
    /** Nobody looks. */
    OFF,
    WARN,
    REJECT
  }

  /**
   * The MQTT door.
   *
   * @param maxPacketBytes the largest packet that is read
   * @param maxQos of what clients publish
   * @param receiveMaximum publishes of QoS 1 and 2 without answer
   * @param topicAliases that a client may use
   * @param maxKeepAlive of clients of MQTT 5
   * @param inFlight messages on their way to a client of MQTT 3.1.1
   * @param queueItems messages that wait for a client
   * @param queueBytes of those
   * @param queueAge how long they wait for one that is away
   * @param maxExpiry of sessions without a connection
   * @param filtersPerSession topic filters of a client
   * @param retainedOnSubscribe retained messages for one topic filter
   * @param refuse what becomes of refused publishes of MQTT 3.1.1
   * @param presence whether clients are available resources of their accounts
   * @param onRetract what clients get when XMPP takes items back
   * @param numbersInterval how often numbers of the broker are told, zero for never
   */
  public record Mqtt(
      Anonymous anonymous,
      int maxPacketBytes,
      int maxQos,
      int receiveMaximum,
      int topicAliases,
      Duration maxKeepAlive,
      int inFlight,
      int queueItems,
      int queueBytes,
      Duration queueAge,
      Duration maxExpiry,
      int filtersPerSession,
      int retainedOnSubscribe,
      RefusedPublish refuse,
      boolean presence,
      OnRetract onRetract,
      Duration numbersInterval) {}

  /** What MQTT clients get when XMPP takes items of a node back. */
  public enum OnRetract {
    NONE,
    EMPTY
  }

  /** What a peer may make the node hold or do. */
  public record Limits(
      StreamLimits unauthenticated,
      StreamLimits authenticated,
      int inboundBurstBytes,
      int outboundStanzas,
      int treeHeapPercent,
      int heapPercent,
      Duration bindTime,
      Duration tlsTime,
      Duration closingTime,
      Duration idle,
      Duration idleGrace,
      int unauthenticatedPerAddress,
      int unauthenticatedTotal,
      int perAddress,
      int sessionsPerAccount,
      List<AddressBlock> addressExempt) {

    private static Limits of(Settings s) {
      return new Limits(
          StreamLimits.of(s, Keys.UNAUTH),
          StreamLimits.of(s, Keys.AUTH),
          s.get(Keys.INBOUND_BURST),
          s.get(Keys.OUTBOUND_STANZAS),
          s.get(Keys.TREE_HEAP_PERCENT),
          s.get(Keys.HEAP_PERCENT),
          s.get(Keys.BIND_TIME),
          s.get(Keys.TLS_TIME),
          s.get(Keys.CLOSING_TIME),
          s.get(Keys.IDLE),
          s.get(Keys.IDLE_GRACE),
          s.get(Keys.UNAUTH_PER_ADDRESS),
          s.get(Keys.UNAUTH_TOTAL),
          s.get(Keys.PER_ADDRESS),
          s.get(Keys.SESSIONS_PER_ACCOUNT),
          s.get(Keys.ADDRESS_EXEMPT));
    }
  }

  /**
   * The limits of one stream in one of its phases.
   *
   * @param whitespaceBytes between stanzas: in all before authentication, in a second after it
   * @param inFlight requests without answer; beyond them the stream is not read
   */
  public record StreamLimits(
      int stanzaBytes,
      int depth,
      int elements,
      int attributes,
      int namespaces,
      int nameBytes,
      int attributeBytes,
      int treeBytes,
      int whitespaceBytes,
      int inboundBytesPerSecond,
      int inFlight,
      int outboundBytes) {

    private static StreamLimits of(Settings s, StreamLimitKeys keys) {
      return new StreamLimits(
          s.get(keys.stanzaBytes),
          s.get(keys.depth),
          s.get(keys.elements),
          s.get(keys.attributes),
          s.get(keys.namespaces),
          s.get(keys.nameBytes),
          s.get(keys.attributeBytes),
          s.get(keys.treeBytes),
          s.get(keys.whitespace),
          s.get(keys.inboundRate),
          s.get(keys.inFlight),
          s.get(keys.outboundBytes));
    }
  }

  /** What an account or a node may have. */
  public record Quotas(
      int rosterItems,
      int applicationRosterItems,
      int nodes,
      int pepNodes,
      int subscriptions,
      int subscriptionsPerNode,
      int registrationsPerHour,
      int nodeItems,
      int payloadBytes,
      int nodeSubscriptions,
      int nodeAffiliations,
      int blocked,
      int privateStorageBytes,
      int vcardBytes,
      int queues) {

    private static Quotas of(Settings s) {
      return new Quotas(
          s.get(Keys.ROSTER_ITEMS),
          s.get(Keys.APPLICATION_ROSTER_ITEMS),
          s.get(Keys.NODES),
          s.get(Keys.PEP_NODES),
          s.get(Keys.SUBSCRIPTIONS),
          s.get(Keys.SUBSCRIPTIONS_PER_NODE),
          s.get(Keys.REGISTRATIONS_PER_HOUR),
          s.get(Keys.NODE_ITEMS),
          s.get(Keys.PAYLOAD_BYTES),
          s.get(Keys.NODE_SUBSCRIPTIONS),
          s.get(Keys.NODE_AFFILIATIONS),
          s.get(Keys.BLOCKED),
          s.get(Keys.PRIVATE_STORAGE_BYTES),
          s.get(Keys.VCARD_BYTES),
          s.get(Keys.QUEUES));
    }
  }
}
