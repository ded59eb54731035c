package io.pipit.pubsub.port;

import io.pipit.xmpp.Jid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item to be published.
 *
 * @param requester by whose rights
 * @param id of the item, null when the node is to make one
 * @param headers to be stored with it
 * @param standing whether it stands for the node from then on
 * @param passing whether what stood for the node still does; of neither the newest item stands
 * @param assurance the most that is to be done for it to arrive: 0 at most once, 1 at least once, 2
 *     once
 * @param key by which the node knows the publish when it is sent again; null for none
 * @param template the name of the template that the node has if it comes with this; null for the
 *     one that fits its name
 */
public record PortPublish(
    Jid requester,
    String node,
    @Nullable String id,
    PortPayload payload,
    List<PortHeader> headers,
    boolean standing,
    boolean passing,
    int assurance,
    @Nullable String key,
    @Nullable String template) {

  /** That of what has to arrive once. */
  public static final int MOST_ASSURANCE = 2;

  public PortPublish {
    headers = List.copyOf(headers);
    if (standing && passing) {
      throw new IllegalArgumentException("an item stands or passes");
    }
  }

  /** One for whose arrival everything is done. */
  public PortPublish(
      Jid requester,
      String node,
      @Nullable String id,
      PortPayload payload,
      List<PortHeader> headers,
      boolean standing,
      boolean passing,
      @Nullable String key,
      @Nullable String template) {
    this(requester, node, id, payload, headers, standing, passing, MOST_ASSURANCE, key, template);
  }
}
