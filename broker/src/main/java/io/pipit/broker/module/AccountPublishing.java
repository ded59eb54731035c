package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.engine.Outcome;
import io.pipit.pubsub.engine.PubsubEngine;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes at several nodes of an account that are one: all or nothing. The nodes and the
 * directory of an account are in one shard, and this is confined to it.
 */
final class AccountPublishing {

  private static final StanzaError NOT_NOW =
      StanzaError.of(Condition.RESOURCE_CONSTRAINT, "the node is being read; try again later");

  private final EntityShard shard;
  private final ShardPubsub pubsub;
  private final ShardPubsub.Parts parts;

  AccountPublishing(EntityShard shard, ShardPubsub pubsub, ShardPubsub.Parts parts) {
    this.shard = shard;
    this.pubsub = pubsub;
    this.parts = parts;
  }

  /** What publishes come to that are decided on what is there now, or why not all are taken. */
  private record Judged(List<Outcome> outcomes, Optional<StanzaError> refusal) {}

  private Judged judged(BareJid account, List<NodeCommand.Publish> publishes) {
    PubsubEngine engine = parts.engines().of(account);
    List<Outcome> outcomes = new ArrayList<>();
    int created = 0;
    for (NodeCommand.Publish publish : publishes) {
      Optional<StanzaError> refusal =
          parts.refusesPublishes().getAsBoolean()
              ? Optional.of(ShardPubsub.NO_MEMORY)
              : Optional.empty();
      Outcome outcome = null;
      if (refusal.isEmpty()) {
        boolean creates = engine.creates(shard.nodes(account), publish);
        created += creates ? 1 : 0;
        try {
          outcome = decided(engine, account, publish, creates);
        } catch (UncheckedIOException e) {
          refusal = Optional.of(AbsentItems.unreadable(account, publish.node(), e));
        }
      }
      if (outcome == null) {
        return new Judged(List.of(), refusal.or(() -> Optional.of(NOT_NOW)));
      }
      if (outcome.response() instanceof Response.Refusal refused) {
        return new Judged(List.of(), Optional.of(refused.error().toStanzaError(refused.detail())));
      }
      outcomes.add(outcome);
    }
    // Each was judged as if it were the only one.
    int nodes = shard.directory(account).createdBy(account) + created;
    return created > 1 && !parts.engines().mayHaveNodes(account, nodes)
        ? new Judged(List.of(), Optional.of(PubsubError.MAX_NODES_EXCEEDED.toStanzaError()))
        : new Judged(outcomes, Optional.empty());
  }

  /** Null when the items of the node are not here. */
  private @Nullable Outcome decided(
      PubsubEngine engine, BareJid account, NodeCommand.Publish publish, boolean creates) {
    if (creates) {
      return engine.decide(
          shard.directory(account),
          new ServiceCommand.CreateByPublish(publish),
          pubsub.contextOf(account));
    }
    return !pubsub.isHere(account, publish.node())
        ? null
        : shard
            .views()
            .ifHere(() -> engine.decide(shard.nodes(account), publish, pubsub.contextOf(account)));
  }

  /** Why not all of what an account is about to publish would be taken; changes nothing. */
  Optional<StanzaError> refusal(BareJid account, List<NodeCommand.Publish> publishes) {
    return judged(account, publishes).refusal;
  }

  /**
   * Publishes at different nodes of an account, whose items are here: all or nothing, in one batch.
   *
   * @param alongside what is logged with it
   * @param requester told of the last of them
   */
  void publish(
      BareJid account,
      List<NodeCommand.Publish> publishes,
      Alongside alongside,
      Requester requester) {
    Judged judged = judged(account, publishes);
    Optional<StanzaError> refusal =
        judged.refusal.or(
            () -> shard.refusesChanges() ? Optional.of(shard.refusal()) : Optional.empty());
    if (refusal.isPresent()) {
      requester.refused(refusal.get());
      return;
    }
    pubsub
        .together()
        .run(
            () -> {
              List<Change> changes =
                  judged.outcomes.stream().flatMap(outcome -> outcome.changes().stream()).toList();
              List<Announcement> announcements =
                  judged.outcomes.stream()
                      .flatMap(outcome -> outcome.announcements().stream())
                      .toList();
              pubsub.commitHere(account, changes, announcements, alongside);
              int last = judged.outcomes.size() - 1;
              for (int i = 0; i <= last; i++) {
                pubsub.release(judged.outcomes.get(i), i == last ? requester : Requester.NOBODY);
              }
            });
  }
}
