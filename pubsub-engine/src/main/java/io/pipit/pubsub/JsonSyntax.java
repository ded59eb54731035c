package io.pipit.pubsub;

/**
 * Whether bytes are a JSON text (RFC 8259). It makes no objects, so that it costs a publish next to
 * nothing. That strings are UTF-8 is for others to see. Confined to its caller.
 */
final class JsonSyntax {

  /** What is nested deeper is not taken for JSON. */
  static final int MOST_DEPTH = 512;

  private final byte[] text;
  private int at;

  private JsonSyntax(byte[] text) {
    this.text = text;
  }

  /** Whether they are any JSON text. */
  static boolean isJson(byte[] text) {
    JsonSyntax syntax = new JsonSyntax(text);
    return syntax.value(0) && syntax.isAtEnd();
  }

  /** Whether they are an object or an array. */
  static boolean isJsonContainer(byte[] text) {
    JsonSyntax syntax = new JsonSyntax(text);
    syntax.space();
    int first = syntax.peek();
    return (first == '{' || first == '[') && syntax.value(0) && syntax.isAtEnd();
  }

  private int peek() {
    return at < text.length ? text[at] : -1;
  }

  private boolean take(int octet) {
    if (peek() != octet) {
      return false;
    }
    at++;
    return true;
  }

  private void space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  private boolean isAtEnd() {
    space();
    return at == text.length;
  }

  private boolean value(int depth) {
    space();
    return switch (peek()) {
      case '{' -> depth < MOST_DEPTH && object(depth);
      case '[' -> depth < MOST_DEPTH && array(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean object(int depth) {
    at++;
    space();
    if (take('}')) {
      return true;
    }
    do {
      space();
      if (!string()) {
        return false;
      }
      space();
      if (!take(':') || !value(depth + 1)) {
        return false;
      }
      space();
    } while (take(','));
    return take('}');
  }

  private boolean array(int depth) {
    at++;
    space();
    if (take(']')) {
      return true;
    }
    do {
      if (!value(depth + 1)) {
        return false;
      }
      space();
    } while (take(','));
    return take(']');
  }

  private boolean string() {
    if (!take('"')) {
      return false;
    }
    while (at < text.length) {
      int octet = text[at++];
      if (octet == '"') {
        return true;
      }
      if ((octet >= 0 && octet < ' ') || (octet == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (take('u')) {
      for (int i = 0; i < 4; i++) {
        if (Character.digit(peek(), 16) < 0) {
          return false;
        }
        at++;
      }
      return true;
    }
    return "\"\\/bfnrt".indexOf(peek()) >= 0 && at++ < text.length;
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!take(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean number() {
    take('-');
    if (!take('0') && !digits()) {
      return false;
    }
    if (take('.') && !digits()) {
      return false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int first = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at > first;
  }
}
