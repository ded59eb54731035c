package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0172. */
class NickFormatTest {

  private static String nick(String content) {
    return "<nick xmlns='" + Nick.NAMESPACE + "'>" + content + "</nick>";
  }

  @ParameterizedTest(name = "PF-0172-nick {0}")
  @ValueSource(strings = {"Ishmael", "", " call me ", "\ud83d\udc0b &lt;&amp;&gt;"})
  void nicknameIsTheText(String name) {
    Payloads.thereAndBack(Nick.FORMAT, nick(name));
  }

  @Test
  @Tag("PF-0172-nick")
  void whatIsNotKnownIsLeftOut() {
    assertEquals(
        new Nick("Ishmael"), Payloads.value(Nick.FORMAT, nick("Ish<x xmlns='urn:x'>y</x>mael")));
  }

  @ParameterizedTest(name = "PF-0172-nick {0}")
  @ValueSource(strings = {"<nick xmlns='urn:x'>a</nick>", "<name xmlns='urn:x'>a</name>"})
  void otherElementIsNoNickname(String payload) {
    assertEquals(
        "not <nick xmlns='http://jabber.org/protocol/nick'/>",
        Payloads.problem(Nick.FORMAT, payload));
  }
}
