package io.pipit.broker.durability;

import static java.util.stream.Collectors.toMap;

import io.pipit.broker.durability.Ledger.Asked;
import io.pipit.broker.durability.Pressure.Attempt;
import io.pipit.devices.client.Payload;
import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.ResultSet;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One kind of change, made again and again to a few things that have one value each, by one session
 * whose requests the node decides in order.
 */
abstract class Changes {

  final Ledger ledger;
  private final String what;
  private int serial;

  Changes(String what, List<String> keys) {
    this.what = what;
    this.ledger = new Ledger(keys);
  }

  /** The value that a thing gets next, which has another one now. */
  abstract String next(String key, String now, int serial, Random random);

  abstract Future<?> ask(Session session, String key, String now, String next);

  /** What the node says of those that are there. */
  abstract Map<String, String> read(Session session);

  /** On the session's context: requests in order, several under way for the same thing. */
  Supplier<Attempt> asking(Session session, Random random) {
    List<String> keys = ledger.keys();
    return () -> {
      String key = keys.get(random.nextInt(keys.size()));
      String now = ledger.latest(key);
      String next = next(key, now, ++serial, random);
      Asked asked = ledger.ask(key, next);
      return new Attempt(
          what + " " + key + " from " + now + " to " + next,
          ask(session, key, now, next),
          () -> ledger.acknowledged(asked));
    };
  }

  void check(Session session) {
    ledger.check(read(session), what);
  }

  static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static String otherThanNow(String now, Supplier<String> next) {
    return now.equals(Ledger.ABSENT) ? next.get() : Ledger.ABSENT;
  }

  static Element part(Element iq, String namespace, String name) {
    return iq.child("pubsub", namespace)
        .flatMap(pubsub -> pubsub.child(name, namespace))
        .orElseThrow();
  }

  /** Subscriptions of addresses of one account: to a node and from it (XEP-0060 6.1, 6.2). */
  static final class Subscriptions extends Changes {

    private final String node;

    Subscriptions(String node, List<String> addresses) {
      super("subscription", addresses);
      this.node = node;
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return otherThanNow(now, () -> "subscribed");
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      Jid subscriber = Jid.parse(key).orElseThrow();
      return next.equals(Ledger.ABSENT)
          ? session.pubsub().unsubscribe(node, subscriber, null)
          : session.pubsub().subscribe(node, subscriber);
    }

    @Override
    Map<String, String> read(Session session) {
      Element request =
          Element.builder("subscriptions", PubsubNs.PUBSUB).attribute("node", node).build();
      Element iq = Session.await(session.request(Iq.Type.GET, PubsubNs.PUBSUB, request));
      return part(iq, PubsubNs.PUBSUB, "subscriptions").elements().stream()
          .collect(
              toMap(
                  subscription -> subscription.attribute("jid", ""),
                  subscription -> subscription.attribute("subscription", "")));
    }
  }

  /** Affiliations with one node, set by its owner (XEP-0060 8.9.2). */
  static final class Affiliations extends Changes {

    /** Each of them may become each other one (XEP-0060 4.1). */
    private static final List<String> WORDS =
        List.of(Ledger.ABSENT, "publisher", "publish-only", "outcast");

    private final String node;
    private final String owner;

    Affiliations(String node, String owner, List<String> entities) {
      super("affiliation", entities);
      this.node = node;
      this.owner = owner;
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return WORDS.get((WORDS.indexOf(now) + 1 + random.nextInt(WORDS.size() - 1)) % WORDS.size());
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      Element affiliation =
          Element.builder("affiliation", PubsubNs.OWNER)
              .attribute("jid", key)
              .attribute("affiliation", next.equals(Ledger.ABSENT) ? "none" : next)
              .build();
      return session.request(Iq.Type.SET, PubsubNs.OWNER, affiliations(affiliation));
    }

    private Element affiliations(Element... children) {
      return Element.builder("affiliations", PubsubNs.OWNER)
          .attribute("node", node)
          .children(List.of(children))
          .build();
    }

    @Override
    Map<String, String> read(Session session) {
      Element iq = Session.await(session.request(Iq.Type.GET, PubsubNs.OWNER, affiliations()));
      return part(iq, PubsubNs.OWNER, "affiliations").elements().stream()
          .filter(affiliation -> !affiliation.attribute("jid", "").equals(owner))
          .collect(
              toMap(
                  affiliation -> affiliation.attribute("jid", ""),
                  affiliation -> affiliation.attribute("affiliation", "")));
    }
  }

  /** The configuration of nodes that stay (XEP-0060 8.2). */
  static final class Titles extends Changes {

    Titles(List<String> nodes) {
      super("configuration", nodes);
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return serial + " \u00e9 <&>";
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      return session.pubsub().configure(key, Map.of("title", next));
    }

    @Override
    Map<String, String> read(Session session) {
      Map<String, String> titles = new LinkedHashMap<>();
      ledger.keys().forEach(node -> titles.put(node, title(session, node)));
      return titles;
    }

    static String title(Session session, String node) {
      List<String> title =
          Session.await(session.pubsub().configuration(node)).getOrDefault("title", List.of());
      return title.isEmpty() ? Ledger.ABSENT : title.get(0);
    }
  }

