package io.pipit.broker.cli;

/** How results are written. */
enum Format {
  TEXT,
  /** One JSON value. */
  JSON,
  /** One JSON object a line. */
  NDJSON
}
