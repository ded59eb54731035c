package io.pipit.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A TCP connection of the driver: blocking at first, and then one of a selector. */
abstract class SocketConnection implements Load.Connection {

  final SocketChannel channel;
  private ByteBuffer unsent = ByteBuffer.allocateDirect(1_024);

  /** Whether the socket takes nothing more now. */
  private boolean waits;

  SocketConnection(InetSocketAddress server) throws IOException {
    channel = SocketChannel.open(server);
    channel.socket().setTcpNoDelay(true);
  }

  /** Reads what there is and gives it on. */
  abstract void read() throws IOException;

  final void register(Selector selector) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /**
   * Takes a message, to be sent by {@link #flush}.
   *
   * @return whether nobody has been asked to flush yet
   */
  final boolean add(byte[] message) {
    if (unsent.remaining() < message.length) {
      int most = Math.max(2 * unsent.capacity(), unsent.position() + message.length);
      unsent = ByteBuffer.allocateDirect(most).put(unsent.flip());
    }
    boolean first = unsent.position() == 0;
    unsent.put(message);
    return first;
  }

  /**
   * Sends what there is, or as much of it as the socket takes; the selector says when it goes on.
   */
  final void flush(Selector selector) throws IOException {
    channel.write(unsent.flip());
    boolean left = unsent.hasRemaining();
    unsent.compact();
    if (left != waits) {
      waits = left;
      int ops = left ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
      channel.keyFor(selector).interestOps(ops);
    }
  }

  @Override
  public final void ready(SelectionKey key) throws IOException {
    if (key.isWritable()) {
      flush(key.selector());
    }
    if (key.isReadable()) {
      read();
    }
  }

  @Override
  public final void close() throws IOException {
    channel.close();
  }
}
