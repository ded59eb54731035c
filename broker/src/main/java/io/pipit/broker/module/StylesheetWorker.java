package io.pipit.broker.module;

import io.pipit.pubsub.Item;
import io.pipit.xmpp.SerializedXml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes texts of payloads with the stylesheets that items hold, on a thread of its own that ends
 * when there is nothing to do. Any thread.
 *
 * <p><b>Bound.</b> {@value #MOST_WAITING} texts wait, each for {@link Times#waiting}; one takes no
 * longer than {@link Times#text} once it is begun, after its stylesheet was compiled. What finds no
 * place or no time is not made.
 *
 * <p><b>Stylesheets without end.</b> Nothing can stop one that goes on without writing. When it has
 * kept the thread for {@link Times#thread}, it is given up: another thread goes on with what waits,
 * and the stylesheet is not used again until it changes. While {@value #MOST_LOST} threads are lost
 * to such stylesheets nothing is made at all.
 */
public final class StylesheetWorker {

  private static final Logger LOG = LoggerFactory.getLogger(StylesheetWorker.class);

  /** So many threads are there at most. */
  static final int MOST_LOST = 2;

  private static final int MOST_WAITING = 100;
  private static final int MOST_COMPILED = 64;

  /**
   * How long things may take.
   *
   * @param waiting for a text in all
   * @param text once it is begun
   * @param compilation of a stylesheet, and its first use
   * @param thread kept by what goes on when nobody waits for its text any more
   */
  public record Times(Duration waiting, Duration text, Duration compilation, Duration thread) {
    /** Those of a node. */
    public static final Times DEFAULT =
        new Times(
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofSeconds(5),
            Duration.ofMillis(500));
  }

  private final ThreadPoolExecutor worker;
  private final Times times;
  private final Runnable givenUp;

  /** By what tells one publish of an item from the next; empty for what is not used. */
  private final Map<String, Optional<Stylesheet>> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Stylesheet>> eldest) {
          return size() > MOST_COMPILED;
        }
      };

  /** Threads that stylesheets keep. Guarded by this. */
  private int lost;

  /**
   * @param givenUp told of each stylesheet that is given up, on any thread
   */
  public StylesheetWorker(Times times, Runnable givenUp) {
    this.times = times;
    this.givenUp = givenUp;
    worker =
        new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), this::thread);
    worker.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "stylesheets");
    thread.setDaemon(true);
    return thread;
  }

  /** Whether nothing is made, because too many stylesheets do not come to an end. */
  synchronized boolean isOff() {
    return lost >= MOST_LOST;
  }

  /**
   * Makes one text of payloads, a line for each that has any.
   *
   * @param stylesheet an item whose payload is one
   * @param told of the text, or of none, once, on any thread
   */
  void apply(Item stylesheet, List<SerializedXml> payloads, Consumer<Optional<String>> told) {
    if (isOff()) {
      told.accept(Optional.empty());
      return;
    }
    CompletableFuture<Optional<String>> text =
        new CompletableFuture<Optional<String>>()
            .completeOnTimeout(Optional.empty(), times.waiting().toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> unused = text.thenAccept(told);
    try {
      worker.execute(() -> run(stylesheet, payloads, text));
    } catch (RejectedExecutionException e) {
      text.complete(Optional.empty()); // too many wait, or the node ends
    }
  }

  private void run(
      Item item, List<SerializedXml> payloads, CompletableFuture<Optional<String>> text) {
    if (text.isDone()) {
      return;
    }
    try {
      Optional<Stylesheet> stylesheet = compiled(item, text);
      if (stylesheet.isEmpty()) {
        text.complete(Optional.empty());
        return;
      }
      text.completeOnTimeout(Optional.empty(), times.text().toMillis(), TimeUnit.MILLISECONDS);
      text.complete(within(times.thread(), item, text, () -> apply(stylesheet.get(), payloads)));
    } catch (RuntimeException e) {
      LOG.warn("a stylesheet failed item={}", item.id(), e);
      text.complete(Optional.empty());
    }
  }

  private Optional<Stylesheet> compiled(Item item, CompletableFuture<Optional<String>> text) {
    String key = key(item);
    synchronized (compiled) {
      Optional<Stylesheet> known = compiled.get(key);
      if (known != null) {
        return known;
      }
    }
    Optional<Stylesheet> made = within(times.compilation(), item, text, () -> compile(item));
    synchronized (compiled) {
      Optional<Stylesheet> known = compiled.putIfAbsent(key, made);
      return known == null ? made : known; // perhaps given up meanwhile
    }
  }

  private static String key(Item item) {
    return item.compareValue() + ' ' + item.id();
  }

  private static Optional<Stylesheet> compile(Item item) {
    return Optional.ofNullable(item.payload()).flatMap(xml -> Stylesheet.compile(xml.bytes()));
  }

  private Optional<String> apply(Stylesheet stylesheet, List<SerializedXml> payloads) {
    List<String> lines = new ArrayList<>();
    long bytes = 0;
    for (SerializedXml payload : payloads) {
      Optional<String> line = stylesheet.apply(payload.bytes(), times.text());
      line.ifPresent(lines::add);
      bytes += line.map(String::length).orElse(0);
      if (bytes > Stylesheet.MOST_OUTPUT_BYTES) {
        return Optional.empty();
      }
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
  }

  /** Does something with a stylesheet, which is given up when it has not ended in time. */
  private <T> T within(
      Duration time, Item item, CompletableFuture<Optional<String>> text, Supplier<T> work) {
    CompletableFuture<Boolean> overdue =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, time.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> unused =
        overdue.thenAccept(
            isOverdue -> {
              if (isOverdue) {
                giveUp(item, text);
              }
            });
    try {
      return work.get();
    } finally {
      if (!overdue.complete(false)) {
        threads(-1);
      }
    }
  }

  /** On the thread of the timer, while the other goes on. */
  private void giveUp(Item item, CompletableFuture<Optional<String>> text) {
    synchronized (compiled) {
      compiled.put(key(item), Optional.empty());
    }
    threads(1);
    givenUp.run();
    text.complete(Optional.empty());
    LOG.atWarn()
        .addKeyValue("event", "stylesheet.endless")
        .addKeyValue("item", item.id())
        .addKeyValue("publisher", item.publisher())
        .log("a stylesheet does not come to an end; it is not used again until it changes");
    if (isOff()) {
      LOG.atWarn()
          .addKeyValue("event", "stylesheet.off")
          .log("too many stylesheets do not come to an end; no bodies are made while they go on");
    }
  }

  /** One more or one less is lost; there is always another one, up to the bound. */
  private synchronized void threads(int more) {
    lost += more;
    int threads = Math.max(1, Math.min(1 + lost, MOST_LOST));
    if (threads > worker.getCorePoolSize()) {
      worker.setMaximumPoolSize(threads);
      worker.setCorePoolSize(threads);
    } else {
      worker.setCorePoolSize(threads);
      worker.setMaximumPoolSize(threads);
    }
  }
}
