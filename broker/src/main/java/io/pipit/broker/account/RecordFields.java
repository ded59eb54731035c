package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The parts of a record of what an account keeps: texts are a length of four bytes and UTF-8, lists
 * a count of four bytes and their elements, numbers big-endian.
 */
final class RecordFields {

  private RecordFields() {}

  static BareJid bareJid(DataInputStream in) throws IOException {
    return BareJid.of(text(in));
  }

  static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  static SerializedXml element(DataInputStream in) throws IOException {
    return new SerializedXml(text(in), text(in), bytes(in));
  }

  static void element(DataOutputStream out, SerializedXml element) throws IOException {
    text(out, element.name());
    text(out, element.namespace());
    bytes(out, element.bytes());
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
  static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new IOException("a length of " + count + " is beyond the record");
    }
    return count;
  }
}
