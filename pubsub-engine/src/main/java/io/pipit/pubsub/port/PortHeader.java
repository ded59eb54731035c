package io.pipit.pubsub.port;

import io.pipit.pubsub.ItemHeaders;

/** Something that is stored with an item and is no part of its payload. */
public record PortHeader(String name, String value) {

  /** The media type of the payload. */
  public static final String CONTENT_TYPE = ItemHeaders.CONTENT_TYPE;

  /** The node of the network that the item was published at first. */
  public static final String ORIGIN = ItemHeaders.ORIGIN;

  /** How many bridges it came over. */
  public static final String HOPS = ItemHeaders.HOPS;

  /** When it is of no use any more: a dateTime of XEP-0082. */
  public static final String EXPIRES = ItemHeaders.EXPIRES;

  /** By which who asked knows the answer. */
  public static final String CORRELATION = ItemHeaders.CORRELATION;

  /** The node where an answer is waited for. */
  public static final String REPLY_TO = ItemHeaders.REPLY_TO;

  /** What the place that it comes from calls it. */
  public static final String SOURCE_TOPIC = ItemHeaders.SOURCE_TOPIC;
}
