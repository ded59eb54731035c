package io.pipit.pubsub.store;

class InMemoryViewTest extends NodeViewContract {

  @Override
  protected NodeView.Factory views() {
    return (service, node) -> new InMemoryView();
  }
}
