package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.ReceivedIds.State.OPEN;
import static io.pipit.broker.mqtt.ReceivedIds.State.UNDECIDED;
import static io.pipit.broker.mqtt.ReceivedIds.State.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReceivedIdsTest {

  private final ReceivedIds ids = new ReceivedIds();

  @Test
  void messageIsOneUntilItIsReleased() {
    assertEquals(UNKNOWN, ids.state(65_535));
    ids.arrived(65_535);
    assertEquals(UNDECIDED, ids.state(65_535));
    ids.decided(65_535, true);
    assertEquals(OPEN, ids.state(65_535));
    assertEquals(1, ids.size());
    assertTrue(ids.released(65_535));
    assertFalse(ids.released(65_535));
    assertEquals(0, ids.size());
    assertEquals(UNKNOWN, ids.state(65_535));
  }

  @Test
  void refusedMessageIsNotOpen() {
    ids.arrived(1);
    ids.decided(1, false);
    assertEquals(0, ids.size());
    assertFalse(ids.released(1));
    assertEquals(UNKNOWN, ids.state(1));
  }

  @Test
  void undecidedMessageIsNotReleased() {
    ids.arrived(1);
    assertFalse(ids.released(1));
    assertEquals(1, ids.size());
  }
}
