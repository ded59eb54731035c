package io.pipit.broker.stream;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Message;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad input gets its stream error and ends its stream; another stream notices nothing. */
@Timeout(60)
class BadInputTest {

  private static final String STREAMS = "xmlns:stream='http://etherx.jabber.org/streams'";
  private static C2sFixture server;
  private static RawClient witness;

  @BeforeAll
  static void start() throws Exception {
    server = C2sFixture.clear();
    witness = server.session("witness");
  }

  @AfterAll
  static void stop() throws Exception {
    witness.close();
    server.close();
  }

  @AfterEach
  void witnessIsServed() throws Exception {
    witness.send("<iq type='get' id='w'><ping xmlns='urn:test:echo'/></iq>");
    assertEquals("<iq type='result' id='w'", witness.expect("<iq type='result' id='w'"));
    witness.expect("/>");
  }

  // ---- the header

  static Stream<Arguments> badHeaders() {
    return Stream.of(
        header("XC-6120-stream-header-to", "host-unknown", "to='example.net' version='1.0'"),
        header("XC-6120-stream-header-to", "host-unknown", "to='x@example.org' version='1.0'"),
        header("XC-6120-stream-header-to", "host-unknown", "version='1.0'"),
        header("XC-6120-stream-version", "unsupported-version", "to='example.org'"),
        header("XC-6120-stream-version", "unsupported-version", "to='example.org' version='0.9'"),
        header("XC-6120-stream-version", "unsupported-version", "to='example.org' version='x'"),
        Arguments.of(
            "XC-6120-stream-namespaces",
            "invalid-namespace",
            "<stream:stream xmlns='jabber:client' xmlns:stream='urn:x' to='example.org'>"),
        Arguments.of(
            "XC-6120-stream-namespaces",
            "invalid-namespace",
            "<stream:stream xmlns='jabber:server' " + STREAMS + " to='example.org' version='1.0'>"),
        Arguments.of(
            "XC-6120-stream-namespaces",
            "invalid-namespace",
            "<stream:stream xmlns='urn:x' " + STREAMS + " to='example.org' version='1.0'>"),
        Arguments.of(
            "XC-6120-stream-namespaces",
            "invalid-namespace",
            "<stream:stream " + STREAMS + " to='example.org' version='1.0'>"),
        Arguments.of(
            "XC-6120-encoding-utf8",
            "unsupported-encoding",
            "<?xml version='1.0' encoding='ISO-8859-1'?>" + RawClient.HEADER.substring(21)),
        Arguments.of("XC-6120-well-formed", "not-well-formed", "GET / HTTP/1.1\r\n\r\n"),
        Arguments.of(
            "XC-6120-restricted-xml", "restricted-xml", "<!DOCTYPE stream><stream:stream"));
  }

  private static Arguments header(String row, String condition, String attributes) {
    return Arguments.of(
        row, condition, "<stream:stream xmlns='jabber:client' " + STREAMS + " " + attributes + ">");
  }

  @ParameterizedTest(name = "{0} {1} [{index}]")
  @MethodSource("badHeaders")
  @Tag("XC-6120-error-after-header")
  void badHeader(String row, String condition, String header) throws Exception {
    try (RawClient client = server.connect()) {
      String said = client.send(header).expectEnd();

      assertTrue(said.startsWith("<?xml version='1.0'?><stream:stream "), said);
      assertTrue(said.contains(" id='"), said);
      assertEnd(condition, said);
    }
  }

  @Test
  @Tag("XC-6120-encoding-utf8")
  void utf16IsRefused() throws Exception {
    try (RawClient client = server.connect()) {
      assertEnd(
          "unsupported-encoding", client.send(RawClient.HEADER.getBytes(UTF_16BE)).expectEnd());
    }
  }

  // ---- before authentication, before binding, and bound

  static Stream<Arguments> badStreams() {
    return Stream.of(
        Arguments.of("XC-6120-well-formed", "not-well-formed", "<a></b><c/>"),
        Arguments.of("XC-6120-well-formed", "not-well-formed", "<a b='1' b='2'/>"),
        Arguments.of("XC-6120-bad-prefix", "bad-namespace-prefix", "<x:a/>"),
        Arguments.of("XC-6120-restricted-xml", "restricted-xml", "<!-- hello -->"),
        Arguments.of("XC-6120-restricted-xml", "restricted-xml", "<?php evil()?>"),
        Arguments.of("XC-6120-restricted-xml", "restricted-xml", "<a>&lol;</a>"),
        Arguments.of("XC-6120-well-formed", "bad-format", "hello"));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("badStreams")
  void badXmlBeforeAuthentication(String row, String condition, String xml) throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      assertEnd(condition, client.send(xml).expectEnd());
    }
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("badStreams")
  void badXmlWhenBound(String row, String condition, String xml) throws Exception {
    try (RawClient client = server.session("bad")) {
      assertEnd(condition, client.send(xml).expectEnd());
    }
  }

  @Test
  @Tag("XC-6120-encoding-utf8")
  void illFormedUtf8WhenBound() throws Exception {
    try (RawClient client = server.session("bad")) {
      client.send("<message><body>");
      assertEnd(
          "unsupported-encoding", client.send(new byte[] {(byte) 0xC0, (byte) 0xAF}).expectEnd());
    }
  }

