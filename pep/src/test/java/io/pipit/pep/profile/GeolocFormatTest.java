package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0080. */
class GeolocFormatTest {

  private static String geoloc(String content) {
    return "<geoloc xmlns='" + Geoloc.NAMESPACE + "'>" + content + "</geoloc>";
  }

  private static String child(String name, String text) {
    return geoloc("<" + name + ">" + text + "</" + name + ">");
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }

  @Test
  @Tag("PF-0080-geoloc")
  void locationReads() {
    assertEquals(
        Geoloc.at(number("45.44"), number("12.33"))
            .accuracy(number("20"))
            .country("Italy")
            .locality("Venice")
            .lang("en")
            .build(),
        Payloads.thereAndBack(
            Geoloc.FORMAT,
            "<geoloc xmlns='http://jabber.org/protocol/geoloc' xml:lang='en'>"
                + "<accuracy>20</accuracy><country>Italy</country><lat>45.44</lat>"
                + "<locality>Venice</locality><lon>12.33</lon></geoloc>"));
  }

  @Test
  @Tag("PF-0080-geoloc")
  void everythingThatCanBeSaidOfALocationReads() {
    assertEquals(
        Geoloc.at(number("-33.85"), number("-151.0"))
            .accuracy(number("1"))
            .alt(number("-1609.5"))
            .altaccuracy(number("10"))
            .area("Central Park")
            .bearing(number("359.9"))
            .building("The Empire State Building")
            .country("United States")
            .countrycode("US")
            .datum("WGS84")
            .description("Bill's house")
            .error(number("290.8882087"))
            .floor("102")
            .locality("New York City")
            .postalcode("10118")
            .region("New York")
            .regioncode("US-NY")
            .room("Observatory")
            .speed(number("52.69"))
            .street("350 Fifth Avenue / 34th and Broadway")
            .text("Northwest corner of the lobby")
            .timestamp(Instant.parse("2004-02-19T21:12:00Z"))
            .tzo("-07:00")
            .uri("http://www.esbnyc.com/")
            .build(),
        Payloads.thereAndBack(
            Geoloc.FORMAT,
            geoloc(
                "<accuracy>1</accuracy><alt>-1609.5</alt><altaccuracy>10</altaccuracy>"
                    + "<area>Central Park</area><bearing>359.9</bearing>"
                    + "<building>The Empire State Building</building>"
                    + "<country>United States</country><countrycode>US</countrycode>"
                    + "<datum>WGS84</datum><description>Bill's house</description>"
                    + "<error>290.8882087</error><floor>102</floor><lat>-33.85</lat>"
                    + "<locality>New York City</locality><lon>-151.0</lon>"
                    + "<postalcode>10118</postalcode><region>New York</region>"
                    + "<regioncode>US-NY</regioncode><room>Observatory</room>"
                    + "<speed>52.69</speed>"
                    + "<street>350 Fifth Avenue / 34th and Broadway</street>"
                    + "<text>Northwest corner of the lobby</text>"
                    + "<timestamp>2004-02-19T21:12:00Z</timestamp><tzo>-07:00</tzo>"
                    + "<uri>http://www.esbnyc.com/</uri>")));
  }

  @Test
  @Tag("PF-0080-geoloc")
  void emptyLocationSaysThatNothingIsSaid() {
    assertEquals(Geoloc.NONE, Payloads.thereAndBack(Geoloc.FORMAT, geoloc("")));
  }

  @ParameterizedTest(name = "PF-0080-geoloc lat {0}")
  @CsvSource({"90, 90", "-90, -90", "+45.5, 45.5", ".5, 0.5", "5., 5", "' 1 ', 1", "-0, 0"})
  void latitudeIsADecimal(String written, String lat) {
    assertEquals(number(lat), Payloads.value(Geoloc.FORMAT, child("lat", written)).lat());
  }

  @ParameterizedTest(name = "PF-0080-geoloc {0} {1}")
  @CsvSource({
    "lat, 90.000001",
    "lat, -91",
    "lat, 1e1",
    "lat, NaN",
    "lat, INF",
    "lat, '45,44'",
    "lat, ''",
    "lat, .",
    "lat, +",
    "lat, --1",
    "lat, 45 N",
    "lat, \u0664",
    "lon, 180.1",
    "lon, -180.1",
    "lon, 360",
    "lon, east",
    "alt, 1E9",
    "accuracy, 10 m",
    "altaccuracy, ten",
    "bearing, N",
    "speed, 0x1",
    "error, ''"
  })
  void otherNumberIsRefused(String name, String written) {
    String problem = Payloads.problem(Geoloc.FORMAT, child(name, written));
    assertEquals(
        "<geoloc/>: <" + name + "/> holds no decimal number", problem.replaceAll(" from .*", ""));
  }

