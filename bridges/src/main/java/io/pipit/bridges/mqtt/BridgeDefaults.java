package io.pipit.bridges.mqtt;

import java.time.Duration;
import java.util.List;

/** What the options of a bridge are when nothing is said: all of it, here and nowhere else. */
public final class BridgeDefaults {

  public static final String TYPE = "mqtt";
  public static final ProtocolVersion VERSION = ProtocolVersion.V5;
  public static final String CLIENT_ID = "pipit-{node}-{name}";
  public static final Duration KEEPALIVE = Duration.ofSeconds(30);
  public static final boolean CLEAN_START = false;
  public static final Duration STATE_EXPIRY = Duration.ofDays(1);
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  public static final int MAX_INFLIGHT = 100;
  public static final LoopGuard LOOP_GUARD = LoopGuard.NONE;

  public static final BackoffOptions BACKOFF =
      new BackoffOptions(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(30));

  public static final TlsOptions TLS = new TlsOptions(null, null, null, true, "1.2", List.of());

  public static final StatusOptions STATUS =
      new StatusOptions("pipit/{node}/bridge/{name}/state", "bridges/{name}/state");

  public static final BufferOptions BUFFER =
      new BufferOptions(
          100_000,
          64L * 1024 * 1024,
          Duration.ofDays(1),
          BufferOptions.Overflow.DROP_OLDEST,
          Duration.ofMillis(50),
          2_000);

  /** Ten times what other accounts may have, for a bridge has the topics of a whole plant. */
  public static final int MAX_NODES = 100_000;

  /** The QoS that a topic filter is subscribed with. */
  public static final int SUBSCRIBE_QOS = 1;

  public static final PayloadKind PAYLOAD = PayloadKind.AUTO;
  public static final String ITEM_ID = "auto";
  public static final RetainedRule RETAINED = RetainedRule.STATE;
  public static final EmptyRule ON_EMPTY = EmptyRule.RETRACT;
  public static final RetainRule RETAIN = RetainRule.AUTO;
  public static final RetractRule ON_RETRACT = RetractRule.EMPTY;
  public static final ExpiryRule EXPIRY = ExpiryRule.FROM_ITEM;

  /** The words of {@code $state} of the Homie convention (4 and 5). */
  public static final List<String> AVAILABLE = List.of("ready", "alert", "init");

  public static final List<String> UNAVAILABLE = List.of("disconnected", "lost");
  public static final List<String> AWAY = List.of("sleeping");

  private BridgeDefaults() {}
}
