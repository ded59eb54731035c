package io.pipit.broker.durability;

import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.pubsub.store.NodeView;

/**
 * The pubsub service without sockets and disk, over a log that makes nothing durable until it is
 * told to. Confined to its test.
 */
final class ServiceInProcess extends RunningService {

  final InMemoryLog log;

  /**
   * @param queueBytes payload bytes that may wait for the disk
   */
  ServiceInProcess(long queueBytes) {
    this(queueBytes, ServicePolicy.open(SERVICE, "Publish-Subscribe"));
  }

  ServiceInProcess(long queueBytes, ServicePolicy policy) {
    this(InMemoryLog.held(queueBytes), policy);
  }

  /** Starts with what a log holds. */
  ServiceInProcess(InMemoryLog log) {
    this(log, ServicePolicy.open(SERVICE, "Publish-Subscribe"));
  }

  private ServiceInProcess(InMemoryLog log, ServicePolicy policy) {
    this(log, policy, LOOPS);
  }

  ServiceInProcess(InMemoryLog log, ServicePolicy policy, int loopCount) {
    super(log, () -> onHeap(), null, policy, loopCount);
    this.log = log;
  }

  private static NodeView.Factory onHeap() {
    return (service, node) -> new InMemoryView();
  }

  /** Makes everything durable that waits for it. */
  void sync() {
    log.sync();
    settle();
  }

  /** Fails as a broken disk would. */
  void fail() {
    log.fail();
    settle();
  }
}
