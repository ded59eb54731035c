package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a request and what others were told after it.
 *
 * @param results the messages that the requester gets before the answer
 */
record Reply(Element iq, List<Service.Told> told, List<Element> results) {

  Reply(Element iq, List<Service.Told> told) {
    this(iq, told, List.of());
  }

  private static final String ERRORS = "http://jabber.org/protocol/pubsub#errors";

  Reply isResult() {
    assertEquals("result", iq.attribute("type", ""), XmlWriter.text(iq));
    return this;
  }

  /** A result without a payload. */
  Reply isEmptyResult() {
    assertTrue(isResult().iq.children().isEmpty(), XmlWriter.text(iq));
    return this;
  }

  /** A result with exactly this payload. */
  Reply isResult(String payload) {
    assertSame(payload, isResult().payload());
    return this;
  }

  /** An error of RFC 6120 with neither text nor a pubsub condition. */
  Reply isError(String type, String condition) {
    return isError(type, condition, "");
  }

  /** An error with a pubsub condition, {@code name} or {@code unsupported[feature]}. */
  Reply isError(String type, String condition, String application) {
    Element error =
        iq.child("error", Ns.CLIENT).orElseThrow(() -> new AssertionError(XmlWriter.text(iq)));
    assertEquals("error", iq.attribute("type", ""));
    List<Element> children = new ArrayList<>(error.elements());
    children.removeIf(child -> child.is("text", Ns.STANZA_ERRORS));
    String found =
        children.size() < 2 || !children.get(1).namespace().equals(ERRORS)
            ? ""
            : children.get(1).name()
                + children.get(1).attribute("feature").map(name -> "[" + name + "]").orElse("");
    assertEquals(
        type + " " + condition + " " + application,
        error.attribute("type", "") + " " + children.get(0).name() + " " + found,
        XmlWriter.text(iq));
    children.removeIf(child -> child.namespace().equals("urn:xmpp:pubsub:cap:0"));
    assertEquals(application.isEmpty() ? 1 : 2, children.size());
    return this;
  }

  /** What the error says to a person; empty for nothing. */
  Optional<String> text() {
    return iq.child("error", Ns.CLIENT)
        .flatMap(error -> error.child("text", Ns.STANZA_ERRORS))
        .map(Element::text);
  }

  Element payload() {
    return iq.firstElement().orElseThrow(() -> new AssertionError(XmlWriter.text(iq)));
  }

  /** The form of a configuration answer, or of a disco answer. */
  DataForm form() {
    return DataForm.find(payload())
        .or(() -> payload().firstElement().flatMap(DataForm::find))
        .orElseThrow(() -> new AssertionError(XmlWriter.text(iq)));
  }

  List<String> itemIds() {
    return isResult()
        .payload()
        .child("items", "http://jabber.org/protocol/pubsub")
        .orElseThrow(() -> new AssertionError(XmlWriter.text(iq)))
        .elements()
        .stream()
        .map(item -> item.attribute("id", ""))
        .toList();
  }

  /** The subid in the answer to a subscribe. */
  String subid() {
    return isResult()
        .payload()
        .child("subscription", "http://jabber.org/protocol/pubsub")
        .flatMap(subscription -> subscription.attribute("subid"))
        .orElseThrow(() -> new AssertionError(XmlWriter.text(iq)));
  }

  Optional<ResultSet> set() {
    return ResultSet.find(payload()).map(ResultSet::read);
  }

  /** Who was told of anything, in order. */
  List<String> recipients() {
    return told.stream().map(Service.Told::to).toList();
  }

  /** The messages to one address. */
  List<Element> messagesTo(String jid) {
    return told.stream().filter(each -> each.to().equals(jid)).map(Service.Told::message).toList();
  }

  /** The resources that the messages leave out. */
  List<String> answered() {
    return told.stream().flatMap(each -> each.answered().stream()).map(FullJid::toString).toList();
  }

  Reply tellsNobody() {
    assertEquals(List.of(), recipients());
    return this;
  }

  /** Exactly one message went to that address: an event with this child. */
  Reply tells(String jid, String eventChild) {
    List<Element> messages = messagesTo(jid);
    assertEquals(1, messages.size(), recipients().toString());
    Element event = messages.get(0).firstElement().orElseThrow();
    assertEquals("{http://jabber.org/protocol/pubsub#event}event", name(event));
    assertEquals(1, event.children().size());
    assertSame(
        eventChild.replaceFirst("^<(\\w+)", "<$1 xmlns='http://jabber.org/protocol/pubsub#event'"),
        event.firstElement().orElseThrow());
    return this;
  }

  /** Subids are drawn: what does not speak of them in what it expects does not look at them. */
  static void assertSame(String expected, Element actual) {
    Element compared = expected.contains(" subid=") ? actual : withoutSubids(actual);
    if (!Service.parse(expected).equals(compared)) {
      assertEquals(XmlWriter.text(Service.parse(expected)), XmlWriter.text(compared));
    }
  }

  private static Element withoutSubids(Element element) {
    String xml = XmlWriter.text(element);
    return Service.parse(xml.replaceAll(" subid=(['\"])[^'\"]*\\1", ""));
  }

  private static String name(Element element) {
    return "{" + element.namespace() + "}" + element.name();
  }
}
