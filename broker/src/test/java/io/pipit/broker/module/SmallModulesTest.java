package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pep.caps.CapabilityHashes;
import io.pipit.pep.caps.EntityCapabilities;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ping, version, time, service discovery; and what happens to requests that nobody answers. */
class SmallModulesTest {

  private final TestServer server = TestServer.start();
  private final TestClient ann = server.connect("ann", "a");

  @AfterEach
  void close() {
    assertEquals(0, ann.openRequests(), "requests without an answer");
    server.close();
  }

  private void expectError(String from, String type, String condition) {
    ann.expect(
        "<iq type='error' id='1' from='%s' to='ann@pipit.test/a'><error type='%s'><%s xmlns='%s'/></error></iq>"
            .formatted(from, type, condition, Ns.STANZA_ERRORS));
  }

  // ---- refusals

  @Tag("XC-6120-iq-unknown-ns")
  @ParameterizedTest(name = "XC-6120-iq-unknown-ns to {0}")
  @ValueSource(
      strings = {
        "pipit.test",
        "ann@pipit.test",
        "bob@pipit.test",
        "nobody@pipit.test",
        "bob@pipit.test/none"
      })
  void unknownPayloadIsServiceUnavailable(String to) {
    server.account("bob");
    ann.send("<iq type='get' id='1' to='" + to + "'><query xmlns='urn:unknown'/></iq>");
    expectError(to, "cancel", "service-unavailable");
    ann.send("<iq type='set' id='1' to='" + to + "'><query xmlns='urn:unknown'/></iq>");
    expectError(to, "cancel", "service-unavailable");
    ann.expectNothing();
  }

  @Tag("XC-6120-iq-semantics")
  @ParameterizedTest(name = "XC-6120-iq-semantics {0}")
  @ValueSource(
      strings = {
        "<iq type='get' id='1' to='pipit.test'/>",
        "<iq type='set' id='1' to='pipit.test'/>",
        "<iq type='get' id='1' to='pipit.test'><ping xmlns='urn:xmpp:ping'/><x xmlns='x'/></iq>",
        "<iq type='post' id='1' to='pipit.test'><ping xmlns='urn:xmpp:ping'/></iq>"
      })
  void requestWithoutExactlyOneChildIsBadRequest(String xml) {
    ann.send(xml);
    Element error = ann.next();
    assertEquals("error", error.attribute("type", ""));
    assertEquals("1", error.attribute("id", ""));
    Element condition = error.child("error", Ns.CLIENT).orElseThrow();
    assertEquals("modify", condition.attribute("type", ""));
    assertEquals("bad-request", condition.firstElement().orElseThrow().name());
    ann.expectNothing();
  }

  @Tag("XC-6120-iq-semantics")
  @Test
  void answersAreNeverAnswered() {
    for (String to : List.of("pipit.test", "ann@pipit.test", "bob@pipit.test", "pipit.test/x")) {
      ann.send("<iq type='result' id='1' to='" + to + "'/>");
      ann.send("<iq type='error' id='1' to='" + to + "'/>");
    }
    ann.send("<iq type='result' id='1'/>");
    ann.expectNothing();
  }

  @Tag("XC-0199-answer")
  @ParameterizedTest(name = "XC-0199-answer {0}")
  @ValueSource(strings = {"bob@pipit.test", "nobody@pipit.test"})
  void pingOfAnotherAccountSaysNothingOfIt(String to) {
    server.account("bob");
    ann.send("<iq type='get' id='1' to='" + to + "'><ping xmlns='urn:xmpp:ping'/></iq>");
    expectError(to, "cancel", "service-unavailable");
  }

  @Tag("XC-0030-server-disco")
  @ParameterizedTest(name = "XC-0030-server-disco {0}")
  @ValueSource(strings = {"bob@pipit.test", "nobody@pipit.test"})
  void accountOfSomebodyElseLooksLikeNone(String to) {
    server.account("bob");
    for (String namespace : List.of(Ns.DISCO_INFO, Ns.DISCO_ITEMS)) {
      ann.send("<iq type='get' id='1' to='" + to + "'><query xmlns='" + namespace + "'/></iq>");
      expectError(to, "cancel", "service-unavailable");
      ann.send(
          "<iq type='get' id='1' to='" + to + "'><query node='n' xmlns='" + namespace + "'/></iq>");
      expectError(to, "cancel", "service-unavailable");
    }
  }

