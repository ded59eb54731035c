package io.pipit.bridges.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Sockets that send at once: Paho writes a packet in parts, and each would wait 40 ms. */
final class NoDelaySockets extends SocketFactory {

  private static Socket atOnce(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    return atOnce(new Socket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return atOnce(new Socket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return atOnce(new Socket(host, port, from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return atOnce(new Socket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return atOnce(new Socket(host, port, from, fromPort));
  }
}
