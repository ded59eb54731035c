package io.pipit.xmpp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JidTest {

  static Stream<Arguments> validJids() throws IOException {
    return table("valid-jids.tsv");
  }

  static Stream<Arguments> invalidJids() throws IOException {
    return table("invalid-jids.tsv");
  }

  private static Stream<Arguments> table(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(JidTest.class.getResourceAsStream(file));
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(cells -> Arguments.of(cells[0], cells[1]))
          .toList()
          .stream();
    }
  }

  /** Understands a backslash before a backslash and before u with four hexadecimal digits. */
  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        plain.append(text.charAt(i));
      } else if (text.charAt(i + 1) == 'u') {
        plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        plain.append(text.charAt(++i));
      }
    }
    return plain.toString();
  }

  @ParameterizedTest(name = "XC-7622-compare {0}")
  @MethodSource("validJids")
  @Tag("XC-7622-compare")
  @Tag("XC-7622-localpart")
  @Tag("XC-7622-domainpart")
  @Tag("XC-7622-resourcepart")
  void preparesAValidAddress(String written, String prepared) {
    Jid jid = Jid.parse(unescape(written)).orElseThrow();

    assertEquals(unescape(prepared), jid.toString());
    assertEquals(Jid.of(unescape(prepared)), jid);
    assertEquals(jid, Jid.of(jid.toString()));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("invalidJids")
  @Tag("XC-7622-localpart")
  @Tag("XC-7622-domainpart")
  @Tag("XC-7622-resourcepart")
  void refusesWhatIsNoAddress(String requirement, String text) {
    assertEquals(Optional.empty(), Jid.parse(unescape(text)), requirement);
  }

  @Test
  void refusesTheEmptyString() {
    assertEquals(Optional.empty(), Jid.parse(""));
    assertThrows(IllegalArgumentException.class, () -> Jid.of(""));
  }

  @Test
  @Tag("XC-7622-split")
  void splitsAtTheFirstSlashAndTheFirstAtSignBeforeIt() {
    FullJid jid = FullJid.of("a@b/c@d/e");
    assertEquals("a", jid.local());
    assertEquals("b", jid.domain());
    assertEquals("c@d/e", jid.resource());

    FullJid service = FullJid.of("b/c@d");
    assertEquals("", service.local());
    assertEquals("b", service.domain());
    assertEquals("c@d", service.resource());
  }

  @Test
  @Tag("XC-7622-length")
  void everyPartHasAtMost1023Octets() {
    String most = "a".repeat(1023);
    String mostWide = "\u00e9".repeat(511) + "a";
    assertEquals(1023, mostWide.getBytes(UTF_8).length);

    for (String part : new String[] {most, mostWide}) {
      assertEquals(part, BareJid.of(part + "@b").local());
      assertEquals(part, FullJid.of("b/" + part).resource());
      assertEquals(part, Jid.of(part).domain());
      assertEquals(Optional.empty(), Jid.parse(part + "a@b"));
      assertEquals(Optional.empty(), Jid.parse("b/" + part + "a"));
      assertEquals(Optional.empty(), Jid.parse(part + "a"));
    }
    assertEquals(Optional.empty(), Jid.parse("\u00e9".repeat(512) + "@b"));
    assertEquals(Optional.empty(), Jid.parse("b/" + "x".repeat(100_000)));
    assertEquals(Optional.empty(), Jid.parse("b/" + "\u00e9".repeat(100_000)));
  }

  @Test
  @Tag("XC-7622-length")
  void theLengthCountsAfterPreparation() {
    // Decomposed: 3 octets each before, 2 after.
    assertEquals(511, BareJid.of("e\u0301".repeat(511) + "@b").local().length());
  }

  @Test
  @Tag("XC-7622-compare")
  void comparesPreparedPartsOctetByOctet() {
    assertEquals(Jid.of("Romeo@Example.NET/x"), Jid.of("romeo@example.net/x"));
    assertNotEquals(Jid.of("romeo@example.net/x"), Jid.of("romeo@example.net/X"));
    assertNotEquals(Jid.of("fussball@example.com"), Jid.of("fu\u00dfball@example.com"));
  }

  @Test
  @Tag("XC-7622-resourcepart")
  void withResourcePreparesAndRefuses() {
    BareJid bare = BareJid.of("a@b");
    assertEquals("\u00e9", bare.withResource("e\u0301").orElseThrow().resource());
    assertEquals(Optional.empty(), bare.withResource(""));
    assertEquals(Optional.empty(), bare.withResource("a\u0000"));
  }

  @Property(tries = 2000)
  @net.jqwik.api.Tag("XC-7622-compare")
  @net.jqwik.api.Tag("XC-7622-once")
  void aPreparedAddressIsPreparedAgainToItself(@ForAll String text) {
    Jid.parse(text).ifPresent(jid -> assertEquals(Optional.of(jid), Jid.parse(jid.toString())));
    Jid.parse("a@b/" + text)
        .ifPresent(jid -> assertEquals(Optional.of(jid), Jid.parse(jid.toString())));
    Jid.parse(text + "@b")
        .ifPresent(jid -> assertEquals(Optional.of(jid), Jid.parse(jid.toString())));
  }
}
