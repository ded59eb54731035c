package io.pipit.broker.durability;

import static java.util.stream.Collectors.toSet;

import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** What subscribers change beside being subscribed or not: see {@link Changes}. */
final class SubscriberChanges {

  private static final String REGISTER = "jabber:iq:register";

  private SubscriberChanges() {}

  /**
   * Subscriptions of one account, to nodes, collections and filters, with what it wants of them
   * (XEP-0060 6.3): a lease, digests, only some presences, only some payloads.
   */
  static final class Options extends Changes {

    /** Not farther than leases go. */
    private static final int MOST_DAYS = 300;

    private static final List<String> FIELDS =
        List.of(
            "pubsub#expire",
            "pubsub#digest",
            "pubsub#digest_frequency",
            "pubsub#show-values",
            "{urn:pipit:pubsub:0}payload_types");

    private final Instant soonest =
        Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(30));
    private final String subscriber;
    private final List<String> collections;

    /**
     * @param collections or filters, of which no payloads are wanted
     */
    Options(String subscriber, List<String> leaves, List<String> collections) {
      super(
          "subscription with options",
          Stream.concat(leaves.stream(), collections.stream()).toList());
      this.subscriber = subscriber;
      this.collections = collections;
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      if (!now.equals(Ledger.ABSENT) && random.nextInt(3) == 0) {
        return Ledger.ABSENT;
      }
      return String.join(
          "|",
          soonest.plus(Duration.ofDays(random.nextInt(MOST_DAYS))).toString(),
          random.nextBoolean() ? "1" : "0",
          Integer.toString(1_000 * (1 + serial)),
          random.nextBoolean() ? "chat" : "dnd",
          collections.contains(key) ? "" : "urn:example:" + serial);
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      Element.Builder request = Element.builder("pubsub", PubsubNs.PUBSUB);
      if (next.equals(Ledger.ABSENT)) {
        request.child(about("unsubscribe", key));
      } else if (now.equals(Ledger.ABSENT)) {
        request
            .child(about("subscribe", key))
            .child(Element.of("options", PubsubNs.PUBSUB, form(next)));
      } else {
        request.child(about("options", key, form(next)));
      }
      return session.client().request(Iq.Type.SET, Session.SERVICE, request.build());
    }

    private Element about(String operation, String node, Element... children) {
      return Element.builder(operation, PubsubNs.PUBSUB)
          .attribute("node", node)
          .attribute("jid", subscriber)
          .children(List.of(children))
          .build();
    }

    private static Element form(String value) {
      DataForm.Builder form =
          DataForm.builder(DataForm.Type.SUBMIT).formType(PubsubNs.SUBSCRIBE_OPTIONS);
      String[] values = value.split("\\|", -1);
      for (int i = 0; i < values.length; i++) {
        form.field(FIELDS.get(i), values[i]);
      }
      return form.build().toElement();
    }

    @Override
    Map<String, String> read(Session session) {
      Element request = Element.of("subscriptions", PubsubNs.PUBSUB);
      Set<String> subscribed =
          Changes.part(
                  Session.await(session.request(Iq.Type.GET, PubsubNs.PUBSUB, request)),
                  PubsubNs.PUBSUB,
                  "subscriptions")
              .elements()
              .stream()
              .map(subscription -> subscription.attribute("node", ""))
              .collect(toSet());
      Map<String, String> options = new LinkedHashMap<>();
      ledger.keys().stream()
          .filter(subscribed::contains)
          .forEach(node -> options.put(node, options(session, node)));
      return options;
    }

    private String options(Session session, String node) {
      Element answer =
          Session.await(session.request(Iq.Type.GET, PubsubNs.PUBSUB, about("options", node)));
      DataForm form = DataForm.find(Changes.part(answer, PubsubNs.PUBSUB, "options")).orElseThrow();
      return FIELDS.stream()
          .map(field -> String.join(",", form.values(field)))
          .reduce((left, right) -> left + "|" + right)
          .orElseThrow();
    }
  }

  /** Whether the session's account has registered with the service (XEP-0077). */
  static final class Registered extends Changes {

    Registered(String account) {
      super("registration", List.of(account));
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return now.equals(Ledger.ABSENT) ? "registered" : Ledger.ABSENT;
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      Element.Builder query = Element.builder("query", REGISTER);
      if (next.equals(Ledger.ABSENT)) {
        query.child(Element.of("remove", REGISTER));
      }
      return session.client().request(Iq.Type.SET, Session.SERVICE, query.build());
    }

    @Override
    Map<String, String> read(Session session) {
      Element answer =
          Session.await(
              session
                  .client()
                  .request(Iq.Type.GET, Session.SERVICE, Element.of("query", REGISTER)));
      boolean registered =
          answer
              .child("query", REGISTER)
              .flatMap(query -> query.child("registered", REGISTER))
              .isPresent();
      return registered ? Map.of(ledger.keys().get(0), "registered") : Map.of();
    }
  }
}
