package io.pipit.broker.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import io.pipit.xmpp.xml.StreamReader;
import io.pipit.xmpp.xml.XmlBuffer;
import io.pipit.xmpp.xml.XmlContext;
import io.pipit.xmpp.xml.XmlWriter;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the bytes of one stream between its channel, its reader and its queue, and changes the
 * channel to TLS. It stands in the pipeline in the place of Vert.x's own handler, so that reads are
 * copied once and writes are flushed once per turn. Confined to its event loop.
 *
 * <p><b>Pausing.</b> Any number of reasons may stop the reading. The reader stops behind the
 * element at hand, what was read already is held here, and the channel reads nothing more: the
 * client feels it through TCP.
 *
 * <p><b>Ending.</b> The last bytes are followed by the end of TLS and of our half of the
 * connection; what the client still sends is discarded until it has closed its half too, or its
 * time is up.
 */
final class StreamConnection extends ChannelInboundHandlerAdapter implements OutboundQueue.Owner {

  /** Why nothing is read. */
  enum Pause {
    /** The client sends faster than it may. */
    RATE,
    /** Too many of its requests are not answered. */
    IN_FLIGHT,
    /** It does not read what it gets. */
    OUTBOUND,
    /** What it said last decides how the next bytes are read. */
    ANSWER
  }

  private static final Logger log = LoggerFactory.getLogger(StreamConnection.class);

  /** Reading stops when a quarter of the outbound limit is queued, and goes on at an eighth. */
  private static final int PAUSE_SHARE = 4;

  private static final int RESUME_SHARE = 8;

  private final C2sService service;
  private final LoopResources loop;
  private final Channel channel;
  private final C2sStream stream;
  private final StreamReader reader;
  private final OutboundQueue out;
  private final TokenBucket bucket;
  private final ChannelEnd end;
  private final Consumer<StreamConnection> whenGone;
  private final Set<Pause> pauses = EnumSet.noneOf(Pause.class);

  private StreamLimits.Share share;
  private @Nullable ByteBuf held;
  private boolean feeding;
  private boolean feedScheduled;
  private boolean startTls;
  private boolean handshaking;
  private boolean finishing;
  private boolean gone;
  private long lastActivity;

  /**
   * Serves a channel that was just accepted.
   *
   * @param whenGone called once when the connection is closed
   */
  StreamConnection(
      C2sService service,
      LoopResources loop,
      Channel channel,
      InetSocketAddress remote,
      boolean directTls,
      Consumer<StreamConnection> whenGone) {
    long now = System.nanoTime();
    this.service = service;
    this.loop = loop;
    this.channel = channel;
    this.whenGone = whenGone;
    this.share = service.options().limits().beforeAuthentication();
    this.lastActivity = now;
    this.stream = new C2sStream(service, loop, this, remote, directTls, now);
    this.reader =
        new StreamReader(
            share.xml(), stream, service.options().limits().heap().trees(), loop.parser());
    this.bucket = new TokenBucket(share, now);
    this.end = new ChannelEnd(channel);
    this.out = new OutboundQueue(channel, loop.inbox(), service.metrics(), share, this);
    if (directTls) {
      addTls(true);
    }
  }

  C2sStream stream() {
    return stream;
  }

