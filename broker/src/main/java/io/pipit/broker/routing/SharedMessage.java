package io.pipit.broker.routing;

import io.netty.buffer.ByteBuf;
import io.pipit.broker.stream.Outbound;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.xml.XmlBuffer;
import io.pipit.xmpp.xml.XmlContext;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.charset.StandardCharsets;

/**
 * A message that is serialised once for all its recipients: for each of them only {@code to} and
 * {@code id} are spliced in behind the name of the root element. Any thread. Public for
 * measurement; whoever wants to send calls {@link Fanout#send}.
 */
public final class SharedMessage {

  private static final byte[] NAME = "<message".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TO = " to='".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ID = "' id='".getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;

  /**
   * @param message without {@code to} and {@code id}
   */
  public SharedMessage(Element message) {
    this.bytes = XmlWriter.bytes(message, XmlContext.CLIENT_STREAM);
  }

  /** The message as one recipient gets it. The id holds no character that XML escapes. */
  public Outbound to(Jid recipient, String id) {
    return out -> {
      out.writeBytes(NAME);
      out.writeBytes(TO);
      appendAttribute(recipient.toString(), out);
      out.writeBytes(ID);
      out.writeCharSequence(id, StandardCharsets.US_ASCII);
      out.writeByte('\'');
      out.writeBytes(bytes, NAME.length, bytes.length - NAME.length);
    };
  }

  /** RFC 7622 lets a resource hold what an attribute value may not: & < and the quote. */
  private static void appendAttribute(String value, ByteBuf out) {
    int plain = 0;
    while (plain < value.length() && isPlain(value.charAt(plain))) {
      plain++;
    }
    if (plain == value.length()) {
      out.writeCharSequence(value, StandardCharsets.US_ASCII);
      return;
    }
    out.writeBytes(new XmlBuffer().attributeValue(value).toByteArray());
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7F && c != '&' && c != '<' && c != '>' && c != '\'' && c != '"';
  }
}
