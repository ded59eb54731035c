package io.pipit.broker.metrics;

import io.pipit.broker.queue.QueueKind;
import io.pipit.broker.stream.StreamMetrics;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every metric of one broker, and the text in which a monitoring system reads them. Any thread.
 *
 * <p>Names start with {@code pipit_} (those of the virtual machine keep the client library's names,
 * {@code jvm_} and {@code process_}), units are seconds and bytes, and a label takes its values
 * from an enum of this package: never an address, a node or anything else that a peer can choose.
 *
 * <p>Callers are on the way of a stanza, so that each labelled child is looked up once, here. What
 * remains per event is an index into a list and an addition to a striped adder.
 */
public final class BrokerMetrics {

  private static final double NANOS_PER_SECOND = 1e9;

  private final CollectorRegistry registry;

  private final PerLabel<Protocol, Gauge.Child> connections;
  private final Counter.Child streamsOpened;
  private final Counter.Child streamsClosed;
  private final PerLabel<StreamMetrics.Refusal, Counter.Child> refusals;
  private final PerLabel<StreamMetrics.Authentication, Counter.Child> authentications;

  private final Counter.Child stanzasReceived;
  private final Counter.Child stanzasSent;
  private final Counter.Child bytesReceived;
  private final Counter.Child bytesSent;

  private final PerLabel<Protocol, PerLabel<PublishResult, Counter.Child>> publishes;
  private final PerLabel<Protocol, PerLabel<NotificationResult, Counter.Child>> notifications;
  private final Histogram.Child fanout;
  private final Histogram.Child publishLatency;
  private final Histogram.Child firstWrite;

  private final StoreSeries store;
  private final QueueSeries queues;
  private final MqttSeries mqtt;
  private final BridgeSeries bridges;
  private final Gauge certificateExpiry;

  private final Counter.Child invalidPayloads;
  private final Counter.Child stylesheetsGivenUp;
  private final Counter.Child slowConsumers;
  private final Gauge.Child streamQueueStanzas;
  private final Gauge.Child streamQueueBytes;
  private final PerLabel<DropReason, Counter.Child> dropped;
  private final Histogram.Child eventLoopLag;

  /** Declares all metrics, those of the virtual machine included, apart from any other broker's. */
  public BrokerMetrics() {
    this(new CollectorRegistry());
  }

