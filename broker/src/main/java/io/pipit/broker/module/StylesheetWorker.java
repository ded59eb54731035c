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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes texts of payloads with the stylesheets that items hold, on a thread of its own that ends
 * when there is nothing to do. Any thread.
 *
 * <p><b>Bound.</b> {@value #MOST_WAITING} texts wait, each for {@link #MOST_WAIT}; one takes no
 * longer than {@link #MOST_TIME} once it is begun, after its stylesheet was compiled. What finds no
 * place or no time is not made. A stylesheet that goes on without writing holds up the thread, and
 * so all other texts, but nothing else.
 */
final class StylesheetWorker {

  private static final Logger LOG = LoggerFactory.getLogger(StylesheetWorker.class);

  static final Duration MOST_TIME = Duration.ofMillis(50);
  static final Duration MOST_WAIT = Duration.ofSeconds(2);

  private static final int MOST_WAITING = 100;
  private static final int MOST_COMPILED = 64;

  private final ThreadPoolExecutor worker;

  /** By what tells one publish of an item from the next. Confined to the worker. */
  private final Map<String, Optional<Stylesheet>> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Stylesheet>> eldest) {
          return size() > MOST_COMPILED;
        }
      };

  private final Duration mostWait;
  private final Duration mostTime;

  StylesheetWorker() {
    this(MOST_WAIT, MOST_TIME);
  }

  /**
   * @param mostWait for a text in all
   * @param mostTime that it takes once it is begun
   */
  StylesheetWorker(Duration mostWait, Duration mostTime) {
    this.mostWait = mostWait;
    this.mostTime = mostTime;
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

  /**
   * Makes one text of payloads, a line for each that has any.
   *
   * @param stylesheet an item whose payload is one
   * @param told of the text, or of none, once, on any thread
   */
  void apply(Item stylesheet, List<SerializedXml> payloads, Consumer<Optional<String>> told) {
    CompletableFuture<Optional<String>> text =
        new CompletableFuture<Optional<String>>()
            .completeOnTimeout(Optional.empty(), mostWait.toMillis(), TimeUnit.MILLISECONDS);
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
      Optional<Stylesheet> stylesheet =
          compiled.computeIfAbsent(item.compareValue() + ' ' + item.id(), key -> compile(item));
      if (stylesheet.isEmpty()) {
        text.complete(Optional.empty());
        return;
      }
      text.completeOnTimeout(Optional.empty(), mostTime.toMillis(), TimeUnit.MILLISECONDS);
      text.complete(apply(stylesheet.get(), payloads));
    } catch (RuntimeException e) {
      LOG.warn("a stylesheet failed item={}", item.id(), e);
      text.complete(Optional.empty());
    }
  }

  private static Optional<Stylesheet> compile(Item item) {
    return Optional.ofNullable(item.payload()).flatMap(xml -> Stylesheet.compile(xml.bytes()));
  }

  private Optional<String> apply(Stylesheet stylesheet, List<SerializedXml> payloads) {
    List<String> lines = new ArrayList<>();
    long bytes = 0;
    for (SerializedXml payload : payloads) {
      Optional<String> line = stylesheet.apply(payload.bytes(), mostTime);
      line.ifPresent(lines::add);
      bytes += line.map(String::length).orElse(0);
      if (bytes > Stylesheet.MOST_OUTPUT_BYTES) {
        return Optional.empty();
      }
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
  }
}
