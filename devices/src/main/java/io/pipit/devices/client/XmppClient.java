package io.pipit.devices.client;

import io.pipit.devices.client.XmppException.Disconnected;
import io.pipit.devices.client.XmppException.Overloaded;
import io.pipit.devices.client.XmppException.Reason;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session at an XMPP server, made by {@link XmppConnector}. It lives until its stream ends and
 * is not used again; {@link Device} is what reconnects.
 *
 * <p><b>Threads.</b> Its state is confined to the Vert.x context that it was connected on. Methods
 * may be called from any thread and go there; futures complete and handlers are called there, and
 * must not block.
 *
 * <p><b>Bounds.</b> {@link ClientOptions} says how many requests may be in flight and wait. A
 * request beyond that fails with {@link Overloaded}: wait for futures before you ask for more.
 * Futures fail with {@link XmppException} only.
 */
public final class XmppClient {

  private static final Logger log = LoggerFactory.getLogger(XmppClient.class);
  static final String PING = "urn:xmpp:ping";

  private final Context context;

  /** Vert.x ends the connections of a {@code NetClient} that nothing refers to any more. */
  private final XmppConnector connector;

  private final XmppStream stream;
  private final FullJid jid;
  private final Requests requests;
  private final List<Consumer<Element>> messageHandlers = new ArrayList<>();
  private final List<Consumer<Element>> presenceHandlers = new ArrayList<>();
  private @Nullable ClientCapabilities capabilities;
  private long receivedAtLastCheck;

  /** Made on the context of the stream, when it is bound. */
  XmppClient(
      Vertx vertx,
      Context context,
      XmppConnector connector,
      XmppStream stream,
      FullJid jid,
      ClientOptions options) {
    this.context = context;
    this.connector = connector;
    this.stream = stream;
    this.jid = jid;
    this.requests = new Requests(vertx, stream, jid, options);
    stream.stanzas(this::stanza);
    long keepAlive =
        vertx.setPeriodic(options.keepAlive().toMillis(), silent -> checkThatItIsAlive());
    stream
        .ended()
        .onSuccess(
            reason -> {
              vertx.cancelTimer(keepAlive);
              requests.end(reason);
            });
  }

  /** Where the session was opened. */
  public XmppServer server() {
    return connector.server();
  }

  /** The address that the server bound. */
  public FullJid jid() {
    return jid;
  }

  /**
   * Sends an iq and gives the {@code <iq type='result'/>}.
   *
   * @param to null for the account itself (RFC 6120 10.3.3)
   */
  public Future<Element> request(Iq.Type type, @Nullable Jid to, Element payload) {
    return onContext(() -> requests.request(type, to, payload));
  }

  /**
   * Sends a stanza that nobody answers, such as presence. Done when it is written to the socket's
   * queue; {@link Overloaded} when that is full.
   */
  public Future<Void> send(Element stanza) {
    return onContext(
        () -> {
          if (stream.isEnded()) {
            return Future.failedFuture(new XmppException(stream.ended().result()));
          }
          if (stream.writeQueueFull()) {
            return Future.failedFuture(new XmppException(new Overloaded(requests.waiting())));
          }
          stream.write(stanza);
          return Future.succeededFuture();
        });
  }

  /** Becomes an available resource of its account (RFC 6121 4.2). */
  public Future<Void> available() {
    return send(Element.of("presence", Ns.CLIENT));
  }

  /** As {@link #available()}, and says what this client is to who asks. */
  Future<Void> available(ClientCapabilities own) {
    return onContext(
        () -> {
          capabilities = own;
          return send(own.presence());
        });
  }

  /** Asks an entity for a sign of life (XEP-0199). */
  public Future<Void> ping(Jid to) {
    return request(Iq.Type.GET, to, Element.of("ping", PING)).mapEmpty();
  }

  /** Calls the handler with each message, in the order of arrival. Handlers add up. */
  public Future<Void> onMessage(Consumer<Element> handler) {
    return onContext(
        () -> {
          messageHandlers.add(handler);
          return Future.succeededFuture();
        });
  }

  /** Calls the handler with each presence, in the order of arrival. Handlers add up. */
  public Future<Void> onPresence(Consumer<Element> handler) {
    return onContext(
        () -> {
          presenceHandlers.add(handler);
          return Future.succeededFuture();
        });
  }

