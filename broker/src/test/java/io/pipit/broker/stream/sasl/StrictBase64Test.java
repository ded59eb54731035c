package io.pipit.broker.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictBase64Test {

  @Test
  void decodes() {
    assertArrayEquals("n,,".getBytes(UTF_8), StrictBase64.decode("biws").orElseThrow());
    assertArrayEquals(new byte[] {1}, StrictBase64.decode("AQ==").orElseThrow());
    assertArrayEquals(new byte[0], StrictBase64.decode("").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=", "AQ", "AQ=", "AR==", "A===", "AQ==AQ==", " AQ==", "bi\nws", "b-_s", "bi ws"})
  void refuses(String text) {
    assertTrue(StrictBase64.decode(text).isEmpty());
  }
}
