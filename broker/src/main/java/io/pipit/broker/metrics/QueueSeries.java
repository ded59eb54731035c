package io.pipit.broker.metrics;

import io.pipit.broker.queue.DropReason;
import io.pipit.broker.queue.QueueKind;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What queues report. Any thread. */
final class QueueSeries implements QueueMetrics {

  private final CollectorRegistry registry;
  private final PerLabel<QueueKind, Counter.Child> delivered;
  private final PerLabel<QueueKind, PerLabel<DropReason, Counter.Child>> dropped;

  QueueSeries(CollectorRegistry registry) {
    this.registry = registry;
    Counter arrived =
        Counter.build("pipit_queue_delivered", "Items of queues that have arrived for good.")
            .labelNames("kind")
            .withoutExemplars()
            .register(registry);
    delivered = new PerLabel<>(QueueKind.values(), arrived::labels);
    Counter lost =
        Counter.build("pipit_queue_dropped", "Items of queues that will never be delivered.")
            .labelNames("kind", "reason")
            .withoutExemplars()
            .register(registry);
    dropped =
        new PerLabel<>(
            QueueKind.values(),
            kind -> new PerLabel<>(DropReason.values(), reason -> lost.labels(kind, reason)));
  }

  @Override
  public void delivered(QueueKind kind, long items) {
    delivered.of(kind).inc((double) items);
  }

  @Override
  public void dropped(QueueKind kind, DropReason reason, long items) {
    dropped.of(kind).of(reason).inc((double) items);
  }

  /** Declares what waits, which is asked for with each look at the metrics. */
  void waiting(Supplier<Map<QueueKind, QueueTotals>> totals) {
    registry.register(new Waiting(totals));
  }

  private static final class Waiting extends Collector {

    private final Supplier<Map<QueueKind, QueueTotals>> totals;

    Waiting(Supplier<Map<QueueKind, QueueTotals>> totals) {
      this.totals = totals;
    }

    @Override
    public List<MetricFamilySamples> collect() {
      GaugeMetricFamily items = family("pipit_queue_items", "Items that wait in queues.");
      GaugeMetricFamily bytes =
          family("pipit_queue_bytes", "Bytes of payloads and headers that wait in queues.");
      GaugeMetricFamily oldest =
          family("pipit_queue_oldest_seconds", "Age of the oldest item that waits in a queue.");
      Map<QueueKind, QueueTotals> now = totals.get();
      for (QueueKind kind : QueueKind.values()) {
        List<String> label = List.of(kind.name().toLowerCase(Locale.ROOT));
        QueueTotals all = now.getOrDefault(kind, QueueTotals.NOTHING);
        items.addMetric(label, (double) all.items());
        bytes.addMetric(label, (double) all.bytes());
        oldest.addMetric(label, all.oldestSeconds());
      }
      return List.of(items, bytes, oldest);
    }

    private static GaugeMetricFamily family(String name, String help) {
      return new GaugeMetricFamily(name, help, List.of("kind"));
    }
  }
}
