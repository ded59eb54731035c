package io.pipit.broker.durability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Between a client and a server of this machine: a way that can be cut. Any thread. */
final class BreakableLink implements AutoCloseable {

  private final int to;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isCut;

  BreakableLink(int to) throws IOException {
    this.to = to;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Ends all connections with a reset, and new ones at once. */
  void cut() throws IOException {
    isCut = true;
    for (Socket one : open) {
      reset(one);
    }
  }

  private static void reset(Socket one) throws IOException {
    try {
      one.setSoLinger(true, 0);
      one.close();
    } catch (SocketException e) {
      if (!one.isClosed()) { // by its pump, as the other side has ended
        throw e;
      }
    }
  }

  /** Lets connections through again. */
  void mend() {
    isCut = false;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "link");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (isCut) {
          client.close();
        } else {
          start(() -> join(client));
        }
      } catch (IOException closed) {
        // The end, as the loop sees.
      }
    }
  }

  private void join(Socket client) {
    try (client;
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), to)) {
      open.add(client);
      open.add(broker);
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      if (!isCut) {
        start(() -> pump(broker, client));
        pump(client, broker);
      }
    } catch (IOException noBroker) {
      // The client sees the end of its connection.
    }
  }

  private void pump(Socket from, Socket into) {
    try (from;
        into) {
      from.getInputStream().transferTo(into.getOutputStream());
    } catch (IOException ended) {
      // By either side.
    }
    open.remove(from);
    open.remove(into);
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
