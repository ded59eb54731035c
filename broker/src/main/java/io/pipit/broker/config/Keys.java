package io.pipit.broker.config;

import static io.pipit.broker.config.Key.Effect.FIRST_START;
import static io.pipit.broker.config.Key.Effect.LIVE;
import static io.pipit.broker.config.Key.Effect.NOT_YET;
import static io.pipit.broker.config.Key.Effect.ON_START;

import io.pipit.broker.config.Configuration.Anonymous;
import io.pipit.broker.config.Configuration.Contact;
import io.pipit.broker.config.Configuration.Creators;
import io.pipit.broker.config.Configuration.FirstAccount;
import io.pipit.broker.config.Configuration.LogFormat;
import io.pipit.broker.config.Configuration.LogLevel;
import io.pipit.broker.config.Configuration.MqttTls;
import io.pipit.broker.config.Configuration.OnRetract;
import io.pipit.broker.config.Configuration.RefusedPublish;
import io.pipit.broker.config.Configuration.Registration;
import io.pipit.broker.config.Configuration.StoreView;
import io.pipit.broker.config.Configuration.Strangers;
import io.pipit.broker.config.Configuration.SubscribersToAll;
import io.pipit.broker.config.Configuration.SyncMode;
import io.pipit.broker.config.Configuration.TlsMode;
import io.pipit.broker.config.Configuration.Validation;
import io.pipit.pubsub.CollectionPolicy;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.Template;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every configuration key, declared once. Any thread. */
final class Keys {

  private static final List<Key<?>> DECLARED = new ArrayList<>();

  static final Key<String> DOMAIN =
      once(
          "domain",
          Values.domain(),
          "localhost",
          "The XMPP domain. Accounts are `NAME@DOMAIN`, the pubsub service is `pubsub.DOMAIN`.");
  static final Key<Path> DATA =
      key(
          "data",
          Values.path(),
          "data",
          "The folder of the store, of the certificates made here and of the files of a running"
              + " node. Relative to the working folder.");

  static final Key<String> C2S_HOST =
      key("listeners.c2s.host", Values.host(), "127.0.0.1", "Address for clients with STARTTLS.");
  static final Key<Integer> C2S_PORT =
      key("listeners.c2s.port", Values.port(), "5222", "Its port; 0 is any free one.");
  static final Key<TlsMode> C2S_TLS =
      key(
          "listeners.c2s.tls",
          Values.choice(TlsMode.class),
          "required",
          "Whether clients have to start TLS. `optional` and `off` offer PLAIN without TLS and are"
              + " refused unless the address is loopback.");
  static final Key<String> C2S_TLS_HOST =
      key(
          "listeners.c2s_tls.host",
          Values.host(),
          "127.0.0.1",
          "Address for clients with direct TLS (XEP-0368).");
  static final Key<Integer> C2S_TLS_PORT =
      key("listeners.c2s_tls.port", Values.port(), "5223", "Its port; 0 is any free one.");
  static final Key<String> HTTP_HOST =
      key(
          "listeners.http.host",
          Values.host(),
          "127.0.0.1",
          "Address of the HTTP API, metrics and health.");
  static final Key<Integer> HTTP_PORT =
      key("listeners.http.port", Values.port(), "5280", "Its port; 0 is any free one.");
  static final Key<String> MQTT_HOST =
      key(
          "listeners.mqtt.host",
          Values.host(),
          "127.0.0.1",
          "Address for MQTT clients without TLS.");
  static final Key<Integer> MQTT_PORT =
      key("listeners.mqtt.port", Values.port(), "1883", "Its port; 0 is any free one.");
  static final Key<MqttTls> MQTT_TLS =
      key(
          "listeners.mqtt.tls",
          Values.choice(MqttTls.class),
          "required",
          "`required`: other machines have to use `listeners.mqtts`, so that"
              + " `listeners.mqtt.host` has to be loopback. `off`: passwords may cross the network"
              + " as clear text.");
  static final Key<String> MQTTS_HOST =
      key("listeners.mqtts.host", Values.host(), "127.0.0.1", "Address for MQTT clients with TLS.");
  static final Key<Integer> MQTTS_PORT =
      key("listeners.mqtts.port", Values.port(), "8883", "Its port; 0 is any free one.");
  static final Key<Optional<Path>> MQTTS_CLIENT_CA =
      key(
          "listeners.mqtts.client_ca",
          Values.optionalPath(),
          "",
          "PEM file with the authorities whose certificates clients may show in place of a"
              + " password. Empty: they are not asked for one.");
  static final Key<String> MQTT_WS_HOST =
      key(
          "listeners.mqtt_ws.host",
          Values.host(),
          "127.0.0.1",
          "Address for MQTT inside of WebSocket, with the path `/mqtt`.");
  static final Key<Integer> MQTT_WS_PORT =
      key("listeners.mqtt_ws.port", Values.port(), "8083", "Its port; 0 is any free one.");
  static final Key<MqttTls> MQTT_WS_TLS =
      key(
          "listeners.mqtt_ws.tls",
          Values.choice(MqttTls.class),
          "off",
          "Whether this listener begins with TLS. `off` is refused unless the address is"
              + " loopback.");

