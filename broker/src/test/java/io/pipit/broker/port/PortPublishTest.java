package io.pipit.broker.port;

import static io.pipit.broker.port.DoorsUnderTest.ADMIN;
import static io.pipit.broker.port.DoorsUnderTest.ALICE;
import static io.pipit.broker.port.DoorsUnderTest.BOB;
import static io.pipit.broker.port.DoorsUnderTest.GUEST;
import static io.pipit.broker.port.DoorsUnderTest.publishOf;
import static io.pipit.broker.port.DoorsUnderTest.with;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.PortResult.Reason;
import io.pipit.pubsub.store.InMemoryLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What doors publish is taken or refused as what streams publish, and told when it is durable. */
class PortPublishTest {

  private DoorsUnderTest doors = DoorsUnderTest.start();

  @AfterEach
  void end() {
    doors.close();
  }

  private void again(DoorsUnderTest other) {
    doors.close();
    doors = other;
  }

  private static Reason reason(PortResult result) {
    return assertInstanceOf(PortResult.Refused.class, result).reason();
  }

  private static PortResult.Done done(PortResult result) {
    return assertInstanceOf(PortResult.Done.class, result);
  }

  private void node(String node, String field, String value) {
    doors.ask(new ServiceCommand.CreateNode(ALICE, node, Map.of(field, List.of(value))));
  }

  // ---- what is taken

  @Test
  void itemHasTheIdThatItWasGivenOrOneOfTheNode() {
    assertEquals("i1", done(doors.publish(with(publishOf(ALICE, "a", "x"), "i1"))).id());
    assertFalse(done(doors.pass(ALICE, "a", "x")).id().isEmpty());
  }

  @Test
  void publisherIsToldWhetherAnybodyWas() {
    assertFalse(done(doors.pass(ALICE, "a", "x")).anybody());
    doors.listener(BOB).subscribe("a");
    assertTrue(done(doors.pass(ALICE, "a", "x")).anybody());
  }

  @Test
  void samePublishWithAKeyIsDoneOnce() {
    node("a", "pipit#idempotency_window", "600");
    DoorsUnderTest.Listener bob = doors.listener(BOB);
    bob.subscribe("a");
    PortPublish keyed =
        new PortPublish(
            ALICE,
            "a",
            null,
            new PortPayload("text", null, new byte[] {'x'}),
            List.of(),
            false,
            true,
            "key-1",
            null);
    PortResult.Done first = done(doors.publish(keyed));
    PortResult.Done second = done(doors.publish(keyed));
    assertFalse(first.repeated());
    assertTrue(second.repeated());
    assertEquals(first.id(), second.id());
    assertEquals(1, bob.take().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "text", "binary", "xml", "auto"})
  void everyKindOfPayloadComesOutAsItWentIn(String kind) {
    DoorsUnderTest.Listener bob = doors.listener(BOB);
    bob.subscribe("a");
    byte[] content =
        "xml".equals(kind)
            ? "<a xmlns=\"u\"/>".getBytes(StandardCharsets.UTF_8)
            : "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    PortPublish publish = publishOf(ALICE, "a", "");
    done(
        doors.publish(
            new PortPublish(
                ALICE,
                "a",
                null,
                new PortPayload(kind, null, content),
                publish.headers(),
                false,
                true,
                null,
                null)));
    bob.take();
    PortPayload got = bob.items.get(0).payload();
    assertEquals("auto".equals(kind) ? "json" : kind, got.kind());
    if (!"xml".equals(kind)) {
      assertArrayEquals(content, got.content());
    }
  }

  @Test
  void headersComeAlongWithoutThoseOfTheService() {
    DoorsUnderTest.Listener bob = doors.listener(BOB);
    bob.subscribe("a");
    PortHeader own = new PortHeader("Line", "7");
    done(
        doors.publish(
            with(publishOf(ALICE, "a", "x"), null, own, new PortHeader("Published", "never"))));
    bob.take();
    assertEquals(List.of(own), bob.items.get(0).headers());
  }

