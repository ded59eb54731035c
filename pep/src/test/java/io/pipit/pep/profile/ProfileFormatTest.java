package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0154. */
class ProfileFormatTest {

  private static String profile(String content) {
    return "<profile xmlns='" + Profile.NAMESPACE + "'>" + content + "</profile>";
  }

  private static String form(String type, String fields) {
    return "<x xmlns='jabber:x:data' type='" + type + "'>" + fields + "</x>";
  }

  private static String field(String name, String value) {
    return "<field var='" + name + "'><value>" + value + "</value></field>";
  }

  private static final String FORM_TYPE =
      "<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:tmp:profile</value></field>";

  @Test
  void fieldsOfTheFormRead() {
    Profile profile =
        Payloads.thereAndBack(
            Profile.FORMAT,
            profile(
                form(
                    "result",
                    FORM_TYPE
                        + field("nickname", "stpeter")
                        + "<field var='x-favorite_painters'><value>Joaquin Sorolla</value>"
                        + "<value>Jan Vermeer</value></field>")));
    assertEquals(
        Profile.of(
            Map.of(
                "nickname",
                List.of("stpeter"),
                "x-favorite_painters",
                List.of("Joaquin Sorolla", "Jan Vermeer"))),
        profile);
    assertEquals(Optional.of("stpeter"), profile.value("nickname"));
    assertEquals(Optional.empty(), profile.value("weblog"));
  }

  @Test
  void updateOfSomeFieldsNeedsNoFormType() {
    assertEquals(
        new Profile(null, Map.of("weblog", List.of("http://www.denmark.lit/blogs"))),
        Payloads.thereAndBack(
            Profile.FORMAT,
            profile(form("result", field("weblog", "http://www.denmark.lit/blogs")))));
  }

  @Test
  void formIsAnAnswerOfEitherKind() {
    assertEquals(
        Profile.of(Map.of("country", List.of("DK"))),
        Payloads.value(
            Profile.FORMAT, profile(form("submit", FORM_TYPE + field("country", "DK")))));
  }

  @Test
  void emptyProfileSaysThatNothingIsSaid() {
    assertEquals(Profile.NONE, Payloads.thereAndBack(Profile.FORMAT, profile("")));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "<nickname>Hamlet</nickname>",
        "<x type='result'/>",
        "<x xmlns='jabber:x:data' type='result'/><x xmlns='jabber:x:data' type='result'/>",
        "<x xmlns='jabber:x:data'/>",
        "<x xmlns='jabber:x:data' type='form'/>",
        "<x xmlns='jabber:x:data' type='cancel'/>",
        "<x xmlns='jabber:x:data' type='result'><field><value>a</value></field></x>",
        "<x xmlns='jabber:x:data' type='result'><field var='a'/><field var='a'/></x>"
      })
  void profileHoldsOneFormOfAnswers(String content) {
    Payloads.problem(Profile.FORMAT, profile(content));
  }
}
