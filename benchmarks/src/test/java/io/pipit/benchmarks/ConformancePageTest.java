package io.pipit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.conformance.ConformancePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes docs/conformance.md: here, since this module is built when all others are tested. */
class ConformancePageTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void thePageSaysWhichTestShowsWhichRequirement() throws IOException {
    ConformancePage.write(ROOT);

    String page = Files.readString(ROOT.resolve("docs/conformance.md"));
    assertTrue(page.contains("| PS-7.1.3.1-forbidden | MUST |"), page);
  }
}
