package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.xmpp.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0107. */
class MoodFormatTest {

  private static String mood(String content) {
    return "<mood xmlns='" + Mood.NAMESPACE + "'>" + content + "</mood>";
  }

  @Test
  @Tag("PF-0107-mood")
  void moodWithTextReads() {
    assertEquals(
        new Mood(MoodValue.ANNOYED, null, Described.of("curse my nurse!")),
        Payloads.thereAndBack(Mood.FORMAT, mood("<annoyed/><text>curse my nurse!</text>")));
    assertEquals(Mood.of(MoodValue.IN_AWE), Payloads.thereAndBack(Mood.FORMAT, mood("<in_awe/>")));
  }

  @Test
  @Tag("PF-0107-mood")
  void moreExactMoodOfAnotherNamespaceIsKept() {
    Mood mood =
        Payloads.thereAndBack(
            Mood.FORMAT,
            mood(
                "<happy><ecstatic xmlns='https://example.org/'/></happy>"
                    + "<text xml:lang='en'>Yay, it is approved!</text>"));
    assertEquals(
        new Mood(
            MoodValue.HAPPY,
            Element.of("ecstatic", "https://example.org/"),
            new Described("Yay, it is approved!", "en")),
        mood);
  }

  @ParameterizedTest(name = "PF-0107-mood {0}")
  @EnumSource
  void everyMoodHasItsElement(MoodValue mood) {
    assertEquals(Mood.of(mood), Payloads.thereAndBack(Mood.FORMAT, mood("<" + mood.wire() + "/>")));
  }

  @ParameterizedTest(name = "PF-0107-mood {0}")
  @ValueSource(strings = {"", " \n", "nothing"})
  void emptyMoodSaysThatNothingIsSaid(String content) {
    assertEquals(Mood.NONE, Payloads.value(Mood.FORMAT, mood(content)));
    assertEquals(Payloads.xml(mood("")), Mood.FORMAT.write(Mood.NONE));
  }

  @ParameterizedTest(name = "PF-0107-mood {0}")
  @ValueSource(
      strings = {
        "<happy/><x xmlns='urn:x'/>",
        "<elated/><happy/>",
        "<happy><joyful/></happy>",
        "<happy since='now'>very</happy>"
      })
  void whatIsNotKnownIsLeftOut(String content) {
    assertEquals(Mood.of(MoodValue.HAPPY), Payloads.value(Mood.FORMAT, mood(content)));
  }

  @ParameterizedTest(name = "PF-0107-mood {0}")
  @CsvSource({
    "<happy/><sad/>, <mood/>: it names more than one mood",
    "<happy/><happy/>, <mood/>: it names more than one mood",
    "<text>so</text>, <mood/>: it names no mood",
    "<elated/>, <mood/>: it names no mood",
    "<HAPPY/>, <mood/>: it names no mood",
    "<happy xmlns='urn:x'/>, <mood/>: it names no mood",
    "<happy/><text>a</text><text>b</text>, <mood/>: there is more than one <text/>"
  })
  void exactlyOneMoodIsNamed(String content, String problem) {
    assertEquals(problem, Payloads.problem(Mood.FORMAT, mood(content)));
  }

  @ParameterizedTest(name = "PF-0107-mood {0}")
  @ValueSource(
      strings = {
        "<mood xmlns='urn:x'><happy/></mood>",
        "<moods xmlns='http://jabber.org/protocol/mood'/>",
        "<tune xmlns='http://jabber.org/protocol/tune'/>"
      })
  void otherElementIsNoMood(String payload) {
    assertEquals(
        "not <mood xmlns='http://jabber.org/protocol/mood'/>",
        Payloads.problem(Mood.FORMAT, payload));
  }

  @Test
  void nothingIsSaidOfAMoodWithoutName() {
    assertThrows(IllegalArgumentException.class, () -> new Mood(null, null, Described.of("so")));
    assertThrows(
        IllegalArgumentException.class, () -> new Mood(null, Element.of("x", "urn:x"), null));
  }
}
