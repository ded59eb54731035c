package io.pipit.xmpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Stanzas.Invalid;
import io.pipit.xmpp.Stanzas.NotAStanza;
import io.pipit.xmpp.Stanzas.Reading;
import io.pipit.xmpp.Stanzas.Valid;
import io.pipit.xmpp.xml.XmlDocument;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StanzasTest {

  private static Reading read(String xml) {
    String inClient = xml.replaceFirst("[ />]", " xmlns='jabber:client'$0");
    return Stanzas.read(XmlDocument.parse(inClient.getBytes(StandardCharsets.UTF_8)));
  }

  private static Stanza valid(String xml) {
    return assertInstanceOf(Valid.class, read(xml)).stanza();
  }

  private static Stanza reply(String xml) {
    return assertInstanceOf(Invalid.class, read(xml)).reply().orElseThrow();
  }

  private static String condition(Stanza error) {
    return error
        .element()
        .child("error", Ns.CLIENT)
        .flatMap(Element::firstElement)
        .orElseThrow()
        .name();
  }

  @Test
  void readsAddressesAndTypes() {
    Iq iq = (Iq) valid("<iq type='set' id='1' from='A@b/C' to='d'><q xmlns='urn:q'/></iq>");
    assertEquals(Iq.Type.SET, iq.type());
    assertEquals(Optional.of(Jid.of("a@b/C")), iq.from());
    assertEquals(Optional.of(Jid.of("d")), iq.to());
    assertTrue(iq.payload().orElseThrow().is("q", "urn:q"));
  }

  @ParameterizedTest(name = "XC-6120-iq-semantics {0}")
  @ValueSource(
      strings = {
        "<iq id='1'><q/></iq>",
        "<iq id='1' type=''><q/></iq>",
        "<iq id='1' type='GET'><q/></iq>",
        "<iq id='1' type='unknown'><q/></iq>",
        "<iq type='get'><q/></iq>",
        "<iq type='set'><q/></iq>",
        "<iq id='1' type='get'/>",
        "<iq id='1' type='set'/>",
        "<iq id='1' type='get'>text</iq>",
        "<iq id='1' type='get'><q/><q/></iq>",
        "<iq id='1' type='set'><q/>text<r/></iq>",
      })
  @Tag("XC-6120-iq-semantics")
  void aRequestThatIsNoneIsABadRequest(String xml) {
    Stanza reply = reply(xml.replaceFirst(" ", " from='a@b/c' to='d' "));

    assertEquals("bad-request", condition(reply));
    assertTrue(reply.isError());
    assertEquals(Optional.of(Jid.of("a@b/c")), reply.to());
    assertEquals(Optional.of(Jid.of("d")), reply.from());
    assertEquals(xml.contains("id="), reply.element().attribute("id").isPresent());
  }

  @ParameterizedTest(name = "XC-6120-no-error-loop {0}")
  @ValueSource(
      strings = {
        "<iq type='result'/>",
        "<iq type='error'/>",
        "<iq type='result' id='1' to='@'/>",
        "<iq type='error' id='1' to='@'/>",
        "<message type='error' to='@'/>",
        "<presence type='error' to='@'/>",
      })
  @Tag("XC-6120-no-error-loop")
  void resultsAndErrorsAreNeverAnswered(String xml) {
    assertEquals(Optional.empty(), assertInstanceOf(Invalid.class, read(xml)).reply());
  }

  @ParameterizedTest(name = "XC-6120-iq-semantics {0}")
  @ValueSource(
      strings = {
        "<iq type='result' id='1'/>",
        "<iq type='result' id='1'><a/></iq>",
        "<iq type='error' id='1'/>",
        "<iq type='get' id=''><a/></iq>",
        "<iq type='get' id='1'> <a/> </iq>",
      })
  @Tag("XC-6120-iq-semantics")
  void otherIqsAreRead(String xml) {
    valid(xml);
  }

  @ParameterizedTest(name = "XC-6120-jid-malformed {0}")
  @ValueSource(
      strings = {
        "<iq id='1' type='get' from='a@b/c' to='@'><q/></iq>",
        "<iq id='1' type='set' from='a@b/c' to=''><q/></iq>",
        "<message id='1' from='a@b/c' to='a b@c'/>",
        "<presence id='1' from='a@b/c' to='a@b/'/>",
      })
  @Tag("XC-6120-jid-malformed")
  void aMalformedRecipientIsAnswered(String xml) {
    Stanza reply = reply(xml);

    assertEquals("jid-malformed", condition(reply));
    assertEquals(
        Optional.of("modify"),
        reply.element().child("error", Ns.CLIENT).flatMap(e -> e.attribute("type")));
    assertEquals(Optional.of(Jid.of("a@b/c")), reply.to());
    assertEquals(Optional.empty(), reply.element().attribute("from"));
    assertEquals("1", reply.id());
  }

  @Test
  @Tag("XC-6120-jid-malformed")
  void aMalformedSenderIsNotCopiedIntoTheAnswer() {
    assertEquals(Optional.empty(), reply("<message from='@'/>").element().attribute("to"));
  }

  @ParameterizedTest
  @CsvSource({
    "chat, CHAT",
    "error, ERROR",
    "groupchat, GROUPCHAT",
    "headline, HEADLINE",
    "normal, NORMAL",
    "'', NORMAL",
    "unknown, NORMAL",
    "CHAT, NORMAL"
  })
  void aMessageOfUnknownTypeIsNormal(String wire, Message.Type type) {
    assertEquals(type, ((Message) valid("<message type='" + wire + "'/>")).type());
    assertEquals(Message.Type.NORMAL, ((Message) valid("<message/>")).type());
  }

  @Test
  void presenceTypesAreRead() {
    assertEquals(Presence.Type.AVAILABLE, ((Presence) valid("<presence/>")).type());
    for (Presence.Type type : Presence.Type.values()) {
      if (type != Presence.Type.AVAILABLE) {
        String xml = "<presence type='" + type.wire() + "'/>";
        assertEquals(type, ((Presence) valid(xml)).type());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"available", "unknown", "SUBSCRIBE", " "})
  void aPresenceOfUnknownTypeIsABadRequest(String wire) {
    assertEquals("bad-request", condition(reply("<presence type='" + wire + "' from='a@b'/>")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<a/>", "<IQ/>", "<message xmlns='jabber:server'/>", "<iq xmlns=''/>"})
  void anythingElseIsNoStanza(String xml) {
    String inClient = xml.contains("xmlns") ? xml : xml.replace("/", " xmlns='jabber:client'/");
    assertInstanceOf(
        NotAStanza.class,
        Stanzas.read(XmlDocument.parse(inClient.getBytes(StandardCharsets.UTF_8))));
  }
}