  static final Key<Optional<Path>> TLS_CERTFILE =
      key(
          "tls.certfile",
          Values.optionalPath(),
          "",
          "PEM file with the certificate of the domain. Empty: the one in `DATA/certs/`.");
  static final Key<Optional<Path>> TLS_KEYFILE =
      key("tls.keyfile", Values.optionalPath(), "", "PEM file with its private key.");
  static final Key<Optional<Path>> TLS_CHAINFILE =
      key(
          "tls.chainfile",
          Values.optionalPath(),
          "",
          "PEM file with the intermediate certificates, when they are not in `tls.certfile`.");

  static final Key<Duration> STORE_GROUP_WINDOW =
      key(
          "store.group_window",
          Quantities.time("0ms", "5ms"),
          "0",
          "How long the log waits for more records before it writes and syncs a group. 0: a group"
              + " is what came while the last sync ran.");
  static final Key<SyncMode> STORE_SYNC =
      key(
          "store.sync",
          Values.choice(SyncMode.class),
          "sync",
          "`sync`: an acknowledged change survives the loss of power. `interval`: changes are"
              + " acknowledged when they are written, and those of the last `store.sync_interval`"
              + " may be lost with the power, but not when only the node is killed.");
  static final Key<Duration> STORE_SYNC_INTERVAL =
      key(
          "store.sync_interval",
          Quantities.time("10ms", "1s"),
          "1s",
          "How long a change may wait for its sync when `store.sync` is `interval`.");

  static final Key<StoreView> STORE_VIEW =
      key(
          "store.view",
          Values.choice(StoreView.class),
          "mapdb",
          "Where what is known of items is while it is not used. `mapdb`: in a file, so that memory"
              + " is bounded. `heap`: in memory, with all payloads, for small nodes.");
  static final Key<Integer> STORE_CACHE_BYTES =
      key(
          "store.cache_bytes",
          Quantities.bytes("1MiB", "1GiB"),
          "64MiB",
          "Of the heap, what items may take whose payloads stay in memory when `store.view` is"
              + " `mapdb`, roughly; other payloads are read from the log.");
  static final Key<Integer> STORE_INDEX_BYTES =
      key(
          "store.index_bytes",
          Quantities.bytes("0B", "1GiB"),
          "0",
          "Of the heap, what is known of items in use may take when `store.view` is `mapdb`,"
              + " roughly. 0: an eighth. Less than 64KiB counts as 64KiB.");
  static final Key<Integer> STORE_SEGMENT_BYTES =
      key(
          "store.segment_bytes",
          Quantities.bytes("64KiB", "1GiB"),
          "64MiB",
          "Size of the files of the log; what nothing needs any more goes a file at a time.");
  static final Key<Integer> STORE_CHECKPOINT_BYTES =
      key(
          "store.checkpoint_bytes",
          Quantities.bytes("64KiB", "1GiB"),
          "64MiB",
          "By how much the log grows at least before its state is written again as a whole, so that"
              + " a start does not read all of it.");

