package io.pipit.broker.cli;

import java.util.Locale;

/** How results are written. */
enum Format {
  TEXT,
  /** One JSON value. */
  JSON,
  /** One JSON object a line. */
  NDJSON,
  /** One YAML document; one for each object where results have no end. */
  YAML;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
