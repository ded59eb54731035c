package io.pipit.pubsub.port;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The consumer of a queue; keeps what it gets, on the executor of its port. */
final class PortClient implements QueueConsumer {

  private final PortFixture fixture;
  private final Thread thread;
  private final List<QueuedItem> got = new ArrayList<>();
  private final List<String> passed = new ArrayList<>();
  private final List<QueueDrop> dropped = new ArrayList<>();
  private int lost;
  private boolean wasToldElsewhere;
  private @Nullable DurableQueue queue;

  /**
   * @param thread of the executor
   */
  PortClient(PortFixture fixture, Thread thread) {
    this.fixture = fixture;
    this.thread = thread;
  }

  private void told() {
    wasToldElsewhere |= !Thread.currentThread().equals(thread);
  }

  @Override
  public void deliver(List<QueuedItem> items) {
    told();
    got.addAll(items);
  }

  @Override
  public void passing(PortItem item, List<Integer> identifiers) {
    told();
    passed.add(PortFixture.text(item));
  }

  @Override
  public void dropped(QueueDrop drop) {
    told();
    dropped.add(drop);
  }

  @Override
  public void lost() {
    told();
    lost++;
  }

  void has(DurableQueue opened) {
    queue = opened;
  }

  DurableQueue queue() {
    return Objects.requireNonNull(queue);
  }

  private <T> T onExecutor(Supplier<T> action) {
    fixture.settle();
    T result = fixture.onExecutor(action);
    assertFalse(wasToldElsewhere, "told on the executor");
    return result;
  }

  /** What came since this was asked last. */
  List<QueuedItem> take() {
    return onExecutor(
        () -> {
          List<QueuedItem> all = List.copyOf(got);
          got.clear();
          return all;
        });
  }

  List<String> texts() {
    return take().stream().map(item -> PortFixture.text(item.item())).toList();
  }

  List<String> passed() {
    return onExecutor(() -> List.copyOf(passed));
  }

  List<QueueDrop> dropped() {
    return onExecutor(() -> List.copyOf(dropped));
  }

  int lostTimes() {
    return onExecutor(() -> lost);
  }

  QueueStatus status() {
    fixture.settle();
    return queue().status();
  }
}
