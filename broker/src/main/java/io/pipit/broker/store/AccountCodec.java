package io.pipit.broker.store;

import io.pipit.broker.store.AccountChange.AccountCreated;
import io.pipit.broker.store.AccountChange.AccountDisabled;
import io.pipit.broker.store.AccountChange.AccountEnabled;
import io.pipit.broker.store.AccountChange.AccountRemoved;
import io.pipit.broker.store.AccountChange.CredentialsChanged;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The payloads of account changes; numbers are big-endian.
 *
 * <pre>
 * JID            length 2, UTF-8
 * 64 created     JID, role 1, disabled 1, keys of SHA-1, keys of SHA-256
 * 65 credentials JID, keys of SHA-1, keys of SHA-256
 * 66 disabled, 67 enabled, 68 removed: JID
 * keys           salt length 1, salt, iterations 4, key length 1, stored key, server key
 * </pre>
 */
final class AccountCodec {

  private static final byte CREATED = 64;
  private static final byte CREDENTIALS = 65;
  private static final byte DISABLED = 66;
  private static final byte ENABLED = 67;
  private static final byte REMOVED = 68;

  /** A JID has at most 2 x 1,023 bytes and one (RFC 7622 3.1), keys at most 2 x 325. */
  private static final int MAX_BYTES = 4096;

  private AccountCodec() {}

  static LogRecord encode(AccountChange change) {
    ByteBuffer into = ByteBuffer.allocate(MAX_BYTES);
    byte[] jid = change.account().toString().getBytes(StandardCharsets.UTF_8);
    into.putShort((short) jid.length).put(jid);
    byte type = encodeRest(change, into);
    byte[] payload = new byte[into.flip().remaining()];
    into.get(payload);
    return new LogRecord(type, Partitions.of(change.account()), payload);
  }

  private static byte encodeRest(AccountChange change, ByteBuffer into) {
    if (change instanceof AccountCreated created) {
      into.put((byte) created.role().code());
      into.put((byte) (created.credentials().disabled() ? 1 : 0));
      putKeys(created.credentials(), into);
      return CREATED;
    }
    if (change instanceof CredentialsChanged changed) {
      putKeys(changed.credentials(), into);
      return CREDENTIALS;
    }
    if (change instanceof AccountDisabled) {
      return DISABLED;
    }
    if (change instanceof AccountEnabled) {
      return ENABLED;
    }
    if (change instanceof AccountRemoved) {
      return REMOVED;
    }
    throw new AssertionError(change);
  }

  private static void putKeys(Credentials credentials, ByteBuffer into) {
    for (ScramHash hash : ScramHash.values()) {
      ScramKeys keys = credentials.keys(hash);
      into.put((byte) keys.salt().length).put(keys.salt()).putInt(keys.iterations());
      into.put((byte) keys.storedKey().length).put(keys.storedKey()).put(keys.serverKey());
    }
  }

  static AccountChange decode(LogRecord record) {
    ByteBuffer from = ByteBuffer.wrap(record.payload());
    try {
      AccountChange change = decode(record.type(), from);
      if (from.hasRemaining()) {
        throw new IllegalArgumentException("account record with bytes left over");
      }
      return change;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("account record that ends early", e);
    }
  }

  private static AccountChange decode(byte type, ByteBuffer from) {
    byte[] text = bytes(from, Short.toUnsignedInt(from.getShort()));
    BareJid account = BareJid.of(new String(text, StandardCharsets.UTF_8));
    switch (type) {
      case CREATED -> {
        AccountRole role = AccountRole.ofCode(from.get());
        boolean disabled = from.get() != 0;
        return new AccountCreated(account, credentials(from, disabled), role);
      }
      case CREDENTIALS -> {
        return new CredentialsChanged(account, credentials(from, false));
      }
      case DISABLED -> {
        return new AccountDisabled(account);
      }
      case ENABLED -> {
        return new AccountEnabled(account);
      }
      case REMOVED -> {
        return new AccountRemoved(account);
      }
      default -> throw new IllegalArgumentException("account record of type " + type);
    }
  }

  private static Credentials credentials(ByteBuffer from, boolean disabled) {
    ScramKeys sha1 = keys(from);
    return new Credentials(sha1, keys(from), disabled);
  }

  private static ScramKeys keys(ByteBuffer from) {
    byte[] salt = bytes(from, Byte.toUnsignedInt(from.get()));
    int iterations = from.getInt();
    int keyBytes = Byte.toUnsignedInt(from.get());
    byte[] storedKey = bytes(from, keyBytes);
    return new ScramKeys(salt, iterations, storedKey, bytes(from, keyBytes));
  }

  private static byte[] bytes(ByteBuffer from, int length) {
    if (length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }
}
