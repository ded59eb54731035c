package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pep.caps.CapabilityHashes;
import io.pipit.pep.caps.EntityCapabilities;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Node;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Capabilities of clients that lie about them, answer badly or not at all, and announce others all
 * the time: that is their own affair, and nobody else is told less or waits (XEP-0115 9, XEP-0390
 * 7).
 */
class HostileCapabilitiesTest {

  private static final String TUNE = "http://jabber.org/protocol/tune";
  private static final Element HONEST = PepClient.interests(TUNE);
  private static final Element OTHER = PepClient.interests("urn:other");

  /** How many questions a resource is asked in a minute. */
  private static final int QUESTIONS = 10;

  /** How often in a minute a resource has new interests before their items wait. */
  private static final int CHANGES = 20;

  /** In which protocol capabilities are announced. */
  private enum Kind {
    VERSION {
      @Override
      Element announcing(Element info) {
        return EntityCapabilities.element(
            "urn:client", EntityCapabilities.verificationString(info).orElseThrow());
      }

      @Override
      Element announcing(String hash) {
        return EntityCapabilities.element("urn:client", hash);
      }
    },

    HASH_SET {
      @Override
      Element announcing(Element info) {
        return CapabilityHashes.element(info);
      }

      @Override
      Element announcing(String hash) {
        return Element.builder("c", CapabilityHashes.NAMESPACE)
            .child(
                Element.builder("hash", "urn:xmpp:hashes:2")
                    .attribute("algo", "sha-256")
                    .text(hash)
                    .build())
            .build();
      }
    };

    abstract Element announcing(Element info);

    /** What nobody knows what it stands for. */
    abstract Element announcing(String hash);
  }

  private final TestTime time = new TestTime();
  private final List<WireClient> clients = new ArrayList<>();
  private final Map<WireClient, List<Element>> messages = new HashMap<>();
  private TestNode node;
  private PepClient juliet;