  @Tag("PF-0030-unknown-node")
  @ParameterizedTest(name = "PF-0030-unknown-node at {0}")
  @ValueSource(strings = {"pipit.test", "ann@pipit.test"})
  void unknownNodeIsNotFound(String to) {
    for (String namespace : List.of(Ns.DISCO_INFO, Ns.DISCO_ITEMS)) {
      ann.send(
          "<iq type='get' id='1' to='" + to + "'><query node='n' xmlns='" + namespace + "'/></iq>");
      expectError(to, "cancel", "item-not-found");
    }
  }

  @Test
  void hashOfAnotherVersionIsNotFound() {
    ann.send(
        "<iq type='get' id='1' to='pipit.test'><query node='%sAAAA=' xmlns='%s'/></iq>"
            .formatted(DiscoModule.CAPS_NODE + "#", Ns.DISCO_INFO));
    expectError("pipit.test", "cancel", "item-not-found");
  }

  @Test
  void discoIsNotSet() {
    ann.send("<iq type='set' id='1' to='pipit.test'><query xmlns='" + Ns.DISCO_INFO + "'/></iq>");
    expectError("pipit.test", "cancel", "service-unavailable");
  }

  // ---- answers

  @Tag("XC-0199-answer")
  @ParameterizedTest(name = "XC-0199-answer {0}")
  @ValueSource(strings = {"pipit.test", "ann@pipit.test"})
  void pingIsAnswered(String to) {
    ann.send("<iq type='get' id='1' to='" + to + "'><ping xmlns='urn:xmpp:ping'/></iq>");
    ann.expect("<iq type='result' id='1' from='" + to + "' to='ann@pipit.test/a'/>");
  }

  @Tag("XC-0199-answer")
  @Test
  void pingWithoutToIsAnsweredForTheAccount() {
    ann.send("<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>");
    ann.expect("<iq type='result' id='1' to='ann@pipit.test/a'/>");
  }

  @Tag("XC-0092-version")
  @Test
  void versionIsTold() {
    ann.send("<iq type='get' id='1' to='pipit.test'><query xmlns='jabber:iq:version'/></iq>");
    ann.expect(
        "<iq type='result' id='1' from='pipit.test' to='ann@pipit.test/a'>"
            + "<query xmlns='jabber:iq:version'><name>Pipit</name><version>1.2.3</version></query>"
            + "</iq>");
  }

  @Tag("XC-0202-time")
  @Test
  void timeIsTold() {
    ann.send("<iq type='get' id='1' to='pipit.test'><time xmlns='urn:xmpp:time'/></iq>");
    ann.expect(
        "<iq type='result' id='1' from='pipit.test' to='ann@pipit.test/a'>"
            + "<time xmlns='urn:xmpp:time'><tzo>+00:00</tzo><utc>2026-03-04T05:06:07Z</utc></time>"
            + "</iq>");
  }

  private Element discoInfo(TestClient client, String to, String attributes) {
    client.send(
        "<iq type='get' id='1' to='%s'><query xmlns='%s' %s/></iq>"
            .formatted(to, Ns.DISCO_INFO, attributes));
    Element result = client.next();
    assertEquals("result", result.attribute("type", ""));
    return result.firstElement().orElseThrow();
  }

  private static List<String> features(Element info) {
    return info.elements().stream()
        .filter(child -> child.is("feature", Ns.DISCO_INFO))
        .map(feature -> feature.attribute("var", ""))
        .toList();
  }

  private static List<String> identities(Element info) {
    return info.elements().stream()
        .filter(child -> child.is("identity", Ns.DISCO_INFO))
        .map(id -> id.attribute("category", "") + "/" + id.attribute("type", ""))
        .toList();
  }

  @Tag("XC-0030-server-disco")
  @Tag("PF-0030-info")
  @Tag("PF-0030-no-dup")
  @Tag("XC-0199-feature")
  @Tag("CAPS-7-disco-feature")
  @Test
  void serverTellsWhatItIsAndCanDo() {
    Element info = discoInfo(ann, "pipit.test", "");
    assertEquals(List.of("server/im"), identities(info));
    assertEquals(
        List.of(
            "http://jabber.org/protocol/caps",
            "http://jabber.org/protocol/disco#info",
            "http://jabber.org/protocol/disco#items",
            "jabber:iq:version",
            "urn:xmpp:blocking",
            "urn:xmpp:caps",
            "urn:xmpp:ping",
            "urn:xmpp:time"),
        features(info));
    assertEquals(features(info).size(), new HashSet<>(features(info)).size());
  }

  @Tag("XC-0157-contact")
  @Tag("PF-0128-extended-disco")
  @Test
  void serverTellsWhomToWriteTo() {
    assertEquals(
        TestClient.parse(
            "<x xmlns='jabber:x:data' type='result'>"
                + "<field type='hidden' var='FORM_TYPE'>"
                + "<value>http://jabber.org/network/serverinfo</value></field>"
                + "<field type='list-multi' var='admin-addresses'>"
                + "<value>mailto:admin@pipit.test</value></field></x>"),
        discoInfo(ann, "pipit.test", "").child("x", Ns.DATA_FORMS).orElseThrow());
  }

