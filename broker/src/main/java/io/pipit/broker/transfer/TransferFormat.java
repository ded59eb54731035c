package io.pipit.broker.transfer;

/** The formats of exported files. */
public enum TransferFormat {
  /** One JSON object on a line, see {@code docs/export.md}. */
  NDJSON("ndjson"),
  /** The portable format of XMPP servers (XEP-0227). */
  XEP_0227("xep-0227");

  private final String word;

  TransferFormat(String word) {
    this.word = word;
  }

  /** The one that a file's name says: XML, or else JSON. */
  public static TransferFormat ofName(String file) {
    return file.endsWith(".xml") ? XEP_0227 : NDJSON;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return word;
  }
}
