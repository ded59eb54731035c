package io.pipit.xmpp.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;
import java.util.ArrayList;
import java.util.List;

/** A stream reader with everything that it said. */
final class ReadStream implements StreamReader.Handler {

  static final String HEADER =
      "<stream:stream xmlns='jabber:client' xmlns:stream='" + Ns.STREAMS + "'>";

  static final String HEADER_TO_EXAMPLE =
      HEADER.replace(">", " to='example.org' version='1.0' xml:lang='en'>");

  final List<StreamHeader> headers = new ArrayList<>();
  final List<Element> elements = new ArrayList<>();
  final List<StreamError> errors = new ArrayList<>();
  boolean closed;
  String stopAfter = "";
  String restartAfter = "";
  long nanos;
  final StreamReader reader;

  ReadStream(XmlLimits limits) {
    this(limits, TreeBudget.UNBOUNDED);
  }

  ReadStream(XmlLimits limits, TreeBudget budget) {
    this(limits, budget, new SpareParser());
  }

  ReadStream(XmlLimits limits, TreeBudget budget, SpareParser spare) {
    reader = new StreamReader(limits, this, budget, spare, () -> nanos);
  }

  void feed(String text) {
    feed(text.getBytes(UTF_8));
  }

  void feed(byte[] bytes) {
    reader.feed(bytes, 0, bytes.length);
  }

  /** The condition of the only error, empty for none. */
  String error() {
    return errors.isEmpty() ? "" : errors.get(0).condition().wire();
  }

  @Override
  public void streamOpened(StreamHeader header) {
    headers.add(header);
  }

  @Override
  public void element(Element element) {
    elements.add(element);
    if (element.name().equals(stopAfter)) {
      reader.stop();
    }
    if (element.name().equals(restartAfter)) {
      reader.restart();
    }
  }

  @Override
  public void streamClosed() {
    closed = true;
  }

  @Override
  public void failed(StreamError error) {
    errors.add(error);
  }
}
