package io.pipit.broker.script;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of scenarios, in the layout of Gherkin with XML below the steps:
 *
 * <pre>
 * Feature: 6.2 Unsubscribe from a node
 *
 *   Scenario: PS-6.2.3.4-not-found nothing there
 *     When francisco sends
 *       &lt;iq type='set' id='1' to='...'&gt;...&lt;/iq&gt;
 *     Then francisco receives
 *       &lt;iq type='error' id='1'&gt;...&lt;/iq&gt;
 * </pre>
 *
 * <p>A line {@code Without: subscribe, publish} under the first names features that the service of
 * the file does not have, and a line {@code With: pubsub.create=registered} how else it is
 * configured. A scenario is named by the requirement rows that it shows. {@code Given}, {@code
 * When}, {@code Then} and {@code And} are for the reader; {@link Stage} has the list of steps.
 * Lines that begin with {@code #} are comments.
 */
record Script(String title, Service service, List<Scenario> scenarios) {

  /**
   * What the service is like.
   *
   * @param withheld features that it does not have
   * @param settings keys of its configuration with their values
   */
  record Service(List<String> withheld, Map<String, String> settings) {}

  private static final Pattern STEP =
      Pattern.compile("(?:Given|When|Then|And|But) (?<actor>[a-z]+(?:/[a-z]+)?) (?<deed>.*)");

  /**
   * @param name the rows, then what happens
   * @param line where it stands, from 1
   */
  record Scenario(String name, int line, List<Step> steps) {

    /** The same scenario with other XML. */
    Scenario with(UnaryOperator<String> other) {
      return new Scenario(
          name,
          line,
          steps.stream()
              .map(s -> new Step(s.line(), s.actor(), other.apply(s.deed()), other.apply(s.xml())))
              .toList());
    }
  }

  /**
   * What one client does or receives.
   *
   * @param actor an account, or an account and a resource
   * @param xml the elements below the step, as text
   */
  record Step(int line, String actor, String deed, String xml) {

    List<Element> elements() {
      return parse(xml);
    }

    @Override
    public String toString() {
      return "line " + line + ": " + actor + " " + deed;
    }
  }

  /** The scripts beside this class. */
  static List<Path> files() throws IOException, URISyntaxException {
    Path one =
        Path.of(Objects.requireNonNull(Script.class.getResource("subscribe.feature")).toURI());
    try (Stream<Path> files = Files.list(one.resolveSibling("."))) {
      return files.filter(file -> file.toString().endsWith(".feature")).sorted().toList();
    }
  }

  static Script read(Path file) {
    try {
      return parse(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Script parse(List<String> lines) {
    String title = "";
    List<String> withheld = List.of();
    Map<String, String> settings = new TreeMap<>();
    List<Scenario> scenarios = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      Matcher step = STEP.matcher(line);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("Feature: ")) {
        title = line.substring("Feature: ".length());
      } else if (line.startsWith("Without: ")) {
        withheld = List.of(line.substring("Without: ".length()).split(", ", -1));
      } else if (line.startsWith("With: ")) {
        for (String setting : line.substring("With: ".length()).split(", ", -1)) {
          String[] parts = setting.split("=", 2);
          settings.put(parts[0], parts[1]);
        }
      } else if (line.startsWith("Scenario: ")) {
        String name = line.substring("Scenario: ".length());
        scenarios.add(new Scenario(name, i + 1, new ArrayList<>()));
      } else if (step.matches()) {
        String xml = xml(lines, i + 1);
        scenarios
            .get(scenarios.size() - 1)
            .steps()
            .add(new Step(i + 1, step.group("actor"), step.group("deed"), xml));
        i += (int) xml.lines().count();
      } else {
        throw new IllegalArgumentException("line " + (i + 1) + " is no step: " + line);
      }
    }
    return new Script(title, new Service(withheld, settings), scenarios);
  }

  /** The lines below a step up to the next step, scenario, comment or empty line. */
  private static String xml(List<String> lines, int from) {
    StringBuilder xml = new StringBuilder();
    for (String line : lines.subList(from, lines.size())) {
      String stripped = line.strip();
      if (stripped.isEmpty()
          || stripped.startsWith("#")
          || stripped.startsWith("Scenario: ")
          || STEP.matcher(stripped).matches()) {
        break;
      }
      xml.append(line).append('\n');
    }
    return xml.toString();
  }

  /** Elements as they stand in a stream. */
  static List<Element> parse(String xml) {
    String document = "<x xmlns='" + Ns.CLIENT + "'>" + xml + "</x>";
    return XmlDocument.parse(document.getBytes(StandardCharsets.UTF_8)).elements();
  }
}
