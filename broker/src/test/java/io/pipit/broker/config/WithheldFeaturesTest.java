package io.pipit.broker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.ServicePolicy;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pubsub.withheld_features}. */
class WithheldFeaturesTest {

  private final ValueType<PubsubFeature> type = Values.optionalFeature();

  @ParameterizedTest
  @EnumSource(PubsubFeature.class)
  void featureThatAServiceCanDoWithoutIsRead(PubsubFeature feature) {
    assertEquals(
        ServicePolicy.OPTIONAL.contains(feature) ? Optional.of(feature) : Optional.empty(),
        type.parse(feature.wire()).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"purge_nodes", "Purge-Nodes", "pubsub#purge-nodes", "x"})
  void otherWordsAreRefused(String word) {
    assertTrue(type.parse(word).value().isEmpty());
  }

  @Test
  void nothingIsWithheldUnlessSomebodySaysSo() {
    assertTrue(
        Keys.PUBSUB_WITHHELD_FEATURES
            .type()
            .parse("")
            .value()
            .filter(list -> list.isEmpty())
            .isPresent());
  }
}
