package io.pipit.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The generated part of docs/conformance.md: every requirement of the tables under
 * docs/requirements with the tests that showed it in the last build, from what {@link RowListener}
 * noted in each module.
 */
public final class ConformancePage {

  /** Ends the part of the page that people write. */
  public static final String MARK = "<!-- Written by the build; what stands below is replaced. -->";

  private static final Map<String, String> TABLES = tables();

  private final Path root;
  private final Map<String, Map<String, String>> shown;

  private ConformancePage(Path root, Map<String, Map<String, String>> shown) {
    this.root = root;
    this.shown = shown;
  }

  private static Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("xep-0060", "XEP-0060: publish-subscribe");
    tables.put("xep-0248", "XEP-0248: collection nodes");
    tables.put("xep-0163", "XEP-0163: personal eventing");
    tables.put("xep-0115-0390", "XEP-0115 and XEP-0390: entity capabilities");
    tables.put("pubsub-family", "Forms, result sets, archives and other relatives of pubsub");
    tables.put("xmpp-core", "RFC 6120, RFC 6121 and other duties of a server");
    return tables;
  }

  private record Row(String id, String level, String binds, String feature, String text) {
    static Row of(String line) {
      String[] cells = line.split("\t", -1);
      return new Row(cells[0], cells[1], cells[2], cells[3], cells[4]);
    }

    boolean bindsService() {
      return binds.equals("service");
    }

    boolean isMust() {
      return level.startsWith("MUST");
    }
  }

  /** Replaces the generated part of the page. */
  public static void write(Path root) throws IOException {
    Path page = root.resolve("docs/conformance.md");
    String written = Files.readString(page);
    String above = written.substring(0, written.indexOf(MARK));
    String generated = new ConformancePage(root, noted(root)).generated();
    String whole = above + MARK + "\n\n" + generated;
    if (!whole.equals(written)) {
      Files.writeString(page, whole);
    }
  }

  /** What the modules noted: by row, the result of each test; a failure outweighs a success. */
  private static Map<String, Map<String, String>> noted(Path root) throws IOException {
    Map<String, Map<String, String>> shown = new HashMap<>();
    try (var modules = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path module : modules) {
        Path target = module.resolve("target");
        if (Files.isDirectory(target)) {
          try (var notes = Files.newDirectoryStream(target, "conformance-*.tsv")) {
            for (Path each : notes) {
              note(each, shown);
            }
          }
        }
      }
    }
    return shown;
  }

  private static void note(Path notes, Map<String, Map<String, String>> shown) throws IOException {
    for (String line : Files.readAllLines(notes)) {
      String[] cells = line.split("\t", -1);
      shown
          .computeIfAbsent(cells[0], row -> new TreeMap<>())
          .merge(cells[1] + "#" + cells[2], cells[3], ConformancePage::worse);
    }
  }

  private static String worse(String one, String other) {
    List<String> order = List.of("failed", "skipped", "passed");
    return order.indexOf(one) < order.indexOf(other) ? one : other;
  }

  private String generated() throws IOException {
    StringBuilder summary = new StringBuilder();
    StringBuilder details = new StringBuilder();
    summary.append(
        """
        ## Requirements and tests

        A row is shown when a test that cites it passed in the build that wrote this page. Rows that bind clients or authors of profiles are not counted.

        | specification | shown | of which MUST |
        |---|---|---|
        """);
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      List<Row> rows =
          Files.readAllLines(root.resolve("docs/requirements/" + table.getKey() + ".tsv")).stream()
              .skip(1)
              .map(Row::of)
              .filter(Row::bindsService)
              .toList();
      summary.append(
          "| %s | %s | %s |\n"
              .formatted(table.getValue(), count(rows, row -> true), count(rows, Row::isMust)));
      describe(table.getValue(), rows, details);
    }
    return summary.append(features()).append(details).toString();
  }

  private String count(List<Row> rows, Predicate<Row> which) {
    long all = rows.stream().filter(which).count();
    long done = rows.stream().filter(which).filter(row -> isShown(row.id())).count();
    return done + " of " + all;
  }

  private boolean isShown(String row) {
    return shown.containsKey(row) && shown.get(row).containsValue("passed");
  }

  /** Feature by feature, for XEP-0060 alone: the others have one or two features each. */
  private String features() throws IOException {
    Map<String, List<Row>> byFeature = new TreeMap<>();
    Files.readAllLines(root.resolve("docs/requirements/xep-0060.tsv")).stream()
        .skip(1)
        .map(Row::of)
        .filter(row -> row.bindsService() && row.feature().startsWith("pubsub#"))
        .forEach(row -> byFeature.computeIfAbsent(row.feature(), f -> new ArrayList<>()).add(row));
    StringBuilder table = new StringBuilder();
    table.append("\n| feature of XEP-0060 | shown | of which MUST |\n|---|---|---|\n");
    byFeature.forEach(
        (feature, rows) ->
            table.append(
                "| %s | %s | %s |\n"
                    .formatted(feature, count(rows, row -> true), count(rows, Row::isMust))));
    return table.toString();
  }

  private void describe(String title, List<Row> rows, StringBuilder out) {
    out.append("\n## ").append(title).append("\n\n");
    out.append("| row | level | rule | tests | result |\n|---|---|---|---|---|\n");
    for (Row row : rows) {
      Map<String, String> tests = shown.getOrDefault(row.id(), Map.of());
      out.append(
          "| %s | %s | %s | %s | %s |\n"
              .formatted(
                  row.id(),
                  row.level(),
                  row.text().replace("<", "&lt;").replace("|", "\\|"),
                  classes(tests),
                  result(tests)));
    }
  }

  /** Three of the classes, for a reader to begin with. */
  private static String classes(Map<String, String> tests) {
    Function<String, String> className = test -> test.substring(0, test.indexOf('#'));
    TreeSet<String> classes = new TreeSet<>(tests.keySet().stream().map(className).toList());
    String first = String.join(", ", classes.stream().limit(3).toList());
    return classes.size() > 3 ? first + " and others" : first;
  }

  private static String result(Map<String, String> tests) {
    if (tests.isEmpty()) {
      return "not shown";
    }
    if (tests.containsValue("failed")) {
      return "failed";
    }
    return tests.containsValue("passed") ? "passed" : "skipped";
  }
}
