package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.Outcome;
import io.pipit.xmpp.BareJid;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether what was decided can be stored now: a store without room still takes what makes room.
 * Confined to its shard.
 */
final class RoomForChanges {

  private final EntityShard shard;

  RoomForChanges(EntityShard shard) {
    this.shard = shard;
  }

  /**
   * Whether something was to be changed and cannot be stored now; then the requester is told.
   *
   * @param configs how nodes are configured until now
   */
  boolean isRefused(
      BareJid service,
      Outcome outcome,
      Function<String, Optional<NodeConfig>> configs,
      Requester requester) {
    if (!shard.refusesChanges() || outcome.changes().stream().noneMatch(Change::isDurable)) {
      return false;
    }
    if ((requester.makesRoom() || frees(outcome, configs)) && !shard.refusesToFree()) {
      return false;
    }
    if (isKept(outcome) && !shard.refusesToKeep()) {
      return false; // there is room of its own for that
    }
    shard.ledger().giveBack(service, outcome.claim());
    requester.refused(shard.refusal());
    return true;
  }

  private static boolean isKept(Outcome outcome) {
    return outcome.changes().stream().allMatch(Change.ItemsKept.class::isInstance);
  }

  /** Whether there is more room afterwards, or will be soon, since items go and none come. */
  private static boolean frees(Outcome outcome, Function<String, Optional<NodeConfig>> configs) {
    boolean frees = false;
    for (Change change : outcome.changes()) {
      if (change instanceof Change.ItemsPublished || change instanceof Change.NodeCreated) {
        return false;
      }
      frees |=
          change.frees()
              || (change instanceof Change.NodeConfigured configured
                  && configs
                      .apply(change.node())
                      .filter(configured.config()::keepsLessThan)
                      .isPresent());
    }
    return frees;
  }
}
