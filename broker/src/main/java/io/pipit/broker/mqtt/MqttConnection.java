package io.pipit.broker.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.mqtt.MqttSession.Ending;
import io.pipit.broker.mqtt.codec.Framing;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.PacketReader;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.PacketWriter;
import io.pipit.broker.mqtt.codec.Properties;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.stream.ChannelEnd;
import io.pipit.broker.stream.ChannelListener;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.Outbound;
import io.pipit.broker.stream.OutboundQueue;
import io.pipit.broker.stream.StreamLimits;
import io.pipit.broker.stream.StreamMetrics;
import io.pipit.broker.stream.TokenBucket;
import io.vertx.core.internal.ContextInternal;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the packets of one client between its channel and its {@link ClientState}: finds where they
 * end, has them read, and writes what is queued once per turn. Confined to its event loop.
 *
 * <p><b>Bounds.</b> A packet is refused from its length alone, before it gathers: before the client
 * has a session it has the bytes of a stanza before authentication, afterwards {@code
 * mqtt.max_packet}. What waits to be read by the client is bounded by {@link OutboundQueue}.
 *
 * <p><b>Pausing.</b> Any number of reasons may stop the reading; what was read already is held
 * here, and the client feels it through TCP.
 *
 * <p><b>Ending.</b> The last packet is followed by the end of our half of the connection; what the
 * client still sends is discarded until it has closed its half too, or its time is up. So it is
 * while what the client has published is decided, when it says goodbye meanwhile.
 */
final class MqttConnection extends ChannelInboundHandlerAdapter implements OutboundQueue.Owner {

  /** Why nothing is read. */
  enum Pause {
    /** The client sends faster than it may. */
    RATE,
    /** Too many of its publishes are not decided. */
    IN_FLIGHT,
    /** It does not read what it gets. */
    OUTBOUND,
    /** Its CONNECT is being judged. */
    CONNECT,
    /** Its subscriptions are being changed. */
    SUBSCRIPTIONS
  }

  private static final Logger log = LoggerFactory.getLogger(MqttConnection.class);

  /** Reading stops when a quarter of the outbound limit is queued, and goes on at an eighth. */
  private static final int PAUSE_SHARE = 4;

  private static final int RESUME_SHARE = 8;

  /** Who is not read for these has not been silent. */
  private static final Set<Pause> OURS =
      EnumSet.of(Pause.RATE, Pause.IN_FLIGHT, Pause.SUBSCRIPTIONS);

  private static final byte[] NO_BYTES = {};
  private static final Optional<PacketType> CONNECT = Optional.of(PacketType.CONNECT);

  private final MqttService service;
  private final ContextInternal context;
  private final LoopInbox inbox;
  private final Channel channel;
  private final InetSocketAddress remote;
  private final OutboundQueue out;
  private final TokenBucket bucket;
  private final ChannelEnd end;
  private final ClientState state;
  private final Consumer<MqttConnection> whenGone;
  private final Set<Pause> pauses = EnumSet.noneOf(Pause.class);

  private StreamLimits.Share share;
  private int maxPacketBytes;
  private @Nullable ByteBuf held;
  private boolean feeding;
  private boolean feedScheduled;
  private boolean leaving;
  private boolean finishing;
  private boolean gone;
  private long lastActivity;
  private Runnable beforeEnd = () -> {};
  private MqttMetrics.End how = MqttMetrics.End.LOST;

  /**
   * Serves a channel that was just accepted.
   *
   * @param whenGone called once when the connection is closed
   */
  MqttConnection(
      MqttService service,
      ContextInternal context,
      LoopInbox inbox,
      Channel channel,
      InetSocketAddress remote,
      Consumer<MqttConnection> whenGone) {
    long now = System.nanoTime();
    this.service = service;
    this.context = context;
    this.inbox = inbox;
    this.channel = channel;
    this.remote = remote;
    this.whenGone = whenGone;
    this.share = service.options().limits().beforeAuthentication();
    this.maxPacketBytes = share.xml().stanzaBytes();
    this.lastActivity = now;
    this.bucket = new TokenBucket(share, now);
    this.end = new ChannelEnd(channel);
    this.out = new OutboundQueue(channel, inbox, new QueueMetrics(service.metrics()), share, this);
    this.state = new ClientState(service, this, now);
  }

  /** What the queue reports, in the counters of this door. */
  private record QueueMetrics(MqttMetrics metrics) implements StreamMetrics {
    @Override
    public void sent(int packets, long bytes) {
      metrics.sentBytes(bytes);
    }

