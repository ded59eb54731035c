package io.pipit.broker;

import io.pipit.broker.http.Health;
import io.pipit.pubsub.store.ChangeLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the node is. Any thread. */
final class BrokerHealth implements Health {

  private volatile @Nullable ChangeLog changeLog;
  private volatile boolean stopping;

  /** Every listener is bound, and the log is open. */
  void ready(ChangeLog opened) {
    changeLog = opened;
  }

  void stopping() {
    stopping = true;
  }

  @Override
  public List<String> unreadiness() {
    ChangeLog opened = changeLog;
    if (stopping) {
      return List.of("stopping");
    }
    if (opened == null) {
      return List.of("starting");
    }
    return opened.hasFailed() ? List.of("the disk failed; nothing is stored any more") : List.of();
  }

  @Override
  public Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("listeners", new Part(changeLog == null ? State.FAILED : State.OK, ""));
    parts.put("store", store());
    return parts;
  }

  private Part store() {
    ChangeLog opened = changeLog;
    if (opened == null || opened.hasFailed()) {
      return new Part(State.FAILED, "the disk failed, or the store is not open");
    }
    return opened.isCongested()
        ? new Part(State.DEGRADED, "more waits for the disk than it can take, or the disk is full")
        : new Part(State.OK, "");
  }
}