  @Test
  void whereNothingStandsNothingIsEnded() {
    doors.pass(ALICE, "a", "x");
    done(doors.endStanding(ALICE, "a"));
  }

  // ---- what is refused

  @ParameterizedTest
  @ValueSource(strings = {"", "a/#", "+", "a/+/b", "$SYS/x", "a\u0001b", "$other"})
  void nameThatNoNodeCanHave(String node) {
    Reason expected = node.startsWith("$SYS") ? Reason.NOT_AUTHORISED : Reason.BAD_NAME;
    assertEquals(expected, reason(doors.pass(ALICE, node, "x")));
    assertEquals(expected, reason(doors.endStanding(ALICE, node)));
  }

  @Test
  void nodesOfAccountsAreReadOnly() {
    assertEquals(Reason.NOT_AUTHORISED, reason(doors.pass(ALICE, "$pep/alice/urn:x", "x")));
    assertEquals(Reason.NOT_AUTHORISED, reason(doors.endStanding(ALICE, "$pep/alice/urn:x")));
  }

  @Test
  void nodeThatIsSomebodyElses() {
    node("a", "pubsub#publish_model", "publishers");
    assertEquals(Reason.NOT_AUTHORISED, reason(doors.pass(BOB, "a", "x")));
    assertEquals(Reason.NOT_AUTHORISED, reason(doors.endStanding(BOB, "a")));
  }

  @Test
  void rulesOfDoorsComeOnTop() {
    again(DoorsUnderTest.withRules("deny publish bob plant/#", "allow all * #"));
    assertEquals(Reason.NOT_AUTHORISED, reason(doors.pass(BOB, "plant/a", "x")));
    assertEquals(Reason.NOT_AUTHORISED, reason(doors.endStanding(BOB, "plant/a")));
    done(doors.pass(ALICE, "plant/a", "x"));
    done(doors.pass(BOB, "other", "x"));
  }

  @Test
  void guestsPublishToTheDemonstrationOnly() {
    done(doors.pass(GUEST, "demo/a", "x"));
    assertEquals(Reason.NOT_AUTHORISED, reason(doors.pass(GUEST, "plant/a", "x")));
  }

  @Test
  void nodeThatNobodyMayCreate() {
    again(new DoorsUnderTest(new InMemoryLog(), List.of(), policy -> policy.autoCreate(false)));
    assertEquals(Reason.MISSING, reason(doors.pass(ALICE, "a", "x")));
    assertEquals(Reason.MISSING, reason(doors.endStanding(ALICE, "a")));
  }

  @Test
  void payloadThatIsTooLarge() {
    node("a", "pubsub#max_payload_size", "3");
    done(doors.pass(ALICE, "a", "xyz"));
    assertEquals(Reason.TOO_LARGE, reason(doors.pass(ALICE, "a", "xyz!")));
  }

  @Test
  void payloadOfAnotherKindThanTheNodeTakes() {
    node("a", "pubsub#type", "urn:xmpp:json:0");
    done(doors.pass(ALICE, "a", "[1]"));
    assertEquals(Reason.INVALID_PAYLOAD, reason(doors.pass(ALICE, "a", "text")));
  }

  @Test
  void moreNodesThanOneMayCreate() {
    again(
        new DoorsUnderTest(
            new InMemoryLog(),
            List.of(),
            policy -> policy.limits(ServiceLimits.DEFAULT.withNodesPerCreator(1))));
    done(doors.pass(ALICE, "a", "x"));
    assertEquals(Reason.QUOTA, reason(doors.pass(ALICE, "b", "x")));
    done(doors.pass(ADMIN, "b", "x"));
  }

