package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0195. */
class BrowsingFormatTest {

  private static String payload(String content) {
    return "<page xmlns='" + Browsing.NAMESPACE + "'>" + content + "</page>";
  }

  @Test
  @Tag("PF-0195-browsing")
  void payloadReads() {
    assertEquals(
        new Browsing("https://stpeter.im/", "One Small Voice", "A weblog", "Jabber, XMPP"),
        Payloads.thereAndBack(
            Browsing.FORMAT,
            payload(
                "<description>A weblog</description><keywords>Jabber, XMPP</keywords>"
                    + "<title>One Small Voice</title><uri>https://stpeter.im/</uri>")));
  }

  @Test
  @Tag("PF-0195-browsing")
  void emptyPayloadSaysThatItIsOver() {
    assertEquals(Browsing.NONE, Payloads.thereAndBack(Browsing.FORMAT, payload("")));
  }

  @Test
  @Tag("PF-0195-browsing")
  void whatIsNotKnownIsLeftOut() {
    String known = "<uri>https://stpeter.im/</uri>";
    assertEquals(
        Payloads.value(Browsing.FORMAT, payload(known)),
        Payloads.value(
            Browsing.FORMAT,
            payload(
                "<x xmlns='urn:x'/>"
                    + known
                    + "<whatever/><whatever/><uri xmlns='urn:x'> </uri>")));
  }

  @ParameterizedTest(name = "PF-0195-browsing {0}")
  @CsvSource({
    "<title>One Small Voice</title>, there is no <uri/>",
    "<uri/>, there is no <uri/>",
    "<uri>my page</uri>, <uri/> holds no URI",
    "<uri>a:b</uri><uri>a:c</uri>, there is more than one <uri/>",
    "<uri>a:b</uri><title/><title/>, there is more than one <title/>"
  })
  void payloadIsRefused(String content, String problem) {
    assertEquals("<page/>: " + problem, Payloads.problem(Browsing.FORMAT, payload(content)));
  }

  @Test
  void payloadThatSaysTooLittleIsNotWritten() {
    Browsing without = new Browsing(null, "One Small Voice", null, null);
    assertThrows(IllegalArgumentException.class, () -> Browsing.FORMAT.write(without));
  }
}
