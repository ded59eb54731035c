package io.pipit.xmpp.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.StreamError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents read part by part: elements called {@code in} are looked into, others are whole. */
class DocumentReaderTest {

  private static final XmlLimits LIMITS = XmlLimits.AFTER_AUTHENTICATION.withStanzaBytes(1_024);

  private final List<String> seen = new ArrayList<>();

  private final DocumentReader.Handler handler =
      new DocumentReader.Handler() {
        @Override
        public boolean opened(Element start) {
          assertEquals(List.of(), start.children());
          boolean isOpened = start.name().equals("in");
          if (isOpened) {
            seen.add("+" + XmlWriter.text(start));
          }
          return isOpened;
        }

        @Override
        public void element(Element whole) {
          seen.add(XmlWriter.text(whole));
        }

        @Override
        public void closed() {
          seen.add("-");
        }
      };

  private Optional<StreamError> read(InputStream in) throws IOException {
    DocumentReader reader = new DocumentReader(LIMITS, handler);
    byte[] buffer = new byte[16 * 1024];
    int length = in.read(buffer);
    while (length >= 0) {
      Optional<StreamError> error = reader.read(buffer, length);
      if (error.isPresent()) {
        return error;
      }
      length = in.read(buffer);
    }
    return reader.end();
  }

  private Optional<StreamError> read(String document) throws IOException {
    return read(new ByteArrayInputStream(document.getBytes(UTF_8)));
  }

  /** Gives a few bytes at a time, so that everything is cut somewhere. */
  private static InputStream slow(String document, int most) {
    return new ByteArrayInputStream(document.getBytes(UTF_8)) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, most));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 4096})
  void partsComeInOrderHoweverTheBytesAreCut(int most) throws IOException {
    String document =
        """
        <?xml version='1.0' encoding='UTF-8'?>
        <in xmlns='a' xmlns:p='b' n='1'>
         <x>t\u00e9\ud83d\ude00</x> <p:y p:z='&amp;'><x/></p:y><in>text<x/></in><in/>
        </in>
        """;
    assertEquals(Optional.empty(), read(slow(document, most)));
    assertEquals(
        List.of(
            "+<in xmlns='a' n='1'/>",
            "<x xmlns='a'>t\u00e9\ud83d\ude00</x>",
            "<y xmlns='b' xmlns:a0='b' a0:z='&amp;'><x xmlns='a'/></y>".replace("a0", prefix()),
            "+<in xmlns='a'/>",
            "<x xmlns='a'/>",
            "-",
            "+<in xmlns='a'/>",
            "-",
            "-"),
        seen);
  }

  private static String prefix() {
    String text = XmlWriter.text(Element.builder("a", "b").attribute("{c}d", "e").build());
    int at = text.indexOf("xmlns:") + "xmlns:".length();
    return text.substring(at, text.indexOf('=', at));
  }

  @Test
  void rootMayBeWanted() throws IOException {
    assertEquals(Optional.empty(), read("<x><in/></x>"));
    assertEquals(1, seen.size());
  }

  @Test
  void parserIsRenewedWhenItHasSeenManyNames() throws IOException {
    StringBuilder document = new StringBuilder("<p:in xmlns:p='a' xmlns='d'><in xmlns:q='b'>");
    for (int i = 0; i < 10_000; i++) {
      document.append("<q:n").append(i).append(" a").append(i).append("='1'><m/></q:n");
      document.append(i).append(">");
    }
    document.append("</in><z/></p:in>");
    assertEquals(Optional.empty(), read(slow(document.toString(), 1_000)));
    assertEquals(10_005, seen.size());
    assertEquals("<n9999 xmlns='b' a9999='1'><m xmlns='d'/></n9999>", seen.get(10_001));
    assertEquals("<z xmlns='d'/>", seen.get(10_003));
  }

  @Test
  void documentMayBeOfAnyLengthAndItsPartsMayNot() throws IOException {
    String part = "<x>" + "y".repeat(900) + "</x>";
    assertEquals(Optional.empty(), read("<in>" + part.repeat(1_000) + "</in>"));
    assertEquals(1_002, seen.size());
    assertFault("<in><x>" + "<y/>".repeat(10_000) + "</x></in>", "too large");
    assertFault("<in><x>" + "y".repeat(2_000) + "</x></in>", "too large");
    assertFault("<in><x a='" + "y".repeat(1_000_000) + "'/></in>", "too large");
    assertFault("<in>".repeat(1_000), "too deep");
    assertFault("<in>" + "<x>".repeat(100), "too deep");
  }

  private void assertFault(String document, String text) throws IOException {
    String fault = read(document).orElseThrow().toString();
    assertTrue(fault.contains(text), fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<in>",
        "<in><x></in>",
        "<in/><in/>",
        "<in/>x",
        "<in><x>&b;</x></in>",
        "<!DOCTYPE in><in/>",
        "<in><!-- --></in>",
        "<in><?x y?></in>",
        "<in><p:x/></in>",
        "<in>\u0001</in>",
        "<in a='1' a='2'/>"
      })
  void whatIsRestrictedOrMalformedIsRefused(String document) throws IOException {
    assertTrue(read(document).isPresent());
  }
}
