package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Which requests of one stream to one service may be under way together. */
class ServiceGateTest {

  private static final boolean NODE = false;
  private static final boolean SERVICE = true;

  private final ServiceGate gate = new ServiceGate();
  private final List<String> begun = new ArrayList<>();

  private final Deque<Runnable> nodesUnderWay = new ArrayDeque<>();
  private final Deque<Runnable> serviceUnderWay = new ArrayDeque<>();

  private void submit(boolean wholeService, String name) {
    gate.submit(() -> wholeService, answered -> begun(wholeService, name, answered));
  }

  private void begun(boolean wholeService, String name, Runnable answered) {
    begun.add(name);
    (wholeService ? serviceUnderWay : nodesUnderWay).add(answered);
  }

  /** Answers the oldest request of that kind. */
  private void answer(boolean wholeService) {
    (wholeService ? serviceUnderWay : nodesUnderWay).remove().run();
  }

  @Test
  void requestsAboutNodesGoTogether() {
    submit(NODE, "publish 1");
    submit(NODE, "publish 2");
    assertEquals(List.of("publish 1", "publish 2"), begun);
  }

  @Test
  void publishWaitsForTheCreateBeforeIt() {
    submit(SERVICE, "create");
    submit(NODE, "publish 1");
    submit(NODE, "publish 2");
    assertEquals(List.of("create"), begun);
    answer(SERVICE);
    assertEquals(List.of("create", "publish 1", "publish 2"), begun);
  }

  @Test
  void createWaitsForEveryRequestAboutANode() {
    submit(NODE, "delete 1");
    submit(NODE, "delete 2");
    submit(SERVICE, "create");
    answer(NODE);
    assertEquals(List.of("delete 1", "delete 2"), begun);
    answer(NODE);
    assertEquals(List.of("delete 1", "delete 2", "create"), begun);
  }

  @Test
  void requestsAboutTheServiceGoOneByOne() {
    submit(SERVICE, "create 1");
    submit(SERVICE, "create 2");
    assertEquals(List.of("create 1"), begun);
    answer(SERVICE);
    assertEquals(List.of("create 1", "create 2"), begun);
  }

  @Test
  void nothingOvertakesWhatWaits() {
    submit(NODE, "delete");
    submit(SERVICE, "create");
    submit(NODE, "publish");
    assertEquals(List.of("delete"), begun); // though the publish alone could begin
    answer(NODE);
    assertEquals(List.of("delete", "create"), begun);
    answer(SERVICE);
    assertEquals(List.of("delete", "create", "publish"), begun);
  }

  @Test
  void requestThatIsAnsweredAtOnceLetsTheNextBegin() {
    gate.submit(
        () -> SERVICE,
        answered -> {
          begun.add("create");
          answered.run();
        });
    submit(NODE, "publish");
    assertEquals(List.of("create", "publish"), begun);
  }

  @Test
  void waitingRequestThatIsAnsweredAtOnceKeepsTheOrder() {
    submit(SERVICE, "create 1");
    gate.submit(
        () -> SERVICE,
        answered -> {
          begun.add("create 2");
          answered.run();
        });
    submit(SERVICE, "create 3");
    submit(NODE, "publish");
    answer(SERVICE);
    assertEquals(List.of("create 1", "create 2", "create 3"), begun);
    answer(SERVICE);
    assertEquals(List.of("create 1", "create 2", "create 3", "publish"), begun);
  }

  @Test
  void requestsWaitForTheRosterChangesBeforeThem() {
    submit(NODE, "before");
    gate.changeBegun();
    submit(NODE, "publish");
    submit(SERVICE, "create");
    assertEquals(List.of("before"), begun);
    gate.changeEnded();
    assertEquals(List.of("before", "publish"), begun);
    answer(NODE);
    answer(NODE);
    assertEquals(List.of("before", "publish", "create"), begun);
  }

  @Test
  void requestsDoNotWaitForTheRosterChangesBehindThem() {
    gate.changeBegun();
    submit(NODE, "publish 1");
    gate.changeBegun();
    submit(NODE, "publish 2");
    assertEquals(List.of(), begun);
    gate.changeEnded();
    assertEquals(List.of("publish 1"), begun);
    gate.changeEnded();
    assertEquals(List.of("publish 1", "publish 2"), begun);
    submit(NODE, "publish 3");
    assertEquals(List.of("publish 1", "publish 2", "publish 3"), begun);
  }

  @Test
  void rosterChangeEndsBeforeTheCreateThatWaitedWithIt() {
    submit(SERVICE, "create 1");
    gate.changeBegun();
    submit(NODE, "publish");
    gate.changeEnded();
    assertEquals(List.of("create 1"), begun);
    answer(SERVICE);
    assertEquals(List.of("create 1", "publish"), begun);
  }

  @Test
  void whatARequestIsAboutIsAskedWhenThoseBeforeItAreAnswered() {
    AtomicBoolean isCollection = new AtomicBoolean(NODE);
    submit(SERVICE, "create collection");
    gate.submit(
        isCollection::get,
        answered -> begun(isCollection.get(), "subscribe to collection", answered));
    submit(NODE, "publish");
    isCollection.set(SERVICE);
    answer(SERVICE);
    assertEquals(List.of("create collection", "subscribe to collection"), begun);
    isCollection.set(NODE); // what it was counted as is what ends
    answer(SERVICE);
    assertEquals(List.of("create collection", "subscribe to collection", "publish"), begun);
  }
}