  static final Key<Registration> AUTH_REGISTRATION =
      key(
          "auth.registration",
          Values.choice(Registration.class),
          "off",
          "`open`: anybody who reaches the node may make an account (XEP-0077).");
  static final Key<Boolean> AUTH_PLAIN =
      key("auth.plain", Values.flag(), "true", "Whether SASL PLAIN is offered beside SCRAM.");
  static final Key<Boolean> AUTH_CHANNEL_BINDING =
      key(
          "auth.channel_binding",
          Values.flag(),
          "true",
          "Whether SCRAM is offered with channel binding too (`-PLUS`). `false` is for clients that"
              + " bind in ways this node does not offer: they may then use SCRAM without.");

  static final Key<List<FirstAccount>> INIT_USERS =
      once(
          "init.users",
          ValueType.listOf(Values.firstAccount()),
          "",
          "Accounts to make on a store without accounts, as `NAME:FILE`; the password is the first"
              + " line of the file.");

  static final Key<List<Contact>> SERVICE_CONTACTS =
      key(
          "service.contacts",
          ValueType.listOf(Values.contact()),
          "",
          "Whom to write about this node, as `PURPOSE:URI`, such as"
              + " `abuse:mailto:abuse@example.org`; clients see it in service discovery (XEP-0157)."
              + " Purposes are `abuse`, `admin`, `feedback`, `sales`, `security`, `status` and"
              + " `support`.");

  static final Key<Strangers> REQUESTS_OF_STRANGERS =
      key(
          "service.requests_of_strangers",
          Values.choice(Strangers.class),
          "deliver",
          "`deliver`: a request (iq) to a full address reaches the client there from every account"
              + " that knows the address. `refuse`: only from who may see its presence; others are"
              + " answered as if nobody were connected (RFC 6121 8.5.3.1), and clients that query"
              + " each other without a subscription fail.");

  static final Key<LogLevel> LOG_LEVEL =
      live(
          "log.level",
          Values.choice(LogLevel.class),
          "info",
          "The least level that is written; stanzas appear at `trace` only.");
  static final Key<LogFormat> LOG_FORMAT =
      key(
          "log.format",
          Values.choice(LogFormat.class),
          "auto",
          "`text`, `json` (one object a line) or `auto`: text on a terminal, JSON otherwise.");

  static final Key<Boolean> PUBSUB_AUTO_CREATE =
      key(
          "pubsub.auto_create",
          Values.flag(),
          "true",
          "Whether a publish to a node that does not exist creates it, owned by the publisher.");
  static final Key<List<Template>> PUBSUB_TEMPLATES =
      key(
          "pubsub.templates",
          ValueType.listOf(Values.template()),
          "# pubsub#itemreply=publisher",
          "How nodes are configured that a publish creates, as `[NAME=]FILTER FIELD=VALUE ...`: of"
              + " the filters that match the node, the one that begins with the most levels"
              + " without wildcards. A field is one of a node's form, such as `max_items` or"
              + " `pipit#history_items`. Where no filter matches, a publish creates nothing; with an"
              + " empty list none does. Unless a template says `itemreply=publisher`, as the one"
              + " that is there does, subscribers are not told who has published.");
  static final Key<Creators> PUBSUB_CREATE =
      key(
          "pubsub.create",
          Values.choice(Creators.class),
          "anyone",
          "Who creates nodes at the pubsub service: `anyone` with an account, who has `registered`"
              + " with the service (XEP-0077), or `administrators`, who always may.");
  static final Key<Duration> PUBSUB_LONGEST_LEASE =
      key(
          "pubsub.longest_lease",
          Quantities.time("1m", "36500d"),
          "365d",
          "The longest time for which a subscription with an end is taken or renewed.");
  static final Key<Duration> PUBSUB_LEASE_REMINDER =
      key(
          "pubsub.lease_reminder",
          Quantities.time("1s", "365d"),
          "1h",
          "How long before its end the subscriber is reminded, at the earliest half-way.");
  static final Key<Duration> PUBSUB_UNCONFIGURED_TIME =
      key(
          "pubsub.unconfigured_time",
          Quantities.time("0ms", "1d"),
          "1h",
          "How long a subscription waits for options that its node wants; 0 refuses it instead.");

