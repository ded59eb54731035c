package io.pipit.broker.cli;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Maps, lists, texts, numbers and booleans as YAML. Any thread. */
final class Yaml {

  private static final int NEVER_WRAP = Integer.MAX_VALUE;

  private Yaml() {}

  /** One document in block style, with a line break at its end. */
  static String write(Object value) {
    return write(value, false);
  }

  /** As {@link #write}, with the mark that divides documents in front. */
  static String writeDocument(Object value) {
    return write(value, true);
  }

  private static String write(Object value, boolean marked) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(NEVER_WRAP)
            .setSplitLines(false)
            .setExplicitStart(marked)
            .build();
    return new Dump(settings).dumpToString(value);
  }
}
