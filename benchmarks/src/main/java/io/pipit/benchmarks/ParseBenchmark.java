package io.pipit.benchmarks;

import io.pipit.pubsub.xml.CommandDecoder;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Stanzas;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.xml.StreamHeader;
import io.pipit.xmpp.xml.StreamReader;
import io.pipit.xmpp.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From bytes to a command: what each stanza that is received costs before it is decided. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ParseBenchmark {

  private static final byte[] HEADER =
      ("<?xml version='1.0'?><stream:stream to='example.org' version='1.0' xmlns='jabber:client'"
              + " xmlns:stream='http://etherx.jabber.org/streams'>")
          .getBytes(StandardCharsets.UTF_8);

  private final byte[] stanza = Samples.publishStanza();
  private final byte[] burst = repeated(stanza, 10);
  private final Last last = new Last();
  private final StreamReader reader = new StreamReader(XmlLimits.AFTER_AUTHENTICATION, last);
  private final Iq publish;

  /** Opens the stream. */
  public ParseBenchmark() {
    reader.feed(HEADER, 0, HEADER.length);
    Element element = stanzaToElement();
    Iq received = (Iq) ((Stanzas.Valid) Stanzas.read(element)).stanza();
    publish = received.withFrom(Samples.PUBLISHER);
  }

  private static byte[] repeated(byte[] bytes, int times) {
    byte[] all = new byte[bytes.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
    }
    return all;
  }

  /** A read with one stanza: a parser is made for it and dropped. */
  @Benchmark
  public final Element stanzaToElement() {
    reader.feed(stanza, 0, stanza.length);
    return last.element();
  }

  /** A read with ten stanzas, which share a parser. */
  @Benchmark
  public Element tenStanzasToElements() {
    reader.feed(burst, 0, burst.length);
    return last.element();
  }

  /** The payload becomes bytes here, for good. */
  @Benchmark
  public CommandDecoder.Decoded elementToCommand() {
    return CommandDecoder.decode(publish);
  }

  @Benchmark
  public Optional<Jid> jidOfAscii() {
    return Jid.parse("device-0017@example.org/sensor");
  }

  @Benchmark
  public Optional<Jid> jidOfUnicode() {
    return Jid.parse("Ger\u00e4t-0017@b\u00fccher.example/F\u00fchler");
  }

  private static final class Last implements StreamReader.Handler {

    private @Nullable Element element;

    Element element() {
      Element received = element;
      if (received == null) {
        throw new IllegalStateException("no element was received");
      }
      return received;
    }

    @Override
    public void streamOpened(StreamHeader header) {}

    @Override
    public void element(Element received) {
      element = received;
    }

    @Override
    public void streamClosed() {
      throw new IllegalStateException("the stream was closed");
    }

    @Override
    public void failed(StreamError error) {
      throw new IllegalStateException(error.toString());
    }
  }
}