  @Tag("PF-0030-items")
  @Tag("PF-0030-lists-component")
  @Test
  void serverListsItsServices() {
    ann.send("<iq type='get' id='1' to='pipit.test'><query xmlns='" + Ns.DISCO_ITEMS + "'/></iq>");
    ann.expect(
        "<iq type='result' id='1' from='pipit.test' to='ann@pipit.test/a'><query xmlns='"
            + Ns.DISCO_ITEMS
            + "'><item jid='pubsub.pipit.test' name='Publish-Subscribe'/></query></iq>");
  }

  @Tag("XC-0115-server-caps")
  @Tag("PF-0030-node-echo")
  @Test
  void hashInTheStreamFeaturesStandsForTheInfo() {
    Element caps = streamFeatures().get(0);
    assertEquals("c", caps.name());
    assertEquals("sha-1", caps.attribute("hash", ""));
    Element plain = discoInfo(ann, "pipit.test", "");
    assertEquals(
        EntityCapabilities.verificationString(plain).orElseThrow(), caps.attribute("ver", ""));
    String node = caps.attribute("node", "") + "#" + caps.attribute("ver", "");
    Element byNode = discoInfo(ann, "pipit.test", "node='" + node + "'");
    assertEquals(plain.with("node", node), byNode);
  }

  @Tag("CAPS2-4.2-hash-set")
  @Tag("CAPS2-5.1-feature")
  @Tag("CAPS2-5.2-stream-feature")
  @Tag("CAPS2-6.1-answer-nodes")
  @Test
  void serverAnswersUnderEachHashOfItsSet() {
    Element set = streamFeatures().get(1);
    assertEquals("urn:xmpp:caps", set.namespace());
    Element plain = discoInfo(ann, "pipit.test", "");
    assertEquals(CapabilityHashes.element(plain), set);
    assertTrue(features(plain).contains("urn:xmpp:caps"));
    assertEquals(
        List.of("sha-256", "sha3-256"),
        set.elements().stream().map(hash -> hash.attribute("algo", "")).toList());
    for (Element hash : set.elements()) {
      String node = "urn:xmpp:caps#" + hash.attribute("algo", "") + "." + hash.text();
      assertEquals(plain.with("node", node), discoInfo(ann, "pipit.test", "node='" + node + "'"));
    }
  }

  @Tag("CAPS-7-optimize-feature")
  @Tag("CAPS2-5.3-optimize")
  @Test
  void optimizationThatIsNotDoneIsNotAdvertised() {
    List<String> features = features(discoInfo(ann, "pipit.test", ""));
    assertFalse(features.contains("http://jabber.org/protocol/caps#optimize"));
    assertFalse(features.contains("urn:xmpp:caps:optimize"));
  }

  private List<Element> streamFeatures() {
    return TestServer.disco(
            List.of(
                new PingModule(),
                new TimeModule(TestServer.CLOCK),
                new VersionModule("1.2.3"),
                server.blocking(),
                server.caps()))
        .streamFeatures();
  }

  @Tag("XC-0030-server-disco")
  @Tag("PF-0030-account-bare-jid")
  @Test
  void ownAccountTellsWhatItIs() {
    Element info = discoInfo(ann, "ann@pipit.test", "");
    assertEquals(List.of("account/registered"), identities(info));
    assertEquals(
        List.of(
            "http://jabber.org/protocol/disco#info",
            "http://jabber.org/protocol/disco#items",
            "urn:xmpp:ping"),
        features(info));
    ann.send("<iq type='get' id='1'><query xmlns='" + Ns.DISCO_ITEMS + "'/></iq>");
    ann.expect(
        "<iq type='result' id='1' to='ann@pipit.test/a'><query xmlns='"
            + Ns.DISCO_ITEMS
            + "'/></iq>");
  }

  @Tag("PF-0030-account-bare-jid")
  @Test
  void accountTellsItsSubscribersWhatItIs() {
    TestClient bob = server.connect("bob", "b");
    server.subscribe(bob, ann);
    assertEquals(List.of("account/registered"), identities(discoInfo(bob, "ann@pipit.test", "")));
    server.account("bob");
    ann.send(
        "<iq type='get' id='1' to='bob@pipit.test'><query xmlns='" + Ns.DISCO_INFO + "'/></iq>");
    expectError("bob@pipit.test", "cancel", "service-unavailable");
  }
}
