package io.pipit.broker.port;

import static io.pipit.broker.port.DoorsUnderTest.ADMIN;
import static io.pipit.broker.port.DoorsUnderTest.ALICE;
import static io.pipit.broker.port.DoorsUnderTest.BOB;
import static io.pipit.broker.port.DoorsUnderTest.GUEST;
import static io.pipit.broker.port.DoorsUnderTest.onLoop;
import static io.pipit.broker.port.DoorsUnderTest.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.xml.XmlWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes is shown what stands, the oldest first and no more at once than it asks for. */
class StandingQueryTest {

  private static final int MANY = 1_000;

  private DoorsUnderTest doors = DoorsUnderTest.start();

  @AfterEach
  void end() {
    doors.close();
  }

  /** Reads as it is told to; its fields are for its loop. */
  private static final class Reading implements StandingPages.Reader {

    final List<List<PortItem>> pages = new ArrayList<>();
    CompletableFuture<Boolean> moved = new CompletableFuture<>();
    boolean isDone;
    boolean isWhole;

    @Override
    public void items(List<PortItem> items) {
      pages.add(items);
      moved.complete(true);
    }

    @Override
    public void done(boolean whole) {
      isDone = true;
      isWhole = whole;
      moved.complete(true);
    }

    List<String> texts() {
      return pages.stream().flatMap(List::stream).map(DoorsUnderTest::text).toList();
    }
  }

  private StandingPages query(Jid requester, String filter, int most, Reading reading) {
    return onLoop(
        doors.loops.get(0),
        () -> doors.port.standing(requester, filter, most, doors.loops.get(0)::execute, reading));
  }

  /** Asks for one page more, and waits for it or for the end. */
  private void next(StandingPages query, Reading reading) {
    CompletableFuture<Boolean> moved = new CompletableFuture<>();
    onLoop(
        doors.loops.get(0),
        () -> {
          reading.moved = moved;
          query.next();
          return true;
        });
    assertTrue(moved.orTimeout(30, TimeUnit.SECONDS).join());
  }

  private Reading read(Jid requester, String filter, int most) {
    Reading reading = new Reading();
    StandingPages query = query(requester, filter, most, reading);
    while (!reading.isDone) {
      next(query, reading);
    }
    return reading;
  }

  private List<String> read(String filter) {
    Reading reading = read(BOB, filter, MANY);
    assertTrue(reading.isWhole);
    return reading.texts();
  }

  private void xmpp(String node, String id) {
    doors.ask(
        new NodeCommand.Publish(
            ALICE,
            node,
            List.of(
                new PublishedItem(
                    id, XmlWriter.serialize(Element.builder("e", "urn:example").build())))));
  }

  @Test
  void itemThatWasPublishedToStandDoes() {
    doors.stand(ALICE, "a", "1");
    doors.pass(ALICE, "a", "2");
    Reading reading = read(BOB, "a", MANY);
    assertEquals(List.of("1"), reading.texts());
    PortItem item = reading.pages.get(0).get(0);
    assertTrue(item.standing());
    assertEquals("a", item.node());
    assertEquals(DoorsUnderTest.NOON, item.arrival());
  }

  @Test
  void itemThatOnlyPassedDoesNot() {
    doors.pass(ALICE, "a", "1");
    assertEquals(List.of(), read("a"));
  }

  @Test
  void itemOfXmppStands() {
    xmpp("a", "1");
    assertEquals(List.of("<e xmlns='urn:example'/>"), read("a"));
    doors.ask(new NodeCommand.Retract(ALICE, "a", "1", true));
    assertEquals(List.of(), read("a"));
  }

  @Test
  void whatWasEndedStandsNoMore() {
    doors.stand(ALICE, "a", "1");
    doors.endStanding(ALICE, "a");
    assertEquals(List.of(), read("#"));
  }

