package io.pipit.pep.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;

/** What the tests of formats have in common. */
final class Payloads {

  private Payloads() {}

  static Element xml(String text) {
    return XmlDocument.parse(text.getBytes(UTF_8));
  }

  /** The value of a payload that is right. */
  static <T> T value(PayloadFormat<T> format, String payload) {
    Reading<T> reading = format.read(xml(payload));
    if (reading instanceof Reading.Valid<T> valid) {
      return valid.value();
    }
    throw new AssertionError(reading + " of " + payload);
  }

  /** What is wrong with a payload that is not right. */
  static String problem(PayloadFormat<?> format, String payload) {
    Reading<?> reading = format.read(xml(payload));
    if (reading instanceof Reading.Invalid<?> invalid) {
      return invalid.problem();
    }
    throw new AssertionError(reading + " of " + payload);
  }

  /** A payload reads as a value that is written as the same tree. */
  static <T> T thereAndBack(PayloadFormat<T> format, String payload) {
    T value = value(format, payload);
    Element written = format.write(value);
    if (!written.equals(xml(payload))) {
      assertEquals(payload, XmlWriter.text(written));
    }
    return value;
  }
}
