package io.pipit.broker.routing;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.BlockLists;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.CredentialStore;
import io.pipit.broker.stream.BindResult;
import io.pipit.broker.stream.ClientStream;
import io.pipit.broker.stream.StreamListener;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Node;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Show;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import io.pipit.xmpp.StreamError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where a stanza goes: RFC 6120 10.3 to 10.5 and RFC 6121 8. {@link #deliver} may be called from
 * any thread; the methods of {@link StreamListener} are called on the stream's event loop.
 *
 * <p>Order: stanzas of one stream are handed over in arrival order, to one owner per kind of
 * recipient, so that they keep their order between any two entities (RFC 6120 10.1). A resource
 * counts as available from the moment its presence is read, before anything behind it is routed.
 */
public final class Router implements StreamListener, Delivery {

  /** What a client gets that sends something to an address it has blocked (XEP-0191). */
  public static final StanzaError BLOCKED =
      StanzaError.of(StanzaError.Type.CANCEL, Condition.NOT_ACCEPTABLE)
          .withApplication(Element.of("blocked", "urn:xmpp:blocking:errors"));

  private final BareJid server;
  private final Shards shards;
  private final ResourceRegistry registry;
  private final CredentialStore accounts;
  private final ModuleTable modules;
  private final PresenceHandler presences;
  private final AnswerHandler answers;
  private final AccountMessages messages;
  private final Map<BareJid, LocalService> services;
  private final int sessionsPerAccount;
  private final BiPredicate<BareJid, BareJid> showsPresence;
  private final BlockLists blocks;

  /**
   * What deals with stanzas to the server and to accounts, and delivers others itself.
   *
   * @param blocks whose stanzas are not delivered to whom
   */
  public record Handlers(
      ModuleTable modules,
      PresenceHandler presences,
      AnswerHandler answers,
      AccountMessages messages,
      BlockLists blocks) {

    /** For a server that asks nobody anything, and where nobody blocks anybody. */
    public Handlers(ModuleTable modules, PresenceHandler presences) {
      this(modules, presences, (resource, answer, account, shard) -> {}, AccountMessages.NONE);
    }

    /** For a server where nobody blocks anybody. */
    public Handlers(
        ModuleTable modules,
        PresenceHandler presences,
        AnswerHandler answers,
        AccountMessages messages) {
      this(modules, presences, answers, messages, new BlockLists());
    }
  }

  /**
   * @param showsPresence whether an account lets somebody see its presence, so that his requests
   *     reach its resources; asked on any thread
   * @param handlers makes the handlers with this router to deliver through, at once; they may not
   *     use it before the router is made
   */
  public Router(
      BareJid server,
      Shards shards,
      ResourceRegistry registry,
      CredentialStore accounts,
      List<LocalService> services,
      int sessionsPerAccount,
      BiPredicate<BareJid, BareJid> showsPresence,
      Function<Delivery, Handlers> handlers) {
    this.server = server;
    this.shards = shards;
    this.registry = registry;
    this.accounts = accounts;
    this.services =
        services.stream()
            .collect(Collectors.toUnmodifiableMap(LocalService::address, service -> service));
    this.sessionsPerAccount = sessionsPerAccount;
    this.showsPresence = showsPresence;
    Handlers made = handlers.apply(this);
    this.modules = made.modules;
    this.presences = made.presences;
    this.answers = made.answers;
    this.messages = made.messages;
    this.blocks = made.blocks;
  }

  /** RFC 6120 7.6 and 7.7: the older stream of the same address is closed with conflict. */
  @Override
  public BindResult bind(ClientStream stream, BareJid account, Optional<String> resource) {
    Optional<FullJid> address =
        account.withResource(resource.orElseGet(() -> UUID.randomUUID().toString()));
    if (address.isEmpty()) {
      return new BindResult.Refused(StanzaError.of(Condition.BAD_REQUEST));
    }
    FullJid jid = address.get();
    Optional<Resource> older = registry.resource(jid);
    if (!registry.bind(jid, stream, sessionsPerAccount)) {
      return new BindResult.Refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
    }
    older.ifPresent(
        replaced -> {
          ended(replaced);
          ClientStream loser = replaced.stream();
          loser.loop().execute(() -> loser.close(StreamError.of(StreamError.Condition.CONFLICT)));
        });
    return new BindResult.Bound(jid);
  }

  @Override
  public void bound(ClientStream stream) {}

  @Override
  public void closed(ClientStream stream) {
    registry.unbind(stream.jid(), stream).ifPresent(this::ended);
  }

  private void ended(Resource resource) {
    resource.unavailable();
    FullJid jid = resource.jid();
    inShard(jid.bare(), (account, shard) -> presences.disconnected(jid, account, shard));
    services.values().forEach(service -> service.left(jid));
  }

  @Override
  public void received(ClientStream stream, Stanza sent) {
    Stanza stanza = withoutOwnDelays(sent);
    if (isToBlocked(stream, stanza)) {
      if (!stanza.isError() && !(stanza instanceof Iq answer && !answer.isRequest())) {
        stream.send(stanza.errorReply(BLOCKED));
      }
      return;
    }
    if (stanza instanceof Presence presence) {
      presenceSent(stream, presence);
      return;
    }
    Optional<Jid> to = stanza.to();
    BareJid target = to.map(Jid::bare).orElse(stream.account());
    LocalService service = services.get(target);
    if (service != null) {
      service.received(stream, stanza);
    } else if (target.equals(server)) {
      toServer(stream, stanza);
    } else if (stanza instanceof Iq iq && !(to.isPresent() && to.get() instanceof FullJid)) {
      toAccount(stream, iq, target);
    } else if (stanza instanceof Message message
        && !(to.isPresent() && to.get() instanceof FullJid)
        && target.domain().equals(server.domain())
        && messages.takes(message)) {
      toAccount(message, target);
    } else {
      // Without a recipient a message is for the sender's own account: RFC 6120 10.3.1.
      deliver(to.isPresent() ? stanza : stanza.withTo(target));
    }
  }

  private boolean isToBlocked(ClientStream stream, Stanza stanza) {
    Optional<Jid> to = stanza.to();
    return to.isPresent() && blocks.isBlocked(stream.account(), to.get());
  }

  // ---- presence

  private void presenceSent(ClientStream stream, Presence presence) {
    FullJid resource = stream.jid();
    Optional<Resource> bound =
        registry.resource(resource).filter(found -> found.stream() == stream);
    if (bound.isEmpty()) {
      return; // another stream has taken the address over; this one is about to be closed
    }
    if (presence.to().isEmpty()) {
      switch (presence.type()) {
        case AVAILABLE -> {
          OptionalInt priority = Availability.priority(presence);
          if (priority.isEmpty()) {
            stream.send(presence.errorReply(StanzaError.of(Condition.BAD_REQUEST)));
            return;
          }
          boolean initial = !bound.get().isAvailable();
          bound
              .get()
              .available(priority.getAsInt(), Availability.show(presence).orElse(Show.ONLINE));
          if (initial) {
            services.values().forEach(service -> service.came(resource, presence));
          }
        }
        case UNAVAILABLE -> {
          bound.get().unavailable();
          services.values().forEach(service -> service.left(resource));
        }
        default -> {
          stream.send(presence.errorReply(StanzaError.of(Condition.BAD_REQUEST)));
          return;
        }
      }
    } else {
      bound.get().directed(presence.to().get(), presence.type());
    }
    Runnable sent =
        taskOf(
            resource.bare(),
            (account, shard) -> presences.sent(resource, presence, account, shard));
    shards
        .ofAccount(resource.bare())
        .execute(presence.type().managesSubscription() ? beforeServices(stream, sent) : sent);
  }

  /**
   * A task of the shard of a stream's account that may change the roster. What the stream sends to
   * a service behind it waits until it has run, since the service would judge by the roster as it
   * was.
   */
  private Runnable beforeServices(ClientStream stream, Runnable task) {
    services.values().forEach(service -> service.rosterChanging(stream));
    return () -> {
      try {
        task.run();
      } finally {
        stream
            .loop()
            .execute(() -> services.values().forEach(service -> service.rosterChanged(stream)));
      }
    };
  }

  // ---- iq to the server and to accounts

  private void toServer(ClientStream stream, Stanza stanza) {
    if (stanza instanceof Iq iq && iq.isRequest()) {
      stream.beginRequest();
      modules.toServer(new IqRequest(iq, stream.jid(), answer -> answer(stream, answer)));
    } else if (stanza instanceof Iq answer) {
      FullJid resource = stream.jid();
      inShard(
          resource.bare(), (account, shard) -> answers.answered(resource, answer, account, shard));
    } else if (stanza instanceof Message && !stanza.isError()) {
      stream.send(stanza.errorReply(StanzaError.of(Condition.SERVICE_UNAVAILABLE)));
    }
  }

  /** RFC 6121 8.5.2.1.3 and RFC 6120 10.3.3: the server answers on behalf of the account. */
  private void toAccount(ClientStream stream, Iq iq, BareJid account) {
    if (!account.domain().equals(server.domain())) {
      deliver(iq);
      return;
    }
    if (!iq.isRequest()) {
      return;
    }
    stream.beginRequest();
    EntityShard shard = shards.ofAccount(account);
    IqRequest request =
        IqRequest.toAccount(iq, stream.jid(), shard, answer -> answer(stream, answer));
    Runnable handle =
        () -> {
          if (isThereFor(stream.jid(), account, shard)) {
            modules.toAccount(request, shard.account(account), shard);
          } else {
            modules.toNobody(request);
          }
        };
    shard.execute(isRosterSet(iq) ? beforeServices(stream, handle) : handle);
  }

  private void toAccount(Message message, BareJid account) {
    EntityShard shard = shards.ofAccount(account);
    shard.execute(
        () -> {
          if (isThereFor(message.from().orElseThrow(), account, shard)) {
            messages.received(message, shard.account(account), shard);
          } else {
            bounce(message, Condition.SERVICE_UNAVAILABLE);
          }
        });
  }

  /** To whom it has blocked, an account is one that does not exist (XEP-0191). */
  private boolean isThereFor(Jid sender, BareJid account, EntityShard shard) {
    return exists(account) && !shard.account(account).blockList().blocks(sender);
  }

  /** Any thread: gives a client the answer to a request of its own. */
  public void answer(ClientStream stream, Iq answer) {
    if (stream.loop().onLoop()) {
      stream.answer(answer);
    } else {
      stream.loop().execute(() -> stream.answer(answer));
    }
  }

  /** In the account's shard, unless there is no such account by then. */
  private void inShard(BareJid account, BiConsumer<AccountState, EntityShard> task) {
    shards.ofAccount(account).execute(taskOf(account, task));
  }

  private Runnable taskOf(BareJid account, BiConsumer<AccountState, EntityShard> task) {
    EntityShard shard = shards.ofAccount(account);
    return () -> {
      if (exists(account)) {
        task.accept(shard.account(account), shard);
      }
    };
  }

  /** Exact in the account's shard, where accounts come and go. */
  private boolean exists(BareJid account) {
    return accounts.credentials(account).isPresent();
  }

  // ---- delivery

  @Override
  public void deliverTo(FullJid resource, Stanza stanza) {
    registry.resource(resource).ifPresent(found -> handOver(found.stream(), stanza));
  }

  @Override
  public void deliver(Stanza stanza) {
    Jid to = stanza.to().orElseThrow();
    if (services.containsKey(to.bare())) {
      return;
    }
    if (!to.domain().equals(server.domain())) {
      if (!(stanza instanceof Presence presence) || presence.type() == Presence.Type.SUBSCRIBE) {
        bounce(
            stanza,
            isServiceDomain(to)
                ? Condition.SERVICE_UNAVAILABLE
                : Condition.REMOTE_SERVER_NOT_FOUND);
      }
      return;
    }
    Optional<Jid> from = stanza.from();
    if (from.isPresent() && blocks.isBlocked(to.bare(), from.get())) {
      // XEP-0191: they meet what an address meets that is nobody's, headlines and presence silence.
      if (!(stanza instanceof Presence) && !isHeadline(stanza)) {
        bounce(stanza, Condition.SERVICE_UNAVAILABLE);
      }
      return;
    }
    if (stanza instanceof Iq iq && isRosterSet(iq)) {
      // Only the account's own server pushes its roster (RFC 6121 2.1.6).
      bounce(iq, Condition.SERVICE_UNAVAILABLE);
      return;
    }
    Stanza delivered =
        stanza instanceof Message message ? withoutForeignIds(message, to.bare()) : stanza;
    // A probe is the account's to answer, also one that is about a resource.
    if (to instanceof FullJid full
        && !(stanza instanceof Presence probe && probe.type() == Presence.Type.PROBE)) {
      Optional<Resource> resource = registry.resource(full);
      if (resource.isPresent() && mayReach(stanza, resource.get())) {
        handOver(resource.get().stream(), delivered);
        return;
      }
    }
    if (delivered instanceof Message message) {
      toBareJid(message, to);
    } else if (stanza instanceof Presence presence) {
      toBareJid(presence, to);
    } else {
      bounce(stanza, Condition.SERVICE_UNAVAILABLE);
    }
  }

  private static boolean isHeadline(Stanza stanza) {
    return stanza instanceof Message message && message.type() == Message.Type.HEADLINE;
  }

  /**
   * Whether a stanza may show its sender that a resource is connected. An answer to a request does,
   * so a stranger gets the error of a resource that is not there (RFC 6121 8.5.3.1).
   */
  private boolean mayReach(Stanza stanza, Resource resource) {
    if (!(stanza instanceof Iq iq && iq.isRequest()) || stanza.from().isEmpty()) {
      return true;
    }
    Jid from = stanza.from().get();
    BareJid account = resource.jid().bare();
    return from.bare().equals(account)
        || resource.showsItselfTo(from)
        || showsPresence.test(account, from.bare());
  }

  /** Nobody has an account at the domain of a service. */
  private boolean isServiceDomain(Jid jid) {
    return services.keySet().stream().anyMatch(service -> service.domain().equals(jid.domain()));
  }

  private static boolean isRosterSet(Iq iq) {
    return iq.type() == Iq.Type.SET
        && iq.payload().filter(payload -> payload.namespace().equals(Ns.ROSTER)).isPresent();
  }

  /** An id that the recipient's account gives is not the sender's to write (XEP-0359 6). */
  private static Message withoutForeignIds(Message message, BareJid account) {
    List<Node> children = message.element().children();
    List<Node> kept =
        children.stream()
            .filter(
                child ->
                    !(child instanceof Element id
                        && id.is("stanza-id", Ns.STANZA_ID)
                        && Jid.parse(id.attribute("by", "")).filter(account::equals).isPresent()))
            .toList();
    return kept.size() == children.size()
        ? message
        : new Message(
            message.element().withChildren(kept),
            message.type(),
            message.sender(),
            message.recipient());
  }

  /** Only this server says what this server has delayed (XEP-0203 6). */
  private Stanza withoutOwnDelays(Stanza stanza) {
    if (stanza instanceof Iq || stanza.element().child("delay", Ns.DELAY).isEmpty()) {
      return stanza;
    }
    Element kept =
        stanza
            .element()
            .withChildren(
                stanza.element().children().stream()
                    .filter(
                        child ->
                            !(child instanceof Element delay
                                && delay.is("delay", Ns.DELAY)
                                && Jid.parse(delay.attribute("from", ""))
                                    .filter(this::isOwnDomain)
                                    .isPresent()))
                    .toList());
    return stanza instanceof Message message
        ? new Message(kept, message.type(), message.sender(), message.recipient())
        : stanza instanceof Presence presence
            ? new Presence(kept, presence.type(), presence.sender(), presence.recipient())
            : stanza;
  }

  private boolean isOwnDomain(Jid jid) {
    return jid.equals(server) || services.containsKey(jid.bare());
  }

  /** RFC 6121 8.5.2 and, for a full JID that nobody has, 8.5.3.2. */
  private void toBareJid(Message message, Jid to) {
    boolean bare = to instanceof BareJid;
    switch (message.type()) {
      case CHAT, NORMAL -> {
        if (!toResources(message, to.bare())) {
          bounce(message, Condition.SERVICE_UNAVAILABLE);
        }
      }
      case HEADLINE -> {
        if (bare) {
          toResources(message, to.bare());
        }
      }
      case GROUPCHAT -> bounce(message, Condition.SERVICE_UNAVAILABLE);
      case ERROR -> {
        // Dropped: RFC 6121 8.5.2.1.1.
      }
    }
  }

  private boolean toResources(Message message, BareJid account) {
    boolean delivered = false;
    for (Resource resource : registry.resources(account)) {
      if (resource.takesMessages()) {
        handOver(resource.stream(), message);
        delivered = true;
      }
    }
    return delivered;
  }

  /**
   * RFC 6121 8.5.2: all presence to an account goes through its shard, so that an answer to a
   * request, which waits for the disk there, is not overtaken by the presence that follows it.
   */
  private void toBareJid(Presence presence, Jid to) {
    BareJid account = to.bare();
    boolean forTheAccount =
        to instanceof BareJid
            || presence.type().managesSubscription()
            || presence.type() == Presence.Type.PROBE;
    if (forTheAccount) {
      inShard(account, (state, shard) -> presences.received(presence, state, shard));
    }
  }

  private void bounce(Stanza stanza, Condition condition) {
    boolean answerable =
        !stanza.isError()
            && !(stanza instanceof Iq iq && !iq.isRequest())
            && stanza.from().isPresent();
    if (!answerable) {
      return;
    }
    Stanza error = stanza.errorReply(StanzaError.of(condition));
    if (error.to().orElseThrow() instanceof FullJid sender) {
      registry.resource(sender).ifPresent(resource -> handOver(resource.stream(), error));
    } else if (error instanceof Presence presence) {
      toBareJid(presence, presence.to().orElseThrow()); // of a subscription: 8.1.2.1 of RFC 6120
    }
  }

  private static void handOver(ClientStream stream, Stanza stanza) {
    if (stream.loop().onLoop()) {
      stream.send(stanza);
    } else {
      stream.loop().execute(() -> stream.send(stanza));
    }
  }
}
