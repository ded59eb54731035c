package io.pipit.devices.client;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Duration;
import java.util.Set;

/**
 * Who a device is and how patient it is. Any thread.
 *
 * @param id its name in node names, without {@code /}
 * @param service the pubsub service that it publishes at
 * @param minBackoff the shortest wait before it connects again
 * @param maxBackoff the longest one
 * @param maxBufferBytes how much waits in memory to be stored; beyond it the oldest items are
 *     dropped and counted
 * @param maxInFlight publishes without an answer
 * @param owners the accounts that see its presence, its status and where it is; none for a device
 *     that is not available to anybody
 */
public record DeviceOptions(
    String id,
    Credentials credentials,
    Jid service,
    Duration minBackoff,
    Duration maxBackoff,
    int maxBufferBytes,
    int maxInFlight,
    Set<BareJid> owners) {

  public DeviceOptions {
    if (id.isEmpty() || id.contains("/")) {
      throw new IllegalArgumentException("not a device id: " + id);
    }
    if (minBackoff.toMillis() < 1
        || maxBackoff.compareTo(minBackoff) < 0
        || maxBufferBytes < 1
        || maxInFlight < 1) {
      throw new IllegalArgumentException("an option of the device is out of range");
    }
    owners = Set.copyOf(owners);
  }

  /** Waits of 1 s to 60 s, a buffer of 1 MiB, 16 publishes in flight. */
  public static DeviceOptions of(String id, Credentials credentials, Jid service) {
    return new DeviceOptions(
        id,
        credentials,
        service,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        1 << 20,
        16,
        Set.of());
  }

  /** These options with other waits before connecting again. */
  public DeviceOptions withBackoff(Duration min, Duration max) {
    return new DeviceOptions(
        id, credentials, service, min, max, maxBufferBytes, maxInFlight, owners);
  }

  /** These options with another bound of the buffer. */
  public DeviceOptions withBuffer(int bytes) {
    return new DeviceOptions(
        id, credentials, service, minBackoff, maxBackoff, bytes, maxInFlight, owners);
  }

  /** These options of a device that others own. */
  public DeviceOptions withOwners(Set<BareJid> owners) {
    return new DeviceOptions(
        id, credentials, service, minBackoff, maxBackoff, maxBufferBytes, maxInFlight, owners);
  }
}
