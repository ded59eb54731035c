package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.command.WantedAffiliation;
import io.pipit.pubsub.command.WantedSubscription;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a service has to answer and to tell, from the text: the oracle of {@link ModelTest}. The
 * collection {@value #COLLECTION} is there from the beginning, with one subscriber to all items.
 */
final class NaiveService {

  static final String COLLECTION = "all";
  static final List<String> NODES = List.of("a", "b");
  static final List<String> NAMES =
      List.of("owner@example.org", "alice@example.org", "bob@example.org");
  static final Jid READER = Jid.of("reader@example.org");

  /** Kinds of requests; {@code x} and {@code y} of a step choose among the variants of each. */
  enum Deed {
    CREATE,
    CONFIGURE,
    CONFIGURE_OFTEN,
    DELETE,
    PUBLISH,
    PUBLISH_OFTEN,
    PUBLISH_BATCH,
    PUBLISH_IF,
    RETRACT,
    PURGE,
    SUBSCRIBE,
    SUBSCRIBE_OFTEN,
    UNSUBSCRIBE,
    SET_OPTIONS,
    AUTHORIZE,
    AFFILIATE,
    MANAGE,
    ASSOCIATE,
    DISASSOCIATE,
    PASS_TIME
  }

  private static final List<Affiliation> AFFILIATIONS = List.of(Affiliation.values());

  /** A random request: of the entity {@code who}, about a node. */
  record Step(Deed deed, int who, int node, int x, int y) {}

  /**
   * What has to happen.
   *
   * @param refusals the errors of which one has to be the answer; empty if it is to be granted
   * @param told who gets an event
   * @param then what becomes of the model, given the answer
   */
  record Expectation(Command command, Set<PubsubError> refusals, Set<Jid> told, Consequence then) {}

  interface Consequence {
    void follow(Response response);
  }

  private static final List<String> OPTIONS =
      List.of(
          "pubsub#access_model=open",
          "pubsub#access_model=whitelist",
          "pubsub#access_model=authorize",
          "pubsub#publish_model=open",
          "pubsub#publish_model=subscribers",
          "pubsub#publish_model=publishers",
          "pubsub#max_items=2",
          "pubsub#max_items=5",
          "pubsub#persist_items=0",
          "pubsub#persist_items=1",
          "pubsub#deliver_payloads=0",
          "pubsub#deliver_payloads=1",
          "pubsub#publish_node_full=reject",
          "pubsub#publish_node_full=retract-oldest",
          "pubsub#subscribe=0",
          "pubsub#subscribe=1",
          "pubsub#notify_retract=0",
          "pubsub#notify_retract=1",
          "pubsub#item_expire=900",
          "pubsub#item_expire=max",
          "pipit#keep_last=0",
          "pipit#keep_last=1",
          "pipit#keep_last=3",
          "pipit#max_bytes=20",
          "pipit#max_bytes=max");

  private final Map<String, NaiveNode> nodes = new TreeMap<>();
  private final Set<String> children = new HashSet<>();
  private Instant now;

  NaiveService(Instant now) {
    this.now = now;
  }

  Map<String, NaiveNode> nodes() {
    return nodes;
  }

  Duration passes(Step step) {
    return step.deed() == Deed.PASS_TIME ? Duration.ofMinutes(10) : Duration.ZERO;
  }

  Expectation expect(Step step) {
    now = now.plus(passes(step));
    BareJid who = BareJid.of(NAMES.get(step.who()));
    String name = NODES.get(step.node());
    NaiveNode node = nodes.get(name);
    if (step.deed() == Deed.CREATE) {
      return create(FullJid.of(who + "/1"), name);
    }
    return new OfNode(step, FullJid.of(who + "/1"), name, node).expect();
  }

  private Expectation create(FullJid requester, String name) {
    Set<PubsubError> refusals =
        nodes.containsKey(name) ? EnumSet.of(PubsubError.CONFLICT) : Set.of();
    Map<String, List<String>> initial = Map.of("pubsub#max_items", List.of("5"));
    return new Expectation(
        new ServiceCommand.CreateNode(requester, name, initial),
        refusals,
        Set.of(),
        response -> {
          NaiveNode created = new NaiveNode();
          created.affiliations.put(requester.bare(), Affiliation.OWNER);
          nodes.put(name, created);
        });
  }

  /** A request about one node, which may not exist. */
  private final class OfNode {
    private final Step step;
    private final FullJid from;
    private final BareJid who;
    private final String name;
    private final NaiveNode node;
    private final Set<PubsubError> refusals = EnumSet.noneOf(PubsubError.class);

    OfNode(Step step, FullJid from, String name, @Nullable NaiveNode node) {
      this.step = step;
      this.from = from;
      this.who = from.bare();
      this.name = name;
      this.node = node == null ? new NaiveNode() : node;
      if (node == null) {
        refusals.add(PubsubError.ITEM_NOT_FOUND);
      }
    }

    Expectation expect() {
      return switch (step.deed()) {
        case CREATE -> throw new AssertionError(step);
        case CONFIGURE, CONFIGURE_OFTEN -> configure();
        case DELETE -> delete();
        case PUBLISH, PUBLISH_OFTEN -> publish(1, Map.of());
        case PUBLISH_BATCH -> publish(3, Map.of());
        case PUBLISH_IF ->
            publish(1, option(List.of("open", "whitelist", "authorize").get(step.y() % 3)));
        case RETRACT -> retract();
        case PURGE -> purge();
        case SUBSCRIBE, SUBSCRIBE_OFTEN -> subscribe();
        case UNSUBSCRIBE -> unsubscribe();
        case SET_OPTIONS -> setOptions();
        case AUTHORIZE -> authorize();
        case AFFILIATE -> affiliate();
        case MANAGE -> manage();
        case ASSOCIATE -> associate(true);
        case DISASSOCIATE -> associate(false);
        case PASS_TIME -> passTime();
      };
    }

    private Expectation granted(Command command, Set<Jid> told, Consequence then) {
      return new Expectation(command, refusals, refusals.isEmpty() ? told : Set.of(), then);
    }

    /** The audience of the leaf and of the collection it is in. */
    private Set<Jid> audience() {
      Set<Jid> audience = new HashSet<>(node.audience(now));
      if (children.contains(name) && node.mayRead(READER.bare(), now)) {
        audience.add(READER);
      }
      return audience;
    }

    private Map<String, List<String>> option(String access) {
      return Map.of("pubsub#access_model", List.of(access));
    }

    private void ownersOnly() {
      if (!node.isOwner(who)) {
        refusals.add(PubsubError.FORBIDDEN);
      }
    }

    private Expectation configure() {
      ownersOnly();
      String[] option = OPTIONS.get(step.x() % OPTIONS.size()).split("=", -1);
      return granted(
          new NodeCommand.Configure(from, name, Map.of(option[0], List.of(option[1]))),
          isToldOf(option[0], option[1]) ? audience() : Set.of(),
          response -> {
            if (isNew(option[0], option[1])) { // otherwise nothing happens to the node
              node.end(now);
              apply(option[0], option[1]);
              node.settle(now);
            }
          });
    }

    /** Items that have to go are told of when the new configuration wants it. */
    private boolean isToldOf(String option, String value) {
      boolean tells =
          option.equals("pubsub#notify_retract") ? value.equals("1") : node.tellsRetractions;
      return tells && isNew(option, value) && drops(option, value);
    }

    private boolean drops(String option, String value) {
      List<NaiveNode.Kept> live = node.live(now);
      return live.size() < node.items.size()
          || switch (option) {
            case "pubsub#max_items" -> live.size() > Integer.parseInt(value);
            case "pipit#max_bytes" ->
                !value.equals("max") && NaiveNode.bytes(live) > Integer.parseInt(value);
            case "pubsub#persist_items" -> value.equals("0") && !live.isEmpty();
            default -> false;
          };
    }

    /** Whether the node has another value now. */
    private boolean isNew(String option, String value) {
      return switch (option) {
        case "pubsub#access_model" -> !node.access.equals(value);
        case "pubsub#publish_model" -> !node.publishers.equals(value);
        case "pubsub#max_items" -> node.maxItems != Integer.parseInt(value);
        case "pubsub#item_expire" ->
            !value.equals(node.expire == null ? "max" : String.valueOf(node.expire.toSeconds()));
        case "pipit#keep_last" -> node.keepLast != Integer.parseInt(value);
        case "pipit#max_bytes" ->
            node.maxBytes != (value.equals("max") ? Integer.MAX_VALUE : Integer.parseInt(value));
        case "pubsub#persist_items" -> node.persists != value.equals("1");
        case "pubsub#deliver_payloads" -> node.delivers != value.equals("1");
        case "pubsub#publish_node_full" -> node.rejects != value.equals("reject");
        case "pubsub#subscribe" -> node.subscribable != value.equals("1");
        case "pubsub#notify_retract" -> node.tellsRetractions != value.equals("1");
        default -> throw new AssertionError(option);
      };
    }

    private void apply(String option, String value) {
      switch (option) {
        case "pubsub#access_model" -> node.access = value;
        case "pubsub#publish_model" -> node.publishers = value;
        case "pubsub#max_items" -> {
          node.maxItems = Integer.parseInt(value);
          node.trim();
        }
        case "pubsub#item_expire" ->
            node.expire = value.equals("max") ? null : Duration.ofSeconds(Integer.parseInt(value));
        case "pipit#keep_last" -> node.keepLast = Integer.parseInt(value);
        case "pipit#max_bytes" -> {
          node.maxBytes = value.equals("max") ? Integer.MAX_VALUE : Integer.parseInt(value);
          node.trim();
        }
        case "pubsub#persist_items" -> {
          node.persists = value.equals("1");
          if (!node.persists) {
            node.items.clear();
          }
        }
        case "pubsub#deliver_payloads" -> node.delivers = value.equals("1");
        case "pubsub#publish_node_full" -> node.rejects = value.equals("reject");
        case "pubsub#subscribe" -> node.subscribable = value.equals("1");
        case "pubsub#notify_retract" -> node.tellsRetractions = value.equals("1");
        default -> throw new AssertionError(option);
      }
    }

    private Expectation delete() {
      ownersOnly();
      return granted(
          new NodeCommand.DeleteNode(from, name, null),
          node.everybody(now),
          response -> {
            nodes.remove(name);
            children.remove(name);
          });
    }

    /** Up to so many items, with ids of their own or none, and with payloads or without. */
    private Expectation publish(int most, Map<String, List<String>> conditions) {
      List<PublishedItem> items = new ArrayList<>();
      boolean bare = step.y() == 5;
      for (int i = 0; i < 1 + step.y() % most; i++) {
        String id = step.x() == 9 ? null : String.valueOf((step.x() + i) % 4);
        items.add(new PublishedItem(id, bare ? null : payload(step.y())));
      }
      if (!node.mayPublish(who, now)) {
        refusals.add(PubsubError.FORBIDDEN);
      }
      List<String> access = conditions.get("pubsub#access_model");
      if (access != null && !access.equals(List.of(node.access))) {
        refusals.add(PubsubError.PRECONDITION_NOT_MET);
      }
      boolean trigger = !node.persists && !node.delivers;
      if (trigger && !bare) {
        refusals.add(PubsubError.ITEM_FORBIDDEN);
      }
      if (!trigger && bare) {
        refusals.add(PubsubError.PAYLOAD_REQUIRED);
      }
      if (node.persists) {
        overflow(items);
      }
      if (node.affiliation(who) == Affiliation.PUBLISH_ONLY && takesTheirs(items)) {
        refusals.add(PubsubError.FORBIDDEN);
      }
      return granted(
          new NodeCommand.Publish(from, name, items, conditions, null),
          audience(),
          response -> {
            List<String> ids = ((Response.Published) response).ids();
            List<NaiveNode.Kept> kept = new ArrayList<>();
            for (int i = 0; node.persists && i < items.size(); i++) {
              SerializedXml payload = Objects.requireNonNull(items.get(i).payload());
              String text = new String(payload.bytes(), StandardCharsets.UTF_8);
              kept.add(new NaiveNode.Kept(ids.get(i), text, who, now));
            }
            node.keep(kept, now);
          });
    }

    private void overflow(List<PublishedItem> items) {
      if (items.size() > node.maxItems) {
        refusals.add(PubsubError.MAX_ITEMS_EXCEEDED);
      }
      int bytes = bytes(items);
      if (bytes > node.maxBytes) {
        refusals.add(PubsubError.PAYLOAD_TOO_BIG);
      }
      List<NaiveNode.Kept> others = new ArrayList<>(node.live(now));
      others.removeIf(kept -> items.stream().anyMatch(item -> kept.id().equals(item.id())));
      int fresh = items.size() - (node.live(now).size() - others.size());
      boolean fits =
          others.size() + items.size() <= node.maxItems
              && NaiveNode.bytes(others) + bytes <= node.maxBytes;
      if (node.rejects && fresh > 0 && !fits) {
        refusals.add(PubsubError.NODE_FULL);
      }
    }

    private int bytes(List<PublishedItem> items) {
      return items.stream()
          .map(PublishedItem::payload)
          .mapToInt(payload -> payload == null ? 0 : payload.bytes().length)
          .sum();
    }

    /** Whether an item of another publisher would be overwritten. */
    private boolean takesTheirs(List<PublishedItem> items) {
      return node.live(now).stream()
          .anyMatch(
              kept ->
                  !kept.publisher().equals(who)
                      && items.stream().anyMatch(item -> kept.id().equals(item.id())));
    }

    private Expectation retract() {
      String id = String.valueOf(step.x() % 4);
      boolean tell = step.y() % 2 == 0;
      boolean owner = node.isOwner(who);
      if (!owner && !node.mayPublish(who, now)) {
        refusals.add(PubsubError.FORBIDDEN);
      }
      if (!node.persists) {
        refusals.add(PubsubError.UNSUPPORTED_PERSISTENT_ITEMS);
      } else if (!node.holds(id, now)) {
        refusals.add(PubsubError.ITEM_NOT_FOUND);
      } else if (!owner && takesTheirs(List.of(new PublishedItem(id, null)))) {
        refusals.add(PubsubError.FORBIDDEN);
      }
      return granted(
          new NodeCommand.Retract(from, name, id, tell),
          tell || node.tellsRetractions ? audience() : Set.of(),
          response -> {
            if (node.keepLast > 0) { // what is past its time must not become one of the last
              node.end(now);
            }
            node.items.removeIf(item -> item.id().equals(id));
          });
    }

    private Expectation purge() {
      ownersOnly();
      if (!node.persists) {
        refusals.add(PubsubError.UNSUPPORTED_PERSISTENT_ITEMS);
      }
      return granted(
          new NodeCommand.Purge(from, name),
          node.tellsRetractions ? audience() : Set.of(),
          response -> node.items.clear());
    }

    /** An address of the requester: its account, or one of two resources. */
    private Jid address() {
      return step.x() % 3 == 0 ? who : FullJid.of(who + "/" + step.x() % 3);
    }

    private Expectation subscribe() {
      Jid jid = address();
      boolean delivers = step.y() % 3 != 1;
      Instant end = step.y() % 3 == 2 ? now.plus(Duration.ofMinutes(25)) : null;
      Map<String, List<String>> options = new HashMap<>();
      if (!delivers) {
        options.put("pubsub#deliver", List.of("0"));
      } else if (end != null) {
        options.put("pubsub#expire", List.of(end.toString()));
      }
      Affiliation affiliation = node.affiliation(who);
      if (affiliation == Affiliation.OUTCAST || affiliation == Affiliation.PUBLISH_ONLY) {
        refusals.add(PubsubError.FORBIDDEN);
      } else if (affiliation == Affiliation.NONE && node.access.equals("whitelist")) {
        refusals.add(PubsubError.CLOSED_NODE);
      }
      if (!node.subscribable) {
        refusals.add(PubsubError.UNSUPPORTED_SUBSCRIBE);
      }
      NaiveNode.Held same = same(jid, options.isEmpty() ? null : delivers);
      boolean waits = affiliation == Affiliation.NONE && node.access.equals("authorize");
      if (same == null && waits && isPending()) {
        refusals.add(PubsubError.PENDING_SUBSCRIPTION);
      }
      SubscriptionState state = waits ? SubscriptionState.PENDING : SubscriptionState.SUBSCRIBED;
      return granted(
          new NodeCommand.Subscribe(from, name, jid, options.isEmpty() ? null : options),
          Set.of(),
          response -> {
            String subid = ((Response.Subscribed) response).subscription().subscription().subid();
            if (same == null) {
              node.subscriptions.add(new NaiveNode.Held(jid, subid, state, delivers, end));
            } else if (end != null) {
              node.subscriptions.replaceAll(each -> each.equals(same) ? each.until(end) : each);
            }
          });
    }

    /** Asked for again it is the one that there is (6.1.6), with a new lease if there is one. */
    private NaiveNode.@Nullable Held same(Jid jid, @Nullable Boolean delivers) {
      return held(jid).stream()
          .filter(each -> each.state() == SubscriptionState.SUBSCRIBED)
          .filter(each -> delivers == null || each.delivers() == delivers)
          .findFirst()
          .orElse(null);
    }

    private boolean isPending() {
      return node.subscriptions.stream()
          .anyMatch(
              each ->
                  each.jid().bare().equals(who)
                      && each.state() == SubscriptionState.PENDING
                      && !each.isOver(now));
    }

    private List<NaiveNode.Held> held(Jid jid) {
      return node.subscriptions.stream()
          .filter(each -> each.jid().equals(jid) && !each.isOver(now))
          .toList();
    }

    /** The one that a request names: by its subid, by none, or by one that is nobody's. */
    private NaiveNode.@Nullable Held named(Jid jid, @Nullable String subid, PubsubError none) {
      List<NaiveNode.Held> held = held(jid);
      if (held.isEmpty()) {
        refusals.add(none);
        if (subid != null) {
          refusals.add(PubsubError.INVALID_SUBID);
        }
        return null;
      }
      if (subid == null) {
        if (held.size() > 1) {
          refusals.add(PubsubError.SUBID_REQUIRED);
        }
        return held.get(0);
      }
      List<NaiveNode.Held> named =
          held.stream().filter(each -> each.subid().equals(subid)).toList();
      if (named.isEmpty()) {
        refusals.add(PubsubError.INVALID_SUBID);
        return null;
      }
      return named.get(0);
    }

    private @Nullable String subid(Jid jid) {
      List<NaiveNode.Held> held = held(jid);
      if (step.y() == 9) {
        return "nobody's";
      }
      return step.y() % 2 == 0 || held.isEmpty() ? null : held.get(step.y() % held.size()).subid();
    }

    private Expectation unsubscribe() {
      Jid jid = address();
      String subid = subid(jid);
      NaiveNode.Held ended = named(jid, subid, PubsubError.NOT_SUBSCRIBED);
      return granted(
          new NodeCommand.Unsubscribe(from, name, jid, subid),
          Set.of(),
          response -> node.subscriptions.removeIf(each -> each.equals(ended)));
    }

    private Expectation setOptions() {
      Jid jid = address();
      String subid = subid(jid);
      PubsubError none =
          node.subscribable
              ? PubsubError.NO_SUCH_OPTIONS
              : PubsubError.UNSUPPORTED_SUBSCRIPTION_OPTIONS;
      NaiveNode.Held old = named(jid, subid, none);
      boolean delivers = step.who() % 2 == 0;
      return granted(
          new NodeCommand.SetOptions(
              from, name, jid, subid, Map.of("pubsub#deliver", List.of(delivers ? "1" : "0"))),
          Set.of(),
          response ->
              node.subscriptions.replaceAll(
                  each ->
                      each.equals(old)
                          ? new NaiveNode.Held(
                              each.jid(), each.subid(), each.state(), delivers, each.end())
                          : each));
    }

    private Expectation authorize() {
      ownersOnly();
      Jid jid = Jid.of(NAMES.get(1 + step.x() % 2));
      boolean allow = step.y() % 2 == 0;
      List<NaiveNode.Held> waiting =
          held(jid).stream().filter(each -> each.state() == SubscriptionState.PENDING).toList();
      // An answer that comes too late is refused unless it says what holds already.
      if (waiting.isEmpty() && allow && held(jid).isEmpty()) {
        refusals.add(PubsubError.NOT_SUBSCRIBED);
      }
      if (waiting.isEmpty() && !allow && !held(jid).isEmpty()) {
        refusals.add(PubsubError.CONFLICT);
      }
      return granted(
          new NodeCommand.Authorize(from, name, jid, null, allow),
          Set.of(),
          response -> {
            if (allow) {
              node.subscriptions.replaceAll(
                  each -> waiting.contains(each) ? each.in(SubscriptionState.SUBSCRIBED) : each);
            } else {
              node.subscriptions.removeAll(waiting);
            }
          });
    }

    private Expectation affiliate() {
      ownersOnly();
      BareJid entity = BareJid.of(NAMES.get(step.x() % NAMES.size()));
      Affiliation wanted = AFFILIATIONS.get(step.y() % AFFILIATIONS.size());
      return granted(
          new NodeCommand.ModifyAffiliations(
              from, name, List.of(new WantedAffiliation(entity, wanted))),
          Set.of(),
          response -> {
            if (response instanceof Response.AffiliationsPartlyModified) {
              return; // the chart of 4.1 and the last owner have tests of their own
            }
            node.affiliations.remove(entity);
            if (wanted != Affiliation.NONE) {
              node.affiliations.put(entity, wanted);
            }
            node.settle(now);
          });
    }

    private Expectation manage() {
      ownersOnly();
      Jid jid = Jid.of(NAMES.get(step.x() % NAMES.size()));
      return granted(
          new NodeCommand.ModifySubscriptions(
              from, name, List.of(new WantedSubscription(jid, null, SubscriptionState.NONE))),
          Set.of(),
          response -> node.subscriptions.removeAll(held(jid)));
    }

    private Expectation associate(boolean in) {
      FullJid owner = FullJid.of(NAMES.get(0) + "/1");
      refusals.clear();
      if (!nodes.containsKey(name)) {
        refusals.add(PubsubError.ITEM_NOT_FOUND);
      } else if (!node.maySee(owner.bare())) {
        refusals.add(PubsubError.ITEM_NOT_FOUND);
      } else if (in && !node.isOwner(owner.bare())) {
        refusals.add(PubsubError.ASSOCIATION_FORBIDDEN);
      }
      if (!in && !children.contains(name)) {
        refusals.add(PubsubError.BAD_REQUEST);
      }
      return granted(
          in
              ? new ServiceCommand.Associate(owner, COLLECTION, name)
              : new ServiceCommand.Disassociate(owner, COLLECTION, name),
          Set.of(),
          response -> {
            if (in) {
              children.add(name);
            } else {
              children.remove(name);
            }
          });
    }

    private Expectation passTime() {
      return granted(
          new NodeCommand.Tick(BareJid.of(Service.JID), name),
          node.live(now).size() < node.items.size() && node.tellsRetractions
              ? audience()
              : Set.of(),
          response -> {
            node.subscriptions.removeIf(each -> each.isOver(now));
            node.end(now);
          });
    }
  }

  /** Payloads of different lengths. */
  private static SerializedXml payload(int y) {
    String xml = "<v>" + String.valueOf(y).repeat(1 + y % 3) + "</v>";
    return new SerializedXml("v", "", xml.getBytes(StandardCharsets.UTF_8));
  }
}
