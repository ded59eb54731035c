package io.pipit.xmpp;

/** Character data between tags, unescaped. Neighbouring pieces are joined by the builder. */
public record Text(String value) implements Node {}
