package io.pipit.broker.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.stream.StreamMetrics;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BrokerMetricsTest {

  private final CollectorRegistry registry = new CollectorRegistry();
  private final BrokerMetrics metrics = new BrokerMetrics(registry);

  @Test
  void everyNameOfOursHasThePrefixOfTheBroker() {
    for (MetricFamilySamples family : Collections.list(registry.metricFamilySamples())) {
      assertTrue(
          family.name.startsWith("pipit_")
              || family.name.startsWith("jvm")
              || family.name.startsWith("process_"),
          family.name);
    }
  }

  @Test
  void everyMetricIsInTheManual() throws Exception {
    String manual = Files.readString(Path.of("../docs/operate.md"));
    for (MetricFamilySamples family : Collections.list(registry.metricFamilySamples())) {
      if (family.name.startsWith("pipit_")) {
        String name = family.type == Collector.Type.COUNTER ? family.name + "_total" : family.name;
        assertTrue(manual.contains("`" + name + "`"), name);
      }
    }
  }

  @Test
  void labelsAreBoundedByTheEnums() {
    List<String> allowed =
        List.of("protocol", "result", "kind", "reason", "le", "direction", "type", "state");
    for (MetricFamilySamples family : Collections.list(registry.metricFamilySamples())) {
      if (family.name.startsWith("pipit_")) {
        for (MetricFamilySamples.Sample sample : family.samples) {
          assertTrue(allowed.containsAll(sample.labelNames), sample.name);
        }
      }
    }
  }

  @Test
  void everySeriesExistsBeforeItsFirstEvent() {
    for (Protocol protocol : Protocol.values()) {
      assertEquals(
          0, value("pipit_connections", "protocol", protocol.name().toLowerCase(Locale.ROOT)));
    }
    String[] labels = {"protocol", "result"};
    assertEquals(
        0,
        registry.getSampleValue("pipit_publishes_total", labels, new String[] {"xmpp", "refused"}));
    assertEquals(
        0,
        registry.getSampleValue(
            "pipit_notifications_total", labels, new String[] {"http", "undeliverable"}));
  }

  @Test
  void twoBrokersOfAProcessCountApart() {
    BrokerMetrics other = new BrokerMetrics(new CollectorRegistry());
    other.streams().streamOpened();
    assertEquals(0, value("pipit_streams_opened_total"));
  }

  @Test
  void refusedPublishHasNoLatency() {
    metrics.published(Protocol.XMPP, PublishResult.REFUSED, 5_000_000);
    assertEquals(0, value("pipit_publish_commit_seconds_count"));
    metrics.published(Protocol.XMPP, PublishResult.ACCEPTED, 5_000_000);
    assertEquals(1, value("pipit_publish_commit_seconds_count"));
    assertEquals(0.005, value("pipit_publish_commit_seconds_sum"), 1e-9);
  }

  @Test
  void queuesOfStreamsGoUpAndDown() {
    metrics.streams().queued(5, 900);
    metrics.streams().queued(2, 100);
    metrics.streams().queued(-6, -950);
    assertEquals(1, value("pipit_stream_queue_stanzas"));
    assertEquals(50, value("pipit_stream_queue_bytes"));
  }

  @Test
  void connectionsGoUpAndDown() {
    metrics.streams().connectionOpened();
    metrics.streams().connectionOpened();
    metrics.streams().connectionClosed();
    metrics.connectionOpened(Protocol.HTTP);
    metrics.connectionClosed(Protocol.HTTP);
    assertEquals(1, value("pipit_connections", "protocol", "xmpp"));
    assertEquals(0, value("pipit_connections", "protocol", "http"));
  }

  @Test
  void stanzasAreCountedWithTheirBytes() {
    StreamMetrics streams = metrics.streams();
    streams.received(1, 300);
    streams.received(2, 50);
    streams.sent(1, 20);
    assertEquals(3, value("pipit_stanzas_received_total"));
    assertEquals(350, value("pipit_received_bytes_total"));
    assertEquals(1, value("pipit_stanzas_sent_total"));
    assertEquals(20, value("pipit_sent_bytes_total"));
  }

  @Test
  void refusalsAndAuthenticationsAreCountedByReasonAndResult() {
    metrics.streams().connectionRefused(StreamMetrics.Refusal.ADDRESS_BLOCKED);
    metrics.streams().authenticated(StreamMetrics.Authentication.REFUSED);
    metrics.streams().authenticated(StreamMetrics.Authentication.REFUSED);
    assertEquals(1, value("pipit_connections_refused_total", "reason", "address_blocked"));
    assertEquals(0, value("pipit_connections_refused_total", "reason", "too_many"));
    assertEquals(2, value("pipit_authentications_total", "result", "refused"));
    assertEquals(0, value("pipit_authentications_total", "result", "success"));
  }

  @Test
  void whatAStreamLeavesBehindIsCountedByReason() {
    metrics.streams().streamOpened();
    metrics.streams().slowConsumerClosed(40);
    metrics.streams().dropped(2);
    metrics.streams().streamClosed();
    assertEquals(1, value("pipit_slow_consumers_total"));
    assertEquals(40, value("pipit_stanzas_dropped_total", "reason", "overflow"));
    assertEquals(2, value("pipit_stanzas_dropped_total", "reason", "closed"));
    assertEquals(1, value("pipit_streams_closed_total"));
  }

  @Test
  void groupIsCountedWithItsSizeAndTimes() {
    metrics.store().committed(40, 12_000, 2_000_000);
    metrics.store().synced(1_500_000);
    assertEquals(1, value("pipit_store_group_records_count"));
    assertEquals(40, value("pipit_store_group_records_sum"));
    assertEquals(12_000, value("pipit_store_written_bytes_total"));
    assertEquals(0.002, value("pipit_store_commit_seconds_sum"), 1e-9);
    assertEquals(0.0015, value("pipit_store_sync_seconds_sum"), 1e-9);
  }

  @Test
  void queueOfTheLogIsReadWhenAsked() {
    long[] waiting = {3, 900};
    metrics.store().queue(() -> waiting[0], () -> waiting[1], () -> 250_000_000);
    metrics.store().size(() -> 64_000, () -> 3, () -> 60_000, () -> 4_000);
    assertEquals(0.25, value("pipit_store_queue_oldest_seconds"));
    assertEquals(64_000, value("pipit_store_bytes"));
    assertEquals(3, value("pipit_store_queue_records"));
    waiting[1] = 1_200;
    assertEquals(1_200, value("pipit_store_queue_bytes"));
  }

  @Test
  void textFollowsTheAcceptHeader() {
    metrics.fannedOut(3);
    metrics.eventLoopLag(1_000);
    metrics.streams().slowConsumerClosed(7);
    metrics.notified(Protocol.XMPP, NotificationResult.SENT, 3);
    BrokerMetrics.Exposition plain = metrics.expose(null);
    assertTrue(plain.contentType().startsWith("text/plain"));
    assertTrue(plain.text().contains("pipit_stanzas_dropped_total{reason=\"overflow\",} 7.0"));
    assertFalse(plain.text().contains("# EOF"));
    BrokerMetrics.Exposition open = metrics.expose("application/openmetrics-text");
    assertTrue(open.contentType().startsWith("application/openmetrics-text"));
    assertTrue(open.text().endsWith("# EOF\n"));
  }

  private double value(String name) {
    return value(registry.getSampleValue(name));
  }

  private double value(String name, String label, String value) {
    return value(registry.getSampleValue(name, new String[] {label}, new String[] {value}));
  }

  private static double value(Double sample) {
    assertNotNull(sample);
    return sample;
  }
}
