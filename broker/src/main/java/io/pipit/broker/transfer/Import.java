package io.pipit.broker.transfer;

import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds what a file says to the log of a node that does not run. It only ever adds: what is there
 * already, and is the same, is passed over, so that an import may be run again; what is there and
 * is different stays, and is told. Confined to one thread; blocks.
 */
public final class Import {

  private static final int PART_BYTES = 16 * 1024 * 1024;

  /** For each part of a file, which an operator chose: larger than what peers may send. */
  private static final XmlLimits XML =
      new XmlLimits(
          PART_BYTES, 64, 1_000_000, 64, 64, 1_024, 65_536, 8 * PART_BYTES, PART_BYTES, false);

  private Import() {}

  /**
   * What an import came to.
   *
   * @param added entries that are new
   * @param same entries that were there already
   * @param refused entries that were refused
   * @param brokenOff why no more was read; empty when all was
   */
  public record Result(long added, long same, long refused, Optional<String> brokenOff) {}

  /**
   * Where an import comes from.
   *
   * @param folder for the other files that it may include; null for none
   */
  public record Source(InputStream in, TransferFormat format, @Nullable Path folder) {}

  /**
   * Reads all without importing any of it.
   *
   * @param limits of the services
   * @throws TransferException when it is none of its format, or not whole
   */
  public static void check(Source source, ServiceLimits limits) throws IOException {
    reader(source, limits).read(EntryReader.Receiver.NONE);
  }

  private static EntryReader reader(Source source, ServiceLimits limits) {
    return source.format() == TransferFormat.NDJSON
        ? new NdjsonReader(source.in(), XML, limits)
        : new PieReader(source.in(), source.folder(), XML, limits);
  }

  /**
   * Imports what can be read.
   *
   * @param log the folder of the segments, held by the caller
   * @param domain of the node
   * @param limits of its services
   * @param refusals is told of each refusal with its place
   */
  public static Result run(
      Path log,
      String domain,
      Source source,
      ServiceLimits limits,
      BiConsumer<String, String> refusals)
      throws IOException {
    try (StoredState state = StoredState.open(log)) {
      Adding adding = new Adding(state, domain, limits, Clock.systemUTC(), new SecureRandom());
      Counting counting =
          new Counting(adding, source.format() == TransferFormat.XEP_0227, refusals);
      Optional<String> brokenOff = Optional.empty();
      try {
        reader(source, limits).read(counting);
      } catch (TransferException e) {
        brokenOff = Optional.ofNullable(e.getMessage());
      } finally {
        adding.convert(counting::refused);
        adding.finish();
      }
      return new Result(counting.added, counting.same, counting.refused, brokenOff);
    }
  }

  private static final class Counting implements EntryReader.Receiver {

    private final Adding adding;
    private final boolean isByAccount;
    private final BiConsumer<String, String> refusals;
    private long added;
    private long same;
    private long refused;

    /**
     * @param isByAccount whether all of an account comes before the next one
     */
    Counting(Adding adding, boolean isByAccount, BiConsumer<String, String> refusals) {
      this.adding = adding;
      this.isByAccount = isByAccount;
      this.refusals = refusals;
    }

    @Override
    public void entry(String place, Entry entry) throws IOException {
      if (isByAccount && entry instanceof Entry.AccountEntry) {
        adding.convert(this::refused);
      }
      Adding.Outcome outcome = entry.accept(adding);
      if (outcome.equals(Adding.Outcome.ADDED)) {
        added++;
      } else if (outcome.equals(Adding.Outcome.SAME)) {
        same++;
      } else {
        refused(place, entry.what() + ": " + outcome.reason());
      }
    }

    @Override
    public void refused(String place, String reason) {
      refused++;
      refusals.accept(place, reason);
    }
  }
}
