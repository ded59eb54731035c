package io.pipit.broker.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passwords that were right, as MACs under a key that never leaves this process. Any thread. Holds
 * the {@value #SIZE} accounts that were seen last.
 */
final class VerifiedPasswords {

  private static final int SIZE = 10_000;

  /** The keys say for which password of the account it was; they change with it. */
  private record Verified(ScramKeys keys, byte[] mac) {}

  private final byte[] key;
  private final Map<String, Verified> byAccount =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
          return size() > SIZE;
        }
      };

  VerifiedPasswords(byte[] key) {
    this.key = key;
  }

  boolean isKnown(String account, String password, ScramKeys keys) {
    Verified before = find(account);
    return before != null
        && before.keys.equals(keys)
        && MessageDigest.isEqual(before.mac, mac(account, password));
  }

  void add(String account, String password, ScramKeys keys) {
    put(account, new Verified(keys, mac(account, password)));
  }

  private synchronized @Nullable Verified find(String account) {
    return byAccount.get(account);
  }

  private synchronized void put(String account, Verified verified) {
    byAccount.put(account, verified);
  }

  private byte[] mac(String account, String password) {
    return ScramExchange.hmac(ScramHash.SHA_256, key, (account + '\0' + password).getBytes(UTF_8));
  }
}
