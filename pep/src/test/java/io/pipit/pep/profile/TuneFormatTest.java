package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0118. */
class TuneFormatTest {

  private static String tune(String content) {
    return "<tune xmlns='" + Tune.NAMESPACE + "'>" + content + "</tune>";
  }

  @Test
  @Tag("PF-0118-tune")
  void tuneReads() {
    assertEquals(
        new Tune(
            "Yes",
            null,
            null,
            null,
            null,
            686,
            null,
            null,
            8,
            "Yessongs",
            "Heart of the Sunrise",
            "3",
            "http://www.yesworld.com/lyrics/Fragile.html#9"),
        Payloads.thereAndBack(
            Tune.FORMAT,
            tune(
                "<artist>Yes</artist><length>686</length><rating>8</rating>"
                    + "<source>Yessongs</source><title>Heart of the Sunrise</title>"
                    + "<track>3</track>"
                    + "<uri>http://www.yesworld.com/lyrics/Fragile.html#9</uri>")));
  }

  @Test
  @Tag("PF-0118-tune")
  void everythingThatCanBeSaidOfATuneReads() {
    Tune tune =
        Payloads.thereAndBack(
            Tune.FORMAT,
            tune(
                "<artist/><composer>c</composer><date>2003-02-15</date><genre>Opera</genre>"
                    + "<language>rus</language><lyricist>l</lyricist><performer>p</performer>"));
    assertEquals("", tune.artist());
    assertEquals("rus", tune.language());
  }

  @Test
  @Tag("PF-0118-tune")
  void emptyTuneSaysThatNothingIsPlayed() {
    assertEquals(Tune.NONE, Payloads.thereAndBack(Tune.FORMAT, tune("")));
  }

  @ParameterizedTest(name = "PF-0118-tune length {0}")
  @CsvSource({"0, 0", "65535, 65535", "' 7 ', 7", "+7, 7", "007, 7", "0000000000007, 7"})
  void lengthIsAnUnsignedShort(String written, int length) {
    assertEquals(
        length, Payloads.value(Tune.FORMAT, tune("<length>" + written + "</length>")).length());
  }

  @ParameterizedTest(name = "PF-0118-tune length {0}")
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "-0",
        "65536",
        "9999999999",
        "686.0",
        "6e2",
        "4:30",
        "0x10",
        "\u0663",
        "1 2"
      })
  void otherLengthIsRefused(String written) {
    assertEquals(
        "<tune/>: <length/> holds no number from 0 to 65535",
        Payloads.problem(Tune.FORMAT, tune("<length>" + written + "</length>")));
  }

  @ParameterizedTest(name = "PF-0118-tune rating {0}")
  @ValueSource(strings = {"0", "11", "-5", "5.5", "", "best"})
  void ratingIsOneToTen(String written) {
    assertEquals(
        "<tune/>: <rating/> holds no number from 1 to 10",
        Payloads.problem(Tune.FORMAT, tune("<rating>" + written + "</rating>")));
  }

  @ParameterizedTest(name = "PF-0118-tune uri {0}")
  @ValueSource(strings = {"a b", "http://x/\"", "&lt;http://x/&gt;", "a\\b", "{a}", "a\u0085b"})
  void whatIsNoUriIsRefused(String written) {
    assertEquals(
        "<tune/>: <uri/> holds no URI",
        Payloads.problem(Tune.FORMAT, tune("<uri>" + written + "</uri>")));
  }

  @Test
  @Tag("PF-0118-tune")
  void childIsThereOnceAtMost() {
    assertEquals(
        "<tune/>: there is more than one <artist/>",
        Payloads.problem(Tune.FORMAT, tune("<artist>a</artist><artist>b</artist>")));
  }

  @ParameterizedTest(name = "PF-0118-tune {0}")
  @ValueSource(
      strings = {
        "<mood/>",
        "<a/><a/>",
        "<length xmlns='urn:x'>long</length>",
        "<artist xmlns='urn:x'>a</artist><artist xmlns='urn:x'>b</artist>",
        "some text"
      })
  void whatIsNotKnownIsLeftOut(String content) {
    assertEquals(
        Tune.of("Yes", "Roundabout"),
        Payloads.value(
            Tune.FORMAT, tune("<artist by='x'>Yes</artist><title>Roundabout</title>" + content)));
  }

  @Test
  void tuneThatCannotBeIsNotWritten() {
    Tune tooGood =
        new Tune(null, null, null, null, null, null, null, null, 11, null, null, null, null);
    assertThrows(IllegalArgumentException.class, () -> Tune.FORMAT.write(tooGood));
  }
}
