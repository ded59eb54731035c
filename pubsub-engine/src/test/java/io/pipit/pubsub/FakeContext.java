package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A clock that stands still until it is told, ids that count, rosters that a test writes. */
public final class FakeContext implements Context {

  public final FakeRoster roster = new FakeRoster();
  public final Map<BareJid, List<AvailableResource>> available = new HashMap<>();
  public SubscriptionCounts counts = entity -> 0;
  public ImplicitSubscribers implicit = ImplicitSubscribers.NONE;
  public TreeView tree = TreeView.EMPTY;
  public DoorSubscriptions doors = DoorSubscriptions.NONE;
  public ArchiveKey archiveKey = new ArchiveKey(new byte[32]);
  private Instant now = Instant.parse("2026-06-30T12:00:00Z");
  private int ids;

  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant now() {
    return now;
  }

  /** {@code generated-1}, {@code generated-2} and so on. */
  @Override
  public String newId() {
    return "generated-" + ++ids;
  }

  @Override
  public RosterView roster() {
    return roster;
  }

  @Override
  public PresenceView presence() {
    return entity -> available.getOrDefault(entity, List.of());
  }

  @Override
  public DoorSubscriptions doors() {
    return doors;
  }

  @Override
  public ImplicitSubscribers implicitSubscribers() {
    return implicit;
  }

  @Override
  public SubscriptionCounts subscriptionCounts() {
    return counts;
  }

  @Override
  public ArchiveKey archiveKey() {
    return archiveKey;
  }

  @Override
  public TreeView tree() {
    return tree;
  }
}
