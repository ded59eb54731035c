package io.pipit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  private static final List<String> WIRE = WireCase.names(WireCase.ALL);
  private static final List<String> COMPARE = WireCase.names(WireCase.ANYWHERE);

  @Test
  void whatIsGivenIsRead() {
    Options read = Options.parse(WIRE, List.of("--runs=5", "--case=pep-10", "--server=mosquitto"));
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
        assertThrows(UsageException.class, () -> Options.parse(WIRE, List.of(argument)));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(reason), message);
  }

  @Test
  void caseOfAnotherCommandIsRefused() {
    refused(WIRE, "session");
    refused(COMPARE, "session");
    refused(MemoryBench.CASES, "chat-50");
    assertTrue(Options.parse(WIRE, List.of("--case=chat-50")).names("chat-50"));
    assertTrue(Options.parse(MemoryBench.CASES, List.of("--case=session")).names("session"));
    assertTrue(Options.parse(MemoryBench.CASES, List.of("--case=mqtt")).names("mqtt"));
  }

  @Test
  void casesOfMqttAreTheSameAtPipitAndMosquitto() {
    List<WireCase> mqtt = WireCase.ANYWHERE.stream().filter(WireCase::isMqtt).toList();
    assertEquals(
        List.of(
            "mqtt-ingest-100",
            "mqtt-ingest-100-qos0",
            "mqtt-fanout-100",
            "mqtt-fanout-100-alone",
            "mqtt-fanout-100-qos1",
            "mqtt-fanout-1000"),
        WireCase.names(mqtt));
    for (WireCase one : mqtt) {
      assertSame(one.loads(), one.byMqtt().orElseThrow().loads());
    }
  }

  @Test
  void caseWithSettingsOfItsOwnIsRefusedWhereAllShareANode() {
    refused(COMPARE, "ingest-100-heap");
    refused(COMPARE, "pep-1000");
    assertTrue(Options.parse(WIRE, List.of("--case=pep-1000")).names("pep-1000"));
  }

  private static void refused(List<String> known, String name) {
    UsageException refused =
        assertThrows(
            UsageException.class, () -> Options.parse(known, List.of("--case=" + name)), name);
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("--case=" + name + " is not known"), message);
  }

  @Test
  void soDoesTheStore() {
    assertThrows(UsageException.class, () -> StoreOptions.parse(List.of("--nodse=3")));
    assertThrows(UsageException.class, () -> StoreOptions.parse(List.of("--nodes=3k")));
  }
}
