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

/** XEP-0108. */
class ActivityFormatTest {

  private static String activity(String content) {
    return "<activity xmlns='" + Activity.NAMESPACE + "'>" + content + "</activity>";
  }

  @Test
  @Tag("PF-0108-activity")
  void generalAndSpecificActivityReadWithTheirText() {
    assertEquals(
        new Activity(
            GeneralActivity.RELAXING,
            SpecificActivity.PARTYING,
            null,
            new Described("My nurse's birthday!", "en")),
        Payloads.thereAndBack(
            Activity.FORMAT,
            activity(
                "<relaxing><partying/></relaxing>"
                    + "<text xml:lang='en'>My nurse&apos;s birthday!</text>")));
  }

  @Test
  @Tag("PF-0108-activity")
  void detailOfAnotherNamespaceIsKeptAtEitherPlace() {
    Element tanning = Element.of("tanning", "http://www.ilovetanning.info");
    assertEquals(
        new Activity(GeneralActivity.RELAXING, null, tanning, null),
        Payloads.thereAndBack(
            Activity.FORMAT,
            activity("<relaxing><tanning xmlns='http://www.ilovetanning.info'/></relaxing>")));
    Element hibernating = Element.of("hibernating", "http://www.ursus.info/states");
    assertEquals(
        new Activity(GeneralActivity.INACTIVE, SpecificActivity.SLEEPING, hibernating, null),
        Payloads.thereAndBack(
            Activity.FORMAT,
            activity(
                "<inactive><sleeping><hibernating xmlns='http://www.ursus.info/states'/>"
                    + "</sleeping></inactive>")));
  }

  @ParameterizedTest(name = "PF-0108-activity {0}")
  @EnumSource
  void everyGeneralActivityHasItsElement(GeneralActivity general) {
    assertEquals(
        Activity.of(general),
        Payloads.thereAndBack(Activity.FORMAT, activity("<" + general.wire() + "/>")));
  }

  /** Whatever general activity it is recommended under (3). */
  @ParameterizedTest(name = "PF-0108-activity {0}")
  @EnumSource
  void everySpecificActivityGoesUnderAnyGeneralOne(SpecificActivity specific) {
    assertEquals(
        Activity.of(GeneralActivity.UNDEFINED, specific),
        Payloads.thereAndBack(
            Activity.FORMAT, activity("<undefined><" + specific.wire() + "/></undefined>")));
  }

  @Test
  @Tag("PF-0108-activity")
  void emptyActivitySaysThatNothingIsSaid() {
    assertEquals(Activity.NONE, Payloads.thereAndBack(Activity.FORMAT, activity("")));
  }

  @ParameterizedTest(name = "PF-0108-activity {0}")
  @ValueSource(
      strings = {
        "<eating/><x xmlns='urn:x'/>",
        "<eating><nibbling/></eating>",
        "<feasting/><eating/>",
        "<eating what='plums'/>"
      })
  void whatIsNotKnownIsLeftOut(String content) {
    assertEquals(
        Activity.of(GeneralActivity.EATING), Payloads.value(Activity.FORMAT, activity(content)));
  }

  @ParameterizedTest(name = "PF-0108-activity {0}")
  @CsvSource({
    "<eating/><drinking/>, it names more than one general activity",
    "<text>so</text>, it names no general activity",
    "<partying/>, it names no general activity",
    "<eating xmlns='urn:x'/>, it names no general activity",
    "<eating><having_lunch/><having_dinner/></eating>, it names more than one specific activity",
    "<eating/><text>a</text><text>b</text>, there is more than one <text/>"
  })
  void oneGeneralActivityIsNamedAndAtMostOneSpecific(String content, String problem) {
    assertEquals("<activity/>: " + problem, Payloads.problem(Activity.FORMAT, activity(content)));
  }

  @Test
  void nothingIsSaidOfAnActivityWithoutName() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Activity(null, SpecificActivity.CODING, null, null));
    assertThrows(
        IllegalArgumentException.class, () -> new Activity(null, null, null, Described.of("so")));
  }
}
