package io.pipit.pubsub.engine;

import static java.util.Map.entry;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.command.WantedAffiliation;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Refuses what needs a feature that the operator does not want: by the name of the feature, before
 * anything else is looked at (XEP-0060 10).
 */
final class Withheld {

  /** How a feature is refused. */
  private static final Map<PubsubFeature, PubsubError> ERRORS =
      Map.ofEntries(
          entry(
              PubsubFeature.RETRIEVE_SUBSCRIPTIONS, PubsubError.UNSUPPORTED_RETRIEVE_SUBSCRIPTIONS),
          entry(PubsubFeature.RETRIEVE_AFFILIATIONS, PubsubError.UNSUPPORTED_RETRIEVE_AFFILIATIONS),
          entry(PubsubFeature.RETRIEVE_DEFAULT_SUB, PubsubError.UNSUPPORTED_RETRIEVE_DEFAULT_SUB),
          entry(PubsubFeature.DELETE_ITEMS, PubsubError.UNSUPPORTED_DELETE_ITEMS),
          entry(PubsubFeature.CREATE_NODES, PubsubError.UNSUPPORTED_CREATE_NODES),
          entry(PubsubFeature.INSTANT_NODES, PubsubError.UNSUPPORTED_INSTANT_NODES),
          entry(PubsubFeature.CONFIG_NODE, PubsubError.UNSUPPORTED_CONFIG_NODE),
          entry(PubsubFeature.RETRIEVE_DEFAULT, PubsubError.UNSUPPORTED_RETRIEVE_DEFAULT),
          entry(PubsubFeature.DELETE_NODES, PubsubError.UNSUPPORTED_DELETE_NODES),
          entry(PubsubFeature.PURGE_NODES, PubsubError.UNSUPPORTED_PURGE_NODES),
          entry(PubsubFeature.GET_PENDING, PubsubError.UNSUPPORTED_GET_PENDING),
          entry(PubsubFeature.MANAGE_SUBSCRIPTIONS, PubsubError.UNSUPPORTED_MANAGE_SUBSCRIPTIONS),
          entry(PubsubFeature.MODIFY_AFFILIATIONS, PubsubError.UNSUPPORTED_MODIFY_AFFILIATIONS),
          entry(PubsubFeature.MEMBER_AFFILIATION, PubsubError.UNSUPPORTED_MEMBER_AFFILIATION),
          entry(PubsubFeature.OUTCAST_AFFILIATION, PubsubError.UNSUPPORTED_OUTCAST_AFFILIATION),
          entry(PubsubFeature.PUBLISHER_AFFILIATION, PubsubError.UNSUPPORTED_PUBLISHER_AFFILIATION),
          entry(
              PubsubFeature.PUBLISH_ONLY_AFFILIATION,
              PubsubError.UNSUPPORTED_PUBLISH_ONLY_AFFILIATION));

  private static final Map<Class<? extends Command>, PubsubFeature> NEEDED =
      Map.ofEntries(
          entry(NodeCommand.RetrieveOwnSubscriptions.class, PubsubFeature.RETRIEVE_SUBSCRIPTIONS),
          entry(ServiceCommand.RetrieveSubscriptions.class, PubsubFeature.RETRIEVE_SUBSCRIPTIONS),
          entry(NodeCommand.RetrieveOwnAffiliation.class, PubsubFeature.RETRIEVE_AFFILIATIONS),
          entry(ServiceCommand.RetrieveAffiliations.class, PubsubFeature.RETRIEVE_AFFILIATIONS),
          entry(NodeCommand.RetrieveDefaultOptions.class, PubsubFeature.RETRIEVE_DEFAULT_SUB),
          entry(ServiceCommand.RetrieveDefaultOptions.class, PubsubFeature.RETRIEVE_DEFAULT_SUB),
          entry(NodeCommand.Retract.class, PubsubFeature.DELETE_ITEMS),
          entry(ServiceCommand.CreateNode.class, PubsubFeature.CREATE_NODES),
          entry(NodeCommand.RetrieveConfiguration.class, PubsubFeature.CONFIG_NODE),
          entry(NodeCommand.Configure.class, PubsubFeature.CONFIG_NODE),
          entry(ServiceCommand.ConfigureAssociations.class, PubsubFeature.CONFIG_NODE),
          entry(ServiceCommand.RetrieveDefaults.class, PubsubFeature.RETRIEVE_DEFAULT),
          entry(NodeCommand.DeleteNode.class, PubsubFeature.DELETE_NODES),
          entry(NodeCommand.EndStanding.class, PubsubFeature.DELETE_ITEMS),
          entry(NodeCommand.Purge.class, PubsubFeature.PURGE_NODES),
          entry(ServiceCommand.ListPending.class, PubsubFeature.GET_PENDING),
          entry(NodeCommand.GetPending.class, PubsubFeature.GET_PENDING),
          entry(NodeCommand.RetrieveSubscriptions.class, PubsubFeature.MANAGE_SUBSCRIPTIONS),
          entry(NodeCommand.ModifySubscriptions.class, PubsubFeature.MANAGE_SUBSCRIPTIONS),
          entry(NodeCommand.RetrieveAffiliations.class, PubsubFeature.MODIFY_AFFILIATIONS),
          entry(NodeCommand.ModifyAffiliations.class, PubsubFeature.MODIFY_AFFILIATIONS));

  private static final Map<Affiliation, PubsubFeature> AFFILIATIONS =
      Map.of(
          Affiliation.MEMBER, PubsubFeature.MEMBER_AFFILIATION,
          Affiliation.OUTCAST, PubsubFeature.OUTCAST_AFFILIATION,
          Affiliation.PUBLISHER, PubsubFeature.PUBLISHER_AFFILIATION,
          Affiliation.PUBLISH_ONLY, PubsubFeature.PUBLISH_ONLY_AFFILIATION);

  private Withheld() {}

  /** Empty when the service has what the command needs. Its own tools can do everything. */
  static Optional<PubsubError> refusal(Command command, ServicePolicy policy) {
    if (policy.withheld().isEmpty() || policy.isOperator(command.requester())) {
      return Optional.empty();
    }
    return missing(command, policy).map(feature -> ERRORS.get(feature));
  }

  private static Optional<PubsubFeature> missing(Command command, ServicePolicy policy) {
    PubsubFeature needed = NEEDED.get(command.getClass());
    if (needed != null && !policy.offers(needed)) {
      return Optional.of(needed);
    }
    if (command instanceof ServiceCommand.RetrieveDefaults
        && !policy.offers(PubsubFeature.CONFIG_NODE)) {
      return Optional.of(PubsubFeature.CONFIG_NODE);
    }
    if (command instanceof ServiceCommand.CreateNode create
        && create.node() == null
        && !policy.offers(PubsubFeature.INSTANT_NODES)) {
      return Optional.of(PubsubFeature.INSTANT_NODES);
    }
    if (command instanceof NodeCommand.ModifyAffiliations modify) {
      return modify.affiliations().stream()
          .map(WantedAffiliation::affiliation)
          .filter(Objects::nonNull)
          .map(AFFILIATIONS::get)
          .filter(feature -> feature != null && !policy.offers(feature))
          .findFirst();
    }
    return Optional.empty();
  }
}
