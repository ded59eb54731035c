package io.pipit.broker.port;

import static io.pipit.broker.port.DoorsUnderTest.ALICE;
import static io.pipit.broker.port.DoorsUnderTest.onLoop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.stream.ClientStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.port.PortPresence;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.StreamError;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those of whom a bridge knows that they are there are resources of their accounts. */
@Timeout(60)
class PortPresencesTest {

  private static final BareJid ACCOUNT = ALICE.bare();
  private static final String BIND = "bind " + ACCOUNT + "/pump";
  private static final String CLOSED = "closed " + ACCOUNT + "/pump";

  private final DoorsUnderTest doors = DoorsUnderTest.start();
  private final RecordingListener router = new RecordingListener();
  private final LoopInbox loop = doors.shards.ofAccount(ACCOUNT).loop();
  private volatile boolean isAccount = true;
  private final PortPresences presences =
      new PortPresences(doors.shards, router, account -> isAccount, doors.clock);

  @AfterEach
  void end() {
    doors.close();
  }

  private static String presence(String show) {
    return "<presence xmlns='jabber:client' from='"
        + ACCOUNT
        + "/pump'>"
        + show
        + "<priority>-1</priority></presence>";
  }

  private List<String> take() {
    return onLoop(
        loop,
        () -> {
          List<String> all = List.copyOf(router.told);
          router.told.clear();
          return all;
        });
  }

  private List<String> shown(PortPresence presence) {
    presences.show(ACCOUNT, "pump", presence);
    return take();
  }

  @Test
  void resourceComesGoesAwayAndGoes() {
    assertEquals(List.of(BIND, presence("")), shown(PortPresence.AVAILABLE));
    assertEquals(List.of(presence("<show>away</show>")), shown(PortPresence.AWAY));
    assertEquals(List.of(presence("")), shown(PortPresence.AVAILABLE));
    assertEquals(List.of(CLOSED), shown(PortPresence.UNAVAILABLE));
    assertEquals(List.of(), shown(PortPresence.UNAVAILABLE));
    assertEquals(List.of(BIND, presence("<show>away</show>")), shown(PortPresence.AWAY));
  }

  @Test
  void oneThatWasEndedMayComeAgain() {
    List<String> unused = shown(PortPresence.AVAILABLE);
    ClientStream stream = onLoop(loop, () -> router.bound.get(0));
    Supplier<Boolean> close =
        () -> {
          stream.close(StreamError.of(StreamError.Condition.CONFLICT));
          stream.close(StreamError.of(StreamError.Condition.CONFLICT));
          return true;
        };
    assertTrue(onLoop(loop, close));
    assertEquals(List.of(CLOSED), take());
    assertEquals(List.of(BIND, presence("")), shown(PortPresence.AVAILABLE));
  }

  @Test
  void accountThatIsNoneHasNoResources() {
    isAccount = false;
    assertEquals(List.of(), shown(PortPresence.AVAILABLE));
  }

  @Test
  void accountWithAsManySessionsAsItMayHasNoMore() {
    router.isFull = true;
    assertEquals(List.of(), shown(PortPresence.AVAILABLE));
    router.isFull = false;
    assertEquals(List.of(BIND, presence("")), shown(PortPresence.AVAILABLE));
  }

  @Test
  void whatCanBeNoResourceIsIgnored() {
    presences.show(ACCOUNT, "", PortPresence.AVAILABLE);
    presences.show(ACCOUNT, "a\u0001", PortPresence.AVAILABLE);
    assertEquals(List.of(), take());
  }
}
