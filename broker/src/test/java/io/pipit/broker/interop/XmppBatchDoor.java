package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.interop.DoorClient.Kind;
import io.pipit.broker.interop.DoorClient.Seen;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;

/** {@link BatchDoor} by XMPP, which writes text in all the ways that XML has for it. */
final class XmppBatchDoor implements BatchDoor {

  private static final String OURS = "urn:pipit:payload:0";

  private final XmppDoor door;
  private final Random random;

  XmppBatchDoor(TestNode node, String user, String resource, Random random) throws IOException {
    door = new XmppDoor(node, user, resource);
    this.random = random;
  }

  @Override
  public void subscribe(String filter) throws IOException {
    assertTrue(door.subscribe(filter));
  }

  @Override
  public void post(String node, RandomPayload payload) throws IOException {
    door.post(node, xml(payload));
  }

  /** As what it is; what XML cannot hold as bytes. */
  private String xml(RandomPayload payload) {
    Optional<String> text = payload.asXmlText();
    if (payload.kind() == Kind.BINARY || text.isEmpty()) {
      return "<data xmlns='"
          + OURS
          + "' type='a/b'>"
          + Base64.getEncoder().encodeToString(payload.bytes())
          + "</data>";
    }
    return switch (payload.kind()) {
      case XML -> text.get();
      case JSON -> "<json xmlns='urn:xmpp:json:0'>" + written(text.get()) + "</json>";
      default -> "<text xmlns='" + OURS + "' type='text/plain'>" + written(text.get()) + "</text>";
    };
  }

  private String written(String text) {
    boolean asSection = random.nextInt(4) == 0 && !text.contains("]]>") && text.indexOf('\r') < 0;
    if (asSection) {
      return "<![CDATA[" + text + "]]>";
    }
    StringBuilder written = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\r' || (c < 0x80 ? "<>&".indexOf(c) >= 0 : random.nextInt(4) == 0)) {
                written.append(random.nextBoolean() ? "&#" + c : "&#x" + Integer.toHexString(c));
                written.append(';');
              } else {
                written.appendCodePoint(c);
              }
            });
    return written.toString();
  }

  @Override
  public void answered(int count) throws IOException {
    door.answered(count);
  }

  @Override
  public Message next() throws IOException {
    Seen seen = door.next();
    return new Message(seen.node(), seen.payload());
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
