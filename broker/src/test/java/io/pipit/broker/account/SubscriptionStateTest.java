package io.pipit.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.broker.account.SubscriptionState.Step;
import io.pipit.xmpp.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the eight charts of RFC 6121 A.2 and A.3. */
@Tag("XC-6121-state-machine")
class SubscriptionStateTest {

  /** Columns: existing state, whether the stanza is routed, new state ({@code -} for no change). */
  private static final String OUTBOUND_SUBSCRIBE =
      """
      none                | yes | none_pending_out
      none_pending_out    | yes | -
      none_pending_in     | yes | none_pending_out_in
      none_pending_out_in | yes | -
      to                  | yes | -
      to_pending_in       | yes | -
      from                | yes | from_pending_out
      from_pending_out    | yes | -
      both                | yes | -
      """;

  private static final String OUTBOUND_UNSUBSCRIBE =
      """
      none                | yes | -
      none_pending_out    | yes | none
      none_pending_in     | yes | -
      none_pending_out_in | yes | none_pending_in
      to                  | yes | none
      to_pending_in       | yes | none_pending_in
      from                | yes | -
      from_pending_out    | yes | from
      both                | yes | from
      """;

  private static final String OUTBOUND_SUBSCRIBED =
      """
      none                | no  | -
      none_pending_out    | no  | -
      none_pending_in     | yes | from
      none_pending_out_in | yes | from_pending_out
      to                  | no  | -
      to_pending_in       | yes | both
      from                | no  | -
      from_pending_out    | no  | -
      both                | no  | -
      """;

  private static final String OUTBOUND_UNSUBSCRIBED =
      """
      none                | no  | -
      none_pending_out    | no  | -
      none_pending_in     | yes | none
      none_pending_out_in | yes | none_pending_out
      to                  | no  | -
      to_pending_in       | yes | to
      from                | yes | none
      from_pending_out    | yes | none_pending_out
      both                | yes | to
      """;

  private static final String INBOUND_SUBSCRIBE =
      """
      none                | yes | none_pending_in
      none_pending_out    | yes | none_pending_out_in
      none_pending_in     | no  | -
      none_pending_out_in | no  | -
      to                  | yes | to_pending_in
      to_pending_in       | no  | -
      from                | no  | -
      from_pending_out    | no  | -
      both                | no  | -
      """;

  private static final String INBOUND_UNSUBSCRIBE =
      """
      none                | no  | -
      none_pending_out    | no  | -
      none_pending_in     | yes | none
      none_pending_out_in | yes | none_pending_out
      to                  | no  | -
      to_pending_in       | yes | to
      from                | yes | none
      from_pending_out    | yes | none_pending_out
      both                | yes | to
      """;

  private static final String INBOUND_SUBSCRIBED =
      """
      none                | no  | -
      none_pending_out    | yes | to
      none_pending_in     | no  | -
      none_pending_out_in | yes | to_pending_in
      to                  | no  | -
      to_pending_in       | no  | -
      from                | no  | -
      from_pending_out    | yes | both
      both                | no  | -
      """;

  private static final String INBOUND_UNSUBSCRIBED =
      """
      none                | no  | -
      none_pending_out    | yes | none
      none_pending_in     | no  | -
      none_pending_out_in | yes | none_pending_in
      to                  | yes | none
      to_pending_in       | yes | none_pending_in
      from                | no  | -
      from_pending_out    | yes | from
      both                | yes | from
      """;

  static Stream<Arguments> outbound() {
    return Stream.of(
            cells(Presence.Type.SUBSCRIBE, OUTBOUND_SUBSCRIBE),
            cells(Presence.Type.UNSUBSCRIBE, OUTBOUND_UNSUBSCRIBE),
            cells(Presence.Type.SUBSCRIBED, OUTBOUND_SUBSCRIBED),
            cells(Presence.Type.UNSUBSCRIBED, OUTBOUND_UNSUBSCRIBED))
        .flatMap(List::stream);
  }

  static Stream<Arguments> inbound() {
    return Stream.of(
            cells(Presence.Type.SUBSCRIBE, INBOUND_SUBSCRIBE),
            cells(Presence.Type.UNSUBSCRIBE, INBOUND_UNSUBSCRIBE),
            cells(Presence.Type.SUBSCRIBED, INBOUND_SUBSCRIBED),
            cells(Presence.Type.UNSUBSCRIBED, INBOUND_UNSUBSCRIBED))
        .flatMap(List::stream);
  }

  private static List<Arguments> cells(Presence.Type type, String chart) {
    List<Arguments> cells = new ArrayList<>();
    for (String line : chart.lines().toList()) {
      String[] columns = line.split("\\|");
      SubscriptionState state = state(columns[0]);
      String next = columns[2].strip();
      cells.add(
          Arguments.of(
              type,
              state,
              columns[1].strip().equals("yes"),
              next.equals("-") ? state : state(next)));
    }
    assertEquals(SubscriptionState.values().length, cells.size());
    return cells;
  }

  private static SubscriptionState state(String name) {
    return SubscriptionState.valueOf(name.strip().toUpperCase(Locale.ROOT));
  }

  @ParameterizedTest(name = "XC-6121-state-machine outbound {0} in {1}")
  @MethodSource("outbound")
  void outboundStanzaDoesWhatTheChartSays(
      Presence.Type type, SubscriptionState state, boolean routed, SubscriptionState next) {
    assertEquals(new Step(routed, next), state.outbound(type));
  }

  @ParameterizedTest(name = "XC-6121-state-machine inbound {0} in {1}")
  @MethodSource("inbound")
  void inboundStanzaDoesWhatTheChartSays(
      Presence.Type type, SubscriptionState state, boolean delivered, SubscriptionState next) {
    assertEquals(new Step(delivered, next), state.inbound(type));
  }

  @ParameterizedTest
  @EnumSource(SubscriptionState.class)
  void stateIsWhatItIsMadeOf(SubscriptionState state) {
    assertEquals(
        state, SubscriptionState.of(state.subscription(), state.pendingOut(), state.pendingIn()));
  }

  @Test
  void nothingIsPendingForWhatIsThere() {
    assertEquals(SubscriptionState.BOTH, SubscriptionState.of(Subscription.BOTH, true, true));
    assertEquals(SubscriptionState.TO, SubscriptionState.of(Subscription.TO, true, false));
    assertEquals(SubscriptionState.FROM, SubscriptionState.of(Subscription.FROM, false, true));
  }

  @Test
  void otherPresenceManagesNoSubscription() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SubscriptionState.NONE.outbound(Presence.Type.AVAILABLE));
    assertThrows(
        IllegalArgumentException.class, () -> SubscriptionState.NONE.inbound(Presence.Type.PROBE));
  }
}
