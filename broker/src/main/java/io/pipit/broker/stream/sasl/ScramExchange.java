package io.pipit.broker.stream.sasl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM on the server's side (RFC 5802 3 and 5, RFC 7677). It costs three hashes, so that it
 * answers at once.
 *
 * <p>An account that does not exist gets a salt that stays the same for its name and fails only at
 * its proof, in the same time, as a wrong password does.
 */
final class ScramExchange implements SaslExchange {

  private final Mechanism mechanism;
  private final Authenticator authenticator;
  private final SaslPeer peer;

  /** What the first message has settled; null before it. */
  private @Nullable Offer offer;

  ScramExchange(Mechanism mechanism, Authenticator authenticator, SaslPeer peer) {
    this.mechanism = mechanism;
    this.authenticator = authenticator;
    this.peer = peer;
  }

  private record Offer(
      ClaimedAccount claimed,
      ScramKeys keys,
      byte[] channelBinding,
      String nonce,
      String firstMessages) {}

  @Override
  public void respond(byte[] message, Consumer<SaslStep> then) {
    Optional<String> text = decode(message);
    Offer made = offer;
    if (text.isEmpty()) {
      then.accept(failure(SaslError.MALFORMED_REQUEST));
    } else if (made == null) {
      then.accept(first(text.get()));
    } else {
      offer = null; // of one use, whatever comes of it
      then.accept(last(made, text.get()));
    }
  }

  /** RFC 5802 7, client-first-message: {@code gs2-header client-first-message-bare}. */
  private SaslStep first(String message) {
    int flagEnd = message.indexOf(',');
    int headerEnd = message.indexOf(',', flagEnd + 1);
    if (flagEnd < 1 || headerEnd < 0) {
      return failure(SaslError.MALFORMED_REQUEST);
    }
    String header = message.substring(0, headerEnd + 1);
    String bare = message.substring(headerEnd + 1);
    Optional<byte[]> binding = channelBinding(message.substring(0, flagEnd), header);
    if (binding.isEmpty()) {
      return failure(bindingError(message.charAt(0)));
    }

    // A mandatory extension "m=" would come before the name; there is none that we know.
    String[] attributes = bare.split(",", -1);
    if (attributes.length < 2
        || !attributes[0].startsWith("n=")
        || !attributes[1].startsWith("r=")
        || attributes[1].length() == 2
        || !isPrintable(attributes[1])) {
      return failure(SaslError.MALFORMED_REQUEST);
    }
    Optional<String> name = unescape(attributes[0].substring(2));
    Optional<String> authzid = authzid(message.substring(flagEnd + 1, headerEnd));
    if (name.isEmpty() || name.get().isEmpty() || authzid.isEmpty()) {
      return failure(SaslError.MALFORMED_REQUEST);
    }

    ClaimedAccount claimed = authenticator.claim(name.get());
    if (!claimed.mayActAs(authzid.get())) {
      return failure(SaslError.INVALID_AUTHZID);
    }
    if (authenticator.mustWait(claimed, peer)) {
      return failure(SaslError.TEMPORARY_AUTH_FAILURE);
    }
    ScramKeys keys = authenticator.keys(claimed, mechanism.hash());
    String nonce = attributes[1].substring(2) + authenticator.nonce();
    String challenge =
        "r="
            + nonce
            + ",s="
            + Base64.getEncoder().encodeToString(keys.salt())
            + ",i="
            + keys.iterations();
    offer = new Offer(claimed, keys, binding.get(), nonce, bare + "," + challenge + ",");
    return new SaslStep.Challenge(challenge.getBytes(UTF_8));
  }

  /**
   * What the client must repeat in {@code c=}: the header, and the data of the channel binding if
   * it uses one. Empty when its flag does not fit what was offered (RFC 5802 6).
   */
  private Optional<byte[]> channelBinding(String flag, String header) {
    byte[] prefix = header.getBytes(UTF_8);
    return switch (flag.charAt(0)) {
      case 'n' -> flag.length() > 1 || mechanism.bindsChannel() ? NO_BINDING : Optional.of(prefix);
      // "I could bind, but you did not offer it": if we did, somebody has removed the offer.
      case 'y' ->
          flag.length() > 1 || mechanism.bindsChannel() || !peer.bindings().types().isEmpty()
              ? NO_BINDING
              : Optional.of(prefix);
      case 'p' ->
          !flag.startsWith("p=") || !mechanism.bindsChannel()
              ? NO_BINDING
              : peer.bindings().data(flag.substring(2)).map(data -> join(prefix, data));
      default -> NO_BINDING;
    };
  }

