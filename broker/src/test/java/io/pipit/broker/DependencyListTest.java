package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** {@code docs/dependencies.md} and the poms say the same. */
class DependencyListTest {

  private static final Path ROOT = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `([^`:]+:[^`]+)` \\| `([^`]+)` \\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE);

  @Test
  void everyDependencyIsListedWithItsVersionProperty() throws Exception {
    assertEquals(declared(), listed());
  }

  @Test
  void modulesTakeEveryVersionFromTheRoot() throws Exception {
    List<String> own = new ArrayList<>();
    for (Path pom : modulePoms()) {
      for (Entry entry : entries(pom, "dependency")) {
        entry.version().ifPresent(version -> own.add(pom + ": " + entry.name()));
      }
    }
    assertEquals(List.of(), own);
  }

  @Test
  void everyManagedDependencyIsUsed() throws Exception {
    List<String> used = new ArrayList<>();
    for (Path pom : modulePoms()) {
      entries(pom, "dependency").forEach(entry -> used.add(entry.name()));
    }
    List<String> unused =
        entries(ROOT.resolve("pom.xml"), "dependency").stream()
            .filter(entry -> entry.version().isPresent() && !entry.name().endsWith("-bom"))
            .map(Entry::name)
            .filter(name -> !used.contains(name) && !name.equals("org.jspecify:jspecify"))
            .toList();
    assertEquals(List.of(), unused);
  }

  private static Map<String, String> listed() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    for (MatchResult row :
        ROW.matcher(Files.readString(ROOT.resolve("docs/dependencies.md"))).results().toList()) {
      listed.put(row.group(1), row.group(2));
    }
    return listed;
  }

  private static Map<String, String> declared() throws Exception {
    Map<String, String> declared = new TreeMap<>();
    List<Path> poms = new ArrayList<>(modulePoms());
    poms.add(ROOT.resolve("pom.xml"));
    for (Path pom : poms) {
      for (String kind : List.of("dependency", "path")) {
        for (Entry entry : entries(pom, kind)) {
          if (entry.name().startsWith("io.pipit:")) {
            continue;
          }
          String version = entry.version().orElse("");
          String property = version.isEmpty() ? "" : version.substring(2, version.length() - 1);
          declared.merge(entry.name(), property, (a, b) -> a.isEmpty() ? b : a);
        }
      }
    }
    // Their version comes with the bill of materials.
    for (String name :
        List.of("org.junit.jupiter:junit-jupiter", "org.junit.platform:junit-platform-launcher")) {
      declared.replace(name, "", "junit.version");
    }
    return declared;
  }

  private static List<Path> modulePoms() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      List<Path> poms =
          modules.map(module -> module.resolve("pom.xml")).filter(Files::exists).sorted().toList();
      assertFalse(poms.isEmpty());
      return poms;
    }
  }

  private static List<Entry> entries(Path pom, String kind) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    var found = document.getElementsByTagName(kind);
    return IntStream.range(0, found.getLength())
        .mapToObj(index -> (Element) found.item(index))
        .map(
            element ->
                new Entry(
                    text(element, "groupId").orElseThrow()
                        + ":"
                        + text(element, "artifactId").orElseThrow(),
                    text(element, "version")))
        .toList();
  }

  private static Optional<String> text(Element parent, String child) {
    var found = parent.getElementsByTagName(child);
    return found.getLength() == 0
        ? Optional.empty()
        : Optional.of(found.item(0).getTextContent().strip());
  }

  /**
   * One dependency of a pom.
   *
   * @param name group and artifact, with a colon between
   */
  private record Entry(String name, Optional<String> version) {}
}
