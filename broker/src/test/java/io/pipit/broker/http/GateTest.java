package io.pipit.broker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

  private static final String TOKEN = "0123456789abcdef";
  private static final List<String> RIGHT = List.of("Bearer " + TOKEN);

  private final Gate gate = new Gate(TOKEN);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer 0123456789abcde",
        "Bearer 0123456789abcdef0",
        "Bearer 0123456789abcdeF",
        "Bearer  0123456789abcdef",
        "bearer 0123456789abcdef",
        "Basic 0123456789abcdef",
        "0123456789abcdef"
      })
  void wrongTokenIsRefused(String authorization) {
    assertFalse(gate.admits(Routes.Access.TOKEN, peer("127.0.0.1"), List.of(authorization)));
    assertFalse(
        gate.admits(Routes.Access.LOCAL_OR_TOKEN, peer("192.0.2.1"), List.of(authorization)));
  }

  @Test
  void noTokenAndTwoTokensAreRefused() {
    assertFalse(gate.admits(Routes.Access.TOKEN, peer("127.0.0.1"), List.of()));
    assertFalse(
        gate.admits(
            Routes.Access.TOKEN,
            peer("127.0.0.1"),
            List.of("Bearer wrong-token-00000", RIGHT.get(0))));
  }

  @Test
  void peerThatIsNoAddressIsNotLocal() {
    assertFalse(gate.admits(Routes.Access.LOCAL_OR_TOKEN, null, List.of()));
    assertFalse(
        gate.admits(
            Routes.Access.LOCAL_OR_TOKEN,
            SocketAddress.domainSocketAddress("/run/pipit"),
            List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.8.9.1, true",
    "::1, true",
    "::ffff:127.0.0.1, true",
    "192.0.2.1, false",
    "0.0.0.0, false",
    "::, false",
    "10.0.0.1, false",
    "2001:db8::1, false",
    "::ffff:192.0.2.1, false"
  })
  void onlyLoopbackIsLocal(String address, boolean local) {
    assertEquals(local, gate.admits(Routes.Access.LOCAL_OR_TOKEN, peer(address), List.of()));
    assertTrue(gate.admits(Routes.Access.LOCAL_OR_TOKEN, peer(address), RIGHT));
    assertFalse(gate.admits(Routes.Access.TOKEN, peer(address), List.of()));
    assertTrue(gate.admits(Routes.Access.TOKEN, peer(address), RIGHT));
    assertTrue(gate.admits(Routes.Access.PUBLIC, peer(address), List.of()));
  }

  private static SocketAddress peer(String address) {
    return SocketAddress.inetSocketAddress(40_000, address);
  }
}
