package io.pipit.pubsub.engine;

import io.pipit.pubsub.FieldStatistics;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers in the items of one node come to in the periods that are not over yet. Confined
 * to its {@link NodeState}.
 *
 * <p>It follows from the publishes that the log holds and from the {@link Change.RolledUp} that
 * ends periods, so that each item counts once, whenever the process was killed. An item counts in
 * the period in which it arrived, and in the first that is not over when the clock was set back.
 */
final class RollUps {

  /** The fields of one period that count: the first that there were. */
  static final int MOST_FIELDS = 16;

  private final Map<RollUpPeriod, Series> series = new EnumMap<>(RollUpPeriod.class);
  private List<String> fields = List.of();

  /** The periods of one length. */
  private static final class Series {
    final TreeMap<Instant, Map<String, FieldStatistics>> open = new TreeMap<>();

    /** Everything that began before is over. */
    Instant through = Instant.EPOCH;

    void add(Instant begin, Map<String, Double> numbers) {
      Map<String, FieldStatistics> begun =
          open.computeIfAbsent(
              begin.isBefore(through) ? through : begin, first -> new LinkedHashMap<>());
      numbers.forEach(
          (field, value) -> {
            FieldStatistics before = begun.get(field);
            if (before != null) {
              begun.put(field, before.with(value));
            } else if (begun.size() < MOST_FIELDS) {
              begun.put(field, FieldStatistics.of(field, value));
            }
          });
    }
  }

  /**
   * A period that is over.
   *
   * @param begin when it began
   */
  record Ended(Instant begin, List<FieldStatistics> fields) {}

  /**
   * Those of a node that is configured so from now on.
   *
   * @param known what there was, null for nothing
   */
  static @Nullable RollUps of(NodeConfig config, @Nullable RollUps known) {
    List<RollUpPeriod> periods = config.rollUps();
    if (periods.isEmpty()) {
      return null;
    }
    RollUps rollUps = known == null ? new RollUps() : known;
    rollUps.series.keySet().retainAll(periods);
    periods.forEach(period -> rollUps.series.computeIfAbsent(period, each -> new Series()));
    rollUps.fields = config.get(NodeConfigFields.ROLLUP_FIELDS);
    return rollUps;
  }

  void published(List<Item> items) {
    for (Item item : items) {
      SerializedXml payload = item.payload();
      Map<String, Double> numbers = payload == null ? Map.of() : JsonNumbers.read(payload, fields);
      if (!numbers.isEmpty()) {
        series.forEach((period, of) -> of.add(period.begin(item.arrival()), numbers));
      }
    }
  }

  /** When the first period is over, null when none has begun. */
  @Nullable Instant nextEnd() {
    Instant first = null;
    for (Map.Entry<RollUpPeriod, Series> each : series.entrySet()) {
      Instant end = each.getValue().open.isEmpty() ? null : firstEnd(each);
      if (end != null && (first == null || end.isBefore(first))) {
        first = end;
      }
    }
    return first;
  }

  private static Instant firstEnd(Map.Entry<RollUpPeriod, Series> each) {
    return each.getKey().end(each.getValue().open.firstKey());
  }

  /** The periods of a length that are over by now, the oldest first. */
  List<Ended> ended(RollUpPeriod period, Instant now, int most) {
    List<Ended> ended = new ArrayList<>();
    Series of = series.get(period);
    if (of != null) {
      for (Map.Entry<Instant, Map<String, FieldStatistics>> each : of.open.entrySet()) {
        if (ended.size() == most || now.isBefore(period.end(each.getKey()))) {
          break;
        }
        ended.add(new Ended(each.getKey(), List.copyOf(each.getValue().values())));
      }
    }
    return ended;
  }

  void apply(Change.RolledUp change) {
    Series of = series.get(change.period());
    if (of != null) {
      of.open.headMap(change.through()).clear();
      of.through = change.through();
    }
  }

  void apply(Change.RollUpRestored change) {
    Series of = series.get(change.period());
    if (of != null) {
      Map<String, FieldStatistics> begun =
          of.open.computeIfAbsent(change.begin(), begin -> new LinkedHashMap<>());
      change.fields().forEach(field -> begun.put(field.field(), field));
    }
  }

  /** The changes that make it again as it is. */
  List<Change> changes(BareJid service, String node) {
    List<Change> changes = new ArrayList<>();
    series.forEach(
        (period, of) -> {
          if (of.through.isAfter(Instant.EPOCH)) {
            changes.add(new Change.RolledUp(service, node, period, of.through));
          }
          of.open.forEach(
              (begin, begun) ->
                  changes.add(
                      new Change.RollUpRestored(
                          service, node, period, begin, List.copyOf(begun.values()))));
        });
    return changes;
  }
}
