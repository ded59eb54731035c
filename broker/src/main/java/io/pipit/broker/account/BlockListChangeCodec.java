package io.pipit.broker.account;

import io.pipit.broker.account.BlockListChange.Blocked;
import io.pipit.broker.account.BlockListChange.Unblocked;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Changes of block lists in records of the types 112 to 115. Any thread. */
final class BlockListChangeCodec {

  private static final byte BLOCKED = 112;
  private static final byte UNBLOCKED = 113;

  private BlockListChangeCodec() {}

  static byte write(DataOutputStream out, BlockListChange change) throws IOException {
    if (change instanceof Blocked blocked) {
      write(out, blocked.jids());
      return BLOCKED;
    }
    if (change instanceof Unblocked unblocked) {
      write(out, unblocked.jids());
      return UNBLOCKED;
    }
    throw new AssertionError(change);
  }

  private static void write(DataOutputStream out, List<Jid> jids) throws IOException {
    out.writeInt(jids.size());
    for (Jid jid : jids) {
      RecordFields.text(out, jid.toString());
    }
  }

  static BlockListChange read(DataInputStream in, BareJid account, byte type) throws IOException {
    return switch (type) {
      case BLOCKED -> new Blocked(account, jids(in));
      case UNBLOCKED -> new Unblocked(account, jids(in));
      default -> throw new IOException("no change of a block list has the type " + type);
    };
  }

  private static List<Jid> jids(DataInputStream in) throws IOException {
    int count = RecordFields.count(in);
    List<Jid> jids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      jids.add(Jid.of(RecordFields.text(in)));
    }
    return jids;
  }
}