  private static final Optional<byte[]> NO_BINDING = Optional.empty();

  private SaslError bindingError(char flag) {
    boolean rightPlace =
        switch (flag) {
          case 'p' -> mechanism.bindsChannel();
          case 'y' -> !mechanism.bindsChannel();
          default -> false;
        };
    return rightPlace ? SaslError.UNSUPPORTED_CHANNEL_BINDING : SaslError.MALFORMED_REQUEST;
  }

  /** RFC 5802 7, client-final-message: {@code c=…,r=…[,extensions],p=…}. */
  private SaslStep last(Offer made, String message) {
    int proofAt = message.lastIndexOf(",p=");
    if (proofAt < 0) {
      return failure(SaslError.MALFORMED_REQUEST);
    }
    String withoutProof = message.substring(0, proofAt);
    String[] attributes = withoutProof.split(",", -1);
    Optional<byte[]> proof = StrictBase64.decode(message.substring(proofAt + 3));
    if (attributes.length < 2
        || !attributes[0].startsWith("c=")
        || !attributes[1].startsWith("r=")
        || proof.isEmpty()
        || proof.get().length != mechanism.hash().bytes()) {
      return failure(SaslError.MALFORMED_REQUEST);
    }
    Optional<byte[]> binding = StrictBase64.decode(attributes[0].substring(2));
    if (binding.isEmpty()) {
      return failure(SaslError.MALFORMED_REQUEST);
    }

    byte[] authMessage = (made.firstMessages + withoutProof).getBytes(UTF_8);
    boolean proven = isProof(proof.get(), made.keys, authMessage);
    boolean sameChannel = MessageDigest.isEqual(binding.get(), made.channelBinding);
    boolean sameNonce =
        MessageDigest.isEqual(
            attributes[1].substring(2).getBytes(UTF_8), made.nonce.getBytes(UTF_8));
    if (!(proven && sameChannel && sameNonce)
        || !authenticator.isCurrent(made.claimed, made.keys)) {
      authenticator.failed(made.claimed, peer);
      return failure(SaslError.NOT_AUTHORIZED);
    }
    authenticator.succeeded(made.claimed, peer);
    byte[] signature = hmac(mechanism.hash(), made.keys.serverKey(), authMessage);
    return new SaslStep.Success(
        made.claimed.account().orElseThrow(),
        ("v=" + Base64.getEncoder().encodeToString(signature)).getBytes(US_ASCII));
  }

  /** RFC 5802 3: H(ClientProof XOR HMAC(StoredKey, AuthMessage)) is StoredKey. */
  private boolean isProof(byte[] proof, ScramKeys keys, byte[] authMessage) {
    byte[] clientKey = hmac(mechanism.hash(), keys.storedKey(), authMessage);
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= proof[i];
    }
    try {
      byte[] hashed = MessageDigest.getInstance(mechanism.hash().digest()).digest(clientKey);
      return MessageDigest.isEqual(hashed, keys.storedKey());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + mechanism.hash().digest(), e);
    }
  }

  static byte[] hmac(ScramHash hash, byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(hash.hmac());
      mac.init(new SecretKeySpec(key, hash.hmac()));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + hash.hmac(), e);
    }
  }

  /** The name behind {@code a=}, the empty string when there is none; empty when malformed. */
  private static Optional<String> authzid(String attribute) {
    if (attribute.isEmpty()) {
      return Optional.of("");
    }
    return attribute.startsWith("a=") ? unescape(attribute.substring(2)) : Optional.empty();
  }

  /** RFC 5802 5.1: {@code =2C} is a comma, {@code =3D} is =, any other = is an error. */
  private static Optional<String> unescape(String saslName) {
    StringBuilder name = new StringBuilder(saslName.length());
    for (int i = 0; i < saslName.length(); i++) {
      char c = saslName.charAt(i);
      if (c != '=') {
        name.append(c);
      } else if (saslName.startsWith("=2C", i)) {
        name.append(',');
        i += 2;
      } else if (saslName.startsWith("=3D", i)) {
        name.append('=');
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(name.toString());
  }

  private static boolean isPrintable(String nonce) {
    return nonce.chars().allMatch(c -> c > 0x20 && c < 0x7F);
  }

  static Optional<String> decode(byte[] utf8) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }

  private static SaslStep failure(SaslError error) {
    return new SaslStep.Failure(error);
  }
}
