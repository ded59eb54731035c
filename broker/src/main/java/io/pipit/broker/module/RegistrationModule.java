package io.pipit.broker.module;

import io.pipit.broker.module.AccountService.Result;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.stream.Registration;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import io.vertx.core.Future;
import java.lang.Character.UnicodeScript;
import java.net.InetAddress;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In-band registration (XEP-0077): new accounts before authentication, and change of password and
 * removal of one's own account after it. Only made, and so only advertised, where the operator
 * opened registration. Any thread.
 */
public final class RegistrationModule implements XmppModule, Registration {

  /** What {@link #feature()} is in. */
  private static final String FEATURE_NAMESPACE = "http://jabber.org/features/iq-register";

  private static final Logger log = LoggerFactory.getLogger(RegistrationModule.class);

  /** Scripts with letters that look like those of another one of them. */
  private static final Set<UnicodeScript> ALIKE =
      EnumSet.of(
          UnicodeScript.LATIN,
          UnicodeScript.CYRILLIC,
          UnicodeScript.GREEK,
          UnicodeScript.ARMENIAN,
          UnicodeScript.CHEROKEE);

  private final BareJid server;
  private final AccountService service;
  private final RegistrationThrottle throttle;

  /**
   * @param perHour how often one address may register in an hour
   * @param exempt addresses that are not counted
   */
  public RegistrationModule(
      BareJid server,
      AccountService service,
      int perHour,
      Predicate<InetAddress> exempt,
      Clock clock) {
    this.server = server;
    this.service = service;
    this.throttle = new RegistrationThrottle(perHour, exempt, clock);
  }

  @Override
  public Set<String> serverFeatures() {
    return Set.of(NAMESPACE);
  }

  @Override
  public List<ServerHandler> serverHandlers() {
    return List.of(
        new ServerHandler(Iq.Type.GET, "query", NAMESPACE, RegistrationModule::registered),
        new ServerHandler(Iq.Type.SET, "query", NAMESPACE, this::set));
  }

  @Override
  public List<AccountHandler> accountHandlers() {
    return List.of(
        new AccountHandler(
            Iq.Type.GET,
            "query",
            NAMESPACE,
            Access.OWNER,
            (request, account, shard) -> registered(request)),
        new AccountHandler(
            Iq.Type.SET,
            "query",
            NAMESPACE,
            Access.OWNER,
            (request, account, shard) -> set(request)));
  }

  // ---- before authentication

  @Override
  public Element feature() {
    return Element.of("register", FEATURE_NAMESPACE);
  }

  @Override
  public void request(InetAddress client, Iq request, Consumer<Iq> answer) {
    Element query = request.payload().orElseThrow();
    boolean forUs = request.to().map(Jid::bare).filter(to -> !to.equals(server)).isEmpty();
    if (!query.is("query", NAMESPACE) || !forUs) {
      answer.accept(request.errorReply(StanzaError.of(Condition.SERVICE_UNAVAILABLE)));
    } else if (request.type() == Iq.Type.GET) {
      answer.accept(request.result(form()));
    } else {
      Optional<StanzaError> refusal = refusal(query);
      if (refusal.isPresent()) {
        answer.accept(request.errorReply(refusal.get()));
      } else if (!throttle.admits(client)) {
        answer.accept(
            request.errorReply(
                StanzaError.of(Condition.RESOURCE_CONSTRAINT, "too many registrations; wait")));
      } else {
        BareJid account = service.address(text(query, "username")).orElseThrow();
        conclude(
            service.create(account, text(query, "password"), AccountRole.USER),
            () -> answer.accept(request.result()),
            error -> answer.accept(request.errorReply(error)));
      }
    }
  }

  private static Element form() {
    return Element.builder("query", NAMESPACE)
        .textElement("instructions", NAMESPACE, "Choose a user name and a password.")
        .child(Element.of("username", NAMESPACE))
        .child(Element.of("password", NAMESPACE))
        .build();
  }

  /** XEP-0077 3.1: what is missing or cannot be an account. */
  private Optional<StanzaError> refusal(Element query) {
    if (query.child("remove", NAMESPACE).isPresent()) {
      return Optional.of(StanzaError.of(Condition.UNEXPECTED_REQUEST));
    }
    String name = text(query, "username");
    if (name.isEmpty() || text(query, "password").isEmpty()) {
      return Optional.of(
          StanzaError.of(Condition.NOT_ACCEPTABLE, "user name and password are needed"));
    }
    Optional<BareJid> account = service.address(name);
    if (account.isEmpty()) {
      return Optional.of(StanzaError.of(Condition.NOT_ACCEPTABLE, "not a user name"));
    }
    return mixesScripts(account.get().local())
        ? Optional.of(
            StanzaError.of(Condition.NOT_ACCEPTABLE, "a user name is written in one script"))
        : Optional.empty();
  }

  /** Whether a name could pass for another one because letters of two scripts look alike. */
  private static boolean mixesScripts(String name) {
    return name.codePoints().mapToObj(UnicodeScript::of).filter(ALIKE::contains).distinct().count()
        > 1;
  }

  // ---- after authentication

  /** XEP-0077 3.1: tells that there is a registration, and its name. */
  private static void registered(IqRequest request) {
    request.succeed(
        Element.builder("query", NAMESPACE)
            .child(Element.of("registered", NAMESPACE))
            .textElement("username", NAMESPACE, request.requester().local())
            .child(Element.of("password", NAMESPACE))
            .build());
  }

  /** XEP-0077 3.2 and 3.3, for the requester's own account only. */
  private void set(IqRequest request) {
    BareJid own = request.requester().bare();
    Element query = request.payload();
    if (query.child("remove", NAMESPACE).isPresent()) {
      if (query.elements().size() > 1) {
        request.refuse(Condition.BAD_REQUEST);
      } else {
        conclude(service.remove(own), request);
      }
      return;
    }
    String name = text(query, "username");
    String password = text(query, "password");
    if (name.isEmpty() || password.isEmpty()) {
      request.refuse(
          StanzaError.of(Condition.BAD_REQUEST, "user name and new password are needed"));
    } else if (!service.address(name).equals(Optional.of(own))) {
      request.refuse(Condition.FORBIDDEN);
    } else {
      conclude(service.changePassword(own, password), request);
    }
  }

  private static String text(Element query, String child) {
    return query.child(child, NAMESPACE).map(Element::text).orElse("");
  }

  private static void conclude(Future<Result> result, IqRequest request) {
    conclude(result, request::succeed, request::refuse);
  }

  private static void conclude(
      Future<Result> result, Runnable succeed, Consumer<StanzaError> refuse) {
    result.onComplete(done -> finish(done, succeed, refuse), failure -> failed(failure, refuse));
  }

  private static void finish(Result result, Runnable succeed, Consumer<StanzaError> refuse) {
    switch (result) {
      case DONE -> succeed.run();
      case EXISTS -> refuse.accept(StanzaError.of(Condition.CONFLICT));
      case MISSING -> refuse.accept(StanzaError.of(Condition.REGISTRATION_REQUIRED));
      case BAD_PASSWORD ->
          refuse.accept(StanzaError.of(Condition.NOT_ACCEPTABLE, "not a password"));
      case BUSY -> refuse.accept(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
    }
  }

  private static void failed(Throwable failure, Consumer<StanzaError> refuse) {
    log.atError()
        .addKeyValue("event", "account.fail")
        .setCause(failure)
        .log("a change of an account came to nothing");
    refuse.accept(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
  }
}
