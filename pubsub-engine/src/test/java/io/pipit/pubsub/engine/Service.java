package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.FakeContext;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.SubscriptionCounts;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.NodeView;
import io.pipit.pubsub.store.Partitions;
import io.pipit.pubsub.xml.CommandDecoder;
import io.pipit.pubsub.xml.NotificationEncoder;
import io.pipit.pubsub.xml.ReplyEncoder;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.Stanzas;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A whole pubsub service without a network: XML goes in, XML comes out, through decoder, engine,
 * record codec and encoders. Every change is applied as it reads back from its record, so that each
 * test is one of the log as well.
 */
final class Service {

  static final String JID = "pubsub.example.org";

  static final String OWNER = "owner@example.org/desk";
  static final String ALICE = "alice@example.org/phone";
  static final String BOB = "bob@example.org/laptop";

  private static final Set<String> OWN_OPTIONS =
      Set.of(
          "lease_required",
          "payload_types",
          "group",
          "auto_subscribe",
          "paid",
          "redirect",
          "rollup",
          "rollup_fields",
          "rollup_items",
          "keep_last",
          "max_bytes",
          "history_items",
          "history_age",
          "idempotency_window");

  final FakeContext context = new FakeContext();
  private final ServicePolicy policy;
  private final PubsubEngine engine;
  private final SubscriptionLedger ledger = new SubscriptionLedger();
  private final ServiceState state = newState(ledger);
  private final Directory directory = new Directory();
  private final List<LogRecord> log = new ArrayList<>();
  private final SubscriptionLedger replicaLedger = new SubscriptionLedger();
  private final ServiceState replica = newState(replicaLedger);
  private final Directory replicaDirectory = new Directory();
  private int replicated;

  Service() {
    this(ServiceLimits.DEFAULT);
  }

  Service(ServiceLimits limits) {
    this(ServicePolicy.builder(BareJid.of(JID), "Events").limits(limits).build());
  }

  Service(ServicePolicy policy) {
    this.policy = policy;
    this.engine = new PubsubEngine(policy);
    context.counts = counts();
    context.tree = directory.tree();
  }

  static ServiceState newState(SubscriptionLedger ledger) {
    NodeView.Factory views = (service, node) -> new InMemoryView();
    return new ServiceState(BareJid.of(JID), views, ledger);
  }

  /** A message as one recipient gets it. */
  record Told(String to, Element message, Optional<FullJid> answered) {}

  Reply get(String from, String payload) {
    return ask(from, "get", payload);
  }

  Reply set(String from, String payload) {
    return ask(from, "set", payload);
  }

  Reply ask(String from, String type, String payload) {
    Element element =
        parse(
            "<iq xmlns='jabber:client' type='"
                + type
                + "' id='1' from='"
                + from
                + "' to='"
                + JID
                + "'>"
                + payload
                + "</iq>");
    if (!(Stanzas.read(element) instanceof Stanzas.Valid valid
        && valid.stanza() instanceof Iq request)) {
      throw new AssertionError("not an iq: " + payload);
    }
    CommandDecoder.Decoded decoded = CommandDecoder.decode(request);
    if (decoded instanceof CommandDecoder.Decoded.Refused refused) {
      return reply(request, Outcome.refusal(refused.error()));
    }
    Command command = ((CommandDecoder.Decoded.Accepted) decoded).command();
    assertEquals(
        command instanceof NodeCommand onNode ? Optional.of(onNode.node()) : Optional.empty(),
        CommandDecoder.node(request),
        "the node that routes a request");
    return reply(request, execute(command));
  }

  /** A command of the server itself, about the node {@code news}: who is told. */
  Reply run(NodeCommand command) {
    Element element =
        parse("<iq xmlns='jabber:client' type='set' id='1' from='x@y' to='" + JID + "'><x/></iq>");
    Stanzas.Valid valid = (Stanzas.Valid) Stanzas.read(element);
    return reply((Iq) valid.stanza(), execute(command));
  }

  /** Has the node {@code news} do what is due. */
  Reply tick() {
    return run(new NodeCommand.Tick(BareJid.of(JID), "news"));
  }

  /** Sends the service a message; the errors that come back have no iq, but the same shape. */
  Reply message(String from, String content) {
    Message message =
        (Message)
            valid(
                "<message xmlns='jabber:client' id='m1' from='"
                    + from
                    + "' to='"
                    + JID
                    + "'>"
                    + content
                    + "</message>");
    CommandDecoder.Decoded decoded = CommandDecoder.decode(message).orElse(null);
    if (decoded == null) {
      return new Reply(Element.of("nothing", "jabber:client"), List.of());
    }
    Outcome outcome =
        decoded instanceof CommandDecoder.Decoded.Refused refused
            ? Outcome.refusal(refused.error())
            : execute(((CommandDecoder.Decoded.Accepted) decoded).command());
    return new Reply(
        outcome.response() instanceof Response.Refusal refusal
            ? reparse(message.errorReply(refusal.error().toStanzaError()).element())
            : Element.of("nothing", "jabber:client"),
        told(outcome));
  }

