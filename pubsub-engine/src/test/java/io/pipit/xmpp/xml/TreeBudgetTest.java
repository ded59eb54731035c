package io.pipit.xmpp.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Half-read stanzas of all streams share a bound, and give back what they took of it. */
class TreeBudgetTest {

  private static final int STEP = TreeBudget.STEP_BYTES;

  private final TreeBudget budget = new TreeBudget(3 * STEP);
  private final ReadStream one = reading();
  private final ReadStream two = reading();

  private ReadStream reading() {
    ReadStream stream = new ReadStream(XmlLimits.AFTER_AUTHENTICATION, budget);
    stream.feed(ReadStream.HEADER);
    return stream;
  }

  private static String half(int bytes) {
    return "<message><body>" + "x".repeat(bytes) + "<b/>";
  }

  @Test
  void usualStanzaTakesNothing() {
    one.feed(half(STEP / 2));
    assertEquals(0, budget.taken());
    one.feed("</body></message>");
    assertEquals(1, one.elements.size());
    assertEquals(0, budget.taken());
  }

  @Test
  void largeStanzaTakesStepsUntilItIsRead() {
    one.feed(half(STEP + 1));
    assertEquals(STEP, budget.taken());
    one.feed("<b/>" + "x".repeat(STEP) + "<b/>");
    assertEquals(2 * STEP, budget.taken());
    one.feed("</body></message>");
    assertEquals(1, one.elements.size());
    assertEquals(0, budget.taken());
  }

  @Test
  void streamThatWantsMoreThanIsLeftFailsAndGivesBack() {
    one.feed(half(STEP + 1));
    two.feed(half(4 * STEP));
    assertEquals("resource-constraint", two.error());
    assertEquals(STEP, budget.taken());
    one.feed("</body></message>");
    assertEquals("", one.error());
    assertEquals(0, budget.taken());
  }

  @Test
  void closeAndRestartGiveBack() {
    one.feed(half(STEP + 1));
    one.reader.close();
    two.feed(half(STEP + 1));
    two.reader.restart();
    assertEquals(0, budget.taken());
  }

  @Test
  void stanzaBeyondItsOwnLimitGivesBack() {
    one.feed(half(2 * STEP));
    one.feed("</wrong>");
    assertEquals("not-well-formed", one.error());
    assertEquals(0, budget.taken());
  }
}
