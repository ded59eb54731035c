package io.pipit.broker.stream.sasl;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What counts as one address in limits per address: an IPv4 address, or the /64 of an IPv6 one,
 * since one subscriber has all addresses of it.
 */
public final class Network {

  private static final int PREFIX_BYTES = 8;

  private Network() {}

  /** A key that is equal for addresses of one network. */
  public static String of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }
}
