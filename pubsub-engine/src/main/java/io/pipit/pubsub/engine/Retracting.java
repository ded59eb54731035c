package io.pipit.pubsub.engine;

import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.Optional;

/** Taking items back, one (XEP-0060 7.2), all (8.5), or what stands for the node. */
final class Retracting {

  private final NodeScope scope;

  Retracting(NodeScope scope) {
    this.scope = scope;
  }

  Outcome retract(NodeCommand.Retract command) {
    boolean any = scope.refusal(command.requester(), Action.RETRACT_ANY).isEmpty();
    Optional<PubsubError> refusal =
        any ? Optional.empty() : scope.refusal(command.requester(), Action.PUBLISH);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    if (!scope.config().persistsItems()) {
      return Outcome.refusal(PubsubError.UNSUPPORTED_PERSISTENT_ITEMS);
    }
    Optional<ItemEntry> item = scope.items().entry(command.item());
    if (item.isEmpty()) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    if (!any && !item.get().publisher().equals(command.requester().bare())) {
      return Outcome.refusal(PubsubError.FORBIDDEN);
    }
    Draft draft = new Draft();
    retract(command.item(), command.tellSubscribers(), draft);
    scope.withdraw(command.requester(), List.of(command.item()), false, draft);
    return draft.done();
  }

  private void retract(String item, boolean tellSubscribers, Draft draft) {
    List<String> ids = List.of(item);
    if (scope.config().get(NodeConfigFields.KEEP_LAST) > 0) {
      // What was past its time does not come back as one of the last.
      ItemTimes.endItems(scope, draft);
    }
    draft.change(new Change.ItemsRetracted(scope.service(), scope.name(), ids));
    if (tellSubscribers || scope.config().get(NodeConfigFields.NOTIFY_RETRACT)) {
      scope.tellOfRetracted(ids, draft);
    }
  }

  /** Whoever may publish may have nothing stand, but only take back what could be taken back. */
  Outcome endStanding(NodeCommand.EndStanding command) {
    if (scope.config().isCollection()) {
      return Outcome.refusal(PubsubError.UNSUPPORTED_PUBLISH);
    }
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.PUBLISH);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Long seq = command.seq();
    ItemEntry chosen = scope.node().standing().entry();
    if (seq != null && (chosen == null || chosen.seq() != seq)) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    Draft draft = new Draft();
    ItemEntry entry = scope.standingEntry();
    boolean goes = entry != null && scope.isItem(entry) && mayRetract(command.requester(), entry);
    if (entry != null && goes) {
      retract(entry.id(), false, draft);
    }
    scope.withdraw(
        command.requester(), entry != null && goes ? List.of(entry.id()) : List.of(), true, draft);
    if (entry != null || scope.node().standing().entry() != null) {
      draft.change(new Change.StandingEnded(scope.service(), scope.name()));
    }
    return draft.done();
  }

  private boolean mayRetract(Jid requester, ItemEntry entry) {
    return entry.publisher().equals(requester.bare())
        || scope.refusal(requester, Action.RETRACT_ANY).isEmpty();
  }

  Outcome purge(NodeCommand.Purge command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.PURGE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    if (!scope.config().persistsItems()) {
      return Outcome.refusal(PubsubError.UNSUPPORTED_PERSISTENT_ITEMS);
    }
    Draft draft = new Draft();
    draft.change(new Change.NodePurged(scope.service(), scope.name()));
    if (scope.config().get(NodeConfigFields.NOTIFY_RETRACT)) {
      scope.tellOfPurge(draft);
    }
    scope.withdraw(command.requester(), List.of(), false, draft);
    return draft.done();
  }
}
