package io.pipit.broker.cli;

/** What the verbs need of the node, put together in one place. */
record Parts() {

  static Parts ofProduct() {
    return new Parts();
  }
}