  private static Stanza valid(String xml) {
    if (Stanzas.read(parse(xml)) instanceof Stanzas.Valid valid) {
      return valid.stanza();
    }
    throw new AssertionError("no stanza: " + xml);
  }

  /** Decides a command, stores and applies what comes of it. */
  Outcome execute(Command command) {
    List<Notification> told = new ArrayList<>();
    List<Announcement> announced = new ArrayList<>();
    Course course = engine.course(command, directory.tree());
    while (true) {
      Outcome outcome = executeStep(course.command());
      told.addAll(outcome.notifications());
      announced.addAll(outcome.announcements());
      Optional<Response> answer = course.take(outcome.response());
      if (answer.isPresent()) {
        return new Outcome(answer.get(), outcome.changes(), told, null, announced);
      }
    }
  }

  private Outcome executeStep(Command command) {
    List<Object> before = Description.of(state);
    Outcome outcome = decide(command);
    assertEquals(before, Description.of(state), "a decision changes nothing");
    if (outcome.response() instanceof Response.Refusal) {
      assertTrue(outcome.changes().isEmpty() && outcome.notifications().isEmpty());
    }
    assertTrue(ledger.take(BareJid.of(JID), outcome.claim()), "room that a decision has seen");
    for (Change change : outcome.changes()) {
      if (!change.isDurable()) {
        state.apply(change, log.size());
        continue;
      }
      int partition = Partitions.of(change.service(), change.node());
      LogRecord stored = ChangeCodec.encode(change, partition);
      log.add(stored);
      Change read = ChangeCodec.decode(stored);
      assertEquals(change, read);
      state.apply(read, log.size());
      directory.apply(read, log.size());
    }
    return outcome;
  }

  private Outcome decide(Command command) {
    if (command instanceof NodeCommand.Publish publish && engine.creates(state, publish)) {
      return engine.decide(directory, new ServiceCommand.CreateByPublish(publish), context);
    }
    if (command instanceof NodeCommand.Configure configure && engine.placesNode(configure)) {
      Outcome ofNode = engine.decide(state, configure, context);
      return ofNode.response() instanceof Response.Refusal
          ? ofNode
          : engine.place(directory, configure, ofNode, context);
    }
    return command instanceof NodeCommand onNode
        ? engine.decide(state, onNode, context)
        : engine.decide(directory, (ServiceCommand) command, context);
  }

  private static Reply reply(Iq request, Outcome outcome) {
    Iq answer = ReplyEncoder.encode(request, outcome.response());
    assertEquals(request.from(), answer.to());
    assertEquals(request.to(), answer.from());
    List<Element> results =
        ReplyEncoder.before(request, outcome.response()).stream()
            .map(result -> reparse(result.element()))
            .toList();
    return new Reply(reparse(answer.element()), told(outcome), results);
  }

  private static List<Told> told(Outcome outcome) {
    List<Told> told = new ArrayList<>();
    for (Notification notification : outcome.notifications()) {
      Element message = reparse(NotificationEncoder.encode(notification));
      for (Jid recipient : notification.recipients()) {
        told.add(new Told(recipient.toString(), message, notification.answered()));
      }
    }
    return told;
  }

  /** Reads the whole log into empty states and compares. */
  void checkReplay() {
    SubscriptionLedger replayedLedger = new SubscriptionLedger();
    ServiceState replayed = newState(replayedLedger);
    Directory replayedDirectory = new Directory();
    replay(0, replayed, replayedDirectory);
    checkSame(replayed, replayedDirectory, replayedLedger);
  }

  /** Reads what is new in the log into states that have read the rest, and compares. */
  void checkReplica() {
    if (replicated == log.size()) {
      return;
    }
    replay(replicated, replica, replicaDirectory);
    replicated = log.size();
    checkSame(replica, replicaDirectory, replicaLedger);
  }

  /** Reads the records behind a position into states that have read what is before. */
  private void replay(int from, ServiceState replayed, Directory directory) {
    for (int position = from + 1; position <= log.size(); position++) {
      Change change = ChangeCodec.decode(log.get(position - 1));
      replayed.apply(change, position);
      if (change.concernsDirectory()) {
        directory.apply(change, position);
      }
    }
  }

