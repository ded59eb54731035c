package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.StanzaError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Asks one service after the other what an entity is publicly subscribed to there (XEP-0465 4.2).
 * Handed from shard to shard; nothing else uses it.
 */
final class PublicSubscriptionQuery {

  /** Is told of all that was found, or why it could not be, in the shard that was asked last. */
  @FunctionalInterface
  interface Told extends BiConsumer<List<Response.ServiceNode>, Optional<StanzaError>> {}

  private static final Comparator<Response.ServiceNode> ORDER =
      Comparator.<Response.ServiceNode, String>comparing(node -> node.service().toString())
          .thenComparing(Response.ServiceNode::node);

  private final PubsubService pubsub;
  private final Shards shards;
  private final BareJid subscriber;
  private final Deque<BareJid> services;
  private final List<Response.ServiceNode> found = new ArrayList<>();
  private final Told told;

  PublicSubscriptionQuery(
      PubsubService pubsub,
      Shards shards,
      BareJid subscriber,
      Collection<BareJid> services,
      Told told) {
    this.pubsub = pubsub;
    this.shards = shards;
    this.subscriber = subscriber;
    this.services = new ArrayDeque<>(services);
    this.told = told;
  }

  /** Any thread. */
  void next() {
    BareJid service = services.poll();
    if (service == null) {
      found.sort(ORDER);
      told.accept(found, Optional.empty());
      return;
    }
    EntityShard owner = shards.ofDirectory(service);
    owner.execute(
        () -> {
          if (pubsub.directoryOf(service, owner).isEmpty()) {
            next();
            return;
          }
          pubsub.decide(
              service,
              new ServiceCommand.RetrievePublicSubscriptions(subscriber),
              owner,
              new Requester() {
                @Override
                public void decided(Response response) {
                  if (response instanceof Response.PublicSubscriptions here) {
                    found.addAll(here.nodes().entries());
                  }
                  next();
                }

                @Override
                public void refused(StanzaError error) {
                  told.accept(List.of(), Optional.of(error));
                }
              });
        });
  }
}
