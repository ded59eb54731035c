package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What doors are told of a node when it is durable: the same as subscribers of XMPP, but as what it
 * is and not as stanzas. Immutable; any thread.
 */
public sealed interface Announcement {

  BareJid service();

  String node();

  /** Whom doors tell. */
  DoorAudience audience();

  /** Who caused it; the service itself when nobody did. */
  Jid requester();

  /**
   * Items were published; only told when somebody is to hear of it.
   *
   * @param kind what became of what stands for the node
   * @param persists whether the node keeps them
   * @param items in the order of publication; none where the node is told of without items
   * @param shownPublisher whose address they carry, null when the node does not say
   * @param payloads whether payloads and headers are delivered
   */
  record Published(
      BareJid service,
      String node,
      DoorAudience audience,
      Jid requester,
      PublishKind kind,
      boolean persists,
      List<Item> items,
      @Nullable BareJid shownPublisher,
      boolean payloads)
      implements Announcement {
    public Published {
      items = List.copyOf(items);
    }
  }

  /**
   * Somebody took items back, also those that wait somewhere to be delivered: told of every node,
   * whoever may hear of it. Nothing is told of items that only had to go for newer ones, or whose
   * time is over.
   *
   * @param audience nobody when the node delivers no events
   * @param ids of the items that go; none, and nothing standing, for all that there are
   * @param standing whether it was asked that nothing stands for the node any more; then the ids
   *     are that of what stood if it goes, and none if there is no such item or it stays
   * @param ends whether something stood for the node, and nothing does any more
   * @param seq the highest place in the order of the node that was ever given
   */
  record Withdrawn(
      BareJid service,
      String node,
      DoorAudience audience,
      Jid requester,
      List<String> ids,
      boolean standing,
      boolean ends,
      long seq)
      implements Announcement {
    public Withdrawn {
      ids = List.copyOf(ids);
    }

    /** Whether every item of the node goes. */
    public boolean isOfAll() {
      return ids.isEmpty() && !standing;
    }
  }
}
