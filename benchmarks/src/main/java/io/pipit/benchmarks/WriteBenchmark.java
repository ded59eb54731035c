package io.pipit.benchmarks;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlBuffer;
import io.pipit.xmpp.xml.XmlContext;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An element to bytes: what a message from one resource to another costs on its way out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class WriteBenchmark {

  private final XmlBuffer out = new XmlBuffer(4_096);
  private final Element message = message("The press in hall 3 is at 21.5 degrees. ".repeat(5));
  private final Element escaped = message("a < b && b > c; ".repeat(12));

  private static Element message(String body) {
    return Element.builder("message", Ns.CLIENT)
        .attribute("from", Samples.PUBLISHER.toString())
        .attribute("to", "watcher-17@example.org/desk")
        .attribute("type", "chat")
        .attribute("id", "m-000017")
        .child(Element.builder("body", Ns.CLIENT).text(body).build())
        .build();
  }

  @Benchmark
  public int messageToBytes() {
    XmlWriter.append(message, XmlContext.CLIENT_STREAM, out.clear());
    return out.size();
  }

  /** With much to escape. */
  @Benchmark
  public int escapedMessageToBytes() {
    XmlWriter.append(escaped, XmlContext.CLIENT_STREAM, out.clear());
    return out.size();
  }
}
