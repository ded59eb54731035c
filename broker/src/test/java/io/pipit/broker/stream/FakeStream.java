package io.pipit.broker.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a client without a socket: what it is sent is kept as it would be on the wire. It
 * fails when it is used off its event loop.
 */
public final class FakeStream implements ClientStream {

  private final FullJid jid;
  private final LoopInbox loop;
  private final boolean keeps;
  private final Queue<String> sent = new ConcurrentLinkedQueue<>();
  private @Nullable Object attachment;
  private int requests;

  public FakeStream(FullJid jid, LoopInbox loop) {
    this(jid, loop, true);
  }

  private FakeStream(FullJid jid, LoopInbox loop, boolean keeps) {
    this.jid = jid;
    this.loop = loop;
    this.keeps = keeps;
  }

  /** One that forgets at once what it is sent. */
  public static FakeStream forgetful(FullJid jid, LoopInbox loop) {
    return new FakeStream(jid, loop, false);
  }

  /** All that it was sent so far, as XML in the order of the wire, and forgets it. */
  public List<String> takeXml() {
    List<String> all = new ArrayList<>();
    String next = sent.poll(); // one by one: more may come meanwhile
    while (next != null) {
      all.add(next);
      next = sent.poll();
    }
    return all;
  }

  /** As {@link #takeXml}, read again. */
  public List<Element> take() {
    return takeXml().stream().map(FakeStream::parse).toList();
  }

  /** One stanza as a stream of a client has it. */
  public static Element parse(String xml) {
    String document = "<x xmlns='" + Ns.CLIENT + "'>" + xml + "</x>";
    return XmlDocument.parse(document.getBytes(StandardCharsets.UTF_8)).elements().get(0);
  }

  private void onLoop() {
    if (!loop.onLoop()) {
      throw new AssertionError("not on the event loop of " + jid);
    }
  }

  @Override
  public FullJid jid() {
    return jid;
  }

  @Override
  public BareJid account() {
    return jid.bare();
  }

  @Override
  public LoopInbox loop() {
    return loop;
  }

  @Override
  public void send(Stanza stanza) {
    onLoop();
    sent.add(XmlWriter.text(stanza.element()));
  }

  @Override
  public void write(Outbound stanza) {
    onLoop();
    if (!keeps) {
      return;
    }
    ByteBuf out = Unpooled.buffer();
    stanza.appendTo(out);
    sent.add(out.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void beginRequest() {
    onLoop();
    requests++;
  }

  @Override
  public void answer(Iq answer) {
    send(answer);
    if (requests-- == 0) {
      throw new IllegalStateException("an answer without a request");
    }
  }

  @Override
  public void close(StreamError error) {
    throw new UnsupportedOperationException("nobody closes it here");
  }

  @Override
  public void attach(Object state) {
    onLoop();
    attachment = state;
  }

  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    onLoop();
    return Optional.ofNullable(attachment).filter(type::isInstance).map(type::cast);
  }

  @Override
  public Instant acceptedAt() {
    return Instant.EPOCH;
  }

  @Override
  public String remoteAddress() {
    return "192.0.2.1:40000";
  }

  @Override
  public Optional<String> tlsVersion() {
    return Optional.empty();
  }

  @Override
  public int queuedBytes() {
    return 0;
  }
}