  /** Completes when the session has ended, with the reason; it never fails. */
  public Future<Reason> ended() {
    return onContext(stream::ended);
  }

  /**
   * Ends the session in good order: requests without an answer fail, the stream is closed, then the
   * connection. Never fails; also when it has ended before.
   */
  public Future<Void> close() {
    return onContext(
        () -> {
          requests.end(new Disconnected("closed here"));
          return stream.close().mapEmpty();
        });
  }

  private <T> Future<T> onContext(Supplier<Future<T>> work) {
    if (Vertx.currentContext() == context) {
      return work.get();
    }
    Promise<T> done = Promise.promise();
    context.runOnContext(there -> work.get().onComplete(done));
    return done.future();
  }

  private void stanza(Element stanza) {
    switch (stanza.name()) {
      case "iq" -> iq(stanza);
      case "message" -> call(messageHandlers, stanza);
      case "presence" -> call(presenceHandlers, stanza);
      default ->
          log.atDebug()
              .addKeyValue("event", "stanza.unknown")
              .addKeyValue("jid", jid)
              .addKeyValue("name", stanza.name())
              .log("a stanza was ignored");
    }
  }

  private void call(List<Consumer<Element>> handlers, Element stanza) {
    for (Consumer<Element> handler : handlers) {
      try {
        handler.accept(stanza);
      } catch (RuntimeException defect) {
        // A defect of the application must not stop the reader in the middle of its bytes.
        log.atError()
            .addKeyValue("event", "handler.fail")
            .addKeyValue("jid", jid)
            .addKeyValue("name", stanza.name())
            .setCause(defect)
            .log("a handler of stanzas failed");
      }
    }
  }

  private void iq(Element iq) {
    String type = iq.attribute("type", "");
    if (type.equals(Iq.Type.RESULT.wire()) || type.equals(Iq.Type.ERROR.wire())) {
      requests.answer(iq);
      return;
    }
    // Who does not read does not get answers: the answers must not pile up here.
    if (stream.writeQueueFull()) {
      return;
    }
    Element.Builder answer =
        Element.builder("iq", Ns.CLIENT)
            .attribute("id", iq.attribute("id"))
            .attribute("to", iq.attribute("from"));
    if (isPing(iq) || isRosterPush(iq)) {
      answer.attribute("type", Iq.Type.RESULT.wire());
    } else {
      Optional<Element> info = info(iq);
      answer
          .attribute("type", (info.isPresent() ? Iq.Type.RESULT : Iq.Type.ERROR).wire())
          .child(info.orElse(StanzaError.of(Condition.SERVICE_UNAVAILABLE).toElement()));
    }
    stream.write(answer.build());
  }

  private static boolean isPing(Element iq) {
    return iq.attribute("type", "").equals(Iq.Type.GET.wire())
        && iq.child("ping", PING).isPresent();
  }

  /** A change of the roster, which its account alone tells (RFC 6121 2.1.6). */
  private boolean isRosterPush(Element iq) {
    return iq.attribute("type", "").equals(Iq.Type.SET.wire())
        && iq.child("query", Ns.ROSTER).isPresent()
        && iq.attribute("from")
            .flatMap(Jid::parse)
            .filter(from -> !from.equals(jid.bare()))
            .isEmpty();
  }

  /** What this client is, when it says so and that is what was asked. */
  private Optional<Element> info(Element iq) {
    ClientCapabilities own = capabilities;
    return own == null || !iq.attribute("type", "").equals(Iq.Type.GET.wire())
        ? Optional.empty()
        : iq.child("query", Ns.DISCO_INFO).flatMap(own::answer);
  }

  private void checkThatItIsAlive() {
    boolean silent = stream.received() == receivedAtLastCheck;
    receivedAtLastCheck = stream.received();
    if (silent) {
      requests
          .request(Iq.Type.GET, BareJid.of(jid.domain()), Element.of("ping", PING))
          .onFailure(
              failure -> {
                if (failure instanceof XmppException e
                    && e.reason() instanceof XmppException.TimedOut
                    && stream.received() == receivedAtLastCheck) {
                  stream.end(new Disconnected("the server is silent"));
                }
              });
    }
  }

  @Override
  public String toString() {
    return "XmppClient[" + jid + "]";
  }
}
