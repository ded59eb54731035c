package io.pipit.pubsub.store;

/** The items of a node on the heap: for tests, small nodes and nodes of low retention. */
public final class InMemoryView extends ItemIndex {

  /** Bytes of history that one node keeps when nobody said otherwise. */
  public static final long HISTORY_BYTES = 8L << 20;

  public InMemoryView() {
    this(HISTORY_BYTES);
  }

  /**
   * @param historyBytes what the history takes at most, roughly; the newest publish is always there
   */
  public InMemoryView(long historyBytes) {
    super(Payloads.ON_HEAP, historyBytes);
  }
}
