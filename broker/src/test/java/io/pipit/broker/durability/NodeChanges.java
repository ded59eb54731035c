package io.pipit.broker.durability;

import io.pipit.devices.client.Payload;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What owners change of nodes beside their titles: see {@link Changes}. */
final class NodeChanges {

  private NodeChanges() {}

  /** Nodes that are put into collections and taken out of them (XEP-0248). */
  static final class Placed extends Changes {

    private final List<String> collections;

    Placed(List<String> nodes, List<String> collections) {
      super("place", nodes);
      this.collections = collections;
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      int at = random.nextInt(collections.size() + 1);
      return at == collections.size() ? Ledger.ABSENT : collections.get(at);
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      return session.pubsub().configure(key, Map.of("collection", next));
    }

    @Override
    Map<String, String> read(Session session) {
      Map<String, String> places = new LinkedHashMap<>();
      ledger
          .keys()
          .forEach(
              node ->
                  places.put(
                      node,
                      String.join(
                          ",",
                          Session.await(session.pubsub().configuration(node))
                              .getOrDefault("collection", List.of()))));
      return places;
    }
  }

  /** Nodes of which the newest item counts, and which are purged (XEP-0060 8.5). */
  static final class Purged extends Changes {

    Purged(List<String> nodes) {
      super("purged node", nodes);
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return !now.equals(Ledger.ABSENT) && random.nextInt(4) == 0
          ? Ledger.ABSENT
          : "number " + serial;
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      return next.equals(Ledger.ABSENT)
          ? session.pubsub().purge(key)
          : session.pubsub().publish(key, new Payload.Text(next));
    }

    /** With all items: those before a purge never come back, and the others stay in order. */
    @Override
    Map<String, String> read(Session session) {
      Map<String, String> newest = new LinkedHashMap<>();
      for (String node : ledger.keys()) {
        List<Integer> numbers =
            session.items(node).stream()
                .map(item -> Integer.parseInt(item.toDisplay().substring("number ".length())))
                .toList();
        boolean ordered = numbers.stream().sorted().distinct().toList().equals(numbers);
        newest.put(
            node,
            !ordered
                ? "(not in order: " + numbers + ")"
                : numbers.isEmpty() ? Ledger.ABSENT : "number " + numbers.get(numbers.size() - 1));
      }
      return newest;
    }
  }
}
