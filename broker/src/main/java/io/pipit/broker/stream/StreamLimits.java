package io.pipit.broker.stream;

import io.pipit.xmpp.xml.TreeBudget;
import io.pipit.xmpp.xml.XmlLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What a client may cost.
 *
 * @param beforeAuthentication for a peer that is not known yet
 * @param afterAuthentication for an account
 */
public record StreamLimits(
    Share beforeAuthentication,
    Share afterAuthentication,
    Times times,
    Connections connections,
    Heap heap) {

  /** The defaults, with no address exempt and no regard for the heap. */
  public static final StreamLimits DEFAULTS =
      new StreamLimits(
          new Share(XmlLimits.BEFORE_AUTHENTICATION, 10_240, 20_480, 1, 65_536, 10_000),
          new Share(XmlLimits.AFTER_AUTHENTICATION, 8 << 20, 16 << 20, 256, 4 << 20, 10_000),
          new Times(
              Duration.ofSeconds(30),
              Duration.ofSeconds(10),
              Duration.ofSeconds(120),
              Duration.ofSeconds(60),
              Duration.ofSeconds(5)),
          new Connections(50, 2_000, 1_000, address -> false),
          new Heap(HeapPressure.NONE, TreeBudget.UNBOUNDED));

  /**
   * What one stream may use.
   *
   * @param inboundBytesPerSecond the rate at which it is read in the long run; not faster, but
   *     never closed for it
   * @param inboundBurstBytes what is read at once before that rate holds
   * @param inFlight requests without answer; beyond, nothing more is read
   * @param outboundBytes bytes queued to a client that does not read; beyond, it is closed with
   *     {@code resource-constraint}
   * @param outboundStanzas the same in stanzas
   */
  public record Share(
      XmlLimits xml,
      int inboundBytesPerSecond,
      int inboundBurstBytes,
      int inFlight,
      int outboundBytes,
      int outboundStanzas) {

    public Share {
      if (inboundBytesPerSecond < 1
          || inboundBurstBytes < 1
          || inFlight < 1
          || outboundBytes < 1
          || outboundStanzas < 1) {
        throw new IllegalArgumentException("a limit of streams is out of range");
      }
    }
  }

  /**
   * How long things may take.
   *
   * @param bind from accepting the connection to resource binding, in all
   * @param tls for the TLS handshake
   * @param idle after this silence a client is sent a ping
   * @param idleGrace after this further silence it is closed with {@code connection-timeout}
   * @param closing for the client to read what is left and close its side
   */
  public record Times(
      Duration bind, Duration tls, Duration idle, Duration idleGrace, Duration closing) {}

  /**
   * How many connections there may be; see {@link io.pipit.broker.stream.sasl.Network} for what
   * counts as one address.
   *
   * @param unauthenticatedPerAddress not authenticated, from one address
   * @param unauthenticated not authenticated, in all
   * @param authenticatedPerAddress authenticated, from one address
   * @param exempt addresses without limits per address
   */
  public record Connections(
      int unauthenticatedPerAddress,
      int unauthenticated,
      int authenticatedPerAddress,
      Predicate<InetAddress> exempt) {}

  /**
   * What all streams share of the heap.
   *
   * @param pressure refuses new connections and streams
   * @param trees bounds what is half-read
   */
  public record Heap(HeapPressure pressure, TreeBudget trees) {}
}
