package io.pipit.broker.stream;

import io.pipit.broker.stream.sasl.Authenticator;
import io.pipit.broker.stream.sasl.SaslError;
import io.pipit.broker.stream.sasl.SaslExchange;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import io.pipit.xmpp.xml.StreamHeader;
import io.pipit.xmpp.xml.StreamReader;
import io.pipit.xmpp.xml.XmlBuffer;
import io.pipit.xmpp.xml.XmlContext;
import io.pipit.xmpp.xml.XmlWriter;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of one client: what has been negotiated so far, and the phase it is in. What moves its
 * bytes is the {@link StreamConnection}. Confined to its event loop, but for what {@link
 * ClientStream} says.
 */
final class C2sStream implements ClientStream, StreamReader.Handler {

  private static final Logger log = LoggerFactory.getLogger(C2sStream.class);

  /**
   * The most of RFC 6120 6.4.5: a client that goes through all mechanisms, the stronger ones first,
   * comes to PLAIN with its fifth attempt. What slows guessing down is the authenticator.
   */
  private static final int MAX_SASL_FAILURES = 5;

  private static final String PING_NAMESPACE = "urn:xmpp:ping";

  private final C2sService service;
  private final LoopResources loop;
  private final StreamConnection connection;
  private final InetSocketAddress remote;
  private final Instant acceptedAt = Instant.now();
  private final StreamDeadlines deadlines;
  private final StreamSecurity security;

  private StreamPhase phase;
  private boolean headerSent;
  private @Nullable String language;
  private int saslFailures;
  private int inFlight;
  private int stanzasRead;
  private boolean endsWhenAnswered;
  private boolean isBound;
  private @Nullable Object attachment;

  // Any thread reads these.
  private volatile @Nullable BareJid account;
  private volatile @Nullable FullJid jid;

  C2sStream(
      C2sService service,
      LoopResources loop,
      StreamConnection connection,
      InetSocketAddress remote,
      boolean directTls,
      long now) {
    this.service = service;
    this.loop = loop;
    this.connection = connection;
    this.remote = remote;
    this.deadlines = new StreamDeadlines(service.options().limits().times(), now);
    this.security = new StreamSecurity(service.options(), remote);
    this.phase = directTls ? new Securing(this) : new Opening(this);
  }

  // ---- what the connection reports

  @Override
  public void streamOpened(StreamHeader header) {
    step(new StreamEvent.Opened(header));
  }

  @Override
  public void element(Element element) {
    if (element.is("error", Ns.STREAMS)) {
      // RFC 6120 4.9.1.1: who has sent a stream error closes the stream; there is no answer to it.
      end();
      return;
    }
    step(new StreamEvent.Received(element));
  }

  @Override
  public void streamClosed() {
    step(new StreamEvent.ClosedByPeer());
  }

  @Override
  public void failed(StreamError error) {
    close(error);
  }

  void secured(SSLSession session) {
    security.secured(session);
    step(new StreamEvent.Secured());
  }

  /** The connection is gone. */
  void disconnected() {
    phase = new StreamPhase.Closing();
    service.connections().closed(remote.getAddress(), account != null);
    service.metrics().connectionClosed();
    left();
  }

  private void step(StreamEvent event) {
    StreamPhase next = phase.on(event);
    // The listener may have closed the stream meanwhile, which no phase undoes.
    if (!isClosing()) {
      phase = next;
    }
  }

  boolean isClosing() {
    return phase instanceof StreamPhase.Closing;
  }

  /** Called every second. */
  void tick(long now) {
    if (isClosing()) {
      return;
    }
    switch (isBound ? deadlines.bound(now, connection.lastActivity()) : deadlines.unbound(now)) {
      case NOTHING -> {}
      case BIND_TIMEOUT ->
          close(StreamError.of(Condition.CONNECTION_TIMEOUT, "no resource was bound in time"));
      case PING -> ping();
      case IDLE_TIMEOUT -> close(StreamError.of(Condition.CONNECTION_TIMEOUT));
    }
  }

