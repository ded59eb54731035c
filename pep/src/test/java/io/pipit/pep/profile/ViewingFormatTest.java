package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0197. */
class ViewingFormatTest {

  private static String payload(String content) {
    return "<video xmlns='" + Viewing.NAMESPACE + "'>" + content + "</video>";
  }

  @Test
  @Tag("PF-0197-viewing")
  void payloadReads() {
    assertEquals(
        new Viewing(
            "Mystery Science Theater 3000",
            "Comedy",
            "Cast interview",
            "807",
            "Terror From The Year 5000",
            "Robert Duncan",
            "Trace Beaulieu, Frank Conniff",
            "Sci-Fi Channel",
            1800,
            Instant.parse("2006-08-29T03:00:00Z"),
            Instant.parse("2006-08-29T03:30:00Z"),
            "http://www.mst3kinfo.com/",
            "MST3K forever!",
            "9"),
        Payloads.thereAndBack(
            Viewing.FORMAT,
            payload(
                "<author>Robert Duncan</author><cast>Trace Beaulieu, Frank Conniff</cast>"
                    + "<channel_name>Sci-Fi Channel</channel_name>"
                    + "<description>Terror From The Year 5000</description>"
                    + "<duration>1800</duration><end_time>2006-08-29T03:30:00Z</end_time>"
                    + "<episode>807</episode>"
                    + "<program_name>Mystery Science Theater 3000</program_name>"
                    + "<program_type>Comedy</program_type>"
                    + "<start_time>2006-08-29T03:00:00Z</start_time>"
                    + "<subprogram_type>Cast interview</subprogram_type>"
                    + "<uri>http://www.mst3kinfo.com/</uri>"
                    + "<user_comment>MST3K forever!</user_comment><user_rating>9</user_rating>")));
  }

  @Test
  @Tag("PF-0197-viewing")
  void emptyPayloadSaysThatItIsOver() {
    assertEquals(Viewing.NONE, Payloads.thereAndBack(Viewing.FORMAT, payload("")));
  }

  @Test
  @Tag("PF-0197-viewing")
  void whatIsNotKnownIsLeftOut() {
    String known = "<episode>807</episode>";
    assertEquals(
        Payloads.value(Viewing.FORMAT, payload(known)),
        Payloads.value(
            Viewing.FORMAT,
            payload(
                "<x xmlns='urn:x'/>"
                    + known
                    + "<whatever/><whatever/><uri xmlns='urn:x'> </uri>")));
  }

  @ParameterizedTest(name = "PF-0197-viewing {0}")
  @CsvSource({
    "<duration>0</duration>, <duration/> holds no number from 1 to 999999999",
    "<duration>half an hour</duration>, <duration/> holds no number from 1 to 999999999",
    "<start_time>2006-08-29T03:00Z</start_time>, <start_time/> holds no time with its zone",
    "<end_time>tonight</end_time>, <end_time/> holds no time with its zone",
    "<uri>channel 4</uri>, <uri/> holds no URI",
    "<episode/><episode/>, there is more than one <episode/>"
  })
  void payloadIsRefused(String content, String problem) {
    assertEquals("<video/>: " + problem, Payloads.problem(Viewing.FORMAT, payload(content)));
  }

  /** As the example of the specification has it, whose name of the program is none of the list. */
  @Test
  @Tag("PF-0197-viewing")
  void exampleReads() {
    Viewing viewing =
        Payloads.value(
            Viewing.FORMAT,
            payload("<name>Mystery Science Theater 3000</name><episode>807</episode>"));
    assertEquals("807", viewing.episode());
  }

  /** The root of the schema is an error: the text has video. */
  @Test
  @Tag("PF-0197-viewing")
  void roomIsNoVideo() {
    assertEquals(
        "not <video xmlns='urn:xmpp:viewing:0'/>",
        Payloads.problem(Viewing.FORMAT, "<room xmlns='urn:xmpp:viewing:0'/>"));
  }
}
