package io.pipit.benchmarks;

import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PublishModel;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills the store of a node that does not run: the log is written by the broker's own classes, with
 * the records that as many requests over the wire would have made. Every node is open for everybody
 * to publish.
 */
final class StoreFill {

  private static final BareJid SERVICE = BareJid.of(ServerUnderTest.SERVICE);
  private static final NodeConfig CONFIG =
      NodeConfig.INITIAL
          .with(NodeConfigFields.NOTIFY_RETRACT, false)
          .with(NodeConfigFields.PUBLISH_MODEL, PublishModel.OPEN);

  /** Of the header of a record of the log. */
  private static final int HEADER_BYTES = 24;

  private static final int BATCH = 500;

  private final StoreOptions options;
  private final int subscribers;
  private final NodeConfig config;
  private final long firstMillis = System.currentTimeMillis() - 3_600_000;

  StoreFill(StoreOptions options) {
    this(options, 0);
  }

  /**
   * @param subscribers of each node, accounts that are not there
   */
  StoreFill(StoreOptions options, int subscribers) {
    this.options = options;
    this.subscribers = subscribers;
    this.config =
        CONFIG
            .with(NodeConfigFields.MAX_ITEMS, options.kept())
            .with(NodeConfigFields.HISTORY_ITEMS, options.kept());
  }

  static String node(int number) {
    return "plant/hall-" + number % 17 + "/press-" + number + "/temperature";
  }

  /** Blocks until all of it is durable. */
  void into(Path data) throws IOException {
    try (DataFolder folder = DataFolder.hold(data);
        SegmentLog log = SegmentLog.open(folder.log(), LogOptions.defaults())) {
      List<LogRecord> batch = new ArrayList<>();
      for (int i = 0; i < options.nodes(); i++) {
        add(created(i), batch, log);
        for (int j = 0; j < subscribers; j++) {
          add(subscribed(i, j), batch, log);
        }
      }
      for (int i = 0; i < options.items(); i++) {
        add(published(i % options.nodes(), i / options.nodes() + 1), batch, log);
      }
      log.append(batch);
    }
  }

  private static void add(Change change, List<LogRecord> batch, SegmentLog log) {
    batch.add(record(change));
    if (batch.size() == BATCH) {
      while (log.isCongested()) {
        LockSupport.parkNanos(1_000_000);
      }
      log.append(List.copyOf(batch));
      batch.clear();
    }
  }

  private static LogRecord record(Change change) {
    return ChangeCodec.encode(change, Partitions.of(SERVICE, change.node()));
  }

  private Change created(int node) {
    return new Change.NodeCreated(
        SERVICE,
        node(node),
        BareJid.of("owner-" + node % options.owners() + "@" + ServerUnderTest.DOMAIN),
        config,
        Instant.ofEpochMilli(firstMillis));
  }

  private static Change subscribed(int node, int subscriber) {
    return new Change.Subscribed(
        SERVICE,
        node(node),
        Subscription.subscribed(
            BareJid.of("s" + subscriber + "-" + node + "@" + ServerUnderTest.DOMAIN),
            "subid-" + subscriber),
        null);
  }

  private Change.ItemsPublished published(int node, long seq) {
    return new Change.ItemsPublished(
        SERVICE,
        node(node),
        List.of(
            new Item(
                seq,
                "r" + seq,
                BareJid.of("u" + node % options.publishers() + "@" + ServerUnderTest.DOMAIN),
                Instant.ofEpochMilli(firstMillis + seq),
                payload(seq))),
        Math.max(0, seq - options.kept()));
  }

  private SerializedXml payload(long number) {
    return new SerializedXml(
        "reading",
        "urn:pipit:benchmark",
        Load.bytes(Load.payload("reading", number, options.bytes())));
  }

  /** What one publish takes in the log, header included. */
  long recordBytes() {
    return (long) HEADER_BYTES + record(published(options.nodes() / 2, 100_000)).payload().length;
  }
}
