package io.pipit.benchmarks;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.NodeType;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.Directory;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Names of nodes as a company with many sites may choose them, of 3 to 8 levels, and filters over
 * them. The same for the same seed.
 */
final class Filters {

  /** How the mix is made, for the report. */
  static final String MIX =
      "60 % a subtree of 2 to 7 levels (a/b/#), 25 % one + in a whole name, 10 % two + in a whole"
          + " name, 4.9 % a + in a subtree of 4 to 7 levels (a/+/c/d/#), 0.1 % a whole site, or a +"
          + " for the site";

  /** How many different words there are at each level. */
  private static final int[] WORDS = {20, 10, 8, 30, 8, 20, 6, 4};

  private static final String[] LEVELS = {
    "site", "building", "floor", "room", "kind", "device", "sensor", "quantity"
  };

  private static final NodeConfig COLLECTION =
      NodeConfig.INITIAL.with(NodeConfigFields.NODE_TYPE, NodeType.COLLECTION);

  private final Random random;

  Filters(long seed) {
    this.random = new Random(seed);
  }

  private String[] levels(int count) {
    String[] levels = new String[count];
    for (int i = 0; i < count; i++) {
      levels[i] = LEVELS[i] + "-" + random.nextInt(WORDS[i]);
    }
    return levels;
  }

  /** The name of a node; most have all eight levels. */
  String name() {
    return String.join("/", levels(random.nextInt(4) == 0 ? 3 + random.nextInt(5) : 8));
  }

  private String filter() {
    int kind = random.nextInt(1_000);
    if (kind < 600) {
      return String.join("/", levels(2 + random.nextInt(6))) + "/#";
    }
    if (kind < 950) {
      String[] levels = levels(8);
      levels[random.nextInt(8)] = "+";
      if (kind >= 850) {
        levels[random.nextInt(8)] = "+";
      }
      return String.join("/", levels);
    }
    if (kind < 999) {
      String[] levels = levels(4 + random.nextInt(4));
      levels[random.nextInt(levels.length)] = "+";
      return String.join("/", levels) + "/#";
    }
    String[] levels = levels(2);
    levels[0] = random.nextBoolean() ? "+" : levels[0];
    return String.join("/", Arrays.asList(levels)) + "/#";
  }

  /** Subscribes to so many filters, each for another entity. */
  void subscribe(int count, Directory directory) {
    Set<String> known = new HashSet<>();
    for (int i = 0; i < count; i++) {
      String filter = filter();
      if (known.add(filter)) {
        directory.apply(
            new Change.NodeCreated(
                Samples.SERVICE, filter, Samples.SERVICE, COLLECTION, Instant.EPOCH),
            1);
      }
      Subscription subscription =
          Subscription.subscribed(BareJid.of("watcher-" + i + "@example.org"), "subid-" + i);
      directory.apply(
          new Change.Subscribed(
              Samples.SERVICE,
              filter,
              subscription.with(SubscriptionOptions.initial(filter, COLLECTION)),
              null),
          1);
    }
  }

  List<String> names(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(name());
    }
    return names;
  }
}