  static Stream<Arguments> tooEarly() {
    return Stream.of(
        Arguments.of("<iq type='get' id='1'><x xmlns='urn:test:echo'/></iq>", "not-authorized"),
        Arguments.of("<message to='user@example.org'><body>x</body></message>", "not-authorized"),
        Arguments.of("<presence/>", "not-authorized"),
        Arguments.of(
            "<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>",
            "not-authorized"),
        Arguments.of("<x xmlns='urn:x'/>", "unsupported-stanza-type"),
        Arguments.of("<presence xmlns='jabber:server'/>", "invalid-namespace"));
  }

  @ParameterizedTest(name = "XC-6120-before-auth {0}: {1}")
  @MethodSource("tooEarly")
  void stanzaBeforeAuthentication(String xml, String condition) throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      assertEnd(condition, client.send(xml).expectEnd());
    }
  }

  @Test
  @Tag("XC-6120-before-auth")
  void bindBeforeAuthentication() throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
      assertEnd("not-authorized", client.expectEnd());
    }
  }

  @ParameterizedTest(name = "XC-6120-bind-before-stanzas {0}: {1}")
  @MethodSource("tooEarly")
  void stanzaBeforeBinding(String xml, String condition) throws Exception {
    try (RawClient client = server.connect().plain("user", "pencil")) {
      client.openFeatures();
      assertEnd(condition, client.send(xml).expectEnd());
    }
  }

  @Test
  void streamOfSomebodyElseAfterAuthentication() throws Exception {
    try (RawClient client = server.connect().plain("user", "pencil")) {
      client.send(RawClient.HEADER.replace(" to=", " from='admin@example.org' to="));
      assertEnd("invalid-from", client.expectEnd());
    }
  }

  // ---- bound

  @ParameterizedTest(name = "XC-6120-from-stamp {0}")
  @org.junit.jupiter.params.provider.ValueSource(
      strings = {
        "admin@example.org",
        "user@example.org/other",
        "example.org",
        "user@example.net",
        "",
        "@"
      })
  void stanzaFromSomebodyElse(String from) throws Exception {
    try (RawClient client = server.session("me")) {
      client.send("<message from='" + from + "' to='witness@example.org'><body>x</body></message>");
      assertEnd("invalid-from", client.expectEnd());
    }
  }

  @Test
  void elementThatIsNoStanza() throws Exception {
    for (String xml : new String[] {"<x xmlns='urn:x'/>", "<x/>"}) {
      try (RawClient client = server.session("me")) {
        assertEnd("unsupported-stanza-type", client.send(xml).expectEnd());
      }
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"iq", "message", "presence"})
  void stanzaOfAnotherContentNamespace(String name) throws Exception {
    for (String namespace : new String[] {"jabber:server", "jabber:component:accept", ""}) {
      try (RawClient client = server.session("me")) {
        client.send("<" + name + " xmlns='" + namespace + "' id='1'/>");
        assertEnd("invalid-namespace", client.expectEnd());
      }
    }
  }

  @Test
  void streamErrorOfTheClientClosesTheStreamWithoutAnother() throws Exception {
    String error =
        "<stream:error><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
            + "</stream:error>";
    try (RawClient bound = server.session("me");
        RawClient early = server.connect()) {
      assertEquals("</stream:stream>", bound.send(error).expectEnd());
      early.openFeatures();
      assertEquals("</stream:stream>", early.send(error + "</stream:stream>").expectEnd());
    }
  }

  @Test
  @Tag("XC-6120-iq-semantics")
  @Tag("XC-6120-jid-malformed")
  void stanzaThatCannotBeRoutedIsAnsweredAndTheStreamGoesOn() throws Exception {
    try (RawClient client = server.session("me")) {
      client.send("<iq type='get' id='1'/>");
      assertTrue(client.expect("</iq>").contains("<bad-request"));
      client.send("<iq type='get'><x xmlns='urn:test:echo'/></iq>");
      assertTrue(client.expect("</iq>").contains("<bad-request"));
      client.send("<iq type='ask' id='2'><x xmlns='urn:test:echo'/></iq>");
      assertTrue(client.expect("</iq>").contains("<bad-request"));
      client.send("<message to='@' id='3'><body>x</body></message>");
      String error = client.expect("</message>");
      assertTrue(error.contains("<jid-malformed") && error.contains("type='modify'"), error);
      client.send("<message to='user@example.org' id='4'><body>still here</body></message>");
      Message message = (Message) server.listener.nextStanza();
      assertEquals("4", message.id());
    }
  }

  @Test
  void defectOfTheListenerEndsOnlyThisStream() throws Exception {
    try (RawClient client = server.session("me")) {
      client.send("<iq type='get' id='1'><x xmlns='urn:test:defect'/></iq>");
      assertEnd("internal-server-error", client.expectEnd());
    }
  }

  @Test
  @Tag("XC-6120-stanza-size")
  void stanzaThatIsTooLarge() throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>");
      assertEnd("policy-violation", client.send("A".repeat(10_001)).expectEnd());
    }
    try (RawClient client = server.session("me")) {
      client.send("<message to='user@example.org'><body>" + "x".repeat(250_000));
      client.send("</body></message>");
      assertEquals("message", server.listener.nextStanza().element().name());
      client.send("<message to='user@example.org'><body>" + "x".repeat(263_000));
      assertEnd("policy-violation", client.expectEnd());
    }
  }

  static void assertEnd(String condition, String said) {
    assertTrue(
        said.contains(
            "<stream:error><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"),
        said);
    assertTrue(said.endsWith("</stream:error></stream:stream>"), said);
  }
}
