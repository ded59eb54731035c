package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever is asked in whatever order: a snapshot and the log behind it give the same state as the
 * whole log, wherever its pieces were taken and whatever of the log was cleaned away.
 */
class RandomSnapshotTest {

  private static final BareJid SERVICE = BareJid.of(Service.JID);
  private static final List<String> NODES =
      List.of(
          "a", "b", "a/b", "c", "d", "e", "", "#", "a/#", "+", "+/b", "a/rollup/1m", "b/rollup/1m");

  @Property(tries = 500)
  void snapshotAtOneMomentIsTheState(@ForAll("commands") List<Command> commands) {
    Service service = new Service(RandomCommandsTest.LIMITS);
    for (Command command : commands) {
      execute(command, service);
      TakenSnapshot snapshot = new TakenSnapshot(service);
      snapshot.takeAll();
      snapshot.check(1);
    }
  }

  @Property(tries = 1_000)
  void snapshotTakenInPiecesAndTheLogBehindItAreTheState(
      @ForAll("commands") List<Command> commands, @ForAll Random random) {
    Service service = new Service(RandomCommandsTest.LIMITS);
    int begin = random.nextInt(commands.size());
    int end = begin + random.nextInt(commands.size() - begin);
    Map<String, Integer> moments = new HashMap<>();
    NODES.forEach(name -> moments.put(name, begin + random.nextInt(end - begin + 1)));
    TakenSnapshot snapshot = new TakenSnapshot(service);
    for (int i = 0; i < commands.size(); i++) {
      if (i == begin) {
        snapshot = new TakenSnapshot(service);
      }
      for (String name : NODES) {
        if (moments.getOrDefault(name, -1) == i) {
          snapshot.takeNode(name);
        }
      }
      if (i == end) {
        snapshot.takeDirectory();
      }
      execute(commands.get(i), service);
      keep(random.nextInt(2 * service.log().size() + 1), service);
    }
    snapshot.check(1);
    service.checkReplay();
  }

  @Property(tries = 500)
  void cleanedLogIsTheState(@ForAll("commands") List<Command> commands, @ForAll Random random) {
    Service service = new Service(RandomCommandsTest.LIMITS);
    TakenSnapshot snapshot = new TakenSnapshot(service);
    int first = 1;
    for (Command command : commands) {
      execute(command, service);
      if (random.nextInt(8) == 0) {
        int until = first + random.nextInt(service.log().size() + 1 - first + 1);
        while (first < until) {
          keep(first++, service);
          if (random.nextInt(8) == 0) {
            execute(commands.get(random.nextInt(commands.size())), service);
          }
        }
        snapshot = new TakenSnapshot(service);
        snapshot.takeAll();
      }
      snapshot.check(first);
    }
  }

  private static void execute(Command command, Service service) {
    if (command instanceof NodeCommand.Tick) {
      service.context.pass(Duration.ofMinutes(10));
    }
    service.execute(command);
  }

  /** What is still in a record of the log is written again. */
  private static void keep(int position, Service service) {
    if (position < 1 || position > service.log().size()) {
      return;
    }
    Change change = ChangeCodec.decode(service.log().get(position - 1));
    List<Item> items = change.held();
    if (!items.isEmpty()) {
      service.execute(new NodeCommand.Keep(SERVICE, change.node(), items, position));
    }
  }

  @Provide
  Arbitrary<List<Command>> commands() {
    return Arbitraries.oneOf(RandomCommandsTest.anyCommands(), RandomTreeTest.anyCommands());
  }
}
