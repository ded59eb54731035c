package io.pipit.devices.client;

import io.pipit.devices.client.XmppException.Overloaded;
import io.pipit.devices.client.XmppException.Reason;
import io.pipit.devices.client.XmppException.Refused;
import io.pipit.devices.client.XmppException.TimedOut;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The iq requests of one stream: in flight, waiting, and their answers (RFC 6120 8.2.3). Confined
 * to the context of its stream.
 *
 * <p>Requests are sent in the order in which they were made. At most {@code maxInFlight} are
 * without an answer and none is written while the socket is full; at most {@code maxWaiting} wait,
 * one more fails at once.
 */
final class Requests {

  private final Vertx vertx;
  private final XmppStream stream;
  private final FullJid self;
  private final ClientOptions options;
  private final Map<String, Request> inFlight = new HashMap<>();
  private final Deque<Request> waiting = new ArrayDeque<>();
  private long lastId;

  Requests(Vertx vertx, XmppStream stream, FullJid self, ClientOptions options) {
    this.vertx = vertx;
    this.stream = stream;
    this.self = self;
    this.options = options;
    stream.drainHandler(this::pump);
  }

  private record Request(
      String id, @Nullable Jid to, Element iq, Promise<Element> answer, long timer) {}

  /** Gives the {@code <iq/>} of type result, or fails with the reason. */
  Future<Element> request(Iq.Type type, @Nullable Jid to, Element payload) {
    if (stream.isEnded()) {
      return Future.failedFuture(new XmppException(stream.ended().result()));
    }
    if (!mayWrite() && waiting.size() >= options.maxWaiting()) {
      return Future.failedFuture(new XmppException(new Overloaded(waiting.size())));
    }
    String id = Long.toString(++lastId, Character.MAX_RADIX);
    Element.Builder iq =
        Element.builder("iq", Ns.CLIENT).attribute("type", type.wire()).attribute("id", id);
    if (to != null) {
      iq.attribute("to", to.toString());
    }
    Promise<Element> answer = Promise.promise();
    long timer = vertx.setTimer(options.requestTimeout().toMillis(), late -> timeOut(id));
    waiting.addLast(new Request(id, to, iq.child(payload).build(), answer, timer));
    pump();
    return answer.future();
  }

  int inFlight() {
    return inFlight.size();
  }

  int waiting() {
    return waiting.size();
  }

  private boolean mayWrite() {
    return inFlight.size() < options.maxInFlight() && !stream.writeQueueFull();
  }

  private void pump() {
    while (mayWrite() && !waiting.isEmpty()) {
      Request next = waiting.removeFirst();
      inFlight.put(next.id(), next);
      stream.write(next.iq());
    }
  }

  /** Takes a result or error; one that answers nothing of ours is ignored. */
  void answer(Element iq) {
    Request request = inFlight.get(iq.attribute("id", ""));
    if (request == null || !isFrom(request.to(), iq.attribute("from"))) {
      return;
    }
    inFlight.remove(request.id());
    vertx.cancelTimer(request.timer());
    pump();
    if (iq.attribute("type", "").equals(Iq.Type.ERROR.wire())) {
      StanzaError error =
          iq.child("error", Ns.CLIENT)
              .map(StanzaError::read)
              .orElse(StanzaError.of(StanzaError.Condition.UNDEFINED_CONDITION));
      request.answer().fail(new XmppException(new Refused(error)));
    } else {
      request.answer().complete(iq);
    }
  }

  /**
   * Whether the answer comes from whom was asked; else anybody who guesses an id could answer. A
   * request without an address is answered by the account, which may be written in several ways
   * (RFC 6120 8.1.2.1).
   */
  private boolean isFrom(@Nullable Jid asked, Optional<String> from) {
    if (from.isEmpty()) {
      return asked == null || asked.equals(self.bare());
    }
    Optional<Jid> sender = from.flatMap(Jid::parse);
    if (asked != null) {
      return sender.filter(asked::equals).isPresent();
    }
    BareJid account = self.bare();
    return sender
        .filter(jid -> jid.equals(account) || jid.equals(self) || isServer(jid))
        .isPresent();
  }

  private boolean isServer(Jid jid) {
    return jid instanceof BareJid && jid.local().isEmpty() && jid.domain().equals(self.domain());
  }

  private void timeOut(String id) {
    Request late = inFlight.remove(id);
    if (late == null) {
      late = waiting.stream().filter(request -> request.id().equals(id)).findFirst().orElse(null);
      waiting.remove(late);
    }
    if (late != null) {
      late.answer().fail(new XmppException(new TimedOut(options.requestTimeout())));
      pump();
    }
  }

  /** Fails what is in flight or waits, in the order in which it was asked. */
  void end(Reason reason) {
    List<Request> open = new ArrayList<>(inFlight.values());
    open.sort(
        Comparator.comparingLong(request -> Long.parseLong(request.id(), Character.MAX_RADIX)));
    open.addAll(waiting);
    inFlight.clear();
    waiting.clear();
    XmppException failure = new XmppException(reason);
    for (Request request : open) {
      vertx.cancelTimer(request.timer());
      request.answer().fail(failure);
    }
  }
}
