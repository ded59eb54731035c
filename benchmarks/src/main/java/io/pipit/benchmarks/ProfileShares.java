package io.pipit.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What takes the processor time of a node, from profiles with a stack in each line ({@code
 * --profile=FILE.collapsed}): for the event loops by layer, for the process by thread.
 */
final class ProfileShares {

  private static final String OTHER = "other";
  private static final Pattern LOOP = Pattern.compile("vert\\.x-eventloop-thread");

  /**
   * The innermost frame that one of these matches says where a sample belongs. Frames that none
   * matches, such as maps, buffers and addresses, belong to whoever called them.
   */
  private static final Map<String, Pattern> LAYERS = new LinkedHashMap<>();

  /** By its name or, for the collector's that have none, by what it runs. */
  private static final Map<String, Pattern> THREADS = new LinkedHashMap<>();

  static {
    layer(
        "wait, select, wake",
        "epoll_wait|EPoll|Selector|eventfd|EventFD|LockSupport|Unsafe\\.(un)?park|futex");
    layer(
        "write of the kernel", "SocketChannelImpl\\.write|FileDispatcherImpl\\.write|tcp_sendmsg");
    layer("read of the kernel", "SocketChannelImpl\\.read|FileDispatcherImpl\\.read|tcp_recvmsg");
    layer("reading XML", "io/pipit/xmpp/xml/(?!Xml(Buffer|Writer))|aalto");
    layer(
        "writing XML", "XmlBuffer|XmlWriter|Encoder|SharedMessage|Outbound\\.|OutboundQueue\\.add");
    layer(
        "log and view",
        "io/pipit/broker/store/|RecordWriter|ChangeCodec|Release\\.|EntityShard\\.commit");
    layer(
        "decide, apply, tell", "io/pipit/pubsub/|io/pipit/broker/(module|account|shard|routing)/");
    layer(
        "streams, Netty, Vert.x",
        "io/netty/(channel|handler|util/concurrent)/|io/vertx/|io/pipit/broker/(stream|metrics)/");
    thread("event loops", LOOP.pattern());
    thread("writer of the log", "pipit-log-writer");
    thread("checkpoints", "pipit-checkpoint");
    thread("compilers", "C[12] Compiler|CompileBroker");
    thread("collector", "GC Thread|G1 |GCThread::run");
  }

  private final Map<String, Long> layers = new HashMap<>();
  private final Map<String, Long> threads = new HashMap<>();

  private ProfileShares() {}

  private static void layer(String name, String frames) {
    LAYERS.put(name, Pattern.compile(frames));
  }

  private static void thread(String name, String names) {
    THREADS.put(name, Pattern.compile(names));
  }

  /** A table with a column for each file. */
  static List<String> table(List<Path> files) {
    List<ProfileShares> profiles = files.stream().map(ProfileShares::read).toList();
    List<String> table = new ArrayList<>();
    table.add(row("of the event loops", files.stream().map(ProfileShares::name).toList()));
    table.add(row("---", Collections.nCopies(files.size(), "---")));
    addShares(table, LAYERS, profiles.stream().map(profile -> profile.layers).toList());
    table.add(row("**of the process**", Collections.nCopies(files.size(), "")));
    addShares(table, THREADS, profiles.stream().map(profile -> profile.threads).toList());
    table.add(row("samples", profiles.stream().map(one -> sum(one.threads) + "").toList()));
    return table;
  }

  private static ProfileShares read(Path file) {
    ProfileShares profile = new ProfileShares();
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEach(profile::add);
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      throw UsageException.noProfile(file);
    }
    return profile;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replace(".collapsed", "");
  }

  /** A line: the thread and the frames from the outermost, with semicolons, and the samples. */
  private void add(String line) {
    int blank = line.lastIndexOf(' ');
    long samples = Long.parseLong(line.substring(blank + 1));
    String[] frames = line.substring(0, blank).split(";");
    threads.merge(which(THREADS, line), samples, Long::sum);
    if (LOOP.matcher(frames[0]).find()) {
      layers.merge(layer(frames), samples, Long::sum);
    }
  }

  private static String layer(String[] frames) {
    for (int i = frames.length - 1; i > 0; i--) {
      String layer = which(LAYERS, frames[i]);
      if (!layer.equals(OTHER)) {
        return layer;
      }
    }
    return OTHER;
  }

  private static String which(Map<String, Pattern> patterns, String text) {
    for (Map.Entry<String, Pattern> each : patterns.entrySet()) {
      if (each.getValue().matcher(text).find()) {
        return each.getKey();
      }
    }
    return OTHER;
  }

  private static void addShares(
      List<String> table, Map<String, Pattern> parts, List<Map<String, Long>> profiles) {
    Stream.concat(parts.keySet().stream(), Stream.of(OTHER))
        .map(part -> row(part, profiles.stream().map(each -> share(part, each)).toList()))
        .forEach(table::add);
  }

  private static String share(String part, Map<String, Long> samples) {
    double percent = 100.0 * samples.getOrDefault(part, 0L) / Math.max(1, sum(samples));
    return String.format(Locale.ROOT, "%.0f %%", percent);
  }

  private static long sum(Map<String, Long> samples) {
    return samples.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String row(String first, List<String> cells) {
    return "| " + first + " | " + String.join(" | ", cells) + " |";
  }
}
