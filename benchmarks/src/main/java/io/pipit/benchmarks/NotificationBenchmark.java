package io.pipit.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.pipit.broker.routing.SharedMessage;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.xml.NotificationEncoder;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a notification costs once, and what it costs for each recipient. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class NotificationBenchmark {

  static final int RECIPIENTS = 100;

  private final List<Jid> recipients = recipients();
  private final Notification notification =
      new Notification.ItemsPublished(
          Samples.SERVICE,
          Samples.NODE,
          recipients,
          Message.Type.HEADLINE,
          List.of(new Notification.EventItem(Samples.itemId(0), null, Samples.serializedPayload())),
          null,
          List.of());
  private final SharedMessage shared = encodeOnce();
  private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(128 * 1024);
  private long ids;

  private static List<Jid> recipients() {
    List<Jid> all = new ArrayList<>();
    for (int i = 0; i < RECIPIENTS; i++) {
      all.add(BareJid.of("watcher-" + i + "@example.org"));
    }
    return List.copyOf(all);
  }

  @TearDown
  public void release() {
    out.release();
  }

  /** The event as an element, and its bytes. */
  @Benchmark
  public final SharedMessage encodeOnce() {
    return new SharedMessage(NotificationEncoder.encode(notification));
  }

  /** A recipient's copy into the open buffer of its stream, with its address and an id. */
  @Benchmark
  @OperationsPerInvocation(RECIPIENTS)
  public ByteBuf copyForRecipient() {
    out.clear();
    for (int i = 0; i < RECIPIENTS; i++) {
      shared.to(recipients.get(i), "f00-" + Long.toString(ids++, 36)).appendTo(out);
    }
    return out;
  }
}
