package io.pipit.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/** A TCP connection of the driver: blocking at first, and then one of a selector. */
abstract class SocketConnection implements Load.Connection {

  final SocketChannel channel;
  private final Queue<ByteBuffer> unsent = new ArrayDeque<>();

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

  /** Sends a message, or as much of it as the socket takes now. */
  final void send(byte[] message, Selector selector) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(message);
    if (unsent.isEmpty()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      unsent.add(bytes);
      channel.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  @Override
  public final void ready(SelectionKey key) throws IOException {
    if (key.isWritable()) {
      ByteBuffer oldest = unsent.peek();
      while (oldest != null && channel.write(oldest) > 0 && !oldest.hasRemaining()) {
        unsent.remove();
        oldest = unsent.peek();
      }
      if (oldest == null) {
        key.interestOps(SelectionKey.OP_READ);
      }
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
