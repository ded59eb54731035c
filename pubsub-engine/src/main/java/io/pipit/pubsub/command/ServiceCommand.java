package io.pipit.pubsub.command;

import io.pipit.pubsub.NodeType;
import io.pipit.pubsub.TypeFilter;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.ResultSet.Request;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that concerns the service as a whole: decided with its directory. */
public sealed interface ServiceCommand extends Command {

  <R> R accept(Visitor<R> visitor);

  /**
   * XEP-0060 8.1.
   *
   * @param node null for an instant node
   * @param configuration the submitted fields, empty for the defaults
   */
  record CreateNode(Jid requester, @Nullable String node, Map<String, List<String>> configuration)
      implements ServiceCommand {
    public CreateNode {
      configuration = Map.copyOf(configuration);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.createNode(this);
    }
  }

  /**
   * A publish to a node that is not there, which creates it: XEP-0060 7.1.4. Made by the service of
   * a {@link NodeCommand.Publish}, never read from a stanza.
   */
  record CreateByPublish(NodeCommand.Publish publish) implements ServiceCommand {
    @Override
    public Jid requester() {
      return publish.requester();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.createByPublish(this);
    }
  }

  /** Whether the requester has registered with the service: XEP-0077 3.1. */
  record RetrieveRegistration(Jid requester) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveRegistration(this);
    }
  }

  /** Registers the requester with the service, so that it may create nodes: XEP-0077 3.1. */
  record Register(Jid requester) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.register(this);
    }
  }

  /** Ends the registration of the requester; its nodes stay: XEP-0077 3.2. */
  record EndRegistration(Jid requester) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.endRegistration(this);
    }
  }

  /** The configuration that new nodes of a type get: XEP-0060 8.3, XEP-0248 7.3. */
  record RetrieveDefaults(Jid requester, NodeType type) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveDefaults(this);
    }
  }

  /** The options that subscriptions begin with: XEP-0060 6.4. */
  record RetrieveDefaultOptions(Jid requester) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveDefaultOptions(this);
    }
  }

  /**
   * The nodes of the requester at which requests to subscribe wait: XEP-0060 8.7.
   *
   * @param session the id of the session of the ad-hoc command, null for a new one
   */
  record ListPending(Jid requester, @Nullable String session) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.listPending(this);
    }
  }

  /** Gives up an ad-hoc command: XEP-0050 2.4. */
  record CancelCommand(Jid requester, String session) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.cancelCommand(this);
    }
  }

  /** What is under the node of the ad-hoc commands, or under a command: XEP-0050 2.2. */
  record DiscoverCommands(Jid requester, String node) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discoverCommands(this);
    }
  }

  /** What the node of the ad-hoc commands is, or a command: XEP-0050 2.2, 2.3. */
  record DiscoverCommand(Jid requester, String node) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discoverCommand(this);
    }
  }

  /** The headers that mean something here: XEP-0131 2.2. */
  record DiscoverHeaders(Jid requester) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discoverHeaders(this);
    }
  }

  /** What is under the node of the headers, which is nothing. */
  record DiscoverHeaderItems(Jid requester) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discoverHeaderItems(this);
    }
  }

  /** Service discovery of the service: XEP-0060 5.1. */
  record DiscoverService(Jid requester) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discoverService(this);
    }
  }

  /** The nodes of the service: XEP-0060 5.2. */
  record DiscoverNodes(Jid requester, @Nullable Request page, TypeFilter types)
      implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discoverNodes(this);
    }
  }

  /** The requester's subscriptions to any node: XEP-0060 5.6. */
  record RetrieveSubscriptions(Jid requester, @Nullable Request page) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveSubscriptions(this);
    }
  }

  /**
   * What the requester may be seen to subscribe to: XEP-0465 4.2. Asked by the server, never read
   * from a stanza.
   */
  record RetrievePublicSubscriptions(Jid requester) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrievePublicSubscriptions(this);
    }
  }

  /** The requester's affiliations with any node: XEP-0060 5.7. */
  record RetrieveAffiliations(Jid requester, @Nullable Request page) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveAffiliations(this);
    }
  }

  /**
   * What a configuration says of the collections that a node is in and of its children: XEP-0248
   * 7.2. Decided behind the node's own part of the same form; what they change is logged as one.
   *
   * @param configuration the submitted fields, all of them
   */
  record ConfigureAssociations(Jid requester, String node, Map<String, List<String>> configuration)
      implements ServiceCommand {
    public ConfigureAssociations {
      configuration = Map.copyOf(configuration);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.configureAssociations(this);
    }
  }

  /** Puts a node into a collection: XEP-0248 7.5. */
  record Associate(Jid requester, String collection, String child) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.associate(this);
    }
  }

  /** Takes a node out of a collection: XEP-0248 7.6. */
  record Disassociate(Jid requester, String collection, String child) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.disassociate(this);
    }
  }

  /** Service discovery of a filter, which is a collection that holds by names. */
  record DiscoverFilter(Jid requester, String filter) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discoverFilter(this);
    }
  }

  /** The nodes in a collection or below a filter, one level: XEP-0248 5.2. */
  record DiscoverChildren(
      Jid requester, String collection, @Nullable Request page, TypeFilter types)
      implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discoverChildren(this);
    }
  }

  /** What can be said in a query of the archive of any node: XEP-0313 4.1.5. */
  record RetrieveArchiveForm(Jid requester) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveArchiveForm(this);
    }
  }

  /**
   * The leaves in a collection that the requester may read. Made by the service to retrieve items
   * by a collection (XEP-0248 6.2), never read from a stanza.
   */
  record ListLeaves(Jid requester, String collection) implements ServiceCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.listLeaves(this);
    }
  }

  /** One method for each command. */
  interface Visitor<R> {
    R createNode(CreateNode command);

    R createByPublish(CreateByPublish command);

    R retrieveRegistration(RetrieveRegistration command);

    R register(Register command);

    R endRegistration(EndRegistration command);

    R retrieveDefaults(RetrieveDefaults command);

    R retrieveDefaultOptions(RetrieveDefaultOptions command);

    R listPending(ListPending command);

    R cancelCommand(CancelCommand command);

    R discoverCommands(DiscoverCommands command);

    R discoverCommand(DiscoverCommand command);

    R discoverHeaders(DiscoverHeaders command);

    R discoverHeaderItems(DiscoverHeaderItems command);

    R discoverService(DiscoverService command);

    R discoverNodes(DiscoverNodes command);

    R retrieveSubscriptions(RetrieveSubscriptions command);

    R retrievePublicSubscriptions(RetrievePublicSubscriptions command);

    R retrieveAffiliations(RetrieveAffiliations command);

    R configureAssociations(ConfigureAssociations command);

    R associate(Associate command);

    R disassociate(Disassociate command);

    R discoverFilter(DiscoverFilter command);

    R discoverChildren(DiscoverChildren command);

    R retrieveArchiveForm(RetrieveArchiveForm command);

    R listLeaves(ListLeaves command);
  }
}
