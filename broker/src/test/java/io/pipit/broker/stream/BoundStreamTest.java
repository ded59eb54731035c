package io.pipit.broker.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StreamError;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream in use: what the listener gets, what the client gets, and how it ends. */
@Timeout(60)
class BoundStreamTest {

  private C2sFixture server;

  @BeforeEach
  void start() throws Exception {
    server = C2sFixture.clear();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Tag("XC-6120-from-stamp")
  void stanzasAreStampedWithTheAddressOfTheirSender() throws Exception {
    try (RawClient client = server.session("desk")) {
      FullJid full = FullJid.of("user@example.org/desk");
      for (String from :
          new String[] {
            "",
            " from='user@example.org'",
            " from='user@example.org/desk'",
            " from='USER@EXAMPLE.org'"
          }) {
        client.send("<message" + from + " to='other@example.org'><body>hi</body></message>");
        Stanza stanza = server.listener.nextStanza();
        assertEquals(Optional.of(full), stanza.from());
        assertEquals(Optional.of(full.toString()), stanza.element().attribute("from"));
        assertEquals(Optional.of(BareJid.of("other@example.org")), stanza.to());
      }
      client.send("<presence/>");
      assertEquals(Optional.of(full), server.listener.nextStanza().from());
      client.send("<presence type='subscribe' to='other@example.org'/>");
      Presence subscribe = (Presence) server.listener.nextStanza();
      assertEquals(Optional.of((Jid) full.bare()), subscribe.from());
      assertEquals("user@example.org", subscribe.element().attribute("from", ""));
    }
  }

  @Test
  @Tag("XC-6120-xml-lang")
  void languageOfTheStreamIsGivenToStanzasWithoutOne() throws Exception {
    try (RawClient client = server.connect().plain("user", "pencil")) {
      client.send(RawClient.HEADER.replace(" to=", " xml:lang='de' to="));
      client.expect("</stream:features>");
      client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
      client.expect("</iq>");
      client.send("<message><body>a</body></message><message xml:lang='fr'/>");
      assertEquals("de", server.listener.nextStanza().element().attribute(Element.XML_LANG, ""));
      assertEquals("fr", server.listener.nextStanza().element().attribute(Element.XML_LANG, ""));
    }
    try (RawClient client = server.session("none")) {
      client.send("<message/>");
      assertEquals("", server.listener.nextStanza().element().attribute(Element.XML_LANG, ""));
    }
  }

  @Test
  @Tag("XC-6120-in-order")
  @Tag("XC-6120-namespaces-preserved")
  void stanzasComeInOrderAndWhole() throws Exception {
    try (RawClient client = server.session("order")) {
      StringBuilder many = new StringBuilder();
      for (int i = 0; i < 2_000; i++) {
        many.append("<message id='" + i + "'><x xmlns='urn:x:" + i % 7 + "'><y/></x></message>");
      }
      client.send(many.toString());
      for (int i = 0; i < 2_000; i++) {
        Stanza stanza = server.listener.nextStanza();
        assertEquals(String.valueOf(i), stanza.id());
        Element x = stanza.element().child("x", "urn:x:" + i % 7).orElseThrow();
        assertTrue(x.child("y", "urn:x:" + i % 7).isPresent());
      }
    }
  }

  @Test
  void whatIsSentInOneTurnArrivesInOrderWhoeverWroteIt() throws Exception {
    try (RawClient client = server.session("reader")) {
      ClientStream stream = server.listener.nextBound();
      stream
          .loop()
          .execute(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  byte[] notification = ("<message id='o" + i + "'/>").getBytes(UTF_8);
                  stream.write(out -> out.writeBytes(notification));
                  stream.send(Iq.request(Iq.Type.GET, "s" + i, null, stream.jid(), payload()));
                }
              });
      for (int i = 0; i < 5_000; i++) {
        assertTrue(client.expect("</iq>").contains("<message id='o" + i + "'/><iq type='get'"));
      }
      assertEquals(0, stream.queuedBytes());
    }
  }

  private static Element payload() {
    return Element.of("query", "urn:x", Element.of("item", "urn:x"));
  }

  @Test
  void outboundThatThrowsLeavesNothingHalfWritten() throws Exception {
    try (RawClient client = server.session("half")) {
      ClientStream stream = server.listener.nextBound();
      LimitsTest.onLoop(
          stream,
          () -> {
            assertThrows(
                IllegalStateException.class,
                () ->
                    stream.write(
                        out -> {
                          out.writeBytes("<message".getBytes(UTF_8));
                          throw new IllegalStateException("thrown by the test");
                        }));
            stream.write(out -> out.writeBytes("<presence/>".getBytes(UTF_8)));
          });
      assertEquals("<presence/>", client.expect(">"));
    }
  }

  @Test
  void slotsAndFactsOfAStream() throws Exception {
    try (RawClient client = server.session("facts")) {
      ClientStream stream = server.listener.nextBound();
      assertEquals("user@example.org/facts", stream.jid().toString());
      assertEquals("user@example.org", stream.account().toString());
      assertEquals("127.0.0.1:" + client.socket().getLocalPort(), stream.remoteAddress());
      assertTrue(stream.tlsVersion().isEmpty());
      LimitsTest.onLoop(
          stream,
          () -> {
            assertTrue(stream.attachment(String.class).isEmpty());
            stream.attach("state");
            assertEquals(Optional.of("state"), stream.attachment(String.class));
            assertTrue(stream.attachment(Integer.class).isEmpty());
          });
    }
  }

  // ---- the end

  @Test
  @Tag("XC-6120-close")
  void closingTagIsAnsweredAndTheListenerTold() throws Exception {
    try (RawClient client = server.session("bye")) {
      ClientStream stream = server.listener.nextBound();
      client.send("<message id='last'/></stream:stream>");
      assertEquals("last", server.listener.nextStanza().id());
      assertEquals("</stream:stream>", client.expectEnd());
      assertEquals(stream, server.listener.nextClosed());
    }
  }

  @Test
  @Tag("XC-6120-close")
  void answersThatAreOwedComeBeforeTheClosingTag() throws Exception {
    try (RawClient client = server.session("owed")) {
      ClientStream stream = server.listener.nextBound();
      client.send("<iq type='get' id='1'><x xmlns='urn:test:later'/></iq></stream:stream>");
      Iq request = (Iq) server.listener.nextStanza();
      LimitsTest.onLoop(stream, () -> {});
      assertTrue(server.listener.closed.isEmpty());
      stream.loop().execute(() -> stream.answer(request.result()));
      String rest = client.expectEnd();
      assertTrue(rest.startsWith("<iq type='result' id='1'"), rest);
      assertTrue(rest.endsWith("/></stream:stream>"), rest);
      assertEquals(stream, server.listener.nextClosed());
    }
  }

  @Test
  @Tag("XC-6120-close")
  void pendingDataIsDeliveredBeforeTheEnd() throws Exception {
    try (RawClient client = server.session("much")) {
      ClientStream stream = server.listener.nextBound();
      byte[] message = ("<message>" + "x".repeat(10_000) + "</message>").getBytes(UTF_8);
      LimitsTest.onLoop(
          stream,
          () -> {
            for (int i = 0; i < 200; i++) {
              stream.write(out -> out.writeBytes(message));
            }
            stream.close(StreamError.of(StreamError.Condition.CONFLICT));
          });
      assertEquals(stream, server.listener.nextClosed());
      // Unread bytes of the client must not turn the end into a reset that destroys it.
      client.send("<message/>".repeat(1_000));
      String all = client.expectEnd();
      BadInputTest.assertEnd("conflict", all);
      assertEquals(200, all.split("</message>", -1).length - 1);
    }
  }

  @Test
  @Tag("XC-6120-close")
  void clientThatClosesItsHalfStillGetsItsAnswers() throws Exception {
    for (String closing : new String[] {"</stream:stream>", ""}) {
      try (RawClient client = server.session("half")) {
        ClientStream stream = server.listener.nextBound();
        client.send("<iq type='get' id='1'><x xmlns='urn:test:later'/></iq>" + closing);
        client.socket().shutdownOutput();
        Iq request = (Iq) server.listener.nextStanza();
        LimitsTest.onLoop(stream, () -> {});
        stream.loop().execute(() -> stream.answer(request.result()));
        String rest = client.expectEnd();
        assertTrue(rest.startsWith("<iq type='result' id='1'"), rest);
        assertTrue(rest.endsWith("/></stream:stream>"), rest);
        assertEquals(stream, server.listener.nextClosed());
      }
    }
  }

  @Test
  void lostConnectionIsToldOnceAndWritesToItAreDropped() throws Exception {
    RawClient client = server.session("lost");
    ClientStream stream = server.listener.nextBound();
    client.socket().setSoLinger(true, 0);
    client.close();
    assertEquals(stream, server.listener.nextClosed());
    long before = server.counts.dropped.get();
    LimitsTest.onLoop(
        stream,
        () -> {
          stream.send(Presence.of(Presence.Type.AVAILABLE, stream.jid(), stream.jid()));
          stream.close(StreamError.of(StreamError.Condition.CONFLICT));
        });
    assertEquals(before + 1, server.counts.dropped.get());
    assertTrue(server.listener.closed.isEmpty());
  }

  @Test
  @Tag("XC-6120-system-shutdown")
  void everyStreamIsToldOfAShutdown() throws Exception {
    try (C2sFixture own = C2sFixture.clear();
        RawClient one = own.session("one");
        RawClient two = own.session("two");
        RawClient opening = own.connect()) {
      opening.openFeatures();
      int port = own.service.port();
      Future<Void> undeployed = own.undeploy();
      for (RawClient client : new RawClient[] {one, two, opening}) {
        BadInputTest.assertEnd("system-shutdown", client.expectEnd());
        client.close();
      }
      C2sFixture.await(undeployed);
      own.listener.nextClosed();
      own.listener.nextClosed();
      assertThrows(java.io.IOException.class, () -> new RawClient(port).openFeatures());
    }
  }

  // ---- registration before authentication

  @Test
  void registrationIsAnsweredWhereItIsOn() throws Exception {
    Registration echo =
        new Registration() {
          @Override
          public Element feature() {
            return Element.of("register", "http://jabber.org/features/iq-register");
          }

          @Override
          public void request(InetAddress client, Iq request, Consumer<Iq> answer) {
            answer.accept(request.result());
          }
        };
    try (C2sFixture own = new C2sFixture(options -> options, Optional.of(echo));
        RawClient client = own.connect()) {
      assertTrue(client.openFeatures().contains("http://jabber.org/features/iq-register"));
      client.send("<iq type='get' id='r'><query xmlns='jabber:iq:register'/></iq>");
      assertEquals("<iq type='result' id='r'/>", client.expect("/>"));
      client.send("<iq type='get'><query xmlns='jabber:iq:register'/></iq>");
      assertTrue(client.expect("</iq>").contains("<bad-request"));
      BadInputTest.assertEnd("not-authorized", client.send("<presence/>").expectEnd());
    }
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.send("<iq type='get' id='r'><query xmlns='jabber:iq:register'/></iq>");
      BadInputTest.assertEnd("not-authorized", client.expectEnd());
    }
  }
}
