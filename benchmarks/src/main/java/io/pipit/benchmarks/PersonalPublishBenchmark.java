package io.pipit.benchmarks;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.KnownInterests;
import io.pipit.broker.account.KnownInterests.Interested;
import io.pipit.broker.account.Session;
import io.pipit.pep.PepAudience;
import io.pipit.pep.PepPolicy;
import io.pipit.pep.caps.CapabilitiesCache;
import io.pipit.pep.caps.EntityCapabilities;
import io.pipit.pubsub.ArchiveKey;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.ImplicitSubscribers;
import io.pipit.pubsub.LeasePolicy;
import io.pipit.pubsub.PresenceView;
import io.pipit.pubsub.RosterView;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.SubscriptionCounts;
import io.pipit.pubsub.TreeView;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.engine.Outcome;
import io.pipit.pubsub.engine.PubsubEngine;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One publish at an account, decided and applied to memory: whom it goes to is found anew each
 * time, by who shares presence and is interested, and access is judged for each contact.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PersonalPublishBenchmark {

  private static final BareJid ACCOUNT = BareJid.of("juliet@example.org");
  private static final FullJid BALCONY = FullJid.of("juliet@example.org/balcony");
  private static final String NODE = "http://jabber.org/protocol/tune";

  /** Contacts that share presence and are online; all are interested. */
  @Param({"1", "10", "1000"})
  public int contacts;

  private final PubsubEngine engine =
      new PubsubEngine(
          PepPolicy.of(ACCOUNT, ServiceLimits.DEFAULT, LeasePolicy.DEFAULT, nobody -> false));
  private final ServiceState nodes =
      new ServiceState(ACCOUNT, (service, node) -> new InMemoryView());
  private final NodeCommand.Publish publish =
      new NodeCommand.Publish(
          BALCONY, NODE, List.of(new PublishedItem("current", Samples.serializedPayload())));
  private Context surroundings = new Samples.Surroundings();

  @Setup
  public void login() {
    nodes.apply(
        new Change.NodeCreated(ACCOUNT, NODE, ACCOUNT, PepPolicy.DEFAULTS, Instant.EPOCH), 1);
    KnownInterests interests = new KnownInterests();
    CapabilitiesCache cache = new CapabilitiesCache();
    Element info =
        Element.of(
            "query",
            Ns.DISCO_INFO,
            Element.builder("feature", Ns.DISCO_INFO).attribute("var", NODE + "+notify").build());
    String ver = EntityCapabilities.verificationString(info).orElseThrow();
    List<BareJid> sharing = new ArrayList<>();
    for (int i = 0; i < contacts; i++) {
      BareJid contact = BareJid.of("contact-" + i + "@example.org");
      FullJid resource = FullJid.of(contact + "/phone");
      Presence plain = Presence.of(Presence.Type.AVAILABLE, resource, contact);
      Element announced =
          plain
              .element()
              .withChildren(List.of(EntityCapabilities.element("https://pipit.io/bench", ver)));
      AccountState account = new AccountState(contact);
      Session session = account.session(resource);
      session.available(plain, plain);
      session.capabilities().available(announced, cache, "q", Instant.EPOCH);
      session.capabilities().answered("q", info, "", cache);
      interests.replace(contact, Interested.of(account));
      sharing.add(contact);
    }
    surroundings =
        new Home(surroundings, new PepAudience(ACCOUNT, sharing, interests), Set.copyOf(sharing));
    int reached = decideAndApply().notifications().get(0).recipients().size();
    if (reached != contacts) {
      throw new IllegalStateException(reached + " of " + contacts + " contacts are reached");
    }
  }

  @Benchmark
  public Outcome decideAndApply() {
    Outcome decided = engine.decide(nodes, publish, surroundings);
    decided.changes().forEach(change -> nodes.apply(change, 2));
    return decided;
  }

  /** The surroundings of an account. */
  private record Home(Context plain, ImplicitSubscribers audience, Set<BareJid> subscribers)
      implements Context {

    @Override
    public ArchiveKey archiveKey() {
      return plain.archiveKey();
    }

    @Override
    public Instant now() {
      return plain.now();
    }

    @Override
    public String newId() {
      return plain.newId();
    }

    @Override
    public RosterView roster() {
      return new RosterView() {
        @Override
        public boolean hasPresenceSubscription(BareJid owner, BareJid contact) {
          return subscribers.contains(contact);
        }

        @Override
        public Set<String> groups(BareJid owner, BareJid contact) {
          return Set.of();
        }
      };
    }

    @Override
    public PresenceView presence() {
      return plain.presence();
    }

    @Override
    public SubscriptionCounts subscriptionCounts() {
      return plain.subscriptionCounts();
    }

    @Override
    public TreeView tree() {
      return plain.tree();
    }

    @Override
    public ImplicitSubscribers implicitSubscribers() {
      return audience;
    }
  }
}