  // ---- from the channel

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      loop.context().dispatch(bytes, this::received);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void received(ByteBuf bytes) {
    lastActivity = System.nanoTime();
    if (finishing || gone) {
      bytes.release();
      return;
    }
    ByteBuf before = held;
    if (before == null) {
      held = bytes;
    } else {
      before.writeBytes(bytes);
      bytes.release();
    }
    feed();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
    if (ctx.channel().isWritable()) {
      loop.context().dispatch(out::flush);
    }
    super.channelWritabilityChanged(ctx);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof SslHandshakeCompletionEvent completed && handshaking) {
      loop.context().dispatch(completed, this::handshakeCompleted);
    } else if (event instanceof ChannelInputShutdownEvent) {
      loop.context().dispatch(this::inputEnded);
    }
    super.userEventTriggered(ctx, event);
  }

  private void handshakeCompleted(SslHandshakeCompletionEvent completed) {
    handshaking = false;
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (completed.isSuccess() && tls != null) {
      stream.secured(tls.engine().getSession());
    } else {
      log.atDebug()
          .addKeyValue("event", "tls.fail")
          .addKeyValue("conn", stream::remoteAddress)
          .addKeyValue("reason", completed.cause())
          .log("the TLS handshake failed");
      closeNow();
    }
  }

  private void inputEnded() {
    boolean closes = end.inputEnded();
    if (!closes && !finishing && !gone) {
      stream.streamClosed();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // Reset by peer, a broken TLS record: the peer's matter, and the end of the connection.
    log.atDebug()
        .addKeyValue("event", "conn.fail")
        .addKeyValue("conn", stream::remoteAddress)
        .addKeyValue("reason", cause.toString())
        .log("the connection failed");
    closeNow();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    loop.context().dispatch(this::disconnected);
    super.channelInactive(ctx);
  }

  private void disconnected() {
    if (gone) {
      return;
    }
    gone = true;
    out.close();
    reader.close();
    release();
    stream.disconnected();
    whenGone.accept(this);
  }

  // ---- reading

  private void feed() {
    if (feeding) {
      return;
    }
    feeding = true;
    try {
      while (held != null && pauses.isEmpty() && !finishing && !gone) {
        feedOnce(held);
      }
    } catch (RuntimeException | AssertionError | StackOverflowError defect) {
      log.atError()
          .addKeyValue("event", "conn.defect")
          .addKeyValue("conn", stream.remoteAddress())
          .setCause(defect)
          .log("a stream failed by a defect");
      stream.close(StreamError.of(Condition.INTERNAL_SERVER_ERROR));
    } finally {
      feeding = false;
    }
    if (held == null && pauses.isEmpty() && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private void feedOnce(ByteBuf bytes) {
    byte[] scratch = loop.readBuffer();
    int length = Math.min(bytes.readableBytes(), scratch.length);
    bytes.getBytes(bytes.readerIndex(), scratch, 0, length);
    int taken = reader.feed(scratch, 0, length);
    int stanzas = stream.takeStanzasRead();
    if (stanzas > 0) {
      service.metrics().received(stanzas, taken);
    }
    if (finishing || gone) {
      return; // the bytes are released
    }
    bytes.skipBytes(taken);
    boolean more = bytes.isReadable();
    if (!more) {
      release();
    }
    if (startTls) {
      startTls = false;
      secure(more);
      return;
    }
    long wait = bucket.take(taken, System.nanoTime());
    if (wait > 0) {
      pause(Pause.RATE);
      later(wait, () -> resume(Pause.RATE));
    }
  }

  void pause(Pause reason) {
    if (finishing || gone) {
      return;
    }
    if (pauses.isEmpty()) {
      reader.stop();
      channel.config().setAutoRead(false);
    }
    pauses.add(reason);
  }

  void resume(Pause reason) {
    if (pauses.remove(reason) && pauses.isEmpty() && !finishing && !gone && !feedScheduled) {
      feedScheduled = true;
      // Not here: the caller may be another stream in the middle of a read.
      loop.inbox()
          .execute(
              () -> {
                feedScheduled = false;
                feed();
              });
    }
  }

  /** When the client last did something: sent bytes, or read what had been queued. */
  long lastActivity() {
    return lastActivity;
  }

  /** The client is known: it may do more, and opens its stream again. */
  void authenticated(StreamLimits.Share newShare) {
    share = newShare;
    out.limits(newShare);
    bucket.limits(newShare);
    reader.limits(newShare.xml());
    reader.restart();
  }

  // ---- TLS

  /** Once the reader has stopped, answers STARTTLS and changes the channel. */
  void startTls() {
    startTls = true;
    reader.stop();
  }

  /**
   * RFC 6120 5.4.3.3. Bytes behind {@code <starttls/>} came in clear text, from whomever; they must
   * not be taken for bytes of the client that is going to authenticate.
   */
  private void secure(boolean bytesInClear) {
    if (bytesInClear) {
      log.atDebug()
          .addKeyValue("event", "tls.fail")
          .addKeyValue("conn", stream::remoteAddress)
          .log("the client sent bytes behind starttls");
      closeNow();
      return;
    }
    XmlBuffer proceed = loop.xml();
    XmlWriter.append(Element.of("proceed", Ns.TLS), XmlContext.CLIENT_STREAM, proceed);
    write(proceed);
    out.flush();
    if (out.bytes() > 0) {
      closeNow(); // it does not read even that little
      return;
    }
    reader.restart();
    addTls(false);
  }

  private void addTls(boolean direct) {
    handshaking = true;
    SslHandler tls =
        service.tls().handler(direct, channel.alloc(), service.options().limits().times().tls());
    channel.pipeline().addFirst("tls", tls);
  }

  boolean isHandshaking() {
    return handshaking;
  }

  // ---- writing

  void write(XmlBuffer stanza) {
    out.add(stanza.array(), stanza.size());
    queued();
  }

  void write(Outbound stanza) {
    out.add(stanza);
    queued();
  }

  private void queued() {
    if (out.bytes() > share.outboundBytes() / PAUSE_SHARE) {
      pause(Pause.OUTBOUND);
    }
  }

  int queuedStanzas() {
    return out.stanzas();
  }

  int queuedBytes() {
    return out.bytes();
  }

  @Override
  public void drained() {
    if (pauses.contains(Pause.OUTBOUND)) {
      lastActivity = System.nanoTime(); // it reads, though it is not being read
      if (out.bytes() <= share.outboundBytes() / RESUME_SHARE) {
        resume(Pause.OUTBOUND);
      }
    }
  }

  @Override
  public void overflowed(int droppedStanzas) {
    log.atDebug()
        .addKeyValue("event", "queue.overflow")
        .addKeyValue("conn", stream::remoteAddress)
        .addKeyValue("stanzas", droppedStanzas)
        .log("the client does not read, its stanzas are dropped");
    service.metrics().slowConsumerClosed(droppedStanzas);
    stream.close(
        StreamError.of(Condition.RESOURCE_CONSTRAINT, "the client does not read fast enough"));
  }

  // ---- ending

  /** Writes the last bytes of the stream behind everything that is queued, and ends. */
  void finish(XmlBuffer last) {
    if (finishing || gone) {
      return;
    }
    finishing = true;
    release();
    reader.close();
    channel.config().setAutoRead(true); // to see the client close its half
    out.finish(last.array(), last.size(), end::endOutput);
    later(service.options().limits().times().closing().toNanos(), this::closeNow);
  }

  /** Closes without another word. */
  void closeNow() {
    end.closeNow();
  }

  /** Runs something on the loop after some nanoseconds, unless the connection is gone by then. */
  @SuppressWarnings("FutureReturnValueIgnored") // dispatch reports what the task throws
  void later(long delay, Runnable task) {
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (!gone) {
                loop.context().dispatch(task);
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
