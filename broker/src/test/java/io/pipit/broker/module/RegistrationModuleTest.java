package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.account.RosterLimits;
import io.pipit.broker.store.ScramHash;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Stanzas;
import io.pipit.xmpp.StreamError;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("XC-0077-register")
class RegistrationModuleTest {

  private static final String SOMEBODY = "192.0.2.7";

  private final TestServer server = new TestServer(new InMemoryLog(), RosterLimits.DEFAULT, true);

  @AfterEach
  void close() {
    server.close();
  }

  /** What a client that is not authenticated gets. */
  private Element register(String address, String xml) {
    List<Iq> answers = new ArrayList<>();
    Stanzas.Valid valid = (Stanzas.Valid) Stanzas.read(TestClient.parse(xml));
    try {
      InetAddress client = InetAddress.getByName(address);
      server.onLoop(
          () -> {
            server.registration().request(client, (Iq) valid.stanza(), answers::add);
            return true;
          });
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
    server.settle();
    assertEquals(1, answers.size());
    return answers.get(0).element();
  }

  private static String query(String type, String content) {
    return "<iq type='%s' id='1'><query xmlns='jabber:iq:register'>%s</query></iq>"
        .formatted(type, content);
  }

  private static String account(String name, String password) {
    return query("set", "<username>" + name + "</username><password>" + password + "</password>");
  }

  private static String condition(Element iq) {
    if (iq.attribute("type", "").equals("result")) {
      return "result";
    }
    Element error = iq.child("error", Ns.CLIENT).orElseThrow();
    return error.attribute("type", "") + " " + error.firstElement().orElseThrow().name();
  }

  private boolean exists(String local) {
    return server.accounts.account(BareJid.of(local + "@pipit.test")).isPresent();
  }

  // ---- closed

  @Test
  void closedRegistrationIsServiceUnavailableAndNotAdvertised() {
    try (TestServer closed = TestServer.start()) {
      TestClient ann = closed.connect("ann", "a");
      for (String to : List.of("", " to='pipit.test'", " to='ann@pipit.test'")) {
        for (String type : List.of("get", "set")) {
          ann.send(
              "<iq type='%s' id='1'%s><query xmlns='jabber:iq:register'><remove/></query></iq>"
                  .formatted(type, to));
          assertEquals("cancel service-unavailable", condition(ann.next()));
        }
      }
      ann.send("<iq type='get' id='1' to='pipit.test'><query xmlns='" + Ns.DISCO_INFO + "'/></iq>");
      assertFalse(
          ann.next().firstElement().orElseThrow().elements().stream()
              .anyMatch(child -> child.attribute("var", "").equals("jabber:iq:register")));
    }
  }

  // ---- before authentication: refusals

  @ParameterizedTest(name = "XC-0077-register incomplete {0}")
  @ValueSource(
      strings = {
        "",
        "<username>ann</username>",
        "<password>secret</password>",
        "<username/><password>secret</password>",
        "<username>ann</username><password/>",
        "<username xmlns='urn:x'>ann</username><password>secret</password>"
      })
  void incompleteRegistrationIsNotAcceptable(String content) {
    assertEquals("modify not-acceptable", condition(register(SOMEBODY, query("set", content))));
    assertEquals(0, server.log.appended());
  }

  @ParameterizedTest(name = "XC-0077-register name {0}")
  @ValueSource(strings = {"a b", "a@b", "a/b", "a&lt;b", "a\"b", "\u0430nn"})
  void nameThatIsNoneIsNotAcceptable(String name) {
    assertEquals("modify not-acceptable", condition(register(SOMEBODY, account(name, "secret"))));
    assertEquals(0, server.log.appended());
  }

  @Test
  void passwordThatIsNoneIsNotAcceptable() {
    assertEquals(
        "modify not-acceptable", condition(register(SOMEBODY, account("ann", "a\u0085b"))));
    assertFalse(exists("ann"));
  }

  @ParameterizedTest(name = "XC-0077-register conflict {0}")
  @ValueSource(strings = {"ann", "ANN", "ann@pipit.test", "\uff41nn"})
  void nameThatIsTakenIsAConflict(String name) {
    server.account("ann");
    assertEquals("cancel conflict", condition(register(SOMEBODY, account(name, "secret"))));
    assertEquals(0, server.log.appended());
  }

  @Test
  void removalWithoutAccountIsUnexpected() {
    assertEquals(
        "wait unexpected-request", condition(register(SOMEBODY, query("set", "<remove/>"))));
  }

  @Test
  void anotherServerIsNotRegisteredWithHere() {
    assertEquals(
        "cancel service-unavailable",
        condition(
            register(
                SOMEBODY,
                "<iq type='get' id='1' to='elsewhere.test'><query xmlns='jabber:iq:register'/></iq>")));
    assertEquals(
        "cancel service-unavailable",
        condition(
            register(SOMEBODY, "<iq type='get' id='1'><other xmlns='jabber:iq:register'/></iq>")));
  }

  @Test
  void addressRegistersABoundedNumberOfTimesInAnHour() {
    assertEquals("result", condition(register(SOMEBODY, account("a", "secret"))));
    assertEquals("cancel conflict", condition(register(SOMEBODY, account("a", "secret"))));
    server.clock.advance(Duration.ofMinutes(59));
    assertEquals("wait resource-constraint", condition(register(SOMEBODY, account("b", "secret"))));
    assertEquals("result", condition(register("192.0.2.8", account("c", "secret"))));
    server.clock.advance(Duration.ofMinutes(1));
    assertEquals("result", condition(register(SOMEBODY, account("b", "secret"))));
  }

  @Test
  void addressesOfOneNetworkCountAsOne() {
    assertEquals("result", condition(register("2001:db8::1", account("a", "secret"))));
    assertEquals("result", condition(register("2001:db8::2", account("b", "secret"))));
    assertEquals(
        "wait resource-constraint", condition(register("2001:db8::3", account("c", "secret"))));
    assertEquals("result", condition(register("2001:db8:1::3", account("c", "secret"))));
  }

  @Test
  void exemptAddressIsNotCounted() {
    for (int i = 0; i < 5; i++) {
      assertEquals("result", condition(register("127.0.0.1", account("n" + i, "secret"))));
    }
  }

  // ---- before authentication: answers

  @Test
  void fieldsAreTold() {
    Element query =
        register(SOMEBODY, query("get", "")).child("query", "jabber:iq:register").orElseThrow();
    assertEquals(
        List.of("instructions", "username", "password"),
        query.elements().stream().map(Element::name).toList());
    assertEquals(
        Element.of("register", "http://jabber.org/features/iq-register"),
        server.registration().feature());
  }

  @Test
  void accountIsMade() {
    assertEquals("result", condition(register(SOMEBODY, account("Ann", "secret"))));
    assertTrue(exists("ann"));
    assertTrue(
        server
            .accounts
            .credentials(BareJid.of("ann@pipit.test"))
            .orElseThrow()
            .sha256()
            .matches(ScramHash.SHA_256, "secret"));
  }

  // ---- after authentication

  @Test
  void registrationIsAdvertisedAndTold() {
    TestClient ann = server.connect("ann", "a");
    ann.send("<iq type='get' id='1' to='pipit.test'><query xmlns='" + Ns.DISCO_INFO + "'/></iq>");
    assertTrue(
        ann.next().firstElement().orElseThrow().elements().stream()
            .anyMatch(child -> child.attribute("var", "").equals("jabber:iq:register")));
    ann.send(query("get", ""));
    ann.expect(
        "<iq type='result' id='1' to='ann@pipit.test/a'><query xmlns='jabber:iq:register'>"
            + "<registered/><username>ann</username><password/></query></iq>");
  }

  @ParameterizedTest(name = "XC-0077-register {0}")
  @CsvSource({
    "<username>ann</username>,modify bad-request",
    "<password>x</password>,modify bad-request",
    "<username>bob</username><password>x</password>,auth forbidden",
    "<username>nobody</username><password>x</password>,auth forbidden",
    "<username>ann</username><password>a\u0085b</password>,modify not-acceptable",
    "<remove/><username>ann</username>,modify bad-request"
  })
  void wrongChangeIsRefused(String content, String condition) {
    server.account("bob");
    TestClient ann = server.connect("ann", "a");
    ann.send(query("set", content));
    assertEquals(condition, condition(ann.next()));
    assertEquals(0, server.log.appended());
    assertEquals(0, ann.openRequests());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob@pipit.test", "nobody@pipit.test"})
  void accountOfSomebodyElseIsNotRegisteredWith(String to) {
    server.account("bob");
    TestClient ann = server.connect("ann", "a");
    ann.send(
        "<iq type='set' id='1' to='"
            + to
            + "'><query xmlns='jabber:iq:register'><remove/></query></iq>");
    assertEquals("cancel service-unavailable", condition(ann.next()));
    assertEquals(0, server.log.appended());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " to='pipit.test'", " to='ann@pipit.test'"})
  void passwordIsChanged(String to) {
    TestClient ann = server.connect("ann", "a");
    ann.send(account("ann", "new").replace("id='1'", "id='1'" + to));
    assertEquals("result", condition(ann.next()));
    assertTrue(
        server
            .accounts
            .credentials(ann.account())
            .orElseThrow()
            .sha1()
            .matches(ScramHash.SHA_1, "new"));
    assertEquals(0, ann.openRequests());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " to='pipit.test'"})
  void removalIsAnsweredThenEndsAllStreams(String to) {
    TestClient ann = server.connect("ann", "a");
    TestClient other = server.connect("ann", "b");
    ann.send(query("set", "<remove/>").replace("id='1'", "id='1'" + to));
    assertEquals("result", condition(ann.next()));
    for (TestClient client : List.of(ann, other)) {
      assertEquals(
          Optional.of(StreamError.Condition.NOT_AUTHORIZED),
          client.closedWith().map(StreamError::condition));
    }
    assertFalse(exists("ann"));
  }
}