  /** Nodes that come, with a configuration, and go (XEP-0060 8.1, 8.4). */
  static final class Nodes extends Changes {

    private final String prefix;

    Nodes(String prefix, int count) {
      super("node", names(prefix, count));
      this.prefix = prefix;
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return otherThanNow(now, () -> "made as number " + serial);
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      return next.equals(Ledger.ABSENT)
          ? session.pubsub().delete(key)
          : session.pubsub().create(key, Map.of("title", next));
    }

    @Override
    Map<String, String> read(Session session) {
      Map<String, String> titles = new LinkedHashMap<>();
      Session.await(session.pubsub().nodes(null, ResultSet.Request.first(1_000))).items().stream()
          .filter(entry -> entry.node().startsWith(prefix))
          .forEach(entry -> titles.put(entry.node(), Titles.title(session, entry.node())));
      return titles;
    }
  }

  /** Nodes that a publish creates, with the item that it is of (XEP-0060 7.1.4), and that go. */
  static final class CreatedByPublish extends Changes {

    private static final String ITEM = "the one";

    private final String prefix;

    CreatedByPublish(String prefix, int count) {
      super("node by publish", names(prefix, count));
      this.prefix = prefix;
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return !now.equals(Ledger.ABSENT) && random.nextInt(3) > 0
          ? Ledger.ABSENT
          : "published as number " + serial;
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      return next.equals(Ledger.ABSENT)
          ? session.pubsub().delete(key)
          : session.pubsub().publish(key, ITEM, new Payload.Text(next));
    }

    /** A node without its item is one that nobody asked for. */
    @Override
    Map<String, String> read(Session session) {
      Map<String, String> texts = new LinkedHashMap<>();
      Session.await(session.pubsub().nodes(null, ResultSet.Request.first(1_000))).items().stream()
          .map(entry -> entry.node())
          .filter(name -> name.startsWith(prefix))
          .forEach(
              name ->
                  texts.put(
                      name,
                      session.items(name).stream()
                          .map(item -> item.toDisplay())
                          .findFirst()
                          .orElse("(no item)")));
      return texts;
    }
  }

  /** Items of one node that are replaced under their ids, or retracted (XEP-0060 7.1.2, 7.2). */
  static final class Replaced extends Changes {

    private final String node;

    Replaced(String node, int count) {
      super("item", names("state-", count));
      this.node = node;
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return !now.equals(Ledger.ABSENT) && random.nextInt(4) == 0
          ? Ledger.ABSENT
          : serial + " " + SentItems.text(random, random.nextInt(100));
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      return next.equals(Ledger.ABSENT)
          ? session.pubsub().retract(node, key)
          : session.pubsub().publish(node, key, new Payload.Text(next));
    }

    /** Two items with one id make this fail. */
    @Override
    Map<String, String> read(Session session) {
      return session.items(node).stream()
          .collect(toMap(item -> item.id(), item -> item.toDisplay()));
    }
  }

  /** The roster of the session's account (RFC 6121 2.3 to 2.5). */
  static final class Roster extends Changes {

    Roster(List<String> contacts) {
      super("contact", contacts);
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return !now.equals(Ledger.ABSENT) && random.nextInt(3) == 0
          ? Ledger.ABSENT
          : "name " + serial + "|group " + random.nextInt(5);
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      Element.Builder item = Element.builder("item", Ns.ROSTER).attribute("jid", key);
      if (next.equals(Ledger.ABSENT)) {
        item.attribute("subscription", "remove");
      } else {
        int bar = next.indexOf('|');
        item.attribute("name", next.substring(0, bar))
            .textElement("group", Ns.ROSTER, next.substring(bar + 1));
      }
      return session
          .client()
          .request(Iq.Type.SET, null, Element.of("query", Ns.ROSTER, item.build()));
    }

    @Override
    Map<String, String> read(Session session) {
      Element iq =
          Session.await(
              session.client().request(Iq.Type.GET, null, Element.of("query", Ns.ROSTER)));
      return iq.child("query", Ns.ROSTER).orElseThrow().elements().stream()
          .collect(
              toMap(
                  item -> item.attribute("jid", ""),
                  item ->
                      item.attribute("name", "")
                          + "|"
                          + item.child("group", Ns.ROSTER).map(Element::text).orElse("")));
    }
  }

  /** The block list of the session's account (XEP-0191). */
  static final class Blocked extends Changes {

    private static final String BLOCKING = "urn:xmpp:blocking";

    Blocked(List<String> addresses) {
      super("block", addresses);
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return otherThanNow(now, () -> "blocked");
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      Element item = Element.builder("item", BLOCKING).attribute("jid", key).build();
      String command = next.equals(Ledger.ABSENT) ? "unblock" : "block";
      return session.client().request(Iq.Type.SET, null, Element.of(command, BLOCKING, item));
    }

    @Override
    Map<String, String> read(Session session) {
      Element iq =
          Session.await(
              session.client().request(Iq.Type.GET, null, Element.of("blocklist", BLOCKING)));
      return iq.child("blocklist", BLOCKING).orElseThrow().elements().stream()
          .collect(toMap(item -> item.attribute("jid", ""), item -> "blocked"));
    }
  }
}
