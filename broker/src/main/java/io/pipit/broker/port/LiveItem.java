package io.pipit.broker.port;

import io.pipit.pubsub.port.PortItem;
import io.pipit.xmpp.Jid;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is told at doors, the same for all subscribers of all event loops. Any thread. */
public final class LiveItem {

  /**
   * What a door makes of an item for all its subscribers. Known by identity: a constant of its
   * class.
   */
  @FunctionalInterface
  public interface Form<T> {
    T of(PortItem item);
  }

  /** What it tells of. */
  private enum Kind {
    ITEM,
    EVENT,
    /** Items were taken back. */
    WITHDRAWN,
    /** And nothing stands any more that did. */
    END
  }

  /** One that was made; the last one that was wanted. */
  private record Made(Form<?> form, Object value) {}

  private final String node;
  private final boolean stands;
  private final Jid requester;
  private final int assurance;
  private final Supplier<PortItem> item;
  private final Kind kind;
  private volatile @Nullable Made made;

  /**
   * @param stands see {@link #stands}
   */
  LiveItem(String node, boolean stands, Jid requester, int assurance, Supplier<PortItem> item) {
    this(node, stands, requester, assurance, item, Kind.ITEM);
  }

  private LiveItem(
      String node,
      boolean stands,
      Jid requester,
      int assurance,
      Supplier<PortItem> item,
      Kind kind) {
    this.kind = kind;
    this.node = node;
    this.stands = stands;
    this.requester = requester;
    this.assurance = assurance;
    this.item = item;
  }

  /** That something happened at a node, of which no item is shown. */
  static LiveItem event(
      String node, boolean stands, Jid requester, int assurance, Supplier<PortItem> item) {
    return new LiveItem(node, stands, requester, assurance, item, Kind.EVENT);
  }

  /**
   * That items of a node were taken back.
   *
   * @param ends whether nothing stands for it any more that did
   */
  static LiveItem withdrawn(
      String node,
      boolean stands,
      Jid requester,
      int assurance,
      Supplier<PortItem> item,
      boolean ends) {
    return new LiveItem(node, stands, requester, assurance, item, ends ? Kind.END : Kind.WITHDRAWN);
  }

  /** Whether it is an item, which can be found again, and no event of the moment. */
  boolean isItem() {
    return kind == Kind.ITEM;
  }

  /** Whether it is the event that nothing stands for the node any more that did. */
  boolean ends() {
    return kind == Kind.END;
  }

  /** Whether it is the event that items were taken back. */
  boolean isWithdrawn() {
    return kind == Kind.END || kind == Kind.WITHDRAWN;
  }

  /** Its node, as doors call it. */
  public String node() {
    return node;
  }

  /** Whether it stands for its node from then on, or nothing does. */
  public boolean stands() {
    return stands;
  }

  /** Who caused it; the service itself when nobody did. */
  public Jid requester() {
    return requester;
  }

  /** The most that its publisher asks to be done for it to arrive: 0, 1 or 2. */
  public int assurance() {
    return assurance;
  }

  /** The item as a form; made by who is first, so that subscribers only copy it. */
  @SuppressWarnings("unchecked") // a form makes one type
  public <T> T in(Form<T> form) {
    Made last = made;
    if (last == null || last.form != form) {
      // Two loops may both make it: they would wait longer for each other.
      last = new Made(form, Objects.requireNonNull(form.of(item.get())));
      made = last;
    }
    return (T) last.value;
  }
}
