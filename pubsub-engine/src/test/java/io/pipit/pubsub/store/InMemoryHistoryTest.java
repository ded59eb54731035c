package io.pipit.pubsub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class InMemoryHistoryTest extends HistoryContract {

  @Override
  protected NodeView.Factory views() {
    return (service, node) -> new InMemoryView();
  }

  @Test
  void bytesAreBoundedAndTheNewestIsAlwaysThere() {
    History history = new InMemoryView(1_000).history();
    for (int seq = 1; seq <= 100; seq++) {
      history.add(NodeViewContract.item(seq, "a"), 1);
      assertEquals(Math.min(seq, 4), history.size());
    }
    assertEquals(100, history.range(3, 4).get(0).seq());
    history.remove("a");
    for (int seq = 101; seq <= 104; seq++) {
      history.add(NodeViewContract.item(seq, "b"), 1);
    }
    assertEquals(4, history.size(), "what left is no longer counted");
    History tiny = new InMemoryView(1).history();
    tiny.add(NodeViewContract.item(1, "a"), 1);
    tiny.add(NodeViewContract.item(2, "b"), 1);
    assertEquals(1, tiny.size());
  }
}
