package io.pipit.broker.stream;

import io.pipit.xmpp.xml.SpareParser;
import io.pipit.xmpp.xml.XmlBuffer;
import io.vertx.core.internal.ContextInternal;

/**
 * What the streams of one event loop share because only one of them works at a time. Confined to
 * that loop.
 */
final class LoopResources {

  private static final int READ_BYTES = 65_536;
  private static final int KEPT_XML_BYTES = 1 << 20;

  private final ContextInternal context;
  private final LoopInbox inbox;
  private final byte[] readBuffer = new byte[READ_BYTES];
  private final SpareParser parser = new SpareParser();
  private XmlBuffer xml = new XmlBuffer(4_096);

  LoopResources(ContextInternal context, LoopInbox inbox) {
    this.context = context;
    this.inbox = inbox;
  }

  ContextInternal context() {
    return context;
  }

  LoopInbox inbox() {
    return inbox;
  }

  /** Where bytes are copied to on their way from a socket to a reader. */
  byte[] readBuffer() {
    return readBuffer;
  }

  /** A parser for whichever stream is read next. */
  SpareParser parser() {
    return parser;
  }

  /** An empty buffer to serialise into; the content lasts until the next call. */
  XmlBuffer xml() {
    if (xml.array().length > KEPT_XML_BYTES) {
      xml = new XmlBuffer(4_096);
    }
    return xml.clear();
  }
}
