package io.pipit.bridges.mqtt.link;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both versions of Paho have in common: the socket, the threads, the intake, the order of what
 * is told.
 *
 * <p>Threads: Paho runs on a pool of this link alone, so that a closed link can be seen to have
 * none. Its callbacks only hand over to the context. One of them waits there when the intake is
 * full, which stops the reading of the socket; what empties the intake needs none of Paho's
 * threads.
 */
abstract class PahoLink implements MqttLink {

  private static final Logger LOG = LoggerFactory.getLogger(PahoLink.class);

  /** Connecting, receiving, sending, telling, looking after pings, and disconnecting. */
  private static final int THREADS = 6;

  private static final int THREADS_END_SECONDS = 10;
  private static final long INTAKE_LOOK_MILLIS = 200;
  private static final long DISCONNECT_MILLIS = 1_000;
  private static final AtomicInteger LINKS = new AtomicInteger();

  static {
    SilentPahoLog.use();
  }

  final LinkOptions options;
  final ScheduledThreadPoolExecutor threads;
  final PacketGate gate;
  private final Context context;
  private final Vertx vertx;
  private final LinkListener listener;
  private final GatedSocket socket;
  private final Semaphore intake;
  private volatile boolean isClosing;

  /** Confined to the context, as all below. */
  private boolean isUp;

  private boolean isTold;

  /** What came before the end of CONNACK was told: Paho has several threads. */
  private final Queue<Runnable> early = new ArrayDeque<>();

  private int inflight;
  private int maxInflight;
  private long connectTimer = -1;
  private @Nullable Future<Void> closed;

