package io.pipit.pubsub.engine;

import io.pipit.pubsub.command.NodeCommand;

/** Sends a command on a node to its group of operations. Confined to one decision. */
final class NodeDecision implements NodeCommand.Visitor<Outcome> {

  private final NodeScope scope;

  NodeDecision(NodeScope scope) {
    this.scope = scope;
  }

  @Override
  public Outcome publish(NodeCommand.Publish command) {
    return new Publishing(scope).publish(command);
  }

  @Override
  public Outcome endStanding(NodeCommand.EndStanding command) {
    return new Retracting(scope).endStanding(command);
  }

  @Override
  public Outcome retract(NodeCommand.Retract command) {
    return new Retracting(scope).retract(command);
  }

  @Override
  public Outcome purge(NodeCommand.Purge command) {
    return new Retracting(scope).purge(command);
  }

  @Override
  public Outcome retrieveItems(NodeCommand.RetrieveItems command) {
    return new Retrieving(scope).items(command);
  }

  @Override
  public Outcome retrievePublicSubscribers(NodeCommand.RetrievePublicSubscribers command) {
    return new Retrieving(scope).publicSubscribers(command);
  }

  @Override
  public Outcome discoverItems(NodeCommand.DiscoverItems command) {
    return new Retrieving(scope).names(command);
  }

  @Override
  public Outcome discoverNode(NodeCommand.DiscoverNode command) {
    return new Retrieving(scope).metaData(command);
  }

  @Override
  public Outcome queryArchive(NodeCommand.QueryArchive command) {
    return new Archiving(scope).query(command);
  }

  @Override
  public Outcome describeArchive(NodeCommand.DescribeArchive command) {
    return new Archiving(scope).describe(command);
  }

  @Override
  public Outcome retrieveArchiveForm(NodeCommand.RetrieveArchiveForm command) {
    return new Archiving(scope).form(command);
  }

  @Override
  public Outcome subscribe(NodeCommand.Subscribe command) {
    return new Subscribing(scope).subscribe(command);
  }

  @Override
  public Outcome keep(NodeCommand.Keep command) {
    return new Keeping(scope).keep(command);
  }

  @Override
  public Outcome tellMissed(NodeCommand.TellMissed command) {
    return new CatchingUp(scope).tell(command);
  }

  @Override
  public Outcome tellLastItem(NodeCommand.TellLastItem command) {
    return new Subscribing(scope).tellLastItem(command);
  }

  @Override
  public Outcome unsubscribe(NodeCommand.Unsubscribe command) {
    return new Subscribing(scope).unsubscribe(command);
  }

  @Override
  public Outcome retrieveOptions(NodeCommand.RetrieveOptions command) {
    return new Tailoring(scope).retrieve(command);
  }

  @Override
  public Outcome setOptions(NodeCommand.SetOptions command) {
    return new Tailoring(scope).set(command);
  }

  @Override
  public Outcome retrieveDefaultOptions(NodeCommand.RetrieveDefaultOptions command) {
    return new Tailoring(scope).defaults(command);
  }

  @Override
  public Outcome retrieveOwnSubscriptions(NodeCommand.RetrieveOwnSubscriptions command) {
    return new Subscribing(scope).own(command);
  }

  @Override
  public Outcome subscriberAvailable(NodeCommand.SubscriberAvailable command) {
    return new Presences(scope).came(command);
  }

  @Override
  public Outcome remindOwner(NodeCommand.RemindOwner command) {
    return new Presences(scope).remind(command);
  }

  @Override
  public Outcome publisherUnavailable(NodeCommand.PublisherUnavailable command) {
    return new Presences(scope).left(command);
  }

  @Override
  public Outcome authorize(NodeCommand.Authorize command) {
    return new Authorizing(scope).authorize(command);
  }

  @Override
  public Outcome getPending(NodeCommand.GetPending command) {
    return new Authorizing(scope).pending(command);
  }

  @Override
  public Outcome reviewSubscriptions(NodeCommand.ReviewSubscriptions command) {
    return new Subscribing(scope).review(command);
  }

  @Override
  public Outcome tick(NodeCommand.Tick command) {
    Draft draft = new Draft();
    Timed.ALL.forEach(each -> each.run(scope, draft));
    return draft.done();
  }

  @Override
  public Outcome subscriberUnavailable(NodeCommand.SubscriberUnavailable command) {
    return new Presences(scope).left(command);
  }

  @Override
  public Outcome retrieveSubscriptions(NodeCommand.RetrieveSubscriptions command) {
    return new Subscribing(scope).all(command);
  }

  @Override
  public Outcome modifySubscriptions(NodeCommand.ModifySubscriptions command) {
    return new Subscribing(scope).modify(command);
  }

  @Override
  public Outcome retrieveOwnAffiliation(NodeCommand.RetrieveOwnAffiliation command) {
    return new Affiliating(scope).own(command);
  }

  @Override
  public Outcome retrieveAffiliations(NodeCommand.RetrieveAffiliations command) {
    return new Affiliating(scope).all(command);
  }

  @Override
  public Outcome modifyAffiliations(NodeCommand.ModifyAffiliations command) {
    return new Affiliating(scope).modify(command);
  }

  @Override
  public Outcome retrieveConfiguration(NodeCommand.RetrieveConfiguration command) {
    return new Configuring(scope).retrieve(command);
  }

  @Override
  public Outcome configure(NodeCommand.Configure command) {
    return new Configuring(scope).configure(command);
  }

  @Override
  public Outcome deleteNode(NodeCommand.DeleteNode command) {
    return new Configuring(scope).delete(command);
  }

  @Override
  public Outcome takeDigest(NodeCommand.TakeDigest command) {
    return new InheritedDigest(scope).take(command);
  }

  @Override
  public Outcome sendDigest(NodeCommand.SendDigest command) {
    return new InheritedDigest(scope).send(command);
  }

  @Override
  public Outcome bounce(NodeCommand.Bounce command) {
    return new Subscribing(scope).bounce(command);
  }
}
