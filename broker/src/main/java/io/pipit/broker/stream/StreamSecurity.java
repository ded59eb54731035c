package io.pipit.broker.stream;

import io.pipit.broker.stream.sasl.ChannelBindings;
import io.pipit.broker.stream.sasl.Mechanism;
import io.pipit.broker.stream.sasl.SaslPeer;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * How well a stream is protected, and what may be said on it therefore (RFC 6120 5 and 13).
 * Confined to the event loop of its stream.
 */
final class StreamSecurity {

  private final C2sOptions options;
  private final InetSocketAddress remote;
  private SaslPeer peer;
  private @Nullable String tlsVersion;

  StreamSecurity(C2sOptions options, InetSocketAddress remote) {
    this.options = options;
    this.remote = remote;
    this.peer = peer(ChannelBindings.NONE);
  }

  /** The TLS handshake is done. */
  void secured(SSLSession session) {
    peer = peer(options.channelBinding() ? ChannelBindings.of(session) : ChannelBindings.NONE);
    tlsVersion = session.getProtocol();
  }

  private SaslPeer peer(ChannelBindings bindings) {
    return new SaslPeer(remote.getAddress(), ChannelListener.text(remote), bindings);
  }

  SaslPeer peer() {
    return peer;
  }

  boolean isSecure() {
    return tlsVersion != null;
  }

  Optional<String> tlsVersion() {
    return Optional.ofNullable(tlsVersion);
  }

  boolean mayStartTls() {
    return !isSecure() && options.tls() != TlsMode.OFF;
  }

  /** Whether nobody but the client hears what it says. */
  boolean mayTellSecrets() {
    return isSecure()
        || (options.tls() != TlsMode.REQUIRED && remote.getAddress().isLoopbackAddress());
  }

  boolean offers(Mechanism mechanism) {
    if (mechanism == Mechanism.PLAIN) {
      return options.plain() && mayTellSecrets();
    }
    return !mechanism.bindsChannel() || !peer.bindings().types().isEmpty();
  }
}
