package io.pipit.broker.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.ScramHash;
import io.pipit.xmpp.FullJid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the header to the bound resource, without TLS. */
@Timeout(60)
class NegotiationTest {

  private static C2sFixture server;

  @BeforeAll
  static void start() throws Exception {
    server = C2sFixture.clear();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  @Tag("XC-6120-stream-header-id")
  void headerIsAnsweredWithIdAddressVersionAndLanguage() throws Exception {
    try (RawClient one = server.connect();
        RawClient two = server.connect()) {
      String first = one.open().expect("<stream:features>");
      String second = two.open().expect("<stream:features>");

      assertTrue(first.contains(" from='example.org'"), first);
      assertTrue(first.contains(" version='1.0'"), first);
      assertTrue(first.contains(" xml:lang='en'"), first);
      assertTrue(id(first).matches("[0-9a-f]{32}"), first);
      assertNotEquals(id(first), id(second));
    }
  }

  private static String id(String header) {
    int at = header.indexOf(" id='") + 5;
    return header.substring(at, header.indexOf('\'', at));
  }

  @Test
  @Tag("XC-6120-features-order")
  @Tag("XC-6120-session-compat")
  void mechanismsComeBeforeBind() throws Exception {
    try (RawClient client = server.connect()) {
      String before = client.openFeatures();
      assertFalse(before.contains("starttls"), before);
      assertFalse(before.contains("bind"), before);
      assertFalse(before.contains("-PLUS"), before);
      assertFalse(before.contains("compression"), before);
      assertTrue(
          before.indexOf("SCRAM-SHA-256<") < before.indexOf("SCRAM-SHA-1<")
              && before.indexOf("SCRAM-SHA-1<") < before.indexOf("PLAIN<"),
          before);

      client.send(RawClient.auth("PLAIN", "\0user\0pencil"));
      client.expect("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      String after = client.openFeatures();

      assertFalse(after.contains("mechanism"), after);
      assertTrue(after.contains("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"), after);
      assertTrue(
          after.contains(
              "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'><optional/></session>"),
          after);
      assertTrue(after.contains("urn:xmpp:features:rosterver"), after);
    }
  }

  @ParameterizedTest(name = "XC-6120-sasl-mti {0}")
  @EnumSource(ScramHash.class)
  void scram(ScramHash hash) throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.scram(hash, "user", "pencil", "n,,", new byte[0]).bind("scram");
      assertEquals("user@example.org/scram", next("scram").toString());
    }
  }

  private static FullJid next(String resource) throws InterruptedException {
    ClientStream stream;
    do {
      stream = server.listener.nextBound();
    } while (!stream.jid().resource().equals(resource));
    return stream.jid();
  }