  static final Key<CollectionPolicy> PUBSUB_COLLECTIONS =
      key(
          "pubsub.collections",
          Values.choice(CollectionPolicy.class),
          "open",
          "Collections of nodes (XEP-0248). `open`: who may create nodes may create them. `closed`:"
              + " those that there are work, and nobody makes new ones. `unsupported`: there are"
              + " none, and no subscriptions to filters such as `a/#` or to all nodes.");
  static final Key<SubscribersToAll> PUBSUB_SUBSCRIBERS_TO_ALL =
      key(
          "pubsub.subscribers_to_all",
          Values.choice(SubscribersToAll.class),
          "everybody",
          "Who may subscribe to the items of all nodes at once, by the root or the filter `#`:"
              + " `everybody`, `administrators` or `nobody`. Items come only from nodes that the"
              + " subscriber may read.");
  static final Key<List<PubsubFeature>> PUBSUB_WITHHELD_FEATURES =
      key(
          "pubsub.withheld_features",
          ValueType.listOf(Values.optionalFeature()),
          "",
          "Features of XEP-0060 that the service does not have: it does not advertise them and"
              + " refuses what needs them.");

  static final Key<Validation> PEP_VALIDATE =
      key(
          "pep.validate",
          Values.choice(Validation.class),
          "off",
          "Whether payloads of extended presence that accounts publish, such as moods and"
              + " locations, are compared with their specifications. `warn` takes wrong ones with a"
              + " warning in the log, one a minute for each kind; `reject` refuses them. Payloads"
              + " that Pipit does not know always pass.");

  static final Key<Anonymous> MQTT_ANONYMOUS =
      key(
          "mqtt.anonymous",
          Values.choice(Anonymous.class),
          "tryout",
          "`tryout`: while the domain is `localhost`, MQTT clients of this machine without user"
              + " name and password are `guest@localhost`, unless there is an account of that name."
              + " `off`: nobody connects without an account.");
  static final Key<Integer> MQTT_MAX_PACKET =
      key(
          "mqtt.max_packet",
          Quantities.bytes("1KiB", "16MiB"),
          "256KiB",
          "Bytes of the largest packet that is read from an MQTT client.");
  static final Key<Integer> MQTT_MAX_QOS =
      key("mqtt.max_qos", Values.count(0, 2), "2", "The highest QoS with which clients publish.");
  static final Key<Integer> MQTT_RECEIVE_MAXIMUM =
      key(
          "mqtt.receive_maximum",
          Values.count(1, 65_535),
          "100",
          "Publishes of QoS 1 and 2 that a client of MQTT 5 may have without answer.");
  static final Key<Integer> MQTT_TOPIC_ALIASES =
      key(
          "mqtt.topic_aliases",
          Values.count(0, 65_535),
          "16",
          "Topic aliases that a client of MQTT 5 may use, and the node towards it.");
  static final Key<Duration> MQTT_MAX_KEEPALIVE =
      key(
          "mqtt.max_keepalive",
          Quantities.time("1s", "18h"),
          "20m",
          "The longest keepalive of a client of MQTT 5; one that asks for more or none is given"
              + " it.");

