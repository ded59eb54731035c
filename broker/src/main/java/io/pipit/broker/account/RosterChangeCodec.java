package io.pipit.broker.account;

import io.pipit.broker.account.RosterChange.Cleared;
import io.pipit.broker.account.RosterChange.ItemRemoved;
import io.pipit.broker.account.RosterChange.ItemSet;
import io.pipit.broker.account.RosterChange.RequestRemoved;
import io.pipit.broker.account.RosterChange.RequestStored;
import io.pipit.broker.account.RosterChange.Restored;
import io.pipit.broker.account.SubscriptionRequest.Attribute;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Changes of rosters in records of the types 96 to 111. Any thread. */
final class RosterChangeCodec {

  /** The first and last record type that belongs to rosters. */
  static final byte FIRST_TYPE = 96;

  static final byte LAST_TYPE = 111;

  private static final byte ITEM_SET = 96;
  private static final byte ITEM_REMOVED = 97;
  private static final byte REQUEST_STORED = 98;
  private static final byte REQUEST_REMOVED = 99;
  private static final byte CLEARED = 100;
  private static final byte RESTORED = 101;

  private static final int ASK = 1;
  private static final int APPROVED = 2;

  private RosterChangeCodec() {}

  static byte write(DataOutputStream out, RosterChange change) throws IOException {
    if (change instanceof ItemSet set) {
      RosterItem item = set.item();
      RecordFields.text(out, item.contact().toString());
      RecordFields.text(out, item.name());
      out.writeInt(item.groups().size());
      for (String group : item.groups()) {
        RecordFields.text(out, group);
      }
      RecordFields.text(out, item.subscription().wire());
      out.writeByte((item.ask() ? ASK : 0) | (item.approved() ? APPROVED : 0));
      out.writeLong(item.version());
      return ITEM_SET;
    }
    if (change instanceof ItemRemoved removed) {
      RecordFields.text(out, removed.contact().toString());
      out.writeLong(removed.version());
      return ITEM_REMOVED;
    }
    if (change instanceof RequestStored stored) {
      SubscriptionRequest request = stored.request();
      RecordFields.text(out, request.contact().toString());
      out.writeInt(request.attributes().size());
      for (Attribute attribute : request.attributes()) {
        RecordFields.text(out, attribute.name());
        RecordFields.text(out, attribute.value());
      }
      out.writeInt(request.children().size());
      for (SerializedXml child : request.children()) {
        RecordFields.element(out, child);
      }
      return REQUEST_STORED;
    }
    if (change instanceof RequestRemoved removed) {
      RecordFields.text(out, removed.contact().toString());
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

  static RosterChange read(DataInputStream in, BareJid account, byte type) throws IOException {
    return switch (type) {
      case ITEM_SET -> new ItemSet(account, item(in));
      case ITEM_REMOVED -> new ItemRemoved(account, RecordFields.bareJid(in), in.readLong());
      case REQUEST_STORED -> new RequestStored(account, request(in));
      case REQUEST_REMOVED -> new RequestRemoved(account, RecordFields.bareJid(in));
      case CLEARED -> new Cleared(account);
      case RESTORED -> new Restored(account, in.readLong(), in.readLong());
      default -> throw new IOException("no roster change has the type " + type);
    };
  }

  private static RosterItem item(DataInputStream in) throws IOException {
    BareJid contact = RecordFields.bareJid(in);
    String name = RecordFields.text(in);
    int count = RecordFields.count(in);
    List<String> groups = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      groups.add(RecordFields.text(in));
    }
    Subscription subscription = Subscription.ofWire(RecordFields.text(in));
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
    BareJid contact = RecordFields.bareJid(in);
    int attributeCount = RecordFields.count(in);
    List<Attribute> attributes = new ArrayList<>(attributeCount);
    for (int i = 0; i < attributeCount; i++) {
      attributes.add(new Attribute(RecordFields.text(in), RecordFields.text(in)));
    }
    int childCount = RecordFields.count(in);
    List<SerializedXml> children = new ArrayList<>(childCount);
    for (int i = 0; i < childCount; i++) {
      children.add(RecordFields.element(in));
    }
    return new SubscriptionRequest(contact, attributes, children);
  }
}
