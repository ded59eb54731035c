package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings of the store come to. */
class NodeStoreTest {

  private final Path folder;

  NodeStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private int entries(String indexBytes) throws ConfigurationException {
    Configuration.Store settings =
        ConfigurationLoader.load(
                folder,
                Map.of("PIPIT_DOMAIN", "localhost", "PIPIT_STORE__INDEX_BYTES", indexBytes),
                Optional.empty(),
                Map.of())
            .configuration()
            .store();
    return NodeStore.entriesOnHeap(settings);
  }

  @Test
  void indexesTakeWhatTheyMay() throws Exception {
    assertEquals((1 << 20) / 220, entries("1MiB"));
    assertTrue(entries("0") > entries("1MiB"), "an eighth of the heap");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1B", "219B", "300B", "64KiB"})
  void someIndexesHaveRoomAlways(String indexBytes) throws Exception {
    assertEquals((64 << 10) / 220, entries(indexBytes));
  }
}
