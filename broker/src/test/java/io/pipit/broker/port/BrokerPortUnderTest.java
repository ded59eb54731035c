package io.pipit.broker.port;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.module.Replay;
import io.pipit.broker.store.Accounts;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Template;
import io.pipit.pubsub.Templates;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.port.PortUnderTest;
import io.pipit.pubsub.port.PubsubPort;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The port of a service on two shards, whose views are in memory. Confined to its test. */
final class BrokerPortUnderTest implements PortUnderTest {

  private final ChangeLog log;
  private final Runnable fill;
  private @Nullable DoorsUnderTest doors;
  private @Nullable PortQueues queues;

  /** One whose log is in memory too. */
  static BrokerPortUnderTest inMemory() {
    InMemoryLog log = new InMemoryLog();
    return new BrokerPortUnderTest(log, log::fill);
  }

  /** One on the disk, which never fills. */
  BrokerPortUnderTest(ChangeLog log) {
    this(
        log,
        () -> {
          throw new AssertionError("that log has room");
        });
  }

  private BrokerPortUnderTest(ChangeLog log, Runnable fill) {
    this.log = log;
    this.fill = fill;
  }

  private DoorsUnderTest doors() {
    return Objects.requireNonNull(doors);
  }

  private static ServicePolicy.Builder policy(ServicePolicy.Builder policy) {
    NodeFilter none = NodeFilter.exactly("none");
    return policy.templates(
        Templates.of(
            List.of(
                new Template("any", NodeFilter.parse("#").orElseThrow(), Map.of()),
                new Template(STATE, none, Map.of("pubsub#max_items", List.of("1"))))));
  }

  @Override
  public PubsubPort start(ExecutorService on) throws Exception {
    DoorsUnderTest made = new DoorsUnderTest(log, List.of(), BrokerPortUnderTest::policy);
    doors = made;
    long unused =
        new Replay(
                log,
                made.shards,
                new Accounts(),
                new RosterSnapshots(),
                null,
                (service, node) -> new InMemoryView())
            .everything();
    PortQueues all =
        new PortQueues(
            made.shards,
            log,
            made.subscriptions,
            made.rosters.blockLists(),
            Runnable::run,
            QUEUES,
            made.clock);
    queues = all;
    made.announcer().queues(all);
    all.start().get(30, TimeUnit.SECONDS);
    PortPresences presences =
        new PortPresences(made.shards, new RecordingListener(), account -> true, made.clock);
    return new BrokerPort(made.port, all, presences, on);
  }

  @Override
  public PubsubPort restart(ExecutorService on) throws Exception {
    doors().close();
    return start(on);
  }

  @Override
  public void stop() {
    doors().close();
  }

  @Override
  public void settle() {
    doors().settle();
  }

  @Override
  public void pass(Duration time) {
    doors().clock.advance(time);
    Objects.requireNonNull(queues).lookAtAll();
    settle();
  }

  private void ask(Command command) {
    assertFalse(doors().ask(command) instanceof Response.Refusal, command::toString);
    settle();
  }

  @Override
  public void createNode(String node, Map<String, String> fields) {
    Map<String, List<String>> form = new HashMap<>();
    fields.forEach((field, value) -> form.put(field, List.of(value)));
    ask(new ServiceCommand.CreateNode(OWNER, node, form));
  }

  @Override
  public String titleOf(String node) {
    Response answer = doors().ask(new NodeCommand.RetrieveConfiguration(OWNER, node));
    settle();
    return ((Response.Configuration) answer).config().title();
  }

  @Override
  public void retract(String node, String id) {
    ask(new NodeCommand.Retract(OWNER, node, id, false));
  }

  @Override
  public void purge(String node) {
    ask(new NodeCommand.Purge(OWNER, node));
  }

  @Override
  public void fillStorage() {
    fill.run();
  }
}
