package io.pipit.bridges.mqtt.link;

import io.vertx.core.Vertx;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * The socket that Paho gets: it connects to where the options say, secures itself, and lets packets
 * through its gate. So name, certificate and protocol versions are judged in one place for both
 * libraries. Paho calls it from its own threads; {@link #abort} and {@link #writeOwn} any thread.
 */
final class GatedSocket extends Socket {

  private final Vertx vertx;
  private final LinkOptions options;
  private final PacketGate gate;
  private final FirstWord first = new FirstWord();

  /** Under everything: closing it ends whatever waits for the connection. */
  private final Socket raw;

  private volatile Socket socket;
  private volatile boolean isAborted;
  private volatile @Nullable GateInput input;
  private volatile @Nullable GateOutput output;
  private volatile @Nullable LinkFailure failure;

  GatedSocket(Vertx vertx, LinkOptions options, PacketGate gate) {
    this.vertx = vertx;
    this.options = options;
    this.gate = gate;
    raw = options.tls() == null ? new Socket() : new Unsecured();
    socket = raw;
  }

  /** What is under TLS. */
  private final class Unsecured extends Socket {
    @Override
    public OutputStream getOutputStream() throws IOException {
      return first.quiet(super.getOutputStream());
    }
  }

  /** Why there is no connection; null when there is one, or was. */
  @Nullable LinkFailure failure() {
    return failure;
  }

  @Override
  public void connect(SocketAddress ignored, int timeoutMillis) throws IOException {
    int timeout = (int) Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis());
    try {
      InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
      if (address.isUnresolved()) {
        throw new UnknownHostException(options.host());
      }
      raw.connect(address, timeout);
      raw.setTcpNoDelay(true);
      raw.setSoTimeout(timeout);
    } catch (UnknownHostException unknown) {
      throw failed(LinkFailure.Kind.LOOKUP, "no address of " + options.host(), unknown);
    } catch (IOException unreachable) {
      throw failed(
          LinkFailure.Kind.CONNECT,
          "no connection to " + options.host() + " port " + options.port() + ": " + unreachable,
          unreachable);
    }
    LinkTls tls = options.tls();
    InputStream in = tls == null ? raw.getInputStream() : secure(tls);
    GateOutput out = new GateOutput(gate, socket.getOutputStream());
    output = out;
    input = new GateInput(gate, new BufferedInputStream(in), out, options.maxPacketBytes());
    if (isAborted) {
      abort();
      throw new SocketException("closed");
    }
  }

  /** What is read of the broker, when TLS is taken off it. */
  private InputStream secure(LinkTls tls) throws IOException {
    TlsSockets sockets = new TlsSockets(vertx, tls);
    try {
      socket = sockets.secure(raw, options.host(), options.port());
    } catch (SocketTimeoutException silent) {
      throw failed(LinkFailure.Kind.TIMEOUT, "no answer to the TLS handshake", silent);
    } catch (GeneralSecurityException unusable) {
      throw failed(
          LinkFailure.Kind.TLS,
          "no TLS with " + options.host() + ": " + unusable.getMessage(),
          unusable);
    } catch (IOException ended) {
      throw failed(TlsRefusal.of(options.host(), ended, sockets.certificate()), ended);
    }
    ClientCertificate certificate = sockets.certificate();
    return first.hearing(socket.getInputStream(), ended -> unheard(ended, certificate));
  }

  /**
   * The broker has ended the connection before it said anything: that is a word about TLS when it
   * asked for a certificate, or sends an alert, and else one about MQTT.
   */
  private void unheard(@Nullable IOException ended, @Nullable ClientCertificate certificate) {
    boolean isAskedFor = certificate != null && certificate.isAskedFor();
    if (!isAborted && (isAskedFor || !TlsRefusal.alert(ended).isEmpty())) {
      failure = TlsRefusal.of(options.host(), ended, certificate);
    }
  }

  private ConnectException failed(LinkFailure.Kind kind, String text, Exception cause) {
    return failed(new LinkFailure(kind, text), cause);
  }

  private ConnectException failed(LinkFailure why, Exception cause) {
    failure = why;
    abort();
    ConnectException refused = new ConnectException(why.text());
    refused.initCause(cause);
    return refused;
  }

  /** A packet that is not Paho's. Waits for the socket. */
  void writeOwn(byte[] packet) throws IOException {
    out().writeOwn(packet);
  }

  /**
   * Once there is a connection: waits until Paho has started its threads and said something, or for
   * some seconds. What ends one of them before keeps the thread that starts it for ever.
   */
  void awaitBegin() {
    GateOutput current = output;
    if (current != null) {
      current.awaitBegin();
    }
  }

  private GateOutput out() throws IOException {
    GateOutput current = output;
    if (current == null) {
      throw new SocketException("not connected");
    }
    return current;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    GateInput current = input;
    if (current == null) {
      throw new SocketException("not connected");
    }
    return current;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return out();
  }

  @Override
  public synchronized void setSoTimeout(int timeout) throws SocketException {
    socket.setSoTimeout(timeout);
  }

  /**
   * Nothing: TLS sockets refuse it while the broker has not closed, and then Paho closes nothing.
   */
  @Override
  public void shutdownInput() {}

  @Override
  public synchronized void close() throws IOException {
    abort();
  }

  /** Ends whatever waits for the connection. Without a word of TLS, which could wait itself. */
  void abort() {
    isAborted = true;
    try {
      raw.close();
    } catch (IOException closed) {
      // It is, whatever is said about it.
    }
  }

  @Override
  public boolean isClosed() {
    return raw.isClosed();
  }

  @Override
  public boolean isConnected() {
    return raw.isConnected();
  }
}
