package io.pipit.xmpp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StanzaErrorReadTest {

  @ParameterizedTest
  @EnumSource
  void readsWhatItWrites(StanzaError.Condition condition) {
    StanzaError error =
        StanzaError.of(condition, "for a person").withApplication(Element.of("closed", "urn:x"));
    assertEquals(error, StanzaError.read(error.toElement()));
    assertEquals(
        StanzaError.of(condition), StanzaError.read(StanzaError.of(condition).toElement()));
  }

  @Test
  void typeOfTheSenderCounts() {
    StanzaError error = StanzaError.of(StanzaError.Type.WAIT, StanzaError.Condition.ITEM_NOT_FOUND);
    assertEquals(error, StanzaError.read(error.toElement()));
  }

  @Test
  void unknownConditionIsUndefinedAndUnknownTypeTheUsualOne() {
    Element error =
        Element.builder("error", Ns.CLIENT)
            .attribute("type", "later")
            .child(Element.of("strange", Ns.STANZA_ERRORS))
            .build();
    assertEquals(
        StanzaError.of(StanzaError.Condition.UNDEFINED_CONDITION), StanzaError.read(error));
    assertEquals(
        StanzaError.of(StanzaError.Condition.UNDEFINED_CONDITION),
        StanzaError.read(Element.of("error", Ns.CLIENT)));
  }
}
