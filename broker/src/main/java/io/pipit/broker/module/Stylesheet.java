package io.pipit.broker.module;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Source;
import javax.xml.transform.Templates;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.URIResolver;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A compiled stylesheet (XSLT 1.0) that makes a text of a payload (XEP-0060 12.8). It reads nothing
 * but that payload and calls nothing outside of the language. Any thread.
 */
final class Stylesheet {

  /** The most that it may write, in bytes of UTF-8. */
  static final int MOST_OUTPUT_BYTES = 65_536;

  /**
   * Until what a first use loads is loaded; a stylesheet that needs longer is used all the same.
   */
  private static final Duration FIRST_USE = Duration.ofSeconds(1);

  private static final byte[] EMPTY = {'<', 'x', '/', '>'};

  private static final URIResolver NOTHING_ELSE =
      (href, base) -> {
        throw new TransformerException("a stylesheet reads nothing but the payload");
      };

  private final Templates templates;

  private Stylesheet(Templates templates) {
    this.templates = templates;
  }

  /**
   * Compiles the stylesheet that a payload is, or holds as its text: patterns with prefixes need
   * the second, since prefixes of payloads are not kept. Takes tens of milliseconds.
   *
   * @return empty when it is none
   */
  static Optional<Stylesheet> compile(byte[] payload) {
    Element element = XmlDocument.parse(payload);
    String text = element.text();
    boolean isText = element.elements().isEmpty() && !text.isBlank();
    return compileXml(isText ? text.strip().getBytes(StandardCharsets.UTF_8) : payload);
  }

  private static Optional<Stylesheet> compileXml(byte[] xml) {
    try {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
      factory.setURIResolver(NOTHING_ELSE);
      factory.setErrorListener(new Refusing());
      Stylesheet stylesheet = new Stylesheet(factory.newTemplates(withoutDoctype(xml)));
      stylesheet.apply(EMPTY, FIRST_USE);
      return Optional.of(stylesheet);
    } catch (TransformerException | SAXException | ParserConfigurationException e) {
      return Optional.empty(); // whoever wrote it sees that there are no bodies
    }
  }

  private static Source withoutDoctype(byte[] xml)
      throws SAXException, ParserConfigurationException {
    SAXParserFactory parsers = SAXParserFactory.newDefaultInstance();
    parsers.setNamespaceAware(true);
    parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return new SAXSource(
        parsers.newSAXParser().getXMLReader(), new InputSource(new ByteArrayInputStream(xml)));
  }

  private static StreamSource source(byte[] xml) {
    return new StreamSource(new ByteArrayInputStream(xml));
  }

  /**
   * The text that it makes of a payload, without white space around it; empty when it makes none,
   * fails, or writes too much or for too long.
   */
  Optional<String> apply(byte[] payload, Duration mostTime) {
    Bounded out = new Bounded(System.nanoTime() + mostTime.toNanos());
    try {
      Transformer transformer = templates.newTransformer();
      transformer.setURIResolver(NOTHING_ELSE);
      transformer.setErrorListener(new Refusing());
      transformer.setOutputProperty(OutputKeys.METHOD, "text");
      transformer.transform(source(payload), new StreamResult(out));
    } catch (TransformerException | StackOverflowError e) {
      return Optional.empty(); // whoever wrote it sees that there are no bodies
    }
    return Optional.of(out.text.toString().strip()).filter(text -> !text.isEmpty());
  }

  /** Prints nothing, and goes on after nothing but a warning. */
  private static final class Refusing implements ErrorListener {
    @Override
    public void warning(TransformerException exception) {}

    @Override
    public void error(TransformerException exception) throws TransformerException {
      throw exception;
    }

    @Override
    public void fatalError(TransformerException exception) throws TransformerException {
      throw exception;
    }
  }

  /** Takes so much, until then. */
  private static final class Bounded extends Writer {

    private final StringBuilder text = new StringBuilder();
    private final long deadlineNanos;
    private int bytes;

    Bounded(long deadlineNanos) {
      this.deadlineNanos = deadlineNanos;
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
      for (int at = offset; at < offset + length; at++) {
        char unit = buffer[at];
        // Each half of a surrogate pair counts for two of its four bytes.
        bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
      }
      if (bytes > MOST_OUTPUT_BYTES || System.nanoTime() - deadlineNanos > 0) {
        throw new IOException("a stylesheet wrote too much or for too long");
      }
      text.append(buffer, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