  static final Key<Integer> MQTT_INFLIGHT =
      key(
          "mqtt.inflight",
          Values.count(1, 65_535),
          "100",
          "Messages of QoS 1 and 2 that are on their way to a client of MQTT 3.1.1; one of MQTT 5"
              + " says it itself.");
  static final Key<Integer> MQTT_QUEUE_ITEMS =
      key(
          "mqtt.queue_items",
          Values.count(0, 1_000_000),
          "1000",
          "Messages of QoS 1 and 2 that wait for a client, be it connected or not; of more the oldest"
              + " are dropped.");
  static final Key<Integer> MQTT_QUEUE_BYTES =
      key("mqtt.queue_bytes", Quantities.bytes("1KiB", "1GiB"), "1MiB", "The same in bytes.");
  static final Key<Duration> MQTT_QUEUE_AGE =
      key(
          "mqtt.queue_age",
          Quantities.time("1s", "3650d"),
          "7d",
          "How long a message waits in a session that outlives its connection.");
  static final Key<Duration> MQTT_MAX_EXPIRY =
      key(
          "mqtt.max_expiry",
          Quantities.time("0s", "3650d"),
          "7d",
          "How long a session is kept without a connection, whatever its client asks for; for"
              + " clients of MQTT 3.1.1 without clean session, which cannot ask, always so long. 0:"
              + " every session ends with its connection.");
  static final Key<Integer> MQTT_FILTERS =
      key(
          "mqtt.filters_per_session",
          Values.count(1, 100_000),
          "1000",
          "Topic filters that one client subscribes to.");
  static final Key<Integer> MQTT_RETAINED =
      key(
          "mqtt.max_retained_on_subscribe",
          Values.count(0, 1_000_000),
          "10000",
          "Retained messages that a client gets for one topic filter when it subscribes, the oldest"
              + " first.");
  static final Key<RefusedPublish> MQTT_REFUSE =
      key(
          "mqtt.refuse",
          Values.choice(RefusedPublish.class),
          "drop",
          "What becomes of a publish of MQTT 3.1.1 that is refused, since it cannot be said:"
              + " `drop` acknowledges it all the same, `disconnect` ends the connection. A publish"
              + " for which there is no room now always ends it.");

  static final Key<Boolean> MQTT_PRESENCE =
      key(
          "mqtt.presence",
          Values.flag(),
          "true",
          "Whether an MQTT client is shown to the contacts of its account as an available resource"
              + " with the client identifier as its name. It counts as a session of its account in"
              + " any case.");
  static final Key<OnRetract> MQTT_ON_RETRACT =
      key(
          "mqtt.on_retract",
          Values.choice(OnRetract.class),
          "none",
          "What MQTT clients get when XMPP takes items of a node back or deletes it: `none`, or"
              + " `empty`, a message without payload.");

  static final Key<Duration> MQTT_SYS_INTERVAL =
      key(
          "mqtt.sys_interval",
          Quantities.time("0ms", "1h"),
          "10s",
          "How often the numbers below `$SYS/broker/` are told to who listens to them; 0 never.");

  static final Key<List<BridgeEntry>> BRIDGES =
      live(
          "bridges",
          ValueType.listOfMappings(
              "list of bridges", ConfigurationText.schema(BridgeKeys.BRIDGE), BridgeEntry::text),
          "",
          "Bridges to other MQTT brokers, each with the keys `bridges[].` below; see bridges.md.");

  static final Key<List<AccessRule>> ACL =
      live(
          "acl",
          ValueType.listOf(Values.accessRule()),
          "",
          "What MQTT clients may do, beside what each node says, as `RIGHT DEED WHO FILTER`: the"
              + " right is `allow` or `deny`, the deed `publish`, `subscribe` or `all`, who is `*`,"
              + " an account or a bare JID. In a filter `%u` is the name of the account and `%c` the"
              + " client identifier, each as a whole level. The first rule that fits decides; where"
              + " none does it is allowed, but `$SYS/#` only to administrators.");

