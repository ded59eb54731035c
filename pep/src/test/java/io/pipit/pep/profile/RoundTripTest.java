package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Text;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every value is written as a tree that reads as that value, and as that tree again. */
class RoundTripTest {

  private static final String[] TEXTS = {"", " a b ", "<&>\"'", "\u00fc\ud83d\ude00", "\n", "7"};

  /** Values at random. */
  private record Draw(Random random) {

    @Nullable String text() {
      int at = random.nextInt(TEXTS.length + 1);
      return at == TEXTS.length ? null : TEXTS[at];
    }

    @Nullable String uri() {
      return random.nextBoolean() ? "xmpp:a@b?c=" + random.nextInt() + "#%20" : null;
    }

    String something() {
      return "s" + random.nextInt();
    }

    @Nullable BigDecimal decimal(int most) {
      return random.nextBoolean()
          ? BigDecimal.valueOf(random.nextInt(2_000) * (long) most - 1_000L * most, 3)
          : null;
    }

    @Nullable Integer integer(int least, int most) {
      return random.nextBoolean()
          ? Integer.valueOf(least + random.nextInt(most - least + 1))
          : null;
    }

    @Nullable Instant time() {
      return random.nextBoolean()
          ? Instant.ofEpochMilli(random.nextLong(253_402_300_800_000L))
          : null;
    }

    @Nullable Element extension() {
      return random.nextBoolean()
          ? Element.builder("x", "urn:x").attribute("a", something()).text("t").build()
          : null;
    }

    @Nullable Described described() {
      return random.nextBoolean() ? new Described(something(), text()) : null;
    }

    <E extends Enum<E>> E one(Class<E> type) {
      E[] all = type.getEnumConstants();
      return all[random.nextInt(all.length)];
    }
  }

  private static <T> void check(PayloadFormat<T> format, T value) {
    Element written = format.write(value);
    Element sent = XmlDocument.parse(XmlWriter.bytes(written));
    assertEquals(new Reading.Valid<>(value), format.read(sent));
    assertTrue(written.equals(sent), () -> XmlWriter.text(sent));
  }

  @Property(tries = 300)
  @Tag("PF-0107-mood")
  @Tag("PF-0108-activity")
  void moodAndActivity(@ForAll long seed) {
    Draw draw = new Draw(new Random(seed));
    check(Mood.FORMAT, new Mood(draw.one(MoodValue.class), draw.extension(), draw.described()));
    check(
        Activity.FORMAT,
        new Activity(
            draw.one(GeneralActivity.class),
            draw.random().nextBoolean() ? draw.one(SpecificActivity.class) : null,
            draw.extension(),
            draw.described()));
  }

  @Property(tries = 300)
  @Tag("PF-0118-tune")
  void tune(@ForAll long seed) {
    Draw draw = new Draw(new Random(seed));
    check(
        Tune.FORMAT,
        new Tune(
            draw.text(),
            draw.text(),
            draw.text(),
            draw.text(),
            draw.text(),
            draw.integer(0, 65_535),
            draw.text(),
            draw.text(),
            draw.integer(1, 10),
            draw.text(),
            draw.text(),
            draw.text(),
            draw.uri()));
  }

  @Property(tries = 300)
  @Tag("PF-0080-geoloc")
  void geoloc(@ForAll long seed) {
    Draw draw = new Draw(new Random(seed));
    check(
        Geoloc.FORMAT,
        Geoloc.builder()
            .accuracy(draw.decimal(9))
            .alt(draw.decimal(9_000))
            .altaccuracy(draw.decimal(9))
            .area(draw.text())
            .bearing(draw.decimal(360))
            .building(draw.text())
            .country(draw.text())
            .countrycode(draw.text())
            .datum(draw.text())
            .description(draw.text())
            .error(draw.decimal(9))
            .floor(draw.text())
            .lat(draw.decimal(90))
            .locality(draw.text())
            .lon(draw.decimal(180))
            .postalcode(draw.text())
            .region(draw.text())
            .regioncode(draw.text())
            .room(draw.text())
            .speed(draw.decimal(300))
            .street(draw.text())
            .text(draw.text())
            .timestamp(draw.time())
            .tzo(draw.random().nextBoolean() ? "+05:30" : null)
            .uri(draw.uri())
            .lang(draw.text())
            .build());
  }

  @Property(tries = 300)
  @Tag("PF-0172-nick")
  @Tag("PF-0194-chatting")
  @Tag("PF-0195-browsing")
  @Tag("PF-0196-gaming")
  @Tag("PF-0197-viewing")
  void whereSomebodyIs(@ForAll long seed) {
    Draw draw = new Draw(new Random(seed));
    check(Nick.FORMAT, new Nick(draw.something()));
    check(Chatting.FORMAT, new Chatting("xmpp:a@b", draw.text(), draw.text()));
    check(Browsing.FORMAT, new Browsing("https://a", draw.text(), draw.text(), draw.text()));
    check(
        Gaming.FORMAT,
        new Gaming(
            draw.something(),
            draw.text(),
            draw.uri(),
            draw.text(),
            draw.text(),
            draw.text(),
            draw.uri()));
    check(
        Viewing.FORMAT,
        new Viewing(
            draw.text(),
            draw.text(),
            draw.text(),
            draw.text(),
            draw.text(),
            draw.text(),
            draw.text(),
            draw.text(),
            draw.integer(1, 100_000),
            draw.time(),
            draw.time(),
            draw.uri(),
            draw.text(),
            draw.text()));
  }

  @Property(tries = 300)
  void profile(@ForAll long seed) {
    Draw draw = new Draw(new Random(seed));
    check(
        Profile.FORMAT,
        new Profile(
            draw.random().nextBoolean() ? Profile.NAMESPACE : null,
            Map.of(draw.something(), List.of(draw.something(), ""), "x-none", List.of())));
  }

  /** Payloads of any content are read to an end, and what reads as valid is written again. */
  @Property(tries = 1_000)
  void anyContentIsReadToAnEnd(@ForAll long seed) {
    Random random = new Random(seed);
    for (PayloadFormat<?> format : PayloadFormats.all()) {
      readAndWrite(format, anything(random, format));
    }
  }

  private static final List<String> NAMES =
      List.of("text", "uri", "lat", "length", "rating", "happy", "eating", "coding", "x", "name");

  private static Element anything(Random random, PayloadFormat<?> format) {
    List<Element> children = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      children.add(
          Element.builder(
                  NAMES.get(random.nextInt(NAMES.size())),
                  random.nextInt(5) == 0 ? "urn:x" : format.namespace())
              .text(TEXTS[random.nextInt(TEXTS.length)])
              .build());
    }
    return Element.of(format.name(), format.namespace(), new Text("t")).withChildren(children);
  }

  private static <T> void readAndWrite(PayloadFormat<T> format, Element payload) {
    if (format.read(payload) instanceof Reading.Valid<T> valid) {
      assertEquals(valid, format.read(format.write(valid.value())));
    }
  }

  @Test
  void formatIsFoundByTheNameOfItsPayload() {
    for (PayloadFormat<?> format : PayloadFormats.all()) {
      assertEquals(Optional.of(format), PayloadFormats.of(format.name(), format.namespace()));
    }
    assertEquals(Optional.empty(), PayloadFormats.of("room", Viewing.NAMESPACE));
    assertEquals(Optional.empty(), PayloadFormats.of("json", "urn:xmpp:json:0"));
  }
}
