package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Item;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stylesheets that make message bodies (XEP-0060 12.8). */
@Timeout(60)
class StylesheetTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String READING = "<r xmlns='urn:r'><v>21</v></r>";

  private static String stylesheet(String content) {
    return "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'"
        + " xmlns:r='urn:r'>"
        + content
        + "</xsl:stylesheet>";
  }

  private static byte[] bytes(String xml) {
    return xml.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<String> apply(String content, String payload) {
    return Stylesheet.compile(bytes(stylesheet(content))).orElseThrow().apply(bytes(payload), LONG);
  }

  /** Ten, a hundred, a thousand times what it was. */
  private static String repeat(int times, String body) {
    return "<xsl:template name='n'><xsl:param name='k'/><xsl:if test='$k &gt; 0'>"
        + body
        + "<xsl:call-template name='n'><xsl:with-param name='k' select='$k - 1'/>"
        + "</xsl:call-template></xsl:if></xsl:template><xsl:template match='/'>"
        + "<xsl:call-template name='n'><xsl:with-param name='k' select='"
        + times
        + "'/></xsl:call-template></xsl:template>";
  }

  // ---- refusals

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<r xmlns='urn:r'/>",
        "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:nonsense/>"
            + "</xsl:stylesheet>",
        "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
            + "<xsl:template match='['/></xsl:stylesheet>",
        "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
            + "<xsl:include href='file:///etc/passwd'/></xsl:stylesheet>",
        "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
            + "<xsl:import href='http://127.0.0.1:9/x.xsl'/></xsl:stylesheet>",
        "<t>not xml</t>",
        "<t>&lt;!DOCTYPE x [&lt;!ENTITY e SYSTEM 'file:///etc/passwd'>]>&lt;x/></t>"
      })
  void whatIsNoStylesheetOfItsOwnIsNone(String xml) {
    assertTrue(Stylesheet.compile(bytes(xml)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<xsl:value-of select=\"document('file:///etc/hostname')\"/>",
        "<xsl:value-of select=\"document('http://127.0.0.1:9/')\"/>",
        "<xsl:value-of select=\"j:getProperty('user.home')\""
            + " xmlns:j='http://xml.apache.org/xalan/java/java.lang.System'/>",
        "<xsl:message terminate='yes'>no</xsl:message>"
      })
  void nothingOutsideOfThePayloadIsReadOrCalled(String instruction) {
    Optional<Stylesheet> stylesheet =
        Stylesheet.compile(
            bytes(stylesheet("<xsl:template match='/'>x" + instruction + "</xsl:template>")));
    assertEquals(Optional.empty(), stylesheet.flatMap(sheet -> sheet.apply(bytes(READING), LONG)));
  }

  @Test
  void moreThanSixtyFourKibibytesAreNone() {
    String kilobyte = "x".repeat(1_024);
    assertEquals(65_536, apply(repeat(64, kilobyte), READING).orElseThrow().length());
    assertEquals(Optional.empty(), apply(repeat(65, kilobyte), READING));
    assertEquals(Optional.empty(), apply(repeat(33, "\u00E9".repeat(1_024)), READING));
    assertEquals(Optional.empty(), apply(repeat(17, "\uD83D\uDE00".repeat(1_024)), READING));
  }

  @Test
  void textThatTakesTooLongIsNone() {
    Stylesheet stylesheet =
        Stylesheet.compile(bytes(stylesheet("<xsl:template match='/'>x</xsl:template>")))
            .orElseThrow();
    assertEquals(Optional.empty(), stylesheet.apply(bytes(READING), Duration.ZERO));
    assertEquals(Optional.of("x"), stylesheet.apply(bytes(READING), LONG));
  }

  @Test
  void endlessRecursionIsNone() {
    CompletableFuture<Optional<String>> text = new CompletableFuture<>();
    String endless =
        "<xsl:template match='/'><xsl:call-template name='n'/></xsl:template>"
            + "<xsl:template name='n'><xsl:variable name='x'><xsl:call-template name='n'/>"
            + "</xsl:variable><xsl:value-of select='$x'/></xsl:template>";
    worker(LONG).apply(item(endless), payloads(READING), text::complete);
    assertEquals(Optional.empty(), text.orTimeout(30, TimeUnit.SECONDS).join());
  }

  // ---- texts

  @Test
  @Tag("PS-12.8-body-xslt")
  void textIsMadeOfThePayload() {
    assertEquals(
        Optional.of("21 \u00B0C"),
        apply(
            "<xsl:template match='/r:r'> <xsl:value-of select='r:v'/> \u00B0C\n</xsl:template>",
            READING));
  }

  /** As payloads are kept: without the prefixes that only its patterns use. */
  @Test
  void stylesheetIsTakenFromThePayloadOrItsText() {
    String patterns =
        stylesheet(
            "<xsl:template match=\"*[local-name() = 'r']\">"
                + "<xsl:value-of select='.'/></xsl:template>");
    byte[] kept = XmlWriter.bytes(XmlDocument.parse(bytes(patterns)));
    assertEquals(
        Optional.of("21"), Stylesheet.compile(kept).orElseThrow().apply(bytes(READING), LONG));
    Element text =
        Element.builder("text", "urn:t")
            .text(
                stylesheet(
                    "<xsl:template match='/r:r'><xsl:value-of select='r:v'/></xsl:template>"))
            .build();
    assertEquals(
        Optional.of("21"),
        Stylesheet.compile(XmlWriter.bytes(text)).orElseThrow().apply(bytes(READING), LONG));
  }

  @Test
  @Tag("PS-12.8-no-body-unknown")
  void payloadThatTheStylesheetDoesNotKnowHasNone() {
    String sheet = "<xsl:template match='/r:r'>known</xsl:template><xsl:template match='*'/>";
    assertEquals(Optional.of("known"), apply(sheet, READING));
    assertEquals(Optional.empty(), apply(sheet, "<other xmlns='urn:o'>text</other>"));
  }

  @Test
  void textIsPlainWhateverTheStylesheetSays() {
    String sheet =
        "<xsl:output method='html'/><xsl:template match='/'><b>1 &lt; 2</b></xsl:template>";
    assertEquals(Optional.of("1 < 2"), apply(sheet, READING));
  }

  // ---- the worker

  private final AtomicInteger givenUp = new AtomicInteger();

  /**
   * @param most that a stylesheet keeps the thread
   */
  private StylesheetWorker worker(Duration most) {
    return new StylesheetWorker(
        new StylesheetWorker.Times(LONG, LONG, LONG, most), givenUp::incrementAndGet);
  }

  private static Item item(String content) {
    return new Item(1, "sheet", BareJid.of("a@b"), Instant.EPOCH, serialized(stylesheet(content)));
  }

  private static SerializedXml serialized(String xml) {
    return new SerializedXml("x", "urn:x", bytes(xml));
  }

  private static List<SerializedXml> payloads(String... xmls) {
    return List.of(xmls).stream().map(StylesheetTest::serialized).toList();
  }

  @Test
  void eachPayloadThatHasATextIsALine() {
    Item sheet =
        item(
            "<xsl:template match='/r:r'><xsl:value-of select='r:v'/></xsl:template>"
                + "<xsl:template match='*'/>");
    CompletableFuture<Optional<String>> text = new CompletableFuture<>();
    worker(LONG)
        .apply(sheet, payloads(READING, "<x/>", "<r xmlns='urn:r'><v>22</v></r>"), text::complete);
    assertEquals(Optional.of("21\n22"), text.orTimeout(30, TimeUnit.SECONDS).join());
  }

  @Test
  void itemThatIsNoStylesheetMakesNone() {
    CompletableFuture<Optional<String>> text = new CompletableFuture<>();
    Item none = new Item(1, "sheet", BareJid.of("a@b"), Instant.EPOCH, null);
    worker(LONG).apply(none, payloads(READING), text::complete);
    assertEquals(Optional.empty(), text.orTimeout(30, TimeUnit.SECONDS).join());
  }

  @Test
  void everybodyIsToldOnceAlsoWhenTooManyWait() {
    StylesheetWorker worker = worker(LONG);
    Item sheet = item("<xsl:template match='/'>x</xsl:template>");
    List<CompletableFuture<Optional<String>>> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      CompletableFuture<Optional<String>> text = new CompletableFuture<>();
      all.add(text);
      worker.apply(
          sheet,
          payloads(READING),
          body -> {
            if (!text.complete(body)) {
              throw new AssertionError("told twice");
            }
          });
    }
    all.forEach(text -> text.orTimeout(30, TimeUnit.SECONDS).join());
  }

  /**
   * Calls itself twice, so often that it takes several times what a worker waits, and writes
   * nothing.
   */
  private static Item endless(long seq) {
    String sheet =
        "<xsl:template name='n'><xsl:param name='k'/><xsl:if test='$k &gt; 0'>"
            + "<xsl:call-template name='n'><xsl:with-param name='k' select='$k - 1'/>"
            + "</xsl:call-template><xsl:call-template name='n'><xsl:with-param name='k' select='$k - 1'/>"
            + "</xsl:call-template></xsl:if></xsl:template><xsl:template match='*'/>"
            + "<xsl:template match='/r:r'><xsl:call-template name='n'>"
            + "<xsl:with-param name='k' select='25'/></xsl:call-template></xsl:template>";
    return new Item(seq, "sheet", BareJid.of("a@b"), Instant.EPOCH, serialized(stylesheet(sheet)));
  }

  private static Optional<String> text(StylesheetWorker worker, Item sheet) {
    CompletableFuture<Optional<String>> text = new CompletableFuture<>();
    worker.apply(sheet, payloads(READING), text::complete);
    return text.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void stylesheetWithoutEndIsGivenUpAndTheOthersGoOn() {
    StylesheetWorker worker = worker(Duration.ofMillis(700));
    Item other = item("<xsl:template match='/'>x</xsl:template>");
    assertEquals(Optional.of("x"), text(worker, other));
    assertEquals(Optional.empty(), text(worker, endless(2)));
    assertEquals(1, givenUp.get());
    assertEquals(Optional.of("x"), text(worker, other), "another thread goes on");
    assertEquals(Optional.empty(), text(worker, endless(2)));
    assertEquals(1, givenUp.get(), "it is not tried again");
    assertFalse(worker.isOff());

    assertEquals(Optional.empty(), text(worker, endless(3)), "it has changed, and is tried again");
    assertEquals(2, givenUp.get());
    assertTrue(worker.isOff());
    assertEquals(Optional.empty(), text(worker, other), "nothing is made while both go on");

    while (worker.isOff()) {
      Thread.onSpinWait();
    }
    assertEquals(Optional.of("x"), text(worker, other), "one of them has come to its end");
  }
}
