package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.xml.BounceDecoder;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Stanzas;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that come back as errors (XEP-0060 12.4). */
class BounceTest {

  private static final String EVENT =
      "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='news'/></event>";

  private final Service service = new Service();

  @BeforeEach
  void subscribe() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(ALICE, "alice@example.org").isResult();
    service.subscribe(ALICE, "alice@example.org/desk").isResult();
    service.subscribe(BOB, BOB).isResult();
  }

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static Optional<NodeCommand> decode(String content) {
    Stanzas.Valid valid =
        (Stanzas.Valid)
            Stanzas.read(
                Service.parse(
                    "<message xmlns='jabber:client' type='error' from='"
                        + ALICE
                        + "' to='"
                        + Service.JID
                        + "'>"
                        + content
                        + "</message>"));
    return BounceDecoder.decode((Message) valid.stanza());
  }

  private static String error(String type, String condition) {
    return "<error type='"
        + type
        + "'><"
        + condition
        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
  }

  private List<String> recipients() {
    return service.publish(OWNER, "a").recipients();
  }

  @ParameterizedTest(name = "PS-12.4-bounce-cancel: {0} {1}")
  @CsvSource({
    "cancel,service-unavailable",
    "cancel,item-not-found",
    "cancel,gone",
    "modify,gone",
    "cancel,not-acceptable"
  })
  void errorThatWillLastEndsTheSubscriptionsOfThatAddress(String type, String condition) {
    NodeCommand bounce = decode(EVENT + error(type, condition)).orElseThrow();
    Reply reply = service.run(bounce);
    assertEquals(List.of("alice@example.org/desk", BOB), recipients());
    assertEquals(List.of("alice@example.org"), reply.recipients(), "not who sent the error");
  }

  @ParameterizedTest(name = "PS-12.4-bounce-count: {0} {1}")
  @CsvSource({
    "auth,forbidden",
    "wait,resource-constraint",
    "wait,recipient-unavailable",
    "modify,bad-request",
    "modify,redirect",
    "modify,not-acceptable"
  })
  @Tag("PS-12.4-bounce-limit")
  @Tag("PS-12.4-bounce-retry")
  void errorThatMayPassIsCountedAndTooManyEndTheSubscription(String type, String condition) {
    NodeCommand bounce = decode(EVENT + error(type, condition)).orElseThrow();
    for (int i = 1; i < Subscribing.MOST_BOUNCES; i++) {
      service.run(bounce).tellsNobody();
    }
    assertEquals(4, recipients().size());
    service.run(bounce);
    assertEquals(List.of("alice@example.org/desk", BOB), recipients());
    service.run(bounce).tellsNobody();
  }

  @Test
  void whoSubscribesAgainIsCountedAnew() {
    NodeCommand bounce = decode(EVENT + error("wait", "resource-constraint")).orElseThrow();
    for (int i = 0; i < Subscribing.MOST_BOUNCES; i++) {
      service.run(bounce);
    }
    service.subscribe(ALICE, ALICE).isResult();
    service.run(bounce).tellsNobody();
    assertEquals(3, recipients().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"modify|policy-violation", "modify|jid-malformed", "continue|undefined-condition"})
  void otherErrorsMeanNothing(String type, String condition) {
    assertEquals(Optional.empty(), decode(EVENT + error(type, condition)));
  }

  @Test
  void errorThatDoesNotSayOfWhichNodeItIsMeansNothing() {
    String cancel = error("cancel", "service-unavailable");
    assertEquals(Optional.empty(), decode(cancel));
    assertEquals(
        Optional.empty(),
        decode("<event xmlns='http://jabber.org/protocol/pubsub#event'/>" + cancel));
    assertEquals(Optional.empty(), decode(EVENT));
  }

  @Test
  void whoIsNotSubscribedHasNothingToEnd() {
    service.unsubscribe(ALICE, ALICE).isResult();
    service.unsubscribe(ALICE, "alice@example.org").isResult();
    service.run(decode(EVENT + error("cancel", "gone")).orElseThrow()).tellsNobody();
    assertEquals(2, recipients().size());
  }
}
