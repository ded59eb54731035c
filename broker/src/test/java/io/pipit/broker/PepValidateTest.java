package io.pipit.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three ways to look at what accounts publish ({@code pep.validate}). */
class PepValidateTest {

  private static final String MOOD = "http://jabber.org/protocol/mood";
  private static final String RIGHT = "<mood xmlns='" + MOOD + "'><happy/></mood>";
  private static final String WRONG = "<mood xmlns='" + MOOD + "'><happy/><sad/></mood>";

  /** A payload with everything that a tree can have. */
  private static final String UNKNOWN =
      "<m:state xmlns:m='urn:example:state' xmlns:o='urn:example:other' a='1' o:a='2'"
          + " xml:lang='de'>  mixed <o:b c='&lt;&amp;&quot;'/>text<d xmlns=''>\u00fc\ud83d\ude00"
          + "</d>\n</m:state>";

  private static TestNode node(Path folder, String validate) {
    return TestNode.start(
            folder, Map.of("PIPIT_LISTENERS__C2S__TLS", "off", "PIPIT_PEP__VALIDATE", validate))
        .account("juliet", "juliet")
        .account("romeo", "romeo");
  }

  private static String publish(String name, String payload) {
    return PepClient.pubsub(
        "<publish node='" + name + "'><item id='1'>" + payload + "</item></publish>");
  }

  private static String items(String name) {
    return PepClient.pubsub("<items node='" + name + "'/>");
  }

  private static Element payload(Element message) {
    Element element = message;
    for (String name : new String[] {"event", "items", "item"}) {
      element =
          element.elements().stream()
              .filter(child -> child.name().equals(name))
              .findFirst()
              .orElseThrow();
    }
    return element.firstElement().orElseThrow();
  }

  private static void assertSame(String expected, Element actual) {
    if (!XmlDocument.parse(expected.getBytes(UTF_8)).equals(actual)) {
      assertEquals(expected, XmlWriter.text(actual));
    }
  }

  @ParameterizedTest(name = "PF-0107-mood {0}")
  @CsvSource({"off, true", "warn, true", "reject, false"})
  void wrongMoodIsTakenOrNot(String validate, boolean taken, @TempDir Path folder)
      throws IOException {
    try (TestNode node = node(folder, validate);
        PepClient juliet = PepClient.login(node, "juliet", "balcony", MOOD)) {
      if (taken) {
        juliet.result("set", "", publish(MOOD, WRONG));
        assertSame(WRONG, payload(juliet.nextEvent()));
      } else {
        String error = juliet.refused("set", "", publish(MOOD, WRONG), "bad-request");
        assertTrue(error.contains("<invalid-payload "), error);
        assertTrue(error.contains("it names more than one mood"), error);
        juliet.refused("get", "", items(MOOD), "item-not-found");
      }
      juliet.result("set", "", publish(MOOD, RIGHT));
      assertSame(RIGHT, payload(juliet.nextEvent()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"off", "warn", "reject"})
  void unknownPayloadIsDeliveredAndKeptEqualAsATree(String validate, @TempDir Path folder)
      throws IOException {
    String name = "urn:example:state";
    try (TestNode node = node(folder, validate);
        PepClient juliet = PepClient.login(node, "juliet", "balcony");
        PepClient romeo = PepClient.login(node, "romeo", "orchard", name)) {
      juliet.announce();
      PepClient.befriend(juliet, romeo);
      juliet.result("set", "", publish(name, UNKNOWN));
      assertSame(UNKNOWN, payload(romeo.nextEvent()));
      Element stored =
          XmlDocument.parse(romeo.result("get", juliet.account(), items(name)).getBytes(UTF_8));
      Element items = stored.firstElement().orElseThrow().firstElement().orElseThrow();
      assertSame(UNKNOWN, items.firstElement().orElseThrow().firstElement().orElseThrow());
    }
  }

  /** What is right keeps what its specification does not know. */
  @Test
  @Tag("PF-0080-geoloc")
  void rightPayloadKeepsWhatIsNotKnown(@TempDir Path folder) throws IOException {
    String geoloc = "http://jabber.org/protocol/geoloc";
    String payload =
        "<geoloc xmlns='"
            + geoloc
            + "' planet='Earth'><lat> +45.440 </lat><lon>012.33</lon>"
            + "<hdop xmlns='urn:example:gps'>1.2</hdop></geoloc>";
    try (TestNode node = node(folder, "reject");
        PepClient juliet = PepClient.login(node, "juliet", "balcony", geoloc)) {
      juliet.result("set", "", publish(geoloc, payload));
      assertSame(payload, payload(juliet.nextEvent()));
    }
  }

  /** The payload is judged, whatever the node is called; and only at accounts. */
  @Test
  @Tag("PF-0107-mood")
  void payloadIsJudgedAtEveryNodeOfAnAccount(@TempDir Path folder) throws IOException {
    try (TestNode node = node(folder, "reject");
        PepClient juliet = PepClient.login(node, "juliet", "balcony")) {
      juliet.refused("set", "", publish("urn:example:diary", WRONG), "bad-request");
      juliet.result("set", "", publish("urn:example:diary", RIGHT));
      juliet.refused("set", "", publish("urn:example:diary", WRONG), "bad-request");
      juliet.result("set", "", publish(MOOD, "<a xmlns='urn:a'/>"));
      juliet.result("set", TestNode.SERVICE, publish(MOOD, WRONG));
    }
  }
}
