package io.pipit.bridges.mqtt.link;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the broker has said anything on the connection.
 *
 * <p>With TLS 1.3 a broker judges the certificate of the bridge when the handshake is over for the
 * bridge (RFC 8446 4.4.2.4). It sends an alert and closes, and what the bridge writes meanwhile
 * fails, before the alert was read. So until the first word a failed write is not told: whoever
 * reads finds the alert, or else the end. Written by the thread that reads, read by any.
 */
final class FirstWord {

  private volatile boolean isHeard;

  /** What is read of the broker when TLS has been taken off. */
  InputStream hearing(InputStream in, Consumer<@Nullable IOException> unheard) {
    return new Hearing(in, unheard);
  }

  /** What is written under TLS. */
  OutputStream quiet(OutputStream out) {
    return new Quiet(out);
  }

  private final class Hearing extends FilterInputStream {
    private final Consumer<@Nullable IOException> unheard;

    /**
     * @param unheard told the end of a connection without a word; null when it was closed
     */
    Hearing(InputStream in, Consumer<@Nullable IOException> unheard) {
      super(in);
      this.unheard = unheard;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (isHeard) {
        return in.read(bytes, offset, length);
      }
      int count;
      try {
        count = in.read(bytes, offset, length);
      } catch (SocketTimeoutException notYet) {
        throw notYet;
      } catch (IOException ended) {
        unheard.accept(ended);
        throw ended;
      }
      if (count < 0) {
        unheard.accept(null);
      } else {
        isHeard = true;
      }
      return count;
    }
  }

  private final class Quiet extends FilterOutputStream {
    Quiet(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException ended) {
        if (isHeard) {
          throw ended;
        }
        // Whoever reads is told why.
      }
    }
  }
}
