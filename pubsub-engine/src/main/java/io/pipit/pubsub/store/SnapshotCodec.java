package io.pipit.pubsub.store;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes as records of one snapshot, as {@link ChangeCodec} has them, but that a configuration
 * which many nodes have stands there once: in front of the first of them, and the others name its
 * number. It is most of what there is to write of a node.
 *
 * <p>One object for each snapshot that is written or read, whose records come in their order. Not
 * for several threads at once.
 */
public final class SnapshotCodec {

  private static final byte CONFIGURATION = 47;
  private static final byte NODE_CREATED = 48;

  /** Configurations that have a number; others stand in the records of their nodes. */
  static final int MOST = 4_096;

  private final Map<NodeConfig, Integer> written = new HashMap<>();
  private final List<LogRecord> referred = new ArrayList<>();
  private final List<NodeConfig> read = new ArrayList<>();

  /**
   * The record of a change, owned by a partition. What it refers to stands in front of it: {@link
   * #takeReferred}.
   */
  public LogRecord encode(Change change, int partition) {
    Integer number =
        change instanceof Change.NodeCreated created ? numberOf(created.config(), partition) : null;
    if (number == null || !(change instanceof Change.NodeCreated created)) {
      return ChangeCodec.encode(change, partition);
    }
    return new LogRecord(
        NODE_CREATED,
        partition,
        new RecordWriter()
            .text(created.service().toString())
            .text(created.node())
            .text(created.creator().toString())
            .number(number)
            .number(created.created().toEpochMilli())
            .toByteArray());
  }

  /** Null when the configuration gets no number. */
  private @Nullable Integer numberOf(NodeConfig config, int partition) {
    Integer known = written.get(config);
    if (known != null || written.size() == MOST) {
      return known;
    }
    int number = written.size();
    written.put(config, number);
    referred.add(new LogRecord(CONFIGURATION, partition, ChangeCodec.encodeConfig(config)));
    return number;
  }

  /** The records that those which were encoded since this was asked last refer to. */
  public List<LogRecord> takeReferred() {
    List<LogRecord> taken = List.copyOf(referred);
    referred.clear();
    return taken;
  }

  /**
   * The change of a record, empty when it is what others refer to.
   *
   * @throws IllegalArgumentException when it was not written by {@link #encode}
   */
  public Optional<Change> decode(LogRecord record) {
    if (record.type() == CONFIGURATION) {
      read.add(ChangeCodec.decodeConfig(record.payload()));
      return Optional.empty();
    }
    return Optional.of(
        record.type() == NODE_CREATED ? created(record) : ChangeCodec.decode(record));
  }

  private Change created(LogRecord record) {
    RecordReader in = new RecordReader(record.payload());
    BareJid service = BareJid.of(in.text());
    String node = in.text();
    BareJid creator = BareJid.of(in.text());
    int number = in.count();
    if (number >= read.size()) {
      throw new IllegalArgumentException("configuration " + number + " of " + read.size());
    }
    return new Change.NodeCreated(
        service, node, creator, read.get(number), Instant.ofEpochMilli(in.number()));
  }
}
