package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.mqtt.Backlog.Waiting;
import io.pipit.broker.mqtt.codec.SharedPublish;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static Waiting message(int payloadBytes) {
    return new Waiting(
        MqttDelivery.of(
            new PortItem(
                "a",
                "",
                0,
                Instant.EPOCH,
                null,
                new PortPayload("binary", null, new byte[payloadBytes]),
                List.of(),
                false)),
        1,
        false,
        SharedPublish.NO_IDENTIFIERS);
  }

  @Test
  void firstInFirstOut() {
    Backlog backlog = new Backlog(10, 1_000);
    Waiting first = message(1);
    Waiting second = message(2);
    assertEquals(0, backlog.add(first));
    assertEquals(0, backlog.add(second));
    assertEquals(first.bytes() + second.bytes(), backlog.bytes());
    assertSame(first, backlog.poll());
    assertSame(second, backlog.poll());
    assertNull(backlog.poll());
    assertTrue(backlog.isEmpty());
    assertEquals(0, backlog.bytes());
  }

  @Test
  void oldestIsDroppedForOneItemTooMany() {
    Backlog backlog = new Backlog(2, 1_000);
    backlog.add(message(1));
    Waiting second = message(1);
    backlog.add(second);
    assertEquals(1, backlog.add(message(1)));
    assertEquals(2, backlog.size());
    assertSame(second, backlog.poll());
  }

  @Test
  void asManyOfTheOldestAreDroppedAsTheBytesNeed() {
    Backlog backlog = new Backlog(100, 300);
    backlog.add(message(80));
    backlog.add(message(80));
    backlog.add(message(80));
    Waiting large = message(250);
    assertEquals(3, backlog.add(large));
    assertSame(large, backlog.poll());
    assertEquals(0, backlog.bytes());
  }

  @Test
  void messageThatNeverFitsIsDroppedAlone() {
    Backlog backlog = new Backlog(100, 300);
    Waiting small = message(80);
    backlog.add(small);
    assertEquals(1, backlog.add(message(300)));
    assertSame(small, backlog.poll());
  }

  @Test
  void backlogOfNothingTakesNothing() {
    Backlog backlog = new Backlog(0, 300);
    assertEquals(1, backlog.add(message(1)));
    assertTrue(backlog.isEmpty());
  }
}
