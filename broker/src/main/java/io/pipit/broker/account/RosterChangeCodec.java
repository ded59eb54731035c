package io.pipit.broker.account;

import io.pipit.broker.account.RosterChange.Cleared;
import io.pipit.broker.account.RosterChange.ItemRemoved;
import io.pipit.broker.account.RosterChange.ItemSet;
import io.pipit.broker.account.RosterChange.RequestRemoved;
import io.pipit.broker.account.RosterChange.RequestStored;
import io.pipit.broker.account.RosterChange.Restored;
import io.pipit.broker.account.SubscriptionRequest.Attribute;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes of rosters as records of the log, types 96 to 101. Any thread.
 *
 * <p>A payload is the account, then the components of the change in their order. Texts are a length
 * of four bytes and UTF-8, lists a count of four bytes and their elements, numbers big-endian.
 */
public final class RosterChangeCodec {

  /** The first and last record type that belongs to rosters. */
  public static final byte FIRST_TYPE = 96;

  public static final byte LAST_TYPE = 127;

  private static final byte ITEM_SET = 96;
  private static final byte ITEM_REMOVED = 97;
  private static final byte REQUEST_STORED = 98;
  private static final byte REQUEST_REMOVED = 99;
  private static final byte CLEARED = 100;
  private static final byte RESTORED = 101;

  private static final int ASK = 1;
  private static final int APPROVED = 2;

  private RosterChangeCodec() {}

  /** The record of a change, in the partition of its account. */
  public static LogRecord encode(RosterChange change) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte type;
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      text(out, change.account().toString());
      type = write(out, change);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return new LogRecord(type, Partitions.of(change.account()), bytes.toByteArray());
  }

  private static byte write(DataOutputStream out, RosterChange change) throws IOException {
    if (change instanceof ItemSet set) {
      RosterItem item = set.item();
      text(out, item.contact().toString());
      text(out, item.name());
      out.writeInt(item.groups().size());
      for (String group : item.groups()) {
        text(out, group);
      }
      text(out, item.subscription().wire());
      out.writeByte((item.ask() ? ASK : 0) | (item.approved() ? APPROVED : 0));
      out.writeLong(item.version());
      return ITEM_SET;
    }
    if (change instanceof ItemRemoved removed) {
      text(out, removed.contact().toString());
      out.writeLong(removed.version());
      return ITEM_REMOVED;
    }
    if (change instanceof RequestStored stored) {
      SubscriptionRequest request = stored.request();
      text(out, request.contact().toString());
      out.writeInt(request.attributes().size());
      for (Attribute attribute : request.attributes()) {
        text(out, attribute.name());
        text(out, attribute.value());
      }
      out.writeInt(request.children().size());
      for (SerializedXml child : request.children()) {
        text(out, child.name());
        text(out, child.namespace());
        bytes(out, child.bytes());
      }
      return REQUEST_STORED;
    }
    if (change instanceof RequestRemoved removed) {
      text(out, removed.contact().toString());
      return REQUEST_REMOVED;
    }
    if (change instanceof Cleared) {
      return CLEARED;
    }
    if (change instanceof Restored restored) {
      out.writeLong(restored.version());
      out.writeLong(restored.oldestKnown());
      return RESTORED;
    }
    throw new AssertionError(change);
  }

  /**
   * The change in a record of one of the roster types.
   *
   * @throws IllegalArgumentException when this is not such a change: a defect, or another version
   *     wrote it
   */
  public static RosterChange decode(LogRecord record) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record.payload()))) {
      RosterChange change = read(in, record.type());
      if (in.read() >= 0) {
        throw new IOException("bytes behind a change of type " + record.type());
      }
      return change;
    } catch (IOException e) {
      throw new IllegalArgumentException("roster record of type " + record.type(), e);
    }
  }

  private static RosterChange read(DataInputStream in, byte type) throws IOException {
    BareJid account = jid(in);
    return switch (type) {
      case ITEM_SET -> new ItemSet(account, item(in));
      case ITEM_REMOVED -> new ItemRemoved(account, jid(in), in.readLong());
      case REQUEST_STORED -> new RequestStored(account, request(in));
      case REQUEST_REMOVED -> new RequestRemoved(account, jid(in));
      case CLEARED -> new Cleared(account);
      case RESTORED -> new Restored(account, in.readLong(), in.readLong());
      default -> throw new IOException("no roster change has the type " + type);
    };
  }

  private static RosterItem item(DataInputStream in) throws IOException {
    BareJid contact = jid(in);
    String name = text(in);
    int count = count(in);
    List<String> groups = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      groups.add(text(in));
    }
    Subscription subscription = Subscription.ofWire(text(in));
    int flags = in.readByte();
    return new RosterItem(
        contact,
        name,
        groups,
        subscription,
        (flags & ASK) != 0,
        (flags & APPROVED) != 0,
        in.readLong());
  }

  private static SubscriptionRequest request(DataInputStream in) throws IOException {
    BareJid contact = jid(in);
    int attributeCount = count(in);
    List<Attribute> attributes = new ArrayList<>(attributeCount);
    for (int i = 0; i < attributeCount; i++) {
      attributes.add(new Attribute(text(in), text(in)));
    }
    int childCount = count(in);
    List<SerializedXml> children = new ArrayList<>(childCount);
    for (int i = 0; i < childCount; i++) {
      children.add(new SerializedXml(text(in), text(in), bytes(in)));
    }
    return new SubscriptionRequest(contact, attributes, children);
  }

  private static BareJid jid(DataInputStream in) throws IOException {
    return BareJid.of(text(in));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[count(in)];
    in.readFully(bytes);
    return bytes;
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** A count of things that take at least one byte each. */
  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new IOException("a length of " + count + " is beyond the record");
    }
    return count;
  }
}
