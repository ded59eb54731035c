package io.pipit.pubsub.engine;

import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import java.util.List;
import java.util.Optional;

/** Taking items back, one (XEP-0060 7.2) or all (8.5). */
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
    List<String> ids = List.of(command.item());
    Draft draft = new Draft();
    if (scope.config().get(NodeConfigFields.KEEP_LAST) > 0) {
      // What was past its time does not come back as one of the last.
      ItemTimes.endItems(scope, draft);
    }
    draft.change(new Change.ItemsRetracted(scope.service(), scope.name(), ids));
    if (command.tellSubscribers() || scope.config().get(NodeConfigFields.NOTIFY_RETRACT)) {
      scope.tellOfRetracted(ids, draft);
    }
    return draft.done();
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
    return draft.done();
  }
}