  @Test
  void clientWithoutInitialResponseIsChallenged() throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>");
      client.expect("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      client.send("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>AHVzZXIAcGVuY2ls</response>");
      client.expect("<success");
    }
  }

  @Test
  void everythingMayComeInOneSegment() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(
          RawClient.HEADER
              + RawClient.auth("PLAIN", "\0user\0pencil")
              + RawClient.HEADER
              + "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
              + "<iq type='get' id='e'><ping xmlns='urn:test:echo'/></iq></stream:stream>");

      String all = client.expectEnd();
      assertTrue(all.contains("<jid>user@example.org/r"), all);
      assertTrue(all.contains("<iq type='result' id='e'"), all);
      assertTrue(all.endsWith("</stream:stream>"), all);
    }
  }

  @Test
  @Tag("XC-6120-bind")
  void resourceOfTheClientIsPreparedAndReturned() throws Exception {
    try (RawClient client = server.connect().plain("USER", "pencil")) {
      client.openFeatures();
      client.send(
          "<iq type='set' id='b&quot;1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
              + "<resource>a b\u00a0c</resource></bind></iq>");
      assertEquals(
          "<iq type='result' id='b&quot;1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
              + "<jid>user@example.org/a b c</jid></bind></iq>",
          client.expect("</iq>"));
    }
  }

  @Test
  @Tag("XC-6120-bind")
  void resourceIsChosenByTheServer() throws Exception {
    for (String payload : new String[] {"", "<resource/>"}) {
      try (RawClient client = server.connect().plain("user", "pencil")) {
        client.openFeatures();
        client.send(
            "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                + payload
                + "</bind></iq>");
        assertTrue(client.expect("</iq>").contains("<jid>user@example.org/r"));
      }
    }
  }

  @Test
  @Tag("XC-6120-bind-conflict")
  void refusedResourceCanBeFollowedByAnother() throws Exception {
    try (RawClient client = server.connect().plain("user", "pencil")) {
      client.bind("taken");
      client.send(
          "<iq type='set' id='2'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
              + "<resource>free</resource></bind></iq>");
      assertTrue(client.expect("</iq>").contains("<jid>user@example.org/free</jid>"));
    }
  }

  @Test
  void requestToBindThatIsNoneIsABadRequest() throws Exception {
    try (RawClient client = server.connect().plain("user", "pencil")) {
      client.openFeatures();
      client.send("<iq type='get' id='g'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
      assertTrue(client.expect("</iq>").contains("<bad-request"));
      client.send("<iq type='set'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
      assertTrue(client.expect("</iq>").contains("<bad-request"));
      client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
      client.expect("<jid>");
    }
  }

  @Test
  void secondBindIsRefusedAndTheStreamGoesOn() throws Exception {
    try (RawClient client = server.session("once")) {
      client.send("<iq type='set' id='2'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
      assertTrue(client.expect("</iq>").contains("<not-allowed"));
      client.send("<iq type='get' id='e'><ping xmlns='urn:test:echo'/></iq>");
      client.expect("id='e'");
    }
  }

  @Test
  @Tag("XC-6120-session-compat")
  void legacySessionIsGranted() throws Exception {
    try (RawClient client = server.session("old")) {
      client.send(
          "<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>");
      assertEquals("<iq type='result' id='s'/>", client.expect("/>"));
    }
  }

  // ---- refusals of SASL

  @ParameterizedTest(name = "XC-6120-sasl-failures {0}")
  @org.junit.jupiter.params.provider.CsvSource({
    "mechanism='DIGEST-MD5', invalid-mechanism",
    "mechanism='ANONYMOUS', invalid-mechanism",
    "mechanism='scram-sha-1', invalid-mechanism",
    "mechanism='SCRAM-SHA-1-PLUS', invalid-mechanism",
    "nothing='', invalid-mechanism",
  })
  void mechanismThatIsNotOffered(String attribute, String condition) throws Exception {
    assertFailure("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' " + attribute + "/>", condition);
  }

  /** So nobody without an account reaches the pubsub service. */
  @Test
  @Tag("PS-6.1.3.6-anonymous-bar")
  void nobodyLogsInAnonymously() throws Exception {
    try (RawClient client = server.connect()) {
      String features = client.openFeatures();
      assertFalse(features.contains("ANONYMOUS"), features);
      client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>");
      client.expect("<invalid-mechanism/></failure>");
      client.send(
          "<iq type='set' id='sub1' to='pubsub.example.org'>"
              + "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
              + "<subscribe node='princely_musings' jid='anonymous@example.org/foo'/></pubsub></iq>");
      client.expect("<not-authorized");
    }
  }

  @Test
  @Tag("XC-6120-sasl-failures")
  void badData() throws Exception {
    assertFailure(authText("not base64!"), "incorrect-encoding");
    assertFailure(authText("AHVzZXIAcGVuY2l s"), "incorrect-encoding");
    assertFailure(authText("AHVzZXIAcGVuYw"), "incorrect-encoding");
    assertFailure(authText("<x/>"), "incorrect-encoding");
    assertFailure(authText("="), "malformed-request");
    assertFailure(authText("AHVzZXIAcGVuY2lsAA=="), "malformed-request");
    assertFailure(
        "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>AA==</response>", "malformed-request");
    assertFailure(RawClient.auth("PLAIN", "\0user\0wrong"), "not-authorized");
    assertFailure(RawClient.auth("PLAIN", "\0nobody\0pencil"), "not-authorized");
    assertFailure(RawClient.auth("PLAIN", "admin@example.org\0user\0pencil"), "invalid-authzid");
  }

  private static String authText(String text) {
    return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + text + "</auth>";
  }

  @Test
  @Tag("XC-6120-sasl-failures")
  void exchangeCanBeAbortedAndBegunAgain() throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.send(RawClient.auth("SCRAM-SHA-1", "n,,n=user,r=abc"));
      client.element("challenge");
      client.send("<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      client.expect("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><aborted/></failure>");
      client.scram(ScramHash.SHA_1, "user", "pencil", "n,,", new byte[0]);
    }
  }

  @Test
  void secondAuthWithinAnExchangeIsMalformed() throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.send(RawClient.auth("SCRAM-SHA-1", "n,,n=user,r=abc"));
      client.element("challenge");
      client.send(RawClient.auth("PLAIN", "\0user\0pencil"));
      client.expect("<malformed-request/>");
    }
  }

  @Test
  @Tag("XC-6120-sasl-retries")
  void fifthFailureEndsTheStream() throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      for (int i = 0; i < 5; i++) {
        client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='X'/>");
        client.expect("</failure>");
      }
      String end = client.expectEnd();
      assertTrue(end.contains("<policy-violation"), end);
      assertTrue(end.endsWith("</stream:error></stream:stream>"), end);
    }
  }

  private static void assertFailure(String element, String condition) throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.send(element);
      assertEquals(
          "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><" + condition + "/></failure>",
          client.element("failure"));
      client.send(RawClient.auth("PLAIN", "\0user\0pencil"));
      client.expect("<success");
    }
  }
}