  static final StreamLimitKeys UNAUTH =
      new StreamLimitKeys(
          "limits.unauth.",
          "before authentication",
          new String[] {
            "10000", "8", "200", "16", "16", "256", "3071", "64KiB", "1KiB", "10KiB/s", "1", "64KiB"
          });
  static final StreamLimitKeys AUTH =
      new StreamLimitKeys(
          "limits.",
          "after authentication",
          new String[] {
            "256KiB", "64", "10000", "64", "64", "1024", "64KiB", "2MiB", "1KiB", "8MiB/s", "256",
            "4MiB"
          });

  static final Key<Integer> INBOUND_BURST =
      key(
          "limits.inbound_burst",
          Quantities.bytes("16KiB", "1GiB"),
          "16MiB",
          "What a stream may send at once before `limits.inbound_rate` slows it.");
  static final Key<Integer> OUTBOUND_STANZAS =
      key(
          "limits.outbound_stanzas",
          Values.count(16, 1_000_000),
          "10000",
          "Stanzas queued to a client that does not read, beside `limits.outbound_bytes`.");
  static final Key<Integer> TREE_HEAP_PERCENT =
      key(
          "limits.tree_heap_percent",
          Values.count(1, 75),
          "25",
          "Percent of the heap that the half-read stanzas of all streams together may take.");
  static final Key<Integer> HEAP_PERCENT =
      key(
          "limits.heap_percent",
          Values.count(50, 95),
          "85",
          "Percent of the heap in use after a collection above which new connections are refused;"
              + " at a third of the rest new streams are too, at two thirds publishes.");
  static final Key<Duration> BIND_TIME =
      key(
          "limits.bind_time",
          Quantities.time("5s", "120s"),
          "30s",
          "From accepting a connection to resource binding, in all.");
  static final Key<Duration> TLS_TIME =
      key("limits.tls_time", Quantities.time("1s", "60s"), "10s", "For the TLS handshake.");
  static final Key<Duration> CLOSING_TIME =
      key(
          "limits.closing_time",
          Quantities.time("100ms", "60s"),
          "5s",
          "For a client to read what is left and close its side, when the node closes its own.");
  static final Key<Duration> IDLE =
      key(
          "limits.idle",
          Quantities.time("10s", "1d"),
          "120s",
          "After this silence a client is sent a ping.");
  static final Key<Duration> IDLE_GRACE =
      key(
          "limits.idle_grace",
          Quantities.time("5s", "1h"),
          "60s",
          "After this further silence its stream is closed.");
  static final Key<Integer> UNAUTH_PER_ADDRESS =
      key(
          "limits.unauth_per_address",
          Values.count(1, 1_000_000),
          "50",
          "Connections of one address that are not authenticated.");
  static final Key<Integer> UNAUTH_TOTAL =
      key(
          "limits.unauth_total",
          Values.count(1, 1_000_000),
          "2000",
          "Connections in all that are not authenticated.");
  static final Key<Integer> PER_ADDRESS =
      key(
          "limits.per_address",
          Values.count(1, 1_000_000),
          "1000",
          "Authenticated connections of one address.");
  static final Key<Integer> SESSIONS_PER_ACCOUNT =
      key("limits.sessions_per_account", Values.count(1, 10_000), "50", "Sessions of one account.");
  static final Key<Integer> SM_QUEUE =
      reserved(
          "limits.sm_queue",
          Values.count(1, 100_000),
          "1000",
          "Stanzas kept for a stream that may be resumed (XEP-0198).");
  static final Key<Integer> SM_QUEUE_BYTES =
      reserved(
          "limits.sm_queue_bytes",
          Quantities.bytes("64KiB", "1GiB"),
          "4MiB",
          "Bytes kept for a stream that may be resumed.");
  static final Key<Duration> RESUME_TIME =
      reserved(
          "limits.resume_time",
          Quantities.time("0s", "3600s"),
          "300s",
          "How long a stream may be resumed.");
  static final Key<List<AddressBlock>> ADDRESS_EXEMPT =
      key(
          "limits.address_exempt",
          ValueType.listOf(Values.addressBlock()),
          "127.0.0.0/8,::1",
          "Address blocks without a limit per address; the limits in all and those on failed"
              + " authentication stay.");

