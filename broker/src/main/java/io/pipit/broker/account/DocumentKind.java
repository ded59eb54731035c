package io.pipit.broker.account;

/** What an account keeps a document for. */
public enum DocumentKind {
  /** Private XML storage (XEP-0049). */
  PRIVATE(0),
  /** The vCard (XEP-0054). */
  VCARD(1);

  private final int code;

  DocumentKind(int code) {
    this.code = code;
  }

  /** The number that stands for it in the log. */
  public int code() {
    return code;
  }

  /**
   * The kind that a number stands for.
   *
   * @throws IllegalArgumentException when it stands for none
   */
  public static DocumentKind ofCode(int code) {
    for (DocumentKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of document has the code " + code);
  }
}