  /** For tests, which read single values from the registry. */
  BrokerMetrics(CollectorRegistry registry) {
    this.registry = registry;

    Gauge open = gauge("pipit_connections", "Connections open now.", "protocol");
    connections = new PerLabel<>(Protocol.values(), open::labels);
    streamsOpened = plain("pipit_streams_opened", "XMPP streams that got to resource binding.");
    streamsClosed = plain("pipit_streams_closed", "XMPP streams that had bound and have ended.");
    Counter away = counter("pipit_connections_refused", "Connections turned away.", "reason");
    refusals = new PerLabel<>(StreamMetrics.Refusal.values(), away::labels);
    Counter proofs = counter("pipit_authentications", "Authentications ended.", "result");
    authentications = new PerLabel<>(StreamMetrics.Authentication.values(), proofs::labels);

    stanzasReceived = plain("pipit_stanzas_received", "Stanzas read from clients.");
    stanzasSent = plain("pipit_stanzas_sent", "Stanzas written to clients.");
    bytesReceived = plain("pipit_received_bytes", "Bytes of the stanzas read, inside of TLS.");
    bytesSent = plain("pipit_sent_bytes", "Bytes of the stanzas written, inside of TLS.");

    publishes = byProtocol("pipit_publishes", "Publishes answered.", PublishResult.values());
    notifications =
        byProtocol(
            "pipit_notifications", "Notifications per recipient.", NotificationResult.values());
    fanout =
        histogram(
            "pipit_publish_fanout_recipients",
            "Recipients of one publish.",
            0,
            1,
            2,
            5,
            10,
            20,
            50,
            100,
            200,
            500,
            1_000,
            10_000,
            100_000);
    publishLatency =
        histogram(
            "pipit_publish_commit_seconds",
            "From the arrival of a publish until the store has it.",
            latencies());
    firstWrite =
        histogram(
            "pipit_publish_first_write_seconds",
            "From the arrival of a publish until the first stream of a recipient has it.",
            latencies());

    store = new StoreSeries(registry, latencies());
    mqtt = new MqttSeries(registry, connections.of(Protocol.MQTT), refusals, authentications);
    queues = new QueueSeries(registry);
    bridges = new BridgeSeries(registry, latencies());

    certificateExpiry =
        Gauge.build(
                "pipit_tls_certificate_expiry_seconds",
                "Until a certificate is not valid any more.")
            .labelNames("name")
            .register(registry);

    invalidPayloads =
        plain(
            "pipit_pep_invalid_payloads",
            "Payloads of extended presence that are not what their specifications say.");
    stylesheetsGivenUp =
        plain("pipit_stylesheets_given_up", "Stylesheets of nodes that did not come to an end.");
    slowConsumers = plain("pipit_slow_consumers", "Streams closed because they did not read.");
    streamQueueStanzas =
        gauge("pipit_stream_queue_stanzas", "Stanzas that wait for clients to read.").labels();
    streamQueueBytes =
        gauge("pipit_stream_queue_bytes", "Bytes that wait for clients to read.").labels();
    Counter lost = counter("pipit_stanzas_dropped", "Stanzas not written to a stream.", "reason");
    dropped = new PerLabel<>(DropReason.values(), lost::labels);
    eventLoopLag =
        histogram(
            "pipit_event_loop_lag_seconds", "Delay of a timer of an event loop.", latencies());

    DefaultExports.register(registry);
  }

  /** A connection was accepted. */
  public void connectionOpened(Protocol protocol) {
    connections.of(protocol).inc();
  }

  /** A connection that was accepted is gone. */
  public void connectionClosed(Protocol protocol) {
    connections.of(protocol).dec();
  }

  /** Where the streams of clients report. */
  public StreamMetrics streams() {
    return new Streams();
  }

  /**
   * A publish was answered.
   *
   * @param commitNanos from its arrival until the store had it; counted only when it was accepted
   */
  public void published(Protocol protocol, PublishResult result, long commitNanos) {
    publishes.of(protocol).of(result).inc();
    if (result == PublishResult.ACCEPTED) {
      publishLatency.observe(commitNanos / NANOS_PER_SECOND);
    }
  }

  /** An accepted publish goes to so many recipients, which may be none. */
  public void fannedOut(int recipients) {
    fanout.observe(recipients);
  }

  /** A publish is on its way to its first recipient, so long after its arrival. */
  public void firstWritten(long nanos) {
    firstWrite.observe(nanos / NANOS_PER_SECOND);
  }

  /** The same happened to so many notifications, each to one recipient. */
  public void notified(Protocol protocol, NotificationResult result, int count) {
    notifications.of(protocol).of(result).inc(count);
  }

  /** A payload of extended presence was not what its specification says. */
  public void invalidPayload() {
    invalidPayloads.inc();
  }

  /** A stylesheet of a node did not come to an end. */
  public void stylesheetGivenUp() {
    stylesheetsGivenUp.inc();
  }

  /** Where the MQTT door reports. */
  public MqttMetrics mqtt() {
    return mqtt;
  }

  /** For what becomes of what waits in queues. */
  public QueueMetrics queues() {
    return queues;
  }

  /** Declares what waits in queues, by kind; asked on any thread. */
  public void waiting(Supplier<Map<QueueKind, QueueTotals>> totals) {
    queues.waiting(totals);
  }

  /** Declares how many sessions of MQTT clients have a connection, and how many wait for one. */
  public void mqttSessions(IntSupplier connected, IntSupplier away) {
    mqtt.sessions(reading(connected::getAsInt), reading(away::getAsInt));
  }

  /** What the MQTT door has counted. */
  public MqttTotals mqttTotals() {
    return mqtt.totals();
  }

