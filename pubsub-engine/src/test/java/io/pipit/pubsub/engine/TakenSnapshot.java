package io.pipit.pubsub.engine;

import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.xmpp.BareJid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of a service, taken piece by piece while the service goes on: first the position from
 * which the log is read again, then each node for itself, in the end the directory.
 */
final class TakenSnapshot {

  private static final BareJid SERVICE = BareJid.of(Service.JID);

  private final Service service;
  private final long begin;
  private final Map<String, Head> nodes = new LinkedHashMap<>();
  private List<LogRecord> departed = List.of();
  private Head directory = new Head(0, List.of());

  private record Head(long at, List<LogRecord> changes) {}

  TakenSnapshot(Service service) {
    this.service = service;
    this.begin = service.log().size();
  }

  void takeNode(String name) {
    service
        .state()
        .node(name)
        .ifPresent(node -> nodes.put(name, new Head(node.position(), records(node.head(SERVICE)))));
  }

  void takeDirectory() {
    departed = records(service.state().departed());
    directory = new Head(service.log().size(), records(service.directory().head(SERVICE)));
  }

  void takeAll() {
    service.state().nodes().forEach(node -> takeNode(node.name()));
    takeDirectory();
  }

  private static List<LogRecord> records(List<Change> changes) {
    return changes.stream().map(change -> ChangeCodec.encode(change, 0)).toList();
  }

  /** Makes the states again from the snapshot and what the log has from a position on. */
  void check(long first) {
    SubscriptionLedger ledger = new SubscriptionLedger();
    ServiceState state = Service.newState(ledger);
    Directory rebuilt = new Directory();
    nodes
        .values()
        .forEach(
            head ->
                decoded(head.changes)
                    .forEach(
                        change -> {
                          state.apply(change, head.at);
                          rebuilt.apply(change, head.at);
                        }));
    decoded(departed).forEach(change -> state.apply(change, 0));
    decoded(directory.changes).forEach(change -> rebuilt.restore(change, directory.at));
    for (long position = first; position <= service.log().size(); position++) {
      Change change = ChangeCodec.decode(service.log().get((int) position - 1));
      if (position <= begin || !state.replay(change, position)) {
        state.replayItems(change, position);
      } else if (change.concernsDirectory()) {
        rebuilt.replay(change, position);
      }
    }
    state.replayed();
    rebuilt.replayed();
    service.checkSame(state, rebuilt, ledger);
  }

  private static List<Change> decoded(List<LogRecord> records) {
    return records.stream().map(ChangeCodec::decode).toList();
  }
}
