package io.pipit.xmpp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsNameTest {

  @ParameterizedTest(name = "XC-7622-domainpart {0}")
  @CsvSource({
    "localhost, localhost",
    "127.0.0.1, 127.0.0.1",
    "[::1], [::1]",
    "bücher.example, xn--bcher-kva.example",
    "straße.example, xn--strae-oqa.example",
    "ü, xn--tda",
    "münchen.bücher, xn--mnchen-3ya.xn--bcher-kva",
    "例え.テスト, xn--r8jz45g.xn--zckzah",
    "почемужеонинеговорятпорусски, xn--b1abfaaepdrnnbgefbadotcwatmq2g4l",
    "ليهمابتكلموشعربي, xn--mgbcah9ar9a4efegftvvn",
    "他们为什么不说中文, xn--ihqwcrb4cv8a8dqg056pqjye"
  })
  @Tag("XC-7622-domainpart")
  void bothSpellingsAreOneDomain(String domain, String name) {
    assertEquals(name, DnsName.of(Jid.of(domain).domain()));
    assertEquals(Jid.of(domain), Jid.of(name));
  }
}