  /** Where bridges report. */
  public BridgeSeries bridges() {
    return bridges;
  }

  /** Where the store reports. */
  public StoreSeries store() {
    return store;
  }

  /**
   * Declares how long a certificate is still valid.
   *
   * @param name of the certificate: the domain of the node
   */
  public void certificate(String name, LongSupplier seconds) {
    certificateExpiry.setChild(reading(seconds::getAsLong), name);
  }

  /** A timer of an event loop came so much too late. */
  public void eventLoopLag(long nanos) {
    eventLoopLag.observe(nanos / NANOS_PER_SECOND);
  }

  /**
   * The current values.
   *
   * <p>Reads files of the operating system ({@code /proc/self}), so that it belongs on a worker.
   *
   * @param accept the header of the request, which may ask for OpenMetrics
   */
  public Exposition expose(@Nullable String accept) {
    String contentType = TextFormat.chooseContentType(accept);
    StringWriter text = new StringWriter(32 * 1024);
    try {
      TextFormat.writeFormat(contentType, text, registry.metricFamilySamples());
    } catch (IOException e) {
      throw new UncheckedIOException("a string refused to be written", e);
    }
    return new Exposition(contentType, text.toString());
  }

  /** The text of one scrape and its media type. */
  public record Exposition(String contentType, String text) {}

  private Counter counter(String name, String help, String... labels) {
    return Counter.build(name, help).labelNames(labels).withoutExemplars().register(registry);
  }

  private Counter.Child plain(String name, String help) {
    return counter(name, help).labels();
  }

  private Gauge gauge(String name, String help, String... labels) {
    return Gauge.build(name, help).labelNames(labels).register(registry);
  }

  private Histogram.Child histogram(String name, String help, double... buckets) {
    return Histogram.build(name, help)
        .buckets(buckets)
        .withoutExemplars()
        .register(registry)
        .labels();
  }

  private <R extends Enum<R>> PerLabel<Protocol, PerLabel<R, Counter.Child>> byProtocol(
      String name, String help, R[] results) {
    Counter counter = counter(name, help, "protocol", "result");
    return new PerLabel<>(
        Protocol.values(),
        protocol -> new PerLabel<>(results, result -> counter.labels(protocol, result)));
  }

  private static double[] latencies() {
    return new double[] {
      0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
      10
    };
  }

  private static Gauge.Child reading(DoubleSupplier value) {
    return new Gauge.Child() {
      @Override
      public double get() {
        return value.getAsDouble();
      }
    };
  }

  /** What streams report, in the counters of the broker. */
  private final class Streams implements StreamMetrics {

    @Override
    public void connectionOpened() {
      BrokerMetrics.this.connectionOpened(Protocol.XMPP);
    }

    @Override
    public void connectionClosed() {
      BrokerMetrics.this.connectionClosed(Protocol.XMPP);
    }

    @Override
    public void connectionRefused(Refusal reason) {
      refusals.of(reason).inc();
    }

    @Override
    public void authenticated(Authentication result) {
      authentications.of(result).inc();
    }

    @Override
    public void streamOpened() {
      streamsOpened.inc();
    }

    @Override
    public void streamClosed() {
      streamsClosed.inc();
    }

    @Override
    public void received(int stanzas, long bytes) {
      stanzasReceived.inc(stanzas);
      bytesReceived.inc((double) bytes);
    }

    @Override
    public void sent(int stanzas, long bytes) {
      stanzasSent.inc(stanzas);
      bytesSent.inc((double) bytes);
    }

    @Override
    public void dropped(int stanzas) {
      dropped.of(DropReason.CLOSED).inc(stanzas);
    }

    @Override
    public void queued(long moreStanzas, long moreBytes) {
      streamQueueStanzas.inc((double) moreStanzas);
      streamQueueBytes.inc((double) moreBytes);
    }

    @Override
    public void slowConsumerClosed(int stanzas) {
      slowConsumers.inc();
      dropped.of(DropReason.OVERFLOW).inc(stanzas);
    }
  }
}
