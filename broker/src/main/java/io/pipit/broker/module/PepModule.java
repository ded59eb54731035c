package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.BlockLists;
import io.pipit.broker.routing.AccountMessages;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pep.PepPolicy;
import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.Page;
import io.pipit.pubsub.PublicSubscriptions;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.xml.BounceDecoder;
import io.pipit.pubsub.xml.CommandDecoder;
import io.pipit.pubsub.xml.PublicSubscriptionEncoder;
import io.pipit.pubsub.xml.ReplyEncoder;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Personal eventing: every account is a pubsub service at its bare JID (XEP-0163), and the newest
 * items of its nodes go to resources that become available and want them, at the pace of {@link
 * LastItems}.
 *
 * <p><b>Strangers.</b> Who neither gets the account's presence nor has anything to do with one of
 * its nodes learns of those nodes alone that it can name, and otherwise gets the answer of an
 * account that does not exist (RFC 6121 8.5.1).
 *
 * <p>Called in the account's shard, where all its nodes are.
 */
public final class PepModule
    implements XmppModule, AccountMessages, CapsModule.Listener, BlockingModule.Listener {

  private final PubsubService pubsub;
  private final Shards shards;
  private final BlockLists blocks;
  private final Delivery delivery;

  public PepModule(PubsubService pubsub, Shards shards, BlockLists blocks, Delivery delivery) {
    this.pubsub = pubsub;
    this.shards = shards;
    this.blocks = blocks;
    this.delivery = delivery;
  }

  @Override
  public List<AccountHandler> accountHandlers() {
    return List.of(
        new AccountHandler(Iq.Type.GET, "pubsub", PubsubNs.PUBSUB, Access.ANYONE, this::requested),
        new AccountHandler(Iq.Type.SET, "pubsub", PubsubNs.PUBSUB, Access.ANYONE, this::requested),
        new AccountHandler(Iq.Type.GET, "pubsub", PubsubNs.OWNER, Access.ANYONE, this::requested),
        new AccountHandler(Iq.Type.SET, "pubsub", PubsubNs.OWNER, Access.ANYONE, this::requested),
        new AccountHandler(Iq.Type.GET, "command", Ns.COMMANDS, Access.OWNER, this::requested),
        new AccountHandler(Iq.Type.SET, "command", Ns.COMMANDS, Access.OWNER, this::requested));
  }

  @Override
  public Set<String> accountFeatures() {
    return PepPolicy.FEATURES;
  }

  @Override
  public Set<String> ownerFeatures() {
    return Set.of(Ns.COMMANDS);
  }

  @Override
  public List<Element> accountIdentities() {
    return List.of(
        Element.builder("identity", Ns.DISCO_INFO)
            .attribute("category", "pubsub")
            .attribute("type", "pep")
            .build());
  }

  /** A request in the namespaces of pubsub, or service discovery of nodes. */
  public void requested(IqRequest request, AccountState account, EntityShard shard) {
    Iq iq = request.iq();
    CommandDecoder.Decoded decoded = CommandDecoder.decode(iq);
    boolean stranger = isStranger(request.requester().bare(), account, shard);
    if (decoded instanceof CommandDecoder.Decoded.Accepted accepted
        && accepted.command() instanceof NodeCommand.RetrieveItems retrieve
        && retrieve.node().equals(PublicSubscriptions.NODE)) {
      tellPublicSubscriptions(request, retrieve, account.jid(), stranger, shard);
    } else if (decoded instanceof CommandDecoder.Decoded.Accepted accepted
        && !(stranger && hides(accepted.command(), account, shard))) {
      Command command = accepted.command();
      pubsub.decide(account.jid(), command, shard, pubsub.answering(command, request));
    } else if (decoded instanceof CommandDecoder.Decoded.Refused refused && !stranger) {
      request.refuse(refused.error().toStanzaError());
    } else {
      request.refuse(Condition.SERVICE_UNAVAILABLE);
    }
  }

  /**
   * What the account is publicly subscribed to, for anybody. A stranger learns from it that there
   * is such an account only when it has public subscriptions (XEP-0465 7).
   */
  private void tellPublicSubscriptions(
      IqRequest request,
      NodeCommand.RetrieveItems command,
      BareJid account,
      boolean stranger,
      EntityShard shard) {
    pubsub.publicSubscriptions(
        account,
        (nodes, failure) ->
            shard.execute(
                () -> {
                  if (failure.isPresent()) {
                    request.refuse(failure.get());
                  } else if (nodes.isEmpty() && stranger) {
                    request.refuse(Condition.SERVICE_UNAVAILABLE);
                  } else {
                    request.answer(
                        ReplyEncoder.encode(request.iq(), publicSubscriptions(nodes, command)));
                  }
                }));
  }

  private Response publicSubscriptions(
      List<Response.ServiceNode> nodes, NodeCommand.RetrieveItems command) {
    List<Response.ServiceNode> wanted =
        nodes.stream()
            .filter(
                node ->
                    command.ids().isEmpty()
                        || command.ids().contains(PublicSubscriptionEncoder.id(node)))
            .toList();
    int most = pubsub.limits().answerItems();
    ResultSet.Request page =
        command.page() == null && wanted.size() > most
            ? ResultSet.Request.first(most)
            : command.page();
    if (page == null) {
      return new Response.PublicSubscriptions(new Page<>(wanted, null));
    }
    return ResultSet.page(wanted, PublicSubscriptionEncoder::id, page, most)
        .<Response>map(
            found -> new Response.PublicSubscriptions(new Page<>(found.items(), found.set())))
        .orElseGet(() -> Response.Refusal.of(PubsubError.ITEM_NOT_FOUND));
  }

  /** Answers of owners to the question who may subscribe, and events that came back. */
  @Override
  public boolean takes(Message message) {
    return message.isError()
        || DataForm.find(message.element())
            .flatMap(DataForm::formType)
            .filter(PubsubNs.SUBSCRIBE_AUTHORIZATION::equals)
            .isPresent();
  }

  @Override
  public void received(Message message, AccountState account, EntityShard shard) {
    BareJid service = account.jid();
    if (message.isError()) {
      if (shard.hasNodes(service)) {
        BounceDecoder.decode(message)
            .ifPresent(bounce -> pubsub.decide(service, bounce, shard, Requester.NOBODY));
      }
      return;
    }
    CommandDecoder.Decoded decoded = CommandDecoder.decode(message).orElse(null);
    boolean stranger = isStranger(message.from().orElseThrow().bare(), account, shard);
    if (stranger) {
      refuse(message, StanzaError.of(Condition.SERVICE_UNAVAILABLE), shard);
    } else if (decoded instanceof CommandDecoder.Decoded.Refused refused) {
      refuse(message, refused.error().toStanzaError(), shard);
    } else if (decoded instanceof CommandDecoder.Decoded.Accepted accepted) {
      pubsub.decide(service, accepted.command(), shard, refusing(message, shard));
    }
  }

  /** Who has sent a message: hears of it only when it was refused. */
  private Requester refusing(Message message, EntityShard shard) {
    return new Requester() {
      @Override
      public void decided(Response response) {
        if (response instanceof Response.Refusal refusal) {
          refused(refusal.error().toStanzaError(refusal.detail()));
        }
      }

      @Override
      public void refused(StanzaError error) {
        refuse(message, error, shard);
      }
    };
  }

  private void refuse(Message message, StanzaError error, EntityShard shard) {
    if (message.from().orElseThrow() instanceof FullJid sender) {
      shard.release(() -> delivery.deliverTo(sender, message.errorReply(error)));
    }
  }

  private static boolean isStranger(BareJid requester, AccountState account, EntityShard shard) {
    if (requester.equals(account.jid()) || account.roster().showsPresenceTo(requester)) {
      return false;
    }
    if (!shard.hasNodes(account.jid())) {
      return true;
    }
    Directory directory = shard.directory(account.jid());
    return directory.subscriptions(requester).isEmpty()
        && directory.affiliations(requester).stream()
            .allMatch(held -> held.affiliation() == Affiliation.OUTCAST);
  }

  /**
   * A stranger is told of a node that there is what XEP-0060 says, and of nothing else; not of the
   * root and of filters either, which come and go with what others subscribe to.
   */
  private static boolean hides(Command command, AccountState account, EntityShard shard) {
    return !(command instanceof NodeCommand about
        && shard.hasNodes(account.jid())
        && shard
            .directory(account.jid())
            .contains(PublicSubscriptions.target(about.node()).orElse(about.node())));
  }

  // ---- newest items: XEP-0163 4.3.3

  /** Tells a resource of the nodes here that are its own account's or a contact's. */
  @Override
  public void interested(
      FullJid resource,
      Set<String> nodes,
      List<BareJid> accounts,
      Duration wait,
      EntityShard shard) {
    for (BareJid account : accounts) {
      if (isContact(account, resource.bare(), shard)) {
        tellLastItems(account, resource, nodes, wait, shard);
      }
    }
  }

  /**
   * Whether an account of this shard has nodes and an entity is subscribed to them by presence. The
   * end of a block, by whomever, is an arrival of its own.
   */
  private boolean isContact(BareJid account, BareJid entity, EntityShard shard) {
    return isContact(account, entity, blocks, shard);
  }

  static boolean isContact(BareJid account, BareJid entity, BlockLists blocks, EntityShard shard) {
    return shard.hasNodes(account)
        && (account.equals(entity)
            || (shard.account(account).roster().sharesPresence(entity)
                && blocks.isAudience(account, entity)));
  }

  /**
   * Any thread: an account and a contact share presence both ways from now on, so that the contact
   * is subscribed to its nodes. In the turn of the change when called in the account's shard.
   */
  public void presenceShared(BareJid account, BareJid contact) {
    inShardOf(account, shard -> tellLastItems(account, contact, shard));
  }

  @Override
  public void ending(BareJid account, BareJid contact) {
    blocks.ending(account, contact);
  }

  @Override
  public void ended(BareJid account, Jid contact) {
    inShardOf(
        account,
        shard -> {
          blocks.ended(account, contact.bare());
          tellLastItems(account, contact, shard);
        });
  }

  /**
   * @param contact one with a resource stands for that resource alone
   */
  private void tellLastItems(BareJid account, Jid contact, EntityShard shard) {
    if (isContact(account, contact.bare(), shard)) {
      shard
          .interests()
          .all(
              contact.bare(),
              (resource, nodes) -> {
                if (contact instanceof BareJid || contact.equals(resource)) {
                  tellLastItems(account, resource, nodes, shard);
                }
              });
    }
  }

  /**
   * Any thread: a contact is in more groups, and so may read nodes that none of those before let it
   * (XEP-0060 12.2). In the turn of the change when called in the account's shard.
   */
  public void groupsGained(BareJid account, BareJid contact, Set<String> before) {
    inShardOf(
        account,
        shard -> {
          if (isContact(account, contact, shard)) {
            Set<String> opened =
                shard.nodes(account).nodes().stream()
                    .filter(node -> opens(node.config(), before))
                    .map(NodeState::name)
                    .collect(Collectors.toUnmodifiableSet());
            shard
                .interests()
                .all(
                    contact,
                    (resource, nodes) -> {
                      Set<String> wanted = new HashSet<>(nodes);
                      wanted.retainAll(opened);
                      tellLastItems(account, resource, wanted, shard);
                    });
          }
        });
  }

  private void inShardOf(BareJid account, Consumer<EntityShard> action) {
    EntityShard shard = shards.ofAccount(account);
    if (shard.loop().onLoop()) {
      action.accept(shard);
    } else {
      shard.execute(() -> action.accept(shard));
    }
  }

  private static boolean opens(NodeConfig config, Set<String> before) {
    return config.accessModel() == AccessModel.ROSTER
        && Collections.disjoint(config.get(NodeConfigFields.ROSTER_GROUPS_ALLOWED), before);
  }

  private void tellLastItems(
      BareJid account, FullJid resource, Set<String> nodes, EntityShard shard) {
    tellLastItems(account, resource, nodes, Duration.ZERO, shard);
  }

  private void tellLastItems(
      BareJid account, FullJid resource, Set<String> nodes, Duration wait, EntityShard shard) {
    ServiceState state = shard.nodes(account);
    Stream<String> wanted =
        nodes.size() < state.nodes().size()
            ? nodes.stream().filter(name -> state.node(name).isPresent())
            : state.nodes().stream().map(NodeState::name).filter(nodes::contains);
    pubsub.lastItems(shard).tell(account, resource, wanted.toList(), wait);
  }
}
