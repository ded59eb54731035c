package io.pipit.pubsub.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.port.PortResult.Reason;
import io.pipit.xmpp.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link PubsubPort} keeps where items are published and read. An implementation extends
 * this and says what its service is.
 */
public abstract class PublishPortContract extends PortFixture {

  @Test
  void itemThatIsPublishedHasAnId() {
    assertEquals("mine", done(with(publishOf(OWNER, "a", "x"), "mine")).id());
    assertFalse(done(publishOf(OWNER, "a", "y")).id().isEmpty());
  }

  @Test
  void sameKeyIsPublishedOnce() {
    PortClient bridge = open("a");
    assertFalse(done(withKey(publishOf(OWNER, "a", "x"), "k")).repeated());
    assertTrue(done(withKey(publishOf(OWNER, "a", "x"), "k")).repeated());
    bridge.queue().demand(10);
    assertEquals(List.of("x"), bridge.texts());
  }

  @Test
  void nodeComesWithTheTemplateThatIsNamed() {
    done(withTemplate(with(publishOf(OWNER, "a", "1"), "1"), PortUnderTest.STATE));
    done(with(standing("a", "2"), "2"));
    service().retract("a", "2");
    assertEquals(List.of(), standing("#", 10).texts, "the node keeps one item, and it is gone");
  }

  @Test
  void templateThatIsNotThereIsMissing() {
    assertEquals(Reason.MISSING, refusal(withTemplate(publishOf(OWNER, "a", "1"), "none")));
  }