  private void ping() {
    send(
        Iq.request(
            Iq.Type.GET,
            "ping-" + service.randomId(),
            options().domain(),
            jid(),
            Element.of("ping", PING_NAMESPACE)));
  }

  /** Stanzas that were given to the listener since the last call. */
  int takeStanzasRead() {
    int read = stanzasRead;
    stanzasRead = 0;
    return read;
  }

  // ---- what the phases use

  C2sOptions options() {
    return service.options();
  }

  Authenticator authenticator() {
    return service.authenticator();
  }

  Optional<Registration> registration() {
    return security.mayTellSecrets() ? service.registration() : Optional.empty();
  }

  StreamSecurity security() {
    return security;
  }

  Optional<BareJid> authenticated() {
    return Optional.ofNullable(account);
  }

  Optional<String> language() {
    return Optional.ofNullable(language);
  }

  void language(Optional<String> ofTheStream) {
    language = ofTheStream.filter(text -> !text.isEmpty()).orElse(null);
  }

  /** RFC 6120 4.7: ours, in answer to the client's. */
  void sendHeader(StreamHeader theirs) {
    sendHeader(theirs.from());
  }

  private void sendHeader(Optional<String> to) {
    XmlBuffer out = loop.xml();
    header(out, to);
    connection.write(out);
  }

  private void header(XmlBuffer out, Optional<String> to) {
    headerSent = true;
    out.markup("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='");
    out.markup(Ns.STREAMS).markup("' id='").markup(service.randomId());
    out.markup("' from='").attributeValue(options().domain().toString());
    to.ifPresent(client -> out.markup("' to='").attributeValue(client));
    out.markup("' version='1.0' xml:lang='en'>");
  }

  /** Sends an element of the negotiation. */
  void send(Element element) {
    XmlBuffer out = loop.xml();
    XmlWriter.append(element, XmlContext.CLIENT_STREAM, out);
    connection.write(out);
  }

  void startTls() {
    connection.startTls();
  }

  /** Has a message judged, and reads nothing more until {@link StreamEvent.Judged} comes of it. */
  void judge(SaslExchange exchange, byte[] message) {
    connection.pause(StreamConnection.Pause.ANSWER);
    exchange.respond(
        message,
        step ->
            loop.inbox()
                .execute(
                    () -> {
                      step(new StreamEvent.Judged(step));
                      connection.resume(StreamConnection.Pause.ANSWER);
                    }));
  }

  /** Handles a request for registration, and reads nothing more until it is answered. */
  void register(Registration registration, Iq request) {
    connection.pause(StreamConnection.Pause.ANSWER);
    registration.request(
        remote.getAddress(),
        request,
        answer ->
            loop.inbox()
                .execute(
                    () -> {
                      send(answer.element());
                      connection.resume(StreamConnection.Pause.ANSWER);
                    }));
  }

  /** RFC 6120 6.4.5: tells the client; too many failures end the stream. */
  StreamPhase saslFailed(SaslError error, StreamPhase here) {
    service
        .metrics()
        .authenticated(
            switch (error) {
              case TEMPORARY_AUTH_FAILURE -> StreamMetrics.Authentication.TEMPORARY_FAILURE;
              case ENCRYPTION_REQUIRED, INVALID_MECHANISM, UNSUPPORTED_CHANNEL_BINDING ->
                  StreamMetrics.Authentication.UNSUPPORTED;
              default -> StreamMetrics.Authentication.REFUSED;
            });
    log.atDebug()
        .addKeyValue("event", "sasl.fail")
        .addKeyValue("conn", this::remoteAddress)
        .addKeyValue("reason", error)
        .log("an authentication failed");
    send(Element.of("failure", Ns.SASL, Element.of(error.wire(), Ns.SASL)));
    return ++saslFailures < MAX_SASL_FAILURES
        ? here
        : end(StreamError.of(Condition.POLICY_VIOLATION, "too many failed authentications"));
  }

  /** The client has proven who it is; false when its address has too many streams. */
  boolean authenticatedAs(BareJid proven) {
    if (!service.connections().authenticated(remote.getAddress())) {
      return false;
    }
    account = proven;
    service.metrics().authenticated(StreamMetrics.Authentication.SUCCESS);
    connection.authenticated(options().limits().afterAuthentication());
    return true;
  }

