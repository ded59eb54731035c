package io.pipit.broker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.Template;
import io.pipit.pubsub.Templates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pubsub.templates} and {@code acl}. */
class DoorKeysTest {

  private static Configuration load(Path folder, String yaml) throws Exception {
    Files.writeString(folder.resolve("a.yml"), yaml);
    return ConfigurationLoader.load(folder, Map.of(), Optional.of("a.yml"), Map.of())
        .configuration();
  }

  @Test
  void nodeIsMadeAsTheNearestTemplateSays(@TempDir Path folder) throws Exception {
    Configuration loaded =
        load(
            folder,
            "pubsub:\n  templates:\n    - \"#\"\n    - \"state=plant/# max_items=1"
                + " pipit#history_items=0\"\n");
    Templates templates = Templates.of(loaded.pubsub().templates());
    NodeConfig state = templates.of("plant/a", NodeConfig.INITIAL).orElseThrow();
    assertEquals(1, state.get(NodeConfigFields.MAX_ITEMS));
    assertEquals(NodeConfig.INITIAL, templates.of("other", NodeConfig.INITIAL).orElseThrow());
    assertTrue(templates.named("state", NodeConfig.INITIAL).isPresent());
  }

  @Test
  void withoutTemplatesNoNodeComesByItself(@TempDir Path folder) throws Exception {
    Configuration loaded = load(folder, "pubsub:\n  templates: []\n");
    Templates templates = Templates.of(loaded.pubsub().templates());
    assertTrue(templates.of("a", NodeConfig.INITIAL).isEmpty());
  }

  @Test
  void defaultIsEveryNode() {
    List<Template> templates = Configuration.defaults().pubsub().templates();
    assertTrue(Templates.of(templates).of("a", NodeConfig.INITIAL).isPresent());
  }

  @Test
  void rulesKeepTheirOrder(@TempDir Path folder) throws Exception {
    Configuration loaded =
        load(folder, "acl:\n  - \"allow all * a/%u/#\"\n  - \"deny all * a/#\"\n");
    assertEquals(
        List.of("allow all * a/%u/#", "deny all * a/#"),
        loaded.acl().stream().map(AccessRule::toString).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pubsub:\n  templates: [\"a/#/b\"]\n",
        "pubsub:\n  templates: [\"a/# max_items\"]\n",
        "pubsub:\n  templates: [\"a/# no_such_field=1\"]\n",
        "pubsub:\n  templates: [\"a/# max_items=many\"]\n",
        "acl: [\"permit all * #\"]\n",
        "acl: [\"allow all #\"]\n",
        "acl: [\"allow all * a/#/b\"]\n",
        "mqtt:\n  on_retract: something\n"
      })
  void whatIsWrongIsRefused(String yaml, @TempDir Path folder) {
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> load(folder, yaml));
    assertTrue(refused.toString().contains("E1005"), refused.getMessage());
  }
}
