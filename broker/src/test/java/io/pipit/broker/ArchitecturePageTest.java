package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} names classes that exist. */
class ArchitecturePageTest {

  private static final Path ROOT = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
  private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z0-9]*)`");

  @Test
  void everyTypeOfThePageExists() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher types = TYPE.matcher(Files.readString(ROOT.resolve("docs/architecture.md")));
    while (types.find()) {
      named.add(types.group(1));
    }
    assertTrue(named.size() > 20, "the page names its types");
    named.removeAll(types());
    assertEquals(Set.of(), named);
  }

  private static Set<String> types() throws IOException {
    List<String> modules = List.of("pubsub-engine", "pep", "bridges", "devices", "broker");
    Set<String> found = new TreeSet<>();
    for (String module : modules) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
        found.addAll(
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".java"))
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .collect(Collectors.toSet()));
      }
    }
    return found;
  }
}