  void checkSame(
      ServiceState replayed, Directory replayedDirectory, SubscriptionLedger replayedLedger) {
    assertEquals(Description.of(state), Description.of(replayed));
    List<BareJid> entities =
        List.of(Jid.of(OWNER).bare(), Jid.of(ALICE).bare(), Jid.of(BOB).bare());
    assertEquals(Description.of(directory, entities), Description.of(replayedDirectory, entities));
    for (BareJid entity : entities) {
      assertEquals(
          counts().of(entity), replayedLedger.of(BareJid.of(JID)).of(entity), entity.toString());
    }
  }

  /** What the log has, from position 1 on. */
  List<LogRecord> log() {
    return log;
  }

  ServiceState state() {
    return state;
  }

  /** How many subscriptions everybody has asked for. */
  SubscriptionCounts counts() {
    return ledger.of(BareJid.of(JID));
  }

  Directory directory() {
    return directory;
  }

  ServicePolicy policy() {
    return policy;
  }

  /** Creates the node {@code news} of {@link #OWNER} with options {@code name=value}. */
  Service withNode(String... options) {
    set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='news'/><configure>"
                + form(options)
                + "</configure></pubsub>")
        .isResult();
    return this;
  }

  /** Changes the node {@code news} as its owner. */
  Reply configure(String... options) {
    return set(
        OWNER,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'>"
            + form(options)
            + "</configure></pubsub>");
  }

  /** A submitted form; names are without {@code pubsub#}, several values are joined by commas. */
  static String form(String... options) {
    StringBuilder form =
        new StringBuilder(
            "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
                + "<value>http://jabber.org/protocol/pubsub#node_config</value></field>");
    for (String option : options) {
      int equals = option.indexOf('=');
      String name = option.substring(0, equals);
      String prefix = OWN_OPTIONS.contains(name) ? "{urn:pipit:pubsub:0}" : "pubsub#";
      form.append("<field var='").append(prefix).append(name).append("'>");
      for (String value : option.substring(equals + 1).split(",", -1)) {
        form.append("<value>").append(value).append("</value>");
      }
      form.append("</field>");
    }
    return form.append("</x>").toString();
  }

  Reply affiliate(String jid, String affiliation) {
    return set(
        OWNER,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='news'>"
            + "<affiliation jid='"
            + jid
            + "' affiliation='"
            + affiliation
            + "'/></affiliations></pubsub>");
  }

  Reply subscribe(String from, String jid) {
    return set(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='news' jid='"
            + jid
            + "'/></pubsub>");
  }

  /** Subscribes with options {@code name=value}. */
  Reply subscribeWith(String from, String jid, String... options) {
    return set(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='news' jid='"
            + jid
            + "'/><options>"
            + optionForm(options)
            + "</options></pubsub>");
  }

  /** Asks for options; attributes say whose. */
  Reply options(String from, String attributes) {
    return get(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><options node='news' "
            + attributes
            + "/></pubsub>");
  }

  /** Sets options {@code name=value}; attributes say whose. */
  Reply setOptions(String from, String attributes, String... options) {
    return set(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><options node='news' "
            + attributes
            + ">"
            + optionForm(options)
            + "</options></pubsub>");
  }

  static String optionForm(String... options) {
    return form(options).replace("#node_config", "#subscribe_options");
  }

  Reply unsubscribe(String from, String jid) {
    return set(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><unsubscribe node='news' jid='"
            + jid
            + "'/></pubsub>");
  }

  /** Publishes items with the payload {@code <v xmlns='urn:x'>ID</v>}. */
  Reply publish(String from, String... ids) {
    StringBuilder items = new StringBuilder();
    for (String id : ids) {
      items.append("<item id='" + id + "'><v xmlns='urn:x'>" + id + "</v></item>");
    }
    return publishXml(from, items.toString());
  }

  Reply publishXml(String from, String items) {
    return set(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='news'>"
            + items
            + "</publish></pubsub>");
  }

  Reply retract(String from, String id, String attributes) {
    return set(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><retract node='news'"
            + attributes
            + "><item id='"
            + id
            + "'/></retract></pubsub>");
  }

  Reply items(String from) {
    return get(
        from, "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='news'/></pubsub>");
  }

  /** The ids of the items of {@code news} as its owner retrieves them. */
  List<String> itemIds() {
    return items(OWNER).itemIds();
  }

  static Element parse(String xml) {
    return XmlDocument.parse(xml.getBytes(StandardCharsets.UTF_8));
  }

  private static Element reparse(Element element) {
    return XmlDocument.parse(XmlWriter.bytes(element));
  }
}