  /** Juliet has an item for romeo, her contact. */
  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    node = TestNode.start(folder, Map.of("PIPIT_LISTENERS__C2S__TLS", "off"), time);
    node.account("juliet", "juliet").account("romeo", "romeo").account("paris", "paris");
    juliet = PepClient.login(node, "juliet", "balcony", "urn:none");
    try (PepClient romeo = PepClient.login(node, "romeo", "first", "urn:none")) {
      PepClient.befriend(romeo, juliet);
    }
    juliet.publish(TUNE, "one");
  }

  @AfterEach
  void stop() throws IOException {
    for (WireClient client : clients) {
      client.close();
    }
    juliet.close();
    node.close();
  }

  private WireClient login(String name, String resource) throws IOException {
    WireClient client = WireClient.login(node, name, name, resource);
    clients.add(client);
    return client;
  }

  /** What a client got until everything that it sent was dealt with by its account. */
  private List<Element> exchange(WireClient client, String xml) throws IOException {
    client.send(xml + "<iq type='get' id='fence'><query xmlns='" + Ns.DISCO_ITEMS + "'/></iq>");
    List<Element> received = new ArrayList<>();
    while (true) {
      Element next = client.next();
      if (next.name().equals("iq") && next.attribute("id", "").equals("fence")) {
        return received;
      }
      received.add(next);
      if (next.name().equals("message")) {
        messages.computeIfAbsent(client, any -> new ArrayList<>()).add(next);
      }
    }
  }

  private static List<Element> questions(List<Element> received) {
    return received.stream()
        .filter(stanza -> stanza.name().equals("iq") && stanza.attribute("type", "").equals("get"))
        .toList();
  }

  /** Announces something and gives the questions that follow. */
  private List<Element> announce(WireClient client, Element announcement) throws IOException {
    return questions(exchange(client, PepClient.presence(announcement)));
  }

  /** Announces something and is asked what it is. */
  private Element asked(WireClient client, Element announcement) throws IOException {
    List<Element> questions = announce(client, announcement);
    assertEquals(1, questions.size());
    return questions.get(0);
  }

  private static void answer(WireClient client, Element question, Element info) throws IOException {
    client.send(result(question, "localhost", named(question, info)));
  }

  private static Element named(Element question, Element info) {
    return info.with("node", question.firstElement().orElseThrow().attribute("node", ""));
  }

  private static String result(Element question, String to, Element... payload) {
    return XmlWriter.text(
        Element.builder("iq", Ns.CLIENT)
            .attribute("type", "result")
            .attribute("id", question.attribute("id", ""))
            .attribute("to", to)
            .children(List.of(payload))
            .build());
  }

  /** The ids of the items that a resource of romeo's was told since this was asked last. */
  private List<String> told(WireClient romeo) throws IOException {
    exchange(romeo, "");
    juliet.fence();
    exchange(romeo, "");
    List<Element> told = messages.remove(romeo);
    return told == null
        ? List.of()
        : told.stream()
            .flatMap(message -> message.firstElement().flatMap(Element::firstElement).stream())
            .flatMap(items -> items.elements().stream())
            .map(item -> item.attribute("id", ""))
            .toList();
  }

  /** Who says the same and answers as it should is believed, and then everybody is. */
  private void assertOthersAreAsked(Kind kind) throws IOException {
    WireClient honest = login("romeo", "honest");
    answer(honest, asked(honest, kind.announcing(HONEST)), HONEST);
    assertEquals(List.of("one"), told(honest));
    assertOthersAreBelieved(kind);
  }

  private void assertOthersAreBelieved(Kind kind) throws IOException {
    WireClient next = login("romeo", "next");
    assertEquals(List.of(), announce(next, kind.announcing(HONEST)));
    assertEquals(List.of("one"), told(next));
  }

  // ---- answers

  @ParameterizedTest
  @EnumSource
  @Tag("CAPS-9.3-poisoning")
  @Tag("CAPS-5.4-mismatch-invalid")
  @Tag("CAPS2-6.2.1-no-unverified")
  void answerThatIsNotWhatWasAnnounced(Kind kind) throws IOException {
    WireClient liar = login("romeo", "liar");
    answer(liar, asked(liar, kind.announcing(OTHER)), HONEST);
    assertEquals(List.of(), told(liar));
    answer(liar, asked(liar, kind.announcing(HONEST)), OTHER);
    assertEquals(List.of(), announce(liar, kind.announcing(HONEST)), "once is enough");
    assertEquals(List.of(), told(liar));
    assertOthersAreAsked(kind);
  }

  /** By XEP-0115 this has the same hash. */
  @Test
  @Tag("CAPS-9.3-poisoning")
  void answerThatPutsTheFeaturesOtherwise() throws IOException {
    Element formType =
        Element.builder("field", Ns.DATA_FORMS)
            .attribute("var", "FORM_TYPE")
            .attribute("type", "hidden")
            .textElement("value", Ns.DATA_FORMS, TUNE + "+notify")
            .build();
    Element form = Element.of("x", Ns.DATA_FORMS, formType).with("type", "result");
    Element none = PepClient.interests();
    Element poison =
        none.withChildren(Stream.<Node>concat(none.children().stream(), Stream.of(form)).toList());
    WireClient liar = login("romeo", "liar");
    answer(liar, asked(liar, Kind.VERSION.announcing(HONEST)), poison);
    told(liar);
    assertOthersAreBelieved(Kind.VERSION);
  }

  private enum Bad {
    NOTHING,
    OTHER_NAMESPACE,
    FEATURE_TWICE,
    FORM_TYPE_TWICE,
    TOO_MANY_FEATURES;

    Element[] payload() {
      return switch (this) {
        case NOTHING -> new Element[0];
        case OTHER_NAMESPACE -> new Element[] {Element.of("query", "urn:else")};
        case FEATURE_TWICE -> new Element[] {PepClient.interests(TUNE, TUNE)};
        case FORM_TYPE_TWICE -> {
          Element form = Element.of("x", Ns.DATA_FORMS).with("type", "result");
          List<Node> all = new ArrayList<>(HONEST.children());
          all.add(form.withChildren(List.of(formType("urn:a"), formType("urn:b"))));
          yield new Element[] {HONEST.withChildren(all)};
        }
        case TOO_MANY_FEATURES -> new Element[] {many()};
      };
    }

    private static Element formType(String value) {
      return Element.builder("field", Ns.DATA_FORMS)
          .attribute("var", "FORM_TYPE")
          .attribute("type", "hidden")
          .textElement("value", Ns.DATA_FORMS, value)
          .build();
    }

    private static Element many() {
      return PepClient.interests(
          IntStream.range(0, 1_001)
              .mapToObj(i -> i == 0 ? TUNE : "urn:n:" + i)
              .toArray(String[]::new));
    }
  }

  private void assertOfNoUse(Kind kind, Bad bad) throws IOException {
    WireClient client = login("romeo", "bad");
    Element question = asked(client, kind.announcing(HONEST));
    client.send(result(question, "localhost", bad.payload()));
    assertEquals(List.of(), told(client));
    assertOthersAreAsked(kind);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("CAPS-5.4-dup-identity")
  @Tag("CAPS-9.2-preimage")
  void answerOfNoUseToAVersion(Bad bad) throws IOException {
    assertOfNoUse(Kind.VERSION, bad);
  }

  @ParameterizedTest
  @EnumSource
  void answerOfNoUseToAHashSet(Bad bad) throws IOException {
    assertOfNoUse(Kind.HASH_SET, bad);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("CAPS-9.2-preimage")
  void announcementOfMoreFeaturesThanAnybodyNeeds(Kind kind) throws IOException {
    WireClient client = login("romeo", "large");
    answer(client, asked(client, kind.announcing(Bad.many())), Bad.many());
    assertEquals(List.of(), told(client));
    WireClient same = login("romeo", "same");
    asked(same, kind.announcing(Bad.many()));
  }

  @ParameterizedTest
  @EnumSource
  void errorInsteadOfAnAnswer(Kind kind) throws IOException {
    WireClient client = login("romeo", "bad");
    Element question = asked(client, kind.announcing(HONEST));
    client.send(
        result(question, "localhost", named(question, HONEST))
            .replace("type='result'", "type='error'"));
    assertEquals(List.of(), told(client));
    assertOthersAreAsked(kind);
  }

  /** Whoever sees the question or guesses it. */
  @ParameterizedTest
  @EnumSource
  @Tag("CAPS-9.3-poisoning")
  void answerOfSomebodyElse(Kind kind) throws IOException {
    WireClient client = login("romeo", "orchard");
    Element question = asked(client, kind.announcing(HONEST));
    WireClient other = login("romeo", "other");
    WireClient paris = login("paris", "street");
    for (WireClient stranger : List.of(other, paris)) {
      for (String to : List.of("localhost", "romeo@localhost", client.address())) {
        stranger.send(result(question, to, named(question, HONEST)));
      }
      exchange(stranger, "");
    }
    assertEquals(List.of(), told(client));
    answer(client, question, HONEST);
    assertEquals(List.of("one"), told(client));
    answer(client, question, OTHER); // nobody asked again
    juliet.publish(TUNE, "two");
    assertEquals(List.of("two"), told(client));
  }

  @ParameterizedTest
  @EnumSource
  void answerThatComesLateOrNever(Kind kind) throws IOException {
    WireClient client = login("romeo", "silent");
    Element announcement = kind.announcing(HONEST);
    Element question = asked(client, announcement);
    String again = PepClient.presence(announcement);
    assertEquals(List.of(), questions(exchange(client, again.repeat(50))));
    juliet.publish(TUNE, "two");
    assertEquals(List.of(), told(client));
    answer(client, question, HONEST);
    assertEquals(List.of("two"), told(client));
  }

  @Test
  @Tag("CAPS-9.2-preimage")
  void answerThatIsLargerThanAStanza() throws IOException {
    WireClient client = login("romeo", "large");
    Element question = asked(client, Kind.VERSION.announcing(HONEST));
    try {
      answer(client, question, PepClient.interests("n".repeat(300_000)));
    } catch (SocketException e) {
      // The server did not wait for the end of it.
      assertNotEquals("", String.valueOf(e.getMessage()));
    }
    assertOthersAreAsked(Kind.VERSION);
  }

  // ---- announcements

  @ParameterizedTest
  @EnumSource
  @Tag("CAPS-9.2-preimage")
  void resourceThatAnnouncesSomethingElseAllTheTime(Kind kind) throws IOException {
    WireClient client = login("romeo", "flood");
    int asked = 0;
    for (int i = 0; i < 20; i++) {
      StringBuilder presences = new StringBuilder();
      for (int j = 0; j < 100; j++) {
        presences.append(PepClient.presence(kind.announcing("hash" + i + "x" + j)));
      }
      asked += questions(exchange(client, presences.toString())).size();
      juliet.fence();
    }
    assertEquals(QUESTIONS, asked);
    assertEquals(List.of(), announce(client, kind.announcing(HONEST)));
    time.pass(Duration.ofMinutes(1));
    answer(client, asked(client, kind.announcing(HONEST)), HONEST);
    assertEquals(List.of("one"), told(client));
  }

  /** It is told the newest items now and then, and what it wants in the end. */
  @ParameterizedTest
  @EnumSource
  @Tag("CAPS-6.1-recompute")
  @Tag("PEP-4.3.3-not-on-update")
  void resourceThatChangesItsMindAllTheTime(Kind kind) throws IOException {
    WireClient client = login("romeo", "flood");
    answer(client, asked(client, kind.announcing(OTHER)), OTHER);
    answer(client, asked(client, kind.announcing(HONEST)), HONEST);
    String[] both = {
      PepClient.presence(kind.announcing(OTHER)), PepClient.presence(kind.announcing(HONEST))
    };
    for (int i = 0; i < 10; i++) {
      exchange(client, String.join("", Collections.nCopies(20, both[0] + both[1])));
      juliet.fence();
    }
    int flood = told(client).size();
    assertTrue(flood >= 1 && flood <= CHANGES, flood + " events");
    // It wants the item now, which has come before; and would not get what it does not want.
    WireClient second = login("romeo", "second");
    exchange(second, String.join("", Collections.nCopies(40, both[1] + both[0])));
    told(second);
    time.pass(Duration.ofMinutes(1));
    assertEquals(List.of("one"), told(client));
    assertEquals(List.of(), told(second));
    time.pass(Duration.ofMinutes(1));
    assertEquals(List.of(), told(client));
    exchange(client, both[0] + both[1]);
    assertEquals(List.of("one"), told(client), "at once again");
  }

  /** What waits for the end of the minute is told before what is published meanwhile. */
  @ParameterizedTest
  @EnumSource
  @Tag("CAPS-6.1-recompute")
  void publishToAResourceThatChangesItsMindAllTheTime(Kind kind) throws IOException {
    WireClient client = login("romeo", "flood");
    answer(client, asked(client, kind.announcing(OTHER)), OTHER);
    answer(client, asked(client, kind.announcing(HONEST)), HONEST);
    String both =
        PepClient.presence(kind.announcing(OTHER)) + PepClient.presence(kind.announcing(HONEST));
    exchange(client, String.join("", Collections.nCopies(CHANGES, both)));
    told(client);
    exchange(client, both);
    assertEquals(List.of(), told(client));
    juliet.publish(TUNE, "two");
    assertEquals(List.of("one", "two"), told(client));
    time.pass(Duration.ofMinutes(1));
    assertEquals(List.of(), told(client));
  }

  /** Large ones, of which an account alone can say more than are kept. */
  private static Element large(int number) {
    return PepClient.interests(
        IntStream.range(0, 100)
            .mapToObj(i -> "urn:" + "large".repeat(25) + ":" + number + ":" + i)
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("CAPS-8.2-cache-persist")
  void manyResourcesThatEachAnnounceManyOthers(Kind kind) throws IOException {
    int accounts = 25;
    int resources = 8;
    int number = 0;
    for (int account = 0; account < accounts; account++) {
      String name = "u" + account;
      node.account(name, name);
      for (int resource = 0; resource < resources; resource++) {
        WireClient client = login(name, "r" + resource);
        for (int i = 0; i < QUESTIONS; i++, number++) {
          answer(client, asked(client, kind.announcing(large(number))), large(number));
        }
        assertEquals(List.of(), announce(client, kind.announcing("one more")));
      }
      juliet.fence();
    }
    assertEquals(2_000, number);
    WireClient last = login("u" + (accounts - 1), "later");
    assertEquals(List.of(), announce(last, kind.announcing(large(number - 1))), "is known");
    WireClient first = login("u0", "later");
    asked(first, kind.announcing(large(0))); // had to go
    assertOthersAreAsked(kind);
  }
}
