package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemAddress;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.SerializedXml;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has the bodies of events made where their stylesheets are, and on a worker. Told in the shard
 * that it is of.
 */
final class EventBodies implements EventOrder.Bodies {

  private final EntityShard shard;
  private final ShardPubsub.Parts parts;

  EventBodies(EntityShard shard, ShardPubsub.Parts parts) {
    this.shard = shard;
    this.parts = parts;
  }

  @Override
  public void make(Notification.ItemsPublishedWithBody event, Consumer<Optional<String>> told) {
    ItemAddress address = event.stylesheet();
    EntityShard owner = parts.shards().ofNode(address.service(), address.node());
    List<SerializedXml> payloads =
        event.event().items().stream()
            .flatMap(item -> Optional.ofNullable(item.payload()).stream())
            .toList();
    Runnable withoutBody = () -> shard.execute(() -> told.accept(Optional.empty()));
    Consumer<Optional<Item>> made =
        found ->
            found.ifPresentOrElse(
                stylesheet ->
                    parts
                        .stylesheets()
                        .apply(
                            stylesheet, payloads, body -> shard.execute(() -> told.accept(body))),
                withoutBody);
    ShardPubsub there = Objects.requireNonNull(parts.all().get(owner));
    owner.execute(
        () ->
            there
                .absentItems()
                .whenHere(
                    address.service(),
                    address.node(),
                    () -> there.stylesheet(address),
                    made,
                    unreadable -> withoutBody.run()));
  }
}