  BindResult bind(Optional<String> resource) {
    BindResult result = service.listener().bind(this, account(), resource);
    if (result instanceof BindResult.Bound bound) {
      jid = bound.jid();
      isBound = true;
      service.metrics().streamOpened();
      log.atDebug()
          .addKeyValue("event", "conn.open")
          .addKeyValue("conn", this::remoteAddress)
          .addKeyValue("jid", bound.jid())
          .log("a resource was bound");
    }
    return result;
  }

  void bound() {
    service.listener().bound(this);
  }

  void received(Stanza stanza) {
    stanzasRead++;
    service.listener().received(this, stanza);
  }

  /** Ends the stream without an error. */
  StreamPhase end() {
    return end(Optional.empty());
  }

  StreamPhase end(StreamError error) {
    return end(Optional.of(error));
  }

  private StreamPhase end(Optional<StreamError> error) {
    if (isClosing()) {
      return phase;
    }
    phase = new StreamPhase.Closing();
    error.ifPresent(
        reason ->
            log.atDebug()
                .addKeyValue("event", "conn.error")
                .addKeyValue("conn", this::remoteAddress)
                .addKeyValue("jid", jid)
                .addKeyValue("reason", reason.condition().wire())
                .log("the stream ends with an error"));
    if (connection.isHandshaking()) {
      connection.closeNow(); // there is no stream to end: RFC 6120 5.4.3.2
    } else {
      XmlBuffer out = loop.xml();
      if (!headerSent) {
        header(out, Optional.empty());
      }
      error.ifPresent(
          reason -> XmlWriter.append(reason.toElement(), XmlContext.CLIENT_STREAM, out));
      out.markup("</stream:stream>");
      connection.finish(out);
    }
    left();
    return phase;
  }

  /** RFC 6120 4.4: what the client is still owed comes before our closing tag. */
  StreamPhase endWhenAnswered(StreamPhase here) {
    if (inFlight == 0) {
      return end();
    }
    if (endsWhenAnswered) {
      return here;
    }
    endsWhenAnswered = true;
    connection.later(options().limits().times().closing().toNanos(), this::end);
    return here;
  }

  private void left() {
    if (isBound) {
      isBound = false;
      service.metrics().streamClosed();
      service.listener().closed(this);
    }
  }

  // ---- ClientStream

  @Override
  public FullJid jid() {
    FullJid bound = jid;
    if (bound == null) {
      throw new IllegalStateException("the stream is not bound");
    }
    return bound;
  }

  @Override
  public BareJid account() {
    BareJid proven = account;
    if (proven == null) {
      throw new IllegalStateException("the client has not authenticated");
    }
    return proven;
  }

  @Override
  public LoopInbox loop() {
    return loop.inbox();
  }

  @Override
  public void send(Stanza stanza) {
    send(stanza.element());
  }

  @Override
  public void write(Outbound stanza) {
    connection.write(stanza);
  }

  @Override
  public void beginRequest() {
    if (++inFlight >= options().limits().afterAuthentication().inFlight()) {
      connection.pause(StreamConnection.Pause.IN_FLIGHT);
    }
  }

  @Override
  public void answer(Iq answer) {
    send(answer);
    if (inFlight == 0) {
      throw new IllegalStateException("an answer without a request");
    }
    inFlight--;
    connection.resume(StreamConnection.Pause.IN_FLIGHT);
    if (endsWhenAnswered && inFlight == 0) {
      end();
    }
  }

  @Override
  public void close(StreamError error) {
    end(error);
  }

  @Override
  public void attach(Object state) {
    attachment = state;
  }

  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    return Optional.ofNullable(attachment).filter(type::isInstance).map(type::cast);
  }

  @Override
  public Instant acceptedAt() {
    return acceptedAt;
  }

  @Override
  public String remoteAddress() {
    return ChannelListener.text(remote);
  }

  @Override
  public Optional<String> tlsVersion() {
    return security.tlsVersion();
  }

  @Override
  public int queuedBytes() {
    return connection.queuedBytes();
  }
}
