package io.pipit.broker.account;

import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Changes of what accounts keep as records of the log, types 96 to 127. Any thread.
 *
 * <p>A payload is the account, then the components of the change in their order.
 */
public final class AccountStateCodec {

  /** The first and last record type that belongs to what accounts keep. */
  public static final byte FIRST_TYPE = RosterChangeCodec.FIRST_TYPE;

  public static final byte LAST_TYPE = 127;

  private AccountStateCodec() {}

  /** The record of a change, in the partition of its account. */
  public static LogRecord encode(AccountStateChange change) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte type;
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      RecordFields.text(out, change.account().toString());
      type = write(out, change);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return new LogRecord(type, Partitions.of(change.account()), bytes.toByteArray());
  }

  private static byte write(DataOutputStream out, AccountStateChange change) throws IOException {
    if (change instanceof RosterChange roster) {
      return RosterChangeCodec.write(out, roster);
    }
    if (change instanceof BlockListChange blockList) {
      return BlockListChangeCodec.write(out, blockList);
    }
    if (change instanceof DocumentChange document) {
      return DocumentChangeCodec.write(out, document);
    }
    throw new AssertionError(change);
  }

  /**
   * The change in a record of one of these types.
   *
   * @throws IllegalArgumentException when this is not such a change: a defect, or another version
   *     wrote it
   */
  public static AccountStateChange decode(LogRecord record) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record.payload()))) {
      AccountStateChange change = read(in, RecordFields.bareJid(in), record.type());
      if (in.read() >= 0) {
        throw new IOException("bytes behind a change of type " + record.type());
      }
      return change;
    } catch (IOException e) {
      throw new IllegalArgumentException("account record of type " + record.type(), e);
    }
  }

  private static AccountStateChange read(DataInputStream in, BareJid account, byte type)
      throws IOException {
    if (type <= RosterChangeCodec.LAST_TYPE) {
      return RosterChangeCodec.read(in, account, type);
    }
    return type < DocumentChangeCodec.FIRST_TYPE
        ? BlockListChangeCodec.read(in, account, type)
        : DocumentChangeCodec.read(in, account, type);
  }
}
