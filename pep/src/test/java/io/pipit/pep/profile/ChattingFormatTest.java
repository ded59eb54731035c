package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0194. */
class ChattingFormatTest {

  private static String payload(String content) {
    return "<room xmlns='" + Chatting.NAMESPACE + "'>" + content + "</room>";
  }

  @Test
  @Tag("PF-0194-chatting")
  void payloadReads() {
    assertEquals(
        new Chatting("xmpp:jdev@conference.jabber.org", "Jabber Development", "BOSH meeting"),
        Payloads.thereAndBack(
            Chatting.FORMAT,
            payload(
                "<name>Jabber Development</name><topic>BOSH meeting</topic>"
                    + "<uri>xmpp:jdev@conference.jabber.org</uri>")));
  }

  @Test
  @Tag("PF-0194-chatting")
  void emptyPayloadSaysThatItIsOver() {
    assertEquals(Chatting.NONE, Payloads.thereAndBack(Chatting.FORMAT, payload("")));
  }

  @Test
  @Tag("PF-0194-chatting")
  void whatIsNotKnownIsLeftOut() {
    String known = "<uri>irc://irc.example.org/room</uri>";
    assertEquals(
        Payloads.value(Chatting.FORMAT, payload(known)),
        Payloads.value(
            Chatting.FORMAT,
            payload(
                "<x xmlns='urn:x'/>"
                    + known
                    + "<whatever/><whatever/><uri xmlns='urn:x'> </uri>")));
  }

  @ParameterizedTest(name = "PF-0194-chatting {0}")
  @CsvSource({
    "<name>Jabber Development</name>, there is no <uri/>",
    "<uri/>, there is no <uri/>",
    "<uri> </uri>, there is no <uri/>",
    "<uri xmlns='urn:x'>xmpp:a@b</uri>, there is no <uri/>",
    "<uri>jdev room</uri>, <uri/> holds no URI",
    "<uri>xmpp:a@b</uri><uri>xmpp:a@b</uri>, there is more than one <uri/>",
    "<uri>xmpp:a@b</uri><name/><name/>, there is more than one <name/>"
  })
  void payloadIsRefused(String content, String problem) {
    assertEquals("<room/>: " + problem, Payloads.problem(Chatting.FORMAT, payload(content)));
  }

  @Test
  void payloadThatSaysTooLittleIsNotWritten() {
    Chatting without = new Chatting(null, "Jabber Development", null);
    assertThrows(IllegalArgumentException.class, () -> Chatting.FORMAT.write(without));
  }
}
