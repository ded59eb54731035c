package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are rolled up once, whatever happens to the node in the middle of a period. */
class RollUpRestartTest {

  private static final Map<String, String> PLAIN = Map.of("PIPIT_LISTENERS__C2S__TLS", "off");
  private static final Pattern FIELD = Pattern.compile("\"/t\":\\{([^}]*)}");

  private final TestTime time = new TestTime();
  private int copies;

  private static void publish(WireClient client, int value) throws IOException {
    client
        .pubsub(
            "set",
            "p" + value,
            "<publish node='plant'><item id='t'><json xmlns='urn:xmpp:json:0'>{\"t\":"
                + value
                + "}</json></item></publish>")
        .answer("result", "p" + value);
  }

  /** What the periods of a length came to, the oldest first. */
  private static List<String> rolledUp(WireClient client, String length) throws IOException {
    String answer =
        client
            .pubsub("get", length, "<items node='plant/rollup/" + length + "'/>")
            .answer("result", length);
    List<String> found = new ArrayList<>();
    Matcher fields = FIELD.matcher(answer.replace("&quot;", "\""));
    while (fields.find()) {
      found.add(fields.group(1).replace("\"", ""));
    }
    return found;
  }

  /** Goes on after a stop, or with what a node that was killed now would leave. */
  private TestNode again(TestNode node, Path folder, Path empty, boolean killed) {
    if (!killed) {
      return node.restart();
    }
    Path copy = empty.resolve("copy" + ++copies);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(folder.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    node.close();
    return TestNode.start(copy, PLAIN, time);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itemsCountOnce(boolean killed, @TempDir Path folder, @TempDir Path copies)
      throws IOException {
    Path first = Files.createDirectory(folder.resolve("first"));
    TestNode node = TestNode.start(first, PLAIN, time).account("juliet", "j");
    try {
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "a")) {
        juliet
            .pubsub(
                "set",
                "c",
                "<create node='plant'/><configure><x xmlns='jabber:x:data' type='submit'>"
                    + "<field var='FORM_TYPE'><value>"
                    + "http://jabber.org/protocol/pubsub#node_config</value></field>"
                    + "<field var='{urn:pipit:pubsub:0}rollup'><value>1m</value>"
                    + "<value>1d</value></field>"
                    + "<field var='{urn:pipit:pubsub:0}history_items'><value>0</value></field>"
                    + "</x></configure>")
            .answer("result", "c");
        publish(juliet, 1);
        publish(juliet, 3);
      }
      node = again(node, first, copies, killed);
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "a")) {
        publish(juliet, 5);
        assertEquals(List.of(), rolledUp(juliet, "1m"));
        time.pass(Duration.ofMinutes(2));
        assertEquals(List.of("min:1,max:5,mean:3,count:3"), rolledUp(juliet, "1m"));
        publish(juliet, 7);
      }
      // The minute ends while the node is down.
      Path second = killed ? copies.resolve("copy1") : first;
      time.passUnnoticed(Duration.ofMinutes(2));
      node = again(node, second, copies, killed);
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "a")) {
        time.pass(Duration.ofMillis(1));
        assertEquals(
            List.of("min:1,max:5,mean:3,count:3", "min:7,max:7,mean:7,count:1"),
            rolledUp(juliet, "1m"));
        time.pass(Duration.ofDays(1));
        List<String> days = rolledUp(juliet, "1d");
        // Unless midnight came in between.
        assertEquals(
            days.size() == 1
                ? List.of("min:1,max:7,mean:4,count:4")
                : List.of("min:1,max:5,mean:3,count:3", "min:7,max:7,mean:7,count:1"),
            days);
        assertEquals(2, rolledUp(juliet, "1m").size());
      }
    } finally {
      node.close();
    }
  }
}
