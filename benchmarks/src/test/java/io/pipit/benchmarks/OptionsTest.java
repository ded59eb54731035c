package io.pipit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void whatIsGivenIsRead() {
    Options read = Options.parse(List.of("--runs=5", "--case=pep-10", "--server=mosquitto"));
    assertEquals(5, read.runs());
    assertTrue(read.names("pep-10"));
    assertTrue(read.includesServer("mosquitto"));
    assertEquals(List.of("-Xmx1g"), read.javaOptions());
    assertEquals(7, StoreOptions.parse(List.of("--nodes=7")).nodes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--what-for | there is no option --what-for",
        "--runs | --runs needs a number, not '--runs'",
        "--runs=many | --runs needs a number, not 'many'",
        "--case=fanout | --case=fanout is not known; there are ingest-1, ingest-100",
        "--server=emqx | there are pipit, ejabberd, prosody, mosquitto",
        "--what=items | there are nodes, subscribers, connections"
      })
  void whatCannotBeReadIsSaid(String argument, String reason) {
    UsageException refused =
        assertThrows(UsageException.class, () -> Options.parse(List.of(argument)));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(reason), message);
  }

  @Test
  void soDoesTheStore() {
    assertThrows(UsageException.class, () -> StoreOptions.parse(List.of("--nodse=3")));
    assertThrows(UsageException.class, () -> StoreOptions.parse(List.of("--nodes=3k")));
  }
}