  @Test
  void whoMayNotPublishIsNotAuthorised() {
    service().createNode("mine", Map.of("pubsub#publish_model", "publishers"));
    assertEquals(Reason.NOT_AUTHORISED, refusal(publishOf(ITSELF, "mine", "x")));
    assertEquals(Reason.NOT_AUTHORISED, refusal(publishOf(OWNER, "$pep/alice/x", "x")));
    assertEquals(Reason.NOT_AUTHORISED, reason(endStanding(ITSELF, "mine")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\u0000b"})
  void whatCanBeNoNodeHasABadName(String node) {
    assertEquals(Reason.BAD_NAME, refusal(publishOf(OWNER, node, "x")));
  }

  @Test
  void itemAboveTheSizeOfItsNodeIsTooLarge() {
    service().createNode("small", Map.of("pubsub#max_payload_size", "100"));
    assertEquals(Reason.TOO_LARGE, refusal(publishOf(OWNER, "small", "x".repeat(200))));
  }

  @Test
  void headerThatXmlCannotHoldIsInvalid() {
    PortPublish wrong = with(publishOf(OWNER, "a", "x"), "1", new PortHeader("h", "\u0001"));
    assertEquals(Reason.INVALID_PAYLOAD, refusal(wrong));
  }

  @Test
  void moreHeadersThanAnItemMayHaveAreAQuota() {
    PortHeader[] many = new PortHeader[33];
    for (int i = 0; i < many.length; i++) {
      many[i] = new PortHeader("h" + i, "v");
    }
    assertEquals(Reason.QUOTA, refusal(with(publishOf(OWNER, "a", "x"), "1", many)));
  }

  @Test
  void keyThatIsNoneFails() {
    assertEquals(Reason.FAILED, refusal(withKey(publishOf(OWNER, "a", "x"), " ")));
  }

  @Test
  void withoutRoomThePortIsBusy() {
    publish("a", "x");
    service().fillStorage();
    assertEquals(Reason.BUSY, refusal(publishOf(OWNER, "a", "y")));
    assertEquals(
        Reason.BUSY,
        assertInstanceOf(PortOpening.Refused.class, opening(spec("a"), client())).reason());
  }

  private PortResult title(Jid requester, String node, String title) {
    return await(told -> port().title(requester, node, title, told));
  }

  @Test
  void nodeWithoutATitleGetsOne() {
    done(publishOf(OWNER, "a", "x"));
    assertInstanceOf(PortResult.Done.class, title(OWNER, "a", "Kitchen <1>"));
    assertEquals("Kitchen <1>", service().titleOf("a"));
    assertInstanceOf(PortResult.Done.class, title(OWNER, "a", "Cellar"));
    assertEquals("Kitchen <1>", service().titleOf("a"), "it keeps the one that it has");
  }

  @Test
  void titleIsForWhoOwnsTheNode() {
    done(publishOf(OWNER, "a", "x"));
    assertEquals(Reason.NOT_AUTHORISED, reason(title(ITSELF, "a", "Mine")));
    assertEquals(Reason.MISSING, reason(title(OWNER, "none", "Mine")));
    assertEquals(Reason.INVALID_PAYLOAD, reason(title(OWNER, "a", "\u0001")));
    assertEquals("", service().titleOf("a"));
  }

  // ---- what stands

  /** What was given out, and how that ended. */
  private static final class Stood {
    final List<String> texts = new ArrayList<>();
    final List<Boolean> toStand = new ArrayList<>();
    final List<Long> seqs = new ArrayList<>();

    void add(PortItem item) {
      texts.add(text(item));
      toStand.add(item.standing());
      seqs.add(item.seq());
    }

    @Nullable PortResult result;
  }

  private Stood standing(String filter, int most) {
    return await(
        told -> {
          Stood stood = new Stood();
          port()
              .standing(
                  OWNER,
                  filter,
                  most,
                  stood::add,
                  result -> {
                    stood.result = result;
                    told.accept(stood);
                  });
        });
  }

  @Test
  void whatStandsComesTheOldestFirst() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      service().pass(Duration.ofSeconds(1));
      done(standing("n" + (i * 37 % 70), "" + i));
      expected.add("" + i);
    }
    Stood stood = standing("#", 1_000);
    assertEquals(expected, stood.texts);
    assertInstanceOf(PortResult.Done.class, stood.result);
  }

  @Test
  void noMoreIsGivenOutThanWasAskedFor() {
    for (String node : List.of("a", "b", "c")) {
      done(standing(node, node));
    }
    Stood stood = standing("#", 2);
    assertEquals(2, stood.texts.size());
    assertInstanceOf(PortResult.Refused.class, stood.result);
  }

  @Test
  void whatIsNoFilterHasABadName() {
    PortResult result = standing("a/#/b", 10).result;
    assertEquals(Reason.BAD_NAME, assertInstanceOf(PortResult.Refused.class, result).reason());
  }

  @Test
  void whatWasEndedStandsNoMore() {
    done(standing("a", "1"));
    assertInstanceOf(PortResult.Done.class, endStanding(OWNER, "a"));
    assertEquals(List.of(), standing("#", 10).texts);
  }

  @Test
  void onlyTheItemThatIsMeantStandsNoMore() {
    done(standing("a", "1"));
    long first = seqOfStanding("a");
    done(standing("a", "2"));
    assertEquals(Reason.MISSING, reason(endStanding("a", first)));
    assertEquals(List.of("2"), standing("#", 10).texts);
    assertInstanceOf(PortResult.Done.class, endStanding("a", seqOfStanding("a")));
    assertEquals(List.of(), standing("#", 10).texts);
    assertEquals(Reason.NOT_AUTHORISED, reason(endStanding("$pep/alice/x", 1)));
  }

  @Test
  void whatWasPublishedToStandSaysSo() {
    done(standing("a", "1"));
    PortPayload payload = publishOf(OWNER, "b", "2").payload();
    done(new PortPublish(OWNER, "b", "2", payload, List.of(), false, false, null, null));
    Stood stood = standing("#", 10);
    assertEquals(List.of("1", "2"), stood.texts);
    assertEquals(List.of(true, false), stood.toStand);
    assertEquals(Reason.MISSING, reason(endStanding("b", seqOfStanding("b"))));
  }

  private PortResult endStanding(String node, long seq) {
    return await(told -> port().endStanding(OWNER, node, seq, told));
  }

  private long seqOfStanding(String node) {
    return standing(node, 1).seqs.get(0);
  }

  // ---- once

  private PortResult once(int id, String text) {
    return await(told -> port().publishOnce(publishOf(OWNER, "a", text), BRIDGE, NAME, id, told));
  }

  private boolean repeated(int id, String text) {
    return assertInstanceOf(PortResult.Done.class, once(id, text)).repeated();
  }

  private void complete(int id) {
    assertTrue(
        PortFixture.<Boolean>await(
            told -> port().completed(BRIDGE, NAME, id, () -> told.accept(true))));
  }

  @Test
  void sameIdIsPublishedOnceUntilItIsCompleted() {
    PortClient bridge = open("a");
    assertFalse(repeated(7, "1"));
    assertTrue(repeated(7, "1"));
    assertFalse(repeated(8, "2"));
    complete(7);
    assertFalse(repeated(7, "3"));
    assertTrue(repeated(8, "2"));
    port().forget(BRIDGE, NAME);
    assertFalse(repeated(8, "4"));
    bridge.queue().demand(10);
    assertEquals(List.of("1", "2", "3", "4"), bridge.texts());
  }

  @Test
  void withoutItsQueueAnIdIsMissing() {
    assertEquals(Reason.MISSING, reason(once(7, "1")));
    complete(7);
  }

  @Test
  void idIsOfOneOwner() {
    open("a");
    assertFalse(repeated(7, "1"));
    QueueSpec other = spec("a");
    open(new QueueSpec(NAME, OWNER.bare(), other.filters(), ROOM, null, false));
    PortResult result =
        await(told -> port().publishOnce(publishOf(OWNER, "a", "1"), OWNER.bare(), NAME, 7, told));
    assertFalse(assertInstanceOf(PortResult.Done.class, result).repeated());
  }

  @Test
  void restartRemembersIds() throws Exception {
    PortClient before = open("a");
    assertFalse(repeated(7, "1"));
    assertFalse(repeated(8, "2"));
    complete(8);
    restart();
    assertTrue(repeated(7, "1"));
    assertFalse(repeated(8, "3"));
    PortClient after = open("a");
    after.queue().demand(10);
    assertEquals(List.of("1", "2", "3"), after.texts());
    assertEquals(List.of(), before.take());
  }
}
