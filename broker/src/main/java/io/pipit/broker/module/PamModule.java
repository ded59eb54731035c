package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.Router;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.xml.CommandDecoder;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Passes on what a client has its account subscribe to and unsubscribe from (XEP-0376 2.2, 2.3),
 * which is how XEP-0465 has subscriptions made public. It is not advertised: nothing is listed, and
 * the account's other clients hear of it from the service (XEP-0060 12.14).
 *
 * <p>Called in the account's shard.
 */
public final class PamModule implements XmppModule {

  private static final String NAMESPACE = "urn:xmpp:pam:0";
  private static final Set<String> ACTIONS = Set.of("subscribe", "unsubscribe");

  private final BareJid server;
  private final PubsubService pubsub;
  private final PepModule pep;
  private final Shards shards;
  private final Predicate<BareJid> exists;

  /**
   * @param exists whether there is an account, asked in its shard
   */
  public PamModule(
      BareJid server,
      PubsubService pubsub,
      PepModule pep,
      Shards shards,
      Predicate<BareJid> exists) {
    this.server = server;
    this.pubsub = pubsub;
    this.pep = pep;
    this.shards = shards;
    this.exists = exists;
  }

  @Override
  public List<AccountHandler> accountHandlers() {
    return List.of(
        new AccountHandler(Iq.Type.SET, "pam", NAMESPACE, Access.OWNER, this::requested));
  }

  private void requested(IqRequest request, AccountState account, EntityShard shard) {
    Element pam = request.payload();
    Element action = pam.firstElement().orElse(null);
    // The attribute is service in the text and jid in all examples.
    Optional<BareJid> service =
        pam.attribute("jid").or(() -> pam.attribute("service")).flatMap(Jid::parse).map(Jid::bare);
    if (action == null
        || !ACTIONS.contains(action.name())
        || !action.namespace().equals(PubsubNs.PUBSUB)
        || service.isEmpty()) {
      request.refuse(Condition.BAD_REQUEST);
    } else if (!action.attribute("jid", "").equals(account.jid().toString())) {
      request.refuse(Condition.FORBIDDEN);
    } else if (account.blockList().blocks(service.get())) {
      request.refuse(Router.BLOCKED);
    } else {
      Element asked = Element.builder("pubsub", PubsubNs.PUBSUB).children(pam.elements()).build();
      Iq passedOn =
          Iq.request(
              Iq.Type.SET,
              request.iq().element().attribute("id", ""),
              request.requester(),
              service.get(),
              asked);
      passOn(
          passedOn,
          service.get(),
          answer -> shard.execute(() -> answer(request, service.get(), answer)));
    }
  }

  private void passOn(Iq iq, BareJid service, Consumer<Iq> answers) {
    if (service.equals(pubsub.address())) {
      CommandDecoder.Decoded decoded = CommandDecoder.decode(iq);
      if (decoded instanceof CommandDecoder.Decoded.Accepted accepted) {
        pubsub.submit(accepted.command(), pubsub.answering(accepted.command(), iq, answers));
      } else if (decoded instanceof CommandDecoder.Decoded.Refused refused) {
        answers.accept(iq.errorReply(refused.error().toStanzaError()));
      }
    } else if (!service.domain().equals(server.domain())) {
      answers.accept(iq.errorReply(StanzaError.of(Condition.REMOTE_SERVER_NOT_FOUND)));
    } else {
      EntityShard owner = shards.ofAccount(service);
      IqRequest asked = IqRequest.toAccount(iq, iq.from().orElseThrow(), owner, answers);
      owner.execute(
          () -> {
            if (exists.test(service)
                && !owner.account(service).blockList().blocks(asked.requester())) {
              pep.requested(asked, owner.account(service), owner);
            } else {
              asked.refuse(Condition.SERVICE_UNAVAILABLE);
            }
          });
    }
  }

  /** An empty result, or the error with the service that it comes from. */
  private static void answer(IqRequest request, BareJid service, Iq answer) {
    Optional<Element> error = answer.element().child("error", Ns.CLIENT);
    if (error.isEmpty()) {
      request.succeed();
      return;
    }
    Iq reply = request.iq().errorReply(StanzaError.read(error.get()));
    request.answer(
        new Iq(
            reply.element().withChildren(List.of(error.get().with("by", service.toString()))),
            reply.type(),
            reply.sender(),
            reply.recipient()));
  }
}
