package io.pipit.xmpp;

/** A child of an {@link Element}: an element, character data, or XML that is already serialised. */
public sealed interface Node permits Element, Text, SerializedXml {}
