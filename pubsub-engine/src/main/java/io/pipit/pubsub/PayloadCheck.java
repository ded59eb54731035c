package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.util.Optional;

/**
 * What a service demands of payloads beyond what their node does, such as that those of a known
 * namespace are what its specification says. Any thread.
 */
@FunctionalInterface
public interface PayloadCheck {

  /** Takes every payload. */
  PayloadCheck NONE = (service, node, payload) -> Optional.empty();

  /**
   * What is wrong with a payload, for a person; a publish with it is refused as {@link
   * PubsubError#INVALID_PAYLOAD} (XEP-0060 7.1.3.6).
   *
   * @param node of the service, that it is published to
   * @return empty when it is taken
   */
  Optional<String> problem(BareJid service, String node, SerializedXml payload);
}