  static final Key<Integer> ROSTER_ITEMS =
      key("quotas.roster_items", Values.count(1, 100_000), "1000", "Roster items of an account.");
  static final Key<Integer> APPLICATION_ROSTER_ITEMS =
      key(
          "quotas.application_roster_items",
          Values.count(1, 100_000),
          "10000",
          "Roster items of an account with the role `application`.");
  static final Key<Integer> NODES =
      key(
          "quotas.nodes",
          Values.count(1, 1_000_000),
          "10000",
          "Nodes of an account at the pubsub service; administrators may have any number.");
  static final Key<Integer> PEP_NODES =
      key(
          "quotas.pep_nodes",
          Values.count(1, 100_000),
          "200",
          "Nodes of an account at its own address (PEP); administrators may have any number.");
  static final Key<Integer> SUBSCRIPTIONS =
      key(
          "quotas.subscriptions",
          Values.count(1, 1_000_000),
          "10000",
          "Subscriptions that an account has asked for at the pubsub service, for itself or, as the"
              + " owner of a node, for others.");
  static final Key<Integer> SUBSCRIPTIONS_PER_NODE =
      key(
          "quotas.subscriptions_per_node",
          Values.count(1, 10_000),
          "20",
          "Subscriptions of an account to one node.");
  static final Key<Integer> REGISTRATIONS_PER_HOUR =
      key(
          "quotas.registrations_per_hour",
          Values.count(1, 100_000),
          "10",
          "Accounts registered in-band from one address in an hour.");
  static final Key<Integer> NODE_ITEMS =
      key(
          "quotas.node_items",
          Values.count(1, 1_000_000),
          "1000000",
          "The largest `max_items` that a node may be given.");
  static final Key<Integer> PAYLOAD_BYTES =
      key(
          "quotas.payload_bytes",
          Quantities.bytes("1KiB", "8MiB"),
          "128KiB",
          "The largest `max_payload_size` that a node may be given.");
  static final Key<Integer> NODE_SUBSCRIPTIONS =
      key(
          "quotas.node_subscriptions",
          Values.count(1, 10_000_000),
          "100000",
          "Subscriptions of one node.");
  static final Key<Integer> NODE_AFFILIATIONS =
      key(
          "quotas.node_affiliations",
          Values.count(1, 1_000_000),
          "10000",
          "Affiliations of one node.");
  static final Key<Integer> BLOCKED =
      key("quotas.blocked", Values.count(1, 10_000), "1000", "Addresses an account has blocked.");
  static final Key<Integer> PRIVATE_STORAGE_BYTES =
      key(
          "quotas.private_storage_bytes",
          Quantities.bytes("1KiB", "10MiB"),
          "256KiB",
          "Bytes of the private XML storage of an account, bookmarks not counted.");
  static final Key<Integer> VCARD_BYTES =
      key(
          "quotas.vcard_bytes",
          Quantities.bytes("1KiB", "1MiB"),
          "64KiB",
          "Bytes of the vCard of an account without its photo.");
  static final Key<Integer> QUEUES =
      key(
          "quotas.queues",
          Values.count(1, 1_000_000),
          "1000",
          "Queues of an account, in which items wait for its sessions and bridges.");

  /** All keys in the order in which they are documented. */
  static final List<Key<?>> ALL = List.copyOf(DECLARED);

  /** What the file takes. */
  static final KeySet FILE = new KeySet(ALL, Map.of(BRIDGES.path(), BridgeKeys.BRIDGE));

