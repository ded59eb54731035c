package io.pipit.benchmarks;

import io.pipit.pubsub.ArchiveKey;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PresenceView;
import io.pipit.pubsub.RosterView;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionCounts;
import io.pipit.pubsub.TreeView;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.PubsubEngine;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.SerializedXml;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The material of the measurements: one publisher, one node, a payload of 200 bytes. */
final class Samples {

  static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  static final FullJid PUBLISHER = FullJid.of("device-0017@example.org/sensor");
  static final String NODE = "plant/hall-3/press-17/temperature";
  static final String NAMESPACE = "urn:pipit:benchmark";

  /** Ids that differ, as those of real items do, but few, so that a node stays small. */
  private static final String[] ITEM_IDS = new String[64];

  static {
    for (int i = 0; i < ITEM_IDS.length; i++) {
      ITEM_IDS[i] = "reading-" + (100 + i);
    }
  }

  private Samples() {}

  /** A payload of exactly 200 bytes. */
  static String payload() {
    String start = "<reading xmlns='" + NAMESPACE + "' unit='Cel'><value>21.5</value><note>";
    String end = "</note></reading>";
    return start + "x".repeat(200 - start.length() - end.length()) + end;
  }

  static SerializedXml serializedPayload() {
    return new SerializedXml("reading", NAMESPACE, payload().getBytes(StandardCharsets.UTF_8));
  }

  /** A publish as a device sends it, of 500 bytes. */
  static byte[] publishStanza() {
    String end =
        "' to='"
            + SERVICE
            + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='"
            + NODE
            + "'><item id='reading-117'>"
            + payload()
            + "</item></publish></pubsub></iq>";
    String start = "<iq type='set' id='";
    String stanza = start + "p".repeat(500 - start.length() - end.length()) + end;
    return stanza.getBytes(StandardCharsets.UTF_8);
  }

  static String itemId(int number) {
    return ITEM_IDS[number % ITEM_IDS.length];
  }

  static NodeCommand.Publish publish(int number) {
    return new NodeCommand.Publish(
        PUBLISHER, NODE, List.of(new PublishedItem(itemId(number), serializedPayload())));
  }

  /** A node with so many subscribers, that keeps ten items and does not tell of dropped ones. */
  static ServiceState nodeWith(int subscribers) {
    ServiceState state = new ServiceState(SERVICE, (service, node) -> new InMemoryView());
    NodeConfig config =
        NodeConfig.INITIAL
            .with(NodeConfigFields.MAX_ITEMS, 10)
            .with(NodeConfigFields.NOTIFY_RETRACT, false);
    state.apply(
        new Change.NodeCreated(SERVICE, NODE, PUBLISHER.bare(), config, Instant.ofEpochMilli(0)),
        1);
    for (int i = 0; i < subscribers; i++) {
      state.apply(
          new Change.Subscribed(
              SERVICE,
              NODE,
              Subscription.subscribed(
                  BareJid.of("watcher-" + i + "@example.org"), "0123456789abcdef" + i),
              null),
          1);
    }
    return state;
  }

  static PubsubEngine engine() {
    return new PubsubEngine(ServicePolicy.open(SERVICE, "Benchmark"));
  }

  /** The surroundings of a decision; no time passes in them. */
  static final class Surroundings implements Context {

    private final TreeView tree;
    private final ArchiveKey archiveKey = new ArchiveKey(new byte[32]);
    private long ids;

    /** With a tree that has nothing in it. */
    Surroundings() {
      this(new Directory().tree());
    }

    Surroundings(TreeView tree) {
      this.tree = tree;
    }

    @Override
    public ArchiveKey archiveKey() {
      return archiveKey;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public String newId() {
      return Long.toString(ids++);
    }

    @Override
    public RosterView roster() {
      return NoRoster.INSTANCE;
    }

    @Override
    public PresenceView presence() {
      return entity -> List.of();
    }

    @Override
    public SubscriptionCounts subscriptionCounts() {
      return entity -> 0;
    }

    @Override
    public TreeView tree() {
      return tree;
    }
  }

  private enum NoRoster implements RosterView {
    INSTANCE;

    @Override
    public boolean hasPresenceSubscription(BareJid owner, BareJid contact) {
      return false;
    }

    @Override
    public Set<String> groups(BareJid owner, BareJid contact) {
      return Set.of();
    }
  }
}
