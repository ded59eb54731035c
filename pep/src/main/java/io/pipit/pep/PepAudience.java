package io.pipit.pep;

import io.pipit.pubsub.ImplicitSubscribers;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Who gets the events of an account's nodes by presence: its own resources, and those of the
 * contacts with whom it shares presence both ways, as far as they are interested (XEP-0163 2.3,
 * 2.4). A contact that does not share its own presence is not known to be available; it may
 * subscribe. Confined to the account's shard.
 *
 * @param account the owner of the nodes
 * @param contacts those who share presence with it both ways
 */
public record PepAudience(BareJid account, Collection<BareJid> contacts, Interests interests)
    implements ImplicitSubscribers {

  @Override
  public void of(String node, Consumer<FullJid> found) {
    interests.of(account, node, found);
    for (BareJid contact : contacts) {
      interests.of(contact, node, found);
    }
  }
}
