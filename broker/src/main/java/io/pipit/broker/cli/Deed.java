package io.pipit.broker.cli;

/** What a command asks of a pubsub node. */
enum Deed {
  PUBLISH("publish to"),
  SUBSCRIBE("subscribe to"),
  UNSUBSCRIBE("unsubscribe from"),
  READ("get items of");

  private final String phrase;

  Deed(String phrase) {
    this.phrase = phrase;
  }

  /** As a phrase: {@code publish to 'a/b'}. */
  String of(String node) {
    return phrase + " '" + node + "'";
  }
}
