package io.pipit.broker.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A client that sends exactly the bytes of the test, as no decent one would. */
final class HttpPeer implements AutoCloseable {

  private static final int MOST_MILLIS = 30_000;

  private final Socket socket;

  HttpPeer(int port) throws IOException {
    socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    socket.setSoTimeout(MOST_MILLIS);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** Everything until the other side closes. */
  String readAll() throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException reset) {
      return "";
    }
  }

  /** Sends one byte after the other, each when nothing came back for a moment, until the end. */
  void dribble() throws IOException {
    socket.setSoTimeout(20);
    InputStream in = socket.getInputStream();
    try {
      while (true) {
        try {
          if (in.read() < 0) {
            return;
          }
        } catch (SocketTimeoutException nothingYet) {
          send("a");
        }
      }
    } catch (SocketException closed) {
      assert socket.isBound();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** One request on a connection of its own. */
  static Reply exchange(int port, String method, String target, String headers, String body)
      throws IOException {
    try (HttpPeer peer = new HttpPeer(port)) {
      peer.send(
          method
              + " "
              + target
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + headers
              + (body.isEmpty()
                  ? ""
                  : "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n")
              + "\r\n"
              + body);
      return Reply.of(peer.readAll());
    }
  }

  /** What came back. */
  record Reply(int status, String head, String body) {

    static Reply of(String text) {
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        throw new AssertionError("no answer but: " + text);
      }
      return new Reply(
          Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
    }

    Optional<String> header(String name) {
      return Arrays.stream(head.split("\r\n"))
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }
  }
}