  /** So that no payload makes its reader calculate for long. */
  @Test
  @Tag("PF-0080-geoloc")
  void numberHasNoMoreDigitsThanAMeasurement() {
    Payloads.value(Geoloc.FORMAT, child("alt", "1".repeat(40) + "." + "1".repeat(40)));
    Payloads.problem(Geoloc.FORMAT, child("alt", "1".repeat(41)));
    Payloads.problem(Geoloc.FORMAT, child("alt", "1." + "1".repeat(100_000)));
  }

  @ParameterizedTest(name = "PF-0080-geoloc timestamp {0}")
  @CsvSource({
    "2004-02-19T21:12:00Z, 2004-02-19T21:12:00Z",
    "2004-02-19T21:12:00.5-07:00, 2004-02-20T04:12:00.500Z"
  })
  void timeHasItsZone(String written, Instant time) {
    assertEquals(time, Payloads.value(Geoloc.FORMAT, child("timestamp", written)).timestamp());
  }

  @ParameterizedTest(name = "PF-0080-geoloc timestamp {0}")
  @ValueSource(
      strings = {
        "2004-02-19T21:12:00",
        "2004-02-19T21:12Z",
        "2004-02-19",
        "2004-13-19T21:12:00Z",
        "now",
        ""
      })
  void otherTimeIsRefused(String written) {
    assertEquals(
        "<geoloc/>: <timestamp/> holds no time with its zone",
        Payloads.problem(Geoloc.FORMAT, child("timestamp", written)));
  }

  @ParameterizedTest(name = "PF-0080-geoloc tzo {0}")
  @ValueSource(strings = {"Z", "+00:00", "-07:00", "+13:45", "-23:59"})
  void offsetIsThatOfXep0082(String written) {
    assertEquals(written, Payloads.thereAndBack(Geoloc.FORMAT, child("tzo", written)).tzo());
  }

  @ParameterizedTest(name = "PF-0080-geoloc tzo {0}")
  @ValueSource(strings = {"", "-7", "-0700", "-07:60", "24:00", "+24:00", "CET", "z", "UTC+1"})
  void otherOffsetIsRefused(String written) {
    assertEquals(
        "<geoloc/>: <tzo/> holds no offset from UTC",
        Payloads.problem(Geoloc.FORMAT, child("tzo", written)));
  }

  @ParameterizedTest(name = "PF-0080-geoloc {0}")
  @ValueSource(strings = {"lat", "text", "timestamp"})
  void childIsThereOnceAtMost(String name) {
    assertEquals(
        "<geoloc/>: there is more than one <" + name + "/>",
        Payloads.problem(
            Geoloc.FORMAT,
            geoloc("<lat>1</lat><text>a</text><timestamp>2004-02-19T21:12:00Z</timestamp>")
                .replace("</geoloc>", "<" + name + ">1</" + name + "></geoloc>")));
  }

  @ParameterizedTest(name = "PF-0080-geoloc uri {0}")
  @ValueSource(strings = {"not here", "a&lt;b"})
  void whatIsNoUriIsRefused(String written) {
    assertEquals(
        "<geoloc/>: <uri/> holds no URI", Payloads.problem(Geoloc.FORMAT, child("uri", written)));
  }

  @Test
  @Tag("PF-0080-geoloc")
  void whatIsNotKnownIsLeftOut() {
    assertEquals(
        Geoloc.builder().lat(number("1")).build(),
        Payloads.value(
            Geoloc.FORMAT,
            "<geoloc xmlns='http://jabber.org/protocol/geoloc' by='x'><lat unit='deg'>1</lat>"
                + "<lat xmlns='urn:x'>north</lat><planet>Mars</planet></geoloc>"));
  }

  @Test
  void locationThatCannotBeIsNotWritten() {
    Geoloc beyond = Geoloc.at(number("90.5"), number("0")).build();
    assertThrows(IllegalArgumentException.class, () -> Geoloc.FORMAT.write(beyond));
    Geoloc large = Geoloc.builder().alt(new BigDecimal("1E+100")).build();
    assertThrows(IllegalArgumentException.class, () -> Geoloc.FORMAT.write(large));
  }

  /** As {@link BigDecimal#valueOf(double)} makes them of large numbers. */
  @Test
  void numberIsWrittenWithoutExponent() {
    assertEquals(
        Payloads.xml(child("alt", "10000000")),
        Geoloc.FORMAT.write(Geoloc.builder().alt(BigDecimal.valueOf(1e7)).build()));
  }
}
