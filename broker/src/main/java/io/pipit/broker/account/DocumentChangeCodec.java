package io.pipit.broker.account;

import io.pipit.broker.account.DocumentChange.DocumentRemoved;
import io.pipit.broker.account.DocumentChange.DocumentSet;
import io.pipit.xmpp.BareJid;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Changes of documents in records of the types 116 to 127. Any thread. */
final class DocumentChangeCodec {

  static final byte FIRST_TYPE = 116;

  private static final byte SET = 116;
  private static final byte REMOVED = 117;

  private DocumentChangeCodec() {}

  static byte write(DataOutputStream out, DocumentChange change) throws IOException {
    if (change instanceof DocumentSet set) {
      out.writeByte(set.kind().code());
      RecordFields.element(out, set.document());
      return SET;
    }
    if (change instanceof DocumentRemoved removed) {
      out.writeByte(removed.kind().code());
      RecordFields.text(out, removed.name());
      RecordFields.text(out, removed.namespace());
      return REMOVED;
    }
    throw new AssertionError(change);
  }

  static DocumentChange read(DataInputStream in, BareJid account, byte type) throws IOException {
    return switch (type) {
      case SET -> new DocumentSet(account, kind(in), RecordFields.element(in));
      case REMOVED ->
          new DocumentRemoved(account, kind(in), RecordFields.text(in), RecordFields.text(in));
      default -> throw new IOException("no change of a document has the type " + type);
    };
  }

  private static DocumentKind kind(DataInputStream in) throws IOException {
    return DocumentKind.ofCode(in.readByte());
  }
}