  private Keys() {}

  private static <T> Key<T> key(String path, ValueType<T> type, String defaultText, String doc) {
    return declare(new Key<>(path, type, defaultText, ON_START, doc));
  }

  private static <T> Key<T> once(String path, ValueType<T> type, String defaultText, String doc) {
    return declare(new Key<>(path, type, defaultText, FIRST_START, doc));
  }

  private static <T> Key<T> live(String path, ValueType<T> type, String defaultText, String doc) {
    return declare(new Key<>(path, type, defaultText, LIVE, doc));
  }

  private static <T> Key<T> reserved(
      String path, ValueType<T> type, String defaultText, String doc) {
    return declare(new Key<>(path, type, defaultText, NOT_YET, doc));
  }

  private static <T> Key<T> declare(Key<T> key) {
    DECLARED.add(key);
    return key;
  }

  /** The limits that a stream has in both of its phases, with different defaults. */
  static final class StreamLimitKeys {
    final Key<Integer> stanzaBytes;
    final Key<Integer> depth;
    final Key<Integer> elements;
    final Key<Integer> attributes;
    final Key<Integer> namespaces;
    final Key<Integer> nameBytes;
    final Key<Integer> attributeBytes;
    final Key<Integer> treeBytes;
    final Key<Integer> whitespace;
    final Key<Integer> inboundRate;
    final Key<Integer> inFlight;
    final Key<Integer> outboundBytes;

    private StreamLimitKeys(String prefix, String phase, String[] defaults) {
      ValueType<Integer> stanza = Quantities.bytes("1KiB", "10MiB");
      ValueType<Integer> part = Quantities.bytes("64B", "10MiB");
      int at = 0;
      stanzaBytes =
          key(
              prefix + "stanza_bytes",
              stanza,
              defaults[at++],
              "Bytes of one stanza " + phase + ".");
      depth =
          key(
              prefix + "depth",
              Values.count(4, 1000),
              defaults[at++],
              "Depth of elements " + phase + ".");
      elements =
          key(
              prefix + "elements",
              Values.count(16, 1_000_000),
              defaults[at++],
              "Elements in one stanza, all levels, " + phase + ".");
      attributes =
          key(
              prefix + "attributes",
              Values.count(8, 1000),
              defaults[at++],
              "Attributes of one element " + phase + ".");
      namespaces =
          key(
              prefix + "namespaces",
              Values.count(8, 1000),
              defaults[at++],
              "Namespace declarations in scope " + phase + ".");
      nameBytes =
          key(
              prefix + "name_bytes",
              part,
              defaults[at++],
              "Bytes of one name of an element, attribute or prefix " + phase + ".");
      attributeBytes =
          key(
              prefix + "attribute_bytes",
              part,
              defaults[at++],
              "Bytes of one attribute value " + phase + ".");
      treeBytes =
          key(
              prefix + "tree_bytes",
              Quantities.bytes("16KiB", "64MiB"),
              defaults[at++],
              "Estimated memory of one stanza as a tree " + phase + ".");
      whitespace =
          key(
              prefix + "whitespace",
              Quantities.bytes("64B", "1MiB"),
              defaults[at++],
              prefix.equals("limits.")
                  ? "White space between stanzas in a second " + phase + "."
                  : "White space in all " + phase + ".");
      inboundRate =
          key(
              prefix + "inbound_rate",
              Quantities.rate("1KiB/s", "1GiB/s"),
              defaults[at++],
              "What a stream may send " + phase + "; it is read no faster.");
      inFlight =
          key(
              prefix + "in_flight",
              Values.count(1, 65_536),
              defaults[at++],
              "Requests of a stream without answer " + phase + "; more are not read.");
      outboundBytes =
          key(
              prefix + "outbound_bytes",
              Quantities.bytes("16KiB", "1GiB"),
              defaults[at],
              "Bytes queued to a client that does not read " + phase + ".");
    }
  }
}
