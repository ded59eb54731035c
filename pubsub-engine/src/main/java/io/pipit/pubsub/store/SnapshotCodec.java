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
import java.util.zip.CRC32C;
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

  private final Map<NodeConfig, Reference> written = new HashMap<>();
  private final List<LogRecord> referred = new ArrayList<>();
  private final List<Configuration> read = new ArrayList<>();

  /**
   * How a node names its configuration.
   *
   * @param checksum of its record, which tells it from another that has the number because one
   *     before it was lost
   */
  private record Reference(int number, long checksum) {}

  /** A configuration that was read. */
  private record Configuration(NodeConfig config, long checksum) {}

  /**
   * The record of a change, owned by a partition. What it refers to stands in front of it: {@link
   * #takeReferred}.
   */
  public LogRecord encode(Change change, int partition) {
    Reference reference =
        change instanceof Change.NodeCreated created
            ? referenceTo(created.config(), partition)
            : null;
    if (reference == null || !(change instanceof Change.NodeCreated created)) {
      return ChangeCodec.encode(change, partition);
    }
    return new LogRecord(
        NODE_CREATED,
        partition,
        new RecordWriter()
            .text(created.service().toString())
            .text(created.node())
            .text(created.creator().toString())
            .number(reference.number)
            .number(created.created().toEpochMilli())
            .number(reference.checksum)
            .toByteArray());
  }

  /** Null when the configuration gets no number. */
  private @Nullable Reference referenceTo(NodeConfig config, int partition) {
    Reference known = written.get(config);
    if (known != null || written.size() == MOST) {
      return known;
    }
    byte[] encoded = ChangeCodec.encodeConfig(config);
    Reference reference = new Reference(written.size(), checksum(encoded));
    written.put(config, reference);
    referred.add(new LogRecord(CONFIGURATION, partition, encoded));
    return reference;
  }

  private static long checksum(byte[] encoded) {
    CRC32C crc = new CRC32C();
    crc.update(encoded);
    return crc.getValue();
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
   * @throws LostConfigurationException when what it refers to was not read before
   * @throws IllegalArgumentException when it was not written by {@link #encode}
   */
  public Optional<Change> decode(LogRecord record) {
    if (record.type() == CONFIGURATION) {
      byte[] encoded = record.payload();
      read.add(new Configuration(ChangeCodec.decodeConfig(encoded), checksum(encoded)));
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
    Instant time = Instant.ofEpochMilli(in.number());
    NodeConfig config = in.isAtEnd() ? config(number) : config(number, in.number());
    if (config == null) {
      throw new LostConfigurationException(service, node);
    }
    return new Change.NodeCreated(service, node, creator, config, time);
  }

  private @Nullable NodeConfig config(int number) {
    return number < read.size() ? read.get(number).config : null;
  }

  /** Where some were lost the numbers of those behind them are not the ones that they had. */
  private @Nullable NodeConfig config(int number, long checksum) {
    if (number < read.size() && read.get(number).checksum == checksum) {
      return read.get(number).config;
    }
    return read.stream()
        .filter(each -> each.checksum == checksum)
        .map(Configuration::config)
        .findAny()
        .orElse(null);
  }
}
