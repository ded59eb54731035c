package io.pipit.broker.stream;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * Ends the two halves of a connection: ours with the end of TLS behind what was written, the
 * client's when it closes it. To close both at once could destroy the last bytes on their way.
 * Confined to the event loop of its connection.
 */
public final class ChannelEnd {

  private final Channel channel;
  private boolean inputEnded;
  private boolean outputEnded;

  public ChannelEnd(Channel channel) {
    this.channel = channel;
  }

  /**
   * The client has closed its half, which it may do before it has read everything.
   *
   * @return whether that was the second half, and the connection is being closed
   */
  public boolean inputEnded() {
    inputEnded = true;
    if (outputEnded) {
      closeNow();
    }
    return outputEnded;
  }

  /** Everything has been written. */
  public void endOutput() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      shutdownOutput();
    } else {
      tls.closeOutbound().addListener(sent -> shutdownOutput());
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a failure ends like a success: the peer is gone
  private void shutdownOutput() {
    outputEnded = true;
    if (!inputEnded && channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }

  /** Closes without another word. */
  @SuppressWarnings("FutureReturnValueIgnored") // channelInactive tells
  public void closeNow() {
    channel.close();
  }
}