  PahoLink(Vertx vertx, Context context, LinkOptions options, LinkListener listener) {
    this.vertx = vertx;
    this.context = context;
    this.options = options;
    this.listener = listener;
    gate = new PacketGate(new Holding());
    socket = new GatedSocket(vertx, options, gate);
    intake = new Semaphore(options.intake());
    threads = new ScheduledThreadPoolExecutor(THREADS, factory(options.clientId()));
    threads.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory factory(String clientId) {
    ThreadFactory plain = Executors.defaultThreadFactory();
    String name = "mqtt-link-" + LINKS.incrementAndGet() + "-" + clientId;
    return runnable -> {
      Thread thread = plain.newThread(runnable);
      thread.setDaemon(true);
      thread.setName(name);
      return thread;
    };
  }

  /** Where Paho believes to connect to; the socket knows better. */
  String uri() {
    return "tcp://127.0.0.1:" + options.port();
  }

  SocketFactory sockets() {
    return new OneSocket(socket);
  }

  // What a version does, on the context. None of it waits.

  /** May throw whatever the library throws. */
  abstract void begin() throws Exception;

  abstract void send(OutgoingMessage message, Promise<PublishAnswer> answer) throws Exception;

  /** Has a message of QoS 2 forgotten, and its PUBCOMP written. */
  abstract void sendComplete(int id) throws Exception;

  /** On a worker: the client lets go of everything. */
  abstract void discard() throws Exception;

  abstract boolean isBackPressure(Throwable failure);

  abstract LinkFailure failureOf(@Nullable Throwable cause);

  @Override
  public void connect() {
    connectTimer =
        vertx.setTimer(
            options.connectTimeout().toMillis(),
            id -> {
              connectTimer = -1;
              fail(new LinkFailure(LinkFailure.Kind.TIMEOUT, "no CONNACK within " + waited()));
            });
    try {
      begin();
    } catch (Exception refused) {
      fail(failureOf(refused));
    }
  }

  private String waited() {
    return options.connectTimeout().toMillis() + " ms";
  }

  // What Paho's threads say.

  final void cameUp(LinkUp up) {
    context.runOnContext(
        ran -> {
          if (!isUp && !isTold && !isClosing) {
            cancelTimer();
            isUp = true;
            maxInflight = up.inflight();
            listener.connected(up);
            while (!early.isEmpty() && !isClosing) {
              early.remove().run();
            }
          }
        });
  }

  /** Only where no connection came up, or one ended. */
  final void wentDown(@Nullable Throwable cause) {
    LinkFailure known = socket.failure();
    LinkFailure failure = known == null ? failureOf(cause) : known;
    context.runOnContext(ran -> fail(failure));
  }

  /** A message was read: it is handed over, or dropped, or waits for room. */
  final void came(IncomingMessage message) {
    if (!intake.tryAcquire()) {
      if (message.qos() == 0 && !options.intakeBlocks()) {
        listener.overflow();
        return;
      }
      if (!waitForRoom()) {
        return;
      }
    }
    tell(() -> listener.message(message));
  }

  private boolean waitForRoom() {
    try {
      while (!isClosing) {
        if (intake.tryAcquire(INTAKE_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  final void cameReleased(int id) {
    tell(() -> listener.released(id));
  }

  private void tell(Runnable event) {
    context.runOnContext(
        ran -> {
          if (isTold || isClosing) {
            return;
          }
          if (isUp) {
            event.run();
          } else {
            early.add(event);
          }
        });
  }

  private final class Holding implements PacketGate.Held {
    @Override
    public void released(int id) {
      cameReleased(id);
    }

    @Override
    public void received(int id) {
      tell(() -> listener.received(id));
    }

    @Override
    public void completed(int id) {
      tell(() -> listener.completed(id));
    }
  }

  // What the bridge says.

  @Override
  public Future<PublishAnswer> publish(OutgoingMessage message) {
    if (message.qos() > 0 && inflight >= maxInflight) {
      return Future.failedFuture(new BackPressureException());
    }
    Promise<PublishAnswer> answer = Promise.promise();
    boolean isExact = message.qos() == 2;
    if (isExact) {
      gate.ids().expect(message.exactId(), message.again());
    }
    try {
      send(message, answer);
    } catch (Exception refused) {
      if (isExact) {
        gate.ids().refused(message.exactId());
      }
      return Future.failedFuture(isBackPressure(refused) ? new BackPressureException() : refused);
    }
    if (message.qos() > 0) {
      inflight++;
      return answer.future().eventually(this::landed);
    }
    return answer.future();
  }

  private Future<Void> landed() {
    inflight--;
    return Future.succeededFuture();
  }

  /** Completes a promise on the context, whose futures then run there. */
  final <T> void answer(Promise<T> promise, T value) {
    context.runOnContext(ran -> promise.tryComplete(value));
  }

  final void done(Promise<Void> promise) {
    context.runOnContext(ran -> promise.tryComplete());
  }

  final void refuse(Promise<?> promise, @Nullable Throwable cause) {
    Throwable shown = cause == null ? new IOException("the connection has ended") : cause;
    context.runOnContext(ran -> promise.tryFail(shown));
  }

  @Override
  public void acknowledge(IncomingMessage message) {
    intake.release();
    if (!isUp || isClosing || message.qos() == 0) {
      return;
    }
    int id = message.id();
    Future<?> unused = writeOwn(message.qos() == 2 ? PacketGate.pubrec(id) : PacketGate.puback(id));
  }

  @Override
  public void complete(int id) {
    if (!isUp || isClosing) {
      return;
    }
    gate.letComplete(id);
    try {
      sendComplete(id);
    } catch (Exception ended) {
      // The broker will send PUBREL again on the next connection.
      LOG.debug("no PUBCOMP of id={} to {}: {}", id, options, ended.toString());
    }
  }

  @Override
  public void release(int id) {
    if (isUp && !isClosing) {
      Future<?> unused = writeOwn(PacketGate.pubrel(id));
    }
  }

  /** A write can wait for the broker, so it is the work of a worker; they keep their order. */
  private Future<?> writeOwn(byte[] packet) {
    return context
        .executeBlocking(
            () -> {
              socket.writeOwn(packet);
              return null;
            })
        .onFailure(ended -> LOG.debug("nothing written to {}: {}", options, ended.toString()));
  }

  private void fail(LinkFailure failure) {
    if (isTold || isClosing) {
      return;
    }
    isTold = true;
    cancelTimer();
    Future<?> unused = close(false);
    listener.closed(failure);
  }

  private void cancelTimer() {
    if (connectTimer >= 0) {
      vertx.cancelTimer(connectTimer);
      connectTimer = -1;
    }
  }

  @Override
  public Future<Void> close(boolean orderly) {
    Future<Void> running = closed;
    if (running != null) {
      return running;
    }
    cancelTimer();
    boolean isSaid = orderly && isUp;
    isClosing = true;
    isUp = false;
    Promise<Void> gone = Promise.promise();
    closed = gone.future();
    if (isSaid) {
      sayFarewell().onComplete(said -> end(gone));
    } else {
      end(gone);
    }
    return gone.future();
  }

  /**
   * DISCONNECT, behind what was acknowledged. Not by Paho: one of its threads stays for ever when
   * the connection ends before it has noted that DISCONNECT was written.
   */
  private Future<?> sayFarewell() {
    long late = vertx.setTimer(DISCONNECT_MILLIS, id -> socket.abort());
    return writeOwn(PacketGate.disconnect()).onComplete(said -> vertx.cancelTimer(late));
  }

  private void end(Promise<Void> gone) {
    socket.abort();
    Future<?> unused = vertx.executeBlocking(this::end, false).onComplete(ended -> done(gone));
  }

  private @Nullable Void end() throws InterruptedException {
    socket.awaitBegin();
    attempt("close", this::discard);
    threads.shutdownNow();
    if (!threads.awaitTermination(THREADS_END_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("{} threads of the link to {} did not end", threads.getActiveCount(), options);
    }
    return null;
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private void attempt(String what, Attempt attempt) {
    try {
      attempt.run();
    } catch (Exception refused) {
      LOG.debug("{} of the link to {}: {}", what, options, refused.toString());
    }
  }

  /** Paho makes one socket for each connection, and this link is one connection. */
  private static final class OneSocket extends SocketFactory {
    private final Socket socket;

    OneSocket(Socket socket) {
      this.socket = socket;
    }

    @Override
    public Socket createSocket() {
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
      return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
      return socket;
    }
  }
}
