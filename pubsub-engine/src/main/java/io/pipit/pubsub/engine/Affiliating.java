package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.EntityAffiliation;
import io.pipit.pubsub.NodeAffiliation;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.WantedAffiliation;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Affiliations with a node: the requester's own (XEP-0060 5.7) and, for an owner, all (8.9). */
final class Affiliating {

  private final NodeScope scope;
  private final NodeState node;

  Affiliating(NodeScope scope) {
    this.scope = scope;
    this.node = scope.node();
  }

  Outcome own(NodeCommand.RetrieveOwnAffiliation command) {
    BareJid entity = command.requester().bare();
    Affiliation affiliation = node.affiliation(entity);
    if (affiliation == Affiliation.NONE && node.subscriptions(entity).isEmpty()) {
      Optional<PubsubError> refusal = scope.refusal(entity, Action.DISCOVER);
      if (refusal.isPresent()) {
        return Outcome.refusal(refusal.get());
      }
    }
    List<NodeAffiliation> found =
        affiliation == Affiliation.NONE
            ? List.of()
            : List.of(new NodeAffiliation(scope.name(), affiliation));
    return scope
        .page(found, NodeAffiliation::node, each -> Paging.bytes(each.node()), command.page())
        .map(page -> Outcome.reply(new Response.OwnAffiliations(scope.name(), page)))
        .orElseGet(() -> Outcome.refusal(PubsubError.ITEM_NOT_FOUND));
  }

  Outcome all(NodeCommand.RetrieveAffiliations command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.MANAGE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    List<EntityAffiliation> listed = new ArrayList<>();
    node.affiliations()
        .forEach((entity, affiliation) -> listed.add(new EntityAffiliation(entity, affiliation)));
    return scope
        .page(
            listed,
            each -> each.entity().toString(),
            each -> Paging.bytes(each.entity().toString()),
            command.page())
        .map(page -> Outcome.reply(new Response.NodeAffiliations(scope.name(), page)))
        .orElseGet(() -> Outcome.refusal(PubsubError.ITEM_NOT_FOUND));
  }

  /** What can be done is done; the rest comes back as it is (8.9.2.4). */
  Outcome modify(NodeCommand.ModifyAffiliations command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.MANAGE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Draft draft = new Draft();
    Prospect prospect = new Prospect(node, scope.config());
    Subscribing subscribing = new Subscribing(scope);
    int room = scope.limits().affiliationsPerNode() - node.affiliations().size();
    List<EntityAffiliation> unchanged = new ArrayList<>();
    Map<BareJid, Affiliation> changed = new LinkedHashMap<>();
    for (WantedAffiliation wanted : newOwnersFirst(command.affiliations())) {
      BareJid entity = wanted.entity();
      Affiliation asked = wanted.affiliation();
      Affiliation current = prospect.affiliation(entity);
      if (current == asked) {
        continue;
      }
      boolean isNew = current == Affiliation.NONE;
      if (asked == null
          || !current.canBecome(asked)
          || (current == Affiliation.OWNER && staysOwner(entity, prospect))
          || (isNew && room <= 0)) {
        unchanged.add(new EntityAffiliation(entity, current));
        continue;
      }
      room -= isNew ? 1 : 0;
      prospect.affiliate(entity, asked);
      changed.put(entity, asked);
    }
    Reviewing reviewing = new Reviewing(scope, prospect);
    changed.forEach(
        (entity, affiliation) -> {
          change(new EntityAffiliation(entity, affiliation), command.requester(), draft);
          reviewing.review(node.subscriptions(entity).stream(), draft);
          if (affiliation == Affiliation.OWNER || affiliation == Affiliation.PUBLISHER) {
            subscribing.subscribeUnasked(entity, command.requester(), draft);
          }
        });
    reviewing.reviewContacts(changed.keySet(), draft);
    Greeting.tell(scope, prospect, draft);
    return unchanged.isEmpty()
        ? draft.done()
        : draft.reply(new Response.AffiliationsPartlyModified(scope.name(), unchanged));
  }

  /** Whether an owner cannot but be one: the last, and an account at a node of its own. */
  private boolean staysOwner(BareJid owner, Prospect prospect) {
    return prospect.owners().size() == 1 || PersonalService.isOf(owner, scope.service());
  }

  /** So that ownership can be handed over in one request, in whatever order it is written. */
  private static List<WantedAffiliation> newOwnersFirst(List<WantedAffiliation> wanted) {
    return wanted.stream()
        .sorted(Comparator.comparing(entry -> entry.affiliation() != Affiliation.OWNER))
        .toList();
  }

  private void change(EntityAffiliation wanted, Jid requester, Draft draft) {
    draft.change(
        new Change.AffiliationChanged(
            scope.service(), scope.name(), wanted.entity(), wanted.affiliation()));
    draft.tell(
        new Notification.AffiliationChanged(
            scope.service(),
            scope.name(),
            List.of(wanted.entity()),
            Message.Type.NORMAL,
            wanted.entity(),
            wanted.affiliation(),
            requester));
  }
}