  @Test
  void headersThatXmlCannotHold() {
    PortPublish publish = publishOf(ALICE, "a", "x");
    assertEquals(
        Reason.INVALID_PAYLOAD,
        reason(doors.publish(with(publish, null, new PortHeader("A", "\u0001")))));
    assertEquals(
        Reason.INVALID_PAYLOAD,
        reason(doors.publish(with(publish, null, new PortHeader("\uFFFE", "x")))));
    assertEquals(
        Reason.INVALID_PAYLOAD,
        reason(doors.publish(with(publish, null, new PortHeader("", "x")))));
    done(doors.publish(with(publish, null, new PortHeader("A", "\uD83D\uDE00\t"))));
  }

  @Test
  void moreHeadersThanAnItemMayHave() {
    List<PortHeader> many = new ArrayList<>(Collections.nCopies(32, new PortHeader("A", "b")));
    PortPublish publish = publishOf(ALICE, "a", "x");
    done(doors.publish(with(publish, null, many.toArray(new PortHeader[0]))));
    many.add(new PortHeader("A", "b"));
    assertEquals(
        Reason.QUOTA, reason(doors.publish(with(publish, null, many.toArray(new PortHeader[0])))));
    assertEquals(
        Reason.QUOTA,
        reason(doors.publish(with(publish, null, new PortHeader("A", "b".repeat(8 * 1024))))));
  }

  @Test
  void idAndKeyThatCannotBe() {
    PortPublish publish = publishOf(ALICE, "a", "x");
    assertEquals(Reason.FAILED, reason(doors.publish(with(publish, ""))));
    assertEquals(Reason.FAILED, reason(doors.publish(with(publish, "a\u0000"))));
    for (String key : List.of(" ", "k".repeat(256))) {
      assertEquals(
          Reason.FAILED,
          reason(
              doors.publish(
                  new PortPublish(
                      ALICE, "a", null, publish.payload(), List.of(), false, false, key, null))));
    }
  }

  @Test
  void withoutMemoryOrDiskItMayBeTriedAgain() {
    doors.isFull = true;
    assertEquals(Reason.BUSY, reason(doors.pass(ALICE, "a", "x")));
    doors.isFull = false;
    done(doors.pass(ALICE, "a", "x"));
    InMemoryLog log = new InMemoryLog();
    again(new DoorsUnderTest(log, List.of(), policy -> policy));
    log.fill();
    assertEquals(Reason.BUSY, reason(doors.pass(ALICE, "a", "x")));
  }

  @Test
  void nothingIsToldBeforeItIsDurable() {
    InMemoryLog log = InMemoryLog.held(1 << 20);
    again(new DoorsUnderTest(log, List.of(), policy -> policy));
    DoorsUnderTest.Listener bob = doors.listener(BOB);
    bob.subscribe("a");
    List<PortResult> results = Collections.synchronizedList(new ArrayList<>());
    doors.port.publish(publishOf(ALICE, "a", "x"), doors.loops.get(0)::execute, results::add);
    while (log.appended() == 0) {
      bob.take();
    }
    assertEquals(List.of(), bob.take());
    assertEquals(List.of(), results);
    log.sync();
    while (results.isEmpty()) {
      bob.take();
    }
    done(results.get(0));
    while (bob.items.isEmpty()) {
      bob.take();
    }
    assertEquals(1, bob.items.size());
  }

  @Test
  void whatCouldNotBeStoredIsRefusedAndToldToNobody() {
    InMemoryLog log = InMemoryLog.held(1 << 20);
    again(new DoorsUnderTest(log, List.of(), policy -> policy));
    DoorsUnderTest.Listener bob = doors.listener(BOB);
    bob.subscribe("a");
    List<PortResult> results = Collections.synchronizedList(new ArrayList<>());
    doors.port.publish(publishOf(ALICE, "a", "x"), doors.loops.get(0)::execute, results::add);
    while (log.appended() == 0) {
      bob.take();
    }
    log.fail();
    while (results.isEmpty()) {
      bob.take();
    }
    assertEquals(Reason.BUSY, reason(results.get(0)));
    assertEquals(List.of(), bob.take());
  }
}
