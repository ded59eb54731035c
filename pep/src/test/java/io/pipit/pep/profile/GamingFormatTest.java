package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0196. */
class GamingFormatTest {

  private static String payload(String content) {
    return "<game xmlns='" + Gaming.NAMESPACE + "'>" + content + "</game>";
  }

  @Test
  @Tag("PF-0196-gaming")
  void payloadReads() {
    assertEquals(
        new Gaming(
            "Worlds of Warfare",
            "66",
            "http://wow.example.com/",
            "WOW Example",
            "wow6.example.com",
            "Stentor",
            "http://wow.example.com/profile.html?12345"),
        Payloads.thereAndBack(
            Gaming.FORMAT,
            payload(
                "<character_name>Stentor</character_name>"
                    + "<character_profile>http://wow.example.com/profile.html?12345"
                    + "</character_profile><level>66</level><name>Worlds of Warfare</name>"
                    + "<server_address>wow6.example.com</server_address>"
                    + "<server_name>WOW Example</server_name>"
                    + "<uri>http://wow.example.com/</uri>")));
    assertEquals(
        Gaming.of("chess"), Payloads.thereAndBack(Gaming.FORMAT, payload("<name>chess</name>")));
  }

  @Test
  @Tag("PF-0196-gaming")
  void emptyPayloadSaysThatItIsOver() {
    assertEquals(Gaming.NONE, Payloads.thereAndBack(Gaming.FORMAT, payload("")));
  }

  @Test
  @Tag("PF-0196-gaming")
  void whatIsNotKnownIsLeftOut() {
    String known = "<name>chess</name>";
    assertEquals(
        Payloads.value(Gaming.FORMAT, payload(known)),
        Payloads.value(
            Gaming.FORMAT,
            payload(
                "<x xmlns='urn:x'/>"
                    + known
                    + "<whatever/><whatever/><uri xmlns='urn:x'> </uri>")));
  }

  @ParameterizedTest(name = "PF-0196-gaming {0}")
  @CsvSource({
    "<uri>http://www.chesspark.com/</uri>, there is no <name/>",
    "<name/>, there is no <name/>",
    "<name>chess</name><uri>the park</uri>, <uri/> holds no URI",
    "<name>chess</name><character_profile>the king</character_profile>, <character_profile/> holds no URI",
    "<name>chess</name><name>chess</name>, there is more than one <name/>"
  })
  void payloadIsRefused(String content, String problem) {
    assertEquals("<game/>: " + problem, Payloads.problem(Gaming.FORMAT, payload(content)));
  }

  @Test
  void payloadThatSaysTooLittleIsNotWritten() {
    Gaming without = new Gaming(null, "66", null, null, null, null, null);
    assertThrows(IllegalArgumentException.class, () -> Gaming.FORMAT.write(without));
  }
}
