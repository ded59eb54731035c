package io.pipit.bridges.mqtt.link;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that the bridge shows to its broker, if it has one; and whether the broker asked
 * for it. The threads of one handshake write, any thread reads.
 */
final class ClientCertificate extends X509ExtendedKeyManager {

  private final @Nullable X509KeyManager keys;
  private volatile boolean isAskedFor;
  private volatile boolean isShown;

  /**
   * @param keys of the certificate; null when there is none
   */
  ClientCertificate(@Nullable X509KeyManager keys) {
    this.keys = keys;
  }

  /** Whether the broker wants to know by a certificate who the bridge is. */
  boolean isAskedFor() {
    return isAskedFor;
  }

  /** What the broker got when it asked, for a person. */
  String shown() {
    if (keys == null) {
      return "there is no tls.certfile";
    }
    return isShown
        ? "it was shown tls.certfile"
        : "tls.certfile is not of an authority or a kind that it names";
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
    isAskedFor = true;
    String chosen = keys == null ? null : keys.chooseClientAlias(types, issuers, socket);
    isShown |= chosen != null;
    return chosen;
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return keys == null ? null : keys.getClientAliases(type, issuers);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return keys == null ? null : keys.getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return keys == null ? null : keys.getPrivateKey(alias);
  }

  /** None: the bridge is no server. */
  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
