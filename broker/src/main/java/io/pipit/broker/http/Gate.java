package io.pipit.broker.http;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides who may use a route. Any thread. */
final class Gate {

  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  Gate(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Whether a peer may use a route with this access.
   *
   * @param authorization all headers of that name
   */
  boolean admits(Routes.Access access, @Nullable SocketAddress peer, List<String> authorization) {
    return switch (access) {
      case PUBLIC -> true;
      case LOCAL_OR_TOKEN -> isLocal(peer) || holdToken(authorization);
      case TOKEN -> holdToken(authorization);
    };
  }

  private static boolean isLocal(@Nullable SocketAddress peer) {
    if (peer == null || !peer.isInetSocket()) {
      return false;
    }
    try {
      // The address of a peer is a literal, so that no name is looked up.
      return InetAddress.getByName(peer.hostAddress()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** In a time that does not depend on how much of the token is right. */
  private boolean holdToken(List<String> authorization) {
    return authorization.size() == 1
        && authorization.get(0).startsWith(SCHEME)
        && MessageDigest.isEqual(
            token,
            authorization.get(0).substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
  }
}
