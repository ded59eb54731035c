package io.pipit.broker.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pipit.broker.config.Configuration.Validation;
import io.pipit.pep.profile.PayloadFormats;
import io.pipit.pubsub.PayloadCheck;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ProfileCheckTest {

  private static final BareJid JULIET = BareJid.of("juliet@example.org");
  private static final String WRONG_MOOD =
      "<mood xmlns='http://jabber.org/protocol/mood'><happy/><sad/></mood>";
  private static final String WRONG_TUNE =
      "<tune xmlns='http://jabber.org/protocol/tune'><rating>11</rating></tune>";

  private final AtomicInteger invalid = new AtomicInteger();
  private final Time time = new Time();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ProfileCheck.class);

  @BeforeEach
  void listen() {
    logger.setAdditive(false);
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
    log.start();
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  /** Stands still until it is moved. */
  private static final class Time extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private PayloadCheck check(Validation validation) {
    return ProfileCheck.of(validation, time, invalid::incrementAndGet);
  }

  private static Optional<String> problem(PayloadCheck check, String node, String payload) {
    Element root = XmlDocument.parse(payload.getBytes(UTF_8));
    return check.problem(
        JULIET, node, new SerializedXml(root.name(), root.namespace(), XmlWriter.bytes(root)));
  }

  @Test
  void offLooksAtNothing() {
    assertSame(PayloadCheck.NONE, check(Validation.OFF));
    assertEquals(Optional.empty(), problem(check(Validation.OFF), "n", WRONG_MOOD));
    assertEquals(0, invalid.get());
  }

  @Test
  @Tag("PF-0107-mood")
  void rejectSaysWhatIsWrong() {
    PayloadCheck check = check(Validation.REJECT);
    assertEquals(
        Optional.of("<mood/>: it names more than one mood"), problem(check, "n", WRONG_MOOD));
    assertEquals(1, invalid.get());
    assertEquals(List.of(), log.list);
  }

  @Test
  void warnTakesThePayloadAndSaysSoOnceAMinuteForEachKind() {
    PayloadCheck check = check(Validation.WARN);
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), problem(check, "n" + i, WRONG_MOOD));
    }
    assertEquals(Optional.empty(), problem(check, "t", WRONG_TUNE));
    assertEquals(6, invalid.get());
    assertEquals(
        List.of("n0 <mood/>: it names more than one mood", "t <tune/>: <rating/> holds no number"),
        warnings());
    time.now = time.now.plus(Duration.ofMillis(59_999));
    assertEquals(Optional.empty(), problem(check, "n", WRONG_MOOD));
    assertEquals(2, log.list.size());
    time.now = time.now.plus(Duration.ofMillis(1));
    assertEquals(Optional.empty(), problem(check, "n", WRONG_MOOD));
    assertEquals(3, log.list.size());
  }

  private List<String> warnings() {
    return log.list.stream()
        .map(
            event ->
                member(event, "node") + " " + member(event, "reason").replaceAll(" from .*", ""))
        .toList();
  }

  private static String member(ILoggingEvent event, String key) {
    return event.getKeyValuePairs().stream()
        .filter(pair -> pair.key.equals(key))
        .map(pair -> pair.value.toString())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "<mood xmlns='urn:x'><happy/><sad/></mood>",
        "<room xmlns='urn:xmpp:viewing:0'/>",
        "<anything xmlns='urn:example:of-tomorrow'>with <b/> anything</anything>",
        "<mood xmlns='http://jabber.org/protocol/mood'><happy/><x xmlns='urn:x'/></mood>"
      })
  void unknownPayloadPasses(String payload) {
    assertEquals(Optional.empty(), problem(check(Validation.REJECT), "n", payload));
    assertEquals(0, invalid.get());
  }

  /** What says that nothing is said any more is right everywhere. */
  @Test
  void emptyPayloadsOfExtendedPresencePass() {
    PayloadCheck check = check(Validation.REJECT);
    for (String name :
        List.of("mood", "activity", "tune", "geoloc", "nick", "profile", "room", "page", "game")) {
      PayloadFormats.all().stream()
          .filter(format -> format.name().equals(name))
          .forEach(
              format ->
                  assertEquals(
                      Optional.empty(),
                      problem(check, "n", "<" + name + " xmlns='" + format.namespace() + "'/>")));
    }
  }
}
