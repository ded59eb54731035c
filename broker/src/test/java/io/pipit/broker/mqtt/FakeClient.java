package io.pipit.broker.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.Outbound;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client that keeps what it is sent. Confined to its test. */
final class FakeClient implements MqttClient {

  private static final FullJid JID =
      BareJid.of("user@example.org").withResource("client").orElseThrow();

  final List<String> sent = new ArrayList<>();
  int version = 5;
  int receiveMaximum = 2;
  long maximumPacketSize = Long.MAX_VALUE;
  int topicAliasMaximum;
  boolean slow;
  @Nullable LoopInbox loop;

  /** The last packet with all its bytes. */
  ByteBuf last = Unpooled.EMPTY_BUFFER;

  @Override
  public FullJid jid() {
    return JID;
  }

  @Override
  public boolean isGuest() {
    return false;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public LoopInbox loop() {
    if (loop == null) {
      throw new UnsupportedOperationException("all happens on the thread of the test");
    }
    return loop;
  }

  @Override
  public String remoteAddress() {
    return "127.0.0.1:1";
  }

  @Override
  public Optional<String> tlsVersion() {
    return Optional.empty();
  }

  @Override
  public int receiveMaximum() {
    return receiveMaximum;
  }

  @Override
  public long maximumPacketSize() {
    return maximumPacketSize;
  }

  @Override
  public int topicAliasMaximum() {
    return topicAliasMaximum;
  }

  /** Of a PUBLISH its flags, topic and identifier. */
  @Override
  public void write(PacketType type, Outbound packet) {
    last = Unpooled.buffer();
    packet.appendTo(last);
    int flags = last.getByte(0) & 0xF;
    int at = 1;
    while (last.getByte(at) < 0) {
      at++;
    }
    int length = last.getUnsignedShort(at + 1);
    String topic = last.toString(at + 3, length, java.nio.charset.StandardCharsets.UTF_8);
    String id = (flags & 6) == 0 ? "" : " " + last.getUnsignedShort(at + 3 + length);
    sent.add(type + " " + flags + " " + topic + id);
  }

  @Override
  public void answer(PacketType type, int id, int reason) {
    sent.add(type + " " + id + " " + reason);
  }

  @Override
  public void suback(int id, int[] reasons) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unsuback(int id, int[] reasons) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isSlow() {
    return slow;
  }

  @Override
  public void beginSubscriptions() {}

  @Override
  public void endSubscriptions() {}

  @Override
  public void beginPublish() {}

  @Override
  public void endPublish() {}

  @Override
  public void close(int reason, String what) {
    sent.add("close " + reason);
  }

  /** What was sent since the last time. */
  List<String> take() {
    List<String> all = List.copyOf(sent);
    sent.clear();
    return all;
  }
}