    @Override
    public void dropped(int packets) {
      metrics.dropped(MqttMetrics.Drop.CLOSED, packets);
    }
  }

  LoopInbox inbox() {
    return inbox;
  }

  InetSocketAddress remote() {
    return remote;
  }

  Optional<SslHandler> tls() {
    return Optional.ofNullable(channel.pipeline().get(SslHandler.class));
  }

  /** Whether its CONNECT has come. */
  boolean hasConnect() {
    return state.hasConnect();
  }

  /** The client sends no pings: the system asks whether its machine is still there. */
  void probe() {
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
  }

  /** Something that is to leave behind the last packet. */
  void beforeEnd(Runnable last) {
    beforeEnd = last;
  }

  // ---- from the channel

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      context.dispatch(bytes, this::received);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void received(ByteBuf bytes) {
    lastActivity = System.nanoTime();
    if (leaving || finishing || gone || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    ByteBuf before = held;
    if (before == null) {
      held = bytes;
    } else {
      before.discardSomeReadBytes().writeBytes(bytes);
      bytes.release();
    }
    feed();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
    if (ctx.channel().isWritable()) {
      context.dispatch(out::flush);
    }
    super.channelWritabilityChanged(ctx);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent) {
      context.dispatch(event, ended -> end.inputEnded());
    }
    super.userEventTriggered(ctx, event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // Reset by peer, a broken TLS record or frame: the peer's matter, and the end.
    log.atDebug()
        .addKeyValue("event", "conn.fail")
        .addKeyValue("conn", this::remoteAddress)
        .addKeyValue("reason", cause.toString())
        .log("the connection failed");
    end.closeNow();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    context.dispatch(this::disconnected);
    super.channelInactive(ctx);
  }

  private void disconnected() {
    if (gone) {
      return;
    }
    gone = true;
    out.close();
    release();
    state.ended(new Ending(true, -1, Ending.LOST));
    service.parts().connections().closed(remote.getAddress(), state.isAuthenticated());
    service.metrics().connectionClosed(how);
    whenGone.accept(this);
  }

  // ---- reading

  private void feed() {
    if (feeding) {
      return;
    }
    feeding = true;
    try {
      boolean more = true;
      while (more && held != null && pauses.isEmpty() && !leaving && !finishing && !gone) {
        more = feedOnce(held);
      }
    } catch (RuntimeException | AssertionError defect) {
      log.atError()
          .addKeyValue("event", "conn.defect")
          .addKeyValue("conn", remoteAddress())
          .setCause(defect)
          .log("a connection failed by a defect");
      close(ReasonCode.UNSPECIFIED_ERROR, "a defect");
    } finally {
      feeding = false;
    }
    if (pauses.isEmpty() && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  /** Handles the next packet, and says whether there was a whole one. */
  private boolean feedOnce(ByteBuf bytes) {
    Optional<PacketType> type = PacketType.of(bytes.getUnsignedByte(bytes.readerIndex()));
    if (!state.hasConnect() && !type.equals(CONNECT)) {
      // Not even waited for: it may be another protocol, and have no length in our sense.
      state.failed(ReasonCode.PROTOCOL_ERROR, "something before CONNECT"); // [MQTT-3.1.0-1]
      return false;
    }
    int length = Framing.length(bytes, maxPacketBytes);
    if (length == Framing.MALFORMED) {
      state.failed(ReasonCode.MALFORMED_PACKET, "the length of a packet");
      return false;
    }
    if (length == Framing.TOO_LARGE) {
      state.failed(ReasonCode.PACKET_TOO_LARGE, "a packet of more than " + maxPacketBytes);
      return false;
    }
    if (length == Framing.MORE || length > bytes.readableBytes()) {
      return false;
    }
    type.ifPresent(known -> service.metrics().received(known, length));
    Packet packet = PacketReader.read(bytes, length, state.version());
    bytes.skipBytes(length);
    if (!bytes.isReadable()) {
      release();
    }
    state.received(packet);
    long wait = bucket.take(length, System.nanoTime());
    if (wait > 0) {
      pause(Pause.RATE);
      later(wait, () -> resume(Pause.RATE));
    }
    return true;
  }

  void pause(Pause reason) {
    if (leaving || finishing || gone) {
      return;
    }
    channel.config().setAutoRead(false);
    pauses.add(reason);
  }

  void resume(Pause reason) {
    if (pauses.remove(reason) && pauses.isEmpty() && !finishing && !gone && !feedScheduled) {
      feedScheduled = true;
      // Not here: the caller may be another connection in the middle of a read.
      inbox.execute(
          () -> {
            feedScheduled = false;
            feed();
          });
    }
  }

  /** The client is known: it may do more. */
  void authenticated(StreamLimits.Share newShare) {
    share = newShare;
    maxPacketBytes = service.options().maxPacketBytes();
    out.limits(newShare);
    bucket.limits(newShare);
  }

  StreamLimits.Share share() {
    return share;
  }

  /** Each second, of thousands of quiet clients: what it allocates is all that the node does. */
  void tick(long now) {
    boolean reads = pauses.isEmpty() || Collections.disjoint(pauses, OURS);
    state.tick(now, reads ? lastActivity : now);
  }

  // ---- writing

  void write(PacketType type, Outbound packet) {
    service.metrics().sent(type);
    out.add(packet);
    if (isSlow()) {
      pause(Pause.OUTBOUND);
    }
  }

  boolean isSlow() {
    return waits(PAUSE_SHARE);
  }

  /** Whether more waits for the client than that part of what may, in bytes or in packets. */
  private boolean waits(int part) {
    return out.bytes() > share.outboundBytes() / part
        || out.stanzas() > share.outboundStanzas() / part;
  }

  @Override
  public void drained() {
    if (pauses.contains(Pause.OUTBOUND)) {
      lastActivity = System.nanoTime(); // it reads, though it is not being read
      if (!waits(RESUME_SHARE)) {
        resume(Pause.OUTBOUND);
        state.drained();
      }
    }
  }

  @Override
  public void overflowed(int droppedPackets) {
    log.atDebug()
        .addKeyValue("event", "queue.overflow")
        .addKeyValue("conn", this::remoteAddress)
        .addKeyValue("packets", droppedPackets)
        .log("the client does not read, its packets are dropped");
    service.metrics().dropped(MqttMetrics.Drop.SLOW, droppedPackets);
    close(ReasonCode.QUOTA_EXCEEDED, "the client does not read");
  }

  // ---- ending

  /** Ends the connection with a reason, which is told to who understands it. */
  void close(int reason, String what) {
    state.close(reason, what);
  }

  /** Writes the last packet, if any, behind everything that is queued, and ends. */
  void finish(MqttMetrics.End as, @Nullable Outbound last) {
    if (finishing || gone) {
      return;
    }
    finishing = true;
    how = as;
    release();
    channel.config().setAutoRead(true); // to see the client close its half
    byte[] bytes = last == null ? NO_BYTES : bytes(last);
    out.finish(
        bytes,
        bytes.length,
        () -> {
          beforeEnd.run();
          end.endOutput();
        });
    later(service.options().limits().times().closing().toNanos(), end::closeNow);
  }

  private static byte[] bytes(Outbound packet) {
    ByteBuf buffer = Unpooled.buffer();
    packet.appendTo(buffer);
    return ByteBufUtil.getBytes(buffer);
  }

  /**
   * The client wants no more, and what it has published is not decided yet: {@link #endedByClient}
   * follows when that is so, or when it takes too long. It may have closed its half by then.
   */
  void leaving() {
    leaving = true;
    release();
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.config().setAutoRead(true);
    later(service.options().limits().times().closing().toNanos(), this::endedByClient);
  }

  /** The client wants no more: what is queued for it is written if it still reads. */
  void endedByClient() {
    finish(MqttMetrics.End.CLIENT, null);
  }

  /** Closes without another word. */
  void closeNow(MqttMetrics.End as) {
    how = as;
    finishing = true;
    release();
    end.closeNow();
  }

  /** The last packet of a server in MQTT 5. */
  static Outbound disconnect(int reason) {
    return out -> PacketWriter.disconnect(out, reason, Properties.NONE);
  }

  String remoteAddress() {
    return ChannelListener.text(remote);
  }

  /** Runs something on the loop after some nanoseconds, unless the connection is gone by then. */
  @SuppressWarnings("FutureReturnValueIgnored") // dispatch reports what the task throws
  private void later(long delay, Runnable task) {
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (!gone) {
                context.dispatch(task);
              }
            },
            delay,
            TimeUnit.NANOSECONDS);
  }

  private void release() {
    ByteBuf bytes = held;
    if (bytes != null) {
      held = null;
      bytes.release();
    }
  }
}