  @Test
  void itemPastItsTimeIsNotShown() {
    doors.publish(
        with(
            with(DoorsUnderTest.publishOf(ALICE, "a", "1"), true, 1),
            null,
            new PortHeader(ItemHeaders.EXPIRES, DoorsUnderTest.NOON.plusSeconds(60).toString())));
    assertEquals(List.of("1"), read("a"));
    doors.clock.advance(Duration.ofMinutes(1));
    assertEquals(List.of(), read("a"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "#, a a/b a/b/c ab /a",
    "a/#, a a/b a/b/c",
    "a/+, a/b",
    "+, a ab",
    "a, a",
    "+/+, a/b /a",
    "a/+/c, a/b/c",
    "/+, /a",
    "x, ''",
    "a/#/b, ''",
    "$SYS/#, ''",
    "$pep/+/x, ''",
    "$pep/alice/x, ''"
  })
  void filterPicksTheNodes(String filter, String expected) {
    for (String node : List.of("a", "a/b", "a/b/c", "ab", "/a")) {
      doors.stand(ALICE, node, node);
    }
    List<String> wanted = expected.isEmpty() ? List.of() : List.of(expected.split(" "));
    assertEquals(wanted.stream().sorted().toList(), read(filter).stream().sorted().toList());
  }

  @Test
  void oldestComeFirstAndTheNewestAreCut() {
    for (int i = 0; i < 10; i++) {
      doors.stand(ALICE, "n" + (9 - i), Integer.toString(i));
      doors.clock.advance(Duration.ofSeconds(1));
    }
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), read("#"));
    Reading cut = read(BOB, "+", 3);
    assertFalse(cut.isWhole);
    assertEquals(List.of("0", "1", "2"), cut.texts());
    Reading fits = read(BOB, "+", 10);
    assertTrue(fits.isWhole);
  }

  @Test
  void pagesComeAsTheyAreAskedFor() {
    int all = 2 * StandingQuery.PAGE + 5;
    for (int i = 0; i < all; i++) {
      doors.stand(ALICE, "n/" + i, Integer.toString(i));
      doors.clock.advance(Duration.ofMillis(1));
    }
    Reading reading = new Reading();
    StandingPages query = query(BOB, "n/#", MANY, reading);
    next(query, reading);
    assertEquals(1, reading.pages.size());
    assertEquals(StandingQuery.PAGE, reading.pages.get(0).size());
    next(query, reading);
    next(query, reading);
    assertFalse(reading.isDone);
    assertEquals(5, reading.pages.get(2).size());
    next(query, reading);
    assertTrue(reading.isDone);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      expected.add(Integer.toString(i));
    }
    assertEquals(expected, reading.texts());
  }

  @Test
  void namesAreGoneThroughInManyTurns() {
    int all = StandingQuery.NAMES_IN_A_TURN + StandingQuery.NODES_IN_A_TURN;
    for (int i = 0; i < all; i++) {
      doors.ask(new ServiceCommand.CreateNode(ALICE, "m" + i, Map.of()));
    }
    doors.stand(ALICE, "m0", "first");
    doors.stand(ALICE, "m999", "last");
    doors.stand(ALICE, "z", "end");
    assertEquals(List.of("end", "first", "last"), read("+").stream().sorted().toList());
  }

  @Test
  void whatIsReadIsAsItIsThen() {
    for (int i = 0; i < StandingQuery.PAGE + 2; i++) {
      doors.stand(ALICE, "n/" + i, "old");
      doors.clock.advance(Duration.ofMillis(1));
    }
    Reading reading = new Reading();
    StandingPages query = query(BOB, "n/#", MANY, reading);
    next(query, reading);
    doors.stand(ALICE, "n/" + StandingQuery.PAGE, "new");
    doors.endStanding(ALICE, "n/" + (StandingQuery.PAGE + 1));
    next(query, reading);
    assertEquals(List.of("new"), reading.pages.get(1).stream().map(DoorsUnderTest::text).toList());
  }

  @Test
  void nothingComesBehindWhatWasToldMeanwhile() {
    for (int i = 0; i < StandingQuery.PAGE + 2; i++) {
      doors.stand(ALICE, "n/" + i, Integer.toString(i));
      doors.clock.advance(Duration.ofMillis(1));
    }
    Reading reading = new Reading();
    StandingPages query = query(BOB, "n/#", MANY, reading);
    next(query, reading);
    CompletableFuture<Boolean> moved = new CompletableFuture<>();
    onLoop(
        doors.loops.get(0),
        () -> {
          reading.moved = moved;
          query.told("n/" + (StandingQuery.PAGE + 1)); // what is read from now on is newer
          query.next();
          query.told("n/" + StandingQuery.PAGE);
          return true;
        });
    moved.orTimeout(30, TimeUnit.SECONDS).join();
    assertEquals(
        List.of(Integer.toString(StandingQuery.PAGE + 1)),
        reading.pages.get(1).stream().map(DoorsUnderTest::text).toList());
  }

  @Test
  void whoEndsItIsToldNothingMore() {
    doors.stand(ALICE, "a", "1");
    Reading reading = new Reading();
    StandingPages query = query(BOB, "#", MANY, reading);
    onLoop(
        doors.loops.get(0),
        () -> {
          query.next();
          query.end();
          return true;
        });
    assertEquals(List.of("1"), read("#")); // goes the same way behind it
    assertEquals(List.of(), onLoop(doors.loops.get(0), reading::texts));
    assertFalse(reading.isDone);
  }

  // ---- what is not shown

  @Test
  void rightsAreThoseOfTheNode() {
    doors.ask(
        new ServiceCommand.CreateNode(
            ALICE, "secret", Map.of("pubsub#access_model", List.of("whitelist"))));
    doors.stand(ALICE, "secret", "1");
    doors.stand(ALICE, "open", "2");
    assertEquals(List.of("2"), read("#"));
    assertEquals(List.of(), read("secret"));
    assertEquals(2, read(ALICE, "#", MANY).texts().size());
  }

  @Test
  void rulesOfDoorsComeOnTop() {
    doors.stand(ALICE, "plant/a", "1");
    doors.stand(ALICE, "demo/a", "2");
    assertEquals(List.of("2"), read(GUEST, "#", MANY).texts());
    assertEquals(List.of(), read(GUEST, "plant/a", MANY).texts());
    doors.close();
    doors = DoorsUnderTest.withRules("deny subscribe bob plant/#");
    doors.stand(ALICE, "plant/a", "1");
    assertEquals(List.of(), read("plant/a"));
    assertEquals(List.of(), read("#"));
  }

  @Test
  void numbersOfTheBrokerAreForWhoMayReadThem() {
    assertEquals(List.of("1 seconds"), read(ADMIN, "$SYS/#", MANY).texts());
    assertEquals(List.of(), read(ADMIN, "$SYS/broker", MANY).texts());
    assertEquals(List.of(), read(ADMIN, "#", MANY).texts());
    assertEquals(List.of(), read("$SYS/#"));
    assertEquals(List.of(), read(GUEST, "$SYS/broker/uptime", MANY).texts());
  }

  @Test
  void nothingIsShownBeforeItIsDurable() {
    InMemoryLog log = InMemoryLog.held(1 << 20);
    doors.close();
    doors = new DoorsUnderTest(log, List.of(), policy -> policy);
    doors.port.publish(
        with(DoorsUnderTest.publishOf(ALICE, "a", "1"), true, 1),
        doors.loops.get(0)::execute,
        result -> {});
    while (log.appended() == 0) {
      doors.loops.forEach(loop -> onLoop(loop, () -> true));
    }
    Reading reading = new Reading();
    StandingPages query = query(BOB, "a", MANY, reading);
    onLoop(
        doors.loops.get(0),
        () -> {
          query.next();
          return true;
        });
    for (int i = 0; i < 10; i++) {
      doors.loops.forEach(loop -> onLoop(loop, () -> true));
    }
    assertEquals(List.of(), onLoop(doors.loops.get(0), reading::texts));
    CompletableFuture<Boolean> moved = onLoop(doors.loops.get(0), () -> reading.moved);
    log.sync();
    moved.orTimeout(30, TimeUnit.SECONDS).join();
    assertEquals(List.of("1"), onLoop(doors.loops.get(0), reading::texts));
  }
}
