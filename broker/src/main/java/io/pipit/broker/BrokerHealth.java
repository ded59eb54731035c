package io.pipit.broker;

import io.pipit.broker.config.FileFault;
import io.pipit.broker.http.Health;
import io.pipit.broker.stream.HeapPressure;
import io.pipit.pubsub.store.ChangeLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the node is. Any thread, but for {@link #look}. */
final class BrokerHealth implements Health {

  /** Less than this is time to make room: sixteen segments of the log. */
  static final long LEAST_BYTES = 1L << 30;

  static final Duration CERTIFICATE_ENDS_SOON = Duration.ofDays(7);

  private static final Logger log = LoggerFactory.getLogger(BrokerHealth.class);
  private static final long MIB = 1L << 20;

  /** With so many days left an operator is told, the fewest first. */
  private static final int[] CERTIFICATE_DAYS = {1, 7, 30};

  private final Clock clock;
  private final Disk disk;
  private final Instant certificateEnd;
  private final HeapPressure heap;

  private volatile @Nullable ChangeLog changeLog;
  private volatile BooleanSupplier makesNoBodies = () -> false;
  private volatile Supplier<Optional<String>> damage = Optional::empty;
  private volatile Supplier<Optional<String>> rebuilding = Optional::empty;
  private volatile Supplier<Optional<String>> upkeep = Optional::empty;
  private volatile Supplier<Part> bridges = () -> new Part(State.OK, "");
  private volatile boolean stopping;
  private volatile Part diskPart = new Part(State.OK, "");

  /** Of the one who looks. */
  private int toldDays = Integer.MAX_VALUE;

  /** The disk of the data folder. */
  @FunctionalInterface
  interface Disk {
    long usableBytes() throws IOException;
  }

  BrokerHealth(Clock clock, Disk disk, Instant certificateEnd, HeapPressure heap) {
    this.clock = clock;
    this.disk = disk;
    this.certificateEnd = certificateEnd;
    this.heap = heap;
  }

  /** Every listener is bound, and the log is open. */
  void ready(ChangeLog opened) {
    ready(opened, Optional::empty, Optional::empty);
  }

  /**
   * The same.
   *
   * @param found tells what of the log is damaged
   * @param missing tells how far it is with making again what is missing besides the log
   */
  void ready(
      ChangeLog opened, Supplier<Optional<String>> found, Supplier<Optional<String>> missing) {
    damage = found;
    rebuilding = missing;
    changeLog = opened;
  }

  /**
   * Says where to ask for the stylesheets of nodes.
   *
   * @param off whether none is run any more; any thread
   */
  void bodies(BooleanSupplier off) {
    makesNoBodies = off;
  }

  /**
   * Says where to ask for what keeps the store in order.
   *
   * @param failing tells what of it fails; any thread
   */
  void upkeep(Supplier<Optional<String>> failing) {
    upkeep = failing;
  }

  /**
   * Says where to ask for the bridges.
   *
   * @param together how they are; any thread
   */
  void bridges(Supplier<Part> together) {
    bridges = together;
  }

  void stopping() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /** How long the certificate is still valid; negative afterwards. */
  Duration certificateLeft() {
    return Duration.between(clock.instant(), certificateEnd);
  }

  /**
   * Looks at what takes time to look at, and tells the operator what has to be done. Called every
   * second or so by one at a time, not on an event loop.
   */
  void look() {
    try {
      long bytes = disk.usableBytes();
      diskPart =
          new Part(
              bytes < LEAST_BYTES ? State.DEGRADED : State.OK,
              bytes / MIB + " MiB are left for the data folder");
    } catch (IOException e) {
      diskPart =
          new Part(
              State.FAILED,
              "the disk of the data folder cannot be looked at: " + FileFault.describe(e));
    }
    long days = certificateLeft().toDays();
    for (int threshold : CERTIFICATE_DAYS) {
      if (days < threshold && threshold < toldDays) {
        toldDays = threshold;
        log.atWarn()
            .addKeyValue("event", "certificate.expiry")
            .addKeyValue("end", certificateEnd)
            .addKeyValue("days", days)
            .log("the certificate ends soon");
      }
    }
  }

  @Override
  public List<String> unreadiness() {
    ChangeLog opened = changeLog;
    if (stopping) {
      return List.of("stopping");
    }
    if (opened == null) {
      return List.of("starting");
    }
    return opened.hasFailed() ? List.of("the disk failed; nothing is stored any more") : List.of();
  }

  @Override
  public List<String> notes() {
    return rebuilding.get().stream().toList();
  }

  @Override
  public Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("listeners", new Part(changeLog == null ? State.FAILED : State.OK, ""));
    parts.put("store", store());
    parts.put("disk", diskPart);
    parts.put("certificate", certificate());
    parts.put("heap", heap());
    parts.put("stylesheets", stylesheets());
    parts.put("bridges", bridges.get());
    return parts;
  }

  private Part store() {
    ChangeLog opened = changeLog;
    if (opened == null || opened.hasFailed()) {
      return new Part(State.FAILED, "the disk failed, or the store is not open");
    }
    String troubles =
        Stream.of(load(opened), damage.get(), upkeep.get(), rebuilding.get())
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return new Part(troubles.isEmpty() ? State.OK : State.DEGRADED, troubles);
  }

  private static Optional<String> load(ChangeLog opened) {
    if (opened.isWithoutRoom()) {
      return Optional.of(
          "the disk is full; only changes that make room are taken until %d bytes are free, now %d are"
              .formatted(opened.wantedBytes(), opened.freeBytes()));
    }
    return opened.isCongested()
        ? Optional.of("more waits for the disk than it can take")
        : Optional.empty();
  }

  private Part certificate() {
    Duration left = certificateLeft();
    if (left.isNegative() || left.isZero()) {
      return new Part(State.FAILED, "it has ended at " + certificateEnd);
    }
    return new Part(
        left.compareTo(CERTIFICATE_ENDS_SOON) < 0 ? State.DEGRADED : State.OK,
        "it ends at " + certificateEnd);
  }

  private Part stylesheets() {
    return makesNoBodies.getAsBoolean()
        ? new Part(
            State.DEGRADED, "too many do not come to an end; events go without bodies meanwhile")
        : new Part(State.OK, "");
  }

  private Part heap() {
    String refused = heap.refused();
    return refused.isEmpty()
        ? new Part(State.OK, "")
        : new Part(State.DEGRADED, "it is full; refused: " + refused);
  }
}
